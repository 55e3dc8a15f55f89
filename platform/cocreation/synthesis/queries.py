"""Reads of reports and their versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from cocreation.core.db import db
from cocreation.cycles.models import Cycle
from cocreation.journal.models import JournalLine
from cocreation.proposals.models import Proposal
from cocreation.synthesis.models import Report, ReportCitation, ReportFile, ReportVersion


def report(cycle_id: int, language: str) -> Report | None:
    """The report of a cycle in a language, where somebody has begun it."""
    return db.session.scalar(select(Report).where(Report.cycle_id == cycle_id, Report.language == language))


def versions(cycle_id: int, *, language: str | None = None) -> Sequence[ReportVersion]:
    """Every version of a cycle's reports, newest first, withdrawn ones included."""
    statement = (
        select(ReportVersion)
        .join(Report, Report.id == ReportVersion.report_id)
        .options(joinedload(ReportVersion.report))
        .where(Report.cycle_id == cycle_id)
        .order_by(ReportVersion.published_at.desc(), ReportVersion.id.desc())
    )
    return db.session.scalars(statement.where(Report.language == language) if language else statement).all()


def version(cycle_id: int, language: str, number: int) -> ReportVersion | None:
    """One version of a report."""
    return db.session.scalar(
        select(ReportVersion)
        .join(Report, Report.id == ReportVersion.report_id)
        .options(joinedload(ReportVersion.report))
        .where(Report.cycle_id == cycle_id, Report.language == language, ReportVersion.number == number)
    )


def last_published(cycle_id: int, language: str) -> ReportVersion | None:
    """The newest version that is not withdrawn."""
    return next((found for found in versions(cycle_id, language=language) if found.state == "published"), None)


def citing(proposal_id: int) -> Sequence[ReportVersion]:
    """Every published version that names a proposal, newest first."""
    return db.session.scalars(
        select(ReportVersion)
        .join(ReportCitation, ReportCitation.version_id == ReportVersion.id)
        .options(joinedload(ReportVersion.report))
        .where(ReportCitation.proposal_id == proposal_id, ReportVersion.state == "published")
        .order_by(ReportVersion.published_at.desc(), ReportVersion.id.desc())
    ).all()


def sizes(report_id: int, version_number: int) -> dict[str, int]:
    """How large each file of a version is (0: of the current draft), by format, in bytes."""
    asked = select(ReportFile.format, func.length(ReportFile.content).label("length")).where(
        ReportFile.report_id == report_id, ReportFile.version_number == version_number
    )
    return {row.format: row.length for row in db.session.execute(asked)}


def files(report_id: int, version_number: int) -> dict[str, ReportFile]:
    """The files made of a version (0: of the current draft), by format."""
    found = db.session.scalars(
        select(ReportFile).where(ReportFile.report_id == report_id, ReportFile.version_number == version_number)
    )
    return {one.format: one for one in found}


# The journal's lines by which a proposal comes in.
RECEIVED = ("proposal.submitted", "proposal.typed_in", "proposal.imported")


@dataclass(frozen=True)
class Receipt:
    """A line of the journal by which a cycle received a proposal."""

    sequence: int
    reference: str


def receipts(cycle: Cycle) -> list[Receipt]:
    """What a cycle received, from the journal alone, in the order of receipt.

    The line names the reference; older ones do not, and are read with the row they speak of. Where neither says
    anything, the row is gone and its number in the journal («#17») stands for it, in every cycle.
    """
    lines = (
        select(JournalLine.sequence, JournalLine.object_id, JournalLine.detail, Proposal.reference, Proposal.cycle_id)
        .outerjoin(Proposal, Proposal.id == JournalLine.object_id)
        .where(JournalLine.object_kind == "proposal", JournalLine.action.in_(RECEIVED))
        .order_by(JournalLine.sequence)
    )
    found = []
    for sequence, number, detail, reference, cycle_id in db.session.execute(lines):
        name = detail.get("reference") or reference or f"#{number}"
        own = name.rpartition("-")[0] == cycle.prefix if cycle_id is None else cycle_id == cycle.id
        if own or (cycle_id is None and name.startswith("#")):
            found.append(Receipt(sequence, name))
    return found
