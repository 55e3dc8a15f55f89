"""What changed between two groupings: groups kept, new, gone, merged and split; ideas that moved; titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

# A group goes on in another one when half of its ideas stand there.
HALF = 0.5


@dataclass(frozen=True)
class State:
    """A group as it was or is: its title and the ideas in it."""

    name: str
    title: str
    language: str
    ideas: frozenset[str]

    @property
    def number(self) -> int:
        """The number people see."""
        return int(self.name[1:])


@dataclass(frozen=True)
class Kept:
    """A group that lives on: what came, what left, its title before where that changed."""

    now: State
    came: frozenset[str]
    left: frozenset[str]
    title_before: State | None

    @property
    def is_unchanged(self) -> bool:
        """Whether nothing about it changed."""
        return not self.came and not self.left and self.title_before is None


@dataclass(frozen=True)
class Moved:
    """An idea that stands elsewhere than before; None for «listed apart»."""

    reference: str
    before: State | None
    now: State | None


@dataclass(frozen=True)
class Changes:
    """All differences between an earlier grouping and a later one."""

    kept: list[Kept] = field(default_factory=list)
    new: list[tuple[State, State | None]] = field(default_factory=list)
    gone: list[tuple[State, State | None]] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    came: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()

    @property
    def changed(self) -> list[Kept]:
        """The groups that live on with other ideas or another title."""
        return [group for group in self.kept if not group.is_unchanged]

    @property
    def is_empty(self) -> bool:
        """Whether the two groupings are the same."""
        return not (self.changed or self.new or self.gone or self.moved or self.came or self.left)


def between(
    before: Mapping[str, State], now: Mapping[str, State], apart_before: frozenset[str], apart_now: frozenset[str]
) -> Changes:
    """Compare two groupings given as groups by name and the ideas listed apart.

    A new group says from which one most of it came (split off), a group that is gone says into which one most of it
    went (merged).
    """
    home_before = {reference: state for state in before.values() for reference in state.ideas}
    home_now = {reference: state for state in now.values() for reference in state.ideas}
    all_before, all_now = frozenset(home_before) | apart_before, frozenset(home_now) | apart_now
    kept = [
        Kept(
            now=now[name],
            came=now[name].ideas - before[name].ideas,
            left=before[name].ideas - now[name].ideas,
            title_before=before[name] if before[name].title != now[name].title else None,
        )
        for name in now
        if name in before
    ]
    moved = []
    for reference in sorted(all_before & all_now):
        was, is_now = home_before.get(reference), home_now.get(reference)
        if (was.name if was else None) != (is_now.name if is_now else None):
            moved.append(Moved(reference, was, is_now))
    return Changes(
        kept=kept,
        new=[(state, _most(state, home_before)) for name, state in now.items() if name not in before],
        gone=[(state, _most(state, home_now)) for name, state in before.items() if name not in now],
        moved=moved,
        came=all_now - all_before,
        left=all_before - all_now,
    )


def _most(state: State, homes: Mapping[str, State]) -> State | None:
    """Return the group in which half or more of a group's ideas stand on the other side."""
    counted = Counter(homes[reference].name for reference in state.ideas if reference in homes)
    for name, count in counted.most_common(1):
        if count >= HALF * len(state.ideas):
            return next(homes[reference] for reference in state.ideas if homes.get(reference, state).name == name)
    return None
