"""Corrections by hand: each is a row that binds the next run and can be undone; what contradicts others is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from cocreation.accounts.models import Account
from cocreation.clustering import queries, settling
from cocreation.clustering.binding import Binding, Home
from cocreation.clustering.models import Correction, Group, GroupingRun
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_
from cocreation.journal import services as journal
from cocreation.proposals.models import Proposal

# Where an idea that must leave its group goes: the nearest of the groups allowed, by name, or None.
Nearest = Callable[[str, set[str]], Home]


class NotPossible(Refused):
    """A correction that makes no sense on this run."""

    status = 422
    message = N_("This correction is not possible here.")


class NotTheLast(Refused):
    """Corrections are undone from the last one back, so that each finds what it left."""

    message = N_("A later correction touches the same ideas or groups: undo that one first.")


class Contradicts(Refused):
    """A correction that cannot hold beside earlier ones; `corrections` are those."""

    status = 422
    message = N_("This contradicts what was decided before. Undo what is named here first, or leave it as it is.")

    def __init__(self, corrections: Sequence[Correction]) -> None:
        super().__init__()
        self.corrections = sorted(set(corrections), key=lambda correction: correction.id)


def _check(run: GroupingRun, *groups: Group) -> None:
    """Go on, alone at the desk of this cycle, only where this run and its groups can be corrected."""
    settling.one_at_a_time(run.cycle_id)
    whole = run.state in {"ready", "published"}
    if not whole or any(group.run_id != run.id or group.is_family for group in groups):
        raise NotPossible()


def _standing(run: GroupingRun) -> Binding:
    return settling.binding_of(run.cycle_id, run.theme_id)


def _record(
    run: GroupingRun, kind: str, payload: dict[str, Any], before: dict[str, Any], by: Account | None, at: datetime
) -> Correction:
    """Write a correction down and in the journal; refuse it where it cannot hold beside the earlier ones."""
    made = Correction(run_id=run.id, kind=kind, payload=payload, before=before, by_id=by.id if by else None, at=at)
    db.session.add(made)
    db.session.flush()
    if faults := [fault for fault in _standing(run).faults() if fault is not made]:
        raise Contradicts(faults)
    _journal(made, kind, by, at)
    return made


def _journal(correction: Correction, action: str, by: Account | None, at: datetime) -> None:
    journal.record(
        action=f"grouping.{action}",
        object_kind="grouping",
        object_id=correction.run_id,
        by=by,
        role="moderator",
        at=at,
        detail={"correction": correction.id},
    )


def rename(*, run: GroupingRun, group: Group, title: str, by: Account | None, at: datetime) -> Correction:
    """Give a group a title of people's own; the next runs keep it as long as the group lives on."""
    _check(run, group)
    before = {"titles": {group.name: group.title}, "renamed": {group.name: group.renamed}}
    group.title, group.renamed = title[:300], True
    return _record(run, "rename", {"titles": {group.name: title[:300]}}, before, by, at)


def move(*, run: GroupingRun, proposal: Proposal, into: Group | None, by: Account | None, at: datetime) -> Correction:
    """Move one idea into another group, or out of every group (`into` None); see `move_all`."""
    return move_all(run=run, references=[proposal.reference or ""], into=into, by=by, at=at)


def move_all(
    *, run: GroupingRun, references: Sequence[str], into: Group | None, by: Account | None, at: datetime
) -> Correction:
    """Move ideas of this run into another group, or out of every group (`into` None).

    Raises:
        NotPossible: one of the ideas is not in this run. Contradicts.
    """
    _check(run, *([into] if into else []))
    homes: dict[str, Home] = dict.fromkeys(references, into.name if into else None)
    if not homes or set(settling.places(run, homes)) != set(homes):
        raise NotPossible(N_("One of these ideas is not in this grouping."))
    return _rehome(run, "move", homes, by, at)


def take_in(*, run: GroupingRun, homes: Mapping[str, str], by: Account | None, at: datetime) -> Correction:
    """Put ideas published since this run into its groups: {reference: name}.

    Raises:
        NotPossible: one of them is not a published idea of this scope, or a group is not of this run. Contradicts.
    """
    _check(run)
    fresh = {proposal.reference for proposal in queries.since(run)}
    names = {group.name for group in queries.groups_of([run.id])}
    if not homes or not set(homes) <= fresh or not set(homes.values()) <= names:
        raise NotPossible()
    return _rehome(run, "move", homes, by, at)


