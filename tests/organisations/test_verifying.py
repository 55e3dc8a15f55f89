"""Registering: anyone; verifying: two administrators; a new name: two again; look-alikes are named to them."""

import threading

import pytest
from flask import Flask
from sqlalchemy import select

from cocreation.accounts import granting, lookalikes, organising
from cocreation.accounts.models import Account, Organisation
from cocreation.accounts.policies import can_speak_for
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import OfficialText
from cocreation.journal.models import JournalLine
from cocreation.organisations import policies, services
from tests.accounts.people import mails_to, person
from tests.organisations.material import administrators, register, verified

both = pytest.mark.both_databases


@both
def test_two_administrators_make_it_count_and_its_person_manages_it(session: object) -> None:
    citizen = person("leila@example.ma")
    one, two = administrators()
    made = register(citizen, acronym="LL")
    assert (made.state, made.slug, made.first_yes_by_id) == ("pending", "ll", None)
    assert "organisation" in [mail.kind for mail in mails_to(one.email)]
    assert services.verify(organisation=made, by=one, at=now()) is False
    assert (made.state, can_speak_for(citizen, made)) == ("pending", False)
    with pytest.raises(granting.NeedsSecondPerson):
        services.verify(organisation=made, by=one, at=now())
    assert services.verify(organisation=made, by=two, at=now()) is True
    role = policies.role_of(citizen, made)
    assert can_speak_for(citizen, made)
    assert role is not None
    assert (role.manages, role.granted_by_id, role.confirmed_by_id) == (True, one.id, two.id)
    assert "organisation" in [mail.kind for mail in mails_to(citizen.email)]
    actions = db.session.scalars(select(JournalLine.action).where(JournalLine.object_kind == "organisation")).all()
    assert actions == ["organisation.proposed", "organisation.first_yes", "organisation.verified"]


@both
def test_an_administrator_who_corrects_the_name_leaves_it_to_its_person(session: object) -> None:
    citizen, (one, two) = person("leila@example.ma"), administrators()
    made = register(citizen)
    corrected = OfficialText({"fr": "Ligue des lectrices et lecteurs", "ar": "رابطة القراء"})
    organising.edit_organisation(organisation=made, name=corrected, acronym="", region=None, by=one, at=now())
    with pytest.raises(granting.NeedsSecondPerson):
        services.verify(organisation=made, by=one, at=now())
    assert services.verify(organisation=made, by=two, at=now()) is True
    role = policies.role_of(citizen, made)
    assert role is not None
    assert (role.manages, made.name["fr"]) == (True, corrected["fr"])
    assert "organisation" in [mail.kind for mail in mails_to(citizen.email)]


@both
def test_a_refusal_tells_why(session: object) -> None:
    citizen, (one, _) = person("leila@example.ma"), administrators()
    made = register(citizen)
    services.refuse(organisation=made, by=one, at=now(), reason="Le récépissé manque.")
    assert (made.state, made.refusal) == ("refused", "Le récépissé manque.")
    assert "Le récépissé manque." in mails_to(citizen.email)[-1].body
    assert not policies.can_see(person("autre@example.ma"), made)
    assert policies.can_see(citizen, made)


@both
def test_a_new_name_waits_while_the_old_one_speaks(session: object) -> None:
    citizen = person("leila@example.ma")
    made = verified(citizen)
    one, two = administrators()
    values = {"organisation": made, "region": "oriental", "website": "", "by": citizen, "at": now()}
    services.change(name=OfficialText({"fr": "Conseil des lecteurs", "ar": "مجلس القراء"}), acronym="", **values)
    assert (made.state, made.name["fr"], made.waits, can_speak_for(citizen, made)) == (
        "verified", "Ligue des lecteurs", True, True,
    )  # fmt: skip
    services.refuse(organisation=made, by=one, at=now(), reason="Trop proche d’un conseil public.")
    assert (made.state, made.waits, made.name["fr"]) == ("verified", False, "Ligue des lecteurs")
    services.change(name=OfficialText({"fr": "Cercle des lecteurs", "ar": "نادي القراء"}), acronym="CL", **values)
    services.verify(organisation=made, by=two, at=now())
    assert made.name["fr"] == "Ligue des lecteurs"
    services.verify(organisation=made, by=one, at=now())
    assert (made.name["fr"], made.acronym, made.refusal) == ("Cercle des lecteurs", "CL", "")


