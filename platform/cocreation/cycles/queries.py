"""Reads of cycles and phases: which cycle is asked about, is its collection open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from cocreation.core.db import db
from cocreation.cycles.models import Cycle, Phase, PhaseChange


def by_slug(slug: str) -> Cycle | None:
    """The cycle of a slug, with its phases."""
    return db.session.scalar(select(Cycle).options(selectinload(Cycle.phases)).where(Cycle.slug == slug))


def by_id(cycle_id: int) -> Cycle | None:
    """The cycle of an id, with its phases; asked of the database once, however many rooms fill one page."""
    return db.session.get(Cycle, cycle_id, options=[joinedload(Cycle.phases)])


def cycles(*, with_drafts: bool = False) -> Sequence[Cycle]:
    """Every cycle, the newest first; drafts only for those who prepare them."""
    statement = select(Cycle).options(selectinload(Cycle.phases)).order_by(Cycle.id.desc())
    return db.session.scalars(statement if with_drafts else statement.where(Cycle.state != "draft")).all()


def current() -> Cycle | None:
    """The cycle the site is about now: the newest open one, else the newest past one."""
    found = cycles()
    return next((cycle for cycle in found if cycle.state == "open"), found[0] if found else None)


def phase(cycle: Cycle, code: str) -> Phase:
    """One phase of a cycle."""
    return next(phase for phase in cycle.phases if phase.code == code)


def phase_by_id(phase_id: int) -> Phase | None:
    """One phase, with its cycle and its changes."""
    return db.session.scalar(
        select(Phase).options(selectinload(Phase.cycle), selectinload(Phase.changes)).where(Phase.id == phase_id)
    )


def is_open(cycle: Cycle, code: str, at: datetime) -> bool:
    """Whether a phase of an open cycle takes contributions at `at` (process time)."""
    return cycle.takes(code, at)


def current_phase(cycle: Cycle, at: datetime) -> Phase | None:
    """The phase the process stands in: the last one that has opened and is not over."""
    running = [found for found in cycle.phases if found.is_open(at)]
    return running[-1] if running else None


def changes(cycle: Cycle) -> Sequence[PhaseChange]:
    """Every recorded change of the cycle's dates, newest first."""
    return db.session.scalars(
        select(PhaseChange)
        .join(Phase, Phase.id == PhaseChange.phase_id)
        .where(Phase.cycle_id == cycle.id)
        .order_by(PhaseChange.id.desc())
    ).all()
