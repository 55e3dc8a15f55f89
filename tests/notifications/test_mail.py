"""Mails as a real server receives them: their form, their retries, their end, and those that come back."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from cocreation.accounts.models import Account
from cocreation.cli.main import group
from cocreation.core import mail
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.mail import OutgoingMail, bounces, sending
from cocreation.notifications import choices, digests, events, following, services
from tests.accounts.people import browser_of, person, post, token_in
from tests.notifications.smtp import Server, serving

IDEA = "/proposals/PAN2-00001"


@pytest.fixture
def server(app: Flask) -> Iterator[Server]:
    """A mail server the application sends to."""
    with serving() as found:
        app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=found.port, MAIL_STARTTLS=False)
        yield found


@pytest.fixture
def amina(session: object) -> Account:
    """A person who reads Arabic."""
    return person(language="ar")


def queued(to: str = "amina@example.ma", **more: Any) -> OutgoingMail:
    """A mail in the outbox."""
    values = {"kind": "decision", "language": "fr", "subject": "Votre proposition", "body": "Bonjour,\n\nTexte."}
    made = mail.queue(recipient=to, **{**values, **more})
    db.session.commit()
    return made


def again() -> None:
    """Let the pause before the next try go by."""
    for row in db.session.scalars(select(OutgoingMail).where(OutgoingMail.state == "waiting")):
        row.not_before = now() - timedelta(seconds=1)
    db.session.commit()


def fresh(row: OutgoingMail) -> OutgoingMail:
    db.session.refresh(row)
    return row


def test_a_mail_is_text_and_html_in_the_direction_of_its_language(app: Flask, server: Server, amina: Account) -> None:
    services.tell(account_id=amina.id, kind="decision", message="Hello,", path=IDEA, station=True)
    db.session.commit()
    assert mail.deliver_due(app.config) == 1
    [message] = server.taken
    assert message.get_content_type() == "multipart/alternative"
    plain, page = [part.get_content() for part in message.iter_parts()]
    assert f"/ar{IDEA}" in plain
    assert '<html lang="ar" dir="rtl">' in page
    for loaded in ("<img", "<link", "<script", "url(", "src="):
        assert loaded not in page
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "ar"
    assert message["Message-ID"].endswith("@example.org>")


def test_no_line_break_enters_a_header_and_no_markup_the_page(app: Flask, server: Server, amina: Account) -> None:
    nasty = "Bonjour\r\nBcc: spy@example.org\n<script>alert(1)</script> \u202e"
    queued("amina@example.ma\r\nBcc: spy@example.org", subject=nasty)
    queued(subject=nasty, body=f'{nasty}\n\nhttps://example.org/"><script>x</script>')
    mail.deliver_due(app.config)
    [message] = server.taken
    assert message["Bcc"] is None
    assert "\n" not in message["Subject"]
    assert "<script" not in message.get_body(("html",)).get_content()


def test_many_mails_go_over_one_connection(app: Flask, server: Server, session: object) -> None:
    for number in range(5):
        queued(f"person{number}@example.ma")
    assert mail.deliver_due(app.config) == 5
    assert server.connections == 1


def test_the_number_of_a_message_is_saved_before_it_is_sent_and_stays(
    app: Flask, server: Server, session: object
) -> None:
    row = queued()
    server.to_message = lambda: "451 4.3.0 later"
    assert mail.deliver_due(app.config) == 0
    first = fresh(row).message_id
    assert first is not None
    server.to_message = lambda: "250 2.0.0 taken"
    again()
    assert mail.deliver_due(app.config) == 1
    assert server.taken[0]["Message-ID"] == first


def test_killed_after_the_server_said_yes_it_leaves_once_more_under_the_same_number(
    app: Flask, server: Server, session: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = queued()
    with monkeypatch.context() as patched:
        patched.setattr(sending, "_settle", lambda *_args, **_values: (_ for _ in ()).throw(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            mail.deliver_due(app.config)
    db.session.rollback()
    assert mail.deliver_due(app.config) == 0, "another worker leaves it alone for a while"
    fresh(row).not_before = now() - timedelta(minutes=11)
    db.session.commit()
    assert mail.recover() == 1
    assert mail.deliver_due(app.config) == 1
    assert mail.deliver_due(app.config) == 0
    assert len({message["Message-ID"] for message in server.taken}) == 1
    assert len(server.taken) == 2


def test_a_server_that_is_away_is_tried_again_with_growing_pauses(app: Flask, session: object) -> None:
    app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=9, MAIL_STARTTLS=False)
    first, second = queued(), queued("other@example.ma")
    pauses = []
    for _ in range(9):
        assert mail.deliver_due(app.config) == 0
        pauses.append((fresh(first).not_before - now()).total_seconds() / 60)
        first.not_before = now() - timedelta(seconds=1)
        db.session.commit()
    assert fresh(second).tries == 0, "one refusal is enough for the whole round"
    assert all(0.75 * 2**n <= pause <= 1.25 * 2**n for n, pause in zip(range(1, 8), pauses, strict=False))
    assert pauses[-1] <= sending.LONGEST_PAUSE * 1.21


@pytest.mark.parametrize("late", [False, True])
def test_it_is_given_up_after_so_many_tries_or_three_days(
    app: Flask, server: Server, session: object, late: bool
) -> None:
    row = queued()
    server.to_message = lambda: "451 4.3.0 later"
    if late:
        row.created_at = now() - timedelta(hours=73)
    else:
        row.tries = sending.MAX_TRIES - 1
    db.session.commit()
    mail.deliver_due(app.config)
    assert fresh(row).state == "failed"
    assert "4.3.0" in (row.last_error or "")


@pytest.mark.parametrize(
    ("answer", "state", "stopped"),
    [
        ("550 5.1.1 no such user", "failed", True),
        ("551 user not local", "failed", True),
        ("550 5.7.1 we take no such mails", "failed", False),
        ("552 5.2.2 mailbox full", "failed", False),
        ("450 4.2.1 busy", "waiting", False),
    ],
)  # fmt: skip
def test_what_a_refusal_means(
    app: Flask, server: Server, session: object, answer: str, state: str, stopped: bool
) -> None:
    server.to_recipient = lambda _address: answer
    row = queued()
    mail.deliver_due(app.config)
    assert fresh(row).state == state
    assert bounces.is_stopped("amina@example.ma") is stopped


def test_nothing_is_sent_to_a_stopped_address_but_what_a_person_asks_for(
    app: Flask, server: Server, session: object
) -> None:
    bounces.record(bounces.Bounce("amina@example.ma", True, "5.1.1"))
    row, link = queued(), queued(kind="link-sign-in")
    assert mail.deliver_due(app.config) == 1
    assert fresh(row).state == "failed"
    assert fresh(link).state == "sent"
    assert not bounces.is_stopped("amina@example.ma"), "a mail that arrives lifts the stop"


def test_five_soft_bounces_stop(session: object) -> None:
    said = [bounces.record(bounces.Bounce("amina@example.ma", False, "4.2.2")) for _ in range(5)]
    assert said == [False, False, False, False, True]


NOTICE = b"""From: MAILER-DAEMON@example.ma\r
Subject: Undelivered\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r
\r
--b\r
Content-Type: text/plain\r
\r
I am sorry.\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example.ma\r
\r
Final-Recipient: rfc822; Amina@example.ma\r
Action: failed\r
Status: 5.1.1\r
Diagnostic-Code: smtp; 550 5.1.1 no such user\r
\r
Final-Recipient: rfc822; other@example.ma\r
Action: delayed\r
Status: 4.4.1\r
\r
--b--\r
"""


def test_the_command_reads_notices_and_addresses(app: Flask, session: object, tmp_path: Path) -> None:
    path, other = tmp_path / "notice.eml", tmp_path / "letter.eml"
    path.write_bytes(NOTICE)
    other.write_bytes(b"Subject: x\r\n\r\nfailed amina@example.ma\r\n")
    runner = app.test_cli_runner()
    mail_group = group.commands["mail"]
    shown = runner.invoke(mail_group, ["bounced", "--file", str(path), "--file", str(other)])
    assert "amina@example.ma: stopped" in shown.output
    assert "names no address" in shown.output
    assert bounces.is_stopped("amina@example.ma")
    assert not bounces.is_stopped("other@example.ma")
    assert runner.invoke(mail_group, ["bounced", "third@example.ma"]).exit_code == 0
    assert bounces.is_stopped("third@example.ma")
    assert runner.invoke(mail_group, ["works", "third@example.ma"]).exit_code == 0
    db.session.expire_all()
    assert not bounces.is_stopped("third@example.ma")
    assert runner.invoke(mail_group, ["bounced", "nothing"]).exit_code == 2


def waiting_for(account: Account) -> None:
    """Something a person follows has happened, and their daily mail is written."""
    following.follow(account_id=account.id, kind="proposal", path=IDEA)
    services.emit(mark="a", kind="decision", about=[IDEA], message="Hello,", path=IDEA)
    db.session.commit()
    events.spread_due()
    digests.run(now() + timedelta(days=1, minutes=1))


def test_one_post_without_sign_in_ends_the_mails_and_looking_ends_nothing(
    app: Flask, server: Server, amina: Account
) -> None:
    waiting_for(amina)
    mail.deliver_due(app.config)
    [message] = server.taken
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"].strip("<>").removeprefix(app.config["PUBLIC_URL"])
    stranger = app.test_client()
    assert stranger.get(address).status_code == 200
    assert choices.of(amina.id).followed == "daily"
    assert stranger.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    db.session.expire_all()
    assert choices.of(amina.id).followed == "site"
    assert choices.of(amina.id).own == "now", "what was not meant stays"
    assert stranger.post(address).status_code == 200
    assert stranger.post(address[:-3] + "xyz").status_code == 410
    assert stranger.get("/fr/account").status_code == 303, "the link signs nobody in"


def test_who_is_disabled_after_the_mail_was_written_gets_none(app: Flask, server: Server, amina: Account) -> None:
    waiting_for(amina)
    amina.state = "disabled"
    db.session.commit()
    assert mail.deliver_due(app.config) == 0
    assert server.taken == []
    assert db.session.scalars(select(OutgoingMail.state)).all() == ["cancelled"]


def test_a_digest_at_a_stopped_address_waits_and_comes_whole_later(app: Flask, server: Server, amina: Account) -> None:
    bounces.record(bounces.Bounce(amina.email, True, "5.1.1"))
    waiting_for(amina)
    assert db.session.scalars(select(OutgoingMail)).all() == []
    bounces.forget(amina.email)
    db.session.commit()
    assert digests.run(now() + timedelta(days=1, minutes=1)) == 1


def test_the_secretariat_sees_what_failed_and_tries_it_again(app: Flask, server: Server, session: object) -> None:
    row = queued()
    row.state, row.last_error = "failed", "550 5.1.1 no such user"
    admin = person("admin@example.ma", "administrator")
    citizen = person("citizen@example.ma")
    assert browser_of(app, citizen).get("/fr/notifications/failed").status_code == 403
    browser = browser_of(app, admin)
    page = browser.get("/fr/notifications/failed").get_data(as_text=True)
    assert "no such user" in page
    assert post(browser, f"/fr/notifications/failed/{row.id}", page="/fr/notifications/failed").status_code == 303
    assert fresh(row).state == "waiting"


def test_following_by_a_press_of_a_button_and_never_what_is_not_public(app: Flask, amina: Account) -> None:
    browser = browser_of(app, amina)
    token = token_in(browser.get("/ar/notifications/following"))
    answer = browser.post("/ar/notifications/follow", data={"csrf_token": token, "path": "/proposals/NO-1"})
    assert answer.status_code == 404
    assert following.of(amina.id) == []
