"""Following by an address alone: nothing begins before the mailed link is pressed, and a key shows and stops it."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from cocreation.accounts.models import Account
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.mail import OutgoingMail
from cocreation.notifications import by_address, choices, digests, events, following, services
from cocreation.notifications.models import Follow, FollowWish
from tests.accounts.people import mails_to, path_in, person, post
from tests.proposals.material import make_cycle, make_person, make_theme, publish, send

EMAIL = "zineb@example.ma"


@pytest.fixture
def settings() -> dict[str, object]:
    return {"PROCESS_DATE": "2020-10-15", "RATE_LIMITS": True}


@pytest.fixture
def idea(session: object) -> str:
    """The path of a public idea."""
    cycle = make_cycle()
    proposal = publish(send(cycle, make_theme(cycle), make_person("Salma")))
    db.session.commit()
    return f"/proposals/{proposal.reference}"


def page_of(path: str) -> str:
    """Where one asks to follow a thing."""
    return f"/fr/notifications/by-mail?path={path}"


def ask(client: FlaskClient, path: str, email: str = EMAIL) -> str:
    """Ask for the link, and give its path."""
    answer = post(client, "/fr/notifications/by-mail", page=page_of(path), path=path, email=email)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return path_in(mails_to(email)[-1])


def follows() -> list[tuple[str, str]]:
    """Who follows what, but the author, who follows of themselves."""
    asked = select(Account.email, Follow.path).join(Account, Account.id == Follow.account_id)
    asked = asked.where(Account.email != "salma@example.org")
    return [(row[0], row[1]) for row in db.session.execute(asked)]


def text(answer: object) -> str:
    return answer.get_data(as_text=True)  # type: ignore[attr-defined, no-any-return]


@pytest.mark.both_databases
def test_the_mailed_link_begins_it_and_a_key_ends_it(app: Flask, client: FlaskClient, idea: str) -> None:
    assert page_of(idea) in text(client.get(f"/fr{idea}"))
    link = ask(client, idea)
    # A mail scanner opens every link: nothing has begun.
    assert client.get(link).status_code == 200
    assert follows() == []
    # Pressed on another device, twice.
    other = app.test_client()
    first, second = (post(other, link) for _ in range(2))
    assert (first.status_code, first.location) == (303, second.location)
    assert follows() == [(EMAIL, idea)]
    assert other.get("/fr/notifications/following").status_code == 303, "the link does not sign in"

    services.emit(mark="x", kind="decision", about=[idea], message="Published.", path=idea, by=None)
    db.session.commit()
    events.spread_due()
    digests.run(now() + timedelta(days=1, minutes=1))
    key = re.search(r"/fr/notifications/by-mail/mine/\S+", mails_to(EMAIL)[-1].body)
    assert key is not None
    stranger = app.test_client()
    assert "Publier les budgets" in text(stranger.get(key[0]))
    assert post(stranger, key[0], own="weekly", followed="weekly").status_code == 303
    account = db.session.scalars(select(Account).where(Account.email == EMAIL)).one()
    assert choices.of(account.id).followed == "weekly"
    assert post(stranger, key[0], path=idea).status_code == 303
    assert follows() == []


def test_the_answer_is_the_same_for_every_address(app: Flask, idea: str) -> None:
    person("connue@example.ma")
    closed = person("close@example.ma")
    closed.state = "disabled"
    db.session.commit()
    answers = []
    for email in ("connue@example.ma", "close@example.ma", EMAIL):
        client = app.test_client()
        for _ in range(2):
            sent = post(client, "/fr/notifications/by-mail", page=page_of(idea), path=idea, email=email)
            answers.append((sent.status_code, sent.location))
    assert len(set(answers)) == 1
    links = select(OutgoingMail.recipient).where(OutgoingMail.kind == "link-follow").order_by(OutgoingMail.id)
    assert db.session.scalars(links).all() == ["connue@example.ma", EMAIL]
    assert "Publier les budgets" not in mails_to(EMAIL)[0].body, "nobody’s words go to an address anyone may give"


def test_a_letter_box_is_not_filled(client: FlaskClient, idea: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_address, "A_MOMENT", timedelta(0))
    codes = [
        post(client, "/fr/notifications/by-mail", page=page_of(idea), path=idea, email=EMAIL).status_code
        for _ in range(5)
    ]
    assert codes == [303, 303, 303, 429, 429]


def test_a_link_that_is_old_or_forged_begins_nothing(client: FlaskClient, idea: str) -> None:
    link = ask(client, idea)
    db.session.execute(update(FollowWish).values(asked_at=now() - timedelta(days=4)))
    db.session.commit()
    for address in (link, f"{link}x", link.replace("confirm", "mine")):
        assert client.get(address).status_code == 410
    # The next wish sweeps it out.
    ask(client, idea, "autre@example.ma")
    assert db.session.scalars(select(FollowWish.email)).all() == ["autre@example.ma"]


def test_what_is_not_public_cannot_be_asked_for(client: FlaskClient, idea: str) -> None:
    for path in ("/proposals/PANT-00099", "//evil.example", ""):
        assert client.get("/fr/notifications/by-mail", query_string={"path": path}).status_code == 404
        assert client.get("/fr/notifications/by-mail/asked", query_string={"path": path}).status_code == 404
    wrong = post(client, "/fr/notifications/by-mail", page=page_of(idea), path=idea, email="nobody")
    assert wrong.status_code == 422
    assert db.session.scalar(select(func.count(FollowWish.number))) == 0


def test_a_key_opens_the_list_of_one_person_alone(client: FlaskClient, idea: str) -> None:
    amina, karim = person(), person("karim@example.ma", name="Karim")
    for account in (amina, karim):
        following.follow(account_id=account.id, kind="proposal", path=idea)
    address = f"/fr/notifications/by-mail/mine/{choices.key_of(amina)}"
    post(client, address, path=idea)
    assert follows() == [(karim.email, idea)]
    # What ends mails opens no list.
    ends = choices.ending_address(amina, "own").rpartition("/")[2]
    assert client.get(f"/fr/notifications/by-mail/mine/{ends}").status_code == 410
    amina.state = "disabled"
    db.session.commit()
    assert client.get(address).status_code == 410
