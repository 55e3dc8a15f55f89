"""Mails that gather what happened: at once, daily or weekly, as each person chose.

What goes into a mail is no window of time.  Each thing told waits in its own row; a mail takes all rows that wait,
by their numbers, in the transaction that writes the mail.  So each is in exactly one mail, whatever the clock does,
however often, late or doubled the worker runs, and wherever it is killed.  The clock decides only when a mail is due.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update

from cocreation.accounts.models import Account
from cocreation.core import mail
from cocreation.core.clock import LOCAL_ZONE, now, to_local
from cocreation.core.db import db
from cocreation.core.mail import OutgoingMail, UndeliverableAddress
from cocreation.core.web import configured
from cocreation.notifications import choices, digest_words
from cocreation.notifications.choices import DEFAULTS
from cocreation.notifications.events import AHEAD
from cocreation.notifications.models import MailChoice, Notification

log = logging.getLogger(__name__)
# Between two mails «at once» to one person, so that a lively discussion is one mail and not thirty.
GAP = timedelta(minutes=15)
# The most one mail tells; the rest goes into the next one.
MOST = 300


@dataclass(frozen=True)
class Round:
    """The last time a kind of digest was due: its day, and its moment in UTC."""

    day: date
    moment: datetime


def last_round(pace: str, at: datetime) -> Round:
    """The last daily or weekly round at or before a moment, at DIGEST_HOUR in Morocco, whatever its clocks did.

    Args:
        pace: «daily» or «weekly» (on DIGEST_WEEKDAY, 0 for Monday). at: aware.
    """
    day = to_local(at).date() + timedelta(days=1)
    while True:
        moment = datetime.combine(day, time(configured("DIGEST_HOUR")), LOCAL_ZONE).astimezone(at.tzinfo)
        if moment <= at and (pace == "daily" or day.weekday() == configured("DIGEST_WEEKDAY")):
            return Round(day, moment)
        day -= timedelta(days=1)


def _is_due(pace: str, oldest: datetime, choice: MailChoice, at: datetime) -> bool:
    if pace == "now":
        before = choice.noticed_at
        return before is None or at - before >= GAP or before - at > AHEAD
    this = last_round(pace, at)
    if this.day == (choice.daily_round if pace == "daily" else choice.weekly_round):
        return False
    return oldest <= this.moment or oldest - at > AHEAD


def _pace(share: str, own: str | None, choice: MailChoice) -> str:
    return own or str(getattr(choice, share))


def run(at: datetime | None = None, *, limit: int = 200) -> int:
    """Write the mails that are due, one person and one transaction at a time.

    Args:
        at: the real time; now by default.

    Returns:
        How many mails were written.
    """
    at = at or now()
    due = _people(at)[:limit]
    db.session.commit()
    return sum(_guarded(account_id, at) for account_id in due)


def _guarded(account_id: int, at: datetime) -> int:
    # What goes wrong with one person's mail must not keep the others waiting; it is tried again.
    try:
        return _write(account_id, at)
    except Exception:
        db.session.rollback()
        log.exception("the mail of account %s could not be written", account_id)
        return 0


def _people(at: datetime) -> list[int]:
    """Who has something due; what cannot be delivered waits for a better address."""
    stopped = select(UndeliverableAddress.email).where(UndeliverableAddress.stopped_at.is_not(None))
    asked = (
        select(Notification.account_id, Notification.share, Notification.pace, func.min(Notification.created_at))
        .join(Account, Account.id == Notification.account_id)
        .where(*_wait(at), Account.state == "active", Account.email.not_in(stopped))
        .group_by(Notification.account_id, Notification.share, Notification.pace)
    )
    rows = db.session.execute(asked).all()
    saved = _saved({row[0] for row in rows})
    found: dict[int, None] = {}
    for account_id, share, own, oldest in rows:
        choice = saved.get(account_id) or MailChoice(account_id=account_id, **DEFAULTS)
        pace = _pace(share, own, choice)
        if pace == "site" or _is_due(pace, oldest, choice, at):
            found[account_id] = None
    return sorted(found)


def _wait(at: datetime) -> tuple[Any, ...]:
    # What may still be taken back is not told yet: for minutes, never for days.
    told = or_(Notification.not_before <= at, Notification.not_before > at + AHEAD)
    return (Notification.waits, Notification.cancelled.is_(False), told)


def _saved(ids: Iterable[int]) -> dict[int, MailChoice]:
    wanted, found = sorted(ids), {}
    for start in range(0, len(wanted), 500):
        asked = select(MailChoice).where(MailChoice.account_id.in_(wanted[start : start + 500]))
        for choice in db.session.scalars(asked.execution_options(populate_existing=True)):
            found[choice.account_id] = choice
    return found


def _write(account_id: int, at: datetime) -> int:
    """Take what is due for a person into one mail, in one transaction."""
    # The row is held until the end: of two workers the second one finds nothing left to take.
    choice = choices.row_of(account_id)
    account = db.session.get(Account, account_id, populate_existing=True)
    if account is None or account.state != "active":
        db.session.rollback()
        return 0
    rows = _take(account_id, choice, at)
    written = _mail(account, rows, at) if rows else None
    db.session.commit()
    return int(written is not None)


def _take(account_id: int, choice: MailChoice, at: datetime) -> list[Notification]:
    """The rows of a person that are due now, of every pace that is; those that wish no mail stop waiting."""
    asked = select(Notification).where(Notification.account_id == account_id, *_wait(at)).order_by(Notification.id)
    by_pace: dict[str, list[Notification]] = {}
    for row in db.session.scalars(asked.execution_options(populate_existing=True)):
        by_pace.setdefault(_pace(row.share, row.pace, choice), []).append(row)
    for row in by_pace.pop("site", []):
        row.waits = False
    taken: list[Notification] = []
    for pace, rows in by_pace.items():
        if _is_due(pace, min(row.created_at for row in rows), choice, at):
            taken += rows
            _note(pace, choice, at)
    return sorted(taken, key=lambda row: row.id)[:MOST]


def _note(pace: str, choice: MailChoice, at: datetime) -> None:
    if pace == "now":
        choice.noticed_at = at
    elif pace == "daily":
        choice.daily_round = last_round(pace, at).day
    else:
        choice.weekly_round = last_round(pace, at).day


def _mail(account: Account, rows: Sequence[Notification], at: datetime) -> OutgoingMail | None:
    """Write the mail of some rows and give them to it; None where all they show is hidden by now."""
    shares = {row.share for row in rows}
    ends = choices.ending_address(account, "both" if len(shares) > 1 else next(iter(shares)))
    said = digest_words.of(account, rows, ends)
    if said is None:
        _give(rows, None)
        return None
    written = mail.queue(
        recipient=account.email, language=account.language, kind="digest", subject=said.subject, parts=said.parts,
        unsubscribe=ends,
    )  # fmt: skip
    _give(rows, written.id)
    return written


def _give(rows: Sequence[Notification], mail_id: int | None) -> None:
    ids = [row.id for row in rows]
    given: Any = db.session.execute(
        update(Notification).where(Notification.id.in_(ids), Notification.waits).values(waits=False, mail_id=mail_id)
    )
    if given.rowcount != len(ids):
        # Somebody let go of one of them meanwhile; the whole mail is written again at the next round.
        raise RuntimeError("what waits for a mail has changed while it was written")


def as_it_leaves(leaving: OutgoingMail) -> bool:
    """Look once more at a mail that is about to leave: nobody erased or disabled gets one, nothing hidden is told.

    Returns:
        Whether it may leave.
    """
    asked = select(Notification).where(Notification.mail_id == leaving.id).order_by(Notification.id)
    rows = db.session.scalars(asked).all()
    if not rows:
        return True
    account = db.session.get(Account, rows[0].account_id, populate_existing=True)
    if account is None or account.state != "active":
        return False
    leaving.recipient = account.email
    if leaving.kind != "digest":
        return True
    said = digest_words.of(account, rows, leaving.unsubscribe or "")
    if said is None:
        return False
    leaving.subject, leaving.body = mail.one_line(said.subject), mail.text_of(said.parts)
    leaving.parts, leaving.language = mail.as_rows(said.parts), account.language
    db.session.flush()
    return True


def failed() -> Sequence[OutgoingMail]:
    """The mails that were given up, the last first, at most a hundred."""
    asked = select(OutgoingMail).where(OutgoingMail.state == "failed")
    return db.session.scalars(asked.order_by(OutgoingMail.id.desc()).limit(100)).all()
