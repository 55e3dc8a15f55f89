"""Writing imported proposals: rows, versions, threads, index and journal in bulk, in the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from cocreation.comments.importing import threads_for
from cocreation.comments.models import ELSEWHERE
from cocreation.core import search
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.cycles.models import Cycle
from cocreation.cycles.services import reserve_references
from cocreation.journal import services as journal
from cocreation.journal.services import Entry
from cocreation.proposals.importing.people import contributors
from cocreation.proposals.importing.proposing import ProposalPlan, ProposalRow
from cocreation.proposals.models import PUBLIC_STATES, Proposal, ProposalVersion
from cocreation.proposals.versions import new_version, words_of
from cocreation.themes.models import Theme
from cocreation.themes.services import create_theme

ROLE = "administrator"
WITH_REASON = ("refused", "other_channel", "out_of_scope")


def write_proposals(cycle: Cycle, plan: ProposalPlan, *, at: datetime) -> int:
    """Write what a plan holds; returns how many proposals.

    Args:
        at: process time, at which the themes are made; the proposals keep their dates of receipt.
    """
    if not plan.rows:
        return 0
    themes = _themes(cycle, plan, at)
    people = contributors(cycle.slug, [row.author for row in plan.rows])
    references = reserve_references(cycle, len(plan.rows))
    threads = _threads(cycle, plan.rows, references)
    rows = [
        _row(cycle, row, themes, person, reference, threads.get(reference))
        for row, person, reference in zip(plan.rows, people, references, strict=True)
    ]
    statement = insert(Proposal).returning(Proposal.id, sort_by_parameter_order=True)
    numbers = list(db.session.scalars(statement, rows))
    digests = _versions(plan.rows, numbers)
    _index(plan.rows, numbers)
    written = zip(plan.rows, numbers, references, digests, strict=True)
    entries = [entry for each in written for entry in _entries(*each)]
    journal.record_many(entries, by=None, role=ROLE)
    return len(rows)


def _themes(cycle: Cycle, plan: ProposalPlan, at: datetime) -> dict[str | None, int | None]:
    for slug, title in plan.new_themes.items():
        create_theme(cycle=cycle, slug=slug, title=title, text=None, by=None, at=at, state="adopted")
    found = db.session.execute(select(Theme.slug, Theme.id).where(Theme.cycle_id == cycle.id))
    return {None: None, **{slug: number for slug, number in found}}  # noqa: C416


def _threads(cycle: Cycle, rows: list[ProposalRow], references: list[str]) -> dict[str, int]:
    published = [reference for row, reference in zip(rows, references, strict=True) if row.state == "published"]
    return threads_for(cycle_id=cycle.id, references=published, is_open=True)


def _row(
    cycle: Cycle,
    row: ProposalRow,
    themes: dict[str | None, int | None],
    person: int,
    reference: str,
    thread: int | None,
) -> dict[str, Any]:
    return {
        "cycle_id": cycle.id,
        "reference": reference,
        "contributor_id": person,
        "original_theme_id": themes[row.theme],
        "theme_id": themes[row.theme],
        "region": row.region,
        "language": row.language,
        "voice": row.author.voice,
        "channel": row.channel,
        "state": row.state,
        "reason_code": ELSEWHERE if row.state in WITH_REASON else None,
        "version_number": 1,
        "thread_id": thread,
        "external_id": row.external_id,
        "created_at": now(),
        "received_at": row.at,
        "published_at": row.at if row.state == "published" else None,
        "revision": 1,
    }


def _versions(rows: list[ProposalRow], numbers: list[int]) -> list[str]:
    """Write the text of each proposal; returns the digests, which the journal keeps."""
    values = []
    for row, number in zip(rows, numbers, strict=True):
        version = new_version(1, row.title, row.problem, row.body, row.language, "", row.at)
        kept = ("number", "language", "title", "problem", "problem_html", "body", "body_html", "why", "digest")
        values.append({"proposal_id": number, "created_at": row.at, **{name: getattr(version, name) for name in kept}})
    db.session.execute(insert(ProposalVersion), values)
    return [value["digest"] for value in values]


def _index(rows: list[ProposalRow], numbers: list[int]) -> None:
    public = [
        search.Thing(number, words_of(row.title, row.problem, row.body), row.language, row.title, row.at)
        for row, number in zip(rows, numbers, strict=True)
        if row.state in PUBLIC_STATES
    ]
    search.put_many(kind="proposal", things=public)


def _entries(row: ProposalRow, number: int, reference: str, digest: str) -> list[Entry]:
    """The journal of an imported proposal: that it came, and what was decided elsewhere."""
    detail = {"reference": reference, "version": 1, "digest": digest, "channel": row.channel}
    came = Entry("proposal.imported", "proposal", number, row.at, None, "submitted", detail=detail)
    if row.state == "submitted":
        return [came]
    reason = ELSEWHERE if row.state in WITH_REASON else None
    decided = Entry(
        f"proposal.{row.state}", "proposal", number, row.at, "submitted", row.state, reason, {"elsewhere": True}
    )
    return [came, decided]
