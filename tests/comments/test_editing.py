"""Correcting a comment: the quarter of an hour, the text before, and what a moderator had read; on both databases."""

from datetime import timedelta

import pytest
import time_machine

from cocreation.accounts.services import contributor_for
from cocreation.comments import policies, queries, services
from cocreation.comments.editing import CannotEdit, EditedMeanwhile, TooLateToEdit, edit
from cocreation.comments.models import EDITABLE_FOR
from cocreation.core.db import db
from cocreation.journal import queries as journal
from tests.comments.material import a_thread, say
from tests.proposals.material import NOW, make_person

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("session")]


def change(comment, words="Je corrige **mon** texte", side=None, seen=1):
    person = comment.contributor.account
    edit(comment=comment, source=words, language="fr", side=side, version_seen=seen, by=person, at=NOW)


def test_the_text_before_is_kept_and_the_comment_is_read_again():
    comment = say(a_thread(), make_person("Salma"), "Premier texte")
    services.mark_checked(comment=comment, by=None, at=NOW)
    revision = comment.revision
    change(comment)
    assert (comment.source, comment.side, comment.version_number, comment.edited_at) == (
        "Je corrige **mon** texte", None, 2, NOW,
    )  # fmt: skip
    assert "<strong>mon</strong>" in comment.html
    assert comment.checked_at is None
    assert comment.revision > revision
    (before,) = queries.texts_before(comment.id)
    assert (before.number, before.source, before.side) == (1, "Premier texte", "for")
    assert journal.lines_of(object_kind="comment", object_id=comment.id)[-1].action == "comment.edited"
    change(comment, "Encore", seen=2)
    assert [text.source for text in queries.texts_before(comment.id)] == ["Premier texte", "Je corrige **mon** texte"]


@pytest.mark.parametrize(("after", "taken"), [
    (timedelta(minutes=14, seconds=59), True),
    (timedelta(minutes=15), False),
    (timedelta(minutes=15, seconds=1), False),
])  # fmt: skip
def test_a_comment_is_edited_for_a_quarter_of_an_hour_by_the_real_clock(after, taken):
    person = make_person("Salma")
    comment = say(a_thread(), person)
    at = comment.created_at + after
    assert policies.can_edit(person, comment, at) is taken
    assert not policies.can_edit(make_person("Amina"), comment, at)
    with time_machine.travel(at, tick=False):
        if taken:
            change(comment)
            assert comment.version_number == 2
        else:
            with pytest.raises(TooLateToEdit):
                change(comment)
            assert comment.version_number == 1
    assert timedelta(minutes=15) == EDITABLE_FOR


def test_what_is_hidden_or_withdrawn_is_not_edited():
    person, thread = make_person("Salma"), a_thread()
    hidden, withdrawn = say(thread, person), say(thread, person)
    services.hide(comment=hidden, reason_code="insult", by=None, role="moderator", at=NOW)
    services.withdraw(comment=withdrawn, by=person, at=NOW)
    for comment in (hidden, withdrawn):
        assert not policies.can_edit(person, comment, comment.created_at)
        with pytest.raises(CannotEdit):
            change(comment)


def test_the_same_text_sent_twice_is_one_edit_and_another_window_is_told():
    comment = say(a_thread(), make_person("Salma"))
    change(comment)
    change(comment)
    assert comment.version_number == 2
    with pytest.raises(EditedMeanwhile):
        change(comment, "Une autre fenêtre")


def test_withdrawing_takes_the_earlier_words_too():
    person = make_person("Salma")
    comment = say(a_thread(), person)
    change(comment)
    services.withdraw(comment=comment, by=person, at=NOW)
    assert queries.texts_before(comment.id) == []


def test_who_is_marked_as_of_the_team_is_so_in_this_cycle_only():
    thread = a_thread()
    people = {name: make_person(name, *roles) for name, roles in {
        "Salma": (), "Driss": ("moderator",), "Omar": ("administrator",), "Hajar": ("moderator",),
    }.items()}  # fmt: skip
    elsewhere = people["Hajar"].roles[0]
    elsewhere.scope_kind, elsewhere.scope_id = "cycle", thread.cycle_id + 1
    db.session.flush()
    said = [say(thread, person, contributor=contributor_for(person)) for person in people.values()]
    assert queries.marks_of(said, cycle_id=thread.cycle_id) == {
        people["Driss"].id: "moderator", people["Omar"].id: "administrator",
    }  # fmt: skip
    assert queries.marks_of([], cycle_id=thread.cycle_id) == {}
