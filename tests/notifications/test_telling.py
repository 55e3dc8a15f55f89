"""What people are told: in the site and by mail, in their language, once, and taken back in time."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from cocreation.accounts.models import Account
from cocreation.core import mail
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.mail import OutgoingMail
from cocreation.notifications import queries, services
from cocreation.notifications.models import Notification
from tests.accounts.people import browser_of, mails_to, person, post

pytestmark = pytest.mark.both_databases
PATH = "/proposals/PAN2-00001"


@pytest.fixture
def amina(session: object) -> Account:
    """A person who reads French."""
    return person()


def told(account: Account, after: int = 0, message: str = "Your proposal is published.") -> Notification | None:
    """Tell a person something, after so many seconds."""
    note = services.tell(
        account_id=account.id,
        kind="decision",
        message=message,
        values={"reason": ["Out of scope"]},
        path=PATH,
        paragraphs=[("%(reason)s", {"reason": ["Out of scope"]})],
        not_before=now() + timedelta(seconds=after),
    )
    db.session.commit()
    return note


def test_one_thing_is_told_in_the_site_and_by_mail(app: Flask, amina: Account) -> None:
    told(amina)
    written = mails_to(amina.email)
    assert len(written) == 1
    assert f"/fr{PATH}" in written[0].body
    page = browser_of(app, amina).get("/fr/notifications").get_data(as_text=True)
    assert f'href="/fr{PATH}"' in page


def test_what_may_be_taken_back_is_not_shown_yet(app: Flask, amina: Account) -> None:
    told(amina, after=120)
    assert queries.unread(amina.id) == 0
    assert services.take_back(account_id=amina.id, kind="decision", path=PATH)
    assert db.session.scalars(select(OutgoingMail.state)).all() == ["cancelled"]
    assert queries.page(account_id=amina.id, cursor=None).items == []


def test_what_has_left_is_not_taken_back(app: Flask, amina: Account) -> None:
    told(amina)
    assert mail.deliver_due(app.config) == 1
    assert not services.take_back(account_id=amina.id, kind="decision", path=PATH)
    assert queries.unread(amina.id) == 1


def test_only_the_last_thing_told_is_taken_back(app: Flask, amina: Account) -> None:
    told(amina)
    mail.deliver_due(app.config)
    told(amina, after=120)
    assert services.take_back(account_id=amina.id, kind="decision", path=PATH)
    assert queries.unread(amina.id) == 1


def test_nothing_is_told_while_a_history_loads_nor_to_nobody(amina: Account) -> None:
    services.be_quiet(True)
    assert told(amina) is None
    services.be_quiet(False)
    assert services.tell(account_id=None, kind="decision", message="x", path=PATH) is None
    amina.state = "disabled"
    assert told(amina) is None
    assert mails_to(amina.email) == []


def test_marking_as_read_takes_a_press_and_is_ones_own(app: Flask, amina: Account) -> None:
    other = person("other@example.ma")
    told(amina)
    told(other)
    browser = browser_of(app, amina)
    assert browser.get("/fr/notifications").status_code == 200
    assert queries.unread(amina.id) == 1
    assert post(browser, "/fr/notifications/read", page="/fr/notifications").status_code == 303
    assert (queries.unread(amina.id), queries.unread(other.id)) == (0, 1)


def test_how_much_is_new_stands_in_every_page_in_words(app: Flask, amina: Account) -> None:
    browser = browser_of(app, amina)
    for _ in range(3):
        told(amina)
    page = browser.get("/en/account").get_data(as_text=True)
    assert "Notifications, 3 new" in page


def test_a_visitor_is_sent_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/fr/notifications")
    assert answer.status_code == 303
    assert "sign-in" in answer.headers["Location"]


def test_nobody_reads_what_another_was_told(app: Flask, amina: Account) -> None:
    told(amina, message="A secret of Amina")
    page = browser_of(app, person("other@example.ma")).get("/fr/notifications").get_data(as_text=True)
    assert "A secret of Amina" not in page
    assert PATH not in page


def test_a_long_list_is_paged(app: Flask, amina: Account) -> None:
    for _ in range(35):
        told(amina)
    page = browser_of(app, amina).get("/fr/notifications").get_data(as_text=True)
    assert page.count(f'href="/fr{PATH}"') == 30
    assert 'rel="next"' in page


def test_the_words_follow_the_language(amina: Account) -> None:
    note = told(amina, message="%(reason)s")
    assert note is not None
    assert services.words_of(note, "en") == "Out of scope"


def test_the_outbox_exists_in_development_only(app: Flask, client: FlaskClient) -> None:
    assert client.get("/fr/outbox").status_code == 404
    assert not any("outbox" in rule.rule for rule in app.url_map.iter_rules())
    assert Path(app.instance_path).name == "instance"
