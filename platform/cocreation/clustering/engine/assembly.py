"""From placed documents to the finished grouping: families, labels, titles, excerpts, map, figures."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cocreation.clustering.engine.analysis import Corpus
from cocreation.clustering.engine.constraints import Constraint, Rules
from cocreation.clustering.engine.corrections import Named, document_points, named_groups
from cocreation.clustering.engine.excerpts import by_centrality, excerpt_of, representatives, title_of
from cocreation.clustering.engine.families import families_of, hierarchy_of
from cocreation.clustering.engine.labels import Labeller, shared_words
from cocreation.clustering.engine.layout import places
from cocreation.clustering.engine.notable import notable_of
from cocreation.clustering.engine.partition import Labels
from cocreation.clustering.engine.quality import figures
from cocreation.clustering.engine.reduction import FloatArray
from cocreation.clustering.engine.schema import Group, Grouping, Hierarchy
from cocreation.clustering.engine.space import Space
from cocreation.clustering.engine.terms import find_terms
from cocreation.text.analyser import ANALYSER_VERSION

ENGINE_VERSION = "1"
WANTED_KEYS = 12


@dataclass
class Draft:
    """All that has been learnt, before it is put into words."""

    corpus: Corpus
    copies: list[int]
    space: Space
    rules: Rules
    label: Labels
    previous: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def points(self) -> FloatArray:
        """Return the place of each document, shape (n_documents, n_dimensions)."""
        return document_points(self.space.points, self.space.unit)

    @cached_property
    def groups(self) -> Named:
        """Return the rows of each group by number."""
        return named_groups(self.corpus, self.label, self.points, self.rules, self.previous)

    @cached_property
    def hierarchy(self) -> Hierarchy:
        """Return the tree of finer and coarser groups."""
        ids = [document.id for document in self.corpus.documents]
        return hierarchy_of(self.points, list(self.groups.values()), ids)

    @cached_property
    def families(self) -> list[list[str]]:
        """Return the families as lists of numbers of groups; empty when there are too few groups."""
        return families_of(self.points, self.groups)

    def final_labels(self) -> Labels:
        """Return the place of its group for each document, -1 for none."""
        label = np.full(len(self.corpus), -1, dtype=np.int64)
        for number, rows in enumerate(self.groups.values()):
            label[rows] = number
        return label


def assemble(draft: Draft, sha256: str, parameters: dict[str, Any], constraints: Sequence[Constraint]) -> Grouping:
    """Return the grouping of ``draft``."""
    ids = [document.id for document in draft.corpus.documents]
    label = draft.final_labels()
    located = places(draft.points, label)
    families = {f"f{place + 1}": names for place, names in enumerate(draft.families)}
    writer, lone = _Writer(draft, families), [int(row) for row in np.flatnonzero(label < 0)]
    return Grouping(
        corpus_sha256=sha256,
        parameters=parameters,
        versions=_versions(),
        groups=writer.groups(),
        ungrouped=[ids[row] for row in lone],
        notable=notable_of(draft.corpus, lone, writer.labeller.surfaces),
        duplicates=_copies(draft.copies, ids),
        map=[(key, float(x), float(y)) for key, (x, y) in zip(ids, located, strict=True)],
        quality=figures(draft.corpus, draft.copies, draft.space.weights, draft.points, label, len(families)),
    )


def _versions() -> dict[str, str]:
    packages = ("cocreation", "numpy", "scipy", "scikit-learn")
    found = {name: version(name) for name in packages}
    return {**found, "analyser": str(ANALYSER_VERSION), "engine": ENGINE_VERSION, "python": platform.python_version()}


def _copies(copies: Sequence[int], ids: Sequence[str]) -> list[list[str]]:
    sets: dict[int, list[str]] = {}
    for row, first in enumerate(copies):
        sets.setdefault(first, []).append(ids[row])
    return [members for members in sets.values() if len(members) > 1]


class _Writer:
    """Puts groups and families into words."""

    def __init__(self, draft: Draft, families: Mapping[str, Sequence[str]]) -> None:
        self.draft, self.families = draft, families
        self.parent = {name: family for family, names in families.items() for name in names}
        self.labeller = Labeller(draft.corpus, find_terms(draft.corpus))

    def groups(self) -> list[Group]:
        """Return the families, then the groups, each in order."""
        members = {name: np.array(rows, dtype=np.int64) for name, rows in self.draft.groups.items()}
        wide = {
            family: np.sort(np.concatenate([members[name] for name in names]))
            for family, names in self.families.items()
        }
        ids = sorted(members, key=_by_number)
        labels = self.labeller.label([members[name] for name in ids])
        wide_labels = self.labeller.label(list(wide.values()))
        upper = [self._family(name, wide[name], terms) for name, terms in zip(wide, wide_labels, strict=True)]
        return upper + [self._group(name, members[name], terms) for name, terms in zip(ids, labels, strict=True)]

    def _family(self, name: str, rows: NDArray[np.int64], terms: dict[str, list[str]]) -> Group:
        central = by_centrality(self.draft.points, rows)
        return Group(name, None, title_of(self.draft.corpus, central.tolist()), terms, [])

    def _group(self, name: str, rows: NDArray[np.int64], terms: dict[str, list[str]]) -> Group:
        draft, corpus = self.draft, self.draft.corpus
        central = by_centrality(draft.points, rows)
        why = shared_words(draft.space.weights, rows, self.labeller.surfaces)
        wanted = self._wanted(rows)
        shown = representatives(corpus, draft.points, central, draft.copies)
        return Group(
            id=name,
            parent=self.parent.get(name),
            title=draft.rules.titles.get(name) or title_of(corpus, central.tolist()),
            terms=terms,
            members=[corpus.documents[row].id for row in rows],
            representatives=[(corpus.documents[row].id, excerpt_of(corpus, row, wanted)) for row in shown],
            why={corpus.documents[row].id: words for row, words in why.items()},
            fixed=bool(draft.rules.by_hand.intersection(int(row) for row in rows)),
        )

    def _wanted(self, rows: NDArray[np.int64]) -> set[str]:
        """Return the keys that weigh most in a group: its excerpts should hold them."""
        weight = np.asarray(self.draft.space.weights[rows].sum(axis=0)).ravel()
        order = np.lexsort((np.arange(len(weight)), -np.round(weight, 5)))[:WANTED_KEYS]
        return {self.draft.corpus.keys[term] for term in order if weight[term] > 0}


def _by_number(name: str) -> tuple[int, str]:
    digits = name.lstrip("g")
    return (int(digits) if digits.isdecimal() and len(digits) < 10 else 10**9, name)
