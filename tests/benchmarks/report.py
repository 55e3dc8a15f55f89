"""How long a report of 500 and of 5,000 proposals takes, in every format and language, and how much memory.

Run ``./dev bench report [--corpora DIR] [--sizes N …]``: for each size a database of its own is filled with texts
recombined from the corpora (or from a few sentences of ours), with a comment for every second one, and grouped.
Another process then builds the report of each language from the database and draws every format, as the worker
does. The baseline is the annex alone written with python-docx's and openpyxl's own calls, a cell at a time.
Processor time is of all threads; it says more than the clock where the machine does other things too. Memory is what
this process and the one that sets large pages hold at the same time, at its most, looked up in /proc.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import docx
import flask_migrate
import openpyxl
from finding import AT, THREADS, fill, pools
from flask import Flask
from sqlalchemy import insert, select

from cocreation import create_app
from cocreation.clustering import queries as grouping
from cocreation.clustering import services as clustering
from cocreation.comments.models import Comment
from cocreation.core import jobs
from cocreation.core.db import db
from cocreation.core.i18n import LANGUAGES
from cocreation.cycles.models import Cycle
from cocreation.cycles.queries import by_slug
from cocreation.journal import services as journal
from cocreation.proposals.models import Proposal
from cocreation.synthesis import services
from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.rendering import FORMATS, drawn

SIZES = (500, 5_000)
# What one cell at a time takes grows with the square of the rows.
BASELINE_ROWS = 200
SIDES = ("for", "against", "clarify", None)
# A gibibyte and a half, in MB.
MEMORY = 1_610
# How often memory is looked up, in seconds.
OFTEN = 0.05


def application(folder: str) -> Flask:
    """The platform on the database of a folder."""
    settings = {
        "ENVIRONMENT": "test",
        "DATABASE_URL": f"sqlite:///{folder}/report.db",
        "INSTANCE_PATH": folder,
        "RATE_LIMITS": False,
        "SECRET_KEY": "a secret key of a benchmark, long enough",
    }
    return create_app(settings)


def prepare(folder: str, count: int, corpora: Path | None) -> None:
    """Fill the database of a folder: proposals, comments, a published grouping."""
    app = application(folder)
    with app.app_context():
        flask_migrate.upgrade()
        texts = pools(corpora)
        fill(texts, count)
        cycle = cycle_of()
        _receive(cycle)
        _comment(count, texts)
        db.session.commit()
        run = clustering.ask_run(cycle=cycle, theme=None, seed=0, by=None, at=AT)
        db.session.commit()
        number = run.job_id or 0
        db.session.rollback()
    jobs.run(app, number)
    with app.app_context():
        run = grouping.runs(cycle_of().id)[0]
        clustering.publish_run(run=run, by=None, at=AT)
        db.session.commit()


def cycle_of() -> Cycle:
    """The cycle that was filled."""
    cycle = by_slug("essai")
    assert cycle is not None
    return cycle


def _receive(cycle: Cycle) -> None:
    found = db.session.execute(select(Proposal.id, Proposal.reference).where(Proposal.cycle_id == cycle.id))
    entries = [
        journal.Entry("proposal.submitted", "proposal", number, AT, None, "submitted", None, {"reference": reference})
        for number, reference in found
    ]
    journal.record_many(entries, by=None, role="citizen")


def _comment(count: int, texts: dict[str, list[str]]) -> None:
    rows: list[dict[str, Any]] = []
    for number in range(1, count + 1, 2):
        language = list(texts)[number % len(texts)]
        said = texts[language][number % len(texts[language])]
        rows.append(
            {
                "thread_id": number + THREADS, "contributor_id": number % 500 + 1, "language": language,
                "side": SIDES[number % 4], "source": said, "html": said, "created_at": AT, "received_at": AT,
                "checked_at": AT,
            }
        )  # fmt: skip
    db.session.execute(insert(Comment), rows)


def _processor() -> float:
    """The seconds of processor of this process and of those it started and saw end."""
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + started.ru_utime + started.ru_stime


def held() -> int:
    """The memory that this process and those it started hold now, in MB; 0 where there is no /proc."""
    return sum(_resident(place) for place in Path("/proc").glob("[0-9]*")) // 1_000_000


def _resident(process: Path) -> int:
    """The bytes a process holds, where it is this one or started by it."""
    try:
        parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
        if str(os.getpid()) not in (process.name, parent):
            return 0
        return int((process / "statm").read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0  # It has ended in the meantime.


@contextmanager
def watched() -> Iterator[list[int]]:
    """Look up the memory held until it is over; the list has every figure found."""
    found, over = [held()], threading.Event()

    def look() -> None:
        while not over.wait(OFTEN):
            found.append(held())

    watch = threading.Thread(target=look, daemon=True)
    watch.start()
    yield found
    over.set()
    watch.join()
    found.append(held())


@contextmanager
def timed(name: str, what: str = "") -> Iterator[dict[str, float]]:
    """Print how long something takes, by the clock and by the processor, and the most memory held meanwhile."""
    began, worked = time.perf_counter(), _processor()
    told: dict[str, float] = {}
    with watched() as memory:
        yield told
    told["clock"], told["processor"], told["memory"] = time.perf_counter() - began, _processor() - worked, max(memory)
    size = f"{told['bytes'] / 1000:>9.0f} kB" if "bytes" in told else ""
    taken = f"{told['clock']:>8.2f} s{told['processor']:>8.2f} s{told['memory']:>7.0f} MB"
    print(f"{name:<10}{what:<12}{taken}{size}", flush=True)


def draw(folder: str) -> None:
    """Build and draw everything from the database of a folder, as the worker does."""
    with application(folder).app_context():
        with timed("all", "together") as total:
            for language in LANGUAGES:
                document = None  # As in the worker, where a report is gone before the next one is read.
                with timed(language, "read"):
                    document = services.build_document(cycle=cycle_of(), language=language, at=AT)
                db.session.remove()
                _draw(document)
        rows, limit = len(document.annex), 15 if len(document.annex) <= 500 else 120
    # What this process held alone is known without looking.
    alone = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // 1_000_000
    most = max(alone, round(total["memory"]))
    print(f"{rows} proposals: {total['clock']:.1f} s (goal {limit}), {most} MB together (goal {MEMORY})")
    _baseline(document)


def _draw(document: ReportDocument) -> None:
    formats = drawn(document)
    for name in FORMATS:
        with timed(document.language, name) as told:
            told["bytes"] = len(next(formats)[1])


def _baseline(document: ReportDocument) -> None:
    """The annex alone, as the two libraries' first examples write it."""
    rows = [(row.reference, row.title, row.theme, row.state_label) for row in document.annex[:BASELINE_ROWS]]
    with timed("baseline", "docx") as told:
        word = docx.Document()
        table = word.add_table(rows=len(rows), cols=4)
        for place, row in enumerate(rows):
            for column, text in enumerate(row):
                table.cell(place, column).text = text
        word.save(made := BytesIO())
        told["bytes"] = len(made.getvalue())
    with timed("baseline", "xlsx") as told:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(made := BytesIO())
        told["bytes"] = len(made.getvalue())


def main() -> None:
    """Fill and draw each size in processes of their own, so that each has its own peak of memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--prepare", help=argparse.SUPPRESS)
    parser.add_argument("--draw", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.prepare:
        prepare(asked.prepare, asked.sizes[0], asked.corpora)
    elif asked.draw:
        draw(asked.draw)
    else:
        for size in asked.sizes:
            _measure(size, asked.corpora)


def _measure(size: int, corpora: Path | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        given = ["--corpora", str(corpora)] if corpora else []
        command = [sys.executable, __file__]
        subprocess.run([*command, "--prepare", folder, "--sizes", str(size), *given], check=True)
        subprocess.run([*command, "--draw", folder], check=True)


if __name__ == "__main__":
    main()
