"""How fast 50,000 proposals are searched, listed with their counts, and suggested while typing.

Run ``./dev bench finding [--corpora DIR] [--database URL] [--count N]``: a database of its own is filled with
texts recombined from the corpora (or from a few sentences of ours) and asked each kind of question many times.
The baseline is what a site without an index does: a scan by LIKE. Times are of the whole work of the database
and of the platform for one answer, without the template; the processor's are those of this process, in which
SQLite works too, and say more where the machine does other things at the same time.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import flask_migrate
from _corpora import lines
from sqlalchemy import func, insert, or_, select

from cocreation import create_app
from cocreation.accounts.lists import REGIONS, VOICES
from cocreation.accounts.models import Contributor
from cocreation.comments.models import Thread
from cocreation.core import search
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.cycles import services as cycles
from cocreation.cycles.models import Cycle
from cocreation.proposals import queries
from cocreation.proposals.models import Proposal, ProposalVersion
from cocreation.text.finding import read_question, typed_words
from cocreation.text.sentences import sentences
from cocreation.themes import services as themes

COUNT, BATCH, ROUNDS = 50_000, 2_000, 40
# The themes have threads of their own.
THREADS = 1_000
AT = datetime(2020, 10, 1, tzinfo=UTC)
Times = tuple[float, float]
OWN = {
    "fr": ["Publier le budget de la commune.", "De l’eau potable dans chaque école.", "Réparer la route du village."],
    "ar": ["نشر ميزانية الجماعة.", "الماء الصالح للشرب في كل مدرسة.", "إصلاح طريق القرية."],
    "en": ["Publish the budget of the city.", "Clean water in every school.", "Repair the road."],
}
KINDS = {
    "a rare word": ["chellah", "tifinagh", "récépissé", "مقالع", "guelmim"],
    "a common word": ["public", "pays", "الحكومة", "information", "école"],
    "three words": ["eau école village", "accès information loi", "الحق في المعلومات العمومية"],
    "a phrase": ['"droit d’accès"', '"de la commune"', "«المجتمع المدني»", '"open data"'],
    "words to leave out": ["eau -potable", "école -privée", "المغرب -التعليم"],
    "nobody says it": ["xyzzy", '"jamais dit ainsi"'],
}


def pools(folder: Path | None) -> dict[str, list[str]]:
    """Give sentences to recombine, by language."""
    if folder is None:
        return OWN
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for row in lines(path):
            language = row.get("lang") or "und"
            if language in queries_languages():
                found.setdefault(language, []).extend(sentences(row.get("body") or "")[:4])
    return {language: pool for language, pool in found.items() if len(pool) > 200}


def queries_languages() -> tuple[str, ...]:
    """The languages a proposal may be written in."""
    return ("fr", "ar", "en", "zgh", "es")


def fill(texts: dict[str, list[str]], count: int) -> int:
    """Write `count` published proposals of one cycle and index them; gives the cycle's number."""
    title = OfficialText(fr="Plan d’essai", ar="مخطط تجريبي", en="Trial plan")
    cycle = cycles.create_cycle(slug="essai", prefix="ESSAI", title=title, by=None, at=AT, state="open")
    made = [
        themes.create_theme(
            cycle=cycle, slug=f"theme-{number}", title=OfficialText(fr=f"Thème {number}"), text=None, by=None, at=AT,
            state="adopted",
        ).id
        for number in range(8)
    ]  # fmt: skip
    people = [{"name": f"Personne {number}", "voice": list(VOICES)[number % 5]} for number in range(500)]
    contributors = [make_contributor(**person) for person in people]
    draw = random.Random(0)
    for first in range(1, count + 1, BATCH):
        numbers = range(first, min(first + BATCH, count + 1))
        _batch(numbers, cycle.id, made, contributors, texts, draw)
    db.session.commit()
    return cycle.id


def make_contributor(name: str, voice: str) -> int:
    """Make somebody who signs proposals."""
    contributor = Contributor(name=name, voice=voice, created_at=AT)
    db.session.add(contributor)
    db.session.flush()
    return contributor.id


def _batch(
    numbers: range, cycle: int, made: list[int], people: list[int], texts: dict[str, list[str]], draw: random.Random
) -> None:
    weights = [len(pool) for pool in texts.values()]
    threads, rows, versions, things = [], [], [], []
    for number in numbers:
        language = draw.choices(list(texts), weights=weights)[0]
        heading, problem, *rest = (draw.choice(texts[language]) for _ in range(5))
        text = {"title": heading[:120], "problem": problem, "body": " ".join(rest)}
        at = AT + timedelta(minutes=number)
        threads.append(_thread(number, cycle))
        rows.append(_proposal(number, cycle, draw.choice(people), draw.choice(made), language, at, draw))
        versions.append(_version(number, language, text, at))
        things.append(search.Thing(number, "\n".join(text.values()), language, text["title"], at))
    for table, values in ((Thread, threads), (Proposal, rows), (ProposalVersion, versions)):
        db.session.execute(insert(table), values)
    search.put_many(kind="proposal", things=things)


