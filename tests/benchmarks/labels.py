"""Do readers see what the groups see? Fifty draws of an idea that does not belong, fifty of a label's group.

``./dev bench labels --corpora DIR --out FOLDER`` groups the demonstration set and a real corpus and writes
two sheets for readers, without answers, and the key: CSV of draws, ids shown and answer, no text of the real
corpus. ``./dev bench labels --score ANSWERS [--key KEY]`` compares a reader's CSV («draw,answer») with the
key. The draws of the project, with what readers answered, are in ``tests/benchmarks/draws/``.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from _corpora import corpora

from cocreation.clustering.engine import Document, Group, Grouper

KEY = Path(__file__).parent / "draws" / "key.csv"
CORPORA = ("demonstration", "republique-numerique")
DRAWS = 25
LETTERS = "ABCDEF"
TITLES = {"odd": "Which idea does not belong with the five others?", "label": "Whose label is it?"}
SHOWN = {"odd": 250, "label": 120}


@dataclass(frozen=True)
class Draw:
    """One question: its number, the corpus, the ids shown in order (or the groups of ids) and the right letter."""

    name: str
    corpus: str
    items: list[list[str]]
    answer: str
    label: str = ""

    @property
    def kind(self) -> str:
        """Return ``odd`` or ``label``."""
        return self.name.split("-")[0]


class Maker:
    """Makes draws from one corpus: no idea and its copy in one draw, no group of fewer than five."""

    def __init__(self, name: str, documents: Sequence[Document], rng: random.Random, seed: int) -> None:
        self.name, self.rng = name, rng
        grouping = Grouper(seed=seed).fit(documents).grouping_
        copies = {key for found in grouping.duplicates for key in found[1:]}
        self.groups = [group for group in grouping.groups if len(set(group.members) - copies) >= 5]
        self.members = {group.id: [key for key in group.members if key not in copies] for group in self.groups}
        self.waiting: list[Group] = []

    def others(self, count: int) -> tuple[Group, list[Group]]:
        """Return the group whose turn it is (each once before any comes again) and ``count`` others."""
        if not self.waiting:
            self.waiting = self.rng.sample(self.groups, len(self.groups))
        group = self.waiting.pop()
        return group, self.rng.sample([other for other in self.groups if other is not group], count)

    def odd(self, name: str) -> Draw:
        """Return five ideas of a group and one from elsewhere, in any order."""
        group, (other,) = self.others(1)
        shown = self.rng.sample(self.members[group.id], 5)
        stranger = self.rng.choice(self.members[other.id])
        shown.append(stranger)
        self.rng.shuffle(shown)
        return Draw(name, self.name, [[key] for key in shown], LETTERS[shown.index(stranger)])

    def label(self, name: str) -> Draw:
        """Return a label and three ideas of each of four groups, one of them the label's."""
        group, three = self.others(3)
        four = self.rng.sample([group, *three], 4)
        items = [self.rng.sample(self.members[one.id], 3) for one in four]
        return Draw(name, self.name, items, LETTERS[four.index(group)], words(group))


def words(group: Group) -> str:
    """Return the label as the page shows it: in French and in Arabic where it has both, else as it is."""
    shown = [group.terms[code] for code in ("fr", "ar") if code in group.terms] or list(group.terms.values())
    return " / ".join(" · ".join(part) for part in shown)


def opening(document: Document, most: int) -> str:
    """Return the title and the first characters of a text, on one line."""
    body = " ".join(document.body.split())
    return f"{' '.join(document.title.split())} | {body[:most]}{'…' if len(body) > most else ''}"


def sheet(draws: Iterable[Draw], documents: dict[str, dict[str, Document]], kind: str) -> str:
    """Return the sheet of one kind of draws, without the answers."""
    parts = [f"# {TITLES[kind]}\n\nWrite «draw,letter» a line, the first line «draw,answer».\n"]
    for draw in draws:
        known = documents[draw.corpus]
        parts.append(f"\n## {draw.name}" + (f": {draw.label}" if draw.label else "") + "\n")
        for letter, ids in zip(LETTERS, draw.items, strict=False):
            parts += [
                f"{letter if not place else ' '}. {opening(known[key], SHOWN[kind])}" for place, key in enumerate(ids)
            ]
    return "\n".join(parts) + "\n"


def make(folder: Path, seed: int) -> tuple[list[Draw], dict[str, dict[str, Document]]]:
    """Return the draws and the documents by corpus and id."""
    rng, draws, known = random.Random(seed), list[Draw](), {}
    makers = []
    for name in CORPORA:
        documents, _ = corpora(folder)[name]()
        known[name] = {document.id: document for document in documents}
        makers.append(Maker(name, documents, rng, 0))
    for kind in TITLES:
        for place in range(2 * DRAWS):
            maker = makers[place // DRAWS]
            draws.append(getattr(maker, kind)(f"{kind}-{place + 1:02d}"))
    return draws, known


def write_key(draws: Iterable[Draw], place: Path) -> None:
    """Write the draws as CSV: ids of one item are joined by a space, items by a bar."""
    with place.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("draw", "corpus", "shown", "answer"))
        for draw in draws:
            writer.writerow((draw.name, draw.corpus, "|".join(" ".join(ids) for ids in draw.items), draw.answer))


def read(place: Path) -> dict[str, dict[str, str]]:
    """Return the rows of a CSV file by draw."""
    with place.open(encoding="utf-8-sig", newline="") as file:
        return {row["draw"].strip(): row for row in csv.DictReader(file)}


def score(key: dict[str, dict[str, str]], answers: dict[str, dict[str, str]]) -> dict[str, tuple[int, int]]:
    """Return (right, answered) by kind and corpus, and by kind alone."""
    found: dict[str, tuple[int, int]] = {}
    for name, row in sorted(answers.items()):
        right = row["answer"].strip().upper() == key[name]["answer"]
        for group in (name.split("-")[0], f"{name.split('-')[0]} {key[name]['corpus']}"):
            before = found.get(group, (0, 0))
            found[group] = (before[0] + right, before[1] + 1)
    return found


def main(argv: Sequence[str]) -> int:
    """Write the sheets and the key, or score answers; return the exit status."""
    parser = argparse.ArgumentParser(prog="./dev bench labels", description=__doc__)
    parser.add_argument("--corpora", type=Path, metavar="DIR")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="where the sheets and the key go")
    parser.add_argument("--seed", type=int, default=2020)
    parser.add_argument("--score", type=Path, metavar="ANSWERS")
    parser.add_argument("--key", type=Path, default=KEY)
    options = parser.parse_args(argv)
    if options.score:
        for name, (right, count) in score(read(options.key), read(options.score)).items():
            print(f"{name}: {right} of {count}")
        return 0
    if not (options.corpora and options.corpora.is_dir() and options.out):
        parser.error("a folder of corpora and --out are needed, or --score")
    options.out.mkdir(parents=True, exist_ok=True)
    draws, known = make(options.corpora, options.seed)
    for kind in TITLES:
        part = [draw for draw in draws if draw.kind == kind]
        (options.out / f"{kind}.md").write_text(sheet(part, known, kind), encoding="utf-8")
    write_key(draws, options.out / "key.csv")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
