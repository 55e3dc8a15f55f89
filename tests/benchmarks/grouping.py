"""Quality of the grouping on labelled corpora, beside plain methods in the same run.

Run ``./dev bench grouping --corpora DIR``. An ungrouped idea counts as a group of its own in every score.
Every method reads the same words, those of the platform's analyser; each cell runs in a process of its
own, so that processor time and peak memory (which includes the libraries) are its own. One thread each.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from _corpora import Labelled, corpora
from numpy.typing import NDArray
from scipy import sparse
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_mutual_info_score, v_measure_score
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits

from cocreation.clustering.engine import Document, Grouper
from cocreation.text.analyser import keys

Labels = NDArray[np.int64]
Method = Callable[[list[Document], int, int], Labels]


@dataclass
class Cell:
    """The figures of one method on one corpus: means over seeds, shares between 0 and 1."""

    ami: float
    v_measure: float
    ungrouped: float
    largest: float
    n_groups: float
    seconds: float
    megabytes: float


def tfidf(documents: list[Document]) -> sparse.csr_matrix:
    """Return plain TF-IDF weights of the analyser's words."""
    vectoriser = TfidfVectorizer(analyzer=lambda document: keys(document.text, document.language), sublinear_tf=True)
    return vectoriser.fit_transform(documents)


def plain(documents: list[Document], n_groups: int, seed: int) -> Labels:
    """Return k-means on TF-IDF."""
    return np.asarray(KMeans(n_groups, n_init=1, random_state=seed).fit_predict(tfidf(documents)))


def with_svd(documents: list[Document], n_groups: int, seed: int) -> Labels:
    """Return k-means on the 100 latent dimensions of TF-IDF."""
    points = normalize(TruncatedSVD(100, random_state=seed).fit_transform(tfidf(documents)))
    return np.asarray(KMeans(n_groups, n_init=3, random_state=seed).fit_predict(points))


def factors(documents: list[Document], n_groups: int, seed: int) -> Labels:
    """Return the strongest factor of a non-negative factorisation of TF-IDF."""
    model = NMF(n_groups, init="nndsvda", random_state=seed, max_iter=200, tol=1e-3)
    return np.asarray(model.fit_transform(tfidf(documents)).argmax(axis=1))


def ours(documents: list[Document], n_groups: int, seed: int) -> Labels:
    """Return our groups, their number given."""
    return np.asarray(Grouper(n_groups, seed).fit_predict(documents))


def ours_free(documents: list[Document], _: int, seed: int) -> Labels:
    """Return our groups, their number read from the data."""
    return np.asarray(Grouper(seed=seed).fit_predict(documents))


METHODS: dict[str, Method] = {
    "a tf-idf k-means": plain,
    "b svd k-means": with_svd,
    "c nmf": factors,
    "d ours, gold k": ours,
    "e ours": ours_free,
}


def alone(labels: Labels) -> Labels:
    """Return ``labels`` with each ungrouped idea in a group of its own."""
    labels = labels.copy()
    lone = labels < 0
    labels[lone] = labels.max(initial=0) + 1 + np.arange(lone.sum())
    return labels


def measure(method: Method, corpus: Labelled, seeds: int) -> Cell:
    """Return the figures of ``method``, means over ``seeds`` runs, in this process."""
    documents, gold = corpus
    rows = []
    started = time.process_time()
    for seed in range(seeds):
        with threadpool_limits(1):
            labels = method(documents, len(set(gold)), seed)
        sizes = np.bincount(labels[labels >= 0])
        whole = alone(labels)
        scores = (adjusted_mutual_info_score(gold, whole), v_measure_score(gold, whole))
        rows.append((*scores, np.mean(labels < 0), sizes.max() / len(labels), len(sizes)))
    seconds = (time.process_time() - started) / seeds
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Cell(*(float(mean) for mean in np.mean(rows, axis=0)), seconds, peak)


def apart(method: Method, corpus: Labelled, seeds: int) -> Cell:
    """Return ``measure`` run in a process of its own."""
    with multiprocessing.get_context("fork").Pool(1) as pool:
        return pool.apply(measure, (method, corpus, seeds))


def line(name: str, method: str, cell: Cell) -> str:
    """Return a row of the table."""
    return (
        f"| {name} | {method} | {cell.ami:.3f} | {cell.v_measure:.3f} | {100 * cell.ungrouped:.1f} % "
        f"| {100 * cell.largest:.1f} % | {cell.n_groups:.0f} | {cell.seconds:.1f} s | {cell.megabytes:.0f} MB |"
    )


def show(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


def table(folder: Path, seeds: int, wanted: Sequence[str]) -> dict[str, list[float]]:
    """Print the table; return the adjusted mutual informations by method."""
    found: dict[str, list[float]] = {name: [] for name in METHODS}
    show("| corpus | method | AMI | V | ungrouped | largest | groups | time | peak |")
    show("|---|---|---|---|---|---|---|---|---|")
    for name, load in corpora(folder).items():
        if wanted and name not in wanted:
            continue
        corpus = load()
        for method, function in METHODS.items():
            cell = apart(function, corpus, seeds)
            found[method].append(cell.ami)
            show(line(name, method, cell))
    return found


def main(argv: Sequence[str]) -> int:
    """Print the table for the corpora in a folder; return the exit status."""
    parser = argparse.ArgumentParser(prog="./dev bench grouping", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, metavar="DIR")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--only", action="append", default=[], metavar="CORPUS")
    options = parser.parse_args(argv)
    if not options.corpora.is_dir():
        parser.error(f"{options.corpora} is not a folder")
    found = table(options.corpora, options.seeds, options.only)
    means = {method: float(np.mean(values)) for method, values in found.items()}
    reference = means["b svd k-means"]
    for method, value in means.items():
        show(f"mean AMI {method}: {value:.4f} ({100 * (value / reference - 1):+.1f} % of b)")
    show(f"{len(next(iter(found.values())))} corpora, {options.seeds} seeds, {os.cpu_count()} processors")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
