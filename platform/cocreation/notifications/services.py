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
from cocreation.core.web import public_address
from cocreation.notifications.models import Notification

__all__ = ["address_of", "be_quiet", "is_quiet", "mark_read", "take_back", "tell", "words_of", "write_mail"]

Paragraph = tuple[str, dict[str, Any]]


def address_of(path: str, language: str) -> str:
    """The full address of a page in a language, from its path without language."""
    return public_address(f"/{language}{path}")


def _translated(values: dict[str, Any], language: str) -> dict[str, Any]:
    # A value given as a msgid in a one-item list is itself translated into the reader's language.
    words = translator(language)
    return {name: words.gettext(value[0]) if isinstance(value, list) else value for name, value in values.items()}


def words_of(told: Notification, language: str) -> str:
    """What a person was told, in a language."""
    return translator(language).gettext(told.message, **_translated(told.values, language))


def write_mail(
    account: Account,
    *,
    kind: str,
    message: str,
    values: dict[str, Any],
    path: str,
    paragraphs: Sequence[Paragraph] = (),
    not_before: datetime | None = None,
) -> mail.OutgoingMail:
    """Put one mail to a person into the outbox: greeting, message, paragraphs, the link to follow.

    Args:
        message: msgid of the subject. paragraphs: (msgid, values) pairs. path: without language.
        values: fill the msgids; a value in a one-item list is a msgid, translated too.
    """
    words = translator(account.language)
    filled = [words.gettext(text, **_translated(given, account.language)) for text, given in paragraphs]
    subject = words.gettext(message, **_translated(values, account.language))
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
    )


def tell(
    *,
    account_id: int | None,
    kind: str,
    message: str,
    values: dict[str, Any] | None = None,
    path: str,
    paragraphs: Sequence[Paragraph] = (),
    not_before: datetime | None = None,
) -> Notification | None:
    """Tell one person one thing, in the site and by mail, in the transaction of the change.

    Returns:
        None where there is nobody to tell, or where a history is being loaded.
    """
    account = db.session.get(Account, account_id) if account_id else None
    if account is None or is_quiet() or account.state != "active":
        return None
    values = values or {}
    written = write_mail(
        account, kind=kind, message=message, values=values, path=path, paragraphs=paragraphs, not_before=not_before
    )
    told = Notification(
        account_id=account.id,
        kind=kind,
        message=message,
        values=values,
        path=path,
        not_before=not_before or now(),
        created_at=now(),
        mail_id=written.id,
    )
    db.session.add(told)
    db.session.flush()
    return told


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
    told.cancelled = told.mail_id is None or mail.cancel(told.mail_id)
    return told.cancelled


def mark_read(*, account_id: int) -> None:
    """Mark everything shown to a person as read."""
    db.session.execute(
        update(Notification)
        .where(Notification.account_id == account_id, Notification.read_at.is_(None), Notification.not_before <= now())
        .values(read_at=now())
    )
