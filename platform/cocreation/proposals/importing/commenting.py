"""Comments of a file: every row read and checked first, parents in any order, then written in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from cocreation.comments import importing as comments
from cocreation.comments.importing import CommentToImport
from cocreation.comments.models import ELSEWHERE, SIDES
from cocreation.core.db import db
from cocreation.core.i18n import N_
from cocreation.cycles.models import Cycle
from cocreation.proposals.importing.cells import EMPTY, NO_LETTERS, Cells, Reading
from cocreation.proposals.importing.mapping import plain
from cocreation.proposals.importing.people import Author, contributors, read_author
from cocreation.proposals.importing.proposing import is_repeated
from cocreation.proposals.importing.tables import Row
from cocreation.proposals.models import Proposal

NO_PROPOSAL = N_("no proposal of this cycle has the id «%(text)s»")
NO_PARENT = N_("no comment has the id «%(text)s» of the parent")
OTHER_THREAD = N_("its parent «%(text)s» is about another proposal")
IN_CIRCLE = N_("its parents lead back to itself")

STATES = {
    "visible": "visible", "published": "visible", "submitted": "waiting", "waiting": "waiting",
    "hidden": "hidden", "refused": "hidden", "withdrawn": "withdrawn",
}  # fmt: skip
_SIDES = {
    **{plain(code): code for code in SIDES},
    **{plain(word): code for code, words in {
        "for": ("pour", "favorable", "pro", "مع", "مؤيد"),
        "against": ("contre", "défavorable", "con", "ضد", "معارض"),
        "clarify": ("à préciser", "question", "توضيح", "للتوضيح"),
    }.items() for word in words},
}  # fmt: skip


@dataclass(frozen=True)
class Target:
    """The proposal a comment is about."""

    id: int
    reference: str
    thread_id: int | None
    version: int
    state: str


@dataclass(frozen=True)
class CommentRow:
    """One comment to be written; `parent` is the external id of the comment it answers."""

    cells: Cells
    external_id: str
    target: Target | None
    parent: str
    body: str
    side: str | None
    language: str
    author: Author
    channel: str
    at: datetime
    state: str


@dataclass(frozen=True)
class CommentPlan:
    """What an import would do: the rows to write, how many were there already, how many wait in the queue."""

    rows: list[CommentRow]
    already: int
    publish: bool

    def waits(self, row: CommentRow) -> bool:
        """Whether a comment enters the moderators' queue."""
        return row.state == "waiting" or (row.state == "visible" and not self.publish)

    def by_state(self) -> Counter[str]:
        """How many rows end in each state; those in the queue are «waiting»."""
        return Counter("waiting" if self.waits(row) else row.state for row in self.rows)


def plan(cycle: Cycle, rows: Sequence[Row], reading: Reading, *, publish: bool) -> CommentPlan:
    """Read every row; what is wrong is left in `reading.faults`."""
    targets, there = _targets(cycle), comments.known(cycle.id)
    found, seen, already = list[CommentRow](), dict[str, int](), 0
    for row in rows:
        cells = Cells(row, reading)
        external_id = cells.identity("id")
        if is_repeated(cells, external_id, seen):
            continue
        if external_id in there:
            already += 1
            continue
        found.append(_read(cells, external_id, targets))
    _check_parents(found, {mark: placed.thread_id for mark, placed in there.items()})
    return CommentPlan(found, already, publish)


def _targets(cycle: Cycle) -> dict[str, Target]:
    """The proposals of a cycle by external id and by reference; an id of the source wins over a reference."""
    columns = (Proposal.external_id, Proposal.id, Proposal.reference, Proposal.thread_id, Proposal.version_number)
    rows = db.session.execute(
        select(*columns, Proposal.state).where(Proposal.cycle_id == cycle.id, Proposal.reference.is_not(None))
    )
    found: dict[str, Target] = {}
    by_mark: dict[str, Target] = {}
    for mark, number, reference, thread, version, state in rows:
        target = Target(number, reference or "", thread, version, state)
        found[target.reference] = target
        if mark:
            by_mark[mark] = target
    return found | by_mark


