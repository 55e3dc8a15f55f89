"""How long the page of the sums takes with 50,000 ideas, its lists and files, and the check of every night.

Run ``./dev bench balance [--count N] [--database URL]``: a database of its own is filled with published ideas, each
with its lines in the journal, a published grouping, a first sift and a closed workshop. Times are of whole answers,
templates included; the processor's are those of this process.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

import flask_migrate
from finding import AT, OWN, fill, measure
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from cocreation import create_app
from cocreation.clustering.models import Group, GroupingRun, Membership
from cocreation.core.clock import now
from cocreation.core.db import db, writing
from cocreation.core.i18n import OfficialText
from cocreation.cycles.queries import by_id
from cocreation.evaluation.grids import begin
from cocreation.evaluation.models import OUTCOMES, Item, Workshop
from cocreation.evaluation.sifting import sift
from cocreation.journal import services as journal
from cocreation.proposals.models import Proposal
from cocreation.trace import reckoning

COUNT, ROUNDS, GROUP = 50_000, 5, 60
PAGE = "/fr/ideas-became/essai"
ADDRESSES = {
    "page": PAGE, "page, by region": f"{PAGE}?by=region", "list behind a number": f"{PAGE}/ideas?at=retained",
    "sums.json": f"{PAGE}/sums.json", "ideas.csv": f"{PAGE}/ideas.csv", "page of the plan": "/fr/cycles/essai",
}  # fmt: skip


def prepare(count: int) -> int:
    """Fill the database; gives the number of the cycle."""
    cycle_id = fill(OWN, count)
    numbers = list(db.session.scalars(select(Proposal.id).order_by(Proposal.id)))
    _journal(numbers)
    groups = _group(cycle_id, numbers)
    ideas = list(db.session.scalars(select(Proposal).order_by(Proposal.id)))
    sift(
        cycle=ideas_cycle(cycle_id), ideas=ideas, gate="linked", reason_code="access", note="", link="", by=None, at=AT
    )  # fmt: skip
    db.session.expunge_all()
    _meet(cycle_id, groups)
    db.session.commit()
    return cycle_id


def ideas_cycle(cycle_id: int) -> Any:
    """The cycle that was filled."""
    return by_id(cycle_id)


def _journal(numbers: list[int]) -> None:
    entries = []
    for number in numbers:
        named = {"reference": f"ESSAI-{number:05d}"}
        entries += [
            journal.Entry("proposal.submitted", "proposal", number, AT, "draft", "submitted", None, named),
            journal.Entry("proposal.published", "proposal", number, AT, "submitted", "published"),
        ]
    journal.record_many(entries, by=None, role="citizen")


def _group(cycle_id: int, numbers: list[int]) -> list[int]:
    run = GroupingRun(
        cycle_id=cycle_id, state="published", corpus_sha256="0" * 64, asked_at=now(), process_at=AT, published_at=AT
    )
    db.session.add(run)
    db.session.flush()
    groups = []
    for place, start in enumerate(range(0, len(numbers), GROUP), start=1):
        held = numbers[start : start + GROUP]
        group = Group(run_id=run.id, name=f"g{place}", title=f"Groupe {place}", terms={}, size=len(held))
        db.session.add(group)
        db.session.flush()
        groups.append(group.id)
        rows = [
            {"run_id": run.id, "group_id": group.id, "proposal_id": one, "version_number": 1, "why": []} for one in held
        ]
        db.session.execute(insert(Membership), rows)
    journal.record(
        action="grouping.published", object_kind="grouping", object_id=run.id, by=None, role="moderator", at=AT,
        from_state="ready", to_state="published",
    )  # fmt: skip
    return groups


def _meet(cycle_id: int, groups: list[int]) -> None:
    grid = begin(cycle=ideas_cycle(cycle_id), by=None, at=AT)
    words = OfficialText(fr="Atelier")
    workshop = Workshop(
        cycle_id=cycle_id, number=1, title=words, place=words, starts_at=AT, state="closed", grid_id=grid.id,
        opened_at=AT, round_closed_at=AT, closed_at=AT,
    )  # fmt: skip
    db.session.add(workshop)
    db.session.flush()
    outcomes = [code for code in OUTCOMES if code != "merged"]
    items = [
        Item(
            workshop_id=workshop.id, position=place, kind="group", group_id=group, outcome=outcomes[place % 5],
            reason=words, link="https://example.org", decided_at=AT,
        )
        for place, group in enumerate(groups)
    ]  # fmt: skip
    db.session.add_all(items)
    db.session.flush()
    lines: list[tuple[str, dict[str, Any]]] = [
        ("workshop.items_added", {"items": [one.id for one in items], "things": [one.thing_name for one in items]}),
        *(("item.decided", {"item": one.id, "outcome": one.outcome}) for one in items),
        ("workshop.closed", {}),
    ]
    entries = [
        journal.Entry(action, "workshop", workshop.id, AT, None, "closed", None, detail) for action, detail in lines
    ]
    journal.record_many(entries, by=None, role="chair")


def ask(client: FlaskClient, address: str) -> None:
    """One answer, whole."""
    assert client.get(address).status_code == 200


def main() -> None:
    """Fill, ask, check."""
    parser = argparse.ArgumentParser(prog="./dev bench balance", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, metavar="N")
    parser.add_argument("--database", default="", metavar="URL")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{Path(folder) / 'balance.db'}"
        settings = {"ENVIRONMENT": "test", "DATABASE_URL": url, "INSTANCE_PATH": folder, "RATE_LIMITS": False}
        app = create_app({**settings, "SECRET_KEY": "a secret key of a benchmark, long enough"})
        with app.app_context():
            flask_migrate.upgrade()
            cycle_id = prepare(options.count)
        print(f"{options.count} ideas{'':<30}    clock            processor (ms: half, 95 %)")
        client = app.test_client()
        for name, address in ADDRESSES.items():
            measure(name, [lambda address=address: ask(client, address)], ROUNDS)  # type: ignore[misc]
        with app.app_context(), writing(False):
            cycle = ideas_cycle(cycle_id)
            measure("check of the plan", [lambda: _none(reckoning.check(cycle))], 2)
            measure("check of the journal", [lambda: _none(reckoning.check_chain())], 2)


def _none(found: list[Any]) -> None:
    assert found == [], found[:5]


if __name__ == "__main__":
    main()
