"""What this room holds about a person."""

from __future__ import annotations

from cocreation.accounts.personal import Holding, decided
from cocreation.core.i18n import N_
from cocreation.cycles.models import PhaseChange


def holdings() -> list[Holding]:
    """Who changed which date."""
    return [decided(PhaseChange, PhaseChange.by_id, give="id at", words=N_("Dates of phases you changed"))]