@both
def test_sent_twice_it_is_one_and_short_names_differ(session: object) -> None:
    citizen = person("leila@example.ma")
    assert register(citizen).id == register(citizen).id
    other = register(person("autre@example.ma"))
    assert other.slug == "ligue-des-lecteurs-2"
    assert register(citizen, "New", "جديد").slug == "new-2"
    assert register(citizen, "جمعية", "جمعية").slug == "organisation"


@both
def test_the_same_drawing_as_a_verified_one_is_refused(session: object) -> None:
    verified(person("leila@example.ma"), acronym="LDL")
    other = person("autre@example.ma")
    for fr, ar in (
        ("LIGUE  DES LECTEURS", "x"), ("Liguе des lесteurs", "x"), ("Ligue des 1ecteurs", "x"),
        ("Autre", "رابطة القرّاء"),
        ("Autre", "رابـطة القراء"), ("Autre", "رابطه القراء"),
    ):  # fmt: skip
        with pytest.raises(services.AlreadyThere):
            register(other, fr, ar)
    # A letter apart is only shown to those who verify.
    near = register(other, "Ligue des lectrurs", "جمعية أخرى")
    assert [found.how for found in services.flags(near)] == ["near"]
    assert [found.how for found in services.flags(register(other, "Tout autre chose", "شيء آخر", acronym="L.D.L"))] == [
        "acronym"
    ]
    assert services.flags(register(other, "Parents d’élèves de Fès", "آباء التلاميذ بفاس")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Transparency Maroc", "Transparеncy Mаroc"), ("ADFM", "A.D.F.M."), ("Élan", "ELAN"), ("Oasis 10", "0asis lO"),
        ("كتاب", "ڪتاب"), ("على", "علي"), ("أمل", "امل"), ("إسلام", "اسلام"), ("جمعية", "جمعيه"), ("مـــدرسة", "مدرسة"),
        ("Ωmega".replace("Ω", "O"), "Οmega"), ("مُدَرِّس", "مدرس"),
    ],
)  # fmt: skip
def test_names_drawn_alike_are_one(one: str, other: str) -> None:
    assert lookalikes.drawn(one) == lookalikes.drawn(other)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("abc", "abc", 0), ("abc", "abd", 1), ("abcd", "abdc", 1), ("abc", "", 3), ("abcdef", "xyz", 3), ("", "", 0)],
)
def test_the_distance_of_two_names(one: str, other: str, distance: int) -> None:
    assert min(lookalikes.apart(one, other, 2), 3) == distance == min(lookalikes.apart(other, one, 2), 3)


@both
def test_a_person_does_not_take_the_name_of_a_verified_one(session: object) -> None:
    verified(person("leila@example.ma"), acronym="HATIM")
    for name in ("Ligue des lecteurs", "Liguе dеs lecteurs", "Ligue des lecteur"):
        with pytest.raises(Refused):
            lookalikes.check_person(name)
    for name in ("Hatim", "Leïla", "", "؟"):
        lookalikes.check_person(name)


@both
def test_of_two_administrators_at_once_one_is_told(app: Flask, session: object) -> None:
    citizen, (one, two) = person("leila@example.ma"), administrators()
    third = person("trois@example.ma", "administrator")
    made = register(citizen)
    services.verify(organisation=made, by=one, at=now())
    db.session.commit()
    number, people = made.id, (two.id, third.id)
    db.session.remove()
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def decide(account_id: int) -> None:
        with app.app_context():
            account, organisation = db.session.get_one(Account, account_id), db.session.get_one(Organisation, number)
            db.session.rollback()
            start.wait()
            try:
                services.verify(organisation=organisation, by=account, at=now())
                db.session.commit()
                outcomes.append("verified")
            except Refused:
                db.session.rollback()
                outcomes.append("refused")

    threads = [threading.Thread(target=decide, args=(account_id,)) for account_id in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "verified"]
    roles = db.session.get_one(Account, citizen.id).roles
    assert [role.state for role in roles] == ["active"]


def test_the_decision_is_written_only_over_what_was_seen(session: object) -> None:
    made, (one, two) = register(person("leila@example.ma")), administrators()
    db.session.execute(
        organising.update(Organisation).values(first_yes_by_id=one.id), execution_options={"synchronize_session": False}
    )
    with pytest.raises(organising.DecidedMeanwhile):
        services.verify(organisation=made, by=two, at=now())