def _read(cells: Cells, external_id: str, targets: dict[str, Target]) -> CommentRow:
    state = cells.code("state", "states", STATES, "visible") or "visible"
    body = _body(cells, state)
    return CommentRow(
        cells=cells,
        external_id=external_id,
        target=_target(cells, targets),
        parent=cells.line("parent", limit=200),
        body=body,
        side=cells.code("side", "sides", _SIDES),
        language=cells.language(body),
        author=read_author(cells),
        channel=cells.channel(),
        at=cells.moment(),
        state=state,
    )


def _body(cells: Cells, state: str) -> str:
    before = len(cells.reading.faults)
    body = cells.text("body")
    if not body and state != "withdrawn" and len(cells.reading.faults) == before:
        cells.fault("body", NO_LETTERS if cells.raw("body").strip() else EMPTY)
    return "" if state == "withdrawn" else body


def _target(cells: Cells, targets: dict[str, Target]) -> Target | None:
    mark = cells.identity("proposal")
    if mark and mark not in targets:
        cells.fault("proposal", NO_PROPOSAL, text=mark[:60])
    return targets.get(mark)


def _check_parents(rows: list[CommentRow], there: dict[str, int]) -> None:
    """Note every parent that is missing, of another proposal, or led back to."""
    by_mark = {row.external_id: row for row in rows}
    for row in rows:
        if not row.parent or row.target is None:
            continue
        above = by_mark.get(row.parent)
        if above is None and row.parent not in there:
            row.cells.fault("parent", NO_PARENT, text=row.parent[:60])
        elif (above.target != row.target) if above else (there[row.parent] != row.target.thread_id):
            row.cells.fault("parent", OTHER_THREAD, text=row.parent[:60])
    for row in _in_circles(rows, by_mark):
        row.cells.fault("parent", IN_CIRCLE)


def _in_circles(rows: list[CommentRow], by_mark: dict[str, CommentRow]) -> list[CommentRow]:
    """The rows that stand on a circle of parents; each row is walked over once."""
    done: set[str] = set()
    found: list[CommentRow] = []
    for row in rows:
        path: dict[str, int] = {}
        at: CommentRow | None = row
        while at is not None and at.external_id not in done and at.external_id not in path:
            path[at.external_id] = len(path)
            at = by_mark.get(at.parent)
        if at is not None and at.external_id in path:
            found += [by_mark[mark] for mark in list(path)[path[at.external_id] :]]
        done |= path.keys()
    return found


def write_comments(cycle: Cycle, plan: CommentPlan) -> int:
    """Write what a plan holds; returns how many comments."""
    if not plan.rows:
        return 0
    threads = _threads(cycle, plan.rows)
    people = contributors(cycle.slug, [row.author for row in plan.rows])
    made = [
        _made(plan, row, threads[row.target.id], person)
        for row, person in zip(plan.rows, people, strict=True)
        if row.target is not None
    ]
    return comments.import_many(cycle_id=cycle.id, rows=made)


def _made(plan: CommentPlan, row: CommentRow, thread: int, person: int) -> CommentToImport:
    return CommentToImport(
        thread_id=thread,
        contributor_id=person,
        external_id=row.external_id,
        parent=row.parent or None,
        source=row.body,
        language=row.language,
        side=row.side,
        about_version=row.target.version if row.target else 1,
        channel=row.channel,
        state="visible" if row.state == "waiting" else row.state,
        reason_code=ELSEWHERE if row.state == "hidden" else None,
        received_at=row.at,
        waits=plan.waits(row),
    )


def _threads(cycle: Cycle, rows: list[CommentRow]) -> dict[int, int]:
    """The thread of each proposal; one that is not published yet gets a closed one, opened when it is published."""
    targets = {row.target.id: row.target for row in rows if row.target is not None}
    without = [target for target in targets.values() if target.thread_id is None]
    references = [target.reference for target in without]
    made = comments.threads_for(cycle_id=cycle.id, references=references, is_open=False)
    new: list[dict[str, Any]] = [{"number": target.id, "thread": made[target.reference]} for target in without]
    if new:
        table = Proposal.__table__
        statement = update(table).where(table.c.id == bindparam("number")).values(thread_id=bindparam("thread"))  # type: ignore[arg-type]
        db.session.execute(statement, new)
    return {number: target.thread_id or made[target.reference] for number, target in targets.items()}
