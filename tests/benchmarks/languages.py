"""One idea said in Arabic and in French: pairs in one group, precision of the joins, groups against language."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score

from cocreation.clustering.engine import Document, Grouper

sys.path.insert(0, str(Path(__file__).resolve().parent))
from _corpora import DEMO, lines

# The first forty pairs were there while the lexicon was written; the other forty were written after it.
HALVES = {"pairs written before the lexicon": range(1, 41), "held-out pairs": range(41, 81)}


def rows() -> list[dict[str, Any]]:
    """Read every proposal of the demonstration."""
    names = ("pairs.jsonl", "pairs_held_out.jsonl", "near_duplicates.jsonl")
    return [
        row
        for path in sorted([*DEMO.glob("proposals_*.jsonl"), *(DEMO / name for name in names)])
        for row in lines(path)
    ]


def document(row: dict[str, Any]) -> Document:
    """Return a proposal as the engine reads it."""
    body = "\n".join(part for part in (row.get("problem"), row.get("proposal")) if part)
    return Document(row["key"], row["title"], body, row["language"], row.get("name"))


def joined(found: list[dict[str, Any]], home: dict[str, str], numbers: range) -> float:
    """Return the share of the pairs of these numbers that stand in one group."""
    pairs = [[row["key"] for row in found if row.get("pair") == f"p{number:02d}"] for number in numbers]
    return float(np.mean([one in home and home[one] == home.get(other) for one, other in pairs]))


def precision(found: list[dict[str, Any]], home: dict[str, str]) -> float:
    """Return the share of Arabic–French pairs in one group that are about one subject."""
    good = []
    for place, one in enumerate(found):
        for other in found[:place]:
            together = one["key"] in home and home[one["key"]] == home.get(other["key"])
            if together and {one["language"], other["language"]} == {"ar", "fr"}:
                good.append(one.get("subject") is not None and one["subject"] == other.get("subject"))
    return float(np.mean(good))


def main() -> None:
    """Print the figures, means over the seeds."""
    parser = argparse.ArgumentParser(prog="./dev bench languages", description=__doc__)
    parser.add_argument("--corpora", type=Path, help="not needed: the demonstration is read")
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    found = rows()
    table: dict[str, list[float]] = {}
    for seed in range(options.seeds):
        groups = Grouper(seed=seed).fit([document(row) for row in found]).grouping_.groups
        home = {member: group.id for group in groups for member in group.members}
        labels = [home.get(row["key"], row["key"]) for row in found]
        for name, numbers in HALVES.items():
            table.setdefault(name, []).append(joined(found, home, numbers))
        table.setdefault("all pairs", []).append(joined(found, home, range(1, 81)))
        table.setdefault("precision of Arabic–French joins", []).append(precision(found, home))
        for name, key in (("AMI of groups and language", "language"), ("AMI of groups and subject", "subject")):
            told = [row.get(key) or row["key"] for row in found]
            table.setdefault(name, []).append(adjusted_mutual_info_score(told, labels))
    print(f"{len(found)} proposals, {options.seeds} seeds\n\n| figure | mean | least |\n|---|---|---|")
    for name, values in table.items():
        print(f"| {name} | {np.mean(values):.2f} | {np.min(values):.2f} |")


if __name__ == "__main__":
    main()
