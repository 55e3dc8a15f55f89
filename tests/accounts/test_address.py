"""Another address: confirmed from the new one, taken back from the old one, and never a way to learn or to steal."""

import pytest
from flask import Flask
from sqlalchemy import select

from cocreation.accounts import activity, address_changes, devices, services
from cocreation.accounts.links import DeadLink
from cocreation.accounts.models import Account, Contributor, SignIn
from cocreation.core import sessions
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.sessions import WebSession
from tests.accounts.people import PASSWORD, browser_of, mails_to, path_in, person, post

OLD, NEW = "amina@example.ma", "amina.nouvelle@example.ma"
both = pytest.mark.both_databases


def asked(account: Account, email: str = NEW) -> str:
    """Ask for another address; the token of the link sent there."""
    address_changes.ask(account=account, email=email, at=now())
    return path_in(mails_to(email)[-1]).rpartition("/")[2]


@both
def test_it_changes_only_once_the_new_box_is_read(session: object) -> None:
    account = person()
    token = asked(account)
    assert account.email == OLD
    address_changes.confirm(token=token, at=now())
    assert account.email == NEW
    with pytest.raises(DeadLink):
        address_changes.confirm(token=token, at=now())
    assert mails_to(OLD)[-1].kind == "address-changed"


@both
def test_sessions_end_and_older_links_die(session: object) -> None:
    account = person()
    services.send_password_link(email=OLD)
    before = account.link_generation
    db.session.add(WebSession(digest="d", subject=account.reference, data={}, created_at=now(), seen_at=now()))
    address_changes.confirm(token=asked(account), at=now())
    assert (sessions.of(account.reference), account.link_generation) == ([], before + 1)


@both
def test_the_old_box_takes_it_back_and_locks_the_thief_out(session: object) -> None:
    account = person()
    address_changes.confirm(token=asked(account), at=now())
    undo = path_in(mails_to(OLD)[-1]).rpartition("/")[2]
    # The thief registers the freed address to bar the way back.
    services.register(email=OLD, name="Voleur", language="fr", at=now())
    address_changes.take_back(token=undo, at=now())
    assert (account.email, account.password_hash) == (OLD, None)
    assert services.by_email(OLD) is account
    with pytest.raises(DeadLink):
        address_changes.take_back(token=undo, at=now())


@both
@pytest.mark.parametrize("confirmed", [True, False])
def test_what_the_thief_changed_further_goes_with_it(session: object, confirmed: bool) -> None:
    account = person()
    address_changes.confirm(token=asked(account), at=now())
    undo = path_in(mails_to(OLD)[-1]).rpartition("/")[2]
    further = asked(account, "plus.loin@example.ma")
    if confirmed:
        address_changes.confirm(token=further, at=now())
    again = path_in(mails_to(NEW)[-1]).rpartition("/")[2]
    address_changes.take_back(token=undo, at=now())
    use, token = (address_changes.take_back, again) if confirmed else (address_changes.confirm, further)
    with pytest.raises(DeadLink):
        use(token=token, at=now())
    assert account.email == OLD


@both
def test_a_new_password_drops_the_change_that_waits(session: object) -> None:
    account = person()
    token = asked(account)
    services.change_password(account=account, password="Un-mot-de-passe-neuf-2020", at=now())
    with pytest.raises(DeadLink):
        address_changes.confirm(token=token, at=now())
    assert account.email == OLD


@both
def test_an_address_taken_is_told_to_its_owner_alone(session: object) -> None:
    account, owner = person(), person(NEW)
    address_changes.ask(account=account, email=NEW, at=now())
    assert [mail.kind for mail in mails_to(NEW)] == ["address-taken"]
    assert owner.email == NEW
    with pytest.raises(address_changes.SameAddress):
        address_changes.ask(account=account, email=OLD.upper(), at=now())


@both
def test_an_account_opened_meanwhile_keeps_its_address(session: object) -> None:
    account = person()
    token = asked(account)
    person(NEW)
    with pytest.raises(address_changes.AddressTaken):
        address_changes.confirm(token=token, at=now())


@both
def test_a_second_request_kills_the_first_and_purposes_do_not_mix(session: object) -> None:
    account = person()
    first = asked(account)
    second = asked(account, "autre@example.ma")
    for token, purpose in ((first, "address"), (second, "address-undo"), ("x", "address")):
        with pytest.raises(DeadLink):
            address_changes.change_of(token, purpose)


def test_the_page_wants_a_fresh_sign_in(app: Flask, session: object) -> None:
    account = person()
    browser = browser_of(app, account)
    assert browser.get("/fr/account/address").status_code == 200
    row = db.session.scalars(select(WebSession).where(WebSession.subject == account.reference)).one()
    row.data = {**row.data, "entered_at": "2020-01-01T00:00:00+00:00"}
    away = browser.get("/fr/account/address")
    assert (away.status_code, "again" in away.location) == (303, True)
    assert browser.post("/fr/account/address", data={"email": NEW}).status_code in {303, 400}
    assert post(browser, "/fr/account/again", password="autre").status_code == 422
    back = post(browser, "/fr/account/again?next=/fr/account/address", password=PASSWORD)
    assert back.status_code == 303
    assert browser.get("/fr/account/address").status_code == 200
    same = post(browser, "/fr/account/address", email=NEW)
    assert same.status_code == 200
    link = path_in(mails_to(NEW)[-1])
    assert post(browser, link).status_code == 303
    assert browser.get("/fr/account").status_code == 200, "the browser that confirmed goes on"
    undo = path_in(mails_to(OLD)[-1])
    assert post(app.test_client(), undo).status_code == 303
    assert browser.get("/fr/account").status_code == 303


@pytest.mark.parametrize("email", ["", "pas une adresse", "аmina@example.ma", OLD])
def test_addresses_that_cannot_be_are_refused(app: Flask, session: object, email: str) -> None:
    assert post(browser_of(app, person()), "/fr/account/address", email=email).status_code == 422


def test_the_page_says_where_and_how_one_signed_in(app: Flask, session: object) -> None:
    account = person()
    agent = {"User-Agent": "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"}
    browser = app.test_client()
    browser.environ_base["HTTP_USER_AGENT"] = agent["User-Agent"]
    post(browser, "/fr/account/sign-in", email=account.email, password=PASSWORD)
    page = browser.get("/fr/account/sessions").get_data(as_text=True)
    assert page.count("Firefox · Android") == 2
    kept = db.session.scalars(select(SignIn)).one()
    assert (kept.method, kept.device) == ("password", "Firefox · Android")
    kept.at = now() - activity.KEPT * 2
    activity.note(account=account, method="link", device="")
    assert [one.method for one in activity.latest(account)] == ["link"]


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari · iPhone"),
        ("", ""), ("\x00" * 500, ""), ("curl/8", ""),
    ],
)  # fmt: skip
def test_the_words_for_a_browser(agent: str, words: str) -> None:
    assert devices.words(agent) == words


def test_another_name_is_for_what_comes_or_for_all(app: Flask, session: object) -> None:
    account = person()
    services.contributor_for(account)
    db.session.commit()
    browser = browser_of(app, account)
    assert post(browser, "/fr/account/preferences", name="Un nom", language="fr").status_code == 303
    assert db.session.scalars(select(Contributor.name)).all() == ["Amina"]
    assert post(browser, "/fr/account/preferences", name="Un nom", language="fr", rename="y").status_code == 303
    assert db.session.scalars(select(Contributor.name)).all() == ["Un nom"]
