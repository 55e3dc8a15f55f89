"""The first sift: ideas go through one gate each, in bulk, with reasons, and every act can be undone."""

from __future__ import annotations

import pytest

from cocreation.evaluation import queries, sifting, workshops
from cocreation.journal import queries as journal
from tests.evaluation.material import HELD, WHY, World, closed
from tests.proposals.material import make_cycle


def sift(world: World, gate: str, reason: str, *, link: str = "", count: int = 2) -> sifting.Sift:
    return sifting.sift(
        cycle=world.cycle, ideas=world.ideas[:count], gate=gate, reason_code=reason, note="", link=link,
        by=world.secretariat, at=HELD,
    )  # fmt: skip


def test_the_latest_act_counts_and_undoing_gives_the_one_before_back(world: World) -> None:
    assert queries.gates(world.cycle.id) == {"linked": 4}
    act = sift(world, "other_channel", "petition")
    assert act.link.startswith("https://")
    assert queries.gates(world.cycle.id) == {"linked": 2, "other_channel": 2}
    sifting.undo(sift=act, by=world.second, at=HELD)
    assert queries.gates(world.cycle.id) == {"linked": 4}
    with pytest.raises(sifting.Refused, match="undone already"):
        sifting.undo(sift=act, by=world.second, at=HELD)
    assert [line.action for line in journal.lines_of(object_kind="sift", object_id=act.id)] == [
        "ideas.sifted", "ideas.sift_undone",
    ]  # fmt: skip


def test_an_act_has_ideas_a_reason_of_its_gate_and_a_link_where_something_is_done(world: World) -> None:
    with pytest.raises(sifting.NothingChosen):
        sift(world, "linked", "access", count=0)
    with pytest.raises(sifting.NeedsReason):
        sift(world, "not_linked", "access")
    with pytest.raises(sifting.NeedsReason):
        sift(world, "nowhere", "access")
    with pytest.raises(sifting.NeedsLink):
        sift(world, "already_done", "in_force")
    assert sift(world, "already_done", "in_force", link="https://example.org/fait").gate == "already_done"


def test_ideas_of_another_plan_are_not_sifted_here(world: World) -> None:
    with pytest.raises(sifting.NothingChosen):
        sifting.sift(
            cycle=make_cycle("autre", "AUT"), ideas=world.ideas, gate="linked", reason_code="access", note="", link="",
            by=world.secretariat, at=HELD,
        )  # fmt: skip


def test_what_a_closed_workshop_decided_is_not_sifted_anew_by_one_person(world: World) -> None:
    workshop = closed(world)
    with pytest.raises(sifting.Decided):
        sift(world, "not_linked", "other_policy")
    act = queries.sifts(world.cycle.id)[0]
    with pytest.raises(sifting.Decided):
        sifting.undo(sift=act, by=world.secretariat, at=HELD)
    workshops.ask_to_reopen(workshop=workshop, reason=WHY, by=world.secretariat, at=HELD)
    workshops.agree_to_reopen(workshop=workshop, by=world.second, at=HELD)
    sift(world, "not_linked", "other_policy")
