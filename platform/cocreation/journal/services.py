"""Writing the journal and proving that nobody rewrote it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import text, update

from cocreation.core.clock import now
from cocreation.core.db import db, is_sqlite
from cocreation.journal import chain
from cocreation.journal.chain import GENESIS, Fault
from cocreation.journal.models import JournalLine
from cocreation.journal.queries import last_line, walk

__all__ = ["GENESIS", "Entry", "Fault", "forget_actor", "last_line", "record", "record_many", "verify"]

# The line that says how many others lost their salt: without it, an opened seal would be a change nobody announced.
ERASED = "account.erased"
# Any constant will do: it names the one lock that orders the writers of the chain on PostgreSQL.
CHAIN_LOCK = 20200715


class Referenced(Protocol):
    """Whoever has a mark for the journal."""

    @property
    def reference(self) -> str | None:
        """The opaque mark."""


@dataclass(frozen=True)
class Entry:
    """One line to be written among many; its fields are those of `record`."""

    action: str
    object_kind: str
    object_id: int
    at: datetime
    from_state: str | None = None
    to_state: str | None = None
    reason_code: str | None = None
    detail: dict[str, Any] | None = None


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
        detail: codes, numbers and digests only, never personal text: everybody can read it.
    """
    entry = Entry(action, object_kind, object_id, at, from_state, to_state, reason_code, detail)
    return record_many([entry], by=by, role=role)[0]


def record_many(entries: Iterable[Entry], *, by: Referenced | None, role: str) -> list[JournalLine]:
    """Write many lines at the end of the chain, in their order, in the transaction of the changes they tell of."""
    if not is_sqlite():
        # Two writers must not take the same number; SQLite has one writer at a time anyway.
        db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})
    last = last_line()
    number, head = (last.sequence, last.hash) if last else (0, GENESIS)
    lines = []
    for entry in entries:
        number += 1
        lines.append(_line(entry, number, head, by.reference if by else None, role))
        head = lines[-1].hash
    db.session.add_all(lines)
    db.session.flush()
    return lines


def _line(entry: Entry, number: int, head: str, actor: str | None, role: str) -> JournalLine:
    salt = secrets.token_hex(16)
    line = JournalLine(
        sequence=number,
        recorded_at=now(),
        process_at=entry.at,
        actor=actor,
        salt=salt,
        seal=chain.seal_of(salt, actor, entry.object_id),
        acting_role=role,
        action=entry.action,
        object_kind=entry.object_kind,
        object_id=entry.object_id,
        from_state=entry.from_state,
        to_state=entry.to_state,
        reason_code=entry.reason_code,
        detail=entry.detail or {},
        previous_hash=head,
        hash="",
    )
    line.hash = chain.hash_of(chain.public_fields(line))
    return line


def forget_actor(reference: str, *, but_roles: Sequence[str], at: datetime) -> None:
    """Make it impossible to find out what one person did: the marks and salts of their lines are destroyed.

    The lines, their hashes and their seals stay, so the chain still verifies. One line says that it was done and to
    how many others, so that salts which vanish without it are found.

    Args:
        reference: the person's mark. but_roles: acting roles whose lines keep their mark.
    """
    theirs = (JournalLine.actor == reference) & JournalLine.acting_role.not_in(but_roles)
    result: Any = db.session.execute(update(JournalLine).where(theirs).values(actor=None, salt=""))
    number = int(reference.rpartition(":")[2])
    record(
        action=ERASED,
        object_kind="account",
        object_id=number,
        by=None,
        role="citizen",
        at=at,
        from_state="active",
        to_state="erased",
        detail={"lines": result.rowcount},
    )


def verify(*, head: str | None = None) -> Fault | None:
    """Read the whole chain, seals included, and name the first bad line.

    Args:
        head: a hash published earlier; the chain must still hold it, which shows a cut or rewritten tail.

    Returns:
        None where every line is as it was written.
    """
    broken = chain.first_fault((chain.public_fields(line) for line in walk()), head=head)
    opened = next((line.sequence for line in walk() if _seal_is_wrong(line)), None) or _salt_too_few()
    if opened and (broken is None or opened < broken.sequence):
        return Fault(opened, chain.UNSEALED)
    return broken


def _seal_is_wrong(line: Any) -> bool:
    if not line.salt:
        # Forgotten at an erasure: what it said of the actor is gone, and nothing else may stand in its place.
        return line.actor is not None
    return bool(chain.seal_of(line.salt, line.actor, line.object_id) != line.seal)


def _salt_too_few() -> int | None:
    """The first line without salt, where more of them are without than the erasures have announced."""
    bare, announced = [], 0
    for line in walk():
        if not line.salt:
            bare.append(line.sequence)
        if line.action == ERASED:
            announced += int(line.detail.get("lines", 0))
    return int(bare[0]) if len(bare) != announced and bare else None
