"""An evaluator's sheet by keyboard: digits mark, Enter goes on, and what is marked is kept before anything is sent."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.fixtures.browser import words
from tests.fixtures.demonstration import SCORING

pytestmark = pytest.mark.browser
SHEET = "/fr/workshops/pan-2020-2022/2/sheet"
KEPT = "SELECT marks FROM score s JOIN seat e ON e.id = s.seat_id JOIN account a ON a.id = e.account_id"
MINE = f"{KEPT} WHERE a.email = 'association@example.org' ORDER BY s.id DESC LIMIT 1"


def test_digits_mark_enter_goes_on_and_everything_is_saved_as_one_goes(site_at):
    site = site_at(SCORING, "scoring")
    page = site.person("association").new_page()
    page.goto(SHEET)
    page.get_by_role("link", name=words("fr", "Mark the next item")).click()
    page.wait_for_url(f"**{SHEET}/*")
    first = page.url
    # A digit that the scale does not have marks nothing.
    for key in "943":
        page.keyboard.press(key)
    expect(page.locator("[data-saved]")).to_have_text(words("fr", "Saved"))
    assert list(json.loads(site.ask(MINE)).values()) == ["4", "3"]
    page.reload()
    expect(page.locator("input:checked[type=radio]")).to_have_count(2)
    # It goes on at the third criterion, on an Arabic keyboard too; a mark is changed by going back to it.
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '٢', bubbles: true}))")
    for key in "104":
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: address != first)
    assert list(json.loads(site.ask(MINE)).values()) == ["4", "3", "2", "1", "0", "4"]
    page.locator("[data-keys-switch] input").uncheck()
    page.locator("h1").click()
    page.keyboard.press("3")
    expect(page.locator("input:checked[type=radio]")).to_have_count(0)
    page.close()
