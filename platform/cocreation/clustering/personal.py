"""What this room holds about a person."""

from __future__ import annotations

from cocreation.accounts.personal import Holding, decided
from cocreation.clustering.models import Correction, GroupingRun, LexiconEntry
from cocreation.core.i18n import N_


def holdings() -> list[Holding]:
    """Who asked for which grouping, and corrected it."""
    return [
        decided(GroupingRun, GroupingRun.asked_by_id, give="id state asked_at", words=N_("Groupings you asked for")),
        decided(Correction, Correction.by_id, give="id kind at", words=N_("Corrections you made to groupings")),
        decided(LexiconEntry, LexiconEntry.by_id, give="id at", words=N_("Words you gave to the grouping")),
    ]
