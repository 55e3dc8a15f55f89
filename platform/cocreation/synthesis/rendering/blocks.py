"""The pieces a printed report is made of, already worded: what the DOCX and the PDF both draw.

A block holds only text and numbers as shown. Words of people are ``Said``: they keep their own language and
direction inside a report of another one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

Tone = Literal["green", "ochre", "blue", "soft"]

# What no document format accepts or what can hide the order of a text: C0 and C1 controls except tab and
# line feed, bidirectional embeddings, overrides and isolates, non-characters, lone surrogates.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\ufeff\ud800-\udfff]"
)
# Marks that no eye sees, put after a name so that its last full stop stays on its side of the line.
_MARKS = {"rtl": "\u200f", "ltr": "\u200e"}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def web_address(url: str) -> str:
    """The address itself when it leads to the web, else nothing: no other scheme becomes a link."""
    return url if len(url) < 2000 and _WEB.fullmatch(url) and plain(url) == url else ""


def plain(text: str) -> str:
    """The text without the characters that break a file or turn its reading order; lines end in LF."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True)
class Said:
    """Words in their own language; ``direction`` is «rtl» or «ltr», taken from the letters."""

    text: str
    language: str
    direction: Literal["rtl", "ltr"]


def said(text: str, language: str, *, within: str) -> Said:
    """The words of somebody inside a report in the language ``within``.

    The letters decide the direction, because the language given can be wrong (Darija in Latin letters).
    """
    words = plain(text).strip()
    kinds = [unicodedata.bidirectional(letter) for letter in words[:400]]
    right, left = kinds.count("AL") + kinds.count("R"), kinds.count("L")
    if right == left:
        return Said(words, language or within, "rtl" if (language or within) in RIGHT_TO_LEFT else "ltr")
    return Said(words, language or within, "rtl" if right > left else "ltr")


