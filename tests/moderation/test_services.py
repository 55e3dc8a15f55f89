"""Deciding, undoing, telling and looking again, on both databases."""

from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from cocreation.core.db import db
from cocreation.core.mail import OutgoingMail
from cocreation.journal import queries as journal
from cocreation.journal.services import verify
from cocreation.moderation import services
from cocreation.moderation.models import CHANNEL_LINKS, REASONS, TARGETS, SecondLook
from cocreation.moderation.things import kind_of, revision_of
from cocreation.notifications.models import Notification
from cocreation.notifications.services import be_quiet
from cocreation.proposals import services as proposals
from tests.moderation.material import decide, scene, waiting_comment, waiting_draft, waiting_proposal
from tests.proposals.material import NOW, draft_text, publish

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("session")]


def told(kind):
    return db.session.scalars(select(Notification).where(Notification.kind == kind)).one()


def mail_of(kind):
    return db.session.get(OutgoingMail, told(kind).mail_id)


@pytest.mark.parametrize("code", ["publish", "correction", "refuse", "other_channel", "out_of_scope"])
def test_each_decision_changes_the_state_writes_the_journal_and_tells_the_author(code):
    on = scene()
    proposal = waiting_proposal(on)
    reason = next(iter(REASONS[code])) if code in REASONS else None
    decision = decide(proposal, code, on.moderator, reason_code=reason, note="Relisez la charte.")
    state = TARGETS["proposal"][code]
    assert (proposal.state, decision.from_state, decision.to_state) == (state, "submitted", state)
    line = journal.lines_of(object_kind="proposal", object_id=proposal.id)[-1]
    assert (line.action, line.reason_code, line.acting_role) == (f"proposal.{state}", reason, "moderator")
    mail = mail_of(f"decision.{code}")
    assert mail.recipient == on.author.email
    assert mail.not_before == decision.final_at
    assert "Relisez la charte." in mail.body
    assert f"/fr/proposals/{proposal.reference}" in mail.body
    assert verify() is None


def test_the_author_is_told_in_their_own_language_with_the_address_of_the_other_channel():
    on = scene()
    on.author.language = "ar"
    decide(waiting_proposal(on), "other_channel", on.moderator, reason_code="complaint")
    mail = mail_of("decision.other_channel")
    assert mail.language == "ar"
    assert "/ar/proposals/" in mail.body
    assert CHANNEL_LINKS["complaint"] in mail.body


def test_a_duplicate_is_a_link_and_both_stay():
    on = scene()
    first, again = publish(waiting_proposal(on)), waiting_proposal(on, "La même idée, dite autrement")
    decide(again, "duplicate", on.moderator, reason_code="same_idea", duplicate_of=first)
    assert (again.state, again.duplicate_of, first.state) == ("duplicate", first, "published")
    assert first.reference in mail_of("decision.duplicate").body


def test_a_move_keeps_what_the_author_chose_and_leaves_the_proposal_in_the_queue():
    on = scene()
    proposal = waiting_proposal(on)
    decision = decide(proposal, "move", on.moderator, theme=on.other_theme)
    assert (proposal.theme, proposal.original_theme, proposal.state) == (on.other_theme, on.theme, "submitted")
    services.undo(decision=decision, by=on.moderator, at=NOW)
    assert proposal.theme == on.theme


def test_undoing_the_move_of_a_proposal_without_theme_leaves_it_without_theme():
    on = scene()
    proposal = waiting_proposal(on)
    proposal.theme = None
    db.session.flush()
    decision = decide(proposal, "move", on.moderator, theme=on.theme)
    services.undo(decision=decision, by=on.moderator, at=NOW)
    assert proposal.theme is None


