"""Telling people: one notification in the site and one mail that says the same, in their language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from cocreation.accounts.models import Account
from cocreation.core import mail
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.i18n import N_, translator
from cocreation.core.mail import be_quiet, is_quiet
from cocreation.notifications import choices
from cocreation.notifications.events import are_followed, emit
from cocreation.notifications.events import take_back as take_back_event
from cocreation.notifications.following import follow
from cocreation.notifications.models import Event, Notification
from cocreation.notifications.stations import tell_station, tell_stations
from cocreation.notifications.wording import address_of, translated, words_of

__all__ = [
    "address_of", "are_followed", "be_quiet", "emit", "follow", "is_quiet", "mark_read", "take_back",
    "take_back_event", "tell", "tell_station", "tell_stations", "words_of", "write_mail",
]  # fmt: skip

Paragraph = tuple[str, dict[str, Any]]


def write_mail(
    account: Account,
    *,
    kind: str,
    message: str,
    values: dict[str, Any],
    path: str,
    paragraphs: Sequence[Paragraph] = (),
    not_before: datetime | None = None,
    can_end: bool = False,
) -> mail.OutgoingMail:
    """Put one mail to a person into the outbox: greeting, message, paragraphs, the link to follow.

    Args:
        message: msgid of the subject. paragraphs: (msgid, values) pairs. path: without language.
        values: fill the msgids; a value in a one-item list is a msgid, translated too.
        can_end: whether it is of the mails a person may end by one press.
    """
    words = translator(account.language)
    filled = [words.gettext(text, **translated(given, account.language)) for text, given in paragraphs]
    subject = words.gettext(message, **translated(values, account.language))
    parts = [
        words.gettext(N_("Hello,")),
        subject,
        *filled,
        words.gettext(N_("See it here: %(address)s"), address=address_of(path, account.language)),
        words.gettext(N_("The co-creation secretariat")),
    ]
    return mail.queue(
        recipient=account.email,
        language=account.language,
        kind=kind,
        subject=subject,
        body="\n\n".join(parts),
        not_before=not_before,
        unsubscribe=choices.ending_address(account, "own") if can_end else None,
    )


def _reachable(account_id: int | None) -> Account | None:
    account = db.session.get(Account, account_id) if account_id else None
    return None if account is None or is_quiet() or account.state != "active" else account


def tell(
    *,
    account_id: int | None,
    kind: str,
    message: str,
    values: dict[str, Any] | None = None,
    path: str,
    paragraphs: Sequence[Paragraph] = (),
    not_before: datetime | None = None,
    station: bool = False,
    gathered: bool = False,
    event: Event | None = None,
) -> Notification | None:
    """Tell one person one thing, in the site and by mail, in the transaction of the change.

    Args:
        station: a step of their own contribution, whose mail leaves when they chose; all else leaves at once.
        gathered: the same, and what happens again and again goes into one mail, also for those who chose «at once».
        event: what happened, where others are told of it too: this person then only once, in this way.

    Returns: None where there is nobody to tell, or where a history is being loaded.
    """
    if (account := _reachable(account_id)) is None:
        return None
    pace = choices.of(account.id).own if station or gathered else "now"
    waits = pace != "site" and (gathered or pace != "now")
    told = Notification(
        account_id=account.id, kind=kind, message=message, values=values or {}, path=path,
        not_before=not_before or now(), created_at=now(), event_id=event.id if event else None, share="own",
        waits=waits,
    )  # fmt: skip
    if pace == "now" and not waits:
        _mail_at_once(account, told, paragraphs, not_before, station)
    db.session.add(told)
    db.session.flush()
    return told


def _mail_at_once(
    account: Account, told: Notification, paragraphs: Sequence[Paragraph], not_before: datetime | None, station: bool
) -> None:
    told.mail_id = write_mail(
        account,
        kind=told.kind,
        message=told.message,
        values=told.values,
        path=told.path,
        paragraphs=paragraphs,
        not_before=not_before,
        can_end=station,
    ).id


def take_back(*, account_id: int | None, kind: str, path: str) -> bool:
    """Take back what was told last of a thing, as long as its mail has not left.

    Returns:
        False where the mail is gone already (nothing to take back is also True).
    """
    told = db.session.scalar(
        select(Notification)
        .where(
            Notification.account_id == account_id,
            Notification.kind == kind,
            Notification.path == path,
            Notification.cancelled.is_(False),
        )
        .order_by(Notification.id.desc())
        .limit(1)
    )
    if told is None:
        return True
    if told.mail_id is not None and not mail.cancel(told.mail_id):
        return False
    told.cancelled, told.waits = True, False
    return True


def mark_read(*, account_id: int) -> None:
    """Mark everything shown to a person as read."""
    db.session.execute(
        update(Notification)
        .where(Notification.account_id == account_id, Notification.read_at.is_(None), Notification.not_before <= now())
        .values(read_at=now())
    )