def named(text: str, *, within: str) -> str:
    """A name that can stand in a line of either direction."""
    name = said(text, "", within=within)
    return name.text + _MARKS[name.direction] if name.text else ""


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 opens a part of the report and bears its number, on a new page if ``breaks``.

    ``anchor`` is what an address of the page ends with to lead here; one is given to each heading without.
    """

    level: int
    text: Said
    number: str = ""
    breaks: bool = False
    anchor: str = ""
    kind: str = "heading"


@dataclass(frozen=True)
class Source:
    """A reference that a passage rests on, and the address it leads to."""

    reference: str
    url: str


@dataclass(frozen=True)
class Prose:
    """Paragraphs; ``label`` stands before the first («Problem»), ``sources`` after the last.

    Where the sources are too many to be read they are the first ones, and ``more`` says how many others there are.
    """

    paragraphs: tuple[Said, ...]
    label: str = ""
    sources: tuple[Source, ...] = ()
    more: str = ""
    kind: str = "prose"


@dataclass(frozen=True)
class Note:
    """A small line in soft ink."""

    text: str
    kind: str = "note"


@dataclass(frozen=True)
class Caption:
    """What stands over a table or under a drawing: «Table 3 · Ideas by theme»; ``number`` is given by the story."""

    title: str
    label: str = ""
    number: str = ""

    @property
    def text(self) -> str:
        """The caption as shown."""
        return f"{self.label} {self.number} · {self.title}" if self.number else self.title


@dataclass(frozen=True)
class Figures:
    """A strip of large numbers with their words, in pairs (value, label)."""

    items: tuple[tuple[str, str], ...]
    kind: str = "figures"


@dataclass(frozen=True)
class Facts:
    """A table of names and values; the last row is set apart as the sum when ``summed``."""

    caption: Caption
    rows: tuple[tuple[str, str], ...]
    summed: bool = False
    kind: str = "facts"


@dataclass(frozen=True)
class Bar:
    """A row of a table with bars; ``share`` is between 0 and 1, ``muted`` is a row that is «not given»."""

    label: str
    count: str
    percent: str
    share: float
    muted: bool = False


@dataclass(frozen=True)
class Bars:
    """A table whose rows have bars; ``head`` names label, count and share."""

    caption: Caption
    head: tuple[str, str, str]
    rows: tuple[Bar, ...]
    total: tuple[str, str]
    kind: str = "bars"


@dataclass(frozen=True)
class Table:
    """A plain table; the first cell of a row heads it.

    ``numbers`` are the places of columns of figures, ``narrow`` those of columns as wide as their words.
    The last row is set apart as the sum when ``summed``.
    """

    caption: Caption
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    summed: bool = False
    narrow: tuple[int, ...] = ()
    kind: str = "table"


@dataclass(frozen=True)
class Chart:
    """A drawing; ``alt`` says in words what it shows, its table stands beside it."""

    caption: Caption
    svg: str
    alt: str
    kind: str = "chart"


@dataclass(frozen=True)
class GroupLine:
    """Under the heading of a group: its size in words, its terms, its address and the words that lead there.

    ``original`` is the title it bears in another language than the heading.
    """

    meta: tuple[str, ...]
    terms: tuple[Said, ...]
    url: str
    lead: str
    original: Said | None = None
    kind: str = "group"


@dataclass(frozen=True)
class Side:
    """A part of the comments: words with their number, and the part it makes of all."""

    label: str
    share: float
    tone: Tone


@dataclass(frozen=True)
class Sided:
    """How comments divide; ``title`` says how many there are."""

    title: str
    sides: tuple[Side, ...]
    kind: str = "sides"


@dataclass(frozen=True)
class Answer:
    """What an administration replied to a remark; ``author`` says who, and when; its translation as of a quote.

    The words are None where they stand above, under another remark that the same answer was given to.
    """

    text: Said | None
    author: str
    translation: Said | None = None
    translation_label: str = ""


@dataclass(frozen=True)
class Quoted:
    """One quote: ``source`` is the reference (and the voice) that the address leads to.

    ``translation`` is what the secretariat gave to help a reader, under ``translation_label``, which says so.
    """

    text: Said
    source: str
    url: str
    tone: Tone = "green"
    side: str = ""
    translation: Said | None = None
    translation_label: str = ""
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Quotes:
    """Quotes under a small title."""

    title: str
    quotes: tuple[Quoted, ...]
    kind: str = "quotes"


@dataclass(frozen=True)
class Shared:
    """Words that several ideas have in common, and which they are; ``more`` as that of a passage."""

    words: Said
    sources: tuple[Source, ...]
    more: str = ""


@dataclass(frozen=True)
class Points:
    """What ideas have in common, under a small title."""

    title: str
    points: tuple[Shared, ...]
    kind: str = "points"


@dataclass(frozen=True)
class Entry:
    """A line of a list: a reference that leads somewhere, and a title.

    ``note`` says who proposed it and why it is worth reading; ``excerpt`` is how it begins.
    """

    reference: str
    title: Said
    url: str
    note: str = ""
    excerpt: Said | None = None
    translation: Said | None = None
    translation_label: str = ""


@dataclass(frozen=True)
class Entries:
    """A list of ideas under a small title."""

    title: str
    entries: tuple[Entry, ...]
    kind: str = "entries"


@dataclass(frozen=True)
class Row:
    """A proposal in the annex; every text as shown, ``place`` is its theme and its group.

    What a moderator wrote is a part of the ``reason`` in a language of its own.
    """

    reference: str
    url: str
    title: Said
    language: str
    place: str
    state: str
    reason: tuple[Said, ...]


@dataclass(frozen=True)
class Annex:
    """The table of every proposal; ``head`` names its four columns."""

    caption: Caption
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    kind: str = "annex"


Tabular = Facts | Bars | Table | Annex
Block = Heading | Prose | Note | Figures | Tabular | Chart | GroupLine | Points | Sided | Quotes | Entries


@dataclass(frozen=True)
class Story:
    """A whole printed report: what stands on the cover and in the margins, then its blocks.

    ``mark`` is empty, or the word every page bears («Draft», «Withdrawn»); ``contents`` is empty where there are none.
    ``contents_note`` says how the contents get page numbers, in a format that does not set pages itself.
    """

    language: str
    direction: Literal["rtl", "ltr"]
    kicker: str
    title: str
    cycle: Said
    dated: str
    version: str
    mark: str
    mark_note: str
    contents: str
    page: str
    fingerprint: str
    blocks: tuple[Block, ...] = ()
    fingerprint_note: str = ""
    contents_note: str = ""

    @property
    def outline(self) -> list[tuple[Heading, list[Heading]]]:
        """The headings that open a part, each with those under it."""
        parts: list[tuple[Heading, list[Heading]]] = []
        for block in self.blocks:
            if isinstance(block, Heading) and block.level == 1:
                parts.append((block, []))
            elif isinstance(block, Heading) and parts:
                parts[-1][1].append(block)
        return parts


def captioned(blocks: Iterable[Block], table: str, figure: str) -> Iterator[Block]:
    """The same blocks, tables and drawings numbered apart, from 1.

    Args:
        table, figure: the words before the numbers.
    """
    tables = figures = 0
    for block in blocks:
        if isinstance(block, Chart):
            figures += 1
            yield replace(block, caption=replace(block.caption, label=figure, number=str(figures)))
        elif isinstance(block, Tabular):
            tables += 1
            yield replace(block, caption=replace(block.caption, label=table, number=str(tables)))
        else:
            yield block


def anchored(blocks: Iterable[Block]) -> Iterator[Block]:
    """The same blocks, each heading with an anchor: «part-3» opens a part, «part-3-2» is its second heading."""
    part = place = 0
    for block in blocks:
        if isinstance(block, Heading):
            part, place = (part + 1, 0) if block.level == 1 else (part, place + 1)
            own = f"part-{part}" if block.level == 1 else f"part-{part}-{place}"
            yield replace(block, anchor=block.anchor or own)
        else:
            yield block