def test_a_draft_commitment_is_published_with_its_window():
    on = scene()
    draft = waiting_draft(on)
    last = NOW + timedelta(days=15)
    decision = decide(draft, "publish", on.moderator, opens_at=NOW, closes_at=last)
    assert (draft.state, draft.closes_at) == ("published", last)
    assert draft.thread is not None
    assert draft.thread.takes_comments(NOW)
    assert mail_of("decision.publish").recipient == on.agent.email
    services.undo(decision=decision, by=on.moderator, at=NOW)
    assert draft.state == "submitted"
    assert not draft.thread.takes_comments(NOW)


def test_a_hidden_comment_keeps_its_reason_and_a_kept_one_is_no_news():
    on = scene()
    proposal = publish(waiting_proposal(on))
    hidden, kept = waiting_comment(on, proposal), waiting_comment(on, proposal)
    decide(hidden, "hide", on.moderator, reason_code="insult")
    decide(kept, "keep", on.moderator)
    assert (hidden.state, hidden.reason_code, proposal.thread.visible_count) == ("hidden", "insult", 1)
    assert (kept.state, kept.checked_at) == ("visible", NOW)
    assert f"/fr/comments/{hidden.id}" in mail_of("decision.hide").body
    kinds = set(db.session.scalars(select(Notification.kind)))
    assert "decision.keep" not in kinds


def test_a_reason_of_the_closed_list_is_needed():
    on = scene()
    proposal = waiting_proposal(on)
    for reason in (None, "", "same_idea", "nonsense"):
        with pytest.raises(services.ReasonNeeded):
            decide(proposal, "refuse", on.moderator, reason_code=reason)
    assert proposal.state == "submitted"


def test_every_decision_that_is_not_among_the_options_is_refused():
    on = scene()
    published = publish(waiting_proposal(on))
    things = [waiting_proposal(on), published, waiting_draft(on), waiting_comment(on, published)]
    for thing in things:
        for code in ("publish", "correction", "refuse", "other_channel", "duplicate", "move", "keep", "hide", "x"):
            if code not in services.options(thing):
                with pytest.raises(services.NotDecidable):
                    decide(thing, code, on.moderator, reason_code="insult")
        assert services.options(thing)


def test_the_second_of_two_moderators_learns_what_the_first_decided():
    on = scene()
    for thing, code, reason in (
        (waiting_proposal(on), "refuse", "insult"),
        (waiting_draft(on), "correction", "unclear"),
        (waiting_comment(on), "hide", "insult"),
        (waiting_comment(on), "keep", None),
    ):
        seen = revision_of(thing)
        first = decide(thing, code, on.moderator, reason_code=reason)
        with pytest.raises(services.AlreadyDecided) as caught:
            decide(thing, code, on.second, reason_code=reason, revision_seen=seen)
        assert caught.value.decision.id == first.id
        assert caught.value.decision.by == on.moderator


def test_who_has_an_older_text_before_their_eyes_is_asked_to_read_again():
    on = scene()
    proposal = waiting_proposal(on)
    seen = revision_of(proposal)
    edit(proposal, on)
    with pytest.raises(services.ChangedMeanwhile):
        decide(proposal, "publish", on.moderator, revision_seen=seen)


def edit(proposal, on, body="Publier chaque budget en ligne, en arabe et en français."):
    text = proposal.current
    return proposals.edit(
        proposal=proposal, theme=proposal.theme, title=text.title, problem=text.problem, body=body, language="fr",
        region=proposal.region, why="", by=on.author, at=NOW,
    )  # fmt: skip


def test_a_corrected_proposal_comes_back_and_an_old_page_does_not_speak_of_the_old_decision():
    on = scene()
    proposal = waiting_proposal(on)
    seen = revision_of(proposal)
    decision = decide(proposal, "correction", on.moderator, reason_code="unclear")
    edit(proposal, on)
    assert (proposal.state, decision.version_number, proposal.version_number) == ("submitted", 1, 2)
    with pytest.raises(services.ChangedMeanwhile):
        decide(proposal, "publish", on.second, revision_seen=seen)
    with pytest.raises(services.TooLate):
        services.undo(decision=decision, by=on.moderator, at=NOW)


