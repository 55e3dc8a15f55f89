"""The ten pages most people see, asked for without a browser, and what a first visit to each fetches."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
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
# What a page is made of, by the ending of a file; all other endings are pictures.
ENDINGS = {".html": "page", ".css": "sheet", ".js": "scripts"}
KINDS = (*ENDINGS.values(), "pictures")
IMPORTED = re.compile(r'(?:import|from)\s*\(?"\./([^"]+)"')


@dataclass(frozen=True)
class Weight:
    """Bytes as they are and as a server sends them, each file compressed by gzip."""

    raw: int = 0
    sent: int = 0

    def __add__(self, other: Weight) -> Weight:
        """Both together."""
        return Weight(self.raw + other.raw, self.sent + other.sent)


def examples() -> list[Example]:
    """The ten pages, as the list of all pages names them."""
    named = {example.label: example for example in EXAMPLES}
    return [named[label] for label in LABELS]


def address(app: Flask, example: Example, ask: Callable[[str], object], language: str) -> str:
    """The path and query of an example; `ask` answers the questions of its values to the database."""
    values = {name: ask(value) if value.startswith("SELECT") else value for name, value in example.values}
    with app.test_request_context():
        return app.url_for(example.endpoint, language=language, **values) + example.query


def fetched_by(page: str) -> set[str]:
    """The files a browser fetches for a page, fonts apart: sheet, modules, pictures.

    What the sheet draws with counts, and what a module imports; the icons of an installed site do not.
    """
    found: set[str] = set()
    for name in [first or second for first, second in FETCHED.findall(page)]:
        if name.endswith((".css", ".js", ".svg", ".webp", ".avif", ".png")) and "icon-" not in name:
            _add(name, found)
    return found


def _add(name: str, found: set[str]) -> None:
    if name in found:
        return
    found.add(name)
    text = (STATIC / name).read_text("utf-8") if name.endswith((".css", ".js")) else ""
    for other in re.findall(r'url\("?\.\./((?!fonts/)[^")]+)', text):
        _add(other, found)
    for other in IMPORTED.findall(text):
        _add(str(Path(name).parent / other), found)


def weights(app: Flask, ask: Callable[[str], object], date: str, language: str) -> dict[str, dict[str, Weight]]:
    """What a first visit to each main page of a date weighs: {the page's name: {kind: weight}}, fonts apart."""
    found = {}
    for example in examples():
        if example.date == date:
            with closing(app.test_client().get(address(app, example, ask, language))) as answer:
                assert answer.status_code == 200, (example.label, answer.status_code)
                found[example.label] = _by_kind(answer.get_data())
    return found


def _by_kind(page: bytes) -> dict[str, Weight]:
    found = {kind: Weight() for kind in KINDS}
    parts = {"page.html": page, **{name: (STATIC / name).read_bytes() for name in fetched_by(page.decode())}}
    for name, content in parts.items():
        kind = ENDINGS.get(Path(name).suffix, "pictures")
        found[kind] += Weight(len(content), len(gzip.compress(content, 6)))
    return found
