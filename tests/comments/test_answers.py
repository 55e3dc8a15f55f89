"""Answers of the body a thread belongs to, on both databases."""

import pytest
from sqlalchemy import select

from cocreation.accounts.services import contributor_for
from cocreation.comments import answers, services
from cocreation.core.db import db
from cocreation.journal import queries as journal
from cocreation.notifications.models import Notification
from tests.comments.material import a_thread, say
from tests.proposals.material import NOW, make_body, make_person

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("session")]


@pytest.fixture
def world(session):
    body = make_body()
    return {
        "thread": a_thread(), "body": body, "agent": make_person("Nadia", "agent", organisation=body),
        "reader": make_person("Salma"), "other": make_person("Amina"),
    }  # fmt: skip


def give(world, comments, words="Nous en tenons compte.", **more):
    values = {
        "thread": world["thread"], "comments": comments, "source": words, "language": "fr", "by": world["agent"],
        "contributor": contributor_for(world["agent"], organisation=world["body"]), "at": NOW,
    }  # fmt: skip
    return answers.give(**{**values, **more})


def counted(world):
    return answers.counts(thread_id=world["thread"].id, organisation_id=world["body"].id)


def test_one_answer_to_a_group_stands_under_each_and_each_author_is_told_once(world):
    first, second = say(world["thread"], world["reader"]), say(world["thread"], world["reader"])
    third, fourth = say(world["thread"], world["other"]), say(world["thread"], world["other"])
    answer = give(world, [first, second, third])
    found = answers.answers_to([first.id, second.id, third.id, fourth.id])
    assert {number: [(one.answer.id, one.given_to) for one in given] for number, given in found.items()} == {
        comment.id: [(answer.id, 3)] for comment in (first, second, third)
    }
    told = db.session.scalars(select(Notification).where(Notification.kind == "comment.answered")).all()
    assert sorted((one.account_id, one.path) for one in told) == sorted([
        (world["reader"].id, f"/comments/{first.id}"), (world["other"].id, f"/comments/{third.id}"),
    ])  # fmt: skip
    line = journal.lines_of(object_kind="answer", object_id=answer.id)[0]
    assert (line.action, line.acting_role) == ("answer.given", "agent")
    assert line.detail == {"comments": [first.id, second.id, third.id]}
    assert counted(world) == {"answered": 3, "unanswered": 1, "hidden": 0, "withdrawn": 0}


def test_what_cannot_be_read_is_left_out_and_nothing_left_is_refused(world):
    shown, hidden = say(world["thread"], world["reader"]), say(world["thread"], world["reader"])
    withdrawn = say(world["thread"], world["reader"])
    services.hide(comment=hidden, reason_code="insult", by=None, role="moderator", at=NOW)
    services.withdraw(comment=withdrawn, by=world["reader"], at=NOW)
    give(world, [shown, hidden])
    assert set(answers.answers_to([shown.id, hidden.id])) == {shown.id}
    assert counted(world) == {"answered": 1, "unanswered": 0, "hidden": 1, "withdrawn": 1}
    elsewhere = services.open_thread(
        cycle_id=world["thread"].cycle_id, about_kind="theme", about_reference="x", about_path="/x"
    )
    for comments in ([hidden, withdrawn], [], [say(elsewhere, world["reader"])]):
        with pytest.raises(answers.NothingToAnswer):
            give(world, comments)


def test_an_answer_sent_twice_is_one(world):
    comment = say(world["thread"], world["reader"])
    assert give(world, [comment], form_id="x").id == give(world, [comment], form_id="x").id
    assert len(answers.answers_to([comment.id])[comment.id]) == 1


def test_a_reply_of_the_body_answers_too_and_what_the_body_says_is_no_remark(world):
    voice = contributor_for(world["agent"], organisation=world["body"])
    comment, left = say(world["thread"], world["reader"]), say(world["thread"], world["other"])
    reply = say(world["thread"], world["agent"], parent=comment, contributor=voice)
    assert counted(world) == {"answered": 1, "unanswered": 1, "hidden": 0, "withdrawn": 0}
    asked = {"thread_id": world["thread"].id, "organisation_id": world["body"].id}
    assert answers.remarks(**asked, answered=False).items == [left]
    assert answers.remarks(**asked, answered=True).items == [comment]
    assert answers.remarks(**asked, answered=None).items == [comment, left]
    services.hide(comment=reply, reason_code="insult", by=None, role="moderator", at=NOW)
    assert counted(world)["unanswered"] == 2
