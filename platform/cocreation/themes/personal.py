"""What this room holds about a person."""

from __future__ import annotations

from cocreation.accounts.personal import Holding, decided
from cocreation.core.i18n import N_
from cocreation.themes.models import ThemeMerge


def holdings() -> list[Holding]:
    """Who merged which themes."""
    return [decided(ThemeMerge, ThemeMerge.by_id, ThemeMerge.undone_by_id, give="id at", words=N_("Themes you merged"))]
