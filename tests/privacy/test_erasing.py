"""Erasing an account: nothing of the person stays, what stays was told before, and the journal still verifies."""

import re

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from cocreation.accounts import granting, services
from cocreation.accounts.links import DeadLink
from cocreation.accounts.models import Account, Contributor, Role
from cocreation.accounts.personal import holdings
from cocreation.core import mail, sessions
from cocreation.core.clock import now
from cocreation.core.db import Base, db
from cocreation.core.mail import OutgoingMail
from cocreation.journal import services as journal
from cocreation.journal.models import JournalLine
from cocreation.privacy import erasing
from cocreation.proposals import supporting
from cocreation.proposals.models import Proposal, Support
from tests.accounts.people import PASSWORD, browser_of, mails_to, path_in, person, post, token_in
from tests.privacy.material import (
    CANARY,
    EMAIL,
    busy_person,
    states_of_comments,
    states_of_proposals,
    texts_in_the_database,
)
from tests.proposals.material import NOW


@pytest.mark.both_databases
@pytest.mark.parametrize("choice", ["keep", "withdraw"])
def test_nothing_that_names_the_person_stays(session: object, choice: str) -> None:
    account = busy_person()
    number, reference = account.id, account.reference
    erasing.erase(account=account, choice=choice, at=NOW)
    db.session.commit()
    left = [
        (where, text[:80])
        for where, text in texts_in_the_database()
        if re.search("canari", text, re.IGNORECASE) and not where.startswith("outgoing_mail")
    ]
    assert left == []
    assert [one.kind for one in mails_to(EMAIL)] == ["account-erased"]
    assert db.session.scalar(select(func.count()).select_from(OutgoingMail)) == 2  # this one, and an invitation sent
    assert sessions.of(reference) == []
    assert db.session.scalar(select(func.count()).where(Contributor.account_id == number)) == 0
    assert db.session.scalar(select(func.count()).where(JournalLine.actor == reference)) == 0
    assert db.session.scalars(select(Role.state).where(Role.account_id == number)).all() == ["ended"]
    assert db.session.scalar(select(func.count()).select_from(Support)) == 0


@pytest.mark.both_databases
def test_who_erases_and_comes_back_supports_once(session: object) -> None:
    account = busy_person()
    own = db.session.scalars(select(Support)).one()
    body = select(Contributor.organisation_id).where(Contributor.organisation_id.is_not(None))
    other = db.session.scalars(select(Proposal.id).where(Proposal.id != own.proposal_id)).first()
    organisation_id = db.session.scalar(body)
    db.session.add(Support(proposal_id=other, account_id=account.id, organisation_id=organisation_id, created_at=now()))
    proposal_id = own.proposal_id
    erasing.erase(account=account, choice="keep", at=NOW)
    assert [one.organisation_id for one in db.session.scalars(select(Support))] == [organisation_id]
    back = person(EMAIL)
    db.session.add(Support(proposal_id=proposal_id, account_id=back.id, created_at=now()))
    db.session.flush()
    assert supporting.counts([proposal_id])[proposal_id].people == 1


@pytest.mark.both_databases
def test_mails_to_the_address_before_go_too(session: object) -> None:
    account = busy_person()
    for email in ("ancienne.canari@example.ma", "quelqu.un@example.ma"):
        mail.queue(recipient=email, language="fr", kind="address-changed", subject="Changée", body="Bonjour")
    erasing.erase(account=account, choice="keep", at=NOW)
    assert mails_to("ancienne.canari@example.ma") == []
    assert len(mails_to("quelqu.un@example.ma")) == 1


@pytest.mark.both_databases
def test_only_tables_that_said_so_still_point_at_the_account(session: object) -> None:
    account = busy_person()
    number = account.id
    erasing.erase(account=account, choice="keep", at=NOW)
    stays = {holding.name for holding in holdings() if holding.erase is None}
    pointing = set()
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            if key.column.table.name == "account":
                rows = select(func.count()).select_from(table).where(key.parent == number)
                if db.session.scalar(rows):
                    pointing.add(table.name)
    assert pointing <= stays
    assert pointing == {"role"}


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("choice", "published", "said"), [("keep", "published", "visible"), ("withdraw", "withdrawn", "withdrawn")]
)
def test_texts_stay_or_go_as_chosen(session: object, choice: str, published: str, said: str) -> None:
    erasing.erase(account=busy_person(), choice=choice, at=NOW)
    assert states_of_proposals() == {
        "Une idée publiée": published,
        "Une idée qui attend": "submitted" if choice == "keep" else "withdrawn",
        # Nobody is left to correct it; the draft was never sent; the organisation's is not the person's to take away.
        "Une idée renvoyée": "withdrawn",
        "Une idée de l’association": "published",
    }
    assert states_of_comments() == [said, "visible"]