START = datetime.fromisoformat("2026-03-01T10:00:00+00:00")


@pytest.mark.parametrize(
    ("code", "reason"), [("publish", None), ("refuse", "insult"), ("out_of_scope", "not_open_government")]
)
def test_a_decision_is_undone_until_its_mail_leaves(code, reason):
    with time_machine.travel(START, tick=False) as clock:
        on = scene()
        proposal = waiting_proposal(on)
        decision = decide(proposal, code, on.moderator, reason_code=reason)
        clock.shift(119)
        services.undo(decision=decision, by=on.moderator, at=NOW)
        assert (proposal.state, proposal.reason_code) == ("submitted", None)
        assert told(f"decision.{code}").cancelled
        assert mail_of(f"decision.{code}").state == "cancelled"
        line = journal.lines_of(object_kind="proposal", object_id=proposal.id)[-1]
        assert (line.action, line.to_state) == ("proposal.restored", "submitted")


def test_two_minutes_later_it_stands():
    with time_machine.travel(START, tick=False) as clock:
        on = scene()
        proposal = waiting_proposal(on)
        decision = decide(proposal, "publish", on.moderator)
        clock.shift(120)
        with pytest.raises(services.TooLate):
            services.undo(decision=decision, by=on.moderator, at=NOW)
        assert proposal.state == "published"


def test_a_mail_that_is_being_sent_is_not_undone():
    on = scene()
    decision = decide(waiting_proposal(on), "publish", on.moderator)
    mail_of("decision.publish").state = "sending"
    with pytest.raises(services.TooLate):
        services.undo(decision=decision, by=on.moderator, at=NOW)


def test_undoing_twice_or_out_of_order_is_refused():
    on = scene()
    proposal = waiting_proposal(on)
    moved = decide(proposal, "move", on.moderator, theme=on.other_theme)
    published = decide(proposal, "publish", on.moderator)
    with pytest.raises(services.TooLate):
        services.undo(decision=moved, by=on.moderator, at=NOW)
    services.undo(decision=published, by=on.moderator, at=NOW)
    with pytest.raises(services.TooLate):
        services.undo(decision=published, by=on.moderator, at=NOW)
    services.undo(decision=moved, by=on.moderator, at=NOW)
    assert (proposal.state, proposal.theme) == ("submitted", on.theme)


def test_undoing_gives_a_published_proposal_its_thread_back():
    on = scene()
    proposal = publish(waiting_proposal(on))
    decision = decide(proposal, "out_of_scope", on.moderator, reason_code="other_level")
    assert not proposal.thread.is_open
    services.undo(decision=decision, by=on.moderator, at=NOW)
    assert (proposal.state, proposal.thread.is_open, proposal.published_at) == ("published", True, NOW)


def test_undoing_puts_comments_back_where_they_were():
    on = scene()
    hidden, kept = waiting_comment(on), waiting_comment(on)
    for comment, code, reason in ((hidden, "hide", "insult"), (kept, "keep", None)):
        decision = decide(comment, code, on.moderator, reason_code=reason)
        services.undo(decision=decision, by=on.moderator, at=NOW)
        assert (comment.state, comment.checked_at) == ("visible", None)


def asked(on, thing, by=None):
    return services.ask_second_look(
        kind=kind_of(thing), object_id=thing.id, words="Ce n’est pas une insulte.", by=by or on.author, at=NOW
    )


def test_a_second_look_is_asked_once():
    on = scene()
    proposal = waiting_proposal(on)
    with pytest.raises(services.NothingToLookAt):
        asked(on, proposal)
    decision = decide(proposal, "refuse", on.moderator, reason_code="insult")
    look = asked(on, proposal)
    assert (look.state, look.decision_id) == ("waiting", decision.id)
    with pytest.raises(services.OnlyOnce):
        asked(on, proposal)
    line = journal.lines_of(object_kind="proposal", object_id=proposal.id)[-1]
    assert line.action == "second_look.asked"


