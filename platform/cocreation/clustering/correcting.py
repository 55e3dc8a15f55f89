"""Corrections by hand: rename, move, merge, split. Each is a row that can be undone and binds the next run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from cocreation.accounts.models import Account
from cocreation.clustering import queries
from cocreation.clustering.models import Correction, Group, GroupingRun, Membership
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_
from cocreation.journal import services as journal
from cocreation.proposals.models import Proposal


class NotPossible(Refused):
    """A correction that makes no sense on this run."""

    status = 422
    message = N_("This correction is not possible here.")


class NotTheLast(Refused):
    """Corrections are undone from the last one back, so that each finds what it left."""

    message = N_("A later correction touches the same ideas or groups: undo that one first.")


def _check(run: GroupingRun, *groups: Group) -> None:
    whole = run.state in {"ready", "published"}
    if not whole or any(group.run_id != run.id or group.is_family for group in groups):
        raise NotPossible()


def _record(
    run: GroupingRun, kind: str, payload: dict[str, Any], before: dict[str, Any], by: Account | None, at: datetime
) -> Correction:
    made = Correction(run_id=run.id, kind=kind, payload=payload, before=before, by_id=by.id if by else None, at=at)
    db.session.add(made)
    db.session.flush()
    journal.record(
        action=f"grouping.{kind}",
        object_kind="grouping",
        object_id=run.id,
        by=by,
        role="moderator",
        at=at,
        detail={"correction": made.id},
    )
    return made


def rename(*, run: GroupingRun, group: Group, title: str, by: Account | None, at: datetime) -> Correction:
    """Give a group a title of people's own; the next runs keep it as long as the group lives on."""
    _check(run, group)
    before = {"titles": {group.name: group.title}, "renamed": {group.name: group.renamed}}
    group.title, group.renamed = title[:300], True
    return _record(run, "rename", {"titles": {group.name: title[:300]}}, before, by, at)


def _homes(run: GroupingRun, proposal_ids: Sequence[int]) -> dict[str, str | None]:
    rows = db.session.execute(
        select(Proposal.reference, Group.name)
        .join(Membership, Membership.proposal_id == Proposal.id)
        .outerjoin(Group, Group.id == Membership.group_id)
        .where(Membership.run_id == run.id, Membership.proposal_id.in_(proposal_ids))
    )
    return {reference or "": name for reference, name in rows}


def _settle(run: GroupingRun, homes: dict[str, str | None], *, by_hand: bool = True) -> None:
    """Put ideas where `homes` says, and count the groups anew."""
    names = {group.name: group.id for group in queries.groups_of([run.id]) if group.name}
    names |= dict(db.session.execute(select(Group.name, Group.id).where(Group.run_id == run.id)).all())
    ids = dict(
        db.session.execute(select(Proposal.reference, Proposal.id).where(Proposal.reference.in_(list(homes)))).all()
    )
    for reference, name in homes.items():
        db.session.execute(
            update(Membership)
            .where(Membership.run_id == run.id, Membership.proposal_id == ids[reference])
            .values(group_id=names[name] if name else None, by_hand=by_hand)
        )
    db.session.flush()
    _count(run)


def _count(run: GroupingRun) -> None:
    sizes: dict[int, int] = {}
    for group_id in db.session.scalars(select(Membership.group_id).where(Membership.run_id == run.id)):
        if group_id is not None:
            sizes[group_id] = sizes.get(group_id, 0) + 1
    for group in db.session.scalars(select(Group).where(Group.run_id == run.id, Group.is_family.is_(False))):
        group.size = sizes.get(group.id, 0)
    db.session.flush()
    db.session.expire_all()


def _new_homes(
    run: GroupingRun, kind: str, homes: dict[str, str | None], by: Account | None, at: datetime, **more: Any
) -> Correction:
    ids = db.session.scalars(select(Proposal.id).where(Proposal.reference.in_(list(homes)))).all()
    before = {"homes": _homes(run, ids), **more}
    if set(before["homes"]) != set(homes):
        raise NotPossible(N_("One of these ideas is not in this grouping."))
    _settle(run, homes)
    touched = {name for name in (*homes.values(), *before["homes"].values()) if name}
    db.session.execute(update(Group).where(Group.run_id == run.id, Group.name.in_(touched)).values(corrected=True))
    return _record(run, kind, {"homes": homes}, before, by, at)


