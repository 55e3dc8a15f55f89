"""The last word is the moderators': numbers kept, locks, moves and ideas kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from cocreation.clustering.engine.analysis import Corpus
from cocreation.clustering.engine.constraints import Rules
from cocreation.clustering.engine.numbering import names_for
from cocreation.clustering.engine.partition import Labels
from cocreation.clustering.engine.reduction import FloatArray

Named = dict[str, list[int]]


def named_groups(
    corpus: Corpus, label: Labels, points: FloatArray, rules: Rules, previous: Mapping[str, Sequence[str]]
) -> Named:
    """Return the rows of each group by number, all corrections applied.

    ``points`` are the places of documents. Groups new to the run are numbered from the largest to the
    smallest.
    """
    locked = {row for rows in rules.locks.values() for row in rows}
    found: dict[int, list[int]] = defaultdict(list)
    for row, number in enumerate(label):
        if number >= 0 and row not in locked:
            found[int(number)].append(row)
    ordered = sorted(found.values(), key=lambda rows: (-len(rows), rows[0]))
    ids = [document.id for document in corpus.documents]
    open_groups = {name: members for name, members in previous.items() if name not in rules.locks}
    taken = (*rules.locks, *previous)
    names = names_for([[ids[row] for row in rows] for rows in ordered], open_groups, known=taken)
    groups: Named = dict(zip(names, ordered, strict=True))
    groups.update({name: list(rows) for name, rows in rules.locks.items()})
    _move(groups, rules)
    _keep_apart(groups, points, rules)
    return {name: sorted(rows) for name, rows in groups.items() if rows}


def _companies(rules: Rules) -> dict[int, list[int]]:
    """Return the rows that must stand together, by the least of them."""
    found: dict[int, list[int]] = defaultdict(list)
    for row, first in enumerate(rules.first):
        found[first].append(row)
    return found


def _take_out(groups: Named, rows: Collection[int]) -> None:
    gone = set(rows)
    for name, members in groups.items():
        groups[name] = [row for row in members if row not in gone]


def _move(groups: Named, rules: Rules) -> None:
    companies = _companies(rules)
    locked = {row for rows in rules.locks.values() for row in rows}
    homes = {other: name for row, name in rules.moves.items() for other in companies[rules.first[row]]}
    homes = {row: name for row, name in homes.items() if row not in locked}
    _take_out(groups, homes)
    for row, name in homes.items():
        if name is not None:
            groups.setdefault(name, []).append(row)


def _keep_apart(groups: Named, points: FloatArray, rules: Rules) -> None:
    """Move one of each pair that must stand apart to the nearest group where nothing forbids it."""
    foes: dict[int, set[int]] = defaultdict(set)
    for one, other in rules.apart:
        foes[one].add(other)
        foes[other].add(one)
    companies = _companies(rules)
    settled = {*rules.moves, *(row for rows in rules.locks.values() for row in rows)}
    fixed = {other for row in settled for other in companies[rules.first[row]]}
    for one, other in rules.apart:
        home = next((name for name, rows in groups.items() if one in rows and other in rows), None)
        if home is None:
            continue
        leaving = companies[rules.first[one if other in fixed else other]]
        enemies = {foe for row in leaving for foe in foes[row]}
        _take_out(groups, leaving)
        target = _nearest(groups, points, leaving, enemies, set(rules.locks) | {home})
        if target is not None:
            groups[target] = groups[target] + leaving


def _nearest(groups: Named, points: FloatArray, rows: Sequence[int], enemies: set[int], closed: set[str]) -> str | None:
    """Return the open group nearest to ``rows`` that holds none of their ``enemies``."""
    middle = points[list(rows)].mean(axis=0)
    best: tuple[float, str] | None = None
    for name, members in sorted(groups.items()):
        if name in closed or not members or enemies & set(members):
            continue
        likeness = round(float(points[members].mean(axis=0) @ middle), 5)
        if best is None or likeness > best[0]:
            best = (likeness, name)
    return best[1] if best and best[0] > 0 else None


def document_points(points: FloatArray, unit: Labels) -> FloatArray:
    """Return the place of each document, shape (n_documents, n_dimensions)."""
    return points[unit] if len(points) else np.zeros((len(unit), 1), dtype=np.float32)
