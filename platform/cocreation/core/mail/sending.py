"""Sending what is due: claimed, sent over one connection, tried again with growing pauses, given up in the end.

The number of a message is saved before its first try and never changes.  A worker killed between the server's yes
and our own note of it sends the message once more, under the same number: programs that read mail show it once.
"""

from __future__ import annotations

import re
import secrets
import smtplib
import ssl
from collections.abc import Callable, Mapping
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import func, select, update

from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.i18n import N_, translator
from cocreation.core.mail import bounces
from cocreation.core.mail.outgoing import OutgoingMail
from cocreation.core.mail.writing import Part, from_rows, html_of, parts_of, text_of

RETRY_FOR = timedelta(hours=72)
MAX_TRIES = 24
LONGEST_PAUSE = 256
LEFT_ALONE_FOR = timedelta(minutes=10)
_EXTENSION = "cocreation.mail"
# The enhanced code that opens a server's answer (RFC 3463).
ENHANCED = re.compile(r"^\s*([245])\.(\d{1,3})\.(\d{1,3})\b")

Check = Callable[[OutgoingMail], bool]


class Impossible(Exception):
    """A message that will never leave; `is_address` where the address itself takes none."""

    def __init__(self, words: str, bounce: bounces.Bounce | None = None) -> None:
        super().__init__(words)
        self.bounce = bounce


def before_sending(app: Flask, check: Check) -> None:
    """Have `check` asked of each mail as it leaves: it may write it anew, and False cancels it."""
    app.extensions.setdefault(_EXTENSION, []).append(check)


def compose(mail: OutgoingMail, settings: Mapping[str, Any]) -> EmailMessage:
    """The message as it leaves: text and HTML, with the number kept before sending."""
    message = EmailMessage()
    message["From"] = settings["MAIL_SENDER"]
    # One address and nothing beside it: what is no address raises here.
    message["To"] = Address(addr_spec=mail.recipient)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(now())
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    parts = from_rows(mail.parts) if mail.parts is not None else list(parts_of(mail.body))
    body = mail.body
    if mail.unsubscribe and mail.parts is None:
        end = Part("small", translator(mail.language).gettext(N_("Stop these mails")), mail.unsubscribe)
        parts, body = [*parts, end], f"{body}\n\n{text_of([end])}"
    message.set_content(body)
    message.add_alternative(html_of(parts, mail.language, mail.subject), subtype="html")
    # Writing the content forgets every header that begins with «Content-», so this one comes last.
    message["Content-Language"] = mail.language
    return message


