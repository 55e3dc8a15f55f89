"""Making the files of a report in the worker: asking for them, seeing how far they are, stopping, telling who asked."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import select

from cocreation.accounts.models import Account
from cocreation.core import jobs
from cocreation.core.clock import now, process_now
from cocreation.core.db import db
from cocreation.core.i18n import LANGUAGES, N_
from cocreation.cycles.models import Cycle
from cocreation.cycles.queries import by_id as cycle_by_id
from cocreation.notifications import services as notifications
from cocreation.synthesis import services
from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.models import Report, ReportFile
from cocreation.synthesis.rendering import FORMATS, drawn

JOB = "report-files"


def ask(*, report: Report, version: int, by: Account | None) -> jobs.Job:
    """Ask the worker for the files of a version (0: of the current draft), once while it is at it."""
    if found := under_way(report.id, version):
        return found
    payload = {"report": report.id, "version": version, "by": by.id if by else None}
    return jobs.enqueue(kind=JOB, payload=payload, by=by.reference if by else None)


def under_way(report_id: int, version: int) -> jobs.Job | None:
    """The job that makes the files of a version (0: of the draft), until it is over."""
    statement = select(jobs.Job).where(jobs.Job.kind == JOB, jobs.Job.state.in_(("queued", "running")))
    wanted = (report_id, version)
    found = db.session.scalars(statement.order_by(jobs.Job.id.desc()))
    return next((job for job in found if (job.payload["report"], job.payload["version"]) == wanted), None)


def cancel(*, report: Report) -> bool:
    """Stop making the files of the draft; whether there was something to stop."""
    found = under_way(report.id, 0)
    if found:
        jobs.cancel(found)
    return found is not None


def make(payload: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """Make every format in the worker, keep the files, and tell who asked for them."""
    # Before anything is read: who reads in the worker holds the database until it lets go.
    progress(N_("Reading everything"), 0)
    report = db.session.get(Report, payload["report"])
    cycle = cycle_by_id(report.cycle_id) if report else None
    if report is None or cycle is None:
        return {}
    number = int(payload["version"])
    document = _document(report, cycle, number)
    jobs.let_go()
    made: dict[str, bytes] = {}
    for name, content in drawn(document):
        made[name] = content
        progress(N_("Making the files"), len(made) / len(FORMATS))
    _keep(payload["report"], number, made)
    _tell(payload.get("by"), document, number)
    return {"formats": list(made)}


def _document(report: Report, cycle: Cycle, number: int) -> ReportDocument:
    if number:
        return services.document_of(next(found for found in report.versions if found.number == number))
    return services.build_document(cycle=cycle, language=report.language, at=process_now())


def _keep(report_id: int, number: int, made: dict[str, bytes]) -> None:
    report = db.session.get_one(Report, report_id)
    services.drop_files(report, number)
    for name, content in made.items():
        digest = hashlib.sha256(content).hexdigest()
        db.session.add(
            ReportFile(
                report_id=report.id,
                version_number=number,
                format=name,
                sha256=digest,
                content=content,
                made_at=now(),
            )
        )


def _tell(account_id: int | None, document: ReportDocument, number: int) -> None:
    """Tell who asked, in the site and by mail, where the files are."""
    written = f"{document.slug}/{document.language}"
    notifications.tell(
        account_id=account_id,
        kind="report.files",
        message=N_("The files of the report are ready: %(cycle)s (%(language)s)."),
        values={"cycle": document.cycle, "language": LANGUAGES[document.language]},
        path=f"/reports/{written}/{number}" if number else f"/report-desk/{written}",
    )