def _rehome(
    run: GroupingRun, kind: str, homes: Mapping[str, Home], by: Account | None, at: datetime, **more: Any
) -> Correction:
    """Put ideas into groups, with what binds them respected."""
    binding = _standing(run)
    stand = settling.places(run)
    for reference, name in homes.items():
        left = {other for other in binding.companions(reference) if other in stand} - set(homes)
        if any(stand[other] != name for other in left):
            raise Contradicts(binding.links([reference]))
    for name in {name for name in homes.values() if name}:
        arriving = [reference for reference, home in homes.items() if home == name]
        staying = {reference for reference, home in (stand | dict(homes)).items() if home == name}
        if met := [correction for foe, correction in binding.foes(arriving).items() if foe in staying]:
            raise Contradicts(met)
    before = settling.state_of(run, homes)
    settling.settle(run, homes)
    return _record(run, kind, {"homes": dict(homes), **more}, before, by, at)


def merge(*, run: GroupingRun, group: Group, into: Group, by: Account | None, at: datetime) -> Correction:
    """Put every idea of a group into another one; the emptied group keeps its number and is no longer shown."""
    _check(run, group, into)
    if group.id == into.id:
        raise NotPossible(N_("Choose another group to merge with."))
    return _rehome(run, "merge", dict.fromkeys(settling.members(group), into.name), by, at)


def split(
    *, run: GroupingRun, group: Group, proposal_ids: Sequence[int], title: str, by: Account | None, at: datetime
) -> Correction:
    """Take some ideas of a group out into a new one.

    Raises:
        NotPossible: none, or all of them, or ideas of another group. Contradicts.
    """
    _check(run, group)
    chosen = queries.references(proposal_ids)
    if not chosen or len(chosen) >= group.size or not set(chosen) <= set(settling.members(group)):
        raise NotPossible(N_("Choose some of the group’s ideas, but not all of them."))
    made = Group(
        run_id=run.id,
        name=f"g{settling.free_number(run)}",
        parent_id=group.parent_id,
        title=title[:300],
        title_language=group.title_language,
        renamed=True,
        corrected=True,
        terms=group.terms,
    )
    db.session.add(made)
    db.session.flush()
    homes = dict.fromkeys(chosen, made.name)
    return _rehome(run, "split", homes, by, at, titles={made.name: made.title})


def together(*, run: GroupingRun, references: Sequence[str], by: Account | None, at: datetime) -> Correction:
    """Keep ideas in one group, now and in the next runs; those that stand elsewhere come to the others.

    Raises:
        NotPossible: fewer than two ideas of this run. Contradicts.
    """
    _check(run)
    ids = _several(run, references)
    binding = _standing(run)
    homes = _joined(run, binding, binding.whole(ids))
    before = settling.state_of(run, homes)
    settling.settle(run, homes)
    return _record(run, "together", {"ids": ids}, before, by, at)


def _several(run: GroupingRun, references: Sequence[str]) -> list[str]:
    ids = sorted(set(references))
    if len(ids) < 2:
        raise NotPossible(N_("Choose at least two ideas."))
    if len(settling.places(run, ids)) < len(ids):
        raise NotPossible(N_("One of these ideas is not in this grouping."))
    return ids


def _joined(run: GroupingRun, binding: Binding, joining: set[str]) -> dict[str, Home]:
    """Where ideas that must stand together all go: the group given by hand, else where most of them stand."""
    stand = settling.places(run)
    here = {reference: stand[reference] for reference in joining if reference in stand}
    given = binding.home_of(joining)
    counted = Counter(name for name in here.values() if name)
    # A locked group takes nobody in; who is inside stays there, and the others are refused by name.
    inside = [name for name in counted if name in binding.locks]
    wanted = [given[0]] if given else inside or sorted(counted, key=lambda name: (-counted[name], name))
    if not wanted:
        raise NotPossible(N_("None of these ideas stands in a group: move one of them first."))
    foes = binding.foes(joining)
    for name in wanted:
        if name is None or not any(stand.get(foe) == name for foe in foes):
            return {reference: name for reference, home in here.items() if home != name}
    raise Contradicts(list(foes.values()))


