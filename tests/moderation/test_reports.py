"""Reports of what others wrote: first in the queue, answered by a decision, undone with it; on both databases."""

import pytest
from sqlalchemy import select

from cocreation.comments import editing
from cocreation.comments import services as comments
from cocreation.core.db import db
from cocreation.core.mail import OutgoingMail
from cocreation.journal import queries as journal
from cocreation.moderation import policies, queries, reports, services
from cocreation.moderation.models import ContentReport
from cocreation.moderation.queries import Filter
from cocreation.moderation.refusals import AlreadyDecided, AlreadyReported, NotReportable
from cocreation.moderation.things import revision_of
from cocreation.notifications.models import Notification
from cocreation.proposals import services as proposals
from tests.moderation.material import decide, scene, waiting_comment, waiting_draft, waiting_proposal
from tests.proposals.material import NOW, make_person, publish

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("session")]


def report(thing, by, reason="insult", words=""):
    return reports.send(thing=thing, reason_code=reason, words=words, by=by, at=NOW)


def lines():
    return [(found.queue, found.kind, found.thing.id, found.reports) for found in queries.queue(asked=Filter()).items]


def published_draft(on):
    draft = waiting_draft(on)
    proposals.decide_draft(draft=draft, to="published", by=on.moderator, role="moderator", at=NOW)
    return draft


def told(kind):
    return db.session.scalars(select(Notification).where(Notification.kind == kind)).all()


def test_what_is_reported_comes_before_the_rest_the_urgent_first_and_stands_there_once():
    on = scene()
    about = publish(waiting_proposal(on))
    checked, unchecked = waiting_comment(on, about), waiting_comment(on, about)
    decide(checked, "keep", on.moderator)
    waits = waiting_proposal(on, "Une idée qui attend")
    people = [make_person(f"Lecteur{number}") for number in range(3)]
    for person in people:
        report(unchecked, person)
    report(about, people[0], "off_topic")
    report(checked, people[0], "danger")
    assert lines() == [
        ("report", "comment", checked.id, 1),
        ("report", "comment", unchecked.id, 3),
        ("report", "proposal", about.id, 1),
        ("proposal", "proposal", waits.id, 0),
    ]
    assert queries.counts(asked=Filter())["report"] == 3
    assert queries.counts(asked=Filter(kinds=("report",)))["comment"] == 0


@pytest.mark.parametrize("kind", ["comment", "proposal", "draft"])
def test_nothing_is_hidden_by_the_number_of_reports(kind):
    on = scene()
    about = publish(waiting_proposal(on))
    thing = {"proposal": about, "comment": waiting_comment(on, about), "draft": published_draft(on)}[kind]
    state = thing.state
    for number in range(12):
        report(thing, make_person(f"Lecteur{number}"), "danger")
    assert thing.state == state
    assert reports.counts_of([thing]) == {(kind, thing.id): 12}


def test_one_report_a_person_of_one_text():
    on = scene()
    comment = waiting_comment(on)
    reader = make_person("Amina")
    report(comment, reader)
    with pytest.raises(AlreadyReported):
        report(comment, reader, "danger")
    assert db.session.query(ContentReport).count() == 1
    editing.edit(comment=comment, source="Autre chose", language="fr", side=None, version_seen=1, by=on.author, at=NOW)
    report(comment, reader)
    assert reports.counts_of([comment]) == {("comment", comment.id): 2}


def test_only_what_everyone_reads_is_reported_and_never_ones_own():
    on = scene()
    proposal = waiting_proposal(on)
    reader = make_person("Amina")
    with pytest.raises(NotReportable):
        report(proposal, reader)
    comment = waiting_comment(on, publish(proposal))
    assert policies.can_report(reader, comment)
    assert not policies.can_report(on.author, comment)
    assert not policies.can_report(on.agent, published_draft(on))
    comments.hide(comment=comment, reason_code="insult", by=None, role="moderator", at=NOW)
    with pytest.raises(NotReportable):
        report(comment, reader)


def test_who_reported_is_told_of_the_outcome_and_its_author_never_who_it_was():
    on = scene()
    comment, reader = waiting_comment(on), make_person("Amina")
    report(comment, reader, words="Il m’insulte, moi, Amina Benali.")
    decision = decide(comment, "hide", on.moderator, reason_code="insult")
    (line,) = told("report.acted")
    assert (line.account_id, line.not_before) == (reader.id, decision.final_at)
    mails = db.session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == on.author.email)).all()
    assert mails
    assert all("Amina" not in mail.body and "Benali" not in mail.body for mail in mails)
    assert lines() == []
    public = journal.lines_of(object_kind="content_report", object_id=1)
    assert [one.action for one in public] == ["report.sent"]
    assert "account" not in str(public[0].detail)


@pytest.mark.parametrize("kind", ["comment", "proposal", "draft"])
def test_keeping_answers_the_reports_and_undoing_asks_again(kind):
    on = scene()
    about = publish(waiting_proposal(on))
    thing = {"proposal": about, "comment": waiting_comment(on, about), "draft": published_draft(on)}[kind]
    if kind == "comment":
        decide(thing, "keep", on.moderator)
    reader = make_person("Amina")
    sent = report(thing, reader)
    state, seen = thing.state, revision_of(thing)
    decision = decide(thing, "keep", on.moderator)
    assert (thing.state, sent.state, sent.decision_id) == (state, "kept", decision.id)
    assert [line.account_id for line in told("report.kept")] == [reader.id]
    with pytest.raises(AlreadyDecided):
        decide(thing, "hide" if kind == "comment" else "refuse", on.second, reason_code="insult", revision_seen=seen)
    services.undo(decision=decision, by=on.moderator, at=NOW)
    db.session.refresh(sent)
    assert (thing.state, sent.state, sent.decision_id) == (state, "waiting", None)
    assert [line.cancelled for line in told("report.kept")] == [True]
    if kind == "comment":
        assert thing.checked_at is not None
    assert [line[:3] for line in lines() if line[0] == "report"] == [("report", kind, thing.id)]


def test_a_published_draft_that_is_reported_can_be_refused_and_undone():
    on = scene()
    draft = published_draft(on)
    report(draft, make_person("Amina"), "personal_data")
    decision = decide(draft, "refuse", on.moderator, reason_code="personal_data")
    assert draft.state == "refused"
    assert not draft.thread.takes_comments(NOW)
    services.undo(decision=decision, by=on.moderator, at=NOW)
    assert draft.state == "published"
    assert draft.thread.takes_comments(NOW)
    assert lines()[0][:2] == ("report", "draft")


def test_without_a_report_there_is_nothing_to_keep_and_a_move_answers_none():
    on = scene()
    proposal = publish(waiting_proposal(on))
    assert "keep" not in services.options(proposal)
    sent = report(proposal, make_person("Amina"), "off_topic")
    decide(proposal, "move", on.moderator, theme=on.other_theme)
    assert sent.state == "waiting"


def test_a_text_changed_since_it_was_read_is_not_decided_on():
    on = scene()
    comment = waiting_comment(on)
    seen = revision_of(comment)
    editing.edit(comment=comment, source="Autre chose", language="fr", side=None, version_seen=1, by=on.author, at=NOW)
    with pytest.raises(services.ChangedMeanwhile):
        decide(comment, "keep", on.moderator, revision_seen=seen)
    decision = decide(comment, "keep", on.moderator)
    editing.edit(comment=comment, source="Encore", language="fr", side=None, version_seen=2, by=on.author, at=NOW)
    with pytest.raises(services.TooLate):
        services.undo(decision=decision, by=on.moderator, at=NOW)
