"""Near-copies: the engine's two measures on pairs judged by people, and on the marked copies of the demonstration.

Run ``./dev bench duplicates --corpora DIR``. The pairs (q2q-pairs-ar) are questions of the same meaning or
not; the weights of ``engine/alike.py`` are those learnt here on the even lines, figures are on the odd ones.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from _corpora import DEMO, demo, lines
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from cocreation.clustering.engine import NearestIndex
from cocreation.clustering.engine.alike import ALIKE, Rarity, alikeness, compared
from cocreation.clustering.engine.duplicates import find_duplicates, grams, letters, resemblance
from cocreation.text.analyser import keys


def show(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


def rarity_in(texts: Iterable[str]) -> Rarity:
    """Return the rarity of keys among these texts, as the index of the hint knows it."""
    index = NearestIndex()
    for number, text in enumerate(texts):
        index.add(str(number), text, "ar")
    return index.rarity


def judged_pairs(path: Path) -> None:
    """Print the area under the curve of each measure on the odd lines, and the weights learnt on the even ones."""
    rows = list(lines(path))
    same = np.array([row["duplicate"] for row in rows]) == 1
    texts = [(row["text"], row["text2"]) for row in rows]
    learnt = np.arange(len(rows)) % 2 == 0
    rarity = rarity_in(text for pair in texts for text in pair)
    words = [(keys(one, "ar"), keys(other, "ar")) for one, other in texts]
    matrix = np.array([compared(*pair, rarity) for pair in words])
    model = LogisticRegression(C=1e3, max_iter=5000).fit(matrix[learnt], same[learnt])
    show(f"weights learnt: {np.round(model.coef_[0], 2).tolist()}, intercept {model.intercept_[0]:.2f}\n")
    alike = np.array([alikeness(*pair, rarity) for pair in words])
    grammed = np.array([resemblance(grams(letters(one)), grams(letters(other))) for one, other in texts])
    show("| measure | AUC on the odd lines |\n|---|---|")
    for name, values in {"Jaccard of 5-grams (folds)": grammed, "alikeness (told to moderators)": alike}.items():
        show(f"| {name} | {roc_auc_score(same[~learnt], values[~learnt]):.3f} |")
    show("\n| alikeness from | precision, recall where learnt | precision, recall on the odd lines |\n|---|---|---|")
    for threshold in (0.5, 0.6, 0.7, 0.8, 0.9):
        cells = [figures(same[part], alike[part] >= threshold) for part in (learnt, ~learnt)]
        show(f"| {threshold} | {cells[0]} | {cells[1]} |")


def figures(true: NDArray[np.bool_], found: NDArray[np.bool_]) -> str:
    """Return precision and recall as text."""
    both = int((true & found).sum())
    return f"{both / max(1, found.sum()):.3f}, {both / max(1, true.sum()):.3f}"


def told() -> None:
    """Print of how many ideas of the demonstration the nearest are told as alike, and how many of those are copies."""
    documents, _ = demo()
    index, first = NearestIndex(), find_duplicates(documents)
    for row, document in enumerate(documents):
        index.add(str(row), document.text, document.language)
    words = [keys(document.text, document.language) for document in documents]
    pairs = [
        (row, int(found.id))
        for row, document in enumerate(documents)
        for found in index.nearest(document.text, document.language, 3, [str(row)])
    ]
    copies = np.array([first[one] == first[other] for one, other in pairs])
    alike = np.array([alikeness(words[one], words[other], index.rarity) for one, other in pairs]) >= ALIKE
    show(f"\nthe three nearest of each idea: {len(pairs)} pairs, {copies.sum()} of a text and its copy;")
    show(f"alike from {ALIKE}: {alike.sum()}; precision, recall {figures(copies, alike)}")


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
    told()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
