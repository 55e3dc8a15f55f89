"""Meetings and webinars of a cycle, written down by the secretariat or brought in as a sheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from cocreation.accounts.models import Account
from cocreation.core.clock import LOCAL_ZONE
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.forms import LIMITS
from cocreation.core.i18n import LANGUAGES, N_, OfficialText
from cocreation.core.spreadsheets import Column, Sheet
from cocreation.cycles.models import Cycle
from cocreation.journal import services as journal
from cocreation.synthesis.document import Event, Events
from cocreation.synthesis.masking import masked
from cocreation.synthesis.models import ReportEvent
from cocreation.text.cleaning import clean_text
from cocreation.text.folding import ascii_digits

COLUMNS = ("date", *(f"title_{code}" for code in LANGUAGES), *(f"place_{code}" for code in LANGUAGES), "attendance")
MOST_LINES = 1000
MOST_PEOPLE = 1_000_000


class FaultyEvent(Refused):
    """A line of a sheet that cannot be taken; `line` counts from 1 below the header, 0 is the sheet itself."""

    status = 422
    message = N_("This event cannot be taken.")

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__()
        self.message = message
        self.line = line


@dataclass(frozen=True)
class Meeting:
    """What is written of an event; `attendance` None where nobody counted."""

    title: OfficialText
    place: OfficialText
    held_on: date
    attendance: int | None = None


def of_cycle(cycle_id: int) -> Sequence[ReportEvent]:
    """The events of a cycle in their order."""
    asked = select(ReportEvent).where(ReportEvent.cycle_id == cycle_id)
    return db.session.scalars(asked.order_by(ReportEvent.held_on, ReportEvent.id)).all()


def shown(rows: Iterable[ReportEvent], language: str) -> Events:
    """The events as a report in a language shows them, small attendances masked."""
    found = list(rows)
    hidden, total = masked([row.attendance for row in found])
    return Events(
        rows=tuple(
            Event(
                title=row.title.shown(language)[0],
                on=row.held_on,
                place=row.place.shown(language)[0],
                attendance=None if is_hidden else row.attendance,
                masked=is_hidden,
            )
            for row, is_hidden in zip(found, hidden, strict=True)
        ),
        total=total,
    )


def day_of(text: str) -> date:
    """A day written 2020-10-15 or 15/10/2020, with any digits.

    Raises:
        ValueError: it cannot be read.
    """
    text = ascii_digits(text).strip()
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, pattern).replace(tzinfo=LOCAL_ZONE).date()
        except ValueError:
            continue
    raise ValueError(text)


def attendance_of(text: str) -> int | None:
    """How many people came; None where nothing is written.

    Raises:
        ValueError: it is not a number of people.
    """
    text = ascii_digits(text).strip()
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > len(str(MOST_PEOPLE)) or int(text) > MOST_PEOPLE:
        raise ValueError(text)
    return int(text)


def write_down(
    *, cycle: Cycle, meeting: Meeting, by: Account | None, at: datetime, event: ReportEvent | None = None
) -> ReportEvent:
    """Write an event down, or change one."""
    row = event or ReportEvent(cycle_id=cycle.id)
    row.title, row.place, row.held_on = meeting.title, meeting.place, meeting.held_on
    row.attendance, row.by_id, row.at = meeting.attendance, by.id if by else None, at
    db.session.add(row)
    db.session.flush()
    _journal("event.changed" if event else "event.written", row, by, at)
    return row


def strike_out(*, event: ReportEvent, by: Account | None, at: datetime) -> None:
    """Take an event out of the list."""
    _journal("event.struck", event, by, at)
    db.session.delete(event)


def _journal(action: str, row: ReportEvent, by: Account | None, at: datetime) -> None:
    journal.record(action=action, object_kind="event", object_id=row.id, by=by, role="moderator", at=at)


def bring_in(*, cycle: Cycle, text: str, by: Account | None, at: datetime) -> list[ReportEvent]:
    """Write down every line of a sheet, or none; an event of the same day and title is changed, not doubled.

    Raises:
        FaultyEvent: naming the line.
    """
    known = {_name(row.held_on, row.title): row for row in of_cycle(cycle.id)}
    meetings = [_meeting(row, line) for line, row in enumerate(_lines(text), start=1)]
    made = []
    for meeting in meetings:
        name = _name(meeting.held_on, meeting.title)
        known[name] = write_down(cycle=cycle, meeting=meeting, by=by, at=at, event=known.get(name))
        made.append(known[name])
    return made


def _name(on: date, title: OfficialText) -> tuple[date, tuple[str, ...]]:
    return on, tuple(title.get(code, "") for code in LANGUAGES)


def _lines(text: str) -> Sequence[Mapping[str, str]]:
    lines = [line for line in text.splitlines() if line.strip()]
    # Tables write commas, in French semicolons, and tabs where cells are copied.
    sign = max(",;\t", key=lines[0].count) if lines else ","
    reader = csv.DictReader(lines, delimiter=sign, restval="")
    if not {"date", "attendance"} <= set(reader.fieldnames or ()):
        raise FaultyEvent(
            N_("The first line names the columns: date, title_fr, title_ar, title_en, place_fr…, attendance.")
        )
    try:
        rows = list(reader)
    except csv.Error as error:
        raise FaultyEvent(N_("This sheet cannot be read.")) from error
    if not 0 < len(rows) <= MOST_LINES:
        raise FaultyEvent(N_("A sheet has between 1 and 1,000 lines below the first."))
    return rows


def _meeting(row: Mapping[str, str], line: int) -> Meeting:
    title, place = (_text(row, name) for name in ("title", "place"))
    if not title:
        raise FaultyEvent(N_("The title is missing in every language."), line)
    try:
        held_on = day_of(row.get("date") or "")
    except ValueError as error:
        raise FaultyEvent(N_("The date is written like 2020-10-15 or 15/10/2020."), line) from error
    try:
        attendance = attendance_of(row.get("attendance") or "")
    except ValueError as error:
        raise FaultyEvent(N_("The attendance is a number of people, or empty where nobody counted."), line) from error
    return Meeting(title=title, place=place, held_on=held_on, attendance=attendance)


def _text(row: Mapping[str, str], name: str) -> OfficialText:
    words = {code: clean_text(row.get(f"{name}_{code}") or "", multiline=False) for code in LANGUAGES}
    return OfficialText({code: text[: LIMITS["title"]] for code, text in words.items() if text})


def sheet(cycle: Cycle) -> Sheet:
    """The events of a cycle as a sheet that can be brought in again."""
    rows = [
        [
            row.held_on.isoformat(),
            *(row.title.get(code, "") for code in LANGUAGES),
            *(row.place.get(code, "") for code in LANGUAGES),
            "" if row.attendance is None else row.attendance,
        ]
        for row in of_cycle(cycle.id)
    ]
    return Sheet(title="", notes=(), columns=[Column(name, 20) for name in COLUMNS], rows=rows)