@pytest.mark.both_databases
def test_the_chain_still_verifies_and_salts_that_vanish_unannounced_are_found(session: object) -> None:
    account = busy_person()
    before = journal.last_line()
    assert before is not None
    head = before.hash
    erasing.erase(account=account, choice="keep", at=NOW)
    assert journal.verify(head=head) is None
    line = db.session.scalars(select(JournalLine).where(JournalLine.salt != "").limit(1)).one()
    db.session.execute(update(JournalLine).where(JournalLine.sequence == line.sequence).values(salt="", actor=None))
    assert journal.verify() is not None


@pytest.mark.both_databases
def test_who_is_named_in_place_of_the_forgotten_is_found(session: object) -> None:
    erasing.erase(account=busy_person(), choice="keep", at=NOW)
    forgotten = db.session.scalars(select(JournalLine.sequence).where(JournalLine.salt == "")).first()
    db.session.execute(update(JournalLine).where(JournalLine.sequence == forgotten).values(actor="account:4711"))
    assert journal.verify() is not None


def test_what_was_decided_for_the_public_stays_answerable(session: object) -> None:
    person("seconde@example.ma", "administrator")
    first = person("premiere@example.ma", "administrator")
    granting.grant_role(account=person(), role="moderator", by=first, at=now())
    reference = first.reference
    erasing.erase(account=first, choice="keep", at=NOW)
    assert db.session.scalars(select(JournalLine.action).where(JournalLine.actor == reference)).all() == [
        "role.granted"
    ]
    assert journal.verify() is None


@pytest.mark.both_databases
def test_the_last_administrator_stays(session: object) -> None:
    only = person("seule@example.ma", "administrator")
    with pytest.raises(granting.LastAdministrator):
        erasing.erase(account=only, choice="keep", at=NOW)


@pytest.mark.both_databases
def test_the_address_opens_a_new_account_that_has_nothing_of_the_old_one(session: object) -> None:
    old = busy_person().id
    erasing.erase(account=db.session.get_one(Account, old), choice="keep", at=NOW)
    services.register(email=EMAIL, name="Une autre", language="ar", at=NOW)
    new = services.by_email(EMAIL)
    assert new is not None
    assert (new.id != old, new.state, new.roles) == (True, "unconfirmed", [])


def test_an_organisation_left_without_manager_is_told_of(session: object) -> None:
    admin = person("admin@example.ma", "administrator")
    erasing.erase(account=busy_person(), choice="keep", at=NOW)
    assert "organisation-people" in [mail.kind for mail in mails_to(admin.email)]


def test_the_page_asks_twice_and_says_what_stays(app: Flask, session: object) -> None:
    account = busy_person()
    services.change_password(account=account, password=PASSWORD, at=now())
    browser = browser_of(app, account)
    page = browser.get("/fr/account/erase").get_data(as_text=True)
    assert "Ministère d’essai" in page, "the organisation managed alone is named"
    unsure = post(browser, "/fr/account/erase", choice="keep", password=PASSWORD, by="password")
    assert unsure.status_code == 422
    wrong = post(browser, "/fr/account/erase", choice="keep", sure="y", password="autre", by="password")
    assert wrong.status_code == 422
    assert db.session.get_one(Account, account.id).state == "active"
    done = post(browser, "/fr/account/erase", choice="keep", sure="y", password=PASSWORD, by="password")
    assert done.location.endswith("/fr/account/erased")
    assert browser.get(done.location).status_code == 200
    assert browser.get("/fr/account").status_code == 303
    assert db.session.get_one(Account, account.id).state == "erased"


def test_the_link_erases_by_its_button_and_once(app: Flask, session: object) -> None:
    account = person("lien@example.ma")
    browser = browser_of(app, account)
    sent = post(browser, "/fr/account/erase", choice="withdraw", sure="y", by="link")
    assert sent.status_code == 200
    path = path_in(mails_to("lien@example.ma")[-1])
    visitor = app.test_client()
    assert visitor.get(path).status_code == 200
    assert db.session.get_one(Account, account.id).state == "active", "looking erases nothing"
    token = token_in(visitor.get(path))
    assert visitor.post(path, data={"csrf_token": token}).status_code == 303
    assert db.session.get_one(Account, account.id).state == "erased"
    assert visitor.get(path).status_code == 410


@pytest.mark.parametrize("purpose", ["sign-in", "password", "confirm", "address", "address-undo"])
def test_a_link_of_erasure_opens_nothing_else(app: Flask, session: object, purpose: str) -> None:
    account = person("lien@example.ma")
    erasing.send_link(account=account, choice="keep")
    token = path_in(mails_to("lien@example.ma")[-1]).rpartition("/")[2]
    assert app.test_client().get(f"/fr/account/{purpose}/{token}").status_code == 410
    assert erasing.of_link(token)[0] is account
    account.link_generation += 1
    with pytest.raises(DeadLink):
        erasing.of_link(token)


def test_the_last_mail_is_forgotten_once_it_has_left(session: object) -> None:
    erasing.erase(account=person(name=CANARY), choice="keep", at=NOW)
    erasing.forget_farewells()
    assert len(mails_to("amina@example.ma")) == 1
    db.session.execute(update(OutgoingMail).values(state="sent"))
    erasing.forget_farewells()
    assert mails_to("amina@example.ma") == []
