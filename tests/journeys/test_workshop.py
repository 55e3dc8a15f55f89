"""From the ideas to the report: themes merged, ideas grouped in the worker, groups and report published."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from playwright.sync_api import expect

from tests.fixtures.browser import Site, words
from tests.fixtures.demonstration import COLLECTING, REPORTED

pytestmark = pytest.mark.browser
PLAN = "pan-2020-2022"
LONG_WORK_MS = 120_000


@pytest.fixture
def site(site_at) -> Site:
    return site_at(REPORTED, "workshop")


def test_a_grouping_is_asked_computed_by_the_worker_and_published(site):
    page = site.person("moderator-1").new_page()
    page.goto(f"/fr/grouping/{PLAN}")
    page.get_by_role("button", name=words("fr", "Group the ideas"), exact=True).click()
    page.wait_for_url("**/grouping/run/*")
    run = int(page.url.rpartition("/")[2])
    # The page follows the work by itself, and offers to publish once the result is whole.
    publish = page.get_by_role("button", name=words("fr", "Publish the grouping"), exact=True)
    publish.wait_for(timeout=LONG_WORK_MS)
    assert site.ask("SELECT state FROM grouping_run WHERE id = ?", run) == "ready"
    title = page.locator(".group-list h3 a").first.inner_text()
    publish.click()
    assert site.becomes("published", "SELECT state FROM grouping_run WHERE id = ?", run)
    assert site.ask("SELECT count(*) FROM grouping_run WHERE state = 'published'") == 1
    visitor = site.person().new_page()
    # The title shown of a group is an idea's in the reader's language where it has one.
    visitor.goto(f"/fr/groups/{PLAN}")
    expect(visitor.locator("main")).to_contain_text(title)
    visitor.goto(f"/ar/groups/{PLAN}")
    visitor.locator(".group-list a[href*='/ar/groups/']").first.click()
    expect(visitor.locator("main a[href*='/ar/proposals/PAN2-']").first).to_be_visible()
    page.close()
    visitor.close()


def test_a_report_is_written_published_and_downloaded(site):
    writer = site.person("moderator-1").new_page()
    writer.goto(f"/fr/report-desk/{PLAN}/fr/texts/introduction")
    introduction = "Ce que cette nouvelle version change : la conclusion est plus courte."
    writer.locator("main textarea").first.fill(introduction)
    writer.locator("main form button").first.click()
    assert site.becomes(1, "SELECT count(*) FROM report WHERE texts LIKE ?", "%nouvelle version%")
    publisher = site.person("administrator-2").new_page()
    publisher.goto(f"/fr/report-desk/{PLAN}/fr")
    publisher.get_by_role("button", name=words("fr", "Publish this version"), exact=True).click()
    newest = "SELECT max(number) FROM report_version v JOIN report r ON r.id = v.report_id WHERE language = 'fr'"
    assert site.becomes(2, newest)
    _wait_for_files(site)
    visitor = site.person().new_page()
    visitor.goto(f"/fr/reports/{PLAN}")
    expect(visitor.locator("main")).to_contain_text(introduction)
    taken = {}
    for link in visitor.locator("nav.downloads a").all():
        with visitor.expect_download() as waiting:
            link.click()
        name = waiting.value.suggested_filename
        taken[name.rpartition(".")[2]] = waiting.value.path().read_bytes()
    assert set(taken) == {"pdf", "docx", "xlsx", "csv", "json", "html", "zip"}
    assert taken["pdf"].startswith(b"%PDF-")
    assert taken["docx"][:2] == taken["xlsx"][:2] == b"PK"
    assert introduction in json.dumps(json.loads(taken["json"]), ensure_ascii=False)
    text = taken["csv"].decode("utf-8-sig")
    published = site.ask("SELECT count(*) FROM proposal WHERE state = 'published'")
    assert taken["csv"].startswith(b"\xef\xbb\xbf")
    assert len(list(csv.reader(io.StringIO(text)))) > published
    assert re.search(r"PAN2-\d{5}", text)
    for page in (writer, publisher, visitor):
        page.close()


def _wait_for_files(site: Site) -> None:
    page = site.person().new_page()
    count = "SELECT count(*) FROM job WHERE kind = 'report-files' AND state <> 'done'"
    for _ in range(LONG_WORK_MS // 500):
        if site.ask(count) == 0:
            break
        page.wait_for_timeout(500)
    assert site.ask(count) == 0
    page.close()


def test_an_administrator_merges_two_themes_and_undoes_it(site_at):
    site = site_at(COLLECTING)
    theme = site.ask("SELECT id FROM theme WHERE slug = 'justice'")
    into = site.ask("SELECT id FROM theme WHERE slug = 'integrity' ORDER BY id DESC LIMIT 1")
    reference = site.ask("SELECT reference FROM proposal WHERE theme_id = ? AND state = 'published' LIMIT 1", theme)
    page = site.person("administrator-1").new_page()
    page.goto(f"/fr/administration/themes/merge/{theme}")
    page.locator("[name=into]").select_option(str(into))
    page.fill("[name=reason_fr]", "Un seul webinaire pour les deux axes.")
    page.get_by_role("button", name=words("fr", "Merge the themes"), exact=True).click()
    page.wait_for_url(f"**/administration/themes/{PLAN}")
    assert site.ask("SELECT state, merged_into_id FROM theme WHERE id = ?", theme) == ("merged", into)
    visitor = site.person().new_page()
    visitor.goto(f"/fr/proposals/{reference}")
    # The idea stands under the theme it went to, and keeps the one its author chose.
    expect(visitor.locator("main")).to_contain_text("Intégrité et lutte contre la corruption")
    expect(visitor.locator("main")).to_contain_text("Justice ouverte")
    page.get_by_role("button", name=words("fr", "Undo the merging"), exact=True).click()
    assert site.becomes(("adopted", None), "SELECT state, merged_into_id FROM theme WHERE id = ?", theme)
    visitor.reload()
    expect(visitor.locator("main")).not_to_contain_text("Intégrité et lutte contre la corruption")
    page.close()
    visitor.close()
