"""Reads of commitments and of their progress."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import selectinload
from sqlalchemy.sql import Select

from cocreation.accounts.models import Account
from cocreation.commitments.progress_models import (
    Action,
    ActionTurn,
    Blocker,
    Commitment,
    CommitmentHolder,
    Snapshot,
)
from cocreation.core.db import db
from cocreation.cycles.models import Cycle
from cocreation.meetings.models import Meeting

_WHOLE = (
    selectinload(Commitment.holders),
    selectinload(Commitment.theme),
    selectinload(Commitment.blockers).selectinload(Blocker.since),
    selectinload(Commitment.blockers).selectinload(Blocker.resolved),
    selectinload(Commitment.snapshots).selectinload(Snapshot.remarks),
    selectinload(Commitment.actions).selectinload(Action.turns).selectinload(ActionTurn.snapshot),
)


def _whole() -> Select[Commitment]:
    return select(Commitment).options(*_WHOLE).order_by(Commitment.number)


def commitments(cycle_id: int) -> Sequence[Commitment]:
    """The commitments of a plan by number, with all that was recorded of them."""
    return db.session.scalars(_whole().where(Commitment.cycle_id == cycle_id)).all()


def commitment(cycle_id: int, number: int) -> Commitment | None:
    """One commitment of a plan."""
    return db.session.scalar(_whole().where(Commitment.cycle_id == cycle_id, Commitment.number == number))


def has_commitments(cycle_id: int) -> bool:
    """Whether a plan has any."""
    return bool(db.session.scalar(select(exists().where(Commitment.cycle_id == cycle_id))))


def plans() -> Sequence[Cycle]:
    """The plans that have commitments, by short name."""
    known = select(Commitment.cycle_id)
    return db.session.scalars(select(Cycle).where(Cycle.id.in_(known)).order_by(Cycle.slug)).all()


def held_by(account: Account) -> Sequence[Commitment]:
    """The commitments of the bodies an account speaks for."""
    bodies = [role.scope_id for role in account.roles if role.scope_kind == "organisation"]
    if not bodies:
        return []
    held = select(CommitmentHolder.commitment_id).where(CommitmentHolder.organisation_id.in_(bodies))
    return db.session.scalars(_whole().where(Commitment.id.in_(held))).all()


def meetings_of(cycle_id: int) -> Sequence[Meeting]:
    """The published meetings that recorded the progress of a plan, the newest first."""
    told = (
        select(Snapshot.meeting_id)
        .join(Commitment)
        .where(Commitment.cycle_id == cycle_id, Snapshot.consolidated_at.is_not(None))
    )
    return db.session.scalars(
        select(Meeting).where(Meeting.id.in_(told), Meeting.published_at.is_not(None)).order_by(Meeting.held_on.desc())
    ).all()


def plans_of(meeting_id: int) -> Sequence[Cycle]:
    """The plans whose progress a meeting recorded."""
    told = (
        select(Commitment.cycle_id)
        .join(Snapshot)
        .where(Snapshot.meeting_id == meeting_id, Snapshot.consolidated_at.is_not(None))
    )
    return db.session.scalars(select(Cycle).where(Cycle.id.in_(told)).order_by(Cycle.slug)).all()
