"""What axe cannot see on the ten main pages and the components: ways of reading, and of moving without a mouse."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.core import components_page
from tests.fixtures.browser import PHONE, WIDE, Site, words
from tests.fixtures.demonstration import COLLECTING
from tests.journeys import ways
from tests.journeys.looking import faults_of_access, faults_of_outline, faults_of_width
from tests.journeys.main_pages import address, examples

pytestmark = pytest.mark.browser
# Pages that get printed, by the person who prints them.
PRINTED = (
    ("", "proposals.show", {"reference": "SELECT reference FROM proposal WHERE state = 'published' LIMIT 1"}),
    ("", "drafts.remarks", {"reference": "SELECT reference FROM draft_commitment WHERE state = 'published' LIMIT 1"}),
    ("moderator-1", "proposals.slip", {"reference": "SELECT reference FROM proposal WHERE typed_by_id IS NOT NULL"}),
    ("", "cycles.show", {"slug": "pan-2020-2022"}),
)


def ten_pages(site_at, app: Flask, language: str):
    """Each main page opened once more in one tab a date, with the name it has."""
    tabs: dict[str, Page] = {}
    for example in examples():
        site = site_at(example.date)
        if example.date not in tabs:
            tabs[example.date] = site.person(width=1280).new_page()
        tabs[example.date].set_viewport_size(WIDE)
        tabs[example.date].emulate_media(color_scheme="light", forced_colors="none", media="screen")
        tabs[example.date].goto(address(app, example, site.ask, language))
        yield example.label, tabs[example.date]
    for tab in tabs.values():
        tab.close()


def test_ten_pages_in_english(site_at, addresses):
    faults = []
    for label, page in ten_pages(site_at, addresses, "en"):
        found = faults_of_outline(page, "en") + faults_of_width(page, 320)
        page.set_viewport_size(WIDE)
        faults += [f"{label}: {fault}" for fault in found + faults_of_access(page)]
    assert faults == []


def test_ten_pages_in_amazigh(site_at, addresses, monkeypatch):
    monkeypatch.setenv("AMAZIGH", "1")
    faults = []
    for label, page in ten_pages(lambda date: site_at(date, "amazigh"), addresses, "zgh"):
        found = faults_of_outline(page, "zgh") + faults_of_width(page, 320)
        page.set_viewport_size(WIDE)
        faults += [f"{label}: {fault}" for fault in found + faults_of_access(page)]
    assert faults == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_way_of_reading_loses_nothing(site_at, addresses, language):
    """Focus by keyboard, text spaced out at 1280 and at 320 px, 400 %, dark, forced colours."""
    faults = []
    for label, page in ten_pages(site_at, addresses, language):
        found = ways.faults_of_focus(page)
        found += ways.faults_in_forced_colours(page)
        found += ways.faults_in_the_dark(page)
        found += ways.faults_of_spacing(page, 1280, 320)
        faults += [f"{label}: {fault}" for fault in found]
    assert faults == [], "\n".join(faults)


def components(site: Site, language: str) -> Page:
    """The page of components, drawn in a tab of the site so that its sheet is the one served."""
    page = site.person(width=1280).new_page()
    page.goto(f"/{language}/offline")
    page.set_content(components_page.page(language))
    return page


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_components_in_error_and_with_long_words(site_at, language):
    page = components(site_at(COLLECTING), language)
    faults = faults_of_width(page, 320, 1280) + ways.faults_of_spacing(page, 320)
    page.reload()
    page.set_content(components_page.page(language))
    page.set_viewport_size(WIDE)
    faults += faults_of_access(page) + ways.faults_of_focus(page)
    page.evaluate(ways.LENGTHEN)
    faults += faults_of_width(page, 320, 1280)
    page.close()
    assert faults == [], "\n".join(faults)


def test_a_fault_of_each_kind_would_be_seen(site_at):
    page = components(site_at(COLLECTING), "fr")
    page.evaluate(
        """() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`.button { outline: none !important; block-size: 20px; min-block-size: 0; overflow: hidden; }
          .badge { color: #777 !important; background: #888 !important; } h1 { inline-size: 900px; }`);
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
        }"""
    )
    assert any("no ring" in fault for fault in ways.faults_of_focus(page))
    assert any("cut" in fault for fault in ways.faults_of_spacing(page, 1280))
    assert any("color-contrast" in fault for fault in ways.faults_in_the_dark(page))
    assert faults_of_width(page, 320) != []
    page.close()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_what_is_printed_holds_the_words_and_not_the_menus(site_at, addresses, language):
    site = site_at(COLLECTING)
    for person, endpoint, values in PRINTED:
        page = site.person(person, width=1280).new_page()
        filled = {name: site.ask(value) if value.startswith("SELECT") else value for name, value in values.items()}
        with addresses.test_request_context():
            page.goto(addresses.url_for(endpoint, language=language, **filled))
        page.emulate_media(media="print")
        assert ways.faults_on_paper(page) == [], endpoint
        assert page.locator("main").inner_text().strip(), endpoint
        with pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4"))) as paper:
            assert 1 <= len(paper) <= 12, endpoint
            for sheet in paper:
                assert sheet.get_size() == pytest.approx((595, 842), abs=2)
        page.close()


@pytest.mark.parametrize(("language", "size", "scripts"), [("fr", WIDE, True), ("ar", PHONE, False)])
def test_comment_follow_and_report_by_keyboard_alone(site_at, language, size, scripts):
    """A comment posted, the idea followed and another comment reported: Tab, Enter, Space and letters alone."""
    site = site_at(COLLECTING, "keys")
    page = site.person(f"citizen-{language}", width=size["width"], scripts=scripts).new_page()
    keys = ways.Keys(page)
    talked = site.ask(
        "SELECT p.reference FROM proposal p JOIN thread t ON t.id = p.thread_id WHERE p.state = 'published' "
        "AND t.is_open ORDER BY t.visible_count DESC, p.id LIMIT 1"
    )
    page.goto(f"/{language}/proposals/{talked}")
    keys.press("Tab")
    assert keys.where("href") == "#content"
    keys.press("Enter")
    said = "Je le vois aussi dans ma commune." if language == "fr" else "ألاحظ الأمر نفسه في جماعتي."
    keys.to("textarea[name=source]")
    page.keyboard.type(said)
    keys.to_button(words(language, "Post the comment"))
    keys.press("Enter")
    expect(page.locator("li.comment", has_text=said).first).to_be_visible()
    # Opened anew: the browser would go on after the comment just posted, and end below the page.
    page.goto(f"/{language}/proposals/{talked}")
    keys.to(".follow button[aria-pressed=false]")
    keys.press("Enter")
    expect(page.locator(".follow button[aria-pressed=true]")).to_be_visible()
    page.goto(f"/{language}/proposals/{talked}")
    keys.to("li.comment a[href*='/report/comment/']")
    keys.press("Enter")
    page.wait_for_url("**/report/comment/**")
    keys.to("main input[type=radio]")
    keys.press("Space")
    keys.to_submit()
    keys.press("Enter")
    expect(page.locator("main .flashes, main .notice").first).to_be_visible()
    assert site.ask("SELECT count(*) FROM comment WHERE source = ?", said) == 1
    page.close()
