"""Near-copies: two measures on pairs judged by people, and the folding on the marked copies of the demonstration.

Run ``./dev bench duplicates --corpora DIR``. The pairs (q2q-pairs-ar) are questions of the same meaning or
not; weights are learnt on the even lines and every figure is on the odd ones.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from _corpora import DEMO, demo, lines
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from cocreation.clustering.engine.duplicates import find_duplicates, grams, letters, resemblance
from cocreation.text.analyser import keys

Bag = Counter[str]


def show(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


def character_bag(text: str) -> Bag:
    """Return the character 3- to 5-grams of a text."""
    padded = f" {text} "
    return Counter(padded[at : at + size] for size in (3, 4, 5) for at in range(len(padded) - size + 1))


class Rarity:
    """Logarithmic rarity of the items of bags."""

    def __init__(self, pairs: Sequence[tuple[Bag, Bag]]) -> None:
        self.held = Counter(item for pair in pairs for bag in pair for item in bag)
        self.total = 2 * len(pairs)

    def of(self, item: str) -> float:
        """Return between 0, in every bag, and 1, in a single one."""
        return math.log(self.total / self.held[item]) / math.log(self.total)

    def cosine(self, one: Bag, other: Bag) -> float:
        """Return the cosine of two bags weighted by rarity."""
        left, right = (
            {key: (1 + math.log(n)) * (1e-3 + self.of(key)) for key, n in bag.items()} for bag in (one, other)
        )
        dot = sum(value * right.get(key, 0.0) for key, value in left.items())
        length = math.sqrt(sum(v * v for v in left.values()) * sum(v * v for v in right.values()))
        return dot / length if length else 0.0

    def parts(self, one: Bag, other: Bag) -> list[float]:
        """Return how much is shared and how much is not: symmetric figures on the sets of two bags."""
        shared = [self.of(key) for key in one.keys() & other.keys()]
        alone = [[self.of(key) for key in bag.keys() - rest.keys()] for bag, rest in ((one, other), (other, one))]
        lost = sorted(sum(part) for part in alone)
        peaks = sorted(max(part, default=0.0) for part in alone)
        whole = sum(shared) + sum(lost)
        return [sum(shared) / whole if whole else 0.0, sum(shared), max(shared, default=0.0), *lost, *peaks]


def features(rows: list[tuple[str, str]]) -> NDArray[np.float64]:
    """Return the figures of each pair of texts, shape (n_pairs, n_features), symmetric in the two."""
    letter = [(character_bag(letters(one)), character_bag(letters(other))) for one, other in rows]
    key = [(Counter(keys(one, "ar")), Counter(keys(other, "ar"))) for one, other in rows]
    stem = [(character_bag(" ".join(one.elements())), character_bag(" ".join(other.elements()))) for one, other in key]
    word = [(Counter(letters(one).split()), Counter(letters(other).split())) for one, other in rows]
    rare = [Rarity(bags) for bags in (letter, key, stem, word)]
    found = []
    for bags in zip(letter, key, stem, word, strict=True):
        cosines = [rarity.cosine(*pair) for rarity, pair in zip(rare, bags, strict=True)]
        found.append([*cosines, *rare[1].parts(*bags[1]), *rare[3].parts(*bags[3])])
    return np.array(found)


def judged_pairs(path: Path) -> None:
    """Print the area under the curve of each measure on the odd lines."""
    rows = list(lines(path))
    same = np.array([row["duplicate"] for row in rows])
    texts = [(row["text"], row["text2"]) for row in rows]
    learnt = np.arange(len(rows)) % 2 == 0
    matrix = features(texts)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000))
    judged = model.fit(matrix[learnt], same[learnt]).predict_proba(matrix)[:, 1]
    grammed = np.array([resemblance(grams(letters(one)), grams(letters(other))) for one, other in texts])
    named = {
        "Jaccard of 5-grams (folding)": grammed,
        "cosine of 3-5-grams": matrix[:, 0],
        "cosine of keys": matrix[:, 1],
        "cosine of 3-5-grams of keys": matrix[:, 2],
        "all, weights learnt": judged,
    }
    show("| measure | AUC on the odd lines |\n|---|---|")
    for name, values in named.items():
        show(f"| {name} | {roc_auc_score(same[~learnt], values[~learnt]):.3f} |")
    show("\n| threshold | precision, recall where learnt | precision, recall on the odd lines |\n|---|---|---|")
    for threshold in (0.5, 0.6, 0.7, 0.8, 0.9):
        cells = [figures(same[part] == 1, judged[part] >= threshold) for part in (learnt, ~learnt)]
        show(f"| {threshold} | {cells[0]} | {cells[1]} |")


def figures(true: NDArray[np.bool_], found: NDArray[np.bool_]) -> str:
    """Return precision and recall as text."""
    both = int((true & found).sum())
    return f"{both / max(1, found.sum()):.3f}, {both / max(1, true.sum()):.3f}"


def demonstration() -> None:
    """Print precision and recall of the folding, per kind of edit.

    A text is rightly folded when it stands with the text it was made from; precision is over all that are
    folded, so that a wrong fold between any two proposals of the demonstration costs.
    """
    documents, _ = demo()
    marks = {
        row["key"]: row for path in sorted(DEMO.glob("*.jsonl")) for row in lines(path) if row.get("near_duplicate_of")
    }
    first = find_duplicates(documents)
    place = {document.id: number for number, document in enumerate(documents)}
    marked = [(row["edit"], place[key], place[row["near_duplicate_of"]]) for key, row in marks.items()]
    total = Counter(edit for edit, _, _ in marked)
    hits = Counter(edit for edit, one, other in marked if first[one] == first[other])
    close: dict[str, list[float]] = {}
    for edit, one, other in marked:
        pair = [grams(letters(documents[row].text)) for row in (one, other)]
        close.setdefault(edit, []).append(resemblance(*pair))
    show("\n| edit | copies | folded | recall | least, mean resemblance |\n|---|---|---|---|---|")
    for edit, count in sorted(total.items()):
        alike = f"{min(close[edit]):.2f}, {np.mean(close[edit]):.2f}"
        show(f"| {edit} | {count} | {hits[edit]} | {hits[edit] / count:.2f} | {alike} |")
    right, folded = sum(hits.values()), len(documents) - len(set(first))
    precision, recall = right / max(1, folded), right / max(1, len(marked))
    show(f"\n{len(documents)} texts, {len(marked)} marked: precision {precision:.3f}, recall {recall:.3f}")


def main(argv: Sequence[str]) -> int:
    """Print the tables; return the exit status."""
    parser = argparse.ArgumentParser(prog="./dev bench duplicates", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, metavar="DIR")
    folder = parser.parse_args(argv).corpora
    path = folder / "q2q-pairs-ar.jsonl"
    if not path.is_file():
        parser.error(f"{path} is not a file")
    judged_pairs(path)
    demonstration()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
