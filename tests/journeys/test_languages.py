"""Official texts written in French only, read in Arabic: every page is whole, and says that the words are French."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import html5lib
import pytest

from cocreation.demo.people import PASSWORD
from tests.accounts.people import token_in
from tests.fixtures.browser import EMAILS
from tests.fixtures.database import close, make_app
from tests.fixtures.demonstration import COLLECTING, REPORTED
from tests.journeys.main_pages import address
from tests.journeys.routes import EXAMPLES

OFFICIAL = {
    "cycle": ("title", "question", "presentation"),
    "theme": ("title", "text"),
    "draft_version": ("title", "problem", "content", "expected_result"),
}


def keep_french_alone(base: sqlite3.Connection) -> set[str]:
    """Take every other language off the official texts; returns their titles."""
    titles = set()
    for table, columns in OFFICIAL.items():
        for column in columns:
            for number, text in base.execute(f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL").fetchall():
                french = json.loads(text).get("fr") or next(iter(json.loads(text).values()))
                base.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (json.dumps({"fr": french}), number))
                if column == "title":
                    titles.add(french)
    base.commit()
    return titles


def unmarked(page: str, titles: set[str]) -> list[str]:
    """The titles that stand on a page where the nearest `lang` is not French."""
    tree: Any = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False).parse(
        page
    )
    found: list[str] = []

    def walk(node: Any, language: str) -> None:
        language = node.get("lang", language)
        texts = [(node.text, language), *((child.tail, language) for child in node)]
        # What a screen does not show, and values a person edits, speak for themselves.
        if node.tag not in {"title", "option", "script"}:
            found.extend(text.strip() for text, code in texts if code != "fr" and (text or "").strip() in titles)
        for child in node:
            if isinstance(child.tag, str):
                walk(child, language)

    walk(tree, "")
    return found


def clients(app):
    """A browser without a browser, a person; signed in once."""
    known: dict[str, Any] = {}

    def give(key: str) -> Any:
        if key not in known:
            known[key] = client = app.test_client()
            if key:
                token = token_in(client.get("/ar/account/sign-in"))
                sent = {"email": EMAILS[key], "password": PASSWORD, "csrf_token": token}
                assert client.post("/ar/account/sign-in", data=sent).status_code == 303
        return known[key]

    return give


@pytest.mark.parametrize("date", [COLLECTING, REPORTED])
def test_french_texts_are_marked_on_every_arabic_page(copy_of, date):
    folder: Path = copy_of(date)
    with closing(sqlite3.connect(folder / "cocreation.sqlite")) as base:
        titles = keep_french_alone(base)
        assert len(titles) > 10
        url = f"sqlite:///{folder / 'cocreation.sqlite'}"
        app = make_app(url, folder, PROCESS_DATE=date, ENVIRONMENT="development")
        give, faults = clients(app), []
        for example in EXAMPLES:
            # A report is frozen in words of one language; a mail is one document of its own.
            frozen = example.endpoint.startswith(("report", "outbox."))
            if example.date == date and not frozen and not example.is_arranged:
                ask = lambda statement: base.execute(statement).fetchone()[0]  # noqa: E731
                answer = give(example.person).get(address(app, example, ask, "ar"), follow_redirects=True)
                assert answer.status_code < 500, example.label
                faults += [f"{example.label}: {title}" for title in unmarked(answer.get_data(as_text=True), titles)]
        close(app)
    assert faults == [], "\n".join(faults)
