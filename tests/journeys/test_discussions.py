"""Discussing: an administration posts, citizens comment, it answers several at once; long threads; reports."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.browser import PATIENCE_MS, PHONE, Site, sign_in, words
from tests.fixtures.demonstration import COLLECTING
from tests.journeys.looking import faults_of_access, faults_of_markup, faults_of_outline, faults_of_width

pytestmark = pytest.mark.browser


@pytest.fixture
def site(site_at) -> Site:
    return site_at(COLLECTING, "discussing")


def button(page: Page, message: str, language: str = "fr"):
    return page.get_by_role("button", name=words(language, message), exact=True)


def faults(page: Page, language: str) -> list[str]:
    found = faults_of_outline(page, language) + faults_of_markup(page.context.request.get(page.url.split("#")[0]))
    return found + faults_of_width(page, 320, 360) + faults_of_access(page)


def draft_posted(site: Site, title: str) -> str:
    """The agent of a ministry posts a draft commitment, a moderator opens it to comments; its reference."""
    page = site.person("agent").new_page()
    page.goto("/fr/drafts/new")
    for name, text in {
        "title_fr": title,
        "problem_fr": "Les délais de réponse ne sont pas connus.",
        "content_fr": "Publier chaque mois les délais de réponse de chaque service.",
        "expected_result_fr": "Un tableau de bord public en 2021.",
        "contact": "Service de l’accès à l’information",
    }.items():
        page.fill(f"[name={name}]", text)
    button(page, "Send to the moderators").click()
    reference = re.search(r"PAN2-\d{5}", page.url).group()
    moderator = site.person("moderator-1").new_page()
    number = site.ask("SELECT id FROM draft_commitment WHERE reference = ?", reference)
    moderator.goto(f"/fr/moderation/draft/{number}")
    moderator.keyboard.press("p")
    moderator.keyboard.press("Tab")
    button(moderator, "Publish it").first.click()
    assert site.becomes("published", "SELECT state FROM draft_commitment WHERE reference = ?", reference)
    moderator.close()
    page.close()
    return reference


def said(page: Page, address: str, words_said: str, language: str = "fr") -> None:
    page.goto(address)
    page.fill("#comment-form [name=source]", words_said)
    button(page, "Post the comment", language).click()
    expect(page.locator("li.comment", has_text=words_said).first).to_be_visible()


def test_an_administration_posts_citizens_comment_and_one_answer_is_given_to_two(site):
    reference = draft_posted(site, "Mesurer et publier les délais de réponse")
    first, second = "Il faut aussi les délais des communes.", "نريد آجال الجماعات الترابية أيضا."
    french, arabic = site.person("citizen-fr").new_page(), site.person("citizen-ar", width=360).new_page()
    said(french, f"/fr/drafts/{reference}", first)
    said(arabic, f"/ar/drafts/{reference}", second, "ar")
    agent = site.person("agent").new_page()
    agent.goto("/fr/drafts/mine")
    link = agent.locator(f"a[href$='{reference}/answering']")
    expect(link).to_contain_text("2")
    link.press("Enter")
    # By keyboard alone: each comment is ticked, the answer written and sent.
    for text in (first, second):
        agent.locator("li", has_text=text).get_by_role("checkbox").press("Space")
    agent.locator("[name=source]").press_sequentially("Oui : les communes y seront dès 2021.")
    button(agent, "Publish the answer").press("Enter")
    expect(agent.locator(".flashes")).to_contain_text("2")
    french.goto(f"/fr/drafts/{reference}")
    for text in (first, second):
        under = french.locator("li.comment", has_text=text).locator(".answer")
        expect(under).to_contain_text("Oui : les communes y seront dès 2021.")
        expect(under).to_contain_text(words("fr", "Answer of the administration"))
    french.locator(".answer a").first.click()
    expect(french.locator("tbody tr")).to_have_count(2)
    french.goto(f"/fr/drafts/{reference}/answers")
    expect(french.locator(".sums")).to_contain_text("2")
    with french.expect_download() as waiting:
        french.locator("a[href$='answers.xlsx']").click()
    page = openpyxl.load_workbook(io.BytesIO(waiting.value.path().read_bytes())).active
    cells = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value]
    assert {first, second} <= set(cells)
    assert cells.count("Oui : les communes y seront dès 2021.") == 2
    told = "SELECT count(*) FROM notification WHERE kind = 'comment.answered'"
    assert site.ask(told) == 2
    for opened in (french, arabic, agent):
        opened.close()


def long_thread(site: Site) -> tuple[str, int]:
    """A proposal whose thread has a branch of thirty replies and thirty branches more; the number of the branch."""
    reference, thread = site.ask(
        "SELECT p.reference, p.thread_id FROM proposal p WHERE p.state = 'published' AND p.thread_id NOT IN "
        "(SELECT thread_id FROM comment) ORDER BY p.id LIMIT 1"
    )
    page = site.person("citizen-fr").new_page()
    page.goto(f"/fr/proposals/{reference}")
    token = page.locator("#comment-form [name=csrf_token]").input_value()
    head = 0
    for number in range(61):
        answer = page.request.post(
            f"/fr/threads/{thread}/comments",
            form={
                "csrf_token": token, "form_id": f"long-{number}", "side": "", "about_version": "1",
                "source": f"Remarque numéro {number}", "parent": str(head) if 0 < number <= 30 else "",
            },
            max_redirects=0,
        )  # fmt: skip
        assert answer.status == 303
        head = head or int(re.search(r"comment=(\d+)", answer.headers["location"])[1])
    page.close()
    return reference, head


def test_a_long_thread_unfolds_in_place_and_opens_at_any_comment(site):
    reference, head = long_thread(site)
    page = site.person().new_page()
    page.goto(f"/fr/proposals/{reference}")
    branch = page.locator(f"#comment-{head}")
    expect(branch.locator("ol > li")).to_have_count(3)
    more = branch.locator("[data-more]")
    expect(more).to_contain_text("27")
    more.press("Enter")
    # What was folded away stands there, the first of it has the focus, and its number is said.
    expect(branch.locator("ol > li")).to_have_count(30)
    expect(branch.locator("ol > li").nth(3)).to_be_focused()
    expect(page.locator("p[data-said]")).to_contain_text("27")
    expect(more).to_have_count(0)
    expect(page.locator("ol[data-list=thread] > li")).to_have_count(20)
    page.locator(".thread-of-comments > .more a").press("Enter")
    expect(page.locator("ol[data-list=thread] > li")).to_have_count(31)
    # The lasting address of a folded reply, and of a comment of a later page.
    for words_said in ("Remarque numéro 17", "Remarque numéro 58"):
        number = site.ask("SELECT id FROM comment WHERE source = ?", words_said)
        page.goto(f"/fr/comments/{number}")
        there = page.locator(f"#comment-{number}")
        expect(there).to_be_in_viewport()
        assert there.evaluate("one => one.matches(':target')")
        assert there.evaluate("one => getComputedStyle(one).backgroundColor") != "rgba(0, 0, 0, 0)"
    page.goto(f"/fr/comments/{head}/replies")
    assert faults(page, "fr") == []
    page.close()


def test_a_reply_is_written_in_place_kept_edited_and_read_as_it_was(site):
    reference, comment = site.ask(
        "SELECT t.about_reference, c.id FROM comment c JOIN thread t ON t.id = c.thread_id JOIN proposal p "
        "ON p.thread_id = t.id WHERE c.state = 'visible' AND c.depth = 1 AND p.state = 'published' "
        "ORDER BY c.id LIMIT 1"
    )
    page = site.person("citizen-fr").new_page()
    page.goto(f"/fr/proposals/{reference}")
    page.locator(f"[data-reply-to='{comment}']").press("Enter")
    area = page.locator("#comment-form [name=source]")
    expect(area).to_be_focused()
    area.press_sequentially("Je réponds ici même.")
    # The tab is closed before the reply is sent: it is there again.
    page.reload()
    expect(page.locator("#comment-form [name=source]")).to_have_value("Je réponds ici même.")
    page.locator(f"[data-reply-to='{comment}']").press("Enter")
    button(page, "Post the comment").click()
    mine = site.ask("SELECT id FROM comment WHERE source = 'Je réponds ici même.'")
    assert site.ask("SELECT parent_id FROM comment WHERE id = ?", mine) == comment
    expect(page.locator("#comment-form [name=source]")).to_have_value("")
    page.goto(f"/fr/comments/{mine}/edit")
    assert faults(page, "fr") == []
    page.fill("[name=source]", "Je réponds ici, et je corrige.")
    button(page, "Save the comment").click()
    expect(page.locator(f"#comment-{mine}")).to_contain_text("je corrige")
    page.close()
    page = site.person("moderator-1").new_page()
    page.goto(f"/ar/comments/{mine}/history")
    expect(page.locator("main")).to_contain_text("Je réponds ici même.")
    assert faults(page, "ar") == []
    page.close()


def test_without_scripts_a_visitor_writes_signs_in_and_reports(site):
    context = site.browser.new_context(base_url=site.address, java_script_enabled=False, viewport=PHONE)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    reference, other = site.ask(
        "SELECT t.about_reference, c.id FROM comment c JOIN thread t ON t.id = c.thread_id JOIN proposal p "
        "ON p.thread_id = t.id WHERE c.state = 'visible' AND p.state = 'published' ORDER BY c.id DESC LIMIT 1"
    )
    page.goto(f"/fr/proposals/{reference}")
    page.locator("#comment-form a").first.click()
    page.fill("[name=source]", "Écrit avant de me connecter.")
    button(page, "Post the comment").click()
    expect(page).to_have_url(re.compile("/account/sign-in"))
    page.fill("input[name=email]", "citoyenne@example.org")
    page.fill("input[name=password]", "Chellah-et-Oudayas-2020")
    page.locator("main button[type=submit]").first.click()
    expect(page.locator("[name=source]")).to_have_value("Écrit avant de me connecter.")
    button(page, "Post the comment").click()
    expect(page.locator("li.comment", has_text="Écrit avant de me connecter.")).to_be_visible()
    context.close()
    moderator = site.person("moderator-1").new_page()
    reporter = site.browser.new_context(base_url=site.address, java_script_enabled=False, viewport=PHONE)
    reporter.set_default_timeout(PATIENCE_MS)
    page = reporter.new_page()
    sign_in(page, "association@example.org", "ar")
    page.goto(f"/ar/report/comment/{other}")
    button(page, "Send the report", "ar").click()
    expect(page.locator("#error-summary")).to_be_visible()
    page.locator("[name=reason][value=danger]").check()
    page.fill("[name=words]", "Regardez ce qu’il écrit.")
    button(page, "Send the report", "ar").click()
    expect(page.locator(".flashes")).to_be_visible()
    moderator.goto("/fr/moderation?part=report")
    expect(moderator.locator(".desk-queue a").first).to_contain_text(words("fr", "Comment"))
    moderator.locator(".desk-queue a").last.click()
    expect(moderator.locator(".desk-text")).to_contain_text("Regardez ce qu’il écrit.")
    moderator.keyboard.press("k")
    assert site.becomes("kept", "SELECT state FROM content_report ORDER BY id DESC LIMIT 1")
    moderator.close()
    reporter.close()
