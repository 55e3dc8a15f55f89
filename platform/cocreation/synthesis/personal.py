"""What this room holds about a person."""

from __future__ import annotations

from cocreation.accounts.personal import Holding, decided
from cocreation.core.i18n import N_
from cocreation.synthesis.models import ReportEdit, ReportEvent, ReportTranslation, ReportVersion


def holdings() -> list[Holding]:
    """Who wrote which text, event or translation of a report, and published or withdrew which version."""
    return [
        decided(
            ReportVersion,
            ReportVersion.published_by_id,
            ReportVersion.withdrawn_by_id,
            give="id number state published_at",
            words=N_("Versions of reports you published or withdrew"),
        ),
        decided(ReportEdit, ReportEdit.by_id, give="id text at", words=N_("Texts of reports you wrote")),
        decided(ReportEvent, ReportEvent.by_id, give="id at", words=N_("Events you wrote down for a report")),
        decided(
            ReportTranslation,
            ReportTranslation.by_id,
            give="id reference text at",
            words=N_("Translations you gave for a report"),
        ),
    ]