def refused_things(on):
    proposal, draft, comment = waiting_proposal(on), waiting_draft(on), waiting_comment(on)
    decide(proposal, "refuse", on.moderator, reason_code="insult", note="Lisez la charte.")
    decide(draft, "refuse", on.moderator, reason_code="unlawful")
    decide(comment, "hide", on.moderator, reason_code="insult")
    return [(proposal, on.author, "published"), (draft, on.agent, "published"), (comment, on.author, "visible")]


def test_a_second_look_that_changes_the_decision_shows_the_thing_and_can_be_undone():
    on = scene()
    for thing, author, state in refused_things(on):
        before, reason = thing.state, thing.reason_code
        look = asked(on, thing, author)
        decision = services.answer_second_look(look=look, upheld=False, answer="Erreur.", by=on.second, at=NOW)
        assert (thing.state, look.state, decision.second_look) == (state, "changed", True)
        services.undo(decision=decision, by=on.second, at=NOW)
        assert (thing.state, thing.reason_code, look.state) == (before, reason, "waiting")
    assert verify() is None


def test_a_second_look_that_upholds_tells_why_and_changes_nothing():
    on = scene()
    for thing, author, _ in refused_things(on):
        before = thing.state
        look = asked(on, thing, author)
        decision = services.answer_second_look(
            look=look, upheld=True, answer="C’est bien une insulte.", by=on.administrator, at=NOW
        )
        assert (thing.state, look.state, look.answered_by_id) == (before, "upheld", on.administrator.id)
        line = journal.lines_of(object_kind=kind_of(thing), object_id=thing.id)[-1]
        assert (line.action, line.acting_role) == ("second_look.upheld", "administrator")
        services.undo(decision=decision, by=on.administrator, at=NOW)
        assert look.state == "waiting"
    bodies = db.session.scalars(select(OutgoingMail.body).where(OutgoingMail.kind == "second_look.upheld")).all()
    assert len(bodies) == 3
    assert all("C’est bien une insulte." in body for body in bodies)


def test_the_second_of_two_answers_is_told():
    on = scene()
    proposal = waiting_proposal(on)
    decide(proposal, "refuse", on.moderator, reason_code="insult")
    look = asked(on, proposal)
    services.answer_second_look(look=look, upheld=True, answer="Oui.", by=on.second, at=NOW)
    with pytest.raises(services.AlreadyDecided):
        services.answer_second_look(look=look, upheld=False, answer="Non.", by=on.administrator, at=NOW)


def test_undoing_the_refusal_forgets_the_second_look():
    on = scene()
    proposal = waiting_proposal(on)
    decision = decide(proposal, "refuse", on.moderator, reason_code="insult")
    asked(on, proposal)
    services.undo(decision=decision, by=on.moderator, at=NOW)
    assert db.session.scalars(select(SecondLook)).all() == []


def test_nobody_is_told_while_a_history_loads():
    on = scene()
    proposal = waiting_proposal(on)
    be_quiet(True)
    try:
        decision = decide(proposal, "publish", on.moderator, undo_seconds=0)
    finally:
        be_quiet(False)
    assert not decision.can_be_undone(decision.decided_at)
    kinds = set(db.session.scalars(select(Notification.kind)))
    assert "decision.publish" not in kinds


def test_a_corrected_draft_commitment_comes_back():
    on = scene()
    draft = waiting_draft(on)
    decide(draft, "correction", on.moderator, reason_code="unclear")
    proposals.edit_draft(
        draft=draft, theme=None, text=draft_text("Un portail des données, dès 2021"), why="", by=on.agent, at=NOW
    )
    assert (draft.state, draft.version_number) == ("submitted", 2)
    assert services.options(draft) == ["publish", "correction", "refuse"]
