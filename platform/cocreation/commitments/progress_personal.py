"""What the following of commitments holds about a person."""

from __future__ import annotations

from cocreation.accounts.personal import Holding, decided
from cocreation.commitments.progress_models import Snapshot
from cocreation.core.i18n import N_


def holdings() -> list[Holding]:
    """Who entered progress and who recorded it."""
    return [
        decided(
            Snapshot,
            Snapshot.by_id,
            Snapshot.consolidated_by_id,
            give="id percentage at",
            words=N_("The progress of commitments you entered or recorded"),
        )
    ]
