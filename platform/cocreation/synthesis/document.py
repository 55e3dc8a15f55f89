"""The synthesis report as one frozen value: everything a reader sees, in one language.

A version is stored as the JSON of this value, and every format is drawn from it alone, so that a published
version can be drawn again later and give the same bytes. Nothing here knows the database or the web.

Labels (themes, regions, states, reasons…) are already words in the language of the report; an empty label
means «not given» and is worded when the report is drawn. Texts of people stay in their own language.
"""

from __future__ import annotations

import json
import types
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

SCHEMA = "cocreation/report/1"

Status = Literal["draft", "published", "withdrawn"]
Side = Literal["for", "against", "clarify", "none"]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A text written by the moderators: «introduction», «method», «limits», «chapter:KEY», «conclusion», in order."""

    key: str
    title: str
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Count:
    """A label and how many things bear it; an empty label stands for «not given»."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A name and its value, both as shown: a parameter, the version of a part."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A phase of the cycle; its dates stay as the process wrote them."""

    title: str
    dates: str


@dataclass(frozen=True, kw_only=True)
class GroupingRun:
    """The published grouping a chapter (or the whole report) stands on.

    ``theme`` is empty for a run of the whole cycle; ``corpus_sha256`` is the one of the grouping itself.
    """

    theme: str = ""
    number: int = 1
    run_on: date | None = None
    proposals: int = 0
    groups: int = 0
    ungrouped: int = 0
    duplicates: int = 0
    parameters: tuple[Fact, ...] = ()
    versions: tuple[Fact, ...] = ()
    corrections: tuple[Count, ...] = ()
    corpus_sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class Method:
    """How the report came about: dates, channels, what was received and what became of it, the groupings.

    ``received`` is the sum of ``published`` and of the counts of ``outcomes`` (every other state).
    """

    phases: tuple[Phase, ...] = ()
    channels: tuple[Count, ...] = ()
    received: int = 0
    published: int = 0
    outcomes: tuple[Count, ...] = ()
    authors: int = 0
    organisations: int = 0
    comments: int = 0
    comments_hidden: int = 0
    groupings: tuple[GroupingRun, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Participation:
    """A table of participation, by «theme», «language», «region», «voice», «week» or «channel».

    ``title`` overrides the heading that the renderer knows for these keys.
    """

    key: str
    rows: tuple[Count, ...] = ()
    title: str = ""

    @property
    def total(self) -> int:
        """The sum of the rows."""
        return sum(row.count for row in self.rows)

    def share(self, row: Count) -> float:
        """The part of a row in the total, between 0 and 1 (0 of an empty table)."""
        return row.count / self.total if self.total else 0.0


@dataclass(frozen=True, kw_only=True)
class Quote:
    """Words of a person, in their own language, with the reference and the address of their source."""

    text: str
    reference: str
    url: str
    language: str = ""
    author: str = ""
    side: Side = "none"


@dataclass(frozen=True, kw_only=True)
class Sides:
    """How many comments stand for, against, ask to clarify, or take no side."""

    pro: int = 0
    contra: int = 0
    clarify: int = 0
    none: int = 0

    @property
    def total(self) -> int:
        """All comments, whatever their side."""
        return self.pro + self.contra + self.clarify + self.none


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The words a group turns on, in one language."""

    language: str
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group of similar ideas; ``number`` is unique in the report, ``members`` are references."""

    number: int
    title: str
    url: str = ""
    family: str = ""
    terms: tuple[Terms, ...] = ()
    size: int = 0
    authors: int = 0
    other_themes: tuple[str, ...] = ()
    excerpts: tuple[Quote, ...] = ()
    sides: Sides = Sides()
    agreement: tuple[Quote, ...] = ()
    disagreement: tuple[Quote, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Idea:
    """An idea that fits no group, named by its title."""

    reference: str
    title: str
    url: str
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """The chapter of a theme; the key «none» and an empty title stand for «theme not given»."""

    key: str
    title: str
    proposals: int = 0
    authors: int = 0
    comments: int = 0
    groups: tuple[Group, ...] = ()
    lone: tuple[Idea, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """A draft commitment of an administration, with what people said of it."""

    reference: str
    title: str
    organisation: str
    url: str
    language: str = ""
    problem: str = ""
    content: str = ""
    result: str = ""
    contact: str = ""
    opens_on: date | None = None
    closes_on: date | None = None
    sides: Sides = Sides()
    comments: tuple[Quote, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AnnexRow:
    """A proposal in the annex. A refused one has no title; ``group`` is the number of its group.

    ``state`` is the code and ``state_label`` the word; ``theme``, ``region``, ``voice``, ``channel`` and
    ``reason`` are words, empty when not given.
    """

    reference: str
    title: str
    url: str
    state: str
    state_label: str
    language: str = ""
    theme: str = ""
    group: int | None = None
    reason: str = ""
    received_on: date | None = None
    region: str = ""
    voice: str = ""
    channel: str = ""
    comments: int = 0


@dataclass(frozen=True, kw_only=True)
class ReportDocument:
    """A synthesis report in one language.

    ``language`` is «fr», «ar» or «en»; ``snapshot_on`` is the day the corpus was taken, ``corpus_sha256`` the
    hash of what was taken then; ``published_on`` is empty while the version is a draft.
    """

    slug: str
    cycle: str
    prefix: str
    language: str
    version: int
    status: Status
    snapshot_on: date
    corpus_sha256: str
    published_on: date | None = None
    withdrawn_on: date | None = None
    withdrawal_reason: str = ""
    url: str = ""
    sections: tuple[Section, ...] = ()
    method: Method = Method()
    participation: tuple[Participation, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    annex: tuple[AnnexRow, ...] = ()

    @property
    def dated_on(self) -> date:
        """The day every file of this version bears: publication, or the snapshot of a draft."""
        return self.published_on or self.snapshot_on

    @property
    def is_draft(self) -> bool:
        """Whether every page and sheet must say that this is a draft."""
        return self.status == "draft"

    @property
    def groups(self) -> tuple[Group, ...]:
        """Every group, in the order of the chapters."""
        return tuple(group for chapter in self.chapters for group in chapter.groups)

    def section(self, key: str) -> Section | None:
        """The text of that key, or none when nobody wrote it."""
        return next((section for section in self.sections if section.key == key), None)

    def references(self) -> set[str]:
        """Every reference number the report names, of proposals and draft commitments."""
        return set(_references(self))

    def to_json(self) -> str:
        """This report as JSON on one line, keys in the order of the fields."""
        return json.dumps({"schema": SCHEMA, **_encoded(self)}, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | bytes) -> ReportDocument:
        """The report that gave this JSON.

        Raises:
            ValueError: when the text is not JSON or not a report of this schema.
        """
        data = json.loads(text)
        if not isinstance(data, dict) or data.pop("schema", None) != SCHEMA:
            raise ValueError(f"not a report of the schema {SCHEMA}")
        try:
            report: ReportDocument = _decoded_value(cls, data)
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a report of the schema {SCHEMA}: {error}") from error
        return report


def _references(document: ReportDocument) -> Iterator[str]:
    yield from (row.reference for row in document.annex)
    yield from (commitment.reference for commitment in document.commitments)
    for chapter in document.chapters:
        yield from (idea.reference for idea in chapter.lone)
        for group in chapter.groups:
            yield from (quote.reference for quote in group.excerpts)


@cache
def _types(cls: Any) -> dict[str, Any]:
    """The resolved type of each field; kept, because resolving them for each row of an annex is slow."""
    return get_type_hints(cls)


def _encoded(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _encoded(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_encoded(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _decoded_value(cls: Any, data: dict[str, Any]) -> Any:
    hints = _types(cls)
    return cls(**{name: _decoded(hints[name], value) for name, value in data.items()})


def _decoded(kind: Any, value: Any) -> Any:
    """The value of that type; unions here are always «something or none»."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return None if value is None else _decoded(get_args(kind)[0], value)
    if origin is tuple:
        return tuple(_decoded(get_args(kind)[0], item) for item in value)
    if isinstance(kind, type) and is_dataclass(kind):
        return _decoded_value(kind, value)
    return date.fromisoformat(value) if kind is date else value
