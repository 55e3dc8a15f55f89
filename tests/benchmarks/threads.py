"""The page of a proposal with many comments: server time, weight and statements, folded and all at once.

Run ``./dev bench threads``: threads of 500 and 5,000 comments, grown at random on a SQLite of its own, asked for as a
visitor and as a signed-in person would; «all at once» is the same page without folding or paging, the way it was.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import flask_migrate
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select

from cocreation import create_app
from cocreation.accounts.models import Account
from cocreation.accounts.services import contributor_for
from cocreation.comments import branches
from cocreation.comments.importing import CommentToImport, import_many
from cocreation.comments.models import Comment
from cocreation.core import paging
from cocreation.core.clock import now
from cocreation.core.db import begin_write, db
from cocreation.core.i18n import OfficialText
from cocreation.core.sessions import WebSession, digest_of
from cocreation.core.web import Platform
from cocreation.cycles import queries as cycle_queries
from cocreation.cycles import services as cycles
from cocreation.proposals import services as proposals
from cocreation.proposals.models import Proposal

SIZES = (500, 5_000)
AT = datetime(2020, 10, 15, 12, tzinfo=UTC)
WORDS = "Les habitants demandent que chaque commune publie son budget, ses marchés et ses délibérations en ligne. "
ENDLESS = 10**6


def make_thread(number: int) -> Proposal:
    """Make a published proposal with so many comments, two thirds of them replies."""
    title = OfficialText(fr=f"Plan {number}")
    cycle = cycles.create_cycle(slug=f"plan-{number}", prefix=f"P{number}", title=title, by=None, at=AT, state="open")
    cycles.set_phase(
        phase=cycle_queries.phase(cycle, "collection"), period=None, opens_at=AT - timedelta(days=9),
        closes_at=AT + timedelta(days=30), reason=title, by=None, at=AT,
    )  # fmt: skip
    people = [_person(f"reader{number}-{place}@example.org") for place in range(50)]
    signers = [contributor_for(person) for person in people]
    db.session.flush()
    proposal = proposals.submit(
        cycle=cycle, contributor=signers[0], theme=None, title="Publier les budgets", problem=WORDS, body=WORDS,
        language="fr", region=None, by=people[0], at=AT,
    )  # fmt: skip
    proposals.decide(proposal=proposal, to="published", by=None, role="moderator", at=AT)
    draw = random.Random(number)
    rows = [
        CommentToImport(
            thread_id=proposal.thread_id or 0, contributor_id=draw.choice(signers).id, external_id=f"{number}-{place}",
            parent=f"{number}-{draw.randrange(place)}" if place and draw.random() < 0.67 else None,
            source=WORDS * draw.randint(1, 4), language="fr", side=draw.choice(("for", "against", None)),
            about_version=1, channel="online", state="visible", reason_code=None,
            received_at=AT + timedelta(minutes=draw.randrange(10_000)), waits=True,
        )
        for place in range(number)
    ]  # fmt: skip
    import_many(cycle_id=cycle.id, rows=rows)
    db.session.commit()
    return proposal


def _person(email: str) -> Account:
    person = Account(email=email, name=email[:9], state="active", created_at=now(), confirmed_at=now())
    db.session.add(person)
    db.session.flush()
    return person


@contextlib.contextmanager
def all_at_once() -> Iterator[None]:
    """Neither page nor fold, as long as the block lasts."""
    kept, size, most = dict(branches.SHOWN), branches.BRANCHES, paging.MAX_SIZE
    defaults = branches.page_of_thread.__kwdefaults__
    branches.SHOWN.update({1: ENDLESS, 2: ENDLESS})
    defaults["size"], paging.MAX_SIZE = ENDLESS, ENDLESS
    try:
        yield
    finally:
        branches.SHOWN.update(kept)
        defaults["size"], paging.MAX_SIZE = size, most


@dataclass(frozen=True)
class Prepared:
    """A thread to be asked for: its page, one of its deepest comments, the session of a reader, the database."""

    address: str
    deepest: int
    session: str
    engine: Engine


def prepare(app: Platform, number: int) -> Prepared:
    """Make a thread and sign a reader in."""
    # What is asked afterwards stands in contexts of its own, as in life.
    with app.app_context():
        begin_write()
        proposal = make_thread(number)
        third = select(Comment.id).where(Comment.thread_id == proposal.thread_id, Comment.depth == 3)
        deepest = db.session.scalars(third.order_by(Comment.id.desc()).limit(1)).one()
        reader = db.session.get_one(Account, proposal.contributor.account_id)
        data, session = {"subject": reader.reference, "_user_id": reader.reference}, f"session-{number}"
        row = WebSession(
            digest=digest_of(session), subject=reader.reference, data=data, created_at=now(), seen_at=now()
        )
        db.session.add(row)
        db.session.commit()
        return Prepared(f"/fr/proposals/{proposal.reference}", deepest, session, db.engine)


def show(label: str, engine: Engine, client: FlaskClient, address: str, rounds: int) -> None:
    """Print a row: the median and 95th percentile of the time, processor time, the page's bytes, its statements."""
    spent, asked, size = [], [], 0
    listen = ("before_cursor_execute", lambda *_given: asked.append(1))
    client.get(address)
    event.listen(engine, *listen)
    started = time.process_time()
    for _ in range(rounds):
        asked.clear()
        began = time.perf_counter()
        answer = client.get(address)
        size = len(answer.get_data())
        spent.append(1000 * (time.perf_counter() - began))
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
    processor = 1000 * (time.process_time() - started) / rounds
    event.remove(engine, *listen)
    half, most = statistics.median(spent), statistics.quantiles(spent, n=20)[-1]
    figures = f"{half:.0f} ms | {most:.0f} ms | {processor:.0f} ms | {size / 1000:.0f} kB | {len(asked)}"
    print(f"| {label} | {figures} |", flush=True)


def run(app: Platform, number: int, rounds: int) -> None:
    """Print the rows of a thread of one size."""
    made = prepare(app, number)
    visitor, person = app.test_client(), app.test_client()
    person.set_cookie("session", made.session, domain="localhost")
    name, engine, address = f"{number:,} comments", made.engine, made.address
    show(f"{name}: the first page", engine, visitor, address, rounds)
    show(f"{name}: the first page, signed in", engine, person, address, rounds)
    show(f"{name}: the address of one of the third level", engine, visitor, f"{address}?comment={made.deepest}", rounds)
    show(f"{name}: newest first", engine, visitor, f"{address}?order=newest", rounds)
    with all_at_once():
        show(f"{name}: all at once", engine, visitor, address, max(5, rounds // 10))


def main(argv: Sequence[str]) -> int:
    """Print the table; return the exit status."""
    parser = argparse.ArgumentParser(prog="./dev bench threads", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    chosen = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            {
                "ENVIRONMENT": "test",
                "SECRET_KEY": "s" * 40,
                "INSTANCE_PATH": folder,
                "DATABASE_URL": f"sqlite:///{Path(folder) / 'threads.db'}",
                "RATE_LIMITS": False,
                "PROCESS_DATE": "2020-10-20",
            }
        )
        with app.app_context():
            flask_migrate.upgrade()
        print("| page | median | 95 % | processor | weight | statements |\n|---|---|---|---|---|---|", flush=True)
        for number in SIZES:
            run(app, number, chosen.rounds)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