class _Server:
    """The mail server over one connection, or the folder development writes to."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        self._open: smtplib.SMTP | None = None
        # Whether it cannot be reached: the rest then waits for the next round.
        self.is_away = False

    def send(self, message: EmailMessage, name: str) -> None:
        """Hand over one message; raises OSError, SMTPException."""
        if not self._settings["MAIL_SERVER"]:
            folder = Path(self._settings["INSTANCE_PATH"]) / "outbox"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.eml").write_bytes(message.as_bytes())
            return
        self._connected().send_message(message)

    def _connected(self) -> smtplib.SMTP:
        if self._open is None:
            self.is_away = True
            server = smtplib.SMTP(self._settings["MAIL_SERVER"], self._settings["MAIL_PORT"], timeout=30)
            self._open = server
            if self._settings["MAIL_STARTTLS"]:
                server.starttls(context=ssl.create_default_context())
            if self._settings["MAIL_USERNAME"]:
                server.login(self._settings["MAIL_USERNAME"], self._settings["MAIL_PASSWORD"])
            self.is_away = False
        return self._open

    def close(self) -> None:
        """Let go of the connection; how it ends no longer matters."""
        server, self._open = self._open, None
        if server is not None:
            try:
                server.quit()
            except (OSError, smtplib.SMTPException):
                server.close()


def _claim(mail_id: int, settings: Mapping[str, Any]) -> bool:
    domain = parseaddr(settings["MAIL_SENDER"])[1].rpartition("@")[2] or "localhost"
    result: Any = db.session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.id == mail_id, OutgoingMail.state == "waiting")
        .values(
            state="sending",
            not_before=now(),
            tries=OutgoingMail.tries + 1,
            message_id=func.coalesce(OutgoingMail.message_id, make_msgid(domain=domain)),
        )
    )
    db.session.commit()
    return bool(result.rowcount)


def _settle(mail_id: int, **values: Any) -> None:
    """Note what became of a claimed mail."""
    db.session.execute(
        update(OutgoingMail).where(OutgoingMail.id == mail_id, OutgoingMail.state == "sending").values(**values)
    )
    db.session.commit()


def _message(mail_id: int, settings: Mapping[str, Any]) -> EmailMessage | None:
    """The message of a claimed mail, or None where it must not leave any more.

    Raises:
        Impossible: it cannot be written, or its address takes no mail.
    """
    mail = db.session.get_one(OutgoingMail, mail_id, populate_existing=True)
    if bounces.is_stopped(mail.recipient) and not mail.kind.startswith(bounces.ASKED_FOR):
        raise Impossible("this address takes no mail")
    checks: list[Check] = current_app.extensions.get(_EXTENSION, [])
    if not all(check(mail) for check in checks):
        return None
    try:
        message = compose(mail, settings)
        message.as_bytes()
    except (ValueError, LookupError, MessageError) as error:
        raise Impossible(f"it cannot be written: {error}") from error
    # Nobody else must wait for the database while the server answers.
    db.session.commit()
    return message


def _hand_over(server: _Server, message: EmailMessage, name: str) -> None:
    """Hand a message over; what the server refuses for good is Impossible, all else may be tried again."""
    try:
        server.send(message, name)
    except smtplib.SMTPRecipientsRefused as error:
        address, (code, words) = next(iter(error.recipients.items()))
        raise _refused(address, code, _text(words)) from error
    except smtplib.SMTPDataError as error:
        if error.smtp_code >= 500:
            raise Impossible(f"{error.smtp_code} {_text(error.smtp_error)}") from error
        raise
    except smtplib.SMTPNotSupportedError as error:
        raise Impossible(str(error)) from error


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words


def _refused(address: str, code: int, words: str) -> Exception:
    """What a refused recipient means: for good, for now, or a rule of the server that says nothing of the address."""
    said = f"{code} {words}"
    enhanced = ENHANCED.match(words)
    if code < 500:
        return smtplib.SMTPResponseException(code, words)
    if enhanced and enhanced[2] == "7":
        return Impossible(said)
    full = code == 552 or bool(enhanced and (enhanced[2], enhanced[3]) == ("2", "2"))
    return Impossible(said, bounces.Bounce(address, not full, said))


def _try(mail_id: int, settings: Mapping[str, Any], server: _Server) -> bool:
    if not _claim(mail_id, settings):
        return False
    try:
        message = _message(mail_id, settings)
        if message is None:
            _settle(mail_id, state="cancelled")
            return False
        kind, recipient = db.session.execute(
            select(OutgoingMail.kind, OutgoingMail.recipient).where(OutgoingMail.id == mail_id)
        ).one()
        db.session.commit()
        _hand_over(server, message, f"{mail_id:06d}-{kind}")
    except Impossible as error:
        if error.bounce:
            bounces.record(error.bounce)
        _settle(mail_id, state="failed", last_error=str(error)[:300])
        return False
    except (OSError, smtplib.SMTPException) as error:
        server.close()
        _put_back(mail_id, str(error))
        return False
    bounces.forget(recipient)
    _settle(mail_id, state="sent", sent_at=now(), last_error=None)
    return True


def _put_back(mail_id: int, why: str) -> None:
    """Have a mail wait for its next try, or give it up after MAX_TRIES or 72 hours."""
    db.session.rollback()
    mail = db.session.get_one(OutgoingMail, mail_id, populate_existing=True)
    over = mail.tries >= MAX_TRIES or now() - mail.created_at > RETRY_FOR
    # A little earlier or later each, so that all that waited for a server does not come back at once.
    minutes = min(2**mail.tries, LONGEST_PAUSE) * (0.8 + secrets.randbelow(401) / 1000)
    _settle(
        mail_id,
        state="failed" if over else "waiting",
        not_before=now() + timedelta(minutes=minutes),
        last_error=" ".join(why.split())[:300],
    )


def recover() -> int:
    """Give back mails whose sender died between claiming and sending; at most one of them is sent twice."""
    result: Any = db.session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.state == "sending", OutgoingMail.not_before < now() - LEFT_ALONE_FOR)
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
    server, left = _Server(settings), 0
    try:
        for mail_id in due:
            left += _try(mail_id, settings, server)
            if server.is_away:
                break
    finally:
        server.close()
    return left


def try_again(mail: OutgoingMail) -> None:
    """Send a mail that was given up once more, from the beginning."""
    if mail.state == "failed":
        bounces.forget(mail.recipient)
        mail.state, mail.tries, mail.not_before, mail.created_at = "waiting", 0, now(), now()
