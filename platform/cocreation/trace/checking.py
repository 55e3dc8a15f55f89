"""Whether the tables say of every idea what the journal says: two sources that are read apart and compared. Pure.

What does not agree is named: an idea by its reference (by its number in the journal, «#17», where its row is gone),
anything else by what it is and its number («item:12», «group:7», «workshop:2», «grouping:3», «line:901»).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cocreation.core.i18n import N_

# What can be wrong: what is said of it, and what to do.
FAULTS: dict[str, tuple[str, str]] = {
    "missing": (
        N_("The journal has received it; its row is gone."),
        N_("Compare the database with its last backup."),
    ),
    "unknown": (
        N_("It has a row; the journal never received it."),
        N_("Its row came in by another door, or a line of the journal is gone. Run «cocreation journal verify»."),
    ),
    "received_again": (
        N_("The journal has received it several times."),
        N_("Run «cocreation journal verify»: a line was added."),
    ),
    "renamed": (
        N_("The journal knows it as %(told)s, its row says %(found)s."),
        N_("Compare the database with its last backup."),
    ),
    "state": (
        N_("Its row says «%(found)s», the last line of the journal about it says «%(told)s»."),
        N_("Somebody changed the row by another door. Compare the database with its last backup."),
    ),
    "sifted": (
        N_("The first sift says «%(found)s» in its table and «%(told)s» in the journal."),
        N_("Undo the answer at the desk of the first sift and give it again, or compare with the last backup."),
    ),
    "unplaced": (
        N_("The published grouping was made with it, but holds no place for it."),
        N_("Publish a grouping made again."),
    ),
    "misplaced": (
        N_("It stands in another group than the one the grouping gave it, and nobody moved it."),
        N_("Publish a grouping made again."),
    ),
    "placed_again": (
        N_("It has several places in what is published."),
        N_("Publish one grouping that holds it once."),
    ),
    "size": (
        N_("The group says that it holds %(told)s ideas; it holds %(found)s."),
        N_("Publish a grouping made again."),
    ),
    "unlisted": (
        N_("The journal put it on the list of a workshop (%(told)s); its row is gone."),
        N_("Compare the database with its last backup."),
    ),
    "listed_unknown": (
        N_("It stands on the list of a workshop (%(found)s); the journal never put it there."),
        N_("Its row came in by another door. Compare the database with its last backup."),
    ),
    "listed_again": (
        N_("It stands several times on the list of one workshop: %(found)s."),
        N_("Take one of them off the list, or compare the database with its last backup."),
    ),
    "outcome": (
        N_("Its row says that the workshop decided «%(found)s», the journal says «%(told)s»."),
        N_("Two administrators open the workshop again, and its chair records the decision."),
    ),
    "chain": (
        N_("The journal itself is not what was written: %(found)s."),
        N_("Run «cocreation journal verify» and compare the database with its last backup."),
    ),
    "sum": (
        N_("%(found)s ideas stand somewhere, %(told)s were received."),
        N_("Settle the ideas named here; the sums then agree."),
    ),
}


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong with what `name` names: a key of FAULTS, and its values."""

    name: str
    kind: str
    told: str = ""
    found: str = ""

    @property
    def what(self) -> tuple[str, dict[str, str]]:
        """The message (a msgid) with its values."""
        return FAULTS[self.kind][0], {"told": self.told, "found": self.found}

    @property
    def what_to_do(self) -> str:
        """What to do about it (a msgid)."""
        return FAULTS[self.kind][1]


@dataclass(frozen=True)
class Listed:
    """An item of a workshop: what it stands for («group:7», «proposal:12», «draft:3»), what was decided of it."""

    workshop: int
    thing: str
    outcome: str = ""


@dataclass
class Source:
    """What one of the two says: ideas {number: (reference, state)}, and by their numbers all that decides of them.

    `gates` is the answer of the first sift that counts for an idea; a thing without a known state is not compared.
    """

    ideas: dict[int, tuple[str, str]] = field(default_factory=dict)
    gates: dict[int, str] = field(default_factory=dict)
    workshops: dict[int, str] = field(default_factory=dict)
    items: dict[int, Listed] = field(default_factory=dict)
    groupings: dict[int, str] = field(default_factory=dict)


@dataclass
class Places:
    """The places of ideas (by reference) in one published grouping: as it was made, and as its tables hold it.

    `made` and `held` give the name of the group, None for those apart; what people moved stands in `by_hand`.
    `sizes` is what each group says of its size, `counts` how many it holds, both by the group's number.
    """

    made: Mapping[str, str | None]
    held: Mapping[str, str | None]
    by_hand: frozenset[str]
    sizes: Mapping[int, int]
    counts: Mapping[int, int]