def move(*, run: GroupingRun, proposal: Proposal, into: Group | None, by: Account | None, at: datetime) -> Correction:
    """Move one idea into another group, or out of every group (`into` None)."""
    _check(run, *([into] if into else []))
    return _new_homes(run, "move", {proposal.reference or "": into.name if into else None}, by, at)


def merge(*, run: GroupingRun, group: Group, into: Group, by: Account | None, at: datetime) -> Correction:
    """Put every idea of a group into another one; the emptied group keeps its number and is no longer shown."""
    _check(run, group, into)
    if group.id == into.id:
        raise NotPossible(N_("Choose another group to merge with."))
    references = _references(group)
    return _new_homes(run, "merge", dict.fromkeys(references, into.name), by, at)


def _references(group: Group) -> list[str]:
    return list(
        db.session.scalars(
            select(Proposal.reference)
            .join(Membership, Membership.proposal_id == Proposal.id)
            .where(Membership.group_id == group.id)
            .order_by(Proposal.reference)
        )
    )


def _free_name(run: GroupingRun) -> str:
    """A number no group of this scope ever had."""
    names = db.session.scalars(
        select(Group.name)
        .join(GroupingRun, GroupingRun.id == Group.run_id)
        .where(GroupingRun.cycle_id == run.cycle_id, Group.is_family.is_(False))
    )
    return f"g{max((int(name[1:]) for name in names if re.fullmatch(r'g[0-9]+', name)), default=0) + 1}"


def split(
    *, run: GroupingRun, group: Group, proposal_ids: Sequence[int], title: str, by: Account | None, at: datetime
) -> Correction:
    """Take some ideas of a group out into a new one.

    Raises:
        NotPossible: none, or all of them, or ideas of another group.
    """
    _check(run, group)
    homes = _homes(run, proposal_ids)
    if not homes or len(homes) >= group.size or any(name != group.name for name in homes.values()):
        raise NotPossible(N_("Choose some of the group’s ideas, but not all of them."))
    made = Group(
        run_id=run.id,
        name=_free_name(run),
        parent_id=group.parent_id,
        title=title[:300],
        title_language=group.title_language,
        renamed=True,
        corrected=True,
        terms=group.terms,
    )
    db.session.add(made)
    db.session.flush()
    correction = _new_homes(run, "split", dict.fromkeys(homes, made.name), by, at)
    correction.payload = {**correction.payload, "titles": {made.name: made.title}}
    return correction


def _touches(correction: Correction) -> set[str]:
    payload, before = correction.payload, correction.before
    homes = {*payload.get("homes", {}), *payload.get("homes", {}).values(), *before.get("homes", {}).values()}
    return {str(found) for found in {*homes, *payload.get("titles", {})} if found}


def undo(*, correction: Correction, by: Account | None, at: datetime) -> None:
    """Undo a correction: the grouping is as it was before, and the next run is no longer bound by it.

    Raises:
        NotTheLast: a later one touches the same ideas or groups.
    """
    run = db.session.get_one(GroupingRun, correction.run_id)
    _check(run)
    later = [found for found in queries.corrections(run.id) if found.id > correction.id and found.undone_at is None]
    if correction.undone_at is not None or any(_touches(found) & _touches(correction) for found in later):
        raise NotTheLast()
    if homes := correction.before.get("homes"):
        _settle(run, homes, by_hand=False)
    for name, title in correction.before.get("titles", {}).items():
        db.session.execute(
            update(Group)
            .where(Group.run_id == run.id, Group.name == name)
            .values(title=title, renamed=correction.before["renamed"][name])
        )
    correction.undone_at = at
    journal.record(
        action="grouping.undone",
        object_kind="grouping",
        object_id=run.id,
        by=by,
        role="moderator",
        at=at,
        detail={"correction": correction.id},
    )
