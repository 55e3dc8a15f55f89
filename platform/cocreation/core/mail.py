"""Outgoing mail: one row a recipient, written with the change it tells of, sent by the worker after the commit."""

from __future__ import annotations

import html
import re
import smtplib
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Any

from sqlalchemy import CheckConstraint, String, Text, select, update
from sqlalchemy.orm import Mapped, mapped_column

from cocreation.core.clock import now
from cocreation.core.db import Base, db
from cocreation.core.i18n import direction

STATES = ("waiting", "sending", "sent", "cancelled", "failed")
RETRY_FOR = timedelta(hours=72)
ADDRESS = re.compile(r"https?://\S+")


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
    *, recipient: str, language: str, kind: str, subject: str, body: str, not_before: datetime | None = None
) -> OutgoingMail:
    """Write one mail into the outbox, in the transaction of the change it tells of.

    Args:
        recipient: one address. language: of subject and body. kind: a short name, for tests and the outbox page.
        body: plain text, paragraphs parted by empty lines. not_before: when it may leave; now by default.
    """
    mail = OutgoingMail(
        recipient=one_line(recipient),
        language=language,
        kind=kind,
        subject=one_line(subject),
        body=body,
        not_before=not_before or now(),
        created_at=now(),
    )
    db.session.add(mail)
    db.session.flush()
    return mail


def cancel(mail_id: int) -> bool:
    """Take back a mail that has not left; False where it is too late."""
    result: Any = db.session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.id == mail_id, OutgoingMail.state == "waiting")
        .values(state="cancelled")
    )
    return bool(result.rowcount)


def html_of(body: str, language: str) -> str:
    """The same words as a small HTML page, in the language's direction; only addresses become links."""
    paragraphs = []
    for paragraph in body.split("\n\n"):
        safe = ADDRESS.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', html.escape(paragraph))
        paragraphs.append("<p>" + safe.replace("\n", "<br>") + "</p>")
    return (
        f'<!doctype html><html lang="{language}" dir="{direction(language)}"><meta charset="utf-8">'
        f'<body style="font: 1rem/1.6 sans-serif; max-width: 40rem; color: #1d1b18">{"".join(paragraphs)}</body></html>'
    )


def compose(mail: OutgoingMail, settings: Mapping[str, Any]) -> EmailMessage:
    """The message as it leaves: text and HTML, with the id kept before sending."""
    message = EmailMessage()
    message["From"] = settings["MAIL_SENDER"]
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(now())
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = mail.language
    message.set_content(mail.body)
    message.add_alternative(html_of(mail.body, mail.language), subtype="html")
    return message


def _claim(mail_id: int) -> bool:
    result: Any = db.session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.id == mail_id, OutgoingMail.state == "waiting")
        .values(
            state="sending", not_before=now(), tries=OutgoingMail.tries + 1, message_id=make_msgid(domain="cocreation")
        )
    )
    db.session.commit()
    return bool(result.rowcount)


def _send(message: EmailMessage, settings: Mapping[str, Any], name: str) -> None:
    if not settings["MAIL_SERVER"]:
        folder = Path(settings["INSTANCE_PATH"]) / "outbox"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.eml").write_bytes(message.as_bytes())
        return
    with smtplib.SMTP(settings["MAIL_SERVER"], settings["MAIL_PORT"], timeout=30) as server:
        if settings["MAIL_STARTTLS"]:
            server.starttls()
        if settings["MAIL_USERNAME"]:
            server.login(settings["MAIL_USERNAME"], settings["MAIL_PASSWORD"])
        server.send_message(message)


def _try(mail_id: int, settings: Mapping[str, Any]) -> bool:
    if not _claim(mail_id):
        return False
    mail = db.session.get_one(OutgoingMail, mail_id, populate_existing=True)
    try:
        _send(compose(mail, settings), settings, f"{mail.id:06d}-{mail.kind}")
    except (OSError, smtplib.SMTPException) as error:
        mail.last_error = str(error)[:300]
        expired = now() - mail.created_at > RETRY_FOR
        mail.state = "failed" if expired else "waiting"
        mail.not_before = now() + timedelta(minutes=2 ** min(mail.tries, 8))
        db.session.commit()
        return False
    mail.state, mail.sent_at = "sent", now()
    db.session.commit()
    return True


def recover() -> int:
    """Give back mails whose sender died between claiming and sending; at most one of them is sent twice."""
    result: Any = db.session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.state == "sending", OutgoingMail.not_before < now() - timedelta(minutes=10))
        .values(state="waiting")
    )
    db.session.commit()
    return int(result.rowcount)


def deliver_due(settings: Mapping[str, Any], *, limit: int = 50) -> int:
    """Send the mails whose time has come; a refused one is tried again later, for 72 hours.

    Returns:
        How many left.
    """
    due = db.session.scalars(
        select(OutgoingMail.id)
        .where(OutgoingMail.state == "waiting", OutgoingMail.not_before <= now())
        .order_by(OutgoingMail.id)
        .limit(limit)
    ).all()
    db.session.commit()
    return sum(_try(mail_id, settings) for mail_id in due)
