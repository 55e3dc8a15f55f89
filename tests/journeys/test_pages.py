"""Every page, in French and Arabic: nobody is kept out, on any width."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.fixtures.browser import WIDE
from tests.journeys.looking import faults_of_access, faults_of_markup, faults_of_outline, faults_of_width
from tests.journeys.routes import EXAMPLES, Example

pytestmark = pytest.mark.browser
# A link that works once shows a page that says so, with its own status.
EXPECTED = {
    "accounts.confirm_address", "accounts.undo_address", "privacy.erase_by_link", "organisations.invitation",
    "accounts.by_link", "accounts.confirm", "accounts.new_password", "proposals.resume", "proposals.send_by_link",
}  # fmt: skip
# What only leads on: to where a draft waits, to the comment within its thread.
# Changing an address asks for a fresh sign-in, which the browsers of a long run no longer have.
LEADS_ON = {"accounts.address", "comments.show", "proposals.draft", "proposals.waiting", "proposals.similar"}
# What answers with a file or data, or only sends on: no page to look at.
NOT_PAGES = frozenset({
    # Editing lasts a quarter of an hour: the journey of comments looks at it.
    "comments.edit", "drafts.remarks_file", "remarks.document",
    "static", "home.root", "search.suggestions", "proposals.feed", "drafts.feed_of_drafts",
    "installing.manifest", "installing.service_worker", "journal.lines", "grouping.progress",
    # A request about data is made in its journey, which looks at its page; the files are a person's own.
    "rights_desk.show", "privacy.progress", "privacy.download",
    # A mail as it was sent, and the page its own link opens: both need a mail, which the tests of mails write.
    "outbox.page_of_mail", "notifications.stop",
    "holder_desk.log_file",
    "commitments.table_file",
    "reports.download", "attachments.download", "lexicon.download", "report_desk.download", "report_proof.beside",
    "report_events.download", "workshops.minutes_file", "score_sheet.download",
    "trace.thread_data", "trace.thread_sheet", "trace.group_data", "trace.organisation_data", "trace.project_data",
    "answers.data", "answers.press",
    "balance.sums_csv", "balance.sums_json", "balance.ideas_csv",
})  # fmt: skip


def path_of(app: Flask, example: Example, values: dict[str, object]) -> str:
    with app.test_request_context():
        return app.url_for(example.endpoint, **values) + example.query


def test_every_page_has_its_example(addresses: Flask) -> None:
    rules = {rule.endpoint for rule in addresses.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert rules - NOT_PAGES == {example.endpoint for example in EXAMPLES}


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.label)
def test_page(site_at, addresses, example, language):
    # Other journeys decide, withdraw and erase what these pages show.
    site = site_at(example.date, "pages")
    path = path_of(addresses, example, {**example.filled(site), "language": language})
    context = site.person(example.person, width=1280)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    try:
        response = page.goto(path)
        assert response is not None
        if example.endpoint not in EXPECTED:
            assert response.status == 200, (path, response.status)
            assert errors == [], path
        here = page.url.split("?")[0].split("#")[0]
        assert site.address + path.split("?")[0] == here or example.endpoint in LEADS_ON, f"{path} led to {page.url}"
        faults = faults_of_outline(page, language)
        faults += faults_of_markup(context.request.get(page.url.split("#")[0]))
        faults += faults_of_width(page, 320, 360)
        page.set_viewport_size(WIDE)
        faults += faults_of_access(page)
        assert faults == [], path + "\n" + "\n".join(faults)
    finally:
        page.close()
