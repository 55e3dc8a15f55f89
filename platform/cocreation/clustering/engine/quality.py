"""Figures that tell how far a grouping is to be trusted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.metrics import adjusted_mutual_info_score

from cocreation.clustering.engine.analysis import Corpus
from cocreation.clustering.engine.partition import Labels, compact, sharpness
from cocreation.clustering.engine.placing import likeness
from cocreation.clustering.engine.reduction import FloatArray

DECIMALS = 4
SECOND_SCRIPT_SHARE = 0.2
ARABIC = re.compile("[\u0620-\u06d3]+")
LATIN = re.compile("[A-Za-zÀ-ɏ]+")


def figures(
    corpus: Corpus,
    copies: Sequence[int],
    words: sparse.csr_matrix,
    points: FloatArray,
    label: Labels,
    n_families: int,
) -> dict[str, Any]:
    """Return the figures of a grouping, shares between 0 and 1, and warnings as short codes.

    ``cohesion`` is the mean cosine, on words, of an idea with the others of its group, ``sharpness`` the
    simplified silhouette, ``language_dependence`` the adjusted mutual information of groups and
    languages (0: independent).
    """
    grouped = label >= 0
    sizes = np.bincount(label[grouped]) if grouped.any() else np.zeros(0, dtype=np.int64)
    n_documents = len(corpus)
    inner = compact(label[grouped]) if grouped.any() else label[:0]
    languages = np.unique(np.array(corpus.languages, dtype=str), return_inverse=True)[1]
    return {
        "n_documents": n_documents,
        "n_groups": len(sizes),
        "n_families": n_families,
        "n_ungrouped": int((~grouped).sum()),
        "ungrouped_share": _share(int((~grouped).sum()), n_documents),
        "largest_share": _share(int(sizes.max(initial=0)), n_documents),
        "n_copies": sum(first != row for row, first in enumerate(copies)),
        "cohesion": _rounded(float(likeness(words, label)[grouped].mean()) if grouped.any() else 0.0),
        "sharpness": _rounded(sharpness(points[grouped], inner) if grouped.any() else 0.0),
        "language_dependence": _rounded(adjusted_mutual_info_score(languages[grouped], inner))
        if len(sizes) > 1
        else 0.0,
        "n_mixed_language": sum(map(_mixed, corpus.texts)),
        "warnings": _warnings(n_documents, copies, sizes),
    }


def _share(part: int, whole: int) -> float:
    return _rounded(part / whole) if whole else 0.0


def _rounded(value: float) -> float:
    return round(float(value), DECIMALS) + 0.0


def _mixed(text: str) -> bool:
    """Tell whether a text is written in Arabic and in Latin letters, a fifth at least of each."""
    arabic = sum(map(len, ARABIC.findall(text[:5_000])))
    latin = sum(map(len, LATIN.findall(text[:5_000]))) if arabic else 0
    return min(arabic, latin) > SECOND_SCRIPT_SHARE * (arabic + latin)


def _warnings(n_documents: int, copies: Sequence[int], sizes: np.ndarray[Any, Any]) -> list[str]:
    found = []
    if n_documents == 0:
        found.append("empty")
    if n_documents == 1:
        found.append("one_document")
    if n_documents > 1 and len(set(copies)) == 1:
        found.append("all_copies")
    if n_documents > 1 and not len(sizes):
        found.append("nothing_in_common")
    return found
