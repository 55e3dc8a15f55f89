"""What moderators have decided, as conditions of the next run.

Source for must-link and cannot-link: Wagstaff et al., «Constrained k-means clustering with background
knowledge» (2001).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from cocreation.clustering.engine.duplicates import joined

Kind = Literal["together", "apart", "move", "lock", "rename"]
KINDS = ("together", "apart", "move", "lock", "rename")


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


@dataclass(frozen=True)
class Rules:
    """Constraints as rows of the corpus: ``first[row]`` is the least row it must stand with."""

    first: list[int]
    apart: list[tuple[int, int]] = field(default_factory=list)
    moves: dict[int, str | None] = field(default_factory=dict)
    locks: dict[str, list[int]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    by_hand: frozenset[int] = frozenset()


def _home(constraints: Sequence[Constraint], rows: Mapping[str, int]) -> dict[int, Constraint]:
    """Return the constraint that gives each row its group, the latest move or lock."""
    homes: dict[int, Constraint] = {}
    for constraint in constraints:
        if constraint.kind not in ("move", "lock"):
            continue
        for key in constraint.ids:
            if key not in rows:
                continue
            earlier = homes.get(rows[key])
            if earlier is not None and earlier.group != constraint.group:
                raise ContradictoryConstraints([earlier, constraint])
            homes[rows[key]] = constraint
    return homes


def compile_rules(constraints: Sequence[Constraint], rows: Mapping[str, int]) -> Rules:
    """Return the rules over the corpus whose ids stand at ``rows``.

    Raises ``ValueError`` for an incomplete constraint and ``ContradictoryConstraints``, naming the
    constraints, when they cannot all hold.
    """
    for constraint in constraints:
        constraint.check()
    homes = _home(constraints, rows)
    known = [(c, [rows[key] for key in dict.fromkeys(c.ids) if key in rows]) for c in constraints]
    together = [(c, found) for c, found in known if c.kind == "together"]
    first = joined(len(rows), [(found[0], row) for _, found in together for row in found[1:]])
    _check_together(together, homes)
    apart = []
    for constraint, found in known:
        if constraint.kind != "apart":
            continue
        _check_apart(constraint, found, first, together, homes)
        apart += [(one, other) for place, one in enumerate(found) for other in found[place + 1 :]]
    locks = {str(c.group): found for c, found in known if c.kind == "lock"}
    return Rules(
        first=first,
        apart=apart,
        moves={row: c.group for row, c in homes.items() if c.kind == "move"},
        locks=locks,
        titles={str(c.group): c.title for c in constraints if c.title and c.kind in ("rename", "lock")},
        by_hand=frozenset(row for c, found in known if c.kind != "rename" for row in found),
    )


def _check_together(together: Sequence[tuple[Constraint, list[int]]], homes: Mapping[int, Constraint]) -> None:
    """Raise when ideas that must stand together were given different groups."""
    for constraint, found in together:
        given = [homes[row] for row in found if row in homes]
        if len({home.group for home in given}) > 1:
            raise ContradictoryConstraints([*dict.fromkeys(given), constraint])


def _check_apart(
    constraint: Constraint,
    found: Sequence[int],
    first: Sequence[int],
    together: Sequence[tuple[Constraint, list[int]]],
    homes: Mapping[int, Constraint],
) -> None:
    """Raise when ideas that must stand apart were put together, or into one group."""
    roots = [first[row] for row in found]
    if len(set(roots)) < len(roots):
        twice = {root for root in roots if roots.count(root) > 1}
        raise ContradictoryConstraints(
            [*(c for c, rows in together if any(first[row] in twice for row in rows)), constraint]
        )
    given = [homes[row] for row in found if row in homes and homes[row].group is not None]
    if len({home.group for home in given}) < len(given):
        raise ContradictoryConstraints([*dict.fromkeys(given), constraint])
