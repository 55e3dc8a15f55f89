"""What a report tells of a cycle: dates that moved, decisions, shared concerns, disagreements, redirections."""

import json
from datetime import timedelta

import pytest
from flask import Flask

from cocreation.accounts.services import contributor_for
from cocreation.clustering import services as clustering
from cocreation.comments import answers
from cocreation.comments import services as comments
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.cycles import queries as cycle_queries
from cocreation.cycles import services as cycles
from cocreation.cycles.models import Cycle
from cocreation.moderation import services as moderation
from cocreation.proposals import services as proposals
from cocreation.synthesis import services
from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.procedure import PARAMETERS
from tests.clustering.test_room import BUDGET, HOSPITAL, computed, ideas
from tests.proposals.material import (
    CLOSES,
    NOW,
    OPENS,
    make_body,
    make_cycle,
    make_person,
    make_theme,
    post_draft,
    publish,
    send,
)


@pytest.fixture
def cycle(app: Flask, session: object) -> Cycle:
    """A cycle whose closing was moved, with two groups, one of them disputed, and ideas set aside."""
    made = make_cycle()
    phase = cycle_queries.phase(made, "collection")
    cycles.set_phase(
        phase=phase, period=None, opens_at=OPENS, closes_at=CLOSES + timedelta(1),
        reason=OfficialText(fr="Une journée de plus."), by=None, at=NOW,
    )  # fmt: skip
    authors = [make_person(name) for name in ("Amina", "Brahim", "Chama", "Driss")]
    sent = [*ideas(made, BUDGET, authors, "budget"), *ideas(made, HOSPITAL, authors, "services")]
    for place, side in enumerate(("for", "for", "against", "against")):
        comments.post(
            thread=sent[0].thread,
            contributor=contributor_for(authors[place]), source=f"Un avis *développé* numéro {place}.", language="fr",
            side=side, parent=None, about_version=1, by=authors[place], at=NOW,
        )  # fmt: skip
    theme, moderator = make_theme(made), make_person("Modératrice", "moderator")
    for code, reason in (("other_channel", "complaint"), ("out_of_scope", "not_open_government")):
        aside = send(made, theme, authors[0], title=f"Une idée {code}")
        moderation.decide(
            kind="proposal", object_id=aside.id, revision_seen=None, code=code, reason_code=reason, by=moderator,
            at=NOW, undo_seconds=0,
        )  # fmt: skip
    clustering.publish_run(run=computed(app, made), by=None, at=NOW)
    publish(send(made, theme, authors[1], title="Une idée arrivée après le regroupement"))
    db.session.commit()
    return made


def document(cycle: Cycle, language: str = "fr") -> ReportDocument:
    return services.build_document(cycle=cycle, language=language, at=NOW)


@pytest.mark.both_databases
def test_the_method_says_how_dates_moved_and_what_was_decided_for_which_reason(cycle: Cycle) -> None:
    method = document(cycle).method
    collection = next(phase for phase in method.phases if phase.key == "collection")
    (moved,) = collection.changes
    assert moved.startswith("Le 15 octobre 2020, la clôture est passée")
    assert moved.endswith("Une journée de plus.")
    told = {(row.kind, row.decision, row.reason): row.count for row in method.decisions}
    assert sum(told.values()) == 2
    assert any("réclamation" in reason for _, _, reason in told)


def test_the_settings_of_the_grouping_are_named_in_peoples_words(cycle: Cycle) -> None:
    (run,) = document(cycle).method.groupings
    labels = [fact.label for fact in run.parameters]
    assert "Nombre de groupes" in labels
    assert not set(labels) & set(PARAMETERS)
    assert not any("_" in label for label in labels)


def test_a_disputed_group_shows_both_sides_and_what_its_ideas_share(cycle: Cycle) -> None:
    found = document(cycle)
    (group,) = found.disputed
    assert (len(group.agreement), len(group.disagreement)) == (2, 2)
    assert {quote.side for quote in group.agreement} == {"for"}
    assert "développé" in group.agreement[0].text
    assert "*" not in group.agreement[0].text
    for shared in (point for one in found.groups for point in one.shared):
        assert len(shared.references) >= 2
        assert {shared.words} <= {word for one in found.groups for terms in one.terms for word in terms.words}


def test_what_went_elsewhere_says_where(cycle: Cycle) -> None:
    told = {row.reason: row for row in document(cycle).redirected}
    assert {row.place for row in told.values()} == {"", "chikaya.ma"}
    assert sum(len(row.references) for row in told.values()) == 2


def test_an_idea_that_came_after_the_grouping_says_so(cycle: Cycle) -> None:
    found = document(cycle)
    (later,) = [idea for chapter in found.chapters for idea in chapter.lone if idea.later]
    row = next(row for row in found.annex if row.reference == later.reference)
    assert row.reason == "Publiée après le regroupement."


def test_nobody_is_named(cycle: Cycle) -> None:
    packed = document(cycle).to_json()
    for name in ("Amina", "Brahim", "Chama", "Driss", "Modératrice", "example.org"):
        assert name not in packed, name


def test_the_map_places_each_grouped_idea_and_themes_cross_voices(cycle: Cycle) -> None:
    found = document(cycle)
    grouped = {reference for group in found.groups for reference in group.members}
    assert {spot.reference for spot in found.ideas_map if spot.group} == grouped
    assert all(0 <= spot.x <= 1000 >= spot.y >= 0 for spot in found.ideas_map)
    (crossed,) = found.crossed
    assert sum(map(sum, crossed.cells)) == found.method.published


def test_remarks_on_a_draft_carry_their_answers_and_the_bodys_own_words_are_no_remark(cycle: Cycle) -> None:
    body = make_body()
    agent = make_person("Agent", "agent", organisation=body)
    draft = post_draft(cycle, body, agent)
    proposals.submit_draft(draft=draft, by=agent, at=NOW)
    proposals.decide_draft(draft=draft, to="published", by=None, role="moderator", at=NOW, opens_at=NOW, closes_at=None)
    speaker = contributor_for(agent, organisation=body)
    said = {
        "contributor": contributor_for(make_person("Farid")), "language": "fr", "side": "clarify", "about_version": 1,
        "by": None, "at": NOW, "thread": draft.thread,
    }  # fmt: skip
    remark = comments.post(source="Pour quelles communes ?", parent=None, **said)
    comments.post(source="Pour quand ?", parent=None, **said)
    comments.post(source="Merci à tous.", parent=None, **{**said, "contributor": speaker, "side": None})
    answers.give(
        thread=draft.thread,
        comments=[remark],
        contributor=speaker,
        source="Pour toutes.",
        language="fr",
        by=agent,
        at=NOW,
    )
    db.session.commit()
    (told,) = document(cycle).commitments
    assert [(one.text, [reply.text for reply in one.answers]) for one in told.comments] == [
        ("Pour quelles communes ?", ["Pour toutes."]), ("Pour quand ?", []),
    ]  # fmt: skip
    assert {count.key: count.count for count in told.standing if count.count} == {"answered": 1, "unanswered": 1}
    assert json.loads(document(cycle).to_json())["commitments"][0]["comments"][0]["answers"][0]["author"]
