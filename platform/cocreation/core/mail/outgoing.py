"""Outgoing mail: one row a recipient, written with the change it tells of, sent by the worker after the commit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, String, Text, select, update
from sqlalchemy.orm import Mapped, mapped_column

from cocreation.core.clock import now
from cocreation.core.db import Base, db
from cocreation.core.mail.writing import Part, as_rows, text_of

STATES = ("waiting", "sending", "sent", "cancelled", "failed")


class OutgoingMail(Base):
    """One mail to one person. `not_before` is the undo window: until then it can be cancelled."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (CheckConstraint("state IN ('waiting', 'sending', 'sent', 'cancelled', 'failed')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    # The body as parts (core.mail.writing), for the HTML; None where it follows from the plain text.
    parts: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    # The address of one press that ends such mails; None for those a person asked for or must get.
    unsubscribe: Mapped[str | None] = mapped_column(String(400))
    state: Mapped[str] = mapped_column(String(12), default="waiting", index=True)
    not_before: Mapped[datetime] = mapped_column(index=True)
    created_at: Mapped[datetime]
    message_id: Mapped[str | None] = mapped_column(String(200))
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(300))


# While the demonstration or an import loads, what happened long ago is told to nobody.
QUIET = "cocreation.quiet"


def be_quiet(quiet: bool) -> None:
    """Stop (or resume) telling people, while a history is loaded."""
    db.session.info[QUIET] = quiet


def is_quiet() -> bool:
    """Whether nobody is told at the moment; those who write mails of their own accord ask first."""
    return bool(db.session.info.get(QUIET))


def one_line(value: str) -> str:
    """A header's value: no line break can enter it."""
    return " ".join(value.split())[:300]


def queue(
    *,
    recipient: str,
    language: str,
    kind: str,
    subject: str,
    body: str = "",
    parts: Sequence[Part] | None = None,
    not_before: datetime | None = None,
    unsubscribe: str | None = None,
) -> OutgoingMail:
    """Write one mail into the outbox, in the transaction of the change it tells of.

    Args:
        recipient: one address. language: of subject and body. kind: a short name, for tests and the outbox page.
        body: plain text, paragraphs parted by empty lines. parts: the same with headings and lists, instead of it.
        not_before: when it may leave; now by default. unsubscribe: the full address that ends such mails.
    """
    mail = OutgoingMail(
        recipient=one_line(recipient),
        language=language,
        kind=kind,
        subject=one_line(subject),
        body=text_of(parts) if parts is not None else body,
        parts=as_rows(parts) if parts is not None else None,
        not_before=not_before or now(),
        created_at=now(),
        unsubscribe=unsubscribe,
    )
    db.session.add(mail)
    db.session.flush()
    return mail


def was_queued(*, recipient: str, kind: str, since: datetime) -> bool:
    """Whether a mail of this kind was written to an address since a moment."""
    where = (OutgoingMail.recipient == recipient, OutgoingMail.kind == kind, OutgoingMail.created_at > since)
    return db.session.scalar(select(OutgoingMail.id).where(*where).limit(1)) is not None


def cancel(mail_id: int) -> bool:
    """Take back a mail that has not left; False where it is too late."""
    result: Any = db.session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.id == mail_id, OutgoingMail.state == "waiting")
        .values(state="cancelled")
    )
    return bool(result.rowcount)
