"""The log: what is written down, corrected with trace, crossed out, made public; reminders; loads."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import select

from cocreation.commitments import awaiting, concluding, contacts, export, queries
from cocreation.commitments.concluding import NotNow
from cocreation.commitments.contacts import Entry
from cocreation.commitments.models import Contact
from cocreation.core.clock import FuzzyDate
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import OfficialText
from cocreation.core.mail import OutgoingMail
from cocreation.core.web import configured
from cocreation.notifications.models import Event, Notification
from tests.commitments.material import SOUGHT, WHY, Search, again, answered, day, logged, named
from tests.proposals.material import make_person

TODAY = SOUGHT.date()


def correct(search: Search, contact: Contact, entry: Entry, reason: str = "Faute de frappe") -> None:
    contacts.correct(contact=contact, entry=entry, reason=reason, by=search.secretariat, at=SOUGHT)


@pytest.mark.both_databases
def test_a_meeting_concerns_several_bodies_and_projects_and_may_be_dated_loosely(search: Search) -> None:
    one, two = named(search, search.ministry, search.agency)
    [three] = named(search, search.ministry, place=1)
    entry = Entry("meeting", FuzzyDate.week_of_month(2020, 12, 2), place="Rabat", outcome="Accord de principe")
    made = contacts.log(entry=entry, candidates=[one, two, three], by=search.secretariat, at=SOUGHT)
    assert {each.state for each in (one, two, three)} == {"consulted"}
    assert queries.contacts_of(again(search.projects[1])) == [made]
    assert one.asked is not None
    assert one.asked.day == date(2020, 12, 14)


@pytest.mark.parametrize(
    ("kind", "on"),
    [
        ("letter", FuzzyDate.month(2020, 12)),
        ("answer", FuzzyDate.not_communicated()),
        ("meeting", FuzzyDate.no_visibility()),
        ("meeting", FuzzyDate.starting(date(2020, 12, 1))),
        ("letter", FuzzyDate.day(date(2020, 12, 21))),
        ("meeting", FuzzyDate.at_hour(date(2021, 1, 4), time(10))),
    ],
)
def test_a_day_that_is_to_come_or_not_known_enough_is_refused(search: Search, kind: str, on: FuzzyDate) -> None:
    [one] = named(search, search.ministry)
    given = {"answer": "accepts", "who": "SG"} if kind == "answer" else {}
    with pytest.raises(Refused):
        contacts.log(entry=Entry(kind, on, **given), candidates=[one], by=search.secretariat, at=SOUGHT)
    assert db.session.scalars(select(Contact)).all() == []


@pytest.mark.parametrize(
    "given",
    [
        {"answer": "refuses", "who": "SG"},
        {"answer": "conditions", "who": "SG"},
        {"answer": "accepts"},
    ],
)
def test_an_answer_is_somebodys_and_a_refusal_or_conditions_have_words(search: Search, given: dict[str, str]) -> None:
    [one] = named(search, search.ministry)
    with pytest.raises(Refused):
        logged(search, "answer", one, **given)


def test_an_answer_is_one_bodys_and_a_later_one_replaces_it(search: Search) -> None:
    one, two = named(search, search.ministry, search.agency)
    with pytest.raises(Refused):
        logged(search, "answer", one, two, answer="accepts", who="SG")
    with pytest.raises(Refused):
        logged(search, "letter")
    answered(search, one, "refuses", on=10)
    answered(search, one, "accepts", on=12)
    assert one.state == "accepts"
    # An older letter found later does not overturn what came after it.
    answered(search, one, "refuses", on=11)
    assert one.state == "accepts"


@pytest.mark.both_databases
def test_a_correction_keeps_what_was_said_before_and_moves_the_state(search: Search) -> None:
    [one] = named(search, search.ministry)
    answer = answered(search, one, "accepts")
    changed = Entry("answer", day(15), answer="refuses", who="Secrétaire général", summary="Faute de moyens")
    with pytest.raises(Refused, match="why"):
        correct(search, answer, changed, "")
    correct(search, answer, changed)
    assert one.state == "refuses"
    [kept] = answer.corrections
    assert kept.before["answer"] == "accepts"
    assert kept.before["on"]["first"] == "2020-12-14"
    assert "who" not in kept.before
    correct(search, answer, changed)
    assert len(answer.corrections) == 1


def test_what_a_holder_was_confirmed_on_is_neither_changed_nor_crossed_out(search: Search) -> None:
    [one] = named(search, search.ministry)
    answer = answered(search, one)
    concluding.confirm(candidate=one, words=OfficialText(), by=search.secretariat, at=SOUGHT)
    with pytest.raises(NotNow):
        correct(search, answer, Entry("answer", day(15), answer="refuses", who="SG", summary="Non"))
    with pytest.raises(NotNow):
        contacts.strike(contact=answer, reason="Erreur", by=search.secretariat, at=SOUGHT)
    with pytest.raises(NotNow):
        answered(search, one, "refuses")


def test_what_is_crossed_out_stays_no_longer_counts_and_leaves_the_public_page(search: Search) -> None:
    [one] = named(search, search.ministry)
    answer = answered(search, one)
    contacts.show(contact=answer, is_public=True, by=search.secretariat, at=SOUGHT)
    with pytest.raises(Refused):
        contacts.strike(contact=answer, reason="", by=search.secretariat, at=SOUGHT)
    contacts.strike(contact=answer, reason="Autre projet", by=search.secretariat, at=SOUGHT)
    assert (one.state, answer.is_public, answer in queries.contacts_of(one.project)) == ("consulted", False, True)
    with pytest.raises(NotNow):
        contacts.strike(contact=answer, reason="Encore", by=search.secretariat, at=SOUGHT)
    with pytest.raises(NotNow):
        contacts.show(contact=answer, is_public=True, by=search.secretariat, at=SOUGHT)


def test_the_same_form_sent_twice_is_one_entry(search: Search) -> None:
    [one] = named(search, search.ministry)
    sent = [
        contacts.log(entry=Entry("letter", day(7)), candidates=[one], by=search.secretariat, at=SOUGHT, form_id="f1")
        for _ in range(2)
    ]
    assert sent[0] is sent[1]


def test_silence_is_counted_from_the_first_asking_and_is_late_at_the_setting(search: Search) -> None:
    one, two = named(search, search.ministry, search.agency)
    logged(search, "letter", one, on=5)
    logged(search, "meeting", one, on=9)
    logged(search, "letter", two, on=6)
    found = awaiting.awaited(search.projects, TODAY)
    assert [(each.candidate, each.days, each.is_late) for each in found] == [(one, 15, True), (two, 14, False)]
    answered(search, one, "refuses")
    assert [each.candidate for each in awaiting.awaited(search.projects, TODAY)] == [two]
    concluding.find_none(project=two.project, reason=WHY, by=search.secretariat, at=SOUGHT)
    assert awaiting.awaited(search.projects, TODAY) == []


def test_a_reminder_goes_to_each_who_speaks_for_the_body_in_their_language_once_a_day(search: Search) -> None:
    second = make_person("wakil", "agent", organisation=search.ministry)
    second.language = "ar"
    [one] = named(search, search.ministry)
    with pytest.raises(NotNow):
        contacts.remind(candidates=[one], by=search.secretariat, at=SOUGHT)
    logged(search, "letter", one, on=1)
    made = contacts.remind(candidates=[one], by=search.secretariat, at=SOUGHT)
    assert (made.kind, made.medium, one.reminders) == ("reminder", "mail", [made])
    mails = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "holder.reminder")).all()
    assert {(mail.recipient, mail.language) for mail in mails} == {(search.agent.email, "fr"), (second.email, "ar")}
    assert all("19" in mail.body for mail in mails)
    with pytest.raises(NotNow):
        contacts.remind(candidates=[one], by=search.secretariat, at=SOUGHT)


def test_who_has_nobody_here_is_reminded_by_letter_or_phone(search: Search) -> None:
    [one] = named(search, search.agency)
    logged(search, "letter", one)
    with pytest.raises(Refused, match="letter or call"):
        contacts.remind(candidates=[one], by=search.secretariat, at=SOUGHT)
    logged(search, "reminder", one, on=16, medium="phone", outcome="Réponse promise")
    assert one.state == "consulted"
    answered(search, one)
    with pytest.raises(NotNow):
        logged(search, "reminder", one, on=18, medium="phone")


def test_who_is_asked_for_too_much_is_counted_without_what_it_refused(search: Search) -> None:
    for place in range(4):
        [one] = named(search, search.ministry, place=place)
        logged(search, "letter", one)
    heavy, drafter = awaiting.loads(search.projects)
    assert (heavy.organisation, heavy.total, heavy.is_too_much) == (search.ministry, 4, True)
    assert (drafter.total, drafter.is_too_much) == (0, False)
    answered(search, one, "refuses")
    heavy = awaiting.loads(search.projects)[0]
    assert (heavy.total, heavy.count("refuses"), heavy.is_too_much) == (3, 1, False)
    assert configured("HOLDER_PROJECTS") == 3


def test_those_who_speak_for_a_body_are_told_when_it_is_asked_and_confirmed(search: Search) -> None:
    [one] = named(search, search.ministry)
    before = select(Notification.id).where(Notification.account_id == search.agent.id)
    assert db.session.scalars(before).all() == []
    answered(search, one)
    concluding.confirm(candidate=one, words=OfficialText(), by=search.secretariat, at=SOUGHT)
    told = db.session.scalars(select(Notification).where(Notification.account_id == search.agent.id)).all()
    assert [(note.kind, note.path) for note in told] == [
        ("holder.asked", f"/holder-requests/{one.id}"), ("holder.confirmed", f"/holder-requests/{one.id}")
    ]  # fmt: skip


def test_the_authors_of_the_ideas_behind_are_told_of_a_holder_and_of_none(search: Search) -> None:
    [one] = named(search, search.ministry)
    answered(search, one)
    concluding.confirm(candidate=one, words=OfficialText(), by=search.secretariat, at=SOUGHT)
    concluding.find_none(project=search.projects[1], reason=WHY, by=search.secretariat, at=SOUGHT)
    told = db.session.scalars(select(Event).where(Event.kind.in_(("station.holder", "station.no_holder")))).all()
    authors = [author.id for author in search.world.authors]
    assert [(event.kind, event.author_id) for event in told] == [
        ("station.holder", authors[0]), ("station.holder", authors[1]), ("station.no_holder", authors[2])
    ]  # fmt: skip
    assert told[0].path == "/holders/pan-test/1"


def test_the_exported_log_has_a_row_for_each_body_and_project(search: Search) -> None:
    one, two = named(search, search.ministry, search.agency)
    logged(search, "letter", one, two, reference="=1+1")
    answered(search, one)
    sheet = export.sheet_of(search.world.cycle)
    assert len(sheet.rows) == 3
    assert all(len(row) == len(sheet.columns) for row in sheet.rows)
    assert [row[2] for row in sheet.rows] == [
        str(search.ministry.name),
        str(search.agency.name),
        str(search.ministry.name),
    ]
