"""Keeping the meetings: making one, writing its points and next steps, publishing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from cocreation.accounts.models import Account
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.fuzzy import FuzzyDate
from cocreation.core.i18n import N_, OfficialText
from cocreation.journal import services as journal
from cocreation.meetings import queries
from cocreation.meetings.models import Meeting, NextStep, Point


class DayTaken(Refused):
    """A second meeting on a day that has one."""

    message = N_("There is a meeting on this day already.")
    what_to_do = N_("Choose another day, or edit that meeting.")


@dataclass(frozen=True)
class Step:
    """A next step as it is written down."""

    text: OfficialText
    due: FuzzyDate | None = None
    owner: OfficialText = field(default_factory=OfficialText)


def make(
    *, held_on: date, title: OfficialText, mode: str, place: OfficialText, by: Account | None, at: datetime
) -> Meeting:
    """Make a meeting, not published yet.

    Raises:
        DayTaken.
    """
    if queries.on(held_on) is not None:
        raise DayTaken()
    made = Meeting(
        held_on=held_on, title=title, mode=mode, place=place, by_id=by.id if by else None, created_at=at
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    _record("meeting.made", made, by, at)
    return made


def edit(
    *, meeting: Meeting, title: OfficialText, mode: str, place: OfficialText, by: Account | None, at: datetime
) -> None:
    """Change the title, the mode and the place; the day is the meeting's address and stays."""
    meeting.title, meeting.mode, meeting.place = title, mode, place
    _record("meeting.edited", meeting, by, at)


def write_points(
    *, meeting: Meeting, kind: str, texts: Sequence[OfficialText], by: Account | None, at: datetime
) -> None:
    """Write the points of one kind anew."""
    others = [(point.kind, point.text) for point in meeting.points if point.kind != kind]
    meeting.points.clear()
    db.session.flush()
    written = [*others, *((kind, text) for text in texts)]
    meeting.points.extend(
        Point(position=place, kind=each, text=text) for place, (each, text) in enumerate(written, start=1)
    )
    _record("meeting.points", meeting, by, at, kind=kind, count=len(texts))


def write_steps(*, meeting: Meeting, steps: Sequence[Step], by: Account | None, at: datetime) -> None:
    """Write the next steps anew."""
    meeting.steps.clear()
    db.session.flush()
    meeting.steps.extend(
        NextStep(position=place, text=one.text, due=one.due, owner=one.owner)
        for place, one in enumerate(steps, start=1)
    )
    _record("meeting.steps", meeting, by, at, count=len(steps))


def publish(*, meeting: Meeting, by: Account | None, at: datetime) -> None:
    """Let everyone read it."""
    meeting.published_at = meeting.published_at or at
    _record("meeting.published", meeting, by, at)


def _record(action: str, meeting: Meeting, by: Account | None, at: datetime, **detail: object) -> None:
    journal.record(
        action=action, object_kind="meeting", object_id=meeting.id, by=by, role="administrator", at=at,
        detail={"day": meeting.held_on.isoformat(), **detail},
    )  # fmt: skip
