"""What somebody changes in the tables or in the journal by another door makes the check fail, and is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update

from cocreation.clustering.models import GroupingRun, Membership
from cocreation.core.db import db
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.evaluation import sifting, workshops
from cocreation.evaluation.models import Item, Recusal, Score, Sift, SiftedIdea, Workshop
from cocreation.journal import services as journal
from cocreation.journal.models import JournalLine
from cocreation.proposals.models import Proposal, ProposalVersion
from cocreation.trace import checking, reckoning
from tests.evaluation.material import HELD, PLAN, items
from tests.proposals.material import NOW, make_cycle, make_person, send
from tests.synthesis.test_trust import copied
from tests.trace.sums import Plan, faults, make_plan

Tamper = Callable[[Plan], None]
Named = Callable[[Plan], set[tuple[str, str]]]


def take_away(plan: Plan) -> None:
    db.session.execute(delete(ProposalVersion).where(ProposalVersion.proposal_id == plan.waiting.id))
    db.session.execute(delete(Proposal).where(Proposal.id == plan.waiting.id))


def double(plan: Plan) -> None:
    row = copied(plan.waiting, reference="PANT-00099", form_id=None)
    number = db.session.scalar(insert(Proposal).values(row).returning(Proposal.id))
    db.session.execute(insert(ProposalVersion).values(copied(plan.waiting.current, proposal_id=number)))


def restate(plan: Plan) -> None:
    db.session.execute(update(Proposal).where(Proposal.id == plan.waiting.id).values(state="withdrawn"))


def rename(plan: Plan) -> None:
    db.session.execute(update(Proposal).where(Proposal.id == plan.waiting.id).values(reference="PANT-00077"))


def move_to_another_plan(plan: Plan) -> None:
    other = cycles.by_slug("autre")
    assert other is not None
    db.session.execute(update(Proposal).where(Proposal.id == plan.waiting.id).values(cycle_id=other.id))


def lose_its_answer(plan: Plan) -> None:
    db.session.execute(delete(SiftedIdea).where(SiftedIdea.proposal_id == plan.elsewhere.id))


def change_the_answer(plan: Plan) -> None:
    db.session.execute(update(Sift).where(Sift.gate == "other_channel").values(gate="not_linked"))


def give_an_answer(plan: Plan) -> None:
    sift = db.session.scalars(select(Sift).where(Sift.gate == "linked")).one()
    db.session.execute(insert(SiftedIdea).values(sift_id=sift.id, proposal_id=plan.late.id))


def lose_its_place(plan: Plan) -> None:
    db.session.execute(delete(Membership).where(Membership.proposal_id == plan.ideas[0].id))


def change_its_place(plan: Plan) -> None:
    db.session.execute(update(Membership).where(Membership.proposal_id == plan.ideas[0].id).values(group_id=None))


def stand_in_two_groupings(plan: Plan) -> None:
    held = db.session.scalars(select(Membership).where(Membership.proposal_id == plan.ideas[2].id)).one()
    run = db.session.get_one(GroupingRun, held.run_id)
    second = db.session.scalar(insert(GroupingRun).values(copied(run)).returning(GroupingRun.id))
    db.session.execute(insert(Membership).values(copied(held, run_id=second)))


def unpublish_the_grouping(plan: Plan) -> None:
    db.session.execute(update(GroupingRun).values(state="replaced"))


def lose_an_item(plan: Plan) -> None:
    item = item_of(plan, 1)
    for table in (Score, Recusal):
        db.session.execute(delete(table).where(table.item_id == item.id))
    db.session.execute(delete(Item).where(Item.id == item.id))


def double_an_item(plan: Plan) -> None:
    row = copied(item_of(plan, 1), kind="proposal", group_id=None, proposal_id=plan.ideas[0].id, position=9)
    db.session.execute(insert(Item).values(row))


def change_an_item(plan: Plan) -> None:
    db.session.execute(update(Item).where(Item.id == item_of(plan, 1).id).values(proposal_id=plan.late.id))


def change_the_outcome(plan: Plan) -> None:
    db.session.execute(update(Item).where(Item.id == item_of(plan, 1).id).values(outcome="retained"))


def open_the_workshop(plan: Plan) -> None:
    db.session.execute(update(Workshop).values(state="discussion"))


def item_of(plan: Plan, place: int) -> Item:
    return items(plan.workshop)[place]


def receive_again(plan: Plan) -> None:
    journal.record(
        action="proposal.submitted", object_kind="proposal", object_id=plan.waiting.id, by=None, role="citizen", at=NOW,
        from_state="draft", to_state="submitted", detail={"reference": plan.waiting.reference},
    )  # fmt: skip


def cut_a_line(plan: Plan) -> None:
    db.session.execute(delete(JournalLine).where(JournalLine.sequence == line_of(plan)))


def line_of(plan: Plan) -> int:
    mine = select(JournalLine.sequence).where(JournalLine.object_id == plan.refused.id)
    return db.session.scalars(mine.where(JournalLine.action == "proposal.refused")).one()


def name(idea: Proposal) -> str:
    return idea.reference or ""


NAMED: dict[Tamper, Named] = {
    take_away: lambda plan: {(name(plan.waiting), "missing"), ("", "sum")},
    double: lambda plan: {("PANT-00099", "unknown"), ("", "sum")},
    restate: lambda plan: {(name(plan.waiting), "state")},
    rename: lambda plan: {(name(plan.waiting), "renamed")},
    move_to_another_plan: lambda plan: {(name(plan.waiting), "missing"), ("", "sum")},
    lose_its_answer: lambda plan: {(name(plan.elsewhere), "sifted")},
    change_the_answer: lambda plan: {(name(plan.elsewhere), "sifted")},
    give_an_answer: lambda plan: {(name(plan.late), "sifted")},
    lose_its_place: lambda plan: {(name(plan.ideas[0]), "unplaced"), (f"group:{plan.world.group.id}", "size")},
    change_its_place: lambda plan: {(name(plan.ideas[0]), "misplaced"), (f"group:{plan.world.group.id}", "size")},
    unpublish_the_grouping: lambda plan: {(f"grouping:{plan.world.group.run_id}", "state")},
    lose_an_item: lambda plan: {(name(plan.ideas[2]), "unlisted")},
    double_an_item: lambda plan: {(name(plan.ideas[0]), "listed_unknown"), (name(plan.ideas[0]), "listed_again")},
    change_an_item: lambda plan: {(name(plan.late), "listed_unknown")},
    change_the_outcome: lambda plan: {(name(plan.ideas[2]), "outcome")},
    open_the_workshop: lambda plan: {(f"workshop:{plan.workshop.id}", "state")},
    receive_again: lambda plan: {(name(plan.waiting), "received_again"), ("", "sum")},
    cut_a_line: lambda plan: {(name(plan.refused), "state"), (f"line:{line_of(plan)}", "chain")},
}


def make_another_plan() -> Cycle:
    """Another plan, so that nothing of it is taken for this one."""
    other = make_cycle("autre", "AUTRE")
    send(other, None, make_person("fadma"))
    db.session.commit()
    return other


@pytest.mark.both_databases
def test_one_change_by_sql_is_found_and_named(app: Flask, session: object) -> None:
    plan = make_plan()
    make_another_plan()
    assert faults(plan.cycle) == set()
    for tamper, named in NAMED.items():
        expected = named(plan)
        tamper(plan)
        assert faults(plan.cycle) == expected, tamper.__name__
        db.session.rollback()
    assert faults(plan.cycle) == set()


def test_an_idea_moved_by_sql_is_unknown_to_the_other_plan(app: Flask, session: object) -> None:
    plan, other = make_plan(), make_another_plan()
    move_to_another_plan(plan)
    assert faults(other) == {(name(plan.waiting), "unknown"), ("", "sum")}


def test_what_the_services_undo_is_no_fault(app: Flask, session: object) -> None:
    plan = make_plan()
    sift = sifting.sift(
        cycle=plan.cycle, ideas=[plan.late, plan.elsewhere], gate="linked", reason_code="access", note="", link="",
        by=None, at=HELD,
    )  # fmt: skip
    later = workshops.prepare(cycle=plan.cycle, plan=PLAN, by=plan.world.secretariat, at=HELD)
    added = workshops.add_items(
        workshop=later, things=[plan.late, plan.ideas[3]], by=plan.world.secretariat, at=HELD
    )  # fmt: skip
    workshops.take_out(item=added[0], by=plan.world.secretariat, at=HELD)
    assert faults(plan.cycle) == set()
    sifting.undo(sift=sift, by=None, at=HELD)
    assert faults(plan.cycle) == set()
    assert reckoning.balance_of(plan.cycle).standing()["sift_other_channel"] == 1


def test_a_receipt_without_row_counts_in_the_plan_its_reference_names(app: Flask, session: object) -> None:
    plan, other = make_plan(), make_another_plan()
    take_away(plan)
    assert reckoning.count_received(plan.cycle) == 9
    assert reckoning.count_received(other) == 1
    assert not reckoning.balance_of(plan.cycle).is_level


def test_every_fault_has_its_words() -> None:
    for kind, (what, _) in checking.FAULTS.items():
        fault = checking.Fault("PANT-00001", kind, "told", "found")
        assert what % fault.what[1]
        assert fault.what_to_do
