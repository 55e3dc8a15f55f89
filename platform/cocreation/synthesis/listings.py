"""What a report lists idea by idea: where ideas went, subjects that cross the themes, the map, the annex."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Redirected:
    """Ideas that went out of the plan for one reason, where they were directed (name and address), and which."""

    state: str
    reason: str
    place: str = ""
    address: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Within:
    """The ideas of a group that speak of a subject."""

    group: int
    references: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What crosses the themes: the groups of which a third at least speak of it, and the other ideas that do."""

    key: str
    label: str
    groups: tuple[Within, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Spot:
    """An idea on the map of ideas: its place, 0 to 1000 from the left and from the top, and its group's number."""

    reference: str
    x: int
    y: int
    group: int | None = None


@dataclass(frozen=True, kw_only=True)
class AnnexRow:
    """A proposal in the annex. A refused one has no title and no text; ``group`` is the number of its group.

    ``state`` is the code and ``state_label`` the word; ``theme``, ``region``, ``voice``, ``channel`` and
    ``reason`` are words, empty when not given; the reason of an idea set aside ends with the ``note`` a moderator
    wrote about it and with the unofficial translation of that.
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
    translation: str = ""
    problem: str = ""
    body: str = ""
    note: str = ""
    note_language: str = ""
    note_translation: str = ""
