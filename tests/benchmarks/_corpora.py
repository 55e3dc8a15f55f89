"""Labelled corpora for the benchmarks, read from a folder outside the project, and the demonstration set."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cocreation.clustering.engine import Document

DEMO = Path(__file__).parents[2] / "platform/cocreation/demo/data"
Labelled = tuple[list[Document], list[str]]
SIB_LANGUAGES = ("fr", "ar", "en", "es", "ary")


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def document(row: dict[str, Any]) -> Document:
    """Return a row of a corpus as a document."""
    return Document(row["id"], row.get("title") or "", row.get("body") or "", row.get("lang"), row.get("author"))


def labelled(rows: Iterator[dict[str, Any]], label: str = "label") -> Labelled:
    """Return the documents that have a label, and their labels."""
    kept = [row for row in rows if row.get(label)]
    return [document(row) for row in kept], [str(row[label]) for row in kept]


def _sib(folder: Path, languages: tuple[str, ...]) -> Labelled:
    return labelled(row for row in lines(folder / "sib200.jsonl") if row["lang"] in languages)


def demo() -> Labelled:
    """Return the demonstration set with its subjects; a lone idea is a subject of its own."""
    documents, labels = [], []
    others = ("pairs.jsonl", "pairs_held_out.jsonl", "near_duplicates.jsonl")
    for path in sorted([*DEMO.glob("proposals_*.jsonl"), *(DEMO / name for name in others)]):
        for row in lines(path):
            body = "\n".join(part for part in (row.get("problem"), row.get("proposal")) if part)
            documents.append(Document(row["key"], row["title"], body, row["language"], row.get("name")))
            labels.append(row.get("subject") or row["key"])
    return documents, labels


def corpora(folder: Path) -> dict[str, Callable[[], Labelled]]:
    """Return the labelled corpora by name, each loaded when called."""
    opengov = folder / "opengov-dialogue-2009.proposals.jsonl"
    named: dict[str, Callable[[], Labelled]] = {
        "republique-numerique": lambda: labelled(lines(folder / "republique-numerique-2015.proposals.jsonl")),
        "opengov-category": lambda: labelled(lines(opengov)),
        "opengov-pillar": lambda: labelled(lines(opengov), "pillar"),
        "ant-news-ar": lambda: labelled(lines(folder / "ant-news-ar.jsonl")),
        "maroc-bills-ar": lambda: labelled(lines(folder / "maroc-bills-ar.jsonl")),
    }
    for language in SIB_LANGUAGES:
        named[f"sib200-{language}"] = lambda language=language: _sib(folder, (language,))  # type: ignore[misc]
    return {**named, "sib200-fr+ar+en": lambda: _sib(folder, ("fr", "ar", "en")), "demonstration": demo}
