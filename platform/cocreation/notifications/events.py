"""What happened, recorded once, and told by the worker to everyone who follows what it is about, each once."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from cocreation.accounts.models import Account
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.mail import is_quiet
from cocreation.notifications import followed
from cocreation.notifications.choices import DEFAULTS
from cocreation.notifications.models import Event, Follow, MailChoice, Notification

log = logging.getLogger(__name__)
# How many rows one statement writes: every database takes as many.
ROWS = 500
# What is dated further ahead was written under a wrong clock: it waits for no moment.
AHEAD = timedelta(days=1)


def emit(
    *,
    mark: str,
    kind: str,
    about: Sequence[str],
    message: str,
    path: str,
    values: dict[str, Any] | None = None,
    subject: tuple[str, int] | None = None,
    by: Account | None = None,
    author_id: int | None = None,
    not_before: datetime | None = None,
) -> Event | None:
    """Record that something happened, in the transaction of the change; the worker tells it afterwards.

    Args:
        mark: the name of what happened: recorded twice under one mark, it is told once.
        about: addresses without language of the things it concerns, the nearest first.
        message, values: as for `services.tell`; they hold references, never people's own words.
        subject: kind and number of what it shows of people's words; hidden or withdrawn later, nobody is told.
        by: who did it, and need not be told. author_id: whose contribution this is a station of.
        not_before: when it can no longer be undone.

    Returns:
        None while a history is loaded.
    """
    if is_quiet():
        return None
    made = Event(
        mark=mark, kind=kind, about=list(dict.fromkeys(about)), message=message, values=values or {}, path=path,
        subject_kind=subject[0] if subject else None, subject_id=subject[1] if subject else None,
        by_id=by.id if by else None, author_id=author_id, not_before=not_before or now(), created_at=now(),
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        return db.session.scalar(select(Event).where(Event.mark == mark))
    return made


def take_back(mark: str) -> bool:
    """Take back what happened, where it is undone before it was told; False where it is too late."""
    result: Any = db.session.execute(
        update(Event).where(Event.mark == mark, Event.spread_at.is_(None)).values(cancelled=True)
    )
    return bool(result.rowcount)


def are_followed(paths: Iterable[str]) -> set[str]:
    """Those of some things that anybody follows."""
    wanted: list[str] = sorted(set(paths))
    found: set[str] = set()
    for start in range(0, len(wanted), ROWS):
        asked = select(Follow.path).where(Follow.path.in_(wanted[start : start + ROWS])).distinct()
        found.update(db.session.scalars(asked))
    return found


def are_known(marks: Iterable[str]) -> set[str]:
    """Those of some marks under which something is recorded already."""
    wanted: list[str] = sorted(set(marks))
    found: set[str] = set()
    for start in range(0, len(wanted), ROWS):
        found.update(db.session.scalars(select(Event.mark).where(Event.mark.in_(wanted[start : start + ROWS]))))
    return found


def spread_due(*, limit: int = 100) -> int:
    """Tell what happened to those it concerns, each event in one transaction, by whichever worker takes it first.

    Returns:
        How many events were told.
    """
    at = now()
    final = or_(Event.not_before <= at, Event.not_before > at + AHEAD)
    due = select(Event.id).where(Event.spread_at.is_(None), Event.cancelled.is_(False), final)
    ids = db.session.scalars(due.order_by(Event.id).limit(limit)).all()
    db.session.commit()
    return sum(_guarded(event_id) for event_id in ids)


def _guarded(event_id: int) -> bool:
    # What goes wrong with one event must not keep the others from being told; it is tried again.
    try:
        return _spread(event_id)
    except Exception:
        db.session.rollback()
        log.exception("event %s could not be told", event_id)
        return False


def _spread(event_id: int) -> bool:
    taken: Any = db.session.execute(
        update(Event)
        .where(Event.id == event_id, Event.spread_at.is_(None), Event.cancelled.is_(False))
        .values(spread_at=now())
    )
    if not taken.rowcount:
        db.session.rollback()
        return False
    event = db.session.get_one(Event, event_id, populate_existing=True)
    if not followed.gone([event]):
        rows = _rows(event)
        for start in range(0, len(rows), ROWS):
            db.session.execute(insert(Notification), rows[start : start + ROWS])
    db.session.commit()
    return True


def _rows(event: Event) -> list[dict[str, Any]]:
    """What each person is told of an event: the author as of their own, the others through their nearest follow."""
    places = {path: place for place, path in enumerate(event.about)}
    asked = (
        select(Follow.account_id, Follow.path, Follow.pace)
        .join(Account, Account.id == Follow.account_id)
        .where(Follow.path.in_(places), Follow.paused.is_(False), Account.state == "active")
    )
    told = set(db.session.scalars(select(Notification.account_id).where(Notification.event_id == event.id)))
    told.add(event.by_id or 0)
    rows: dict[int, dict[str, Any]] = {}
    author = db.session.get(Account, event.author_id) if event.author_id else None
    if author and author.state == "active" and author.id not in told:
        rows[author.id] = {"share": "own", "through": None, "pace": None}
    for found in sorted(db.session.execute(asked), key=lambda row: places[row.path]):
        if found.account_id not in told and found.account_id not in rows:
            rows[found.account_id] = {"share": "followed", "through": found.path, "pace": found.pace}
    choices = _choices(rows)
    return [_row(event, account_id, said, choices.get(account_id)) for account_id, said in sorted(rows.items())]


def _choices(ids: Iterable[int]) -> dict[int, MailChoice]:
    wanted, found = sorted(ids), {}
    for start in range(0, len(wanted), ROWS):
        asked = select(MailChoice).where(MailChoice.account_id.in_(wanted[start : start + ROWS]))
        found.update({choice.account_id: choice for choice in db.session.scalars(asked)})
    return found


def _row(event: Event, account_id: int, said: dict[str, Any], choice: MailChoice | None) -> dict[str, Any]:
    general = getattr(choice, said["share"]) if choice else DEFAULTS[said["share"]]
    return {
        "account_id": account_id, "event_id": event.id, "kind": event.kind, "message": event.message,
        "values": event.values, "path": event.path, "not_before": event.not_before, "created_at": now(),
        "waits": (said["pace"] or general) != "site", "cancelled": False, **said,
    }  # fmt: skip
