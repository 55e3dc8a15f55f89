"""The ten pages most people see, asked for without a browser, and what a first visit to each fetches."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from flask import Flask

from cocreation.core import stylesheet
from tests.journeys.routes import EXAMPLES, Example

STATIC = Path(stylesheet.__file__).parent / "static"
LABELS = (
    "home.index", "proposals.index", "proposals.show", "proposals.new-visitor", "search.index-found",
    "drafts.index", "drafts.show", "cycles.show", "themes.show", "groups.index",
)  # fmt: skip
FETCHED = re.compile(r'(?:src|href)="/static/([^"?#]+)|url\("?\.\./([^")]+)')
IMPORTED = re.compile(r'(?:import|from)\s*\(?"\./([^"]+)"')


def examples() -> list[Example]:
    """The ten pages, as the list of all pages names them."""
    named = {example.label: example for example in EXAMPLES}
    return [named[label] for label in LABELS]


def address(app: Flask, example: Example, ask: Callable[[str], object], language: str) -> str:
    """The path and query of an example; `ask` answers the questions of its values to the database."""
    values = {name: ask(value) if value.startswith("SELECT") else value for name, value in example.values}
    with app.test_request_context():
        return app.url_for(example.endpoint, language=language, **values) + example.query


def fetched_by(page: str) -> dict[str, int]:
    """The files a browser fetches for a page, fonts apart, with their bytes: sheet, modules, pictures.

    What the sheet draws with counts, and what a module imports; the icons of an installed site do not.
    """
    found: set[str] = set()
    for name in [first or second for first, second in FETCHED.findall(page)]:
        if name.endswith((".css", ".js", ".svg", ".webp", ".avif", ".png")) and "icon-" not in name:
            _add(name, found)
    return {name: (STATIC / name).stat().st_size for name in sorted(found)}


def _add(name: str, found: set[str]) -> None:
    if name in found:
        return
    found.add(name)
    text = (STATIC / name).read_text("utf-8") if name.endswith((".css", ".js")) else ""
    for other in re.findall(r'url\("?\.\./((?!fonts/)[^")]+)', text):
        _add(other, found)
    for other in IMPORTED.findall(text):
        _add(str(Path(name).parent / other), found)


def weights(app: Flask, ask: Callable[[str], object], date: str, language: str) -> dict[str, tuple[int, int]]:
    """The bytes of each main page of a date and of what it fetches, uncompressed, by the page's name."""
    found = {}
    for example in examples():
        if example.date == date:
            with closing(app.test_client().get(address(app, example, ask, language))) as answer:
                assert answer.status_code == 200, (example.label, answer.status_code)
                page = answer.get_data()
            found[example.label] = (len(page), sum(fetched_by(page.decode()).values()))
    return found
