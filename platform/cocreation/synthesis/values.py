"""The pieces a report is made of, in the language of the report; `ReportDocument` puts them together.

Labels (themes, regions, states, reasons…) are already words; an empty label means «not given» and is worded
when the report is drawn. Texts of people stay in their own language. Whatever was added since the first
stored version has a default, so that every version reads back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Side = Literal["for", "against", "clarify", "none"]
# A figure about people under this number is not shown where it could tell who they are.
LEAST_SHOWN = 5
# A group is disputed where as many comments at least stand on each side.
DISPUTED = 2


@dataclass(frozen=True, kw_only=True)
class Section:
    """A text of the report, by key: «introduction», «summary», «method», «chapter:KEY», «limits»…, in order.

    ``sources`` are, paragraph by paragraph, the references it rests on; ``edited`` says whether people wrote it
    (else the platform did, from the figures).
    """

    key: str
    title: str
    paragraphs: tuple[str, ...] = ()
    sources: tuple[tuple[str, ...], ...] = ()
    edited: bool = False


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
    """A phase of the cycle; its dates stay as the process wrote them, ``changes`` say how they were moved and why."""

    key: str = ""
    title: str
    dates: str
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GroupingRun:
    """The published grouping a chapter (or the whole report) stands on.

    ``theme`` is empty for a run of the whole cycle; ``corpus_sha256`` is the one of the grouping itself;
    ``duplicates`` are sets of near-identical texts, ``copies`` the texts folded into the first of their set.
    """

    theme: str = ""
    number: int = 1
    run_on: date | None = None
    proposals: int = 0
    groups: int = 0
    ungrouped: int = 0
    duplicates: int = 0
    copies: int = 0
    parameters: tuple[Fact, ...] = ()
    versions: tuple[Fact, ...] = ()
    corrections: tuple[Count, ...] = ()
    corpus_sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """How often moderators decided something for a reason, all in words; ``kind`` is «proposal», «draft», «comment»."""

    kind: str
    kind_label: str
    decision: str
    reason: str = ""
    count: int = 0


@dataclass(frozen=True, kw_only=True)
class Method:
    """How the report came about: dates, channels, what was received and what became of it, the groupings.

    ``received`` is the sum of ``published`` and of the counts of ``outcomes`` (every other state); ``authors`` wrote
    what was received, ``authors_published`` what is published. ``comments`` is the sum of ``comments_by``, which
    counts them by what they are about, those ``hidden`` apart.
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
    decisions: tuple[Decided, ...] = ()
    second_looks: int = 0
    second_looks_changed: int = 0
    authors_published: int = 0
    comments_by: tuple[Count, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Participation:
    """A table of participation, by «theme», «language», «region», «voice», «week» or «channel».

    Its rows count ideas, but those of «comment_week», which count comments.

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
class Crossed:
    """A table of two entries: ``cells[row][column]`` counts ideas; an empty label stands for «not given»."""

    key: str
    rows: tuple[Count, ...] = ()
    columns: tuple[Count, ...] = ()
    cells: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Event:
    """A meeting or webinar of the process; ``attendance`` is None where nobody counted, or where it is ``masked``."""

    title: str
    on: date
    place: str = ""
    attendance: int | None = None
    masked: bool = False


@dataclass(frozen=True, kw_only=True)
class Events:
    """The events of the process in their order; ``total`` is None where it would tell a masked attendance."""

    rows: tuple[Event, ...] = ()
    total: int | None = None

    @property
    def masked(self) -> bool:
        """Whether an attendance is not shown."""
        return any(row.masked for row in self.rows)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What an administration answered to a comment; ``translation`` as that of a quote.

    An answer given to several remarks stands under each of them with its ``number``, from 1 in its draft commitment;
    0 is one given to this remark alone.
    """

    text: str
    author: str
    language: str = ""
    on: date | None = None
    translation: str = ""
    number: int = 0


@dataclass(frozen=True, kw_only=True)
class Quote:
    """Words of a person, in their own language, with the reference and the address of their source.

    ``author`` is a voice or an organisation, never a person's name. ``translation`` is the unofficial one in the
    language of the report, empty where nobody gave one. ``answers`` are what the administration replied. Where the
    source says more than these words, ``goes_before`` or ``goes_on`` says on which side.
    """

    text: str
    reference: str
    url: str
    language: str = ""
    author: str = ""
    side: Side = "none"
    on: date | None = None
    translation: str = ""
    answers: tuple[Reply, ...] = ()
    goes_before: bool = False
    goes_on: bool = False


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
class Point:
    """A concern that ideas of a group share: the words for it, and the references of the ideas that say it."""

    words: str
    language: str
    references: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group of similar ideas; ``number`` is unique in the report, ``members`` are references.

    ``heading`` names it in the language of the report; ``title`` is the one it has on its page, in the language of
    the idea it was taken from. ``copies`` of its ``size`` ideas are near-identical to another one. ``shared`` are the
    words that a third of them at least have in common, the commonest first.
    """

    number: int
    title: str
    title_language: str = ""
    heading: str = ""
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
    copies: int = 0
    shared: tuple[Point, ...] = ()

    @property
    def disputed(self) -> bool:
        """Whether comments stand on both sides, at least two on each."""
        return min(self.sides.pro, self.sides.contra) >= DISPUTED


@dataclass(frozen=True, kw_only=True)
class Idea:
    """An idea that fits no group, named by its title; ``goes_on`` where its text says more than the excerpt.

    ``reasons`` say, in words, why it deserves to be read; ``excerpt`` is its first sentence. ``later`` is one that
    came after the grouping.
    """

    reference: str
    title: str
    url: str
    language: str = ""
    author: str = ""
    excerpt: str = ""
    reasons: tuple[str, ...] = ()
    comments: int = 0
    later: bool = False
    translation: str = ""
    goes_on: bool = False


@dataclass(frozen=True, kw_only=True)
class Family:
    """Groups of a chapter that speak of neighbouring things: their numbers, and how many ideas they hold."""

    title: str
    groups: tuple[int, ...] = ()
    ideas: int = 0


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
    families: tuple[Family, ...] = ()

    @property
    def held(self) -> int:
        """The ideas that stand in the chapter: a group stands whole where most of its ideas belong."""
        return sum(group.size for group in self.groups) + len(self.lone)


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """A draft commitment of an administration, with what people said of it.

    ``standing`` counts the remarks by what became of them (answered, not answered, hidden, withdrawn);
    ``comments`` are the remarks that can be read, each with its answers.
    """

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
    standing: tuple[Count, ...] = ()

    @property
    def remarks(self) -> int:
        """How many remarks were received, those that can no longer be read included."""
        return sum(count.count for count in self.standing)

    @property
    def answers(self) -> int:
        """How many answers the remarks that can be read have; one given to several of them counts once."""
        numbers = [reply.number for quote in self.comments for reply in quote.answers]
        return numbers.count(0) + len(set(numbers) - {0})
