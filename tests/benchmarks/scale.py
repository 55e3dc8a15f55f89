"""Time and memory of the grouping as the number of texts grows.

Run ``./dev bench scale --corpora DIR``: 1,000, 5,000 and 20,000 of the real texts, all of them, and with
``--million`` a million made by recombining their sentences. Each size runs in a process of its own; the
exponent is the slope of the logarithm of processor time between neighbouring sizes. The load is that of the
machine in the last minute: where it is above the one process that runs here, the elapsed time is others' too.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import os
import random
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from _corpora import lines

from cocreation.clustering.engine import Document, Grouper
from cocreation.text.sentences import sentences

SIZES = (1_000, 5_000, 20_000)
MILLION = 1_000_000
SKIPPED = ("q2q",)


def all_texts(folder: Path) -> list[Document]:
    """Return every text of the corpora, shuffled, with ids of their own."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        if path.stem.startswith(SKIPPED):
            continue
        for row in lines(path):
            found.append((row.get("title") or "", row.get("body") or "", row.get("lang")))
    random.Random(0).shuffle(found)
    return [Document(f"{number:07}", *text) for number, text in enumerate(found)]


def recombined(texts: Sequence[Document], count: int) -> list[Document]:
    """Return ``count`` texts made of two sentences each, drawn among texts of one language."""
    pools: dict[str, list[str]] = {}
    for document in texts:
        pools.setdefault(document.language or "und", []).extend(sentences(document.text)[:5])
    draw = random.Random(0)
    weights = [len(pool) for pool in pools.values()]
    chosen = draw.choices(list(pools), weights=weights, k=count)
    return [
        Document(f"{number:07}", body=" ".join(draw.choices(pools[language], k=2)), language=language)
        for number, language in enumerate(chosen)
    ]


def timed(texts: list[Document]) -> tuple[float, float, float, int, float, dict[str, float]]:
    """Return seconds, processor seconds, megabytes at the peak, groups, ungrouped share, seconds a step."""
    began, started = time.perf_counter(), time.process_time()
    marks: dict[str, float] = {}
    grouper = Grouper().fit(texts, lambda step, share: marks.setdefault(step, time.process_time() - started))
    wall, seconds = time.perf_counter() - began, time.process_time() - started
    ends = [*list(marks.values())[1:], seconds]
    steps = {step: end - start for (step, start), end in zip(marks.items(), ends, strict=True)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    quality = grouper.grouping_.quality
    return wall, seconds, peak, quality["n_groups"], quality["ungrouped_share"], steps


def run(sizes: Sequence[int], texts: list[Document], million: bool) -> None:
    """Print a row a size."""
    print("| texts | time | processor | load | peak | groups | ungrouped | exponent | steps |", flush=True)
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    before: tuple[int, float] | None = None
    for size in sizes:
        part = recombined(texts, size) if million and size > len(texts) else texts[:size]
        with multiprocessing.get_context("fork").Pool(1) as pool:
            wall, seconds, peak, groups, ungrouped, steps = pool.apply(timed, (part,))
        slope = math.log(seconds / before[1]) / math.log(size / before[0]) if before else math.nan
        before = (size, seconds)
        shown = ", ".join(f"{step} {spent:.1f}" for step, spent in steps.items())
        cost = f"{wall:.1f} s | {seconds:.1f} s | {os.getloadavg()[0]:.1f} | {peak:.0f} MB"
        figures = f"{size:,} | {cost} | {groups} | {100 * ungrouped:.1f} %"
        print(f"| {figures} | {slope:.2f} | {shown} |", flush=True)


def main(argv: Sequence[str]) -> int:
    """Print the table for the corpora in a folder; return the exit status."""
    parser = argparse.ArgumentParser(prog="./dev bench scale", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, metavar="DIR")
    parser.add_argument("--million", action="store_true", help="also a million recombined texts")
    parser.add_argument("--largest", type=int, default=MILLION, help="leave out larger sizes")
    options = parser.parse_args(argv)
    if not options.corpora.is_dir():
        parser.error(f"{options.corpora} is not a folder")
    texts = all_texts(options.corpora)
    wanted = [*SIZES, len(texts)] + ([MILLION] if options.million else [])
    run([size for size in wanted if size <= options.largest], texts, options.million)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