def _thread(number: int, cycle: int) -> dict[str, Any]:
    reference = f"ESSAI-{number:05d}"
    return {
        "id": number + THREADS, "cycle_id": cycle, "about_kind": "proposal", "about_reference": reference,
        "about_path": f"/proposals/{reference}", "is_open": True, "visible_count": number % 40,
    }  # fmt: skip


def _proposal(
    number: int, cycle: int, person: int, theme: int, language: str, at: datetime, draw: random.Random
) -> dict[str, Any]:
    return {
        "id": number, "cycle_id": cycle, "reference": f"ESSAI-{number:05d}", "contributor_id": person,
        "theme_id": theme, "original_theme_id": theme, "region": draw.choice([*REGIONS, None]), "language": language,
        "voice": "citizen" if number % 3 else "association", "channel": "online", "state": "published",
        "version_number": 1, "thread_id": number + THREADS, "created_at": at, "received_at": at, "published_at": at,
        "revision": 1,
    }  # fmt: skip


def _version(number: int, language: str, text: dict[str, str], at: datetime) -> dict[str, Any]:
    return {
        "proposal_id": number, "number": 1, "language": language, **text, "problem_html": "", "body_html": "",
        "why": "", "digest": "0", "created_at": at,
    }  # fmt: skip


def scan(query: str) -> None:
    """What a site without an index does."""
    like = f"%{query}%"
    text = or_(ProposalVersion.title.ilike(like), ProposalVersion.problem.ilike(like), ProposalVersion.body.ilike(like))
    found = select(ProposalVersion.proposal_id).where(text)
    db.session.scalars(found.order_by(ProposalVersion.proposal_id.desc()).limit(20)).all()
    db.session.scalar(select(func.count()).select_from(found.subquery()))


def asked(query: str) -> None:
    """The page of the search: how many of each kind, and the first page of the proposals."""
    question = read_question(query)
    search.counts(question)
    search.found("proposal", question)
    db.session.expunge_all()


def listed(filtered: queries.Filter, order: str = "newest") -> None:
    """The list of proposals: one page, and the count beside every filter."""
    queries.listing(asked=filtered, order=order, seed="2020-10-15")
    queries.counts(filtered)
    db.session.expunge_all()


def suggested(typed: str) -> None:
    """Titles suggested while somebody types."""
    search.titles_beginning("proposal", typed_words(typed), limit=6)


def measure(name: str, calls: Sequence[Callable[[], None]], rounds: int = ROUNDS) -> list[Times]:
    """Time the calls one after the other, again and again, and print a line of the table."""
    took = []
    for turn in range(rounds + 2):
        for call in calls:
            began, worked = time.perf_counter(), time.process_time()
            call()
            if turn >= 2:
                took.append(((time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000))
    line(name, took)
    return took


def line(name: str, took: list[Times]) -> None:
    """Print the half and the 95th percentile of some times, by the clock and by the processor, in milliseconds."""
    columns = [statistics.quantiles(column, n=20) for column in zip(*took, strict=True)]
    print(f"{name:<42}" + "".join(f"{cut[9]:>9.1f}{cut[18]:>9.1f}" for cut in columns))


def run(cycle: int) -> None:
    """Ask everything and print the table."""
    print(f"{'milliseconds':<42}{'clock':>18}{'processor':>18}")
    print(f"{'':<42}{'half':>9}{'95 %':>9}{'half':>9}{'95 %':>9}")
    everything: list[Times] = []
    for kind, words in KINDS.items():
        everything += measure(f"search: {kind}", [lambda query=query: asked(query) for query in words])
    for kind, words in KINDS.items():
        filters = [queries.Filter(cycle, query=query, region="oriental") for query in words]
        everything += measure(f"list with a filter: {kind}", [lambda each=each: listed(each) for each in filters])
    for order in queries.ORDERS:
        everything += measure(
            f"list without words: {order}", [lambda order=order: listed(queries.Filter(cycle), order)]
        )
    typing = ["éc", "publ", "eau pot", "الم", "xyz", "acc"]
    everything += measure("suggestions", [lambda typed=typed: suggested(typed) for typed in typing])
    line("all of the above", everything)
    scans = [lambda query=query: scan(query) for query in KINDS["a common word"]]
    measure("baseline: a scan by LIKE", scans, rounds=3)


def main() -> None:
    """Fill a database and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--database", help="a database to fill, or filled before, instead of a temporary SQLite")
    parser.add_argument("--count", type=int, default=COUNT)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{folder}/finding.db"
        app = create_app(
            {
                "ENVIRONMENT": "test",
                "DATABASE_URL": url,
                "INSTANCE_PATH": folder,
                "RATE_LIMITS": False,
                "SECRET_KEY": "a secret key of a benchmark, long enough",
            }
        )
        with app.app_context():
            flask_migrate.upgrade()
            known = db.session.scalar(select(Cycle.id).where(Cycle.slug == "essai"))
            began = time.perf_counter()
            cycle = known or fill(pools(options.corpora), options.count)
            print(f"{options.count} proposals written and indexed in {time.perf_counter() - began:.0f} s")
            run(cycle)


if __name__ == "__main__":
    main()
