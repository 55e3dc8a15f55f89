"""Reads of sifts, grids and workshops."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from cocreation.accounts.models import Account, Contributor, Role
from cocreation.clustering.models import Group, GroupingRun, Membership
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.evaluation.models import Grid, Item, Recusal, Score, Seat, Sift, SiftedIdea, Workshop
from cocreation.journal.models import JournalLine
from cocreation.proposals.models import DraftCommitment, Proposal

ADMINISTERED = "administrator"


def sifts(cycle_id: int) -> Sequence[Sift]:
    """Every act of the first sift of a cycle that stands, newest first, with its ideas."""
    return db.session.scalars(
        select(Sift)
        .options(selectinload(Sift.ideas))
        .where(Sift.cycle_id == cycle_id, Sift.undone_at.is_(None))
        .order_by(Sift.id.desc())
    ).all()


def sift(sift_id: int) -> Sift | None:
    """One act of the first sift."""
    return db.session.get(Sift, sift_id)


def sifted(cycle_id: int) -> dict[int, Sift]:
    """The act that counts for each idea of a cycle, the latest that stands: {proposal_id: sift}."""
    standing = (Sift.cycle_id == cycle_id, Sift.undone_at.is_(None))
    acts = {one.id: one for one in db.session.scalars(select(Sift).where(*standing))}
    rows = db.session.execute(
        select(SiftedIdea.proposal_id, func.max(SiftedIdea.sift_id))
        .join(Sift, Sift.id == SiftedIdea.sift_id)
        .where(*standing)
        .group_by(SiftedIdea.proposal_id)
    )
    return {proposal_id: acts[sift_id] for proposal_id, sift_id in rows}


def published(cycle_id: int) -> Sequence[Proposal]:
    """The published ideas of a cycle, in the order of their references."""
    return db.session.scalars(
        select(Proposal)
        .where(Proposal.cycle_id == cycle_id, Proposal.state == "published")
        .order_by(Proposal.reference)
    ).all()


def published_ids(cycle_id: int) -> Sequence[int]:
    """The ids of the published ideas of a cycle."""
    return db.session.scalars(
        select(Proposal.id)
        .where(Proposal.cycle_id == cycle_id, Proposal.state == "published")
        .order_by(Proposal.reference)
    ).all()


def gates(cycle_id: int) -> dict[str | None, int]:
    """How many published ideas the first sift sent where; None counts those that wait for it."""
    found: dict[str | None, int] = {}
    standing = sifted(cycle_id)
    for proposal_id in published_ids(cycle_id):
        gate = standing[proposal_id].gate if proposal_id in standing else None
        found[gate] = found.get(gate, 0) + 1
    return found


def grids(cycle_id: int) -> Sequence[Grid]:
    """Every grid of a cycle, newest first."""
    return db.session.scalars(
        select(Grid).options(selectinload(Grid.criteria)).where(Grid.cycle_id == cycle_id).order_by(Grid.number.desc())
    ).all()


def grid(cycle_id: int, number: int) -> Grid | None:
    """One grid."""
    return db.session.scalar(select(Grid).where(Grid.cycle_id == cycle_id, Grid.number == number))


def adopted_grid(cycle_id: int) -> Grid | None:
    """The grid in force: the last one adopted."""
    return next((one for one in grids(cycle_id) if one.state == "adopted"), None)


def is_locked(grid: Grid) -> bool:
    """Whether somebody gave a mark under this grid."""
    statement = (
        select(Score.id)
        .join(Item, Item.id == Score.item_id)
        .join(Workshop, Workshop.id == Item.workshop_id)
        .where(Workshop.grid_id == grid.id)
    )
    return db.session.scalar(statement.limit(1)) is not None


def workshops(cycle_id: int) -> Sequence[Workshop]:
    """Every workshop of a cycle, in order."""
    return db.session.scalars(select(Workshop).where(Workshop.cycle_id == cycle_id).order_by(Workshop.number)).all()


def seated(account_id: int) -> Sequence[Workshop]:
    """The workshops a person sits in."""
    return db.session.scalars(
        select(Workshop)
        .join(Seat, Seat.workshop_id == Workshop.id)
        .where(Seat.account_id == account_id, Seat.left_at.is_(None))
        .order_by(Workshop.id)
    ).all()


def workshop(cycle_id: int, number: int) -> Workshop | None:
    """One workshop."""
    return db.session.scalar(select(Workshop).where(Workshop.cycle_id == cycle_id, Workshop.number == number))


def scoring_now() -> Sequence[Workshop]:
    """The workshops of every cycle whose individual round is open."""
    return db.session.scalars(select(Workshop).where(Workshop.state == "scoring").order_by(Workshop.id)).all()


def last_number(table: type[Grid] | type[Workshop], cycle_id: int) -> int:
    """The highest number given in a cycle; 0 where none is."""
    return db.session.scalar(select(func.max(table.number)).where(table.cycle_id == cycle_id)) or 0


def items(workshop_id: int) -> Sequence[Item]:
    """The items of a workshop in their order, with what they stand for."""
    return db.session.scalars(
        select(Item)
        .options(joinedload(Item.group).joinedload(Group.run), selectinload(Item.proposal), selectinload(Item.draft))
        .where(Item.workshop_id == workshop_id)
        .order_by(Item.position)
    ).all()


def ideas_of(items: Iterable[Item]) -> dict[int, list[Proposal]]:
    """The published ideas behind groups and lone ideas, the most central first: {item_id: ideas}."""
    found: dict[int, list[Proposal]] = {}
    by_group: dict[int, int] = {}
    for item in items:
        found[item.id] = [item.proposal] if item.proposal is not None and item.proposal.state == "published" else []
        if item.group_id is not None:
            by_group[item.group_id] = item.id
    rows = db.session.execute(
        select(Membership.group_id, Proposal)
        .join(Proposal, Proposal.id == Membership.proposal_id)
        .where(Membership.group_id.in_(by_group), Proposal.state == "published")
        .order_by(Membership.rank, Membership.id)
    )
    for group_id, proposal in rows:
        found[by_group[group_id or 0]].append(proposal)
    return found


Signers = set[tuple[int | None, int | None]]


def signers(items: Iterable[Item]) -> dict[int, Signers]:
    """Who signed the published ideas behind items, as (account, organisation): {item_id: signers}."""
    ids = [item.id for item in items]
    signed = select(Item.id, Contributor.account_id, Contributor.organisation_id).where(
        Item.id.in_(ids), Proposal.state == "published"
    )
    alone = signed.join(Proposal, Proposal.id == Item.proposal_id)
    grouped = signed.join(Membership, Membership.group_id == Item.group_id).join(
        Proposal, Proposal.id == Membership.proposal_id
    )
    found: dict[int, Signers] = {number: set() for number in ids}
    for one in (alone, grouped):
        for item_id, account_id, organisation_id in db.session.execute(
            one.join(Contributor, Contributor.id == Proposal.contributor_id)
        ):
            found[item_id].add((account_id, organisation_id))
    return found


def gone(items: Iterable[Item]) -> set[int]:
    """The ids of those items of which nothing is public any more."""
    found = list(items)
    signed = signers(found)
    return {
        item.id
        for item in found
        if (item.draft.state != "published" if item.draft is not None else not signed[item.id])
    }


def member_ids(group_ids: Sequence[int]) -> dict[int, list[int]]:
    """The ideas of groups: {group_id: [proposal_id]}."""
    found: dict[int, list[int]] = {}
    rows = db.session.execute(
        select(Membership.group_id, Membership.proposal_id).where(Membership.group_id.in_(group_ids))
    )
    for group_id, proposal_id in rows:
        found.setdefault(group_id or 0, []).append(proposal_id)
    return found


def groups(cycle_id: int) -> Sequence[Group]:
    """The groups of the published grouping of a cycle that hold ideas."""
    return db.session.scalars(
        select(Group)
        .join(GroupingRun, GroupingRun.id == Group.run_id)
        .options(joinedload(Group.run))
        .where(
            GroupingRun.cycle_id == cycle_id,
            GroupingRun.state == "published",
            Group.is_family.is_(False),
            Group.size > 0,
        )
        .order_by(Group.size.desc(), Group.id)
    ).all()


def drafts(cycle_id: int) -> Sequence[DraftCommitment]:
    """The published draft commitments of a cycle."""
    return db.session.scalars(
        select(DraftCommitment)
        .where(DraftCommitment.cycle_id == cycle_id, DraftCommitment.state == "published")
        .order_by(DraftCommitment.reference)
    ).all()


def decided_before(cycle_id: int) -> Sequence[Item]:
    """The items of every workshop of a cycle: what is there already is not scored twice."""
    return db.session.scalars(
        select(Item)
        .join(Workshop, Workshop.id == Item.workshop_id)
        .options(contains_eager(Item.workshop))
        .where(Workshop.cycle_id == cycle_id)
    ).all()


def scores(workshop_id: int) -> Sequence[Score]:
    """Every row of marks of a workshop, those of evaluators who left included."""
    return db.session.scalars(
        select(Score)
        .join(Item, Item.id == Score.item_id)
        .where(Item.workshop_id == workshop_id)
        .order_by(Score.item_id, Score.seat_id)
    ).all()


def score(seat_id: int, item_id: int) -> Score | None:
    """One evaluator's marks for one item."""
    return db.session.scalar(select(Score).where(Score.seat_id == seat_id, Score.item_id == item_id))


