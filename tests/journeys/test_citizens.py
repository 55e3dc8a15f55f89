"""What citizens come for: propose, follow, comment; on a wide screen, on a phone, without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.browser import EMAILS, PATIENCE_MS, PHONE, Site, sign_in, words
from tests.fixtures.demonstration import COLLECTING, REPORTED

pytestmark = pytest.mark.browser
REFERENCE = re.compile(r"PAN2-\d{5}")


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


def write_idea(page: Page, *, theme: str, title: str, problem: str, body: str) -> None:
    page.get_by_label(theme, exact=True).check()
    page.fill("[name=title]", title)
    page.fill("[name=problem]", problem)
    page.fill("[name=body]", body)


def test_a_citizen_proposes_on_a_wide_screen(site):
    page = site.person("citizen-fr").new_page()
    page.goto("/fr/")
    link(page, "fr", "Propose an idea").first.click()
    page.get_by_label("Participation citoyenne", exact=True).check()
    page.fill("[name=problem]", "Les comptes rendus du conseil communal ne sont pas publiés.")
    button(page, "fr", "Continue").click()
    # What is missing is named and linked; what was typed is still there.
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^" + words("fr", "Error:")))
    expect(page.locator("[name=problem]")).to_have_value("Les comptes rendus du conseil communal ne sont pas publiés.")
    title = "Publier les comptes rendus du conseil dans la semaine"
    write_idea(
        page,
        theme="Participation citoyenne",
        title=title,
        problem="Les comptes rendus du conseil communal ne sont pas publiés.",
        body="Chaque commune les publie en ligne dans les sept jours, en arabe et en français.",
    )
    button(page, "fr", "Continue").click()
    expect(page.locator("h1")).to_have_text(words("fr", "Check your answers"))
    expect(page.locator("main")).to_contain_text(title)
    button(page, "fr", "Send the proposal").click()
    reference = REFERENCE.search(page.locator("main").inner_text()).group()
    assert site.ask("SELECT state, channel FROM proposal WHERE reference = ?", reference) == ("submitted", "online")
    link(page, "fr", "My proposals").first.click()
    expect(page.locator("main")).to_contain_text(title)
    # Whoever has the reference follows it; the text waits for a moderator.
    visitor = site.person().new_page()
    visitor.goto(f"/fr/proposals/{reference}")
    expect(visitor.locator("main")).to_contain_text(words("fr", "Waiting to be checked"))
    expect(visitor.locator("main")).not_to_contain_text("sept jours")
    page.close()
    visitor.close()


def test_a_citizen_proposes_and_comments_in_arabic_on_a_phone(site):
    page = site.person("citizen-ar", width=360).new_page()
    page.goto("/ar/")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    button(page, "ar", "Menu").click()
    link(page, "ar", "Proposals").first.click()
    page.wait_for_url("**/ar/proposals")
    link(page, "ar", "Propose an idea").first.click()
    title = "ساعات عمل المكتبة العمومية"
    write_idea(
        page,
        theme="الخدمات العمومية والعلاقة مع المرتفق",
        title=title,
        problem="تغلق المكتبة في الوقت الذي نخرج فيه من المدرسة.",
        body="تنشر المكتبات أوقاتها، وتفتح مساء يومين في الأسبوع.",
    )
    button(page, "ar", "Continue").click()
    button(page, "ar", "Send the proposal").click()
    reference = REFERENCE.search(page.locator("main").inner_text()).group()
    language = "SELECT language FROM proposal_version v JOIN proposal p ON p.id = v.proposal_id WHERE p.reference = ?"
    assert site.ask(language, reference) == "ar"
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
    page.get_by_role("link", name=re.compile("irculaires")).first.click()
    expect(page.locator("h1")).to_have_count(1)
    comment = "Et que la date de la dernière mise à jour figure sur chaque circulaire."
    page.fill("[name=source]", comment)
    button(page, "fr", "Post the comment").click()
    expect(page.locator("li.comment", has_text=comment)).to_be_visible()
    page.goto("/fr/proposals/new")
    page.fill("[name=title]", "Une idée à finir plus tard")
    button(page, "fr", "Save as a draft").click()
    expect(page.locator("[name=title]")).to_have_value("Une idée à finir plus tard")
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
