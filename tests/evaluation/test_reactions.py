"""Authors react to answers within a window, the secretariat settles each, and the fact alone is public."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cocreation.accounts.personal import Erasure, signed_as
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.evaluation import answers, personal, publishing, reactions, workshops
from cocreation.evaluation.answer_models import PublishedAnswer, Reaction
from cocreation.evaluation.policies import can_publish_answers, can_react
from cocreation.journal import queries as journal
from cocreation.notifications.models import Notification
from cocreation.proposals import services as proposals
from tests.evaluation.answered import NONE, PRESS, WHY, answered, published
from tests.evaluation.material import HELD, PLAN, World
from tests.proposals.material import make_person

NEW = OfficialText(fr="Réponse revue", ar="رد معدل")


def react(world: World, answer: PublishedAnswer, words: str = "Ce n’est pas cela.") -> Reaction:
    return reactions.react(answer=answer, kind="misread", words=words, by=world.authors[0], at=HELD)


def settle(world: World, found: Reaction, resolution: str, own_words: OfficialText = NONE) -> None:
    reactions.settle(
        reaction=found, resolution=resolution, reply="Voici pourquoi.", own_words=own_words, by=world.second, at=HELD
    )


def test_who_reacts_is_the_author_and_who_publishes_is_another(world: World) -> None:
    answer = answered(world)
    assert can_react(world.authors[0], answer)
    assert not any(can_react(other, answer) for other in (world.authors[1], world.secretariat, world.second))
    assert not can_publish_answers(world.second, answer.publication)
    settle(world, react(world, answer), "changed", NEW)
    made = publishing.propose(cycle=world.cycle, note=WHY, press=PRESS, by=world.secretariat, at=HELD)
    assert can_publish_answers(world.second, made)
    assert not any(can_publish_answers(one, made) for one in (world.secretariat, world.authors[0], make_person("m")))


def test_one_reaction_an_answer_within_the_window_and_with_words(world: World) -> None:
    answer = answered(world)
    for words in ("", "  \n"):
        with pytest.raises(reactions.Refused, match="your words"):
            react(world, answer, words)
    late = answers.open_until(answer.publication) + timedelta(seconds=1)
    with pytest.raises(reactions.TooLate):
        reactions.react(answer=answer, kind="other", words="Trop tard", by=world.authors[0], at=late)
    react(world, answer, "<script>alert(1)</script>")
    with pytest.raises(reactions.SaidAlready):
        react(world, answer)
    lines = journal.lines_of(object_kind="proposal", object_id=answer.proposal_id)
    assert "script" not in str(lines[-1].detail)
    assert lines[-1].action == "answer.reaction"


def test_a_changed_answer_waits_for_the_next_publication_and_may_be_reacted_to_again(world: World) -> None:
    answer = answered(world)
    found = react(world, answer)
    with pytest.raises(reactions.Refused, match="French and in Arabic"):
        settle(world, found, "changed", OfficialText(fr="Seulement en français"))
    settle(world, found, "changed", NEW)
    assert [row.proposal_id for row in publishing.changed(world.cycle.id)] == [answer.proposal_id]
    published(world, note=WHY)
    after = answers.published_answer(answer.proposal_id)
    assert after is not None
    assert after.own_words == NEW
    with pytest.raises(reactions.Refused, match="replaced"):
        react(world, answer)
    assert react(world, after).published_answer_id == after.id


def test_of_two_who_settle_the_second_is_told_and_the_author_hears_once(world: World) -> None:
    found = react(world, answered(world))
    settle(world, found, "maintained")
    with pytest.raises(reactions.Refused, match="Somebody else settled"):
        settle(world, found, "next_workshop")
    told = db.session.query(Notification).filter_by(kind="answer.reaction_settled").all()
    assert [one.account_id for one in told] == [world.authors[0].id]
    assert "Voici" not in str(told[0].values)
    assert publishing.changed(world.cycle.id) == []


def test_an_idea_sent_on_is_a_candidate_of_the_next_workshop_alone(world: World) -> None:
    found = react(world, answered(world))
    later = workshops.prepare(cycle=world.cycle, plan=PLAN, by=world.secretariat, at=HELD)
    assert workshops.candidates(later, [world.group, *world.ideas[2:]]) == []
    settle(world, found, "next_workshop")
    assert answers.sent_on(world.cycle.id) == {world.ideas[0].id: HELD}
    assert workshops.candidates(later, [world.group, *world.ideas[2:]]) == []
    assert workshops.add_items(workshop=later, things=[world.ideas[0]], by=world.secretariat, at=HELD)


def test_a_lone_idea_sent_on_is_scored_again_and_a_withdrawn_one_is_not_sent(world: World) -> None:
    answered(world)
    for idea in world.ideas[2:]:
        answer = answers.published_answer(idea.id)
        assert answer is not None
        reactions.react(answer=answer, kind="other", words="Encore", by=world.authors[0], at=HELD)
    first, second = answers.reactions(world.cycle.id)
    settle(world, first, "next_workshop")
    later = workshops.prepare(cycle=world.cycle, plan=PLAN, by=world.secretariat, at=HELD)
    assert workshops.candidates(later, world.ideas[2:]) == [world.ideas[2]]
    proposals.withdraw(proposal=world.ideas[3], by=world.authors[3], at=HELD)
    with pytest.raises(reactions.Refused, match="Only a published idea"):
        settle(world, second, "next_workshop")


def test_erasing_an_account_deletes_the_words_and_keeps_the_fact(world: World) -> None:
    found = react(world, answered(world), "Mots privés")
    holding = next(one for one in personal.holdings() if one.name == "reaction")
    assert [row["words"] for row in holding.given(world.authors[0])] == ["Mots privés"]
    assert holding.erase is not None
    author = world.authors[0]
    holding.erase(Erasure(author, signed_as(author), withdraw=False, at=HELD))
    db.session.refresh(found)
    assert (found.account_id, found.words, found.kind) == (None, "", "misread")
