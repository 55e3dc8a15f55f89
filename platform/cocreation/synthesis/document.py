"""The synthesis report as one frozen value: everything a reader sees, in one language.

A version is stored as the JSON of this value, and every format is drawn from it alone, so that a published
version can be drawn again later and give the same bytes. Nothing here knows the database or the web.
"""

from __future__ import annotations

import hashlib
import json
import types
from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from cocreation.synthesis.listings import AnnexRow, Redirected, Spot, Subject, Within
from cocreation.synthesis.values import (
    LEAST_SHOWN,
    Chapter,
    Commitment,
    Count,
    Crossed,
    Decided,
    Event,
    Events,
    Fact,
    Family,
    Group,
    GroupingRun,
    Idea,
    Method,
    Participation,
    Phase,
    Point,
    Quote,
    Reply,
    Section,
    Side,
    Sides,
    Terms,
)

__all__ = [
    "LEAST_SHOWN",
    "AnnexRow",
    "Chapter",
    "Commitment",
    "Count",
    "Crossed",
    "Decided",
    "Event",
    "Events",
    "Fact",
    "Family",
    "Group",
    "GroupingRun",
    "Idea",
    "Method",
    "Participation",
    "Phase",
    "Point",
    "Quote",
    "Redirected",
    "Reply",
    "ReportDocument",
    "Section",
    "Side",
    "Sides",
    "Spot",
    "Subject",
    "Terms",
    "Within",
]

SCHEMA = "cocreation/report/1"

Status = Literal["draft", "published", "withdrawn"]


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
    method: Method = field(default_factory=Method)
    participation: tuple[Participation, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    annex: tuple[AnnexRow, ...] = ()
    question: str = ""
    crossed: tuple[Crossed, ...] = ()
    events: Events = field(default_factory=Events)
    redirected: tuple[Redirected, ...] = ()
    ideas_map: tuple[Spot, ...] = ()
    subjects: tuple[Subject, ...] = ()

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

    @property
    def disputed(self) -> tuple[Group, ...]:
        """The groups of which comments disagree."""
        return tuple(group for group in self.groups if group.disputed)

    def section(self, key: str) -> Section | None:
        """The text of that key, or none when nobody wrote it."""
        return next((section for section in self.sections if section.key == key), None)

    def table(self, key: str) -> Participation:
        """The table of participation of that key, empty where there is none."""
        return next((one for one in self.participation if one.key == key), Participation(key=key))

    def references(self) -> set[str]:
        """Every reference number the report names, of proposals and draft commitments."""
        return set(_references(self))

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of what was frozen, which a later withdrawal does not change."""
        frozen = replace(self, status="published", withdrawn_on=None, withdrawal_reason="")
        packed = json.dumps(_sparse(frozen), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(packed.encode("utf-8", "backslashreplace")).hexdigest()

    @property
    def manifest(self) -> str:
        """The number each file of a frozen version bears («PAN2-fr-2-9f2c1a7be0d4468b»); a draft has none."""
        return "" if self.is_draft else f"{self.prefix}-{self.language}-{self.version}-{self.fingerprint[:16]}"

    def to_json(self) -> str:
        """This report as JSON on one line, keys in the order of the fields."""
        head = {"schema": SCHEMA, "manifest": self.manifest}
        return json.dumps({**head, **_encoded(self)}, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | bytes) -> ReportDocument:
        """The report that gave this JSON.

        Raises:
            ValueError: when the text is not JSON or not a report of this schema.
        """
        data = json.loads(text)
        if not isinstance(data, dict) or data.pop("schema", None) != SCHEMA:
            raise ValueError(f"not a report of the schema {SCHEMA}")
        data.pop("manifest", None)
        try:
            report: ReportDocument = _decoded_value(cls, data)
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a report of the schema {SCHEMA}: {error}") from error
        return report


def _references(document: ReportDocument) -> Iterator[str]:
    yield from (row.reference for row in document.annex)
    yield from (commitment.reference for commitment in document.commitments)
    for section in document.sections:
        yield from (reference for sources in section.sources for reference in sources)
    for directed in document.redirected:
        yield from directed.references
    for subject in document.subjects:
        yield from subject.others
        yield from (reference for within in subject.groups for reference in within.references)
    for chapter in document.chapters:
        yield from (idea.reference for idea in chapter.lone)
        for group in chapter.groups:
            yield from group.members
            quotes = (*group.excerpts, *group.agreement, *group.disagreement)
            yield from (quote.reference for quote in quotes)
            yield from (reference for point in group.shared for reference in point.references)


@cache
def _types(cls: Any) -> dict[str, Any]:
    """The resolved type of each field; kept, because resolving them for each row of an annex is slow."""
    return get_type_hints(cls)


def _encoded(value: Any) -> Any:
    if is_dataclass(value):
        return {one.name: _encoded(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [_encoded(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _sparse(value: Any) -> Any:
    """The value encoded without what is empty: a field that later versions add leaves the hash of this one alone."""
    if is_dataclass(value):
        pairs = ((one, getattr(value, one.name)) for one in fields(value))
        return {one.name: _sparse(held) for one, held in pairs if held != _default(one)}
    if isinstance(value, tuple):
        return [_sparse(item) for item in value]
    return _encoded(value)


def _default(one: Field[Any]) -> Any:
    return one.default if one.default_factory is MISSING else one.default_factory()


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
