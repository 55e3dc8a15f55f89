"""What became of every idea received: the way each has gone, the station where it stands, and the sums. Pure.

An idea goes from step to step until it stands somewhere; its way is the list of stations it passed.  All figures are
counted from the ways alone, so whatever is shown adds up in the same manner; whether they are true is for `checking`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from cocreation.core.i18n import N_

Way = tuple[str, ...]
# A theme by its number, a voice, language or region by its code; None where it is not given.
Parted = int | str | None

# What became of an idea in few words: each station where an idea may stand belongs to one of these.
FATES: dict[str, str] = {
    "under_way": N_("under way"),
    "retained": N_("retained, alone or with others"),
    "elsewhere": N_("done already, or elsewhere"),
    "not_retained": N_("not retained"),
    "duplicate": N_("already proposed"),
    "refused": N_("refused, with the reason"),
    "withdrawn": N_("withdrawn by their author"),
}


@dataclass(frozen=True)
class Station:
    """Where an idea passes or stands: its words, and the fate of who stands there (empty where all go on)."""

    label: str
    fate: str = ""


@dataclass(frozen=True)
class Step:
    """A step of the process with its stations, those that lead on first."""

    label: str
    stations: Mapping[str, Station]


STEPS: dict[str, Step] = {
    "received": Step(N_("Received"), {"received": Station(N_("Received"))}),
    "checked": Step(
        N_("Checked"),
        {
            "checked": Station(N_("Checked")),
            "submitted": Station(N_("Waiting to be checked"), "under_way"),
            "correction": Station(N_("Sent back for correction"), "under_way"),
            "withdrawn": Station(N_("Withdrawn by its author"), "withdrawn"),
        },
    ),
    "published": Step(
        N_("Published"),
        {
            "published": Station(N_("Published")),
            "duplicate": Station(N_("Already proposed"), "duplicate"),
            "other_channel": Station(N_("Directed to another channel"), "elsewhere"),
            "out_of_scope": Station(N_("Out of scope"), "not_retained"),
            "refused": Station(N_("Refused by the moderators"), "refused"),
        },
    ),
    "grouped": Step(
        N_("Grouped"),
        {
            "grouped": Station(N_("In a group of similar ideas")),
            "alone": Station(N_("Apart from the groups")),
            "ungrouped": Station(N_("Not grouped yet")),
        },
    ),
    "sifted": Step(
        N_("Sifted"),
        {
            "sifted": Station(N_("Linked to open government, goes on")),
            "to_sift": Station(N_("Waits for the first sift"), "under_way"),
            "sift_already_done": Station(N_("Found to be done already"), "elsewhere"),
            "sift_other_channel": Station(N_("Goes to another channel"), "elsewhere"),
            "not_linked": Station(N_("Not linked to open government"), "not_retained"),
        },
    ),
    "assessed": Step(
        N_("Scored"),
        {
            "assessed": Station(N_("Scored by a workshop")),
            "linked": Station(N_("Waits for a workshop"), "under_way"),
            "listed": Station(N_("On the list of a workshop"), "under_way"),
        },
    ),
    "decided": Step(
        N_("Decided"),
        {
            "retained": Station(N_("Retained by the workshop"), "retained"),
            "merged": Station(N_("Merged into another one"), "retained"),
            "scored": Station(N_("Waits for the decisions of the workshop"), "under_way"),
            "reformulate": Station(N_("Sent back to its authors to be reformulated"), "under_way"),
            "item_already_done": Station(N_("Found to be done already"), "elsewhere"),
            "item_other_channel": Station(N_("Goes to another channel"), "elsewhere"),
            "not_retained": Station(N_("Not retained by the workshop"), "not_retained"),
        },
    ),
}
STATIONS: dict[str, Station] = {code: one for step in STEPS.values() for code, one in step.stations.items()}
# By what the sums are told apart.
PARTINGS = ("theme", "voice", "language", "region")


class Idea(NamedTuple):
    """What the tables say of one idea.

    `state` is the proposal's; `place` a station of the step «grouped», or empty where no grouping is published;
    `station` a key of `evaluation.standing.STATIONS`, and `by_item` whether an item of a workshop put it there.
    """

    id: int
    state: str
    theme: int | None = None
    voice: str | None = None
    language: str | None = None
    region: str | None = None
    place: str = ""
    station: str = ""
    by_item: bool = False

    @property
    def way(self) -> Way:
        """The stations it has passed, the last of which is where it stands."""
        return _way(self.state, self.place, self.station, self.by_item)

    def meets(self, asked: Mapping[str, Parted]) -> bool:
        """Whether it is one of those asked for: by «at» (where it stands), «fate», or a parting and its value."""
        at = self.way[-1]
        own = {"at": at, "fate": STATIONS[at].fate} | dict(zip(PARTINGS, self[2:6], strict=True))
        return all(own[name] == value for name, value in asked.items())


@lru_cache(maxsize=1_000)
def _way(state: str, place: str, station: str, by_item: bool) -> Way:
    if state in STEPS["checked"].stations:
        return ("received", state)
    if state != "published":
        return ("received", "checked", state)
    begun = ("received", "checked", "published", *((place,) if place else ()))
    if by_item:
        return (*begun, "sifted", *_judged(station))
    if station == "linked":
        return (*begun, "sifted", "linked")
    return (*begun, station if station in STEPS["sifted"].stations else f"sift_{station}")


def _judged(station: str) -> Way:
    if station in STEPS["assessed"].stations:
        return (station,)
    return ("assessed", station if station in STEPS["decided"].stations else f"item_{station}")


@dataclass(frozen=True)
class Level:
    """One step as a sum: those that go on, those that stand at it, and those that stood before it."""

    step: str
    onward: int
    here: int
    before: int

    @property
    def total(self) -> int:
        """Everything received, counted at this step."""
        return self.onward + self.here + self.before


@dataclass(frozen=True)
class Balance:
    """The sums of a cycle: what the journal has received, and the ways of the ideas that the tables hold."""

    received: int
    ways: Mapping[Way, int]
    parts: Mapping[str, Mapping[Parted, Mapping[str, int]]]

    @property
    def total(self) -> int:
        """How many ideas stand somewhere."""
        return sum(self.ways.values())

    @property
    def is_level(self) -> bool:
        """Whether as many stand somewhere as were received."""
        return self.total == self.received

    def passing(self) -> Counter[str]:
        """How many have passed or stand at each station."""
        found: Counter[str] = Counter()
        for way, number in self.ways.items():
            for code in way:
                found[code] += number
        return found

    def standing(self) -> Counter[str]:
        """How many stand at each station now: the sum of all is everything received."""
        found: Counter[str] = Counter()
        for way, number in self.ways.items():
            found[way[-1]] += number
        return found

    def flows(self) -> Counter[tuple[str, str]]:
        """How many have gone from each station to the next."""
        found: Counter[tuple[str, str]] = Counter()
        for way, number in self.ways.items():
            for pair in pairwise(way):
                found[pair] += number
        return found

    def levels(self) -> list[Level]:
        """Each step that an idea has reached, with what goes on, stands at it, or stood before."""
        passing, standing, found, before = self.passing(), self.standing(), [], 0
        for name, step in STEPS.items():
            reached = sum(passing[code] for code in step.stations)
            here = sum(standing[code] for code in step.stations)
            if reached:
                found.append(Level(name, reached - here, here, before))
            before += here
        return found

    def fates(self, parting: str) -> dict[Parted, Counter[str]]:
        """How many of each theme, voice, language or region have met which fate: {value: {fate: number}}."""
        return {value: totals(ends) for value, ends in self.parts[parting].items()}


def totals(standing: Mapping[str, int]) -> Counter[str]:
    """How many met each fate, of those at each station."""
    found: Counter[str] = Counter()
    for code, number in standing.items():
        found[STATIONS[code].fate] += number
    return found


def counted(ideas: Iterable[Idea], received: int) -> Balance:
    """The sums of some ideas.

    Args:
        received: how many the journal has received.
    """
    ways: Counter[Way] = Counter()
    parts: dict[str, dict[Parted, Counter[str]]] = {name: {} for name in PARTINGS}
    # Thousands of ideas are few different ones, their numbers apart.
    for one, number in Counter(map(itemgetter(slice(1, None)), ideas)).items():
        idea = Idea(0, *one)
        way = idea.way
        ways[way] += number
        for name in PARTINGS:
            parts[name].setdefault(getattr(idea, name), Counter())[way[-1]] += number
    return Balance(received, ways, parts)
