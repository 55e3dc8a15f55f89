"""What citizens come for: follow, comment, ask again; on a wide screen, on a phone, without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.browser import EMAILS, PATIENCE_MS, PHONE, Site, sign_in, words
from tests.fixtures.demonstration import COLLECTING, REPORTED

pytestmark = pytest.mark.browser


@pytest.fixture
def site(site_at) -> Site:
    return site_at(COLLECTING)


def button(page: Page, language: str, message: str):
    return page.get_by_role("button", name=words(language, message), exact=True)


def link(page: Page, language: str, message: str):
    return page.get_by_role("link", name=words(language, message), exact=True)


def talked_of(site: Site, language: str, place: int) -> str:
    """A published proposal of a language; each journey speaks of another one."""
    return site.ask(
        "SELECT p.reference FROM proposal p JOIN proposal_version v ON v.proposal_id = p.id "
        "WHERE p.state = 'published' AND v.language = ? ORDER BY p.id LIMIT 1 OFFSET ?",
        language,
        place,
    )


def test_a_citizen_comments_in_arabic_on_a_phone(site):
    page = site.person("citizen-ar", width=360).new_page()
    page.goto("/ar/")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    button(page, "ar", "Menu").click()
    link(page, "ar", "Proposals").first.click()
    page.wait_for_url("**/ar/proposals")
    other = talked_of(site, "ar", 3)
    page.goto(f"/ar/proposals/{other}")
    comment = "أوافق، وأضيف أن تعلَّق المواعيد على الباب أيضا."
    page.get_by_label(words("ar", "For"), exact=True).check()
    page.fill("[name=source]", comment)
    button(page, "ar", "Post the comment").click()
    posted = page.locator("li.comment", has_text=comment)
    expect(posted).to_be_visible()
    # The words of people take their own direction.
    assert posted.locator("p").last.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert site.ask("SELECT side, state, checked_at FROM comment WHERE source = ?", comment) == ("for", "visible", None)
    page.close()


def test_everything_works_without_scripts(site):
    context = site.browser.new_context(base_url=site.address, java_script_enabled=False, viewport=PHONE)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    sign_in(page, EMAILS["citizen-fr"])
    page.goto("/fr/proposals")
    page.fill("[name=q]", "circulaires")
    page.press("[name=q]", "Enter")
    # The words asked for stand above the list too, as a filter to take off.
    page.locator("h2 a, h3 a").filter(has_text=re.compile("irculaires")).first.click()
    expect(page.locator("h1")).to_have_count(1)
    comment = "Et que la date de la dernière mise à jour figure sur chaque circulaire."
    page.fill("[name=source]", comment)
    button(page, "fr", "Post the comment").click()
    expect(page.locator("li.comment", has_text=comment)).to_be_visible()
    button(page, "fr", "Menu").click()
    expect(page.locator("#menu")).to_be_visible()
    context.close()


def test_after_the_collection_the_door_says_when_it_closed(site_at):
    page = site_at(REPORTED).person("citizen-fr").new_page()
    page.goto("/fr/proposals/new")
    expect(page.locator("main")).to_contain_text("31 octobre 2020")
    expect(page.locator("[name=title]")).to_have_count(0)
    page.close()


def test_a_citizen_asks_for_a_second_look_and_withdraws(site):
    page = site.person("citizen-fr").new_page()
    hidden = site.ask(
        "SELECT c.id FROM comment c JOIN contributor k ON k.id = c.contributor_id "
        "JOIN account a ON a.id = k.account_id WHERE c.state = 'hidden' AND a.email = 'citoyenne@example.org'"
    )
    page.goto(f"/fr/moderation/second-look/comment/{hidden}")
    page.fill("[name=words]", "Je demandais si le festival publiait ses comptes : c’est bien le sujet.")
    button(page, "fr", "Send the request").click()
    expect(page.locator("main [name=words]")).to_have_count(0)
    assert site.ask("SELECT state FROM second_look WHERE object_kind = 'comment'") == "waiting"
    own = site.ask(
        "SELECT reference FROM proposal p JOIN proposal_version v ON v.proposal_id = p.id "
        "WHERE v.title LIKE 'Un seul horaire%'"
    )
    page.goto(f"/fr/proposals/{own}/withdraw")
    page.locator("main form button").first.click()
    assert site.becomes("withdrawn", "SELECT state FROM proposal WHERE reference = ?", own)
    page.goto(f"/fr/proposals/{own}")
    expect(page.locator("main")).to_contain_text(words("fr", "Withdrawn by its author"))
    page.close()