def apart(
    *, run: GroupingRun, references: Sequence[str], by: Account | None, at: datetime, nearest: Nearest
) -> Correction:
    """Keep ideas in different groups, now and in the next runs; of two in one group the second one leaves.

    Args:
        nearest: says which of the allowed groups an idea that leaves is nearest to.

    Raises:
        NotPossible: fewer than two ideas of this run. Contradicts.
    """
    _check(run)
    ids = _several(run, references)
    earlier = _standing(run)
    made = _record(run, "apart", {"ids": ids}, {}, by, at)
    homes = _parted(run, earlier, _standing(run), ids, nearest)
    made.before = settling.state_of(run, homes)
    settling.settle(run, homes)
    return made


def _parted(
    run: GroupingRun, earlier: Binding, binding: Binding, ids: Sequence[str], nearest: Nearest
) -> dict[str, Home]:
    """Where the ideas that leave go, so that no two of `ids` stand in one group."""
    stand = settling.places(run)
    open_groups = {group.name for group in queries.groups_of([run.id])} - set(binding.locks)
    homes: dict[str, Home] = {}
    # Who was placed by hand or is locked in stays; the others make room.
    locked = {reference for inside, _ in binding.locks.values() for reference in inside}
    fixed = {one for one in ids if earlier.home_of(earlier.companions(one)) or one in locked}
    for one in sorted(ids, key=lambda reference: (reference not in fixed, reference)):
        foes = binding.foes([one])
        taken = {stand[foe] for foe in foes if stand.get(foe)}
        settled = {stand[foe] for foe in foes if foe in ids and (foe in fixed or foe < one) and stand.get(foe)}
        if one in fixed or stand[one] is None or stand[one] not in settled:
            continue
        target = nearest(one, open_groups - {name for name in taken if name})
        for companion in earlier.companions(one):
            if companion in stand:
                homes[companion] = stand[companion] = target
    return homes


def lock(*, run: GroupingRun, group: Group, by: Account | None, at: datetime) -> Correction:
    """Lock a group: it holds exactly its ideas of today, now and in the next runs.

    Raises:
        NotPossible: it is empty or locked already. Contradicts.
    """
    _check(run, group)
    ids = settling.members(group)
    if not ids or group.name in _standing(run).locks:
        raise NotPossible()
    before = {"corrected": {group.name: group.corrected}}
    group.corrected = True
    return _record(run, "lock", {"group": group.name, "ids": ids}, before, by, at)


def unlock(*, run: GroupingRun, group: Group, by: Account | None, at: datetime) -> Correction:
    """Unlock a group, whichever run it was locked on.

    Raises:
        NotPossible: it is not locked.
    """
    _check(run, group)
    if group.name not in _standing(run).locks:
        raise NotPossible()
    return _record(run, "unlock", {"group": group.name}, {}, by, at)


def _touches(correction: Correction) -> set[str]:
    payload, before = correction.payload, correction.before
    homes = [pair for part in (payload, before) for pair in part.get("homes", {}).items()]
    named = (*payload.get("titles", {}), *payload.get("ids", ()), payload.get("group"))
    return {str(found) for found in (*(part for pair in homes for part in pair), *named) if found}


def undo(*, correction: Correction, by: Account | None, at: datetime) -> None:
    """Undo a correction: the grouping is as it was before, and the next run is no longer bound by it.

    One made on an earlier run, since replaced, only ceases to bind.

    Raises:
        NotTheLast: a later one touches the same ideas or groups, or it is undone already. Contradicts: without it,
            others cannot hold (an unlocking).
    """
    run = db.session.get_one(GroupingRun, correction.run_id)
    settling.one_at_a_time(run.cycle_id)
    later = [found for found in queries.corrections(run.id) if found.id > correction.id and found.undone_at is None]
    if correction.undone_at is not None or any(_touches(found) & _touches(correction) for found in later):
        raise NotTheLast()
    correction.undone_at = at
    db.session.flush()
    if correction.kind == "unlock" and (faults := _standing(run).faults()):
        raise Contradicts(faults)
    if run.state in {"ready", "published"}:
        _restore(run, correction.before)
    _journal(correction, "undone", by, at)


def _restore(run: GroupingRun, before: Mapping[str, Any]) -> None:
    titles: dict[str, str] = before.get("titles", {})
    for group in db.session.scalars(select(Group).where(Group.run_id == run.id, Group.name.in_(titles))):
        group.title, group.renamed = titles[group.name], before["renamed"][group.name]
    db.session.flush()
    settling.put_back(run, before)
