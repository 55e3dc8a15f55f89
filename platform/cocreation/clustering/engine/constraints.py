"""What moderators have decided, as conditions of the next run.

Source for must-link and cannot-link: Wagstaff et al., «Constrained k-means clustering with background
knowledge» (2001).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

from cocreation.clustering.engine.duplicates import joined

Kind = Literal["together", "apart", "move", "lock", "rename"]
KINDS = ("together", "apart", "move", "lock", "rename")
GROUP = re.compile(r"g[1-9][0-9]{0,8}")


@dataclass(frozen=True)
class Constraint:
    """One correction by hand.

    - ``together``: the ideas ``ids`` stand in one group.
    - ``apart``: no two of ``ids`` stand in one group.
    - ``move``: ``ids`` stand in the group numbered ``group`` (None: in no group).
    - ``lock``: the group ``group`` holds exactly ``ids``, titled ``title`` if given.
    - ``rename``: the group ``group`` bears ``title``.

    Ids no longer in the corpus are passed over.
    """

    kind: Kind
    ids: tuple[str, ...] = ()
    group: str | None = None
    title: str | None = None

    def check(self) -> None:
        """Raise ``ValueError`` when a part the kind needs is missing."""
        if self.kind not in KINDS:
            raise ValueError(f"a constraint's kind is one of {', '.join(KINDS)}, not {self.kind!r}")
        ids: object = self.ids
        if not isinstance(ids, list | tuple) or not all(isinstance(key, str) for key in ids):
            raise ValueError(f"the ids of «{self.kind}» are a sequence of texts, not {self.ids!r:.60}")
        group: object = self.group
        if group is not None and not (isinstance(group, str) and GROUP.fullmatch(group)):
            raise ValueError(f"the number of a group is written as in «g7», not {self.group!r:.60}")
        if self.kind in ("together", "apart") and len(set(self.ids)) < 2:
            raise ValueError(f"«{self.kind}» needs two ideas at least")
        if self.kind in ("lock", "rename") and not self.group:
            raise ValueError(f"«{self.kind}» needs the number of a group")
        if self.kind == "rename" and not self.title:
            raise ValueError("«rename» needs a title")


class ContradictoryConstraints(ValueError):
    """Corrections that cannot all hold; ``constraints`` names them."""

    def __init__(self, constraints: Sequence[Constraint]) -> None:
        super().__init__("these corrections contradict each other: " + "; ".join(map(str, constraints)))
        self.constraints = tuple(constraints)


Known = Sequence[tuple[Constraint, list[int]]]


@dataclass(frozen=True)
class Rules:
    """Constraints as rows of the corpus: ``first[row]`` is the least row it must stand with."""

    first: list[int]
    apart: list[tuple[int, int]] = field(default_factory=list)
    moves: dict[int, str | None] = field(default_factory=dict)
    locks: dict[str, list[int]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    by_hand: frozenset[int] = frozenset()


def compile_rules(constraints: Sequence[Constraint], rows: Mapping[str, int]) -> Rules:
    """Return the rules over the corpus whose ids stand at ``rows``.

    Raises ``ValueError`` for an incomplete constraint and ``ContradictoryConstraints``, naming the
    constraints, when they cannot all hold.
    """
    for constraint in constraints:
        constraint.check()
    known = [(c, [rows[key] for key in dict.fromkeys(c.ids) if key in rows]) for c in constraints]
    together = [(c, found) for c, found in known if c.kind == "together"]
    first = joined(len(rows), [(found[0], row) for _, found in together for row in found[1:]])
    homes = _homes(known, first, together)
    locks = _locks(known, first, together, homes)
    apart = []
    for constraint, found in known:
        if constraint.kind == "apart":
            _check_apart(constraint, found, first, together, homes)
            apart += list(combinations(found, 2))
    return Rules(
        first=first,
        apart=apart,
        moves={row: c.group for c, found in known if c.kind == "move" for row in found},
        locks=locks,
        titles={str(c.group): c.title for c in constraints if c.title and c.kind in ("rename", "lock")},
        by_hand=frozenset(row for c, found in known if c.kind != "rename" for row in found),
    )


def _links(together: Known, first: Sequence[int], roots: Collection[int]) -> list[Constraint]:
    """Return the constraints that put the companies headed by ``roots`` together."""
    return [constraint for constraint, rows in together if any(first[row] in roots for row in rows)]


def _homes(known: Known, first: Sequence[int], together: Known) -> dict[int, Constraint]:
    """Return what gives each company of ideas its group, by its least row; raise when two differ."""
    homes: dict[int, Constraint] = {}
    for constraint, found in known:
        for row in found if constraint.kind in ("move", "lock") else ():
            earlier = homes.setdefault(first[row], constraint)
            if earlier.group != constraint.group:
                raise ContradictoryConstraints([earlier, constraint, *_links(together, first, {first[row]})])
    return homes


def _locks(
    known: Known, first: Sequence[int], together: Known, homes: Mapping[int, Constraint]
) -> dict[str, list[int]]:
    """Return the rows of each locked group; raise when a constraint would change what it holds."""
    locks: dict[str, list[int]] = {}
    for lock, found in known:
        if lock.kind != "lock":
            continue
        inside = set(found)
        for other, rows in known:
            if other.kind in ("move", "lock") and other.group == lock.group and not inside >= set(rows):
                raise ContradictoryConstraints([lock, other])
        for constraint, rows in together:
            if inside & set(rows) and not inside >= set(rows):
                raise ContradictoryConstraints([lock, constraint])
        locks[str(lock.group)] = found
    return locks


def _check_apart(
    constraint: Constraint,
    found: Sequence[int],
    first: Sequence[int],
    together: Known,
    homes: Mapping[int, Constraint],
) -> None:
    """Raise when ideas that must stand apart were put together, or into one group."""
    roots = [first[row] for row in found]
    if twice := {root for root in roots if roots.count(root) > 1}:
        raise ContradictoryConstraints([*_links(together, first, twice), constraint])
    given: dict[str, int] = {}
    for root in roots:
        group = homes[root].group if root in homes else None
        if group is not None and given.setdefault(group, root) != root:
            pair = {given[group], root}
            settled = dict.fromkeys(homes[one] for one in sorted(pair))
            raise ContradictoryConstraints([*settled, *_links(together, first, pair), constraint])
