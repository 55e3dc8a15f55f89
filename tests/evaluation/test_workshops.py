"""A workshop from its preparation to its closing: who scores what, who sees what, and what happens in between."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sqlalchemy import func, select

from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import OfficialText
from cocreation.evaluation import deciding, policies, queries, results, scoring, workshops
from cocreation.evaluation.conflicts import Recused
from cocreation.evaluation.deciding import Verdict
from cocreation.evaluation.models import Score, ScoreChange, Workshop
from cocreation.evaluation.workshops import NotNow
from cocreation.journal import services as journal
from cocreation.proposals import services as proposals
from tests.evaluation.material import (
    HELD,
    WHY,
    World,
    adopted,
    closed,
    decide,
    discussed,
    items,
    mark,
    mark_all,
    opened,
    prepared,
    seat,
)  # fmt: skip
from tests.proposals.material import make_person

pytestmark = pytest.mark.both_databases


def test_it_opens_with_a_grid_items_a_chair_and_enough_evaluators(world: World) -> None:
    workshop = prepared(world, evaluators=1)
    with pytest.raises(Refused, match="adopt the grid"):
        workshops.open_round(workshop=workshop, by=world.second, at=HELD)
    adopted(world)
    with pytest.raises(Refused, match="evaluators"):
        workshops.open_round(workshop=workshop, by=world.second, at=HELD)
    seat(world, workshop, make_person("another"))
    workshops.open_round(workshop=workshop, by=world.second, at=HELD)
    assert workshop.state == "scoring"


def test_who_prepared_it_does_not_open_it(world: World) -> None:
    adopted(world)
    workshop = prepared(world)
    with pytest.raises(Refused, match="no hand"):
        workshops.open_round(workshop=workshop, by=world.secretariat, at=HELD)


def test_only_what_passed_the_first_sift_is_put_on_the_list_and_once(world: World) -> None:
    workshop = prepared(world)
    again = workshops.add_items(workshop=workshop, things=[world.group], by=world.secretariat, at=HELD)
    assert again == []
    other = workshops.prepare(cycle=world.cycle, plan=_plan(workshop), by=world.secretariat, at=HELD)
    with pytest.raises(Refused, match="first sift"):
        workshops.add_items(workshop=other, things=[world.ideas[2]], by=world.secretariat, at=HELD)


def _plan(workshop: Workshop) -> workshops.Plan:
    return workshops.Plan(workshop.title, workshop.place, "", workshop.starts_at, 2, False)


def test_who_administers_a_workshop_does_not_sit_in_it(world: World) -> None:
    workshop = prepared(world)
    with pytest.raises(Refused, match="does not sit"):
        seat(world, workshop, world.secretariat)
    seat(world, workshop, world.second)
    assert not policies.can_administer(world.second, workshop)
    assert policies.can_administer(world.secretariat, workshop)


def test_marks_are_hidden_until_all_have_sent_theirs(world: World) -> None:
    workshop = opened(world)
    people = [one.account for one in (*workshop.evaluators, *workshop.chairs)]
    for one in workshop.evaluators:
        assert not any(policies.can_see_room(person, workshop) for person in people)
        mark_all(workshop, one, 3)
    assert workshop.state == "discussion"
    assert all(policies.can_see_room(person, workshop) for person in people)
    assert not policies.can_see_room(world.secretariat, workshop)


def test_sending_waits_for_every_mark(world: World) -> None:
    workshop = opened(world)
    with pytest.raises(Refused, match="wait for their marks"):
        scoring.send(seat=workshop.evaluators[0], at=HELD)


def test_a_chair_closes_the_round_once_enough_have_sent(world: World) -> None:
    workshop = opened(world)
    chair = workshop.chairs[0].account
    mark_all(workshop, workshop.evaluators[0], 3)
    with pytest.raises(Refused, match="At least"):
        scoring.close_round(workshop=workshop, by=chair, at=HELD)
    mark(workshop.evaluators[2], items(workshop)[0], 0)
    mark_all(workshop, workshop.evaluators[1], 3)
    scoring.close_round(workshop=workshop, by=chair, at=HELD)
    found = results.of(workshop)
    assert len(found.voters) == 2
    assert {one.score for one in found.standings.values()} == {Fraction(75)}


def test_two_chairs_closing_at_once_the_second_is_told(world: World) -> None:
    workshop = opened(world)
    for one in workshop.evaluators[:2]:
        mark_all(workshop, one, 3)
    db.session.commit()
    # The second chair's page was read before the first one closed: the row has changed behind its back.
    table = Workshop.__table__
    db.session.execute(table.update().where(table.c.id == workshop.id).values(state="discussion"))  # type: ignore[attr-defined]
    assert workshop.state == "scoring"
    with pytest.raises(NotNow):
        scoring.close_round(workshop=workshop, by=workshop.chairs[0].account, at=HELD)
    for item in items(workshop):
        decide(workshop, item)
    deciding.close(workshop=workshop, by=workshop.chairs[0].account, at=HELD)
    with pytest.raises(NotNow):
        deciding.close(workshop=workshop, by=workshop.chairs[0].account, at=HELD)


def test_marks_change_in_the_discussion_with_a_reason_and_what_they_were_is_kept(world: World) -> None:
    workshop = discussed(world)
    one, item = workshop.evaluators[0], items(workshop)[0]
    with pytest.raises(Refused, match="Say why"):
        mark(one, item, 4)
    mark(one, item, 4, reason="Convaincu par la discussion")
    change = db.session.scalars(select(ScoreChange)).one()
    assert (set(change.before.values()), change.reason) == ({"1"}, "Convaincu par la discussion")
    assert results.of(workshop).standings[item.id].score == Fraction(75)


def test_marks_sent_do_not_change_while_the_round_lasts(world: World) -> None:
    workshop = opened(world)
    one = workshop.evaluators[0]
    mark_all(workshop, one, 2)
    with pytest.raises(NotNow):
        mark(one, items(workshop)[0], 4, reason="Trop tard")


def test_a_conflict_found_from_membership_closes_every_door(world: World) -> None:
    adopted(world)
    workshop = prepared(world)
    seat(world, workshop, world.authors[2])
    workshops.open_round(workshop=workshop, by=world.second, at=HELD)
    own, author = items(workshop)[1], workshop.evaluators[-1]
    assert [(one.item_id, one.source) for one in queries.recusals(workshop.id)] == [(own.id, "membership")]
    with pytest.raises(Recused):
        mark(author, own, 4)
    assert own not in scoring.to_do(author)


def test_a_role_for_the_body_behind_a_draft_is_a_conflict_even_when_given_later(world: World) -> None:
    workshop = opened(world)
    one, draft = workshop.evaluators[0], items(workshop)[3]
    mark(one, draft, 4)
    one.organisation_id = world.draft.organisation_id
    with pytest.raises(Recused):
        mark(one, draft, 3)


def test_marks_given_before_a_conflict_was_declared_are_set_aside_and_their_effect_is_shown(world: World) -> None:
    workshop = discussed(world)
    one, item = workshop.evaluators[0], items(workshop)[0]
    before = results.of(workshop).standings[item.id]
    scoring.recuse(seat=one, item=item, reason="J’ai travaillé sur ce projet", at=HELD)
    found = results.of(workshop)
    assert (before.rank, before.voices) == (1, 3)
    assert (found.standings[item.id].voices, found.standings[item.id].rank) == (2, 1)
    assert [(each.item, each.evaluator, each.rank, each.with_marks) for each in found.effects] == [
        (item.id, one.id, 1, 1)
    ]
    with pytest.raises(Recused):
        mark(one, item, 4, reason="Quand même")


def test_an_evaluator_removed_in_mid_scoring_loses_nothing_and_counts_no_longer(world: World) -> None:
    workshop = opened(world)
    for place, one in enumerate(workshop.evaluators[:2]):
        mark_all(workshop, one, 2 + place)
    gone = workshop.evaluators[0]
    mark(workshop.evaluators[2], items(workshop)[0], 1)
    scoring.dismiss(seat=gone, by=world.secretariat, at=HELD)
    with pytest.raises(NotNow):
        mark(gone, items(workshop)[0], 4)
    assert policies.seat_of(gone.account, workshop) is None
    mark_all(workshop, workshop.evaluators[-1], 3)
    assert workshop.state == "discussion"
    found = results.of(workshop)
    assert {one.id for one in found.voters} == {one.id for one in workshop.evaluators}
    assert {one.voices for one in found.standings.values()} == {2}
    assert db.session.scalar(select(func.count()).select_from(Score).where(Score.seat_id == gone.id)) == 4


def test_an_item_withdrawn_by_its_author_in_mid_workshop_keeps_its_marks_and_is_left_out(world: World) -> None:
    workshop = discussed(world)
    item = items(workshop)[1]
    proposals.withdraw(proposal=world.ideas[2], by=world.authors[2], at=HELD)
    found = results.of(workshop)
    assert (found.gone, item.id in found.standings, len(found.standings)) == ({item.id}, False, 3)
    for act in (lambda: mark(workshop.evaluators[0], item, 4, "Non"), lambda: decide(workshop, item)):
        with pytest.raises(scoring.Gone):
            act()
    assert len([one for one in queries.scores(workshop.id) if one.item_id == item.id]) == 3
    for other in items(workshop):
        if other.id != item.id:
            decide(workshop, other)
    deciding.close(workshop=workshop, by=workshop.chairs[0].account, at=HELD)
    assert workshop.state == "closed"


def test_each_decision_has_what_it_needs(world: World) -> None:
    workshop = discussed(world)
    first, second, third, _ = items(workshop)
    chair = workshop.chairs[0]
    with pytest.raises(Refused, match="reason"):
        deciding.decide(item=first, verdict=Verdict("retained", OfficialText()), chair=chair, at=HELD)
    with pytest.raises(Refused, match="merged into"):
        decide(workshop, first, "merged")
    with pytest.raises(Refused, match="merged into"):
        decide(workshop, first, "merged", merged_into=first)
    with pytest.raises(Refused, match="address"):
        decide(workshop, first, "already_done")
    decide(workshop, second, "merged", merged_into=first)
    with pytest.raises(Refused, match="not merged itself"):
        decide(workshop, third, "merged", merged_into=second)
    with pytest.raises(NotNow):
        deciding.decide(item=first, verdict=Verdict("retained", WHY), chair=workshop.evaluators[0], at=HELD)
    with pytest.raises(Refused, match="wait for a decision"):
        deciding.close(workshop=workshop, by=chair.account, at=HELD)


def test_from_what_is_merged_one_step_leads_to_what_stands_for_it(world: World) -> None:
    workshop = discussed(world)
    first, second, third, _ = items(workshop)
    decide(workshop, first, "merged", merged_into=second)
    with pytest.raises(Refused):
        decide(workshop, second, "merged", merged_into=third)
    proposals.withdraw(proposal=world.ideas[3], by=world.authors[3], at=HELD)
    assert third.proposal is world.ideas[3]
    with pytest.raises(scoring.Gone):
        decide(workshop, first, "merged", merged_into=third)


def test_a_decision_that_departs_from_the_ranking_is_shown(world: World) -> None:
    workshop = discussed(world)
    first, second, *rest = items(workshop)
    for one in workshop.evaluators:
        mark(one, first, 4, reason="Ensemble")
    decide(workshop, first, "not_retained")
    decide(workshop, second)
    assert deciding.departures([first, second, *rest], results.of(workshop).standings) == {first.id, second.id}
    decide(workshop, first)
    assert deciding.departures([first, second, *rest], results.of(workshop).standings) == set()


def test_what_is_sent_back_to_be_reformulated_returns_as_a_new_item(world: World) -> None:
    workshop = discussed(world)
    for place, item in enumerate(items(workshop)):
        decide(workshop, item, "retained" if place else "reformulate")
    deciding.close(workshop=workshop, by=workshop.chairs[0].account, at=HELD)
    later = workshops.prepare(cycle=world.cycle, plan=_plan(workshop), by=world.secretariat, at=HELD)
    things = [world.group, *world.ideas[2:]]
    assert workshops.candidates(later, things) == [world.group]


def test_closing_and_reopening_takes_two_people_and_loses_nothing(world: World) -> None:
    workshop = closed(world)
    before = _picture(workshop)
    assert policies.can_see_results(make_person("anyone"), workshop)
    with pytest.raises(NotNow):
        mark(workshop.evaluators[0], items(workshop)[0], 0, "Après")
    with pytest.raises(Refused, match="asks first"):
        workshops.agree_to_reopen(workshop=workshop, by=world.second, at=HELD)
    workshops.ask_to_reopen(workshop=workshop, reason=WHY, by=world.secretariat, at=HELD)
    with pytest.raises(Refused, match="asks first"):
        workshops.agree_to_reopen(workshop=workshop, by=world.secretariat, at=HELD)
    with pytest.raises(Refused, match="asked already"):
        workshops.ask_to_reopen(workshop=workshop, reason=WHY, by=world.second, at=HELD)
    workshops.agree_to_reopen(workshop=workshop, by=world.second, at=HELD)
    assert workshop.state == "discussion"
    deciding.close(workshop=workshop, by=workshop.chairs[0].account, at=HELD)
    assert _picture(workshop) == before
    assert [one.note for one in workshop.reopenings] == [WHY]
    assert journal.verify() is None


def _picture(workshop: Workshop) -> object:
    marks = [(one.seat_id, one.item_id, one.marks) for one in queries.scores(workshop.id)]
    decisions = [(item.id, item.outcome, item.reason, item.decided_at) for item in items(workshop)]
    return marks, decisions, results.of(workshop).standings
