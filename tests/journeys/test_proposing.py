"""A proposal from the first page to its reference: without an account, on a phone, without scripts, without network."""

from __future__ import annotations

import contextlib
import re

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.fixtures.browser import PATIENCE_MS, PHONE, WIDE, Site, words
from tests.fixtures.demonstration import COLLECTING
from tests.journeys.looking import faults_of_access, faults_of_outline, faults_of_width

pytestmark = pytest.mark.browser
REFERENCE = re.compile(r"PAN2-\d{5}")
TEXTS = {
    "fr": {
        "title": "Publier les comptes rendus du conseil dans la semaine",
        "problem": "Les comptes rendus du conseil communal ne sont pas publiés.",
        "body": "Chaque commune les publie en ligne dans les sept jours, en arabe et en français.",
    },
    "ar": {
        "title": "ساعات عمل المكتبة العمومية",
        "problem": "تغلق المكتبة في الوقت الذي نخرج فيه من المدرسة.",
        "body": "تنشر المكتبات أوقاتها، وتفتح مساء يومين في الأسبوع.",
    },
}


@pytest.fixture
def site(site_at) -> Site:
    return site_at(COLLECTING)


def visitor(site: Site, size: dict[str, int], *, scripts: bool = True) -> BrowserContext:
    """Give a browser nobody has used yet."""
    context = site.browser.new_context(
        base_url=site.address, viewport=size, java_script_enabled=scripts, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


class Writer:
    """Someone at a page of the form; every page they see is looked at where `looks` is true."""

    def __init__(self, page: Page, language: str, *, looks: bool = False) -> None:
        self.page, self.language, self.looks = page, language, looks
        self.size = page.viewport_size
        self.pages: list[str] = []

    @property
    def step(self) -> str:
        """The last part of the page's address."""
        return self.page.url.split("?")[0].rpartition("/")[2]

    def says(self, message: str) -> str:
        """Give a message in the page's language."""
        return words(self.language, message)

    def look(self) -> None:
        """Note the page, and find nothing wrong with it."""
        self.pages.append(self.step)
        if not self.looks:
            return
        faults = faults_of_outline(self.page, self.language) + faults_of_width(self.page, 320, 360)
        self.page.set_viewport_size(self.size)
        assert faults + faults_of_access(self.page) == [], self.page.url

    def press(self, message: str) -> None:
        """Press a button, and see another page."""
        before = self.page.url
        self.page.get_by_role("button", name=self.says(message), exact=True).click()
        self.page.wait_for_url(lambda address: address != before)
        self.look()

    def begin(self) -> None:
        """Open the start and go to the first question."""
        self.page.goto(f"/{self.language}/proposals/new")
        self.look()
        self.press("Start now")

    def answer(self, until: str = "check") -> None:
        """Answer one question after another."""
        while self.step != until:
            if self.step == "theme":
                self.page.locator("input[name=theme]").first.check()
            for field in ("title", "problem", "body"):
                if self.page.locator(f"main [name={field}]:not([type=hidden])").count():
                    self.page.fill(f"[name={field}]", TEXTS[self.language][field])
            self.press("Continue")

    def ask_link(self, site: Site, email: str) -> str:
        """Give an address, and find the link in the mail."""
        self.page.fill("[name=email]", email)
        self.press("Send me the link")
        assert self.step == "waiting"
        body = site.ask("SELECT body FROM outgoing_mail WHERE recipient = ? ORDER BY id DESC LIMIT 1", email)
        return re.search(r"https?://\S+", body).group()


@pytest.mark.parametrize(("language", "size"), [("fr", WIDE), ("ar", PHONE)], ids=["wide-french", "phone-arabic"])
def test_a_visitor_proposes_without_an_account(site, language, size):
    context = visitor(site, size)
    page = context.new_page()
    writer = Writer(page, language, looks=True)
    writer.begin()
    writer.answer()
    expect(page.locator("main")).to_contain_text(TEXTS[language]["title"])
    email = f"visitor-{language}@example.org"
    link = writer.ask_link(site, email)
    expect(page.locator("main")).to_contain_text("v•••@example.org")
    assert site.ask("SELECT count(*) FROM account WHERE email = ?", email) == 0
    # On another device: the link shows the text, its button sends it.
    elsewhere = visitor(site, size)
    other = Writer(elsewhere.new_page(), language, looks=True)
    other.page.goto(link)
    other.look()
    expect(other.page.locator("main")).to_contain_text(TEXTS[language]["body"])
    other.press("Send my proposal")
    reference = REFERENCE.search(other.page.locator("main").inner_text()).group()
    assert site.ask("SELECT state, channel FROM proposal WHERE reference = ?", reference) == ("submitted", "online")
    assert site.ask("SELECT state, password_hash FROM account WHERE email = ?", email) == ("active", None)
    spoken = "SELECT v.language FROM proposal_version v JOIN proposal p ON p.id = v.proposal_id WHERE p.reference = ?"
    assert site.ask(spoken, reference) == language
    drawn = other.page.locator(".qr svg").bounding_box()
    assert drawn["width"] == pytest.approx(drawn["height"], abs=1)
    copy = site.ask("SELECT body FROM outgoing_mail WHERE recipient = ? ORDER BY id DESC LIMIT 1", email)
    assert reference in copy
    assert TEXTS[language]["body"] in copy
    # Where it was written the draft is gone, and the link says what it has sent.
    page.goto(link)
    expect(page.locator("h1")).to_have_text(writer.says("Your proposal is already sent"))
    expect(page.locator("main")).to_contain_text(reference)
    for one in (context, elsewhere):
        one.close()


def test_the_form_works_without_scripts_and_is_come_back_to(site):
    context = visitor(site, PHONE, scripts=False)
    writer = Writer(context.new_page(), "fr")
    writer.begin()
    writer.answer(until="problem")
    writer.page.fill("[name=problem]", "À finir plus tard")
    writer.press("Save and come back later")
    writer.page.fill("[name=email]", "later@example.org")
    writer.page.get_by_role("button", name=writer.says("Send me the link"), exact=True).click()
    body = site.ask("SELECT body FROM outgoing_mail WHERE recipient = 'later@example.org'")
    context.close()
    elsewhere = visitor(site, WIDE, scripts=False)
    writer = Writer(elsewhere.new_page(), "fr")
    writer.page.goto(re.search(r"https?://\S+", body).group())
    writer.press("Open my draft")
    writer.answer()
    writer.page.goto(writer.ask_link(site, "later@example.org"))
    writer.press("Send my proposal")
    assert REFERENCE.search(writer.page.locator("main").inner_text())
    elsewhere.close()


def test_a_second_click_sends_nothing_twice(site):
    context = visitor(site, PHONE)
    page = context.new_page()
    page.goto("/fr/account/sign-in")
    # What the page lets through is stopped here, so that both clicks meet the same page.
    stopped = page.evaluate("""() => {
        const stopped = [];
        addEventListener("submit", (event) => { stopped.push(event.defaultPrevented); event.preventDefault(); });
        const button = document.querySelector("main form[method=post] [type=submit]");
        button.click();
        button.click();
        return stopped;
    }""")
    assert stopped == [False, True]
    context.close()


def test_back_and_forward_keep_every_answer(site):
    context = visitor(site, WIDE)
    page = context.new_page()
    writer = Writer(page, "fr")
    writer.begin()
    writer.answer(until="proposal")
    page.go_back()
    expect(page.locator("[name=problem]")).to_have_value(TEXTS["fr"]["problem"])
    page.get_by_role("link", name=writer.says("Back"), exact=True).click()
    expect(page.locator("[name=title]")).to_have_value(TEXTS["fr"]["title"])
    page.fill("[name=title]", "Un titre changé en revenant")
    writer.press("Continue")
    page.go_back()
    expect(page.locator("[name=title]")).to_have_value("Un titre changé en revenant")
    page.go_forward()
    writer.answer()
    # From the last page: one change, and back to it.
    page.locator("a[href*='problem?back=check']").click()
    page.fill("[name=problem]", "Le problème, dit plus clairement.")
    writer.press("Continue")
    assert writer.step == "check"
    expect(page.locator("main")).to_contain_text("Le problème, dit plus clairement.")
    context.close()


def test_a_lost_network_and_a_closed_tab_lose_nothing(site):
    context = visitor(site, PHONE)
    page = context.new_page()
    writer = Writer(page, "fr")
    writer.begin()
    writer.answer(until="problem")
    page.wait_for_function("navigator.serviceWorker.ready.then((one) => one.active.state === 'activated')")
    where = page.url
    context.set_offline(True)
    page.fill("[name=problem]", "Écrit dans le train, sans réseau.")
    page.get_by_role("button", name=writer.says("Continue"), exact=True).click()
    expect(page.locator("[data-kept-here]")).to_contain_text("hors ligne")
    assert page.url == where
    page.close()
    # Another tab, still without network: the text stands there and can be gone on with.
    page = context.new_page()
    page.goto(where)
    expect(page.locator("h1")).to_have_text(writer.says("You are offline"))
    expect(page.locator("[data-offline-list] textarea")).to_have_value("Écrit dans le train, sans réseau.")
    page.fill("[data-offline-list] textarea", "Écrit dans le train, puis sous un tunnel.")
    page.wait_for_timeout(100)
    context.set_offline(False)
    # The page comes back by itself too: where it is the quicker one, it interrupts ours on the way to the same place.
    with contextlib.suppress(Error):
        page.goto(where)
    expect(page.locator("[name=problem]")).to_have_value("Écrit dans le train, puis sous un tunnel.")
    expect(page.locator("[data-kept-here]")).to_be_visible()
    writer.page = page
    writer.press("Continue")
    kept = "SELECT v.problem FROM proposal_version v ORDER BY v.id DESC LIMIT 1"
    assert site.ask(kept) == "Écrit dans le train, puis sous un tunnel."
    # What has arrived is kept on the device no longer, and nothing private ever was.
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))") == []
    held = page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((one) => one.keys()))))"
        ".then((all) => all.flat().map((one) => new URL(one.url).pathname))"
    )
    assert all(path.startswith("/static/") or path.endswith("/offline") for path in held), held
    context.close()


