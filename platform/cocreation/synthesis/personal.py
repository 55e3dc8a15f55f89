"""What this room holds about a person."""

from __future__ import annotations

from cocreation.accounts.personal import Holding, decided
from cocreation.core.i18n import N_
from cocreation.synthesis.models import ReportVersion


def holdings() -> list[Holding]:
    """Who published and withdrew which version of a report."""
    return [
        decided(
            ReportVersion,
            ReportVersion.published_by_id,
            ReportVersion.withdrawn_by_id,
            give="id number state published_at",
            words=N_("Versions of reports you published or withdrew"),
        )
    ]
