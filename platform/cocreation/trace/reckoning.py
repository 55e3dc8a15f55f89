"""Reading what the sums rest on: each idea from the tables, each receipt and each decision from the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from cocreation.accounts.models import Contributor
from cocreation.clustering import queries as grouping
from cocreation.clustering import settling
from cocreation.clustering.models import Group, GroupingRun, Membership
from cocreation.core.db import db, is_sqlite
from cocreation.cycles.models import Cycle
from cocreation.evaluation import queries as evaluation
from cocreation.evaluation import standing
from cocreation.evaluation.models import Item, Workshop
from cocreation.journal import services as journal
from cocreation.journal.models import JournalLine
from cocreation.proposals.models import Proposal, ProposalVersion
from cocreation.synthesis.queries import RECEIVED
from cocreation.themes import queries as themes
from cocreation.trace.balance import Balance, Idea, counted
from cocreation.trace.checking import Fault, Listed, Places, Source, faults, listed_twice, misplaced


def read_one_moment() -> None:
    """Have everything that is read in the transaction that begins here be of one moment, whoever writes meanwhile."""
    if not is_sqlite():
        # SQLite reads so anyway.
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def balance_of(cycle: Cycle) -> Balance:
    """The sums of a cycle as the tables and the journal stand now."""
    found = counted(ideas_of(cycle), count_received(cycle))
    # An idea that came in between the two readings is in both by now.
    return found if found.is_level else counted(ideas_of(cycle), count_received(cycle))


def ideas_of(cycle: Cycle) -> list[Idea]:
    """Every idea of a cycle that was sent, with where it stands, in the order of receipt."""
    stands = standing.of_ideas(cycle.id)
    runs = [run.id for run in grouping.published_runs(cycle.id)]
    places = _places(runs)
    today = {number: theme.id for number, theme in themes.current_of(themes.of_cycle(cycle.id)).items()}
    unplaced = "ungrouped" if runs else ""
    found = []
    for number, state, theme, voice, language, region in db.session.execute(_sent(cycle)):
        stand = stands.get(number)
        found.append(
            Idea(
                number, state, today.get(theme), voice, language, region,
                places.get(number, unplaced) if stand else "",
                stand.station if stand else "", stand is not None and stand.item is not None,
            )
        )  # fmt: skip
    return found


def holds_any(cycle: Cycle) -> bool:
    """Whether a cycle has received an idea yet."""
    sent = select(Proposal.id).where(Proposal.cycle_id == cycle.id, Proposal.state != "draft")
    return db.session.scalar(sent.limit(1)) is not None


def references(cycle: Cycle) -> dict[int, str]:
    """The reference of every idea of a cycle that was sent: {number: reference}."""
    rows = select(Proposal.id, Proposal.reference).where(Proposal.cycle_id == cycle.id, Proposal.state != "draft")
    return {number: reference or "" for number, reference in db.session.execute(rows)}


def shown(numbers: Sequence[int]) -> list[Proposal]:
    """Some ideas with what a list shows of each, in their order."""
    found = select(Proposal).options(joinedload(Proposal.theme)).where(Proposal.id.in_(numbers))
    known = {idea.id: idea for idea in db.session.scalars(found)}
    return [known[number] for number in numbers]


def _sent(cycle: Cycle) -> Any:
    # What was never decided has neither its language nor its voice in its own row yet.
    text = select(ProposalVersion.language).where(
        ProposalVersion.proposal_id == Proposal.id, ProposalVersion.number == Proposal.version_number
    )
    signed = select(Contributor.voice).where(Contributor.id == Proposal.contributor_id)
    return (
        select(
            Proposal.id,
            Proposal.state,
            Proposal.theme_id,
            func.coalesce(Proposal.voice, signed.scalar_subquery()),
            func.coalesce(Proposal.language, text.scalar_subquery()),
            Proposal.region,
        )
        .where(Proposal.cycle_id == cycle.id, Proposal.state != "draft")
        .order_by(Proposal.id)
    )


def _places(runs: Sequence[int]) -> dict[int, str]:
    rows = db.session.execute(
        select(Membership.proposal_id, Membership.group_id.is_not(None)).where(Membership.run_id.in_(runs))
    )
    return {number: "grouped" if grouped else "alone" for number, grouped in rows}


def count_received(cycle: Cycle) -> int:
    """How many receipts the journal holds for a cycle; those whose row is gone are known by the reference they name."""
    lines = (
        select(func.count())
        .select_from(JournalLine)
        .where(JournalLine.object_kind == "proposal", JournalLine.action.in_(RECEIVED))
    )
    own = select(Proposal.id).where(Proposal.cycle_id == cycle.id)
    known = db.session.scalar(lines.where(JournalLine.object_id.in_(own))) or 0
    orphans = db.session.execute(
        select(JournalLine.detail)
        .outerjoin(Proposal, Proposal.id == JournalLine.object_id)
        .where(JournalLine.object_kind == "proposal", JournalLine.action.in_(RECEIVED), Proposal.id.is_(None))
    ).scalars()
    return known + sum(_is_of(detail, cycle) for detail in orphans)


def _is_of(detail: dict[str, Any], cycle: Cycle) -> bool:
    """Whether a receipt without a row is of a cycle: one that names no reference counts in every cycle."""
    reference = str(detail.get("reference") or "")
    return not reference or reference.rpartition("-")[0] == cycle.prefix


def check(cycle: Cycle) -> list[Fault]:
    """Everything that does not agree between the journal and the tables of a cycle; empty where all is well."""
    found = _found(cycle)
    reading = _Reading(cycle)
    wrong = [*faults(reading.read(), reading.received, found), *misplaced(_groupings(cycle))]
    wrong += listed_twice(found, evaluation.member_ids(_group_ids(found)))
    return sorted(set(wrong))


def check_chain() -> list[Fault]:
    """Whether the journal, on which all rests, is what was written; a fault names its first bad line."""
    broken = journal.verify()
    return [Fault(f"line:{broken.sequence}", "chain", found=broken.reason)] if broken else []


def _group_ids(found: Source) -> list[int]:
    things = (item.thing.partition(":") for item in found.items.values())
    return sorted({int(number) for kind, _, number in things if kind == "group"})


def _found(cycle: Cycle) -> Source:
    rows = select(Proposal.id, Proposal.reference, Proposal.state).where(
        Proposal.cycle_id == cycle.id, Proposal.reference.is_not(None)
    )
    workshops = select(Workshop.id, Workshop.state).where(Workshop.cycle_id == cycle.id)
    items = select(
        Item.id, Item.workshop_id, Item.kind, Item.group_id, Item.proposal_id, Item.draft_id, Item.outcome
    ).where(Item.workshop_id.in_(select(Workshop.id).where(Workshop.cycle_id == cycle.id)))
    return Source(
        ideas={number: (reference or "", state) for number, reference, state in db.session.execute(rows)},
        gates={number: sift.gate for number, sift in evaluation.sifted(cycle.id).items()},
        workshops=dict(db.session.execute(workshops).all()),
        items={
            number: Listed(workshop, f"{kind}:{group or proposal or draft}", outcome or "")
            for number, workshop, kind, group, proposal, draft, outcome in db.session.execute(items)
        },
        groupings={run.id: run.state for run in grouping.published_runs(cycle.id)},
    )


def _lines() -> Iterator[Any]:
    columns = (
        JournalLine.action, JournalLine.object_kind, JournalLine.object_id, JournalLine.to_state, JournalLine.detail,
    )  # fmt: skip
    kinds = ("proposal", "sift", "workshop", "grouping")
    statement = select(*columns).where(JournalLine.object_kind.in_(kinds)).order_by(JournalLine.sequence)
    return iter(db.session.execute(statement))


class _Reading:
    """The journal read from its first line to its last: what it tells of one cycle."""

    def __init__(self, cycle: Cycle) -> None:
        self.cycle, self.told, self.received = cycle, Source(), list[int]()
        others = select(Proposal.id).where(Proposal.cycle_id != cycle.id)
        self._elsewhere = set(db.session.scalars(others))
        self._workshops_elsewhere = set(db.session.scalars(select(Workshop.id).where(Workshop.cycle_id != cycle.id)))
        self._groupings_elsewhere = set(
            db.session.scalars(select(GroupingRun.id).where(GroupingRun.cycle_id != cycle.id))
        )
        self._sifts: dict[int, tuple[str, list[int]]] = {}

    def read(self) -> Source:
        """Read every line; gives what they tell."""
        for line in _lines():
            getattr(self, f"_{line.object_kind}")(line)
        # The latest act that stands counts; an act undone gives the one before it back.
        for _, (gate, ideas) in sorted(self._sifts.items()):
            self.told.gates |= dict.fromkeys((number for number in ideas if number in self.told.ideas), gate)
        return self.told

    def _proposal(self, line: Any) -> None:
        reference = str(line.detail.get("reference") or "")
        if line.action in RECEIVED:
            if reference.rpartition("-")[0] != self.cycle.prefix if reference else line.object_id in self._elsewhere:
                return
            self.received.append(line.object_id)
        elif line.object_id not in self.told.ideas:
            return
        named = reference or self.told.ideas.get(line.object_id, ("", ""))[0]
        self.told.ideas[line.object_id] = (named, line.to_state)

    def _sift(self, line: Any) -> None:
        if line.action == "ideas.sift_undone":
            self._sifts.pop(line.object_id, None)
        else:
            self._sifts[line.object_id] = (line.to_state, line.detail["ideas"])

    def _workshop(self, line: Any) -> None:
        if line.object_id in self._workshops_elsewhere:
            return
        self.told.workshops[line.object_id] = line.to_state
        detail, items = line.detail, self.told.items
        if line.action == "workshop.items_added":
            things = detail.get("things") or [""] * len(detail["items"])
            items |= {
                number: Listed(line.object_id, thing) for number, thing in zip(detail["items"], things, strict=True)
            }
        elif line.action == "workshop.item_taken_out":
            items.pop(detail["item"], None)
        elif line.action == "item.decided" and detail["item"] in items:
            items[detail["item"]] = replace(items[detail["item"]], outcome=detail["outcome"])

    def _grouping(self, line: Any) -> None:
        if line.object_id in self._groupings_elsewhere or line.to_state is None:
            return
        if line.to_state == "published":
            self.told.groupings[line.object_id] = line.to_state
        else:
            self.told.groupings.pop(line.object_id, None)


def _groupings(cycle: Cycle) -> Iterator[Places]:
    for run in grouping.published_runs(cycle.id):
        made: dict[str, str | None] = {}
        if run.result:
            made = dict.fromkeys(run.result["ungrouped"])
            made |= {name: group["id"] for group in run.result["groups"] for name in group["members"]}
        sizes = select(Group.id, Group.size).where(Group.run_id == run.id, Group.is_family.is_(False))
        held = select(Membership.group_id).where(Membership.run_id == run.id, Membership.group_id.is_not(None))
        yield Places(
            made=made,
            held=settling.places(run),
            by_hand=frozenset(settling.placed_by_hand(run)),
            sizes=dict(db.session.execute(sizes).all()),
            counts=Counter(number or 0 for number in db.session.scalars(held)),
        )
