"""Where ideas stand in a run: read, changed by a correction, put back when it is undone. Only memberships change."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, select, text, update

from cocreation.clustering import queries
from cocreation.clustering.binding import Binding, Home
from cocreation.clustering.models import Group, GroupingRun, Membership
from cocreation.core.db import db, is_sqlite
from cocreation.proposals.models import Proposal

PART = 500
DESK_LOCK = 20200716


def binding_of(cycle_id: int, theme_id: int | None) -> Binding:
    """Return what stands of the corrections of a scope, seen from its last whole run."""
    corrections = queries.corrections_of_scope(cycle_id, theme_id)
    last = queries.last_whole(cycle_id, theme_id) if corrections else None
    binding = Binding(corrections)
    if last is None:
        return binding
    names = set(db.session.scalars(select(Group.name).where(Group.run_id == last.id)))
    # A decision made since that run, on an earlier one, may name a group that is only to come.
    gone = [
        reference
        for reference, (name, correction) in binding.homes.items()
        if name is not None and name not in names and correction.at <= last.process_at
    ]
    return Binding(corrections, places(last, gone), names) if gone else binding


def one_at_a_time(cycle_id: int) -> None:
    """Let one person at a time decide on a cycle's groupings, each seeing what the one before decided."""
    if not is_sqlite():
        # SQLite has one writer at a time anyway.
        db.session.execute(text("SELECT pg_advisory_xact_lock(:lock, :cycle)"), {"lock": DESK_LOCK, "cycle": cycle_id})
    db.session.flush()
    db.session.expire_all()


def places(run: GroupingRun, references: Collection[str] | None = None) -> dict[str, Home]:
    """Return the name of the group in which ideas of a run stand, None for those apart: {reference: name}."""
    statement = (
        select(Proposal.reference, Group.name)
        .join(Membership, Membership.proposal_id == Proposal.id)
        .outerjoin(Group, Group.id == Membership.group_id)
        .where(Membership.run_id == run.id)
    )
    if references is None:
        return {reference or "": name for reference, name in db.session.execute(statement)}
    found: dict[str, Home] = {}
    for part in _parts(sorted(references)):
        rows = db.session.execute(statement.where(Proposal.reference.in_(part)))
        found |= {reference or "": name for reference, name in rows}
    return found


def members(group: Group) -> list[str]:
    """Return the references of a group's ideas, in order."""
    return [
        reference or ""
        for reference in db.session.scalars(
            select(Proposal.reference)
            .join(Membership, Membership.proposal_id == Proposal.id)
            .where(Membership.group_id == group.id)
            .order_by(Proposal.reference)
        )
    ]


def free_number(run: GroupingRun) -> int:
    """Return the first number that no group of the cycle ever had."""
    names = db.session.scalars(
        select(Group.name)
        .join(GroupingRun, GroupingRun.id == Group.run_id)
        .where(GroupingRun.cycle_id == run.cycle_id, Group.is_family.is_(False))
    )
    return max((int(name[1:]) for name in names if re.fullmatch(r"g[0-9]+", name)), default=0) + 1


def placed_by_hand(run: GroupingRun) -> list[str]:
    """Return the references of the ideas of a run that people placed, in order."""
    statement = select(Proposal.reference).join(Membership, Membership.proposal_id == Proposal.id)
    found = db.session.scalars(statement.where(Membership.run_id == run.id, Membership.by_hand))
    return sorted(reference or "" for reference in found)


def state_of(run: GroupingRun, homes: Mapping[str, Home]) -> dict[str, Any]:
    """Return what putting ideas into `homes` changes, so that it can be put back."""
    before = places(run, homes)
    touched = {name for name in (*homes.values(), *before.values()) if name}
    groups = db.session.scalars(select(Group).where(Group.run_id == run.id, Group.name.in_(touched)))
    by_hand = db.session.scalars(
        select(Proposal.reference)
        .join(Membership, Membership.proposal_id == Proposal.id)
        .where(Membership.run_id == run.id, Membership.by_hand, Proposal.reference.in_(list(homes)))
        .order_by(Proposal.reference)
    )
    return {
        "homes": before,
        "by_hand": list(by_hand),
        "corrected": {group.name: group.corrected for group in groups},
        "added": sorted(set(homes) - set(before)),
    }


