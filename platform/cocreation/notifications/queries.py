"""Reading what a person was told."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select

from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.paging import Page, keyset
from cocreation.notifications.models import Notification


def _shown(statement: Select[Any], account_id: int) -> Select[Any]:
    # What may still be taken back is not told yet.
    return statement.where(
        Notification.account_id == account_id, Notification.not_before <= now(), Notification.cancelled.is_(False)
    )


def unread(account_id: int) -> int:
    """How many things a person has not read."""
    statement = _shown(select(func.count(Notification.id)), account_id).where(Notification.read_at.is_(None))
    return db.session.scalar(statement) or 0


def page(*, account_id: int, cursor: str | None, size: int = 30) -> Page[Notification]:
    """What a person was told, the newest first."""
    statement = _shown(select(Notification), account_id)
    return keyset(statement, order=[(Notification.id, "desc")], cursor=cursor, size=size, session=db.session)
