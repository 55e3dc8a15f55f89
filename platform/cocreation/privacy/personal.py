"""What this room holds about a person, and what erasing their account does to it."""

from __future__ import annotations

from sqlalchemy import select

from cocreation.accounts.personal import ANSWERABLE, GONE, Erasure, Holding, deleting, held, unlinking
from cocreation.core.db import db
from cocreation.core.i18n import N_
from cocreation.privacy import exporting
from cocreation.privacy.models import DataExport, RightsRequest


def holdings() -> list[Holding]:
    """The tables of files of one's data, and of requests."""
    return [
        held(
            DataExport,
            DataExport.account_id,
            give="asked_at made_at expires_at",
            words=N_("Files of your data"),
            fate=GONE,
            erase=_drop_files,
        ),
        held(
            RightsRequest,
            RightsRequest.account_id,
            give="id kind email words received_at due_at outcome answer answered_at",
            words=N_("What you asked about your data"),
            fate=N_("That a request was made and answered in time stays, without address, words or link to you."),
            erase=unlinking(RightsRequest, RightsRequest.account_id, email="", words="", answer="", form_id=None),
        ),
        held(
            RightsRequest,
            RightsRequest.answered_by_id,
            give="id kind outcome answered_at",
            words=N_("Requests about data that you answered"),
            fate=ANSWERABLE,
            name="rights_request_answered",
        ),
    ]


def _drop_files(erasure: Erasure) -> None:
    mine = select(DataExport).where(DataExport.account_id == erasure.account.id)
    for export in db.session.scalars(mine).all():
        exporting.delete(export)
    deleting(DataExport, DataExport.account_id)(erasure)