def test_forgetting_a_draft_leaves_nothing_on_the_device(site):
    context = visitor(site, WIDE)
    page = context.new_page()
    writer = Writer(page, "fr")
    writer.begin()
    writer.answer(until="problem")
    page.fill("[name=problem]", "Écrit sur un ordinateur partagé.")
    page.wait_for_timeout(500)
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length") == 1
    page.get_by_role("link", name=writer.says("Forget this draft here"), exact=True).click()
    page.get_by_role("button", name=writer.says("Forget this draft here"), exact=True).click()
    page.wait_for_url("**/proposals/new")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))") == []
    assert [cookie["name"] for cookie in context.cookies()] == ["session"]
    context.close()


def test_ideas_near_are_told_while_one_types(site):
    title = site.ask(
        "SELECT v.title FROM proposal p JOIN proposal_version v ON v.proposal_id = p.id "
        "WHERE p.state = 'published' AND v.language = 'fr' AND length(v.title) > 40 ORDER BY p.id LIMIT 1"
    )
    context = visitor(site, WIDE)
    page = context.new_page()
    writer = Writer(page, "fr")
    writer.begin()
    writer.answer(until="title")
    page.locator("[name=title]").press_sequentially(title)
    near = page.locator("[data-near]")
    expect(near).to_have_attribute("aria-live", "polite")
    expect(near.get_by_role("link", name=title)).to_be_visible()
    writer.look()
    context.close()


