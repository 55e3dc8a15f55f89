"""Every page of the rooms opens, in the three languages, for those it is for and for nobody else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from cocreation.accounts import granting, organising
from cocreation.accounts.models import Account, Organisation, Role
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.cycles.models import Cycle
from tests.accounts.people import browser_of, person, post, token_in

DESK = "/fr/administration"
PAGES = [
    "",
    "/roles",
    "/roles/new",
    "/organisations",
    "/organisations/new",
    "/organisations/association-test",
    "/organisations/association-test/edit",
    "/people?q=ami",
    "/people/1",
]


@pytest.fixture
def first(session: object) -> Account:
    """An administrator."""
    return person("premiere@example.ma", "administrator", name="Première")


@pytest.fixture
def second(first: Account) -> Account:
    """Another administrator."""
    return person("deuxieme@example.ma", "administrator", name="Deuxième")


def entered(by: Account | None = None) -> Organisation:
    """An organisation, waiting where somebody entered it."""
    name = OfficialText({"fr": "Association de test", "ar": "جمعية الاختبار"})
    made = organising.propose_organisation(
        slug="association-test", name=name, kind="association", acronym="AT", region=None, by=by, at=now()
    )
    db.session.commit()
    return made


def test_every_page_of_the_desk_opens_in_every_language(app: Flask, first: Account, second: Account) -> None:
    entered(second)
    granting.grant_role(account=person(), role="moderator", by=second, at=now())
    browser = browser_of(app, first)
    for language in ("fr", "ar", "en"):
        for page in PAGES:
            assert browser.get(f"/{language}/administration{page}").status_code == 200, page


def test_nobody_but_administrators_enters_the_desk(app: Flask, first: Account) -> None:
    moderator = browser_of(app, person("mod@example.ma", "moderator"))
    for page in PAGES:
        assert moderator.get(DESK + page).status_code == 403
        assert app.test_client().get(DESK + page).status_code == 303


def test_own_pages_open_in_every_language(app: Flask, session: object) -> None:
    browser = browser_of(app, person())
    for language in ("fr", "ar", "en"):
        for page in ("", "/preferences", "/password", "/sessions", "/contributions", "/again", "/address"):
            assert browser.get(f"/{language}/account{page}").status_code == 200
        assert browser.get(f"/{language}/notifications").status_code == 200


def test_a_lone_administrator_is_told_the_command(app: Flask, first: Account) -> None:
    browser = browser_of(app, first)
    assert "cocreation admin create" in browser.get(f"{DESK}/roles").get_data(as_text=True)
    person("deuxieme@example.ma", "administrator")
    assert "cocreation admin create" not in browser.get(f"{DESK}/roles").get_data(as_text=True)


def test_a_role_granted_in_a_page_waits_for_the_second_yes(app: Flask, first: Account, second: Account) -> None:
    citizen = person()
    one, other = browser_of(app, first), browser_of(app, second)
    fields = {"email": citizen.email, "role": "moderator", "ends_on": "2099-01-31"}
    assert post(one, f"{DESK}/roles/new", **fields).status_code == 303
    role = db.session.scalars(select(Role).where(Role.role == "moderator")).one()
    assert not citizen.has_role("moderator")
    confirm = f"{DESK}/roles/{role.id}/confirm"
    assert one.post(confirm, data={"csrf_token": token_in(one.get(DESK))}).status_code == 403
    assert other.post(confirm, data={"csrf_token": token_in(other.get(DESK))}).status_code == 303
    assert db.session.scalars(select(Role).where(Role.role == "moderator")).one().is_held


def test_an_organisation_is_entered_verified_and_renamed(app: Flask, first: Account, second: Account) -> None:
    one, other = browser_of(app, first), browser_of(app, second)
    fields = {"name_fr": "Ligue", "name_ar": "رابطة", "slug": "ligue", "kind": "association", "region": ""}
    assert post(one, f"{DESK}/organisations/new", **fields).status_code == 303
    assert post(one, f"{DESK}/organisations/new", **fields).status_code == 422
    verify = f"{DESK}/organisations/ligue/verify"
    assert post(one, verify, page=DESK).status_code == 403
    assert post(other, verify, page=DESK).status_code == 303
    assert db.session.scalar(select(Organisation.state)) == "verified"
    edit = {"name_fr": "Ministère", "name_ar": "وزارة", "region": "oriental"}
    assert post(one, f"{DESK}/organisations/ligue/edit", **edit).status_code == 303
    ligue = db.session.scalars(select(Organisation)).one()
    assert (ligue.state, ligue.name["fr"], ligue.wished["name"]["fr"]) == ("verified", "Ligue", "Ministère")


def test_closing_an_account_ends_its_sessions_at_once(app: Flask, first: Account) -> None:
    citizen = person()
    hers, desk = browser_of(app, citizen), browser_of(app, first)
    assert hers.get("/fr/account").status_code == 200
    assert post(desk, f"{DESK}/people/{citizen.id}", do="close").status_code == 303
    assert hers.get("/fr/account").status_code == 303
    assert post(desk, f"{DESK}/people/{citizen.id}", do="open").status_code == 303
    assert db.session.scalar(select(Account.state).where(Account.id == citizen.id)) == "active"


def test_the_search_for_people_gives_no_addresses_away(app: Flask, first: Account) -> None:
    person("amina@example.ma", name="Amina")
    browser = browser_of(app, first)
    page = browser.get(f"{DESK}/people?q=Amin").get_data(as_text=True)
    assert "a•••@example.ma" in page
    assert "amina@example.ma" not in page
    assert "a•••@" not in browser.get(f"{DESK}/people?q=@example").get_data(as_text=True)


def test_a_page_asks_as_much_for_many_roles_as_for_few(app: Flask, first: Account) -> None:
    browser = browser_of(app, first)
    person("p@example.ma", "moderator")
    browser.get(f"{DESK}/roles")
    few = statements(app, browser, f"{DESK}/roles")
    for number in range(12):
        person(f"p{number}@example.ma", "moderator")
    assert statements(app, browser, f"{DESK}/roles") == few <= 20


def statements(app: Flask, browser: FlaskClient, path: str) -> int:
    """How many SQL statements a page sends."""
    sent: list[str] = []
    with app.app_context():
        engine = db.engine

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    assert browser.get(path).status_code == 200
    event.remove(engine, "before_cursor_execute", count)
    return len(sent)


def test_a_moderator_may_be_limited_to_one_cycle(app: Flask, first: Account) -> None:
    citizen = person()
    cycle = Cycle(slug="pan-test", prefix="TEST", title=OfficialText({"fr": "Plan de test"}), created_at=now())
    db.session.add(cycle)
    db.session.commit()
    browser = browser_of(app, first)
    assert "Plan de test" in browser.get(f"{DESK}/roles/new").get_data(as_text=True)
    fields = {"email": citizen.email, "role": "moderator", "ends_on": "2099-01-31", "scope": f"cycle:{cycle.id}"}
    assert post(browser, f"{DESK}/roles/new", **fields).status_code == 303
    role = db.session.scalars(select(Role).where(Role.role == "moderator")).one()
    assert (role.scope_kind, role.scope_id) == ("cycle", cycle.id)
    assert "Plan de test" in browser.get(f"{DESK}/roles").get_data(as_text=True)


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "nobody@example.ma"},
        {"role": "king"},
        {"ends_on": "tomorrow"},
        {"ends_on": "2001-01-01"},
        {"role": "agent"},
        {"scope": "cycle:99"},
    ],
)
def test_a_role_that_cannot_be_is_refused_in_the_form(app: Flask, first: Account, fields: dict[str, str]) -> None:
    citizen = person()
    good = {"email": citizen.email, "role": "moderator", "ends_on": "2099-01-31"}
    answer = post(browser_of(app, first), f"{DESK}/roles/new", **{**good, **fields})
    assert answer.status_code == 422
    assert db.session.scalars(select(Role.role)).all() == ["administrator"]
