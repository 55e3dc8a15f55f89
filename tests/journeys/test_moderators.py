"""The moderators' desk: by keyboard, by two at once, back and forth."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.browser import Site, words
from tests.fixtures.demonstration import COLLECTING

pytestmark = pytest.mark.browser


@pytest.fixture
def site(site_at) -> Site:
    return site_at(COLLECTING)


def waiting(site: Site, place: int) -> tuple[int, str]:
    """A proposal that waits, in the order of the queue, with its reference."""
    return site.ask(
        "SELECT id, reference FROM proposal WHERE state = 'submitted' AND version_number = 1 "
        "ORDER BY received_at, id LIMIT 1 OFFSET ?",
        place,
    )


def open_item(site: Site, person: str, number: int) -> Page:
    page = site.person(person).new_page()
    page.goto(f"/fr/moderation/proposal/{number}")
    return page


def becomes(site: Site, number: int, state: str) -> bool:
    return site.becomes(state, "SELECT state FROM proposal WHERE id = ?", number)


def test_a_moderator_decides_by_keyboard_alone(site):
    number, reference = waiting(site, 0)
    page = open_item(site, "moderator-1", number)
    page.keyboard.press("p")
    expect(page.locator(".desk-undo")).to_be_visible()
    assert becomes(site, number, "published")
    # The queue went on by itself to what waits next; Z brings the decision back.
    page.keyboard.press("z")
    page.wait_for_url(f"**/moderation/proposal/{number}*")
    assert becomes(site, number, "submitted")
    page.keyboard.press("r")
    expect(page.locator("details.desk-choice[open]")).to_have_count(1)
    chosen = page.locator("details[open] input[type=radio]").first
    for _ in range(4):
        page.keyboard.press("Tab")
        if chosen.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Space")
    expect(chosen).to_be_checked()
    page.keyboard.press("Tab")
    # A letter typed in a text is a letter and not a decision.
    page.keyboard.type("Ce texte fait de la publicité.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert becomes(site, number, "refused")
    visitor = site.person().new_page()
    visitor.goto(f"/fr/proposals/{reference}")
    expect(visitor.locator("main")).to_contain_text(words("fr", "Refused"))
    visitor.close()
    page.close()


def test_the_first_of_two_moderators_wins_and_the_second_learns_who_and_why(site):
    number, _ = waiting(site, 1)
    first, second = open_item(site, "moderator-1", number), open_item(site, "moderator-2", number)
    first.keyboard.press("c")
    first.locator("details[open] input[type=radio]").first.check()
    first.locator("details[open] textarea").fill("Merci de préciser la commune concernée.")
    first.locator("details[open] button").click()
    assert becomes(site, number, "correction")
    second.keyboard.press("p")
    expect(second.locator("h1")).to_have_text(words("fr", "%(name)s decided before you", name="Nadia"))
    expect(second.locator("main")).to_contain_text("Merci de préciser la commune concernée.")
    assert becomes(site, number, "correction")
    first.close()
    second.close()


def test_an_idea_that_came_back_shows_what_changed(site):
    number = site.ask("SELECT id FROM proposal WHERE state = 'submitted' AND version_number = 2")
    page = open_item(site, "moderator-2", number)
    expect(page.locator(".difference ins").first).to_be_visible()
    expect(page.locator(".difference del").first).to_be_visible()
    page.close()


def test_a_second_look_is_answered_by_the_other_moderator(site):
    number = site.ask("SELECT object_id FROM second_look WHERE state = 'waiting' AND object_kind = 'proposal'")
    refuser = open_item(site, "moderator-2", number)
    expect(refuser.locator("[name=answer]")).to_have_count(0)
    refuser.close()
    page = open_item(site, "moderator-1", number)
    page.fill("[name=answer]", "Relu : la proposition elle-même est recevable.")
    page.locator("button[name=upheld][value='0']").click()
    assert becomes(site, number, "published")
    page.close()


def test_a_comment_is_hidden_with_a_reason_that_stays_in_its_place(site):
    number, path = site.ask(
        "SELECT c.id, t.about_path FROM comment c JOIN thread t ON t.id = c.thread_id "
        "WHERE c.checked_at IS NULL AND c.state = 'visible' AND t.about_kind = 'proposal' ORDER BY c.id LIMIT 1"
    )
    page = site.person("moderator-1").new_page()
    page.goto(f"/fr/moderation/comment/{number}")
    page.keyboard.press("h")
    reason = page.locator("details[open] input[type=radio][value=off_topic]")
    reason.check()
    page.locator("details[open] button").click()
    assert site.becomes("hidden", "SELECT state FROM comment WHERE id = ?", number)
    visitor = site.person().new_page()
    visitor.goto(f"/fr{path}#comment-{number}")
    expect(visitor.locator(f"#comment-{number}")).to_contain_text(words("fr", "Has nothing to do with the subject"))
    visitor.close()
    page.close()
