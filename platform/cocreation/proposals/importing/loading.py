"""The whole way of a file: read, checked, planned, written; the caller holds the transaction."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.i18n import N_, OfficialText
from cocreation.cycles.models import Cycle
from cocreation.journal import services as journal
from cocreation.journal.services import Entry
from cocreation.proposals.importing import commenting, proposing, writing
from cocreation.proposals.importing.cells import Reading, tolerance
from cocreation.proposals.importing.csvfile import read_csv
from cocreation.proposals.importing.faults import Fault, Faulty, refuse
from cocreation.proposals.importing.lines import read_jsonl
from cocreation.proposals.importing.mapping import Columns, Mapped, load, resolve
from cocreation.proposals.importing.tables import UNKNOWN_KIND, Table
from cocreation.proposals.models import CHANNELS
from cocreation.themes.queries import of_cycle

BAD_CHANNEL = N_("the mapping names a channel «%(name)s» that is not one of %(known)s")
DEFAULT_CHANNEL = "other_platform"
TEXT_FILES = {".csv", ".tsv", ".txt"}
LINE_FILES = {".jsonl", ".ndjson"}


@dataclass(frozen=True)
class Order:
    """What a person asks of an import; `at` is the process time."""

    file: Path
    at: datetime
    mapping: Path | None = None
    dry_run: bool = False
    published: bool = False
    create_themes: bool = False
    encoding: str | None = None
    channel: str | None = None
    sheet: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What an import did, or would do: how many were written, in which states, how many were there already."""

    written: int
    already: int
    states: dict[str, int]
    unread: list[str]
    new_themes: dict[str, OfficialText] = field(default_factory=dict)
    remarks: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


def import_proposals(cycle: Cycle, order: Order) -> Outcome:
    """Import the proposals of a file, whatever the phase of the cycle.

    Raises:
        Faulty: every fault of the file; nothing was written.
    """
    table, reading = _read("proposals", cycle, order)
    plan = proposing.plan(
        cycle,
        table.rows,
        reading,
        of_cycle(cycle.id),
        publish=order.published,
        create_themes=order.create_themes,
    )
    _refuse_faults(table, reading)
    if not order.dry_run and plan.rows:
        writing.write_proposals(cycle, plan, at=order.at)
        _journal("proposals", cycle, order, len(plan.rows))
    states = dict(plan.by_state())
    return Outcome(len(plan.rows), plan.already, states, reading.columns.unread, plan.new_themes, table.remarks)


def import_comments(cycle: Cycle, order: Order) -> Outcome:
    """Import the comments of a file on proposals of the cycle.

    Raises:
        Faulty: every fault of the file; nothing was written.
    """
    table, reading = _read("comments", cycle, order)
    plan = commenting.plan(cycle, table.rows, reading, publish=order.published)
    _refuse_faults(table, reading)
    if not order.dry_run and plan.rows:
        commenting.write_comments(cycle, plan)
        _journal("comments", cycle, order, len(plan.rows))
    return Outcome(len(plan.rows), plan.already, dict(plan.by_state()), reading.columns.unread, {}, table.remarks)


def _read(kind: str, cycle: Cycle, order: Order) -> tuple[Table, Reading]:
    mapped = load(order.mapping) if order.mapping else Mapped()
    channel = order.channel or mapped.channel or DEFAULT_CHANNEL
    if channel not in CHANNELS:
        raise refuse(BAD_CHANNEL, name=channel, known=", ".join(CHANNELS))
    table = read_table(order)
    columns = _columns(kind, table, mapped)
    latest = max(order.at, now()) + tolerance()
    # Two imports into one cycle wait for each other, so that neither writes what the other has just written.
    db.session.execute(select(Cycle.id).where(Cycle.id == cycle.id).with_for_update(read=order.dry_run))
    return table, Reading(columns, mapped, order.at, latest, channel)


def _columns(kind: str, table: Table, mapped: Mapped) -> Columns:
    first_rows = [(row.line, row.cells.values()) for row in table.rows[:10]]
    try:
        return resolve(kind, table.headers, mapped, first_rows)
    except Faulty as error:
        # Rows that do not fit a header that is no header say nothing more.
        raise Faulty(error.faults) from error


def read_table(order: Order) -> Table:
    """The rows of a file, read as its name says; raises Faulty."""
    suffix = order.file.suffix.lower()
    if suffix in TEXT_FILES:
        return read_csv(order.file, order.encoding)
    if suffix in LINE_FILES:
        return read_jsonl(order.file, order.encoding)
    if suffix == ".xlsx":
        # openpyxl is loaded where a workbook is read and nowhere else.
        from cocreation.proposals.importing.workbook import read_xlsx

        return read_xlsx(order.file, order.sheet)
    raise refuse(UNKNOWN_KIND, suffix=suffix or order.file.name)


def _refuse_faults(table: Table, reading: Reading) -> None:
    faults: list[Fault] = [*table.faults, *reading.faults]
    if faults:
        raise Faulty(faults)


def _journal(kind: str, cycle: Cycle, order: Order, count: int) -> None:
    """Keep which file was brought in: its digest and how many rows it gave."""
    digest = hashlib.sha256(order.file.read_bytes()).hexdigest()
    detail = {"kind": kind, "rows": count, "sha256": digest, "published": order.published}
    entry = Entry("cycle.imported", "cycle", cycle.id, order.at, detail=detail)
    journal.record_many([entry], by=None, role=writing.ROLE)
