"""Reads of files of one's own data, and of requests about data."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.paging import Page, keyset
from cocreation.privacy.models import REMINDED_AFTER, DataExport, RightsRequest


def export(export_id: int) -> DataExport | None:
    """One file of somebody's data."""
    return db.session.get(DataExport, export_id)


def exports_of(account_id: int) -> Sequence[DataExport]:
    """A person's files that are made or being made, the newest first."""
    statement = (
        select(DataExport)
        .where(DataExport.account_id == account_id, (DataExport.made_at.is_(None)) | (DataExport.expires_at > now()))
        .options(joinedload(DataExport.job))
        .order_by(DataExport.id.desc())
    )
    return db.session.scalars(statement).all()


def expired() -> Sequence[DataExport]:
    """Files whose days are over."""
    return db.session.scalars(select(DataExport).where(DataExport.expires_at <= now())).all()


def request(number: int) -> RightsRequest | None:
    """One request."""
    return db.session.get(RightsRequest, number)


def requests_of(account_id: int) -> Sequence[RightsRequest]:
    """What a person asked about their data, the newest first."""
    return db.session.scalars(
        select(RightsRequest).where(RightsRequest.account_id == account_id).order_by(RightsRequest.id.desc())
    ).all()


def waiting() -> Sequence[RightsRequest]:
    """Requests without an answer, the first due first: the late ones stand at the head."""
    return db.session.scalars(
        select(RightsRequest)
        .where(RightsRequest.answered_at.is_(None))
        .order_by(RightsRequest.due_at, RightsRequest.id)
        .limit(500)
    ).all()


def answered(cursor: str | None) -> Page[RightsRequest]:
    """Requests answered, the newest first."""
    statement = select(RightsRequest).where(RightsRequest.answered_at.is_not(None))
    return keyset(statement, order=[(RightsRequest.id, "desc")], cursor=cursor, size=30, session=db.session)


def late() -> int:
    """How many requests wait beyond their day."""
    statement = select(func.count(RightsRequest.id)).where(
        RightsRequest.answered_at.is_(None), RightsRequest.due_at < now()
    )
    return db.session.scalar(statement) or 0


def to_remind() -> Sequence[RightsRequest]:
    """Requests that have waited seven days, and of which nobody was reminded."""
    return db.session.scalars(
        select(RightsRequest).where(
            RightsRequest.answered_at.is_(None),
            RightsRequest.reminded_at.is_(None),
            RightsRequest.received_at <= now() - REMINDED_AFTER,
        )
    ).all()
