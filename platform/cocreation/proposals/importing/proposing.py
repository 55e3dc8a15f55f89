"""Proposals of a file: every row read and checked first, then all of them written in one transaction."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cocreation.accounts.lists import REGIONS
from cocreation.core.db import db
from cocreation.core.i18n import LANGUAGES as SITE_LANGUAGES
from cocreation.core.i18n import N_, OfficialText
from cocreation.cycles.models import Cycle
from cocreation.proposals.importing.cells import EMPTY, NO_LETTERS, Cells, Reading
from cocreation.proposals.importing.mapping import plain
from cocreation.proposals.importing.people import Author, read_author
from cocreation.proposals.importing.tables import Row
from cocreation.proposals.models import Proposal
from cocreation.text.cleaning import visible_letters
from cocreation.themes.models import Theme

MAX_TITLE = 1_000
MAX_SLUG = 48
UNKNOWN_THEME = N_("the theme «%(text)s» does not exist in this cycle: map it, or give --create-themes")
CLOSED_THEME = N_("the theme «%(text)s» is not adopted")
REPEATED_ID = N_("the external id «%(text)s» stood on line %(first)s already")

# What a row may have been decided elsewhere; «duplicate» names another idea, which a row cannot.
STATES = {
    "published": "published", "submitted": "submitted", "waiting": "submitted", "refused": "refused",
    "otherchannel": "other_channel", "outofscope": "out_of_scope", "withdrawn": "withdrawn",
}  # fmt: skip
_REGIONS = {plain(code): code for code in REGIONS} | {plain(name): code for code, name in REGIONS.items()}


@dataclass(frozen=True)
class ProposalRow:
    """One proposal to be written.

    Args:
        theme: slug of a theme of the cycle, or of one to be made; None where none is given.
        state: where it ends; «submitted» waits in the moderators' queue. at: date of receipt.
    """

    line: int
    external_id: str
    title: str
    problem: str
    body: str
    theme: str | None
    language: str
    region: str | None
    author: Author
    channel: str
    at: datetime
    state: str


@dataclass(frozen=True)
class ProposalPlan:
    """What an import would do: the rows to write, the themes to make, how many were there already."""

    rows: list[ProposalRow]
    new_themes: dict[str, OfficialText]
    already: int

    def by_state(self) -> Counter[str]:
        """How many rows end in each state."""
        return Counter(row.state for row in self.rows)


class Themes:
    """The themes of a cycle by what a file may call them, and those made on the way."""

    def __init__(self, found: Sequence[Theme], *, create: bool) -> None:
        self.create = create
        self.known: dict[str, Theme] = {}
        self.new: dict[str, OfficialText] = {}
        self._new_by_name: dict[str, str] = {}
        self.slugs = {theme.slug for theme in found}
        for theme in reversed(found):
            for name in (*theme.title.values(), theme.slug):
                self.known[plain(name)] = theme

    def slug_for(self, cells: Cells, language: str) -> str | None:
        """The slug of a row's theme; an unknown one is made where that was asked, else it is a fault."""
        name = cells.line("theme", limit=300)
        given = cells.reading.mapped.code("themes", name) if name else None
        if not name or given == "":
            return None
        theme = self.known.get(plain(given or name))
        if theme is not None:
            if theme.state not in {"adopted", "merged"}:
                cells.fault("theme", CLOSED_THEME, text=name[:60])
            return theme.slug
        if not self.create:
            cells.fault("theme", UNKNOWN_THEME, text=name[:60])
            return None
        return self._made(name, given, language)

    def _made(self, name: str, given: str | None, language: str) -> str:
        key = plain(given or name) or name
        if key not in self._new_by_name:
            slug = free_slug(given or name, self.slugs)
            self.slugs.add(slug)
            self._new_by_name[key] = slug
            # The words of the file are in the file's language, which may be none of the site's.
            self.new[slug] = OfficialText({language if language in SITE_LANGUAGES else "fr": name})
        return self._new_by_name[key]


def free_slug(name: str, taken: set[str]) -> str:
    """A short name for addresses, of Latin letters and digits, that no other theme of the cycle has."""
    words = "".join(char if char.isalnum() else " " for char in _latin(name)).split()
    while len("-".join(words)) > MAX_SLUG and len(words) > 1:
        words.pop()
    base = "-".join(words)[:MAX_SLUG] or "theme"
    if base not in taken and base != "theme":
        return base
    return next(slug for number in range(1, len(taken) + 2) if (slug := f"{base}-{number}") not in taken)


def _latin(name: str) -> str:
    """A name without accents, other letters than Latin ones left blank."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char if char.isascii() else " " for char in folded if not unicodedata.combining(char))


def plan(
    cycle: Cycle, rows: Sequence[Row], reading: Reading, themes: Sequence[Theme], *, publish: bool, create_themes: bool
) -> ProposalPlan:
    """Read every row; what is wrong is left in `reading.faults`."""
    there = set(db.session.scalars(select(Proposal.external_id).where(Proposal.cycle_id == cycle.id)))
    known, seen = Themes(themes, create=create_themes), dict[str, int]()
    found, already = list[ProposalRow](), 0
    for row in rows:
        cells = Cells(row, reading)
        external_id = cells.identity("id")
        if is_repeated(cells, external_id, seen):
            continue
        if external_id in there:
            already += 1
            continue
        found.append(_read(cells, external_id, known, publish=publish))
    return ProposalPlan(found, known.new, already)


def is_repeated(cells: Cells, external_id: str, seen: dict[str, int]) -> bool:
    """Whether an id stood in the file already, which is a fault; notes it otherwise."""
    if external_id and external_id in seen:
        cells.fault("id", REPEATED_ID, text=external_id[:60], first=seen[external_id])
        return True
    seen[external_id] = cells.row.line
    return False


def _read(cells: Cells, external_id: str, themes: Themes, *, publish: bool) -> ProposalRow:
    title, problem, body = _title(cells), cells.text("problem"), cells.text("body")
    language = cells.language(f"{title}\n{problem}\n{body}")
    decided = cells.code("state", "states", STATES)
    state = decided or ("published" if publish else "submitted")
    return ProposalRow(
        line=cells.row.line,
        external_id=external_id,
        title=title,
        problem=problem,
        body=body,
        theme=themes.slug_for(cells, language),
        language=language,
        region=cells.code("region", "regions", _REGIONS),
        author=read_author(cells),
        channel=cells.channel(),
        at=cells.moment(),
        # What was published elsewhere waits here all the same, unless the person publishes the import.
        state="submitted" if state == "published" and not publish else state,
    )


def _title(cells: Cells) -> str:
    before = len(cells.reading.faults)
    title = cells.line("title", limit=MAX_TITLE)
    if len(cells.reading.faults) == before and visible_letters(title) < 2:
        cells.fault("title", NO_LETTERS if title else EMPTY)
    return title
