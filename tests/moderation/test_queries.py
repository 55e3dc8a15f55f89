"""The one queue: its order, its filters, its pages, and how often it asks the database."""

from datetime import timedelta

import pytest
from sqlalchemy import event, insert

from cocreation.accounts.services import contributor_for
from cocreation.comments.models import Comment
from cocreation.core.db import db
from cocreation.moderation import queries, services
from cocreation.moderation.queries import Filter
from cocreation.moderation.things import kind_of
from cocreation.proposals.models import Proposal, ProposalVersion
from tests.moderation.material import decide, scene, waiting_comment, waiting_draft, waiting_proposal
from tests.proposals.material import NOW, make_cycle, make_person, publish, send

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("session")]


def names(asked=None, **more):
    page = queries.queue(asked=asked or Filter(**more))
    return [(found.queue, found.kind, found.thing.id) for found in page.items]


def everything(on):
    """One thing of each kind, the oldest last made, and a second look."""
    comment = waiting_comment(on)
    draft = waiting_draft(on)
    proposal = waiting_proposal(on)
    refused = waiting_proposal(on, "Une idée refusée")
    comment.received_at, draft.received_at = NOW - timedelta(days=2), NOW - timedelta(days=3)
    decide(refused, "refuse", on.moderator, reason_code="insult")
    services.ask_second_look(kind="proposal", object_id=refused.id, words="Non.", by=on.author, at=NOW)
    db.session.flush()
    return proposal, draft, comment, refused


def test_second_looks_come_first_then_the_oldest():
    on = scene()
    proposal, draft, comment, refused = everything(on)
    assert names() == [
        ("second_look", "proposal", refused.id),
        ("draft", "draft", draft.id),
        ("comment", "comment", comment.id),
        ("proposal", "proposal", proposal.id),
    ]
    assert queries.counts(asked=Filter()) == {
        "second_look": 1, "report": 0, "proposal": 1, "revision": 0, "draft": 1, "comment": 1,
    }  # fmt: skip


def test_what_is_decided_checked_withdrawn_or_answered_waits_no_longer():
    on = scene()
    proposal, draft, comment, refused = everything(on)
    decide(proposal, "publish", on.moderator)
    decide(draft, "correction", on.moderator, reason_code="unclear")
    decide(comment, "keep", on.moderator)
    look = queries.second_look_at(refused)
    services.answer_second_look(look=look, upheld=True, answer="Oui.", by=on.second, at=NOW)
    assert names() == []


def test_it_is_narrowed_by_theme_language_voice_kind_and_cycle():
    on = scene()
    proposal, draft, comment, refused = everything(on)
    arabic = send(on.cycle, on.other_theme, make_person("Yassine"), "فكرة", language="ar")
    elsewhere = make_cycle("pan-autre", "AUTRE")
    other = send(elsewhere, None, on.author)
    of = {
        "proposal": proposal,
        "draft": draft,
        "comment": comment,
        "refused": refused,
        "arabic": arabic,
        "other": other,
    }

    def found(**more):
        ids = names(**more)
        return {name for name, thing in of.items() if (kind_of(thing), thing.id) in {each[1:] for each in ids}}

    assert found(theme_ids=(on.other_theme.id,)) == {"arabic"}
    assert found(theme_ids=(on.theme.id,)) == {"proposal", "draft", "comment", "refused"}
    assert found(theme_ids=()) == {"other"}
    assert found(language="ar") == {"arabic", "draft"}
    assert found(voice="administration") == {"draft"}
    assert found(kinds=("comment",)) == {"comment"}
    assert found(kinds=("second_look",)) == {"refused"}
    assert found(cycle_ids=(elsewhere.id,)) == {"other"}
    assert found(theme_ids=(on.theme.id,), language="fr", kinds=("proposal", "comment")) == {"proposal", "comment"}
    assert queries.counts(asked=Filter(cycle_ids=(elsewhere.id,)))["proposal"] == 1


