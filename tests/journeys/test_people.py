"""What people do with their account and their organisation, up to erasing the one and speaking for the other."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.fixtures.browser import PATIENCE_MS, PHONE, WIDE, Site, words
from tests.fixtures.demonstration import COLLECTING
from tests.journeys.looking import faults_of_access, faults_of_outline, faults_of_width

pytestmark = pytest.mark.browser
PASSWORD = "quatre mots pour entrer"


@pytest.fixture
def site(site_at) -> Site:
    return site_at(COLLECTING)


def button(page: Page, language: str, message: str):
    return page.get_by_role("button", name=words(language, message), exact=True)


def somebody_new(site: Site, *, phone: bool = False, scripts: bool = True) -> BrowserContext:
    """A browser nobody has used."""
    context = site.browser.new_context(
        base_url=site.address, viewport=PHONE if phone else WIDE, java_script_enabled=scripts
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


def last_link(site: Site, email: str, kind: str) -> str:
    """The path of the link in the last mail of a kind."""
    body = site.ask("SELECT body FROM outgoing_mail WHERE recipient = ? AND kind = ? ORDER BY id DESC", email, kind)
    return re.search(r"https?://[^/\s]+(/\S+)", body)[1]


def register(site: Site, page: Page, language: str, email: str, name: str) -> None:
    """Open an account and confirm it, as anyone does."""
    page.goto(f"/{language}/account/register")
    page.fill("[name=email]", email)
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    expect(page.locator("main")).to_contain_text(email)
    page.goto(last_link(site, email, "link-confirm"))
    button(page, language, "Open my account").click()
    expect(page.locator("h1")).to_have_text(words(language, "My account"))


def test_an_account_is_erased_by_its_password(site):
    context, email = somebody_new(site), "partante@example.ma"
    page = context.new_page()
    register(site, page, "fr", email, "Une partante")
    page.goto("/fr/proposals")
    page.locator("main h2 a, main h3 a").first.click()
    page.fill("[name=source]", "Un mot que je retirerai en partant.")
    button(page, "fr", "Post the comment").click()
    expect(page.locator("li.comment", has_text="Un mot que je retirerai")).to_be_visible()
    page.goto("/fr/account")
    page.get_by_role("link", name=words("fr", "My data"), exact=True).click()
    page.get_by_role("link", name=words("fr", "Erase my account"), exact=True).click()
    expect(page.locator("main")).to_contain_text(words("fr", "What goes and what stays"))
    button(page, "fr", "Erase my account now").click()
    expect(page.locator("#error-summary")).to_be_focused()
    page.get_by_label(words("fr", "Withdraw the texts that can be withdrawn"), exact=True).check()
    page.locator("[name=sure]").check()
    page.fill("main [name=password]", PASSWORD)
    button(page, "fr", "Erase my account now").click()
    expect(page.locator("h1")).to_have_text(words("fr", "Your account is erased"))
    assert site.ask("SELECT count(*) FROM account WHERE email = ?", email) == 0
    assert site.ask("SELECT count(*) FROM comment WHERE source LIKE 'Un mot que je retirerai%'") == 0
    page.goto("/fr/account")
    expect(page.locator("h1")).to_have_text(words("fr", "Sign in"))
    context.close()


def test_an_account_is_erased_by_a_link_on_a_phone_without_scripts(site):
    context, email = somebody_new(site, phone=True, scripts=False), "partant@example.ma"
    page = context.new_page()
    register(site, page, "ar", email, "مغادر")
    page.goto("/ar/account/erase")
    page.get_by_label(words("ar", "Leave my texts, without my name"), exact=True).check()
    page.locator("[name=sure]").check()
    button(page, "ar", "Send me a link instead").click()
    expect(page.locator("h1")).to_have_text(words("ar", "Look at your letter box"))
    assert site.ask("SELECT state FROM account WHERE email = ?", email) == "active"
    page.goto(last_link(site, email, "link-erase"))
    button(page, "ar", "Erase my account now").click()
    expect(page.locator("h1")).to_have_text(words("ar", "Your account is erased"))
    assert site.ask("SELECT count(*) FROM account WHERE email = ?", email) == 0
    context.close()


def test_an_organisation_is_registered_verified_and_joined(site):
    context, guest = somebody_new(site), somebody_new(site, phone=True)
    page, his = context.new_page(), guest.new_page()
    register(site, page, "fr", "fondatrice@example.ma", "La fondatrice")
    register_organisation(page)
    for who, yes in (("administrator-1", "Say yes: the first of two"), ("administrator-2", "Say yes: the second one")):
        say_yes(site, who, yes)
    page.goto("/fr/organisations/cercle-des-lecteurs-de-sale/people")
    page.fill("[name=email]", "lecteur@example.ma")
    button(page, "fr", "Send the invitation").click()
    expect(page.locator("main")).to_contain_text("lecteur@example.ma")
    register(site, his, "ar", "lecteur@example.ma", "قارئ")
    his.goto(last_link(site, "lecteur@example.ma", "invitation"))
    button(his, "fr", "Accept").click()
    expect(his.locator("main")).to_contain_text("Cercle des lecteurs de Salé")
    # The name can be chosen where contributions are signed.
    his.goto("/fr/proposals")
    his.locator("main h2 a, main h3 a").first.click()
    expect(his.locator("[name=signed_as]")).to_contain_text("Cercle des lecteurs de Salé")
    public = site.person().new_page()
    public.goto("/ar/organisations/cercle-des-lecteurs-de-sale")
    expect(public.locator("h1")).to_have_text("نادي قراء سلا")
    expect(public.locator("main")).to_contain_text(words("ar", "Verified"))
    public.close()
    guest.close()
    context.close()


def register_organisation(page: Page) -> None:
    """Register the readers' circle, as its founder does."""
    page.goto("/fr/organisations")
    page.get_by_role("link", name=words("fr", "Register an organisation"), exact=True).click()
    page.fill("[name=name_fr]", "Cercle des lecteurs de Salé")
    page.fill("[name=name_ar]", "نادي قراء سلا")
    page.get_by_label("Association", exact=True).check()
    page.fill("[name=proof]", "Récépissé 12/2019 de la préfecture.")
    button(page, "fr", "Register the organisation").click()
    expect(page.locator("main")).to_contain_text("Cercle des lecteurs de Salé")


