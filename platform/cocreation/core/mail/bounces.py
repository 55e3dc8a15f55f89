"""Addresses that take no mail: learned from the server's refusal and from the notices that come back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import Message
from email.parser import BytesParser

from sqlalchemy import String, delete
from sqlalchemy.orm import Mapped, mapped_column

from cocreation.core.clock import now
from cocreation.core.db import Base, db

# A mailbox that is full, or a server that is away, is given this many chances.
SOFT_AT_MOST = 5
# Mails a person has just asked for are tried all the same: without them a mistake here could not be mended.
ASKED_FOR = "link-"
STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")


class UndeliverableAddress(Base):
    """An address whose mails came back; while `stopped_at` is set nothing is sent to it."""

    __tablename__ = "undeliverable_address"

    email: Mapped[str] = mapped_column(String(254), primary_key=True)
    soft_count: Mapped[int] = mapped_column(default=0)
    stopped_at: Mapped[datetime | None]
    last_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(300))


@dataclass(frozen=True)
class Bounce:
    """One address a notice names: hard where it will never work, soft where it may."""

    address: str
    is_hard: bool
    why: str


def is_stopped(address: str) -> bool:
    """Whether nothing is sent to an address."""
    found = db.session.get(UndeliverableAddress, address.lower())
    return found is not None and found.stopped_at is not None


def record(bounce: Bounce) -> bool:
    """Keep a bounce; True where the address is stopped from now on (one hard bounce, or SOFT_AT_MOST soft ones)."""
    found = db.session.get(UndeliverableAddress, bounce.address.lower())
    if found is None:
        found = UndeliverableAddress(email=bounce.address.lower()[:254], soft_count=0)
        db.session.add(found)
    found.last_at, found.why = now(), " ".join(bounce.why.split())[:300]
    found.soft_count += 0 if bounce.is_hard else 1
    stops = found.stopped_at is None and (bounce.is_hard or found.soft_count >= SOFT_AT_MOST)
    if stops:
        found.stopped_at = now()
    db.session.flush()
    return stops


def forget(address: str) -> None:
    """Send to an address again: a mail reached it, or somebody says that it works."""
    db.session.execute(delete(UndeliverableAddress).where(UndeliverableAddress.email == address.lower()))


def read_notice(raw: bytes) -> list[Bounce]:
    """The addresses a delivery status notification names (RFC 3464); none where it is another kind of mail.

    Args:
        raw: the whole message as it came.
    """
    message = BytesParser(policy=policy.compat32).parsebytes(raw)
    found: dict[str, Bounce] = {}
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.get_payload():
                if isinstance(block, Message) and (bounce := _of_block(block)):
                    found[bounce.address] = bounce
    return list(found.values())


def _of_block(block: Message) -> Bounce | None:
    named = str(block.get("Final-Recipient") or block.get("Original-Recipient") or "")
    address = named.rpartition(";")[2].strip().strip("<>")
    action = str(block.get("Action") or "").strip().lower()
    status = STATUS.search(str(block.get("Status") or ""))
    # «delayed» is no bounce yet, and «delivered» or «relayed» are none at all.
    if "@" not in address or action != "failed" or status is None:
        return None
    why = f"{status[0]} {block.get('Diagnostic-Code') or ''}"
    return Bounce(address.lower(), status[1] == "5", why)


def stopped() -> Iterator[UndeliverableAddress]:
    """The addresses nothing is sent to, the last first."""
    rows = db.session.query(UndeliverableAddress).filter(UndeliverableAddress.stopped_at.is_not(None))
    yield from rows.order_by(UndeliverableAddress.last_at.desc(), UndeliverableAddress.email)
