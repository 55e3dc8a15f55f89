"""Writing the texts of a report: one at a time, checked, each saving kept with who and when, and put back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select

from cocreation.accounts.models import Account
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_
from cocreation.journal import services as journal
from cocreation.synthesis.fields import Faults
from cocreation.synthesis.models import Report, ReportEdit
from cocreation.synthesis.services import drop_files
from cocreation.synthesis.texts import Texts


class WrittenMeanwhile(Refused):
    """Somebody else saved the text in the meantime."""

    message = N_("Somebody else has changed this text in the meantime. Yours is below: compare, then save again.")


class Faulty(Refused):
    """A text that names a figure there is not, or a reference nobody can read."""

    status = 422
    message = N_("This text cannot stand in the report yet.")

    def __init__(self, faults: Faults) -> None:
        super().__init__()
        self.faults = faults


def history(report: Report, key: str) -> Sequence[ReportEdit]:
    """Every saving of a text, the newest first."""
    asked = select(ReportEdit).where(ReportEdit.report_id == report.id, ReportEdit.key == key)
    return db.session.scalars(asked.order_by(ReportEdit.id.desc())).all()


def last_edits(report: Report) -> dict[str, ReportEdit]:
    """The last saving of each text: {key: saving}."""
    asked = select(ReportEdit).where(ReportEdit.report_id == report.id).order_by(ReportEdit.id)
    return {edit.key: edit for edit in db.session.scalars(asked)}


def save(
    *, report: Report, texts: Texts, key: str, text: str, seen: int, by: Account | None, at: datetime
) -> ReportEdit | None:
    """Keep a text of the report; nothing where nothing changed. Empty, or as the platform writes it: the platform's.

    Args:
        texts: of the report as it stands. seen: the number of the saving its writer had read, 0 for none.

    Raises:
        WrittenMeanwhile, Faulty.
    """
    found = history(report, key)
    if seen != (found[0].id if found else 0):
        raise WrittenMeanwhile()
    text = "" if text.strip() == texts.platform(key) else text.strip()
    if text == report.texts.get(key, ""):
        return None
    if faults := texts.figures.faults(text):
        raise Faulty(faults)
    return _keep(report, key, text, by, at)


def put_back(*, report: Report, key: str, text: str, by: Account | None, at: datetime) -> ReportEdit | None:
    """Let a text say again what it said at one of its savings; empty: what the platform writes."""
    return _keep(report, key, text, by, at) if text != report.texts.get(key, "") else None


def _keep(report: Report, key: str, text: str, by: Account | None, at: datetime) -> ReportEdit:
    # A new dictionary: a change inside the present one would not be seen.
    others = {name: words for name, words in report.texts.items() if name != key}
    report.texts = {**others, key: text} if text else others
    made = ReportEdit(report_id=report.id, key=key, text=text, by_id=by.id if by else None, at=at)
    db.session.add(made)
    db.session.flush()
    drop_files(report, 0)
    journal.record(
        action="report.written",
        object_kind="report",
        object_id=report.id,
        by=by,
        role="moderator",
        at=at,
        detail={"language": report.language, "part": key},
    )
    return made


def faults_of(texts: Texts) -> Iterator[tuple[str, Faults]]:
    """The texts that no longer stand because of what changed since they were written, each with its key."""
    for key in texts.titles:
        if texts.is_edited(key) and (faults := texts.figures.faults(texts.written[key])):
            yield key, faults