def recusals(workshop_id: int) -> Sequence[Recusal]:
    """Every conflict of interest of a workshop."""
    return db.session.scalars(
        select(Recusal)
        .join(Item, Item.id == Recusal.item_id)
        .where(Item.workshop_id == workshop_id)
        .order_by(Item.position, Recusal.seat_id)
    ).all()


def recusal(seat_id: int, item_id: int) -> Recusal | None:
    """One evaluator's conflict in one item."""
    return db.session.scalar(select(Recusal).where(Recusal.seat_id == seat_id, Recusal.item_id == item_id))


def bodies_of(seat: Seat) -> set[int]:
    """The organisations a seated person belongs to: the one of the seat, and those of the roles in force."""
    rows = db.session.scalars(
        select(Role.scope_id).where(
            Role.account_id == seat.account_id,
            Role.scope_kind == "organisation",
            Role.state == "active",
            (Role.ends_at.is_(None)) | (Role.ends_at > now()),
        )
    )
    return {number for number in (*rows, seat.organisation_id) if number is not None}


def has_administered(account: Account, workshop: Workshop) -> bool:
    """Whether the journal knows a person as one of those who prepared this workshop."""
    statement = select(JournalLine.sequence).where(
        JournalLine.object_kind == "workshop",
        JournalLine.object_id == workshop.id,
        JournalLine.acting_role == ADMINISTERED,
        JournalLine.actor == account.reference,
    )
    return db.session.scalar(statement.limit(1)) is not None
