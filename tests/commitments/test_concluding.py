"""From candidate to confirmed or to none, and back: the table of transitions, its reasons, its journal."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from cocreation.commitments import candidates, concluding, contacts
from cocreation.commitments.concluding import NotNow
from cocreation.commitments.models import PROJECT_STATES, TRANSITIONS, Candidate, Turn
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import OfficialText
from cocreation.journal.models import JournalLine
from tests.commitments.material import SOUGHT, WHY, Search, again, answered, logged, named
from tests.proposals.material import make_body

NOTHING = OfficialText()


def confirm(search: Search, candidate: Candidate, words: OfficialText = NOTHING) -> None:
    concluding.confirm(candidate=candidate, words=words, by=search.secretariat, at=SOUGHT)


@pytest.mark.both_databases
def test_the_way_from_candidate_to_confirmed_leaves_a_turn_and_a_line_each(search: Search) -> None:
    [one] = named(search, search.ministry)
    project = one.project
    assert project.state == "candidate"
    logged(search, "letter", one, reference="12/2020")
    assert (project.state, one.state) == ("consulted", "consulted")
    answered(search, one)
    assert (project.state, one.state) == ("consulted", "accepts")
    confirm(search, one)
    found = again(project)
    assert [(turn.from_state, turn.to_state) for turn in found.turns] == [
        ("candidate", "consulted"), ("consulted", "confirmed")
    ]  # fmt: skip
    assert [holder.organisation for holder in found.holders] == [search.ministry]
    actions = [
        line.action for line in db.session.query(JournalLine).filter_by(object_kind="project", object_id=found.id)
    ]
    assert actions == ["project.opened", "project.consulted", "project.confirmed"]


def test_the_journal_that_everybody_reads_does_not_say_what_a_body_answered(search: Search) -> None:
    [one] = named(search, search.ministry)
    answered(search, one, "refuses")
    lines = db.session.query(JournalLine).filter(JournalLine.object_kind.in_(("holder", "holder_contact"))).all()
    said = " ".join(f"{line.action} {line.from_state} {line.to_state} {line.detail}" for line in lines)
    assert "answered" in said
    assert "refuses" not in said
    assert "Voici" not in said


def test_conditions_are_confirmed_with_how_they_are_met(search: Search) -> None:
    [one] = named(search, search.ministry)
    answered(search, one, "conditions")
    with pytest.raises(Refused, match="how they are met"):
        confirm(search, one)
    confirm(search, one, WHY)
    assert one.project.conclusion is not None
    assert one.project.conclusion.reason == WHY


@pytest.mark.parametrize("state", ["candidate", "consulted", "refuses"])
def test_only_a_body_that_accepted_is_confirmed(search: Search, state: str) -> None:
    [one] = named(search, search.ministry)
    if state == "consulted":
        logged(search, "call", one)
    if state == "refuses":
        answered(search, one, "refuses")
    with pytest.raises(NotNow):
        confirm(search, one)


@pytest.mark.both_databases
def test_a_project_has_one_lead_and_any_partners(search: Search) -> None:
    lead, other = named(search, search.ministry, search.agency)
    [partner] = named(search, make_body("archives"), part="partner")
    for one in (lead, other, partner):
        answered(search, one)
    confirm(search, lead)
    with pytest.raises(NotNow):
        confirm(search, other)
    confirm(search, partner)
    assert [one.part for one in again(lead.project).holders] == ["lead", "partner"]
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(
            update(Candidate).where(Candidate.id == other.id).values(state="confirmed", confirmed_at=SOUGHT)
        )


def test_none_needs_a_reason_and_takes_no_more_answers(search: Search) -> None:
    [one] = named(search, search.ministry)
    logged(search, "letter", one)
    project = one.project
    with pytest.raises(Refused, match="why no holder"):
        concluding.find_none(project=project, reason=NOTHING, by=search.secretariat, at=SOUGHT)
    concluding.find_none(project=project, reason=WHY, by=search.secretariat, at=SOUGHT)
    assert project.state == "none"
    with pytest.raises(NotNow):
        answered(search, one)
    with pytest.raises(NotNow):
        named(search, search.agency)
    with pytest.raises(NotNow):
        concluding.find_none(project=project, reason=WHY, by=search.secretariat, at=SOUGHT)


@pytest.mark.both_databases
def test_reopening_releases_the_lead_keeps_the_partner_and_loses_nothing(search: Search) -> None:
    [lead], [partner] = named(search, search.ministry), named(search, search.agency, part="partner")
    for one in (lead, partner):
        answered(search, one)
        confirm(search, one)
    project = lead.project
    with pytest.raises(Refused, match="opened again"):
        concluding.reopen(project=project, reason=NOTHING, by=search.secretariat, at=SOUGHT)
    concluding.reopen(project=project, reason=WHY, by=search.secretariat, at=SOUGHT)
    assert (project.state, lead.state, partner.state) == ("consulted", "accepts", "confirmed")
    with pytest.raises(NotNow):
        concluding.reopen(project=project, reason=WHY, by=search.secretariat, at=SOUGHT)
    confirm(search, lead)
    assert [turn.to_state for turn in again(project).turns] == ["consulted", "confirmed", "consulted", "confirmed"]


def test_a_project_nobody_was_asked_for_can_be_closed_and_opened_again(search: Search) -> None:
    project = search.projects[1]
    concluding.find_none(project=project, reason=WHY, by=search.secretariat, at=SOUGHT)
    concluding.reopen(project=project, reason=WHY, by=search.secretariat, at=SOUGHT)
    assert project.state == "candidate"


@pytest.mark.parametrize("to", PROJECT_STATES)
@pytest.mark.parametrize("state", PROJECT_STATES)
def test_the_table_of_transitions_is_the_only_way(search: Search, state: str, to: str) -> None:
    project = search.projects[0]
    project.state = state
    if to in TRANSITIONS[state]:
        assert concluding.turn(project, to, WHY, search.secretariat, SOUGHT).to_state == project.state == to
    else:
        with pytest.raises(NotNow):
            concluding.turn(project, to, WHY, search.secretariat, SOUGHT)


@pytest.mark.parametrize(
    ("state", "to"), [("consulted", "none"), ("confirmed", "consulted"), ("consulted", "consulted")]
)
def test_the_database_refuses_a_turn_without_its_reason_and_one_that_moves_nothing(
    search: Search, state: str, to: str
) -> None:
    row = {"project_id": search.projects[0].id, "from_state": state, "to_state": to, "reason": {}, "at": SOUGHT}
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(insert(Turn).values(row))


def test_only_verified_public_bodies_are_named_each_once(search: Search) -> None:
    association = make_body("association", kind="association")
    with pytest.raises(Refused, match="administration"):
        named(search, association)
    assert len(named(search, search.ministry)) == 1
    assert named(search, search.ministry) == []


def test_a_body_of_which_nothing_is_in_the_log_can_be_taken_off(search: Search) -> None:
    first, second = named(search, search.ministry, search.agency)
    logged(search, "call", first)
    candidates.take_off(candidate=second, by=search.secretariat, at=SOUGHT)
    assert [one.id for one in again(first.project).candidates] == [first.id]
    with pytest.raises(NotNow):
        candidates.take_off(candidate=first, by=search.secretariat, at=SOUGHT)


def test_the_part_of_a_body_changes_until_it_is_confirmed(search: Search) -> None:
    [one] = named(search, search.ministry)
    candidates.change_part(candidate=one, part="partner", by=search.secretariat, at=SOUGHT)
    candidates.change_part(candidate=one, part="lead", by=search.secretariat, at=SOUGHT)
    answered(search, one)
    confirm(search, one)
    with pytest.raises(NotNow):
        candidates.change_part(candidate=one, part="partner", by=search.secretariat, at=SOUGHT)


def test_crossing_out_brings_body_and_project_back_to_where_the_log_says(search: Search) -> None:
    [one] = named(search, search.ministry)
    letter = logged(search, "letter", one)
    contacts.strike(contact=letter, reason="Envoyée à une autre", by=search.secretariat, at=SOUGHT)
    assert (one.state, one.project.state) == ("candidate", "candidate")
