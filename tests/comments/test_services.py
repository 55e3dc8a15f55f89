"""Threads and comments, on both databases."""

from datetime import timedelta

import pytest

from cocreation.accounts.services import contributor_for
from cocreation.comments import branches, queries, services
from cocreation.comments.models import Comment, Thread
from cocreation.comments.services import CannotReply, NotPossible, ThreadClosed
from cocreation.core.db import db
from cocreation.journal import queries as journal
from tests.proposals.material import NOW, make_cycle, make_person

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("session")]


def a_thread(**more: object) -> Thread:
    cycle = make_cycle()
    return services.open_thread(
        cycle_id=cycle.id, about_kind="proposal", about_reference="PANT-00001", about_path="/proposals/PANT-00001",
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def post(thread: Thread, person, words: str = "Très bonne idée", **more: object) -> Comment:
    values: dict[str, object] = {
        "thread": thread, "contributor": contributor_for(person), "source": words, "language": "fr", "side": "for",
        "parent": None, "about_version": 1, "by": person, "at": NOW,
    }  # fmt: skip
    return services.post(**{**values, **more})  # type: ignore[arg-type]


def test_a_comment_appears_at_once_waits_to_be_checked_and_is_counted():
    thread, person = a_thread(), make_person("Salma")
    comment = post(thread, person, "**Oui** <script>")
    assert (comment.state, comment.depth, comment.root_id, thread.visible_count) == ("visible", 1, comment.id, 1)
    assert "<strong>Oui</strong>" in comment.html
    assert "<script>" not in comment.html
    assert db.session.scalars(queries.unchecked()).all() == [comment]
    assert db.session.scalars(queries.unchecked(cycle_id=thread.cycle_id)).all() == [comment]
    assert db.session.scalars(queries.unchecked(cycle_id=999)).all() == []
    assert journal.lines_of(object_kind="comment", object_id=comment.id)[0].action == "comment.posted"


def test_a_form_sent_twice_is_one_comment_for_the_same_person_only():
    thread, person = a_thread(), make_person("Salma")
    first = post(thread, person, form_id="abc")
    assert post(thread, person, form_id="abc").id == first.id
    assert post(thread, make_person("Amina"), form_id="abc").id != first.id
    assert thread.visible_count == 2


def test_a_closed_thread_takes_nothing():
    thread, person = a_thread(opens_at=NOW, closes_at=NOW + timedelta(days=15)), make_person("Salma")
    for at in (NOW - timedelta(seconds=1), NOW + timedelta(days=15)):
        with pytest.raises(ThreadClosed):
            post(thread, person, at=at)
    post(thread, person)
    services.set_open(thread_id=thread.id, is_open=False)
    with pytest.raises(ThreadClosed):
        post(thread, person)
    services.set_open(thread_id=thread.id, is_open=True)
    services.set_window(thread_id=thread.id, opens_at=None, closes_at=None)
    post(thread, person, at=NOW - timedelta(days=100))


def test_replies_grow_to_the_third_level_and_then_stand_side_by_side():
    thread, person = a_thread(), make_person("Salma")
    chain = [post(thread, person)]
    for _ in range(50):
        chain.append(post(thread, person, parent=chain[-1]))
    assert [comment.depth for comment in chain[:5]] == [1, 2, 3, 3, 3]
    assert {comment.root_id for comment in chain} == {chain[0].id}
    assert {comment.parent_id for comment in chain[2:]} == {chain[1].id}
    page = branches.page_of_thread(thread_id=thread.id)
    second = page.items[0].replies[0]
    assert len(page.items) == 1
    assert len(second.replies) + second.later == 49


def test_no_reply_to_what_cannot_be_read_or_stands_elsewhere():
    thread, person = a_thread(), make_person("Salma")
    hidden, withdrawn = post(thread, person), post(thread, person)
    services.hide(comment=hidden, reason_code="insult", by=None, role="moderator", at=NOW)
    services.withdraw(comment=withdrawn, by=person, at=NOW)
    elsewhere = services.open_thread(
        cycle_id=thread.cycle_id, about_kind="theme", about_reference="x", about_path="/themes/x"
    )
    other = post(elsewhere, person)
    for parent in (hidden, withdrawn, other):
        with pytest.raises(CannotReply):
            post(thread, person, parent=parent)


def test_hiding_keeps_the_place_and_showing_again_counts_again():
    thread, person = a_thread(), make_person("Salma")
    comment = post(thread, person)
    services.hide(comment=comment, reason_code="insult", by=None, role="moderator", at=NOW)
    assert (comment.state, thread.visible_count) == ("hidden", 0)
    assert db.session.scalars(queries.unchecked()).all() == []
    with pytest.raises(NotPossible):
        services.hide(comment=comment, reason_code="insult", by=None, role="moderator", at=NOW)
    assert len(branches.page_of_thread(thread_id=thread.id).items) == 1
    services.show_again(comment=comment, by=None, role="moderator", at=NOW, waiting=True)
    assert (comment.reason_code, thread.visible_count) == (None, 1)
    assert db.session.scalars(queries.unchecked()).all() == [comment]
    services.mark_checked(comment=comment, by=None, at=NOW)
    assert db.session.scalars(queries.unchecked()).all() == []
    services.mark_unchecked(comment=comment, by=None, at=NOW)
    assert db.session.scalars(queries.unchecked()).all() == [comment]


def test_withdrawing_takes_the_words_and_leaves_the_place():
    thread, person = a_thread(), make_person("Salma")
    comment = post(thread, person)
    services.withdraw(comment=comment, by=person, at=NOW)
    assert (comment.state, comment.source, comment.html, thread.visible_count) == ("withdrawn", "", "", 0)
    with pytest.raises(NotPossible):
        services.withdraw(comment=comment, by=person, at=NOW)


def test_sides_are_counted_without_what_is_hidden():
    thread, person = a_thread(), make_person("Salma")
    for side in ("for", "for", "against", "clarify", None):
        post(thread, person, side=side)
    services.hide(comment=post(thread, person), reason_code="insult", by=None, role="moderator", at=NOW)
    assert queries.side_counts([thread.id, 99]) == {
        thread.id: {"for": 2, "against": 1, "clarify": 1, None: 1},
        99: {"for": 0, "against": 0, "clarify": 0, None: 0},
    }
    assert len(queries.visible_of([thread.id])) == thread.visible_count == 5