def test_an_association_proposes_in_its_own_name(site):
    page = site.person("association").new_page()
    writer = Writer(page, "fr")
    writer.begin()
    writer.answer(until="name")
    page.locator("input[name=signed_as]").last.check()
    writer.answer()
    writer.press("Send my proposal")
    reference = REFERENCE.search(page.locator("main").inner_text()).group()
    voice = "SELECT c.voice FROM contributor c JOIN proposal p ON p.contributor_id = c.id WHERE p.reference = ?"
    assert site.ask(voice, reference) == "association"
    page.close()


def reach(page: Page, selector: str) -> int:
    """Tab to an element from the skip link, and say how many keys that took."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    keys = 2
    while not page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
        page.keyboard.press("Tab")
        keys += 1
        assert keys < 40, f"{selector} is not reached by the keyboard"
    return keys


def test_the_shortest_way_by_keyboard_alone(site, capsys):
    """The figures of docs/charter.md: pages, fields and keys of the shortest way through the form."""
    context = visitor(site, WIDE)
    page = context.new_page()
    writer = Writer(page, "fr")
    page.goto("/fr/proposals/new")
    texts, email = TEXTS["fr"], "clavier@example.org"
    fields = {"title": texts["title"], "problem": texts["problem"], "proposal": texts["body"], "check": email}
    # Keys that are not the text itself: to reach a field, to choose, to go on.
    pages, filled, keys = 1, 0, reach(page, "main form button") + 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/theme?*", wait_until="load")
    while writer.step != "waiting":
        pages, before, step = pages + 1, page.url, writer.step
        if step == "theme":
            keys += reach(page, "input[name=theme]") + 2
            page.keyboard.press("Space")
            filled += 1
            page.keyboard.press("Enter")
        elif step in fields:
            keys += reach(page, "main form :is(input:not([type=hidden]), textarea)")
            page.keyboard.insert_text(fields[step])
            filled += 1
            # Enter sends a line; from a text of several lines one goes to the button first.
            if step in {"problem", "proposal"}:
                page.keyboard.press("Tab")
                keys += 1
            keys += 1
            page.keyboard.press("Enter")
        else:
            keys += reach(page, "main form button[value=continue]") + 1
            page.keyboard.press("Enter")
        page.wait_for_url(lambda address, was=before: address.partition("#")[0] != was)
    typed = sum(len(text) for text in fields.values())
    with capsys.disabled():
        print(f"\nshortest way: {pages} pages, {filled} fields, {keys} keys besides {typed} characters of text")
    assert (filled, typed) == (5, sum(len(text) for text in fields.values()))
    assert pages <= 10
    assert keys <= 90
    context.close()
