"""What the thread of ideas is read from: the lines of the journal, and the tables they must agree with.

Everything is read for many ideas at once, in a number of statements that does not grow with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, load_only

from cocreation.accounts.models import Contributor
from cocreation.clustering.models import Correction, Group, GroupingRun, Membership
from cocreation.commitments.models import Project
from cocreation.core.db import db
from cocreation.cycles.models import Cycle
from cocreation.evaluation.answer_models import AnswersPublication, PublishedAnswer
from cocreation.evaluation.models import Item, Sift, SiftedIdea, Workshop
from cocreation.journal.models import JournalLine
from cocreation.proposals.models import PUBLIC_STATES, DraftCommitment, Proposal
from cocreation.synthesis.models import Report, ReportCitation, ReportVersion
from cocreation.themes.models import Theme, ThemeMerge

# How many ids one statement asks for: every database takes as many.
ROWS = 500
LINE = (
    JournalLine.sequence, JournalLine.process_at, JournalLine.acting_role, JournalLine.action, JournalLine.object_kind,
    JournalLine.object_id, JournalLine.from_state, JournalLine.to_state, JournalLine.reason_code, JournalLine.detail,
)  # fmt: skip
# The lines that prove a station, by the kind of thing they tell of.
PROVING: dict[str, tuple[str, ...]] = {
    "theme": ("theme.merged",),
    "grouping": (
        "grouping.published", "grouping.move", "grouping.merge", "grouping.split", "grouping.together",
        "grouping.apart",
    ),
    "report": ("report.published",),
    "sift": ("ideas.sifted",),
    "workshop": ("workshop.items_added", "workshop.round_closed", "workshop.closed", "item.decided"),
    "answers_publication": ("answers.published",),
    "project": ("project.opened", "project.candidate", "project.consulted", "project.confirmed", "project.none"),
}  # fmt: skip
# Columns of an idea that its thread is made of: its texts are not among them.
LIGHT = (
    Proposal.cycle_id, Proposal.reference, Proposal.state, Proposal.reason_code, Proposal.channel,
    Proposal.contributor_id, Proposal.original_theme_id, Proposal.theme_id, Proposal.duplicate_of_id,
    Proposal.variant_of_id, Proposal.received_at, Proposal.published_at, Proposal.language, Proposal.voice,
    Proposal.region,
)  # fmt: skip

Found = TypeVar("Found")
Line = Any


@dataclass(frozen=True)
class Place:
    """Where an idea stands in one grouping that is or was public."""

    membership: Membership
    group: Group | None
    run: GroupingRun


@dataclass(frozen=True)
class Kin:
    """An idea that repeats another, or says it in other words."""

    id: int
    reference: str
    state: str
    duplicate_of_id: int | None
    variant_of_id: int | None


@dataclass
class Records:
    """Everything read for some ideas: by the id of the idea, or by the thing that was done to it."""

    lines: dict[int, list[Line]] = field(default_factory=lambda: defaultdict(list))
    proofs: dict[tuple[str, int], list[Line]] = field(default_factory=lambda: defaultdict(list))
    kin: dict[int, Kin] = field(default_factory=dict)
    merges: dict[int, ThemeMerge] = field(default_factory=dict)
    themes: dict[int, Theme] = field(default_factory=dict)
    places: dict[int, list[Place]] = field(default_factory=lambda: defaultdict(list))
    moves: dict[int, list[Correction]] = field(default_factory=lambda: defaultdict(list))
    reports: dict[int, list[ReportVersion]] = field(default_factory=lambda: defaultdict(list))
    sifts: dict[int, list[Sift]] = field(default_factory=lambda: defaultdict(list))
    items: dict[int, list[Item]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[int, list[PublishedAnswer]] = field(default_factory=lambda: defaultdict(list))
    projects: dict[int, Project] = field(default_factory=dict)
    cycles: dict[int, Cycle] = field(default_factory=dict)

    def proof(self, kind: str, number: int, action: str, at: datetime | None = None, **named: object) -> Line | None:
        """The last line that tells of an act on a thing, where its detail says what is `named`, or None.

        Args:
            at: when it was done, where it may be done again.
        """
        lines = (line for line in reversed(self.proofs[kind, number]) if line.action == action)
        dated = (line for line in lines if at is None or line.process_at == at)
        return next((line for line in dated if all(line.detail.get(key) == said for key, said in named.items())), None)


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), ROWS):
        yield wanted[start : start + ROWS]


def _asked(ids: Iterable[int], statement: Callable[[list[int]], Any]) -> Iterator[Any]:
    for some in _chunks(ids):
        yield from db.session.execute(statement(some))


def records(proposals: Collection[Proposal]) -> Records:
    """Everything the threads of some ideas are made of."""
    found, ids = Records(), [one.id for one in proposals]
    _read_cycles(found, {one.cycle_id for one in proposals})
    _read_kin(found, proposals)
    _read_lines(found, {*ids, *found.kin})
    _read_themes(found, proposals)
    _read_places(found, ids)
    _read_reports(found, ids)
    _read_sifts(found, ids)
    _read_items(found, ids)
    _read_answers(found, ids)
    _read_projects(found)
    _read_proofs(found)
    return found


def _read_cycles(found: Records, ids: Iterable[int]) -> None:
    found.cycles = {number: db.session.get_one(Cycle, number) for number in ids}


def _read_kin(found: Records, proposals: Collection[Proposal]) -> None:
    """The ideas that these repeat, and those that repeat them."""
    columns = (Proposal.id, Proposal.reference, Proposal.state, Proposal.duplicate_of_id, Proposal.variant_of_id)
    repeats = {idea.id: (idea.duplicate_of_id, idea.variant_of_id) for idea in proposals}

    def of(some: list[int]) -> Any:
        firsts = [number for one in some for number in repeats[one] if number is not None]
        linked = or_(Proposal.id.in_(firsts), Proposal.duplicate_of_id.in_(some), Proposal.variant_of_id.in_(some))
        return select(*columns).where(linked, Proposal.reference.is_not(None)).order_by(Proposal.id)

    for row in _asked(repeats, of):
        found.kin[row.id] = Kin(*row)


def _read_lines(found: Records, ids: Iterable[int]) -> None:
    def of(some: list[int]) -> Any:
        own = (JournalLine.object_kind == "proposal", JournalLine.object_id.in_(some))
        return select(*LINE).where(*own).order_by(JournalLine.sequence)

    for line in _asked(ids, of):
        found.lines[line.object_id].append(line)


def _read_themes(found: Records, proposals: Collection[Proposal]) -> None:
    """The themes that ideas stand or stood under, and the merges that took them further."""
    moved = {
        detail
        for lines in found.lines.values()
        for line in lines
        if line.action == "proposal.moved"
        for detail in (line.detail.get("from_theme"), line.detail.get("to_theme"))
    }
    wanted = {number for number in (*moved, *(one.theme_id for one in proposals)) if number is not None}
    # A theme merged into a merged one leads on: each round follows one more merge.
    while wanted := wanted - set(found.themes):
        found.themes |= {number: db.session.get_one(Theme, number) for number in wanted}
        wanted = {one.merged_into_id for one in found.themes.values() if one.merged_into_id is not None}
    merged = [number for number, theme in found.themes.items() if theme.merged_into_id is not None]
    standing = select(ThemeMerge).where(ThemeMerge.undone_at.is_(None)).order_by(ThemeMerge.id)
    for (merge,) in _asked(merged, lambda some: standing.where(ThemeMerge.theme_id.in_(some))):
        found.merges[merge.theme_id] = merge


def _read_places(found: Records, ids: Sequence[int]) -> None:
    public = (
        select(Membership, Group, GroupingRun)
        .join(GroupingRun, GroupingRun.id == Membership.run_id)
        .outerjoin(Group, Group.id == Membership.group_id)
        .where(GroupingRun.state.in_(("published", "replaced")), GroupingRun.published_at.is_not(None))
        .order_by(GroupingRun.published_at, GroupingRun.id)
    )
    runs: set[int] = set()
    for membership, group, run in _asked(ids, lambda some: public.where(Membership.proposal_id.in_(some))):
        found.places[membership.proposal_id].append(Place(membership, group, run))
        runs.add(run.id)
    corrections = select(Correction).where(Correction.undone_at.is_(None)).order_by(Correction.id)
    for (correction,) in _asked(runs, lambda some: corrections.where(Correction.run_id.in_(some))):
        found.moves[correction.run_id].append(correction)


def _read_reports(found: Records, ids: Sequence[int]) -> None:
    citing = (
        select(ReportCitation.proposal_id, ReportVersion)
        .join(ReportVersion, ReportVersion.id == ReportCitation.version_id)
        .join(Report, Report.id == ReportVersion.report_id)
        .options(contains_eager(ReportVersion.report).options(load_only(Report.language, Report.cycle_id)))
        .where(ReportVersion.state == "published")
        .order_by(ReportVersion.published_at, ReportVersion.id)
    )
    for proposal_id, version in _asked(ids, lambda some: citing.where(ReportCitation.proposal_id.in_(some))):
        found.reports[proposal_id].append(version)


def _read_sifts(found: Records, ids: Sequence[int]) -> None:
    acts = (
        select(SiftedIdea.proposal_id, Sift)
        .join(Sift, Sift.id == SiftedIdea.sift_id)
        .options(lazyload(Sift.ideas))
        .where(Sift.undone_at.is_(None))
        .order_by(Sift.id)
    )
    for proposal_id, act in _asked(ids, lambda some: acts.where(SiftedIdea.proposal_id.in_(some))):
        found.sifts[proposal_id].append(act)


def _read_items(found: Records, ids: Sequence[int]) -> None:
    """What stands for ideas in the workshops, in the order of the workshops; none without the first sift."""
    groups = defaultdict(list)
    for number, places in found.places.items():
        for place in places:
            if place.group is not None:
                groups[place.group.id].append(number)
    cycles = {act.cycle_id for acts in found.sifts.values() for act in acts}
    of_cycles = (
        select(Item)
        .join(Workshop, Workshop.id == Item.workshop_id)
        .options(contains_eager(Item.workshop).options(lazyload(Workshop.seats)), lazyload(Item.group))
        .order_by(Workshop.number, Item.position)
    )
    wanted = set(ids)
    for (item,) in _asked(cycles, lambda some: of_cycles.where(Workshop.cycle_id.in_(some))):
        alone = [item.proposal_id] if item.proposal_id in wanted else []
        for number in {*alone, *groups.get(item.group_id or 0, [])}:
            found.items[number].append(item)


def _read_answers(found: Records, ids: Sequence[int]) -> None:
    published = (
        select(PublishedAnswer)
        .join(AnswersPublication, AnswersPublication.id == PublishedAnswer.publication_id)
        .options(contains_eager(PublishedAnswer.publication).options(lazyload(AnswersPublication.cycle)))
        .where(AnswersPublication.state == "published")
        .order_by(AnswersPublication.number)
    )
    for (answer,) in _asked(ids, lambda some: published.where(PublishedAnswer.proposal_id.in_(some))):
        found.answers[answer.proposal_id].append(answer)


def root(item: Item) -> Item:
    """The item that another was merged into in the end: what became of the one became of the other."""
    seen = {item.id}
    while item.merged_into is not None and item.merged_into_id not in seen:
        item = item.merged_into
        seen.add(item.id)
    return item


def _read_projects(found: Records) -> None:
    """The projects that retained items led to, by the item."""
    kept = {root(item).id for items in found.items.values() for item in items if item.outcome in {"retained", "merged"}}
    whole = select(Project).options(joinedload(Project.turns), lazyload(Project.item))
    for some in _chunks(kept):
        for project in db.session.scalars(whole.where(Project.item_id.in_(some))).unique():
            found.projects[project.item_id] = project


def _read_proofs(found: Records) -> None:
    wanted: dict[str, set[int]] = {
        "theme": set(found.merges),
        "grouping": {place.run.id for places in found.places.values() for place in places},
        "report": {version.report_id for versions in found.reports.values() for version in versions},
        "sift": {act.id for acts in found.sifts.values() for act in acts},
        "workshop": {item.workshop_id for items in found.items.values() for item in items},
        "answers_publication": {answer.publication_id for answers in found.answers.values() for answer in answers},
        "project": {project.id for project in found.projects.values()},
    }
    _read_lines_about(found, wanted)


def _read_lines_about(found: Records, wanted: dict[str, set[int]]) -> None:
    conditions = [
        and_(JournalLine.object_kind == kind, JournalLine.action.in_(PROVING[kind]), JournalLine.object_id.in_(some))
        for kind, ids in wanted.items()
        for some in _chunks(ids)
    ]
    if not conditions:
        return
    for line in db.session.execute(select(*LINE).where(or_(*conditions)).order_by(JournalLine.sequence)):
        found.proofs[line.object_kind, line.object_id].append(line)


def of_items(items: Sequence[Item], cycle: Cycle) -> Records:
    """What the workshops and the looking for holders did with some items, under the number 0."""
    found = Records(items=defaultdict(list, {0: list(items)}), cycles={cycle.id: cycle})
    _read_projects(found)
    _read_proofs(found)
    return found


def of_runs(ids: Sequence[int]) -> Records:
    """The publications of some groupings."""
    found = Records()
    _read_lines_about(found, {"grouping": set(ids)})
    return found


def items_of(things: Any) -> Sequence[Item]:
    """The items of workshops that meet a condition, in the order of the workshops."""
    statement = (
        select(Item)
        .join(Workshop, Workshop.id == Item.workshop_id)
        .options(contains_eager(Item.workshop).options(lazyload(Workshop.seats)))
        .where(things)
        .order_by(Workshop.number, Item.position)
    )
    return db.session.scalars(statement).all()


def lives_of(group: Group) -> Sequence[Group]:
    """The groups of one name in the groupings of a scope that are or were public, the oldest first."""
    run = group.run
    scope = GroupingRun.theme_id.is_(None) if run.theme_id is None else GroupingRun.theme_id == run.theme_id
    return db.session.scalars(
        select(Group)
        .join(GroupingRun, GroupingRun.id == Group.run_id)
        .options(contains_eager(Group.run))
        .where(
            Group.name == group.name, GroupingRun.cycle_id == run.cycle_id, scope,
            GroupingRun.state.in_(("published", "replaced")), GroupingRun.published_at.is_not(None),
        )
        .order_by(GroupingRun.published_at, GroupingRun.id)
    ).all()  # fmt: skip


def of_organisation(organisation_id: int) -> Sequence[Proposal]:
    """What an organisation proposed in its own name and everyone reads, newest first."""
    return (
        db.session.scalars(
            select(Proposal)
            .join(Contributor, Contributor.id == Proposal.contributor_id)
            .where(Contributor.organisation_id == organisation_id, Proposal.state.in_(PUBLIC_STATES))
            .order_by(Proposal.id.desc())
        )
        .unique()
        .all()
    )


def drafts_of(organisation_id: int) -> Sequence[DraftCommitment]:
    """The published draft commitments of a body, newest first."""
    return (
        db.session.scalars(
            select(DraftCommitment)
            .where(DraftCommitment.organisation_id == organisation_id, DraftCommitment.state == "published")
            .order_by(DraftCommitment.id.desc())
        )
        .unique()
        .all()
    )


def received(cycle_id: int) -> Sequence[Proposal]:
    """Every idea a cycle received, with what its thread is made of and without its texts, in their order."""
    return db.session.scalars(
        select(Proposal)
        .options(lazyload("*"), load_only(*LIGHT))
        .where(Proposal.cycle_id == cycle_id, Proposal.reference.is_not(None))
        .order_by(Proposal.id)
    ).all()