def faults(told: Source, received: Iterable[int], found: Source) -> list[Fault]:
    """Compare what the journal tells with what the tables hold.

    Args:
        received: the number of an idea for each receipt of the journal, doubled where it is there twice.
    """
    receipts = Counter(received)
    numbers = receipts.keys() | found.ideas.keys()
    wrong = [*_received(told, receipts, found), *_states(told, found), *_gates(told, found, numbers)]
    wrong += [*_stated("workshop", told.workshops, found.workshops), *_items(told, found)]
    wrong += _stated("grouping", told.groupings, found.groupings)
    if receipts.total() != len(found.ideas):
        wrong.append(Fault("", "sum", str(receipts.total()), str(len(found.ideas))))
    return sorted(wrong)


def _name(number: int, *sources: Source) -> str:
    return next((source.ideas[number][0] for source in sources if number in source.ideas), "") or f"#{number}"


def _received(told: Source, receipts: Counter[int], found: Source) -> Iterator[Fault]:
    for number in receipts.keys() - found.ideas.keys():
        yield Fault(_name(number, told), "missing")
    for number in found.ideas.keys() - receipts.keys():
        yield Fault(_name(number, found), "unknown")
    for number, times in receipts.items():
        if times > 1:
            yield Fault(_name(number, found, told), "received_again")


def _states(told: Source, found: Source) -> Iterator[Fault]:
    for number in told.ideas.keys() & found.ideas.keys():
        (was_named, was), (named, state) = told.ideas[number], found.ideas[number]
        if was_named and was_named != named:
            yield Fault(was_named, "renamed", was_named, named)
        if was != state:
            yield Fault(named, "state", was, state)


def _gates(told: Source, found: Source, numbers: Iterable[int]) -> Iterator[Fault]:
    for number in numbers:
        was, gate = told.gates.get(number, ""), found.gates.get(number, "")
        if was != gate:
            yield Fault(_name(number, found, told), "sifted", was or "—", gate or "—")


def _stated(kind: str, told: Mapping[int, str], found: Mapping[int, str]) -> Iterator[Fault]:
    for number in told.keys() | found.keys():
        was, state = told.get(number, "—"), found.get(number, "—")
        if was != state:
            yield Fault(f"{kind}:{number}", "state", was, state)


def _items(told: Source, found: Source) -> Iterator[Fault]:
    for number in told.items.keys() | found.items.keys():
        was, item = told.items.get(number), found.items.get(number)
        name = _item_name(number, item or was, found)
        if item is None:
            yield Fault(name, "unlisted", was.thing if was else "")
        elif was is None or (was.thing and was.thing != item.thing) or was.workshop != item.workshop:
            yield Fault(name, "listed_unknown", found=f"item:{number}")
        elif was.outcome != item.outcome:
            yield Fault(name, "outcome", was.outcome or "—", item.outcome or "—")


def _item_name(number: int, item: Listed | None, found: Source) -> str:
    kind, _, thing = item.thing.partition(":") if item else ("", "", "")
    return _name(int(thing), found) if kind == "proposal" else f"item:{number}"


def misplaced(places: Iterable[Places]) -> list[Fault]:
    """What is wrong with the places of ideas in the published groupings of a cycle."""
    wrong: list[Fault] = []
    seen: Counter[str] = Counter()
    for run in places:
        seen.update(run.held.keys())
        wrong += [Fault(name, "unplaced") for name in run.made.keys() - run.held.keys()]
        wrong += [
            Fault(name, "misplaced")
            for name, group in run.held.items()
            if name not in run.by_hand and run.made and run.made.get(name, "") != group
        ]
        for number, size in run.sizes.items():
            if run.counts.get(number, 0) != size:
                wrong.append(Fault(f"group:{number}", "size", str(size), str(run.counts.get(number, 0))))
    wrong += [Fault(name, "placed_again") for name, times in seen.items() if times > 1]
    return sorted(wrong)


def listed_twice(found: Source, members: Mapping[int, Iterable[int]]) -> list[Fault]:
    """The ideas that stand several times on the list of one workshop, alone or in a group.

    Args:
        members: the ideas of each group that stands on a list, {group number: numbers of ideas}.
    """
    places: dict[tuple[int, int], list[int]] = {}
    for number, item in found.items.items():
        kind, _, thing = item.thing.partition(":")
        ideas = {"proposal": [int(thing)], "group": members.get(int(thing), ())}.get(kind, ())
        for idea in ideas:
            places.setdefault((item.workshop, idea), []).append(number)
    return [
        Fault(_name(idea, found), "listed_again", found=", ".join(f"item:{one}" for one in sorted(numbers)[:9]))
        for (_, idea), numbers in places.items()
        if len(numbers) > 1
    ]
