"""Making cycles and phases, changing their dates in public, and numbering what is received."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import select, update

from cocreation.accounts.models import Account
from cocreation.core.clock import FuzzyDate, now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_, OfficialText
from cocreation.cycles.models import PHASES, Cycle, Phase, PhaseChange
from cocreation.journal import services as journal

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{1,58}")
PREFIX = re.compile(r"[A-Z][A-Z0-9]{1,9}")


class BadName(Refused):
    """A slug or prefix that cannot be part of an address or a reference."""

    status = 422
    message = N_(
        "The short name takes small letters, digits and hyphens; the prefix takes capital letters and digits, "
        "for example pan-2020-2022 and PAN2."
    )


class NameTaken(Refused):
    """Another cycle has this slug or prefix; they never change, so they are never given twice."""

    message = N_("Another cycle already has this short name or prefix.")


class DatesOutOfOrder(Refused):
    """A phase that would close before it opens."""

    status = 422
    message = N_("A phase closes after it opens: check the two dates.")


def create_cycle(
    *,
    slug: str,
    prefix: str,
    title: OfficialText,
    by: Account | None,
    at: datetime,
    question: OfficialText | None = None,
    presentation: OfficialText | None = None,
    state: str = "draft",
) -> Cycle:
    """Make a cycle with its seven phases, undated.

    Raises:
        BadName, NameTaken.
    """
    if not SLUG.fullmatch(slug) or not PREFIX.fullmatch(prefix):
        raise BadName()
    if db.session.scalar(select(Cycle.id).where((Cycle.slug == slug) | (Cycle.prefix == prefix))):
        raise NameTaken()
    cycle = Cycle(
        slug=slug,
        prefix=prefix,
        title=title,
        question=question,
        presentation=presentation,
        state=state,
        created_at=now(),
    )
    cycle.phases = [Phase(code=code, position=place) for place, code in enumerate(PHASES)]
    db.session.add(cycle)
    db.session.flush()
    _journal("cycle.created", cycle, by, at, to_state=state)
    return cycle


def _journal(
    action: str,
    cycle: Cycle,
    by: Account | None,
    at: datetime,
    to_state: str | None = None,
    detail: dict[str, str] | None = None,
) -> None:
    journal.record(
        action=action,
        object_kind="cycle",
        object_id=cycle.id,
        by=by,
        role="administrator",
        at=at,
        to_state=to_state,
        detail=detail,
    )


def edit_cycle(
    *,
    cycle: Cycle,
    title: OfficialText,
    question: OfficialText | None,
    presentation: OfficialText | None,
    state: str,
    by: Account | None,
    at: datetime,
    supports: str | None = None,
) -> None:
    """Change a cycle's texts, state or way with supports; its slug and prefix stay for ever.

    Args:
        supports: a key of SUPPORTS; None leaves it as it is.
    """
    cycle.title, cycle.question, cycle.presentation, cycle.state = title, question, presentation, state
    _journal("cycle.edited", cycle, by, at, to_state=state)
    if supports is not None and supports != cycle.supports:
        detail = {"from": cycle.supports, "to": supports}
        cycle.supports = supports
        _journal("cycle.supports", cycle, by, at, detail=detail)


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def set_phase(
    *,
    phase: Phase,
    period: FuzzyDate | None,
    opens_at: datetime | None,
    closes_at: datetime | None,
    reason: OfficialText,
    by: Account | None,
    at: datetime,
) -> None:
    """Date a phase, or change its dates: the change, its reason and its time are public.

    Args:
        period: as the committee wrote it; opens_at, closes_at: the exact moments that open and close the doors.

    Raises:
        DatesOutOfOrder.
    """
    if opens_at and closes_at and closes_at <= opens_at:
        raise DatesOutOfOrder()
    before = {"opened_before": phase.opens_at, "closed_before": phase.closes_at}
    if tuple(before.values()) != (opens_at, closes_at):
        change = PhaseChange(**before, opens_at=opens_at, closes_at=closes_at, reason=reason, at=at)
        change.by_id = by.id if by else None
        phase.changes.append(change)
    phase.period = period
    phase.opens_at, phase.closes_at = opens_at, closes_at
    journal.record(
        action="phase.dated",
        object_kind="phase",
        object_id=phase.id,
        by=by,
        role="administrator",
        at=at,
        detail={"opens_at": _written(opens_at), "closes_at": _written(closes_at)},
    )


def next_reference(cycle: Cycle) -> str:
    """The next public reference of a cycle («PAN2-00123»); two people asking at once never get the same."""
    return reserve_references(cycle, 1)[0]


def reserve_references(cycle: Cycle, count: int) -> list[str]:
    """The next `count` public references of a cycle, in order, taken in one go."""
    last = db.session.execute(
        update(Cycle)
        .where(Cycle.id == cycle.id)
        .values(last_number=Cycle.last_number + count)
        .returning(Cycle.last_number)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    return [f"{cycle.prefix}-{number:05d}" for number in range(last - count + 1, last + 1)]
