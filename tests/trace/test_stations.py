"""The thread of an idea: every station from receipt to holder, proved by its line, told in order, with one «now»."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from cocreation.clustering import services as clustering
from cocreation.clustering.models import Group, GroupingRun, Membership
from cocreation.commitments import concluding, opening
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import OfficialText
from cocreation.cycles.models import Cycle
from cocreation.evaluation import sifting, standing, workshops
from cocreation.evaluation.models import Item
from cocreation.journal import services as journal
from cocreation.journal.models import JournalLine
from cocreation.proposals import services as proposals
from cocreation.proposals import variants
from cocreation.proposals.models import Proposal
from cocreation.themes import services as themes
from cocreation.trace import presenting
from cocreation.trace.stations import NO_LINE, OTHER_STATE, thread_of, threads_of
from cocreation.trace.thread import Thread
from tests.evaluation.answered import decided, published, written
from tests.evaluation.material import HELD, World, closed, discussed, prepared
from tests.proposals.material import NOW, make_cycle, make_person, make_theme, publish, send
from tests.proposals.test_queries import statements

REASON = OfficialText(fr="Deux axes disent la même chose", ar="محوران متشابهان")


def codes(thread: Thread) -> list[str]:
    return [one.code for one in thread.stations]


def grouped(cycle: Cycle, *ideas: Proposal, name: str | None = "g1", at: datetime = NOW) -> GroupingRun:
    """Publish a grouping that holds ideas in one group, or apart."""
    run = GroupingRun(cycle_id=cycle.id, state="ready", corpus_sha256="0" * 64, asked_at=now(), process_at=at)
    db.session.add(run)
    db.session.flush()
    group = Group(run_id=run.id, name=name, title="Registres", terms={}, size=len(ideas)) if name else None
    if group is not None:
        db.session.add(group)
        db.session.flush()
    for idea in ideas:
        place = Membership(run_id=run.id, proposal_id=idea.id, version_number=1, why=[])
        place.group_id = group.id if group else None
        db.session.add(place)
    clustering.publish_run(run=run, by=None, at=at)
    return run


@pytest.mark.both_databases
def test_a_thread_goes_from_receipt_to_the_search_for_a_holder(world: World) -> None:
    closed(world)
    (project, *_others) = opening.open_all(cycle=world.cycle, by=world.secretariat, at=HELD)
    concluding.find_none(project=project, reason=REASON, by=world.secretariat, at=HELD + timedelta(days=9))
    db.session.flush()
    thread = thread_of(world.ideas[0])
    assert codes(thread) == [
        "received", "checked", "published", "grouped", "sifted", "listed", "scored", "decided", "project", "none",
    ]  # fmt: skip
    assert [one.role for one in thread.stations if one.code in {"checked", "sifted", "decided"}] == [
        "moderator", "moderator", "chair",
    ]  # fmt: skip
    assert thread.stations[-1].reason == REASON
    assert [one.code for one in thread.coming] == ["answered"]
    # The material of this test wrote its group without a line: exactly that is found.
    assert thread.faults == (("grouped", NO_LINE),)


def test_what_a_workshop_decides_counts_from_its_closing(world: World) -> None:
    assert "listed" not in codes(thread_of(world.ideas[0]))
    workshop = prepared(world)
    (listed,) = [one for one in thread_of(world.ideas[0]).stations if one.code == "listed"]
    # Nothing of a workshop that is being prepared is public but that there is one.
    assert (listed.title, listed.path) == (None, "/workshops/pan-test")
    db.session.execute(
        update(Item).where(Item.workshop_id == workshop.id).values(outcome="retained", reason=REASON, decided_at=HELD)
    )
    assert thread_of(world.ideas[0]).standing == "listed"


def test_a_closed_workshop_opened_again_takes_its_decisions_back(world: World) -> None:
    workshop = closed(world)
    assert thread_of(world.ideas[0]).standing == "retained"
    workshops.ask_to_reopen(workshop=workshop, reason=REASON, by=world.secretariat, at=HELD)
    workshops.agree_to_reopen(workshop=workshop, by=world.second, at=HELD)
    assert (thread_of(world.ideas[0]).standing, codes(thread_of(world.ideas[0]))[-1]) == ("scored", "scored")


def test_a_published_answer_is_the_last_word_and_has_its_line(world: World) -> None:
    decided(world, "not_retained")
    written(world)
    published(world)
    thread = thread_of(world.ideas[2])
    assert codes(thread)[-2:] == ["decided", "answered"]
    assert (thread.standing, thread.is_over, thread.news_due) == ("not_retained", True, None)
    journal.record(
        action="answer.reaction", object_kind="proposal", object_id=world.ideas[2].id, by=None, role="author", at=HELD,
        to_state="published",
    )  # fmt: skip
    assert codes(thread_of(world.ideas[2])) == codes(thread)
    assert thread.faults == ()
    assert thread.now.path == f"/answers/pan-test?q={world.ideas[2].reference}"


def test_an_idea_sifted_elsewhere_is_not_scored_with_its_group(world: World) -> None:
    sifting.sift(
        cycle=world.cycle, ideas=[world.ideas[1]], gate="other_channel", reason_code="petition", note="", link="",
        by=world.secretariat, at=HELD,
    )  # fmt: skip
    discussed(world)
    thread = thread_of(world.ideas[1])
    assert (codes(thread)[-1], thread.standing) == ("sifted", "other_channel")
    assert thread.now.link == "https://www.eparticipation.ma"
    assert [one.code for one in thread.coming] == ["answered"]


def test_a_decision_undone_and_a_move_taken_back_leave_no_station(session: object) -> None:
    cycle = make_cycle()
    theme, other = make_theme(cycle), make_theme(cycle, "budget", "Budget")
    idea = send(cycle, theme, make_person("salma"))
    proposals.decide(
        proposal=idea, to="refused", by=None, role="moderator", at=NOW, reason_code="insult", note="Un mot de trop"
    )
    proposals.restore(proposal=idea, to="submitted", by=None, role="moderator", at=NOW)
    proposals.move(proposal=idea, theme=other, by=None, role="moderator", at=NOW)
    proposals.move(proposal=idea, theme=theme, by=None, role="moderator", at=NOW)
    thread = thread_of(idea)
    assert (codes(thread), thread.standing, thread.faults) == (["received"], "submitted", ())
    assert [one.code for one in thread.coming] == ["checked"]


def test_a_merge_of_themes_a_variant_and_a_repetition_stand_on_the_thread(session: object) -> None:
    cycle, author = make_cycle(), make_person("salma")
    theme, into = make_theme(cycle), make_theme(cycle, "budget", "Budget")
    first = publish(send(cycle, theme, author))
    draft = proposals.save_draft(
        cycle=cycle, contributor=first.contributor, theme=theme, title="La même", problem="", body="", language="fr",
        region=None, by=make_person("brahim"), at=NOW,
    )  # fmt: skip
    draft.contributor = send(cycle, theme, make_person("chama")).contributor
    variants.link(draft=draft, original=first, by=make_person("driss"))
    variant = publish(proposals.submit_whole(draft=draft, by=make_person("elias"), at=NOW))
    again = send(cycle, theme, make_person("fatima"))
    proposals.decide(proposal=again, to="duplicate", by=None, role="moderator", at=NOW, duplicate_of=first)
    themes.merge(theme=theme, into=into, reason=REASON, by=None, at=NOW)
    found = threads_of([first, variant, again])
    assert codes(found[first.id])[3:] == ["repeated", "repeated", "theme_merged"]
    assert found[first.id].now.values["theme"] == into.title
    assert found[variant.id].stations[0].path == f"/proposals/{first.reference}"
    assert found[again.id].now.path == f"/proposals/{first.reference}"
    assert not any(thread.faults for thread in found.values())


def test_groupings_tell_only_what_changed_and_from_where(session: object) -> None:
    cycle = make_cycle()
    idea = publish(send(cycle, None, make_person("salma")))
    for days, name in enumerate(("g1", "g1", "g2", None)):
        grouped(cycle, idea, name=name, at=NOW + timedelta(days=days))
    thread = thread_of(idea)
    assert codes(thread)[3:] == ["grouped", "regrouped", "apart"]
    moved = thread.stations[4]
    assert (moved.values["before"], moved.values["number"], moved.at) == ("1", "2", NOW + timedelta(days=2))
    assert thread.faults == ()


def test_a_row_changed_without_a_line_and_a_line_without_its_row_are_found(world: World) -> None:
    one, other = world.ideas[2:]
    db.session.execute(update(Proposal).where(Proposal.id == one.id).values(state="withdrawn"))
    db.session.refresh(one)
    assert ("withdrawn", OTHER_STATE) in thread_of(one).faults
    lines = (JournalLine.object_kind == "sift", JournalLine.action == "ideas.sifted")
    db.session.execute(delete(JournalLine).where(*lines))
    assert ("sifted", NO_LINE) in thread_of(other).faults


def test_many_threads_cost_as_many_statements_as_few(world: World) -> None:
    closed(world)
    costs = []
    for ideas in (world.ideas[:1], world.ideas):
        db.session.expire_all()
        [idea.reference for idea in world.ideas]
        with statements() as seen:
            threads_of(ideas)
        costs.append(len(seen))
    assert costs[1] <= costs[0] + 1


Act = Callable[[Proposal, datetime], object]


def _decide(to: str) -> Act:
    return lambda idea, at: proposals.decide(proposal=idea, to=to, by=None, role="moderator", at=at, reason_code=None)


def _sift(gate: str, code: str) -> Act:
    def act(idea: Proposal, at: datetime) -> None:
        cycle = db.session.get_one(Cycle, idea.cycle_id)
        sifting.sift(cycle=cycle, ideas=[idea], gate=gate, reason_code=code, note="", link="", by=None, at=at)

    return act


def _group(name: str | None) -> Act:
    return lambda idea, at: grouped(db.session.get_one(Cycle, idea.cycle_id), idea, name=name, at=at)


def _edit(idea: Proposal, at: datetime) -> None:
    proposals.edit(
        proposal=idea, theme=idea.theme, title="Autrement", problem="P", body="B", language="fr", region=None, why="",
        by=None, at=at,
    )  # fmt: skip


ACTS: dict[str, Act] = {
    "publish": _decide("published"),
    "refuse": _decide("refused"),
    "send back": _decide("correction"),
    "edit": _edit,
    "withdraw": lambda idea, at: proposals.withdraw(proposal=idea, by=None, at=at),
    "undo": lambda idea, at: proposals.restore(proposal=idea, to="submitted", by=None, role="moderator", at=at),
    "group": _group("g1"),
    "group anew": _group("g2"),
    "list apart": _group(None),
    "sift": _sift("linked", "access"),
    "sift away": _sift("other_channel", "petition"),
}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(sorted(ACTS)), max_size=9))
def test_any_acts_make_a_thread_in_order_with_one_now(session: object, page: str, acts: list[str]) -> None:
    cycle = db.session.get(Cycle, 1) or make_cycle()
    author = make_person(f"author-{now().timestamp()}")
    idea = send(cycle, None, author)
    for days, name in enumerate(["publish", *acts], start=1):
        try:
            with db.session.begin_nested():
                ACTS[name](idea, NOW + timedelta(days=days))
        except Refused:
            db.session.refresh(idea)
    thread = thread_of(idea)
    dates = [one.at for one in thread.stations]
    assert dates == sorted(dates)
    states = [one.state for one in presenting.shown(thread)]
    assert states.count("now") + states.count("refused") == 1
    assert states.index("now" if "now" in states else "refused") == len(thread.stations) - 1
    stand = standing.of_ideas(cycle.id).get(idea.id)
    assert thread.standing == (idea.state if stand is None or stand.station == "to_sift" else stand.station)
    assert thread.faults == ()
    assert thread.is_over or thread.news_due is not None
