"""The estimator: documents in, grouping out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Self

import numpy as np
from sklearn.exceptions import NotFittedError
from threadpoolctl import threadpool_limits

from cocreation.clustering.engine.analysis import analyse_documents
from cocreation.clustering.engine.assembly import Draft, assemble
from cocreation.clustering.engine.constraints import Constraint, compile_rules
from cocreation.clustering.engine.documents import Document, corpus_sha256, in_order
from cocreation.clustering.engine.duplicates import find_duplicates
from cocreation.clustering.engine.parameters import CHECKS, validate
from cocreation.clustering.engine.placing import place
from cocreation.clustering.engine.schema import Grouping, Hierarchy
from cocreation.clustering.engine.space import Space, build_space

Progress = Callable[[str, float], None]
STEPS = {
    "analyse": (0.0, 0.35),
    "duplicates": (0.35, 0.45),
    "vectors": (0.45, 0.6),
    "partition": (0.6, 0.8),
    "describe": (0.8, 1.0),
}
LEARNT = ("grouping_", "labels_", "groups_", "hierarchy_")


class Grouper:
    """Groups similar documents by TF-IDF weights, neighbour smoothing, latent directions and k-means.

    Args:
        n_groups: the number of groups wished; None reads it from the data.
        seed: the same documents and seed give the same bytes.
        n_dimensions: latent directions kept.
        n_neighbours: how many neighbours each text is smoothed with.
        smoothing: the weight of the mean of the neighbours beside the text itself.
        most_ungrouped: the largest share of documents left out as fitting nowhere, between 0 and 1.
        constraints: corrections by hand that the result respects.
        previous: members of the groups of the last run by number; groups that live on keep their number.

    Attributes:
        grouping_: the whole result.
        labels_: for each document in the order given, the place of its group in ``groups_``, -1 for none,
            shape (n_documents,).
        groups_: the numbers of the groups that have members.
        hierarchy_: the tree from which finer and coarser groups are cut.

    Example:
        >>> from cocreation.clustering.engine import Document, Grouper
        >>> texts = ["Publier le budget", "Le budget en ligne", "Soigner les forêts", "Planter des forêts"]
        >>> grouper = Grouper(n_groups=2).fit([Document(str(n), text) for n, text in enumerate(texts)])
        >>> grouper.labels_.tolist()
        [0, 0, 1, 1]
    """

    def __init__(
        self,
        n_groups: int | None = None,
        seed: int = 0,
        *,
        n_dimensions: int = 40,
        n_neighbours: int = 20,
        smoothing: float = 2.0,
        most_ungrouped: float = 0.1,
        constraints: Sequence[Constraint] = (),
        previous: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.n_groups = n_groups
        self.seed = seed
        self.n_dimensions = n_dimensions
        self.n_neighbours = n_neighbours
        self.smoothing = smoothing
        self.most_ungrouped = most_ungrouped
        self.constraints = constraints
        self.previous = previous

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the parameters by name."""
        return {name: getattr(self, name) for name in CHECKS}

    def __repr__(self) -> str:
        usual = Grouper().get_params()
        changed = {name: value for name, value in self.get_params().items() if value != usual[name]}
        return f"Grouper({', '.join(f'{name}={value!r}' for name, value in changed.items())})"

    def __getattr__(self, name: str) -> Any:
        """Say what to do where a learnt attribute is read too early."""
        if name in LEARNT:
            raise NotFittedError(f"this Grouper has no {name} yet: call fit first")
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def set_params(self, **parameters: Any) -> Self:
        """Set parameters by name; raise ``ValueError`` for an unknown one."""
        for name, value in parameters.items():
            if name not in CHECKS:
                raise ValueError(f"Grouper has no parameter {name!r}, only {', '.join(CHECKS)}")
            setattr(self, name, value)
        return self

    def fit(self, documents: Iterable[Document], progress: Progress | None = None) -> Self:
        """Group ``documents``; ``progress(step, share)`` is told of each step and may raise to cancel.

        Raises ``FaultyParameter`` (a ``ValueError``), ``TypeError`` for what is no document, ``RepeatedId`` or
        ``ContradictoryConstraints``.
        """
        validate(self.get_params())
        given = list(documents)
        # One thread: sums made by several come out in another order, and so with other last bits.
        with threadpool_limits(1):
            self._learn(in_order(given), progress or (lambda step, share: None))
        held = [group for group in self.grouping_.groups if group.members]
        self.groups_ = [group.id for group in held]
        number = {member: place for place, group in enumerate(held) for member in group.members}
        self.labels_ = np.array([number.get(document.id, -1) for document in given], dtype=np.int64)
        return self

    def fit_predict(self, documents: Iterable[Document], progress: Progress | None = None) -> Any:
        """Return ``fit(documents, progress).labels_``."""
        return self.fit(documents, progress).labels_

    def _learn(self, documents: tuple[Document, ...], progress: Progress) -> None:
        draft = self._draft(documents, progress)
        sha256 = corpus_sha256(document.as_line() for document in documents)
        self.grouping_: Grouping = assemble(draft, sha256, self._shown_parameters(), self.constraints)
        self.hierarchy_: Hierarchy = draft.hierarchy

    def _draft(self, documents: tuple[Document, ...], progress: Progress) -> Draft:
        rules = compile_rules(self.constraints, {document.id: row for row, document in enumerate(documents)})
        corpus = analyse_documents(documents, _part(progress, "analyse"))
        copies = find_duplicates(documents, _part(progress, "duplicates"))
        _part(progress, "vectors")(0.0)
        space: Space = build_space(
            corpus, copies, rules.first, self.n_dimensions, self.n_neighbours, self.smoothing, self.seed
        )
        _part(progress, "partition")(0.0)
        placed = place(space, rules, self.n_groups, self.most_ungrouped, self.seed)
        _part(progress, "describe")(0.0)
        draft = Draft(corpus, copies, space, rules, placed, dict(self.previous or {}))
        return draft

    def _shown_parameters(self) -> dict[str, Any]:
        shown = {name: _plain(value) for name, value in self.get_params().items()}
        shown["constraints"] = len(self.constraints)
        shown["previous"] = len(self.previous or {})
        return shown


def _plain(value: Any) -> Any:
    """Return a number of NumPy as one of Python, which JSON knows."""
    return value.item() if isinstance(value, np.generic) else value


def _part(progress: Progress, step: str) -> Callable[[float], None]:
    start, end = STEPS[step]
    return lambda share: progress(step, start + (end - start) * share)
