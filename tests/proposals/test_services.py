"""The life of a proposal, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cocreation.core.db import db
from cocreation.core.mail import OutgoingMail
from cocreation.journal import queries as journal
from cocreation.journal.services import verify
from cocreation.proposals import queries, services
from cocreation.proposals.models import DECIDED, DRAFT_TRANSITIONS, STATES, TRANSITIONS, Proposal
from cocreation.proposals.services import (
    CollectionClosed,
    EditedMeanwhile,
    NotPossible,
    ThemeNotOpen,
)
from tests.proposals.material import (
    CLOSES,
    NOW,
    draft_text,
    make_body,
    make_cycle,
    make_person,
    make_theme,
    post_draft,
    publish,
    send,
)

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("session")]


def everyone():
    cycle = make_cycle()
    return cycle, make_theme(cycle), make_person("Salma"), make_person("Driss", "moderator")


def test_sending_gives_a_reference_a_journal_line_and_a_mail():
    cycle, theme, author, _ = everyone()
    proposal = send(cycle, theme, author)
    assert (proposal.reference, proposal.state, proposal.received_at) == ("PANT-00001", "submitted", NOW)
    line = journal.lines_of(object_kind="proposal", object_id=proposal.id)[-1]
    assert (line.action, line.from_state, line.to_state, line.acting_role) == (
        "proposal.submitted", "draft", "submitted", "citizen",
    )  # fmt: skip
    assert line.detail["digest"] == proposal.current.digest
    mail = db.session.scalars(select(OutgoingMail)).one()
    assert "PANT-00001" in mail.subject + mail.body


def test_a_form_sent_twice_makes_one_proposal():
    cycle, theme, author, _ = everyone()
    first = send(cycle, theme, author, form_id="abc")
    assert send(cycle, theme, author, form_id="abc").id == first.id
    other = make_person("Amina")
    assert send(cycle, theme, other, form_id="abc").id != first.id
    assert queries.state_counts(cycle.id) == {"submitted": 2}


def test_a_draft_sent_twice_is_one_proposal_even_with_its_own_form_number():
    cycle, theme, author, _ = everyone()
    values = {"cycle": cycle, "theme": theme, "author": author}
    contributor = send(**values, form_id="first").contributor
    draft = services.save_draft(
        cycle=cycle, contributor=contributor, theme=None, title="Un titre", problem="", body="", language="fr",
        region=None, by=author, at=NOW, form_id="draft",
    )  # fmt: skip
    assert draft.reference is None
    assert draft.state == "draft"
    sent = send(**values, draft=draft, form_id="sending")
    assert sent.id == draft.id
    assert send(**values, form_id="draft").reference == sent.reference
    with pytest.raises(NotPossible):
        send(**values, draft=draft, form_id="another")


def test_outside_the_phase_nothing_is_taken_but_within_the_grace():
    cycle, theme, author, _ = everyone()
    with pytest.raises(CollectionClosed):
        send(cycle, theme, author, at=CLOSES + timedelta(seconds=61))
    with pytest.raises(CollectionClosed):
        send(cycle, theme, author, at=NOW - timedelta(days=20))
    late = send(cycle, theme, author, at=CLOSES + timedelta(seconds=59))
    line = journal.lines_of(object_kind="proposal", object_id=late.id)[-1]
    assert line.detail["grace"] is True


def test_a_theme_of_another_cycle_or_not_adopted_is_refused():
    cycle, theme, author, _ = everyone()
    with pytest.raises(ThemeNotOpen):
        send(cycle, make_theme(make_cycle("other", "OTHER"), "autre"), author)
    theme.state = "withdrawn"
    with pytest.raises(ThemeNotOpen):
        send(cycle, theme, author)


def edit(proposal: Proposal, **more: object):
    values = {
        "proposal": proposal, "theme": proposal.theme, "title": "Publier tous les budgets", "problem": "",
        "body": "Chaque année.", "language": "fr", "region": None, "why": "plus clair", "by": None, "at": NOW,
    }  # fmt: skip
    return services.edit(**{**values, **more})


def test_editing_adds_a_version_until_it_is_checked():
    cycle, theme, author, moderator = everyone()
    proposal = send(cycle, theme, author)
    edit(proposal)
    assert proposal.current.title == "Publier tous les budgets"
    assert [version.number for version in queries.versions(proposal.id)] == [1, 2]
    publish(proposal, moderator)
    with pytest.raises(NotPossible):
        edit(proposal)


def test_an_idea_sent_back_returns_to_the_queue_when_edited():
    cycle, theme, author, moderator = everyone()
    proposal = send(cycle, theme, author)
    services.decide(
        proposal=proposal, to="correction", by=moderator, role="moderator", at=NOW, reason_code="unclear", note="Où ?"
    )
    edit(proposal)
    assert (proposal.state, proposal.reason_code, proposal.version_number) == ("submitted", None, 2)


def test_a_text_changed_in_another_window_is_not_written_over():
    cycle, theme, author, _ = everyone()
    proposal = send(cycle, theme, author)
    seen = proposal.revision
    edit(proposal, revision_seen=seen)
    with pytest.raises(EditedMeanwhile):
        edit(proposal, title="Autre texte", revision_seen=seen)
    draft = services.save_draft(
        cycle=cycle, contributor=proposal.contributor, theme=None, title="Un", problem="", body="", language="fr",
        region=None, by=author, at=NOW,
    )  # fmt: skip
    seen = draft.revision
    for title in ("Deux", "Trois"):
        values = {
            "cycle": cycle, "contributor": proposal.contributor, "theme": None, "title": title, "problem": "",
            "body": "", "language": "fr", "region": None, "by": author, "at": NOW, "draft": draft,
        }  # fmt: skip
        if title == "Trois":
            with pytest.raises(EditedMeanwhile):
                services.save_draft(**values, revision_seen=seen)
        else:
            services.save_draft(**values, revision_seen=seen)
    assert draft.current.title == "Deux"


def found(query: str, cycle_id: int, state: str = "published") -> list[str | None]:
    asked = queries.Filter(cycle_id=cycle_id, query=query, state=state)
    return [proposal.reference for proposal in queries.listing(asked=asked).items]


def test_publishing_opens_the_thread_and_the_search_and_leaving_closes_them():
    cycle, theme, author, moderator = everyone()
    proposal = publish(send(cycle, theme, author), moderator)
    assert proposal.thread is not None
    assert proposal.thread.is_open
    assert proposal.thread.about_path == "/proposals/PANT-00001"
    assert found("budgets communes", cycle.id) == ["PANT-00001"]
    services.decide(
        proposal=proposal, to="refused", by=moderator, role="moderator", at=NOW, reason_code="insult", note=""
    )
    assert not proposal.thread.is_open
    assert found("budgets communes", cycle.id, "refused") == []
    services.restore(proposal=proposal, to="published", by=moderator, role="moderator", at=NOW)
    assert proposal.thread.is_open
    assert found("budgets communes", cycle.id) == ["PANT-00001"]


def test_a_duplicate_needs_a_published_other():
    cycle, theme, author, moderator = everyone()
    first, second = send(cycle, theme, author), send(cycle, theme, author)
    values = {"to": "duplicate", "by": moderator, "role": "moderator", "at": NOW}
    for wrong in (None, second, first):
        with pytest.raises(NotPossible):
            services.decide(proposal=second, duplicate_of=wrong, **values)
    publish(first)
    services.decide(proposal=second, duplicate_of=first, **values)
    assert second.duplicate_of_id == first.id
    services.restore(proposal=second, to="submitted", by=moderator, role="moderator", at=NOW)
    assert second.duplicate_of_id is None


def test_moving_keeps_the_authors_theme():
    cycle, theme, author, moderator = everyone()
    proposal, other = send(cycle, theme, author), make_theme(cycle, "budget", "Budget")
    services.move(proposal=proposal, theme=other, by=moderator, role="moderator", at=NOW)
    assert (proposal.theme_id, proposal.original_theme_id) == (other.id, theme.id)
    assert journal.lines_of(object_kind="proposal", object_id=proposal.id)[-1].action == "proposal.moved"


@pytest.mark.parametrize("state", sorted(STATES))
def test_only_the_steps_of_the_table_are_possible(state: str):
    cycle, theme, author, moderator = everyone()
    other = publish(send(cycle, theme, author))
    for to in DECIDED:
        proposal = send(cycle, theme, author)
        if state not in ("submitted", "draft", "withdrawn"):
            twin = other if state == "duplicate" else None
            services.decide(proposal=proposal, to=state, by=moderator, role="moderator", at=NOW, duplicate_of=twin)
        elif state == "withdrawn":
            services.withdraw(proposal=proposal, by=author, at=NOW)
        else:
            proposal.state = state
        values = {"by": moderator, "role": "moderator", "at": NOW, "duplicate_of": other if to == "duplicate" else None}
        if to in TRANSITIONS[state]:
            services.decide(proposal=proposal, to=to, **values)
            assert proposal.state == to
        else:
            with pytest.raises(NotPossible):
                services.decide(proposal=proposal, to=to, **values)
    assert verify() is None


def test_withdrawing_takes_the_text_from_the_search():
    cycle, theme, author, _ = everyone()
    proposal = publish(send(cycle, theme, author))
    services.withdraw(proposal=proposal, by=author, at=NOW)
    assert proposal.state == "withdrawn"
    assert found("budgets", cycle.id) == []


def test_a_draft_commitment_is_posted_checked_and_published_with_its_window():
    cycle, _theme, _author, moderator = everyone()
    body = make_body()
    agent = make_person("Agent", "agent", organisation=body)
    draft = post_draft(cycle, body, agent, form_id="one")
    assert post_draft(cycle, body, agent, form_id="one").id == draft.id
    services.submit_draft(draft=draft, by=agent, at=NOW)
    values = {"draft": draft, "by": moderator, "role": "moderator", "at": NOW}
    with pytest.raises(services.BadWindow):
        services.decide_draft(to="published", opens_at=NOW, closes_at=NOW, **values)
    services.decide_draft(to="published", opens_at=NOW, closes_at=NOW + timedelta(days=15), **values)
    assert draft.takes_comments(NOW)
    assert draft.thread is not None
    assert draft.thread.takes_comments(NOW + timedelta(days=14))
    assert not draft.thread.takes_comments(NOW + timedelta(days=15))
    page = queries.drafts(cycle_id=cycle.id, query="portail")
    assert [found.reference for found in page.items] == [draft.reference]
    services.restore_draft(draft=draft, to="submitted", by=moderator, role="moderator", at=NOW)
    assert not draft.thread.is_open
    assert "published" not in DRAFT_TRANSITIONS["published"]


def test_a_draft_commitment_sent_back_returns_with_a_new_version():
    cycle, _theme, _author, moderator = everyone()
    body = make_body()
    agent = make_person("Agent", "agent", organisation=body)
    draft = post_draft(cycle, body, agent)
    services.edit_draft(draft=draft, theme=None, text=draft_text("Autre titre"), why="", by=agent, at=NOW)
    assert (draft.version_number, draft.current.title["fr"]) == (1, "Autre titre")
    services.submit_draft(draft=draft, by=agent, at=NOW)
    services.decide_draft(draft=draft, to="correction", by=moderator, role="moderator", at=NOW, reason_code="unclear")
    seen = draft.revision
    services.edit_draft(
        draft=draft, theme=None, text=draft_text("Troisième"), why="demandé", by=agent, at=NOW, revision_seen=seen
    )
    assert (draft.state, draft.version_number, draft.current.title["fr"]) == ("submitted", 2, "Troisième")
    with pytest.raises(EditedMeanwhile):
        services.edit_draft(draft=draft, theme=None, text=draft_text(), why="", by=agent, at=NOW, revision_seen=seen)
    services.withdraw_draft(draft=draft, by=agent, at=NOW)
    assert draft.state == "withdrawn"


def test_indexing_anew_finds_the_same():
    cycle, theme, author, _ = everyone()
    publish(send(cycle, theme, author))
    send(cycle, theme, author)
    assert [row[0] for row in queries.searchable()] == [1]
    assert list(queries.searchable_drafts()) == []
