"""What moderators decided by hand and still stands: it binds the next run, and a new decision must agree with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from cocreation.clustering.models import Correction

Home = str | None


class Binding:
    """The standing corrections of a scope, as homes, companions, foes, locks and titles.

    Args:
        corrections: those not undone, oldest first; of several about one idea's home or one title the last counts.
        places: where ideas stand in the last run, by reference; they tell where a home went whose group is no more.
        names: the names of the groups of that run.
    """

    def __init__(
        self,
        corrections: Iterable[Correction],
        places: Mapping[str, Home] | None = None,
        names: Iterable[str] | None = None,
    ) -> None:
        self.homes: dict[str, tuple[Home, Correction]] = {}
        self.titles: dict[str, tuple[str, Correction]] = {}
        self.together: list[tuple[tuple[str, ...], Correction]] = []
        self.apart: list[tuple[tuple[str, ...], Correction]] = []
        self.locks: dict[str, tuple[tuple[str, ...], Correction]] = {}
        for correction in corrections:
            self._take(correction)
        if names is not None:
            self._follow(places or {}, set(names))
        self._roots = self._companions()

    def _take(self, correction: Correction) -> None:
        payload: dict[str, Any] = correction.payload
        if correction.kind in ("together", "apart"):
            getattr(self, correction.kind).append((tuple(payload["ids"]), correction))
        elif correction.kind == "lock":
            self.locks[payload["group"]] = (tuple(payload["ids"]), correction)
        elif correction.kind == "unlock":
            self.locks.pop(payload["group"], None)
        for reference, name in payload.get("homes", {}).items():
            self.homes[reference] = (name, correction)
        for name, title in payload.get("titles", {}).items():
            self.titles[name] = (title, correction)

    def _follow(self, places: Mapping[str, Home], names: set[str]) -> None:
        """Let an idea whose group a coarser or finer cut has taken away be at home where it stands now."""
        for reference, (name, correction) in self.homes.items():
            if name is not None and name not in names and reference in places:
                self.homes[reference] = (places[reference], correction)

    def _companions(self) -> dict[str, str]:
        """Return for each idea put together with others the one that stands for all of them."""
        roots: dict[str, str] = {}

        def root(reference: str) -> str:
            while roots.setdefault(reference, reference) != reference:
                reference = roots[reference]
            return reference

        for ids, _ in self.together:
            for one, other in combinations(ids, 2):
                low, high = sorted((root(one), root(other)))
                roots[high] = low
        return {reference: root(reference) for reference in list(roots)}

    def companions(self, reference: str) -> set[str]:
        """Return the ideas that must stand with this one, itself among them."""
        mine = self._roots.get(reference, reference)
        return {other for other, root in self._roots.items() if root == mine} | {reference}

    def whole(self, references: Iterable[str]) -> set[str]:
        """Return ideas with all their companions."""
        return {other for reference in references for other in self.companions(reference)}

    def foes(self, references: Iterable[str]) -> dict[str, Correction]:
        """Return the ideas that must not stand with any of these, each with the correction that says so."""
        mine = self.whole(references)
        return {
            foe: correction
            for ids, correction in self.apart
            if mine & set(ids)
            for other in ids
            if other not in mine
            for foe in self.companions(other)
        }

    def links(self, references: Iterable[str]) -> list[Correction]:
        """Return the corrections that put these ideas together with others."""
        mine = self.whole(references)
        return [correction for ids, correction in self.together if mine & set(ids)]

    def home_of(self, references: Iterable[str]) -> tuple[Home, Correction] | None:
        """Return the group given by hand to the first of these ideas that has one."""
        return next((self.homes[reference] for reference in sorted(references) if reference in self.homes), None)

    def constraints(self) -> list[dict[str, Any]]:
        """Return all of it as the engine's constraints."""
        locked = {reference for ids, _ in self.locks.values() for reference in ids}
        by_name: dict[Home, list[str]] = {}
        for reference, (name, _) in self.homes.items():
            if reference not in locked:
                by_name.setdefault(name, []).append(reference)
        moves = [{"kind": "move", "ids": sorted(ids), "group": name} for name, ids in by_name.items()]
        locks = [
            {"kind": "lock", "ids": sorted(ids), "group": name, "title": self.titles.get(name, (None,))[0]}
            for name, (ids, _) in sorted(self.locks.items())
        ]
        names = [
            {"kind": "rename", "group": name, "title": title}
            for name, (title, _) in self.titles.items()
            if name not in self.locks
        ]
        pairs = [
            {"kind": kind, "ids": sorted(ids)}
            for kind, found in (("together", self.together), ("apart", self.apart))
            for ids, _ in found
        ]
        return sorted(moves, key=lambda move: str(move["group"])) + locks + names + pairs

    def faults(self) -> list[Correction]:
        """Return the corrections of the first contradiction found, oldest first; none where all can hold."""
        for found in (self._parted_companions(), self._two_homes(), self._foes_at_home(), self._broken_locks()):
            for fault in found:
                return sorted({one.id or 0: one for one in fault}.values(), key=lambda one: one.id or 10**9)
        return []

    def _parted_companions(self) -> Iterator[list[Correction]]:
        for ids, correction in self.apart:
            for one, other in combinations(ids, 2):
                if other in self.companions(one):
                    yield [*self.links([one]), correction]

    def _two_homes(self) -> Iterator[list[Correction]]:
        for root in sorted(set(self._roots.values())):
            given = [self.homes[reference] for reference in sorted(self.companions(root)) if reference in self.homes]
            if len({name for name, _ in given}) > 1:
                yield [*(correction for _, correction in given), *self.links([root])]

    def _foes_at_home(self) -> Iterator[list[Correction]]:
        for ids, correction in self.apart:
            for one, other in combinations(ids, 2):
                first, second = self.home_of(self.companions(one)), self.home_of(self.companions(other))
                if first and second and first[0] is not None and first[0] == second[0]:
                    yield [first[1], second[1], correction]

    def _broken_locks(self) -> Iterator[list[Correction]]:
        for name, (ids, lock) in sorted(self.locks.items()):
            inside = set(ids)
            for reference in ids:
                if self.companions(reference) - inside:
                    yield [*self.links([reference]), lock]
                if reference in self.homes and self.homes[reference][0] != name:
                    yield [self.homes[reference][1], lock]
            for reference, (home, correction) in self.homes.items():
                if home == name and reference not in inside:
                    yield [correction, lock]
            for foes, correction in self.apart:
                if len(inside & set(foes)) > 1:
                    yield [lock, correction]
        yield from self._twice_locked()

    def _twice_locked(self) -> Iterator[list[Correction]]:
        for (one, first), (other, second) in combinations(self.locks.values(), 2):
            if set(one) & set(other):
                yield [first, second]


def named(corrections: Sequence[Correction], but: Correction | None = None) -> list[Correction]:
    """Return the corrections a refusal names: all but the one being made."""
    return [correction for correction in corrections if correction is not but]
