"""Where ideas and draft commitments stand among the choices, from the first sift to the decisions."""

from __future__ import annotations

from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.evaluation import deciding, queries, sifting, standing, workshops
from cocreation.evaluation.models import Workshop
from cocreation.proposals import services as proposals
from tests.evaluation.material import HELD, PLAN, World, discussed, items, opened, prepared
from tests.proposals.material import publish, send

WHY = OfficialText(fr="Parce que", ar="لأن")


def stations(world: World) -> list[str]:
    found = standing.of_ideas(world.cycle.id)
    return [found[idea.id].station for idea in world.ideas]


def close(workshop: Workshop, outcome: str = "retained") -> None:
    for item in items(workshop):
        deciding.decide(item=item, verdict=deciding.Verdict(outcome, WHY), chair=workshop.chairs[0], at=HELD)
    deciding.close(workshop=workshop, by=workshop.chairs[0].account, at=HELD)


def test_an_idea_goes_from_the_sift_to_the_list_and_on_to_its_decision(world: World) -> None:
    later = publish(send(world.cycle, None, world.authors[0], title="Une idée venue après"))
    assert stations(world) == ["linked"] * 4
    assert standing.of_ideas(world.cycle.id)[later.id] == standing.Stand("to_sift")
    workshop = discussed(world)
    assert stations(world) == ["scored"] * 4
    close(workshop)
    assert stations(world) == ["retained"] * 4
    found = standing.of_ideas(world.cycle.id)[world.ideas[1].id]
    assert (found.item, found.reason, found.at) == (items(workshop)[0], WHY, HELD)
    assert found.is_final
    assert standing.of_drafts(world.cycle.id)[world.draft.id].station == "retained"


def test_it_is_on_the_list_while_marks_are_given_alone(world: World) -> None:
    assert standing.of_drafts(world.cycle.id)[world.draft.id].station == "linked"
    opened(world)
    assert stations(world) == ["listed"] * 4
    assert not standing.of_ideas(world.cycle.id)[world.ideas[0].id].is_final


def test_what_the_sift_sent_elsewhere_stays_there_though_its_group_is_listed(world: World) -> None:
    sifting.sift(
        cycle=world.cycle, ideas=[world.ideas[1]], gate="other_channel", reason_code="petition", note="", link="",
        by=world.secretariat, at=HELD,
    )  # fmt: skip
    prepared(world)
    assert stations(world) == ["listed", "other_channel", "listed", "listed"]


def test_a_later_workshop_counts_before_an_earlier_one(world: World) -> None:
    close(discussed(world), "reformulate")
    assert stations(world) == ["reformulate"] * 4
    later = workshops.prepare(cycle=world.cycle, plan=PLAN, by=world.secretariat, at=HELD)
    workshops.add_items(workshop=later, things=[world.group], by=world.secretariat, at=HELD)
    assert stations(world) == ["listed", "listed", "reformulate", "reformulate"]


def test_a_withdrawn_idea_stands_nowhere_and_every_published_one_somewhere(world: World) -> None:
    proposals.withdraw(proposal=world.ideas[3], by=world.authors[3], at=HELD)
    db.session.flush()
    found = standing.of_ideas(world.cycle.id)
    assert set(found) == set(queries.published_ids(world.cycle.id)) == {idea.id for idea in world.ideas[:3]}
