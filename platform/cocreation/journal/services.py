"""Writing the journal and proving that nobody rewrote it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select, text

from cocreation.core.clock import now
from cocreation.core.db import db, is_sqlite
from cocreation.journal.models import JournalLine

GENESIS = "0" * 64
# Any constant will do: it names the one lock that orders the writers of the chain on PostgreSQL.
CHAIN_LOCK = 20200715
FIELDS = (
    "sequence",
    "recorded_at",
    "process_at",
    "actor",
    "acting_role",
    "action",
    "object_kind",
    "object_id",
    "from_state",
    "to_state",
    "reason_code",
    "detail",
    "previous_hash",
)


class Referenced(Protocol):
    """Whoever has a mark for the journal."""

    @property
    def reference(self) -> str | None:
        """The opaque mark."""


def _plain(value: Any) -> Any:
    return value.isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def hash_of(line: JournalLine) -> str:
    """The SHA-256 of a line's fields, the hash of the line before among them."""
    fields = {name: _plain(getattr(line, name)) for name in FIELDS}
    packed = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(packed.encode()).hexdigest()


def last_line() -> JournalLine | None:
    """The end of the chain."""
    return db.session.scalar(select(JournalLine).order_by(JournalLine.sequence.desc()).limit(1))


def record(
    *,
    action: str,
    object_kind: str,
    object_id: int,
    by: Referenced | None,
    role: str,
    at: datetime,
    from_state: str | None = None,
    to_state: str | None = None,
    reason_code: str | None = None,
    detail: dict[str, Any] | None = None,
) -> JournalLine:
    """Write one line at the end of the chain, in the transaction of the change it tells of.

    Args:
        action: what was done («proposal.published»). by: who did it, None for the machine.
        role: the role they acted in. at: process time, or the date of receipt of an imported thing.
        detail: codes, numbers and digests only, never personal text.
    """
    if not is_sqlite():
        # Two writers must not take the same number; SQLite has one writer at a time anyway.
        db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})
    last = last_line()
    line = JournalLine(
        sequence=last.sequence + 1 if last else 1,
        recorded_at=now(),
        process_at=at,
        actor=by.reference if by else None,
        acting_role=role,
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        from_state=from_state,
        to_state=to_state,
        reason_code=reason_code,
        detail=detail or {},
        previous_hash=last.hash if last else GENESIS,
    )
    line.hash = hash_of(line)
    db.session.add(line)
    db.session.flush()
    return line


@dataclass(frozen=True)
class Fault:
    """The first line at which the journal is not what was written, and why (a msgid-like English phrase)."""

    sequence: int
    reason: str


def _walk() -> Iterator[JournalLine]:
    yield from db.session.scalars(select(JournalLine).order_by(JournalLine.sequence).execution_options(yield_per=500))


def verify(*, head: str | None = None) -> Fault | None:
    """Read the whole chain and name the first bad line.

    Args:
        head: a hash published earlier; the chain must still hold it, which shows a cut or rewritten tail.

    Returns:
        None where every line is as it was written.
    """
    previous, expected, seen = GENESIS, 1, head is None
    for line in _walk():
        if line.sequence != expected:
            return Fault(expected, "a line is missing")
        if line.previous_hash != previous:
            return Fault(line.sequence, "the line does not follow the one before it")
        if hash_of(line) != line.hash:
            return Fault(line.sequence, "the line was changed after it was written")
        previous, expected = line.hash, expected + 1
        seen = seen or line.hash == head
    return None if seen else Fault(expected, "the published head is not in the chain: lines were cut or rewritten")
