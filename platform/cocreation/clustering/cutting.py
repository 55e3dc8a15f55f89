"""Coarser or finer: another number of groups cut from the stored tree, with every decision by hand respected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cocreation.clustering.binding import Binding, Home
from cocreation.clustering.engine import Hierarchy

FEWEST = 2
# From this many groups on they are shown in families, as the engine does.
FAMILIES_FROM, FEWEST_FAMILIES = 8, 3


@dataclass(frozen=True)
class Cut:
    """A partition: the ideas of each group by its name, the largest first, and the names in each family."""

    groups: dict[str, list[str]]
    families: list[list[str]] = field(default_factory=list)


def bounds(tree: Hierarchy) -> tuple[int, int]:
    """Return the least and the most number of groups a tree can be cut into."""
    most = len(tree.leaves)
    return min(FEWEST, most), most


def cut(
    tree: Hierarchy, count: int, stand: Mapping[str, Home], by_hand: Iterable[str], binding: Binding, first_free: int
) -> Cut:
    """Cut a tree into some number of groups.

    Locked groups stay; an idea placed by hand goes with those it was placed beside; companions stay together; two
    groups that hold foes are not joined, so that there may be a group more than asked for.

    Args:
        count: how many groups are wished. stand: where ideas stand now, None for those apart, which stay apart.
        by_hand: the ideas placed by hand. first_free: the first number no group ever had.
    """
    groups = _named(_parts(tree, count, stand, set(by_hand), binding), stand, binding, first_free)
    return Cut(groups, _families(tree, groups) if len(groups) >= FAMILIES_FROM else [])


def _parts(
    tree: Hierarchy, count: int, stand: Mapping[str, Home], by_hand: set[str], binding: Binding
) -> list[set[str]]:
    locked = {reference for ids, _ in binding.locks.values() for reference in ids if stand.get(reference)}
    fixed = locked | {reference for reference in by_hand if stand.get(reference)}
    kept = [{one for one in ids if stand.get(one)} for ids, _ in binding.locks.values()]
    leaves = [{one for one in leaf if stand.get(one) and one not in fixed} for leaf in tree.leaves]
    foes = {
        one: set(binding.foes([one])) for ids, _ in binding.apart for other in ids for one in binding.whole([other])
    }
    parts = _joined(tree, leaves, max(1, count - len(kept)), foes)
    _add_by_hand(parts, sorted(fixed - locked), stand, foes)
    _join_companions(parts, binding)
    return [part for part in [*kept, *parts] if part]


def _joined(tree: Hierarchy, leaves: list[set[str]], count: int, foes: Mapping[str, set[str]]) -> list[set[str]]:
    """Join leaves in the order of the tree until `count` parts are left."""
    nodes: dict[int, list[set[str]]] = {number: [leaf] if leaf else [] for number, leaf in enumerate(leaves)}
    left = sum(map(len, nodes.values()))
    for step, merge in enumerate(tree.merges):
        if left <= count:
            break
        one, other = (nodes.pop(part) for part in merge.parts)
        left -= len(one) + len(other)
        nodes[len(leaves) + step] = _united(one, other, foes)
        left += len(nodes[len(leaves) + step])
    return [part for parts in nodes.values() for part in parts]


def _united(one: list[set[str]], other: list[set[str]], foes: Mapping[str, set[str]]) -> list[set[str]]:
    """Join the parts of two nodes, each with the first it may stand with."""
    parts = [set(part) for part in one]
    for part in other:
        for home in parts:
            if not _are_foes(part, home, foes):
                home |= part
                break
        else:
            parts.append(set(part))
    return parts


def _are_foes(one: set[str], other: set[str], foes: Mapping[str, set[str]]) -> bool:
    return any(foes[reference] & other for reference in one & foes.keys())


def _add_by_hand(
    parts: list[set[str]], references: list[str], stand: Mapping[str, Home], foes: Mapping[str, set[str]]
) -> None:
    """Put each idea placed by hand where most of those it stands beside went."""
    companions: dict[Home, Counter[int]] = {}
    for number, part in enumerate(parts):
        for reference in part:
            companions.setdefault(stand[reference], Counter())[number] += 1
    own: dict[Home, set[str]] = {}
    for reference in references:
        wanted = [number for number, _ in companions.get(stand[reference], Counter()).most_common()]
        free = [number for number in wanted if not _are_foes({reference}, parts[number], foes)]
        if free:
            parts[free[0]].add(reference)
        else:
            own.setdefault(stand[reference], set()).add(reference)
    parts.extend(own.values())


def _join_companions(parts: list[set[str]], binding: Binding) -> None:
    for ids, _ in binding.together:
        whole = binding.whole(ids)
        held = [(len(part & whole), -number) for number, part in enumerate(parts) if part & whole]
        if len(held) > 1:
            home = -max(held)[1]
            for number, part in enumerate(parts):
                if number != home:
                    parts[home] |= part & whole
                    part -= whole


def _named(parts: list[set[str]], stand: Mapping[str, Home], binding: Binding, first_free: int) -> dict[str, list[str]]:
    """Name each part after the group it overlaps most; new ones get free numbers, the largest first."""
    locks = {number: name for number, part in enumerate(parts) if (name := _lock_of(part, binding))}
    names = _inherited(parts, stand, locks)
    others = sorted(set(range(len(parts))) - set(names), key=lambda number: (-len(parts[number]), min(parts[number])))
    names |= {number: f"g{first_free + place}" for place, number in enumerate(others)}
    order = sorted(names, key=lambda number: (-len(parts[number]), int(names[number][1:])))
    return {names[number]: sorted(parts[number]) for number in order}


def _lock_of(part: set[str], binding: Binding) -> str | None:
    return next((name for name, (ids, _) in binding.locks.items() if part & set(ids)), None)


def _inherited(parts: list[set[str]], stand: Mapping[str, Home], locks: dict[int, str]) -> dict[int, str]:
    sizes = Counter(name for name in stand.values() if name)
    likeness = sorted(
        (-round(shared / (len(part) + sizes[name] - shared), 6), name, number)
        for number, part in enumerate(parts)
        for name, shared in Counter(stand[reference] for reference in part).items()
        if name
    )
    names, taken = dict(locks), set(locks.values())
    for _, name, number in likeness:
        if number not in names and name not in taken:
            names[number] = name
            taken.add(name)
    return names


def _families(tree: Hierarchy, groups: Mapping[str, list[str]]) -> list[list[str]]:
    """Return the names of the groups of each family: a coarser cut of the same tree."""
    wanted = max(FEWEST_FAMILIES, round(len(groups) ** 0.5))
    family_of = {reference: number for number, ids in enumerate(tree.cut(wanted)) for reference in ids}
    found: dict[int, list[str]] = {}
    for name, ids in groups.items():
        best = Counter(family_of.get(reference, -1) for reference in ids).most_common(1)[0][0]
        found.setdefault(best, []).append(name)
    return sorted(found.values(), key=lambda names: (-sum(len(groups[name]) for name in names), names[0]))