def say_yes(site: Site, who: str, yes: str) -> None:
    """Say an administrator's yes, after reading what was sent."""
    desk = site.person(who).new_page()
    desk.goto("/fr/administration")
    desk.get_by_role("link", name="Cercle des lecteurs de Salé").click()
    expect(desk.locator("main")).to_contain_text("Récépissé 12/2019")
    button(desk, "fr", yes).click()
    expect(desk.locator("h1")).to_have_text(words("fr", "Organisations"))
    desk.close()


def test_a_request_about_data_is_answered(site):
    visitor = site.person().new_page()
    visitor.goto("/fr/rights")
    visitor.get_by_label(words("fr", "Have something corrected"), exact=True).check()
    visitor.fill("[name=words]", "Mon prénom est mal écrit dans PAN2-00012.")
    visitor.fill("[name=email]", "passante@example.ma")
    button(visitor, "fr", "Send the request").click()
    reference = re.search(r"D-\d{5}", visitor.locator("main").inner_text()).group()
    desk = site.person("administrator-1").new_page()
    desk.goto("/fr/administration/requests")
    desk.get_by_role("link", name=reference).click()
    expect(desk.locator("main")).to_contain_text("Mon prénom est mal écrit")
    assert [*faults_of_outline(desk, "fr"), *faults_of_width(desk, 1280, 320), *faults_of_access(desk)] == []
    desk.reload()
    desk.get_by_label(words("fr", "Done as asked"), exact=True).check()
    desk.fill("[name=answer]", "C’est corrigé.")
    button(desk, "fr", "Send the answer").click()
    expect(desk.locator("main")).to_contain_text(words("fr", "Done as asked"))
    assert "C’est corrigé." in site.ask(
        "SELECT body FROM outgoing_mail WHERE recipient = 'passante@example.ma' ORDER BY id DESC"
    )
    visitor.close()
    desk.close()
