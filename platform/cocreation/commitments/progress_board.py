"""The dashboard of a plan: what is late, held up, re-planned or cancelled, in all and by holder; a line over time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cocreation.accounts.models import Organisation
from cocreation.commitments.progress_models import ENDED, Action, Commitment, Snapshot

# The drawing of a line over time, in its own units.
WIDTH, HEIGHT, EDGE = 320, 120, 8


@dataclass(frozen=True)
class Counts:
    """How many actions are late, re-planned and cancelled, and how many things hold a commitment up."""

    late: int
    blocked: int
    replanned: int
    cancelled: int


@dataclass(frozen=True)
class HolderLine:
    """A body with the commitments it leads, their mean percentage and their counts."""

    organisation: Organisation
    commitments: int
    mean: float | None
    counts: Counts


@dataclass(frozen=True)
class Dot:
    """A meeting on the line over time."""

    x: float
    y: float
    snapshot: Snapshot


def is_late(action: Action, today: date) -> bool:
    """Whether its last date has passed while it is neither done nor cancelled."""
    standing, due = action.standing(today), action.due(today)
    if standing is not None and standing.state in ENDED:
        return False
    return due is not None and due.last is not None and due.last < today


def was_replanned(action: Action) -> bool:
    """Whether any meeting gave it another date."""
    return any(turn.state == "replanned" for turn in action.history)


def is_cancelled(action: Action, today: date) -> bool:
    """Whether a meeting cancelled it."""
    standing = action.standing(today)
    return standing is not None and standing.state == "cancelled"


def counts_of(commitments: Iterable[Commitment], today: date) -> Counts:
    """Count the actions and the blockers of some commitments."""
    found = list(commitments)
    actions = [action for one in found for action in one.actions]
    return Counts(
        late=sum(is_late(action, today) for action in actions),
        blocked=sum(blocker.holds(today) for one in found for blocker in one.blockers),
        replanned=sum(was_replanned(action) for action in actions),
        cancelled=sum(is_cancelled(action, today) for action in actions),
    )


def mean_of(commitments: Iterable[Commitment]) -> float | None:
    """The mean of the percentages recorded last."""
    known = [one.history[-1].percentage for one in commitments if one.history]
    return sum(known) / len(known) if known else None


def by_holder(commitments: Sequence[Commitment], today: date) -> list[HolderLine]:
    """The bodies that lead commitments, the one with most of them first."""
    led: dict[int, list[Commitment]] = {}
    bodies: dict[int, Organisation] = {}
    for one in commitments:
        for holder in one.holders:
            if holder.part == "lead":
                led.setdefault(holder.organisation_id, []).append(one)
                bodies[holder.organisation_id] = holder.organisation
    lines = [HolderLine(bodies[key], len(own), mean_of(own), counts_of(own, today)) for key, own in led.items()]
    return sorted(lines, key=lambda line: (-line.commitments, line.organisation.slug))


def dots_of(commitment: Commitment) -> list[Dot]:
    """The meetings on a line over time, placed by their days."""
    told = commitment.history
    if not told:
        return []
    first, last = told[0].meeting.held_on, told[-1].meeting.held_on
    days = max((last - first).days, 1)
    return [
        Dot(
            x=round(EDGE + (WIDTH - 2 * EDGE) * (one.meeting.held_on - first).days / days, 1),
            y=round(EDGE + (HEIGHT - 2 * EDGE) * (100 - one.percentage) / 100, 1),
            snapshot=one,
        )
        for one in told
    ]
