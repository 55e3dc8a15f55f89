"""The hint while writing, through the service of the web process: time, freshness, memory.

Usage: ``./dev bench hint --corpora DIR [--sizes 20000 100000]``. The ideas are made by recombining sentences of the
corpora and stand in an SQLite file of their own; what is written is two more such sentences.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import flask_migrate
from scale import all_texts, recombined
from sqlalchemy import insert

from cocreation import create_app
from cocreation.accounts.models import Contributor
from cocreation.clustering import nearby
from cocreation.clustering.engine import Document
from cocreation.core.access import Visitor
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.cycles import services as cycles
from cocreation.proposals import queries, services
from cocreation.proposals.models import Proposal, ProposalVersion
from cocreation.proposals.similar import similar_ideas

AT = datetime(2020, 10, 15, 12, 0, tzinfo=UTC)
WRITTEN = 400


def fill(cycle_id: int, documents: Sequence[Document]) -> None:
    """Write published ideas, one a document, in large statements."""
    author = Contributor(created_at=AT)
    db.session.add(author)
    db.session.flush()
    common = {"cycle_id": cycle_id, "contributor_id": author.id, "state": "published", "published_at": AT}
    rows = [
        {**common, "id": number, "reference": f"B-{number}", "version_number": 1, "created_at": AT, "revision": 1}
        for number in range(1, len(documents) + 1)
    ]
    db.session.execute(insert(Proposal), rows)
    texts = [
        {"proposal_id": number, "number": 1, "language": document.language or "fr", "title": document.body[:80],
         "body": document.body, "digest": "", "created_at": AT}
        for number, document in enumerate(documents, start=1)
    ]  # fmt: skip
    db.session.execute(insert(ProposalVersion), texts)
    db.session.commit()


def asked(cycle_id: int, document: Document) -> tuple[float, float]:
    """Return the milliseconds one hint takes, and those of them that the processor works."""
    began, worked = time.perf_counter(), time.thread_time()
    similar_ideas(
        cycle_id=cycle_id, title=document.body[:80], text=document.body, language=document.language, actor=Visitor()
    )
    return 1000 * (time.perf_counter() - began), 1000 * (time.thread_time() - worked)


def spread(times: Sequence[float]) -> str:
    """Return the median and the 95th percentile."""
    return f"{statistics.median(times):.1f} ms | {sorted(times)[int(0.95 * len(times))]:.1f} ms"


def measure(size: int, documents: Sequence[Document]) -> str:
    """Return the line of the table for `size` ideas."""
    made = cycles.create_cycle(slug="hint", prefix="HINT", title=OfficialText(en="Hint"), by=None, at=AT, state="open")
    db.session.commit()
    fill(made.id, documents[:size])
    began = time.perf_counter()
    first, _ = asked(made.id, documents[size])
    while len(nearby.index_of(db.engine, made.id)) < size:
        time.sleep(0.05)
    whole = time.perf_counter() - began
    times = [asked(made.id, document) for document in documents[size : size + WRITTEN]]
    hidden = queries.by_id(size)
    if hidden is not None:
        services.withdraw(proposal=hidden, by=None, at=AT)
    db.session.commit()
    fresh, _ = asked(made.id, documents[size])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    waited, worked = spread([wall for wall, _ in times]), spread([work for _, work in times])
    return f"| {size:,} | {waited} | {worked} | {first:.0f} ms | {whole:.1f} s | {fresh:.1f} ms | {peak} MB |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000])
    given = parser.parse_args()
    texts = all_texts(given.corpora)
    print("| ideas | median | 95 % | processor | 95 % | first of a process | whole after | after a withdrawal | peak |")
    print("|---|---|---|---|---|---|---|---|---|")
    for size in given.sizes:
        folder = Path(tempfile.mkdtemp())
        app = create_app({"ENVIRONMENT": "test", "SECRET_KEY": "s" * 40, "INSTANCE_PATH": str(folder),
                          "DATABASE_URL": f"sqlite:///{folder / 'hint.db'}"})  # fmt: skip
        with app.app_context():
            flask_migrate.upgrade()
            print(measure(size, recombined(texts, size + WRITTEN)), flush=True)


if __name__ == "__main__":
    main()
