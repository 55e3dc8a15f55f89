"""Reads of the meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from cocreation.core.db import db
from cocreation.meetings.models import Meeting


def meetings(*, with_drafts: bool = False) -> Sequence[Meeting]:
    """The meetings, the newest first; those that are not published only ``with_drafts``."""
    statement = select(Meeting).order_by(Meeting.held_on.desc())
    return db.session.scalars(statement if with_drafts else statement.where(Meeting.published_at.is_not(None))).all()


def on(day: date) -> Meeting | None:
    """The meeting of a day."""
    return db.session.scalar(select(Meeting).where(Meeting.held_on == day))
