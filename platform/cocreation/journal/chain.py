"""The chain itself, pure: what a line says in public, how its hash is made, and where a chain is broken.

A line's hash covers its public fields, the hash before it and a seal.  The seal stands for who acted
(and, for lines about a person, for whom): SHA-256 of a random salt and the marks, so that everybody can
check the whole chain without being told about anybody.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cocreation.core.i18n import N_

GENESIS = "0" * 64
FIELDS = (
    "sequence",
    "recorded_at",
    "process_at",
    "acting_role",
    "action",
    "object_kind",
    "object_id",
    "from_state",
    "to_state",
    "reason_code",
    "detail",
    "seal",
    "previous_hash",
)
# The numbers of these things would say who a line is about: in public they stand behind the seal.
ABOUT_PEOPLE = frozenset({"account", "role"})

MISSING = N_("a line is missing")
BROKEN = N_("the line does not follow the one before it")
CHANGED = N_("the line was changed after it was written")
UNSEALED = N_("who acted was changed after the line was written")
NO_HEAD = N_("the published head is not in the chain: lines were cut or rewritten")


@dataclass(frozen=True)
class Fault:
    """The first line at which the journal is not what was written, and why (a msgid)."""

    sequence: int
    reason: str


def packed(values: Any) -> bytes:
    """JSON with sorted keys and no spaces, in UTF-8: the one form that is hashed."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def seal_of(salt: str, actor: str | None, object_id: int) -> str:
    """The seal of who acted on what."""
    return hashlib.sha256(packed([salt, actor, object_id])).hexdigest()


def public_fields(line: Any) -> dict[str, Any]:
    """What the public may read of a line, hash included; a thing about a person has no number here."""
    fields = {name: _plain(getattr(line, name)) for name in FIELDS}
    if line.object_kind in ABOUT_PEOPLE:
        fields["object_id"] = None
    return {**fields, "hash": line.hash}


def hash_of(fields: Mapping[str, Any]) -> str:
    """The SHA-256 of a line's public fields without the hash itself."""
    return hashlib.sha256(packed({name: fields[name] for name in FIELDS})).hexdigest()


def first_fault(lines: Iterable[Mapping[str, Any]], *, head: str | None = None) -> Fault | None:
    """Follow a chain from its first line and name the first bad one.

    Args:
        lines: public fields with their hash, in order.
        head: a hash published earlier; the chain must still hold it, which shows a cut or rewritten tail.
    """
    previous, expected, seen = GENESIS, 1, head is None or head == GENESIS
    for fields in lines:
        if fault := _fault_of(fields, previous, expected):
            return fault
        previous, expected = fields["hash"], expected + 1
        seen = seen or previous == head
    return None if seen else Fault(expected, NO_HEAD)


def _fault_of(fields: Mapping[str, Any], previous: str, expected: int) -> Fault | None:
    if fields["sequence"] != expected:
        return Fault(expected, MISSING)
    if fields["previous_hash"] != previous:
        return Fault(expected, BROKEN)
    return Fault(expected, CHANGED) if hash_of(fields) != fields["hash"] else None
