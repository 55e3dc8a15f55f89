"""Following an idea and receiving the digest, wide in French and on a phone in Arabic without JavaScript."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from cocreation import create_app
from cocreation.accounts.models import Account
from cocreation.accounts.services import contributor_for
from cocreation.comments import services as comments
from cocreation.core import mail
from cocreation.core.clock import as_instant, now
from cocreation.core.db import begin_write, db
from cocreation.notifications import digests, events
from cocreation.proposals.queries import by_reference
from tests.fixtures.browser import EMAILS, Site, words
from tests.fixtures.demonstration import COLLECTING
from tests.journeys.looking import faults_of_access, faults_of_width

pytestmark = pytest.mark.browser


@pytest.fixture
def site(site_at) -> Site:
    return site_at(COLLECTING)


def a_day_goes_by(site: Site, reference: str, says: str) -> None:
    """Somebody comments on the idea, and the worker writes the mails of the next day."""
    app = create_app({"INSTANCE_PATH": str(site.folder), "PUBLIC_URL": site.address, "DATABASE_URL": ""})
    with app.app_context():
        begin_write()
        agent = db.session.scalars(select(Account).where(Account.email == EMAILS["agent"])).one()
        thread = by_reference(reference).thread
        comments.post(
            thread=thread, contributor=contributor_for(agent), source=says, language="fr", side=None, parent=None,
            about_version=1, by=agent, at=as_instant(COLLECTING),
        )  # fmt: skip
        db.session.commit()
        events.spread_due()
        digests.run(now() + timedelta(days=1, minutes=1))
        mail.deliver_due(app.config)
        db.session.remove()


@pytest.mark.parametrize(
    ("language", "key", "width", "scripts"), [("fr", "citizen-fr", 1280, True), ("ar", "citizen-ar", 360, False)]
)
def test_following_an_idea_receiving_the_digest_and_ending_it(site, language, key, width, scripts):
    context = site.person(key, width=width, scripts=scripts)
    page = context.new_page()
    page.goto(f"/{language}/proposals")
    page.locator("main h2 a, main h3 a").first.click()
    reference = re.search(r"PAN2-\d+", page.url)[0]
    follow = page.get_by_role("button", name=words(language, "Follow"), exact=True)
    expect(follow).to_have_attribute("aria-pressed", "false")
    follow.focus()
    page.keyboard.press("Enter")
    expect(follow).to_have_attribute("aria-pressed", "true")
    site.ask("SELECT id FROM follow WHERE path = ?", f"/proposals/{reference}")

    a_day_goes_by(site, reference, f"Bravo {key}")
    page.goto(f"/{language}/notifications")
    expect(page.locator("main")).to_contain_text(reference)
    row = site.ask(
        "SELECT id, body, unsubscribe, language FROM outgoing_mail"
        " WHERE kind = 'digest' AND recipient = ? ORDER BY id DESC",
        EMAILS[key],
    )
    assert "/comments/" in row[1]
    page.goto(f"/{language}/outbox/{row[0]:06d}-digest.eml")
    assert page.locator("html").get_attribute("dir") == ("rtl" if row[3] == "ar" else "ltr")
    assert faults_of_width(page) == []

    page.goto(f"/{language}/notifications/following")
    assert faults_of_width(page) == []
    seen = site.person(key, width=width).new_page()
    seen.goto(page.url)
    assert faults_of_access(seen) == []
    visitor = site.person(width=width, scripts=scripts).new_page()
    visitor.goto(row[2])
    visitor.locator("main form button").click()
    expect(visitor.locator("main .notice")).to_be_visible()
    choice = "SELECT followed FROM mail_choice JOIN account ON account.id = account_id WHERE email = ?"
    assert site.ask(choice, EMAILS[key]) == "site"