def test_comments_on_drafts_and_themes_are_found_by_their_theme():
    on = scene()
    draft = waiting_draft(on)
    decide(draft, "publish", on.moderator, opens_at=NOW)
    made = waiting_comment(on, draft)
    assert names(theme_ids=(on.theme.id,), kinds=("comment",)) == [("comment", "comment", made.id)]


def test_it_is_read_page_by_page_both_ways_without_a_gap():
    on = scene()
    about = publish(waiting_proposal(on))
    made = [waiting_proposal(on, f"Idée {number}") for number in range(7)]
    said = [waiting_comment(on, about) for _ in range(6)]
    seen, cursor = [], None
    while True:
        page = queries.queue(asked=Filter(), cursor=cursor, size=4)
        seen.append([(found.kind, found.thing.id) for found in page.items])
        if page.next_cursor is None:
            break
        cursor = page.next_cursor
    flat = [each for part in seen for each in part]
    assert len(flat) == len(set(flat)) == len(made) + len(said)
    before = queries.queue(asked=Filter(), cursor=page.previous_cursor, size=4)
    assert [(found.kind, found.thing.id) for found in before.items] == seen[-2]


def test_the_next_one_follows_in_the_same_queue():
    on = scene()
    first, second = waiting_proposal(on, "Première"), waiting_proposal(on, "Deuxième")
    assert queries.next_after(asked=Filter(), thing=first, since=first.received_at) == ("proposal", second.id)
    assert queries.next_after(asked=Filter(), thing=second, since=second.received_at) == ("proposal", first.id)
    decide(first, "publish", on.moderator)
    assert queries.next_after(asked=Filter(), thing=second, since=second.received_at) is None


def statements_of(action):
    found = []

    def note(connection, cursor, statement, *rest):
        found.append(statement)

    db.session.flush()
    db.session.expire_all()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        action()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(found)


def test_a_page_asks_the_database_as_often_for_a_thousand_as_for_ten():
    on = scene()
    everything(on)
    about = publish(waiting_proposal(on))

    def read():
        for found in queries.queue(asked=Filter(), size=100).items:
            assert found.thing.contributor.name is not None
        queries.counts(asked=Filter())

    few = statements_of(read)
    fill(on, about.thread, 500)
    assert sum(queries.counts(asked=Filter()).values()) > 1_000
    assert statements_of(read) == few <= 6


def fill(on, thread, number):
    """Put many rows in at once: going through the services would take half a minute."""
    authors = [contributor_for(make_person(f"Personne{each}")).id for each in range(20)]
    same = {"cycle_id": on.cycle.id, "theme_id": on.theme.id, "state": "submitted", "created_at": NOW, "revision": 1}
    proposals = [
        {**same, "reference": f"PANT-9{each:04}", "contributor_id": authors[each % 20], "received_at": NOW}
        for each in range(number)
    ]
    ids = db.session.scalars(insert(Proposal).returning(Proposal.id), proposals).all()
    text = {"number": 1, "language": "fr", "title": "Une idée", "digest": "", "created_at": NOW}
    db.session.execute(insert(ProposalVersion), [{**text, "proposal_id": each} for each in ids])
    said = {"thread_id": thread.id, "language": "fr", "source": "Oui.", "html": "<p>Oui.</p>", "state": "visible"}
    rows = [
        {**said, "contributor_id": authors[each % 20], "created_at": NOW, "received_at": NOW} for each in range(number)
    ]
    db.session.execute(insert(Comment), rows)


def test_what_the_author_sent_beside_is_counted_without_the_thing_itself():
    on = scene()
    proposal, _, comment, _ = everything(on)
    assert queries.written_beside(proposal) == {"proposals": 2, "refused": 1, "comments": 1}
    assert queries.written_beside(comment) == {"proposals": 3, "refused": 1, "comments": 0}