def settle(run: GroupingRun, homes: Mapping[str, Home]) -> None:
    """Put ideas where `homes` says, as done by hand; those new to the run come in."""
    ids = _group_ids(run)
    known = set(places(run, homes))
    for name in dict.fromkeys(homes.values()):
        references = [reference for reference, home in homes.items() if home == name]
        _place(run, [one for one in references if one in known], ids[name] if name else None, by_hand=True)
        _bring_in(run, [one for one in references if one not in known], ids[name] if name else None)
    touched = [name for name in homes.values() if name]
    _mark(run, dict.fromkeys(touched, True))
    _count(run)


def put_back(run: GroupingRun, before: Mapping[str, Any]) -> None:
    """Put ideas back where they stood before a correction."""
    ids = _group_ids(run)
    homes: dict[str, Home] = before.get("homes", {})
    hands = set(before.get("by_hand", ()))
    for name in dict.fromkeys(homes.values()):
        references = [reference for reference, home in homes.items() if home == name]
        group_id = ids[name] if name else None
        _place(run, [one for one in references if one not in hands], group_id, by_hand=False)
        _place(run, [one for one in references if one in hands], group_id, by_hand=True)
    for part in _parts(before.get("added", [])):
        numbers = select(Proposal.id).where(Proposal.reference.in_(part))
        db.session.execute(
            delete(Membership).where(Membership.run_id == run.id, Membership.proposal_id.in_(numbers)),
            execution_options={"synchronize_session": False},
        )
    _mark(run, before.get("corrected", {}))
    _count(run)


def _parts(references: Sequence[str]) -> Iterable[Sequence[str]]:
    return (references[start : start + PART] for start in range(0, len(references), PART))


def _group_ids(run: GroupingRun) -> dict[str, int]:
    return dict(db.session.execute(select(Group.name, Group.id).filter_by(run_id=run.id)).all())


def _place(run: GroupingRun, references: Sequence[str], group_id: int | None, *, by_hand: bool) -> None:
    for part in _parts(references):
        numbers = select(Proposal.id).where(Proposal.reference.in_(part))
        db.session.execute(
            update(Membership)
            .where(Membership.run_id == run.id, Membership.proposal_id.in_(numbers))
            .values(group_id=group_id, by_hand=by_hand),
            execution_options={"synchronize_session": False},
        )


def _bring_in(run: GroupingRun, references: Sequence[str], group_id: int | None) -> None:
    for part in _parts(references):
        for proposal in db.session.scalars(select(Proposal).where(Proposal.reference.in_(part))):
            last = db.session.scalar(select(func.max(Membership.rank)).where(Membership.group_id == group_id))
            db.session.add(
                Membership(
                    run_id=run.id,
                    group_id=group_id,
                    proposal_id=proposal.id,
                    version_number=proposal.version_number,
                    rank=(last or 0) + 1,
                    why=[],
                    by_hand=True,
                )
            )
    db.session.flush()


def _mark(run: GroupingRun, corrected: Mapping[str, bool]) -> None:
    for name, value in corrected.items():
        db.session.execute(update(Group).where(Group.run_id == run.id, Group.name == name).values(corrected=value))


def _count(run: GroupingRun) -> None:
    db.session.flush()
    rows = db.session.execute(
        select(Membership.group_id, func.count()).where(Membership.run_id == run.id).group_by(Membership.group_id)
    )
    sizes: dict[int | None, int] = dict(rows.all())
    for group in db.session.scalars(select(Group).where(Group.run_id == run.id, Group.is_family.is_(False))):
        group.size = sizes.get(group.id, 0)
    db.session.flush()
    db.session.expire_all()
