"""Reports of what others wrote: they put it before the others in the queue, and a moderator's decision answers them.

However many there are, they decide nothing by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from cocreation.accounts.models import Account
from cocreation.comments.models import Comment
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.i18n import N_
from cocreation.journal import services as journal
from cocreation.moderation.models import ContentReport, Decision
from cocreation.moderation.refusals import AlreadyReported, NotReportable
from cocreation.moderation.things import Thing, can_be_reported, kind_of, path_of, reference_of, version_of
from cocreation.notifications import services as notifications

# What is told to who reported: by what became of the report, and by what was reported.
TOLD: dict[tuple[str, bool], str] = {
    ("kept", True): N_("You reported a comment on %(reference)s: it stays as it is."),
    ("kept", False): N_("You reported %(reference)s: it stays as it is."),
    ("acted", True): N_("You reported a comment on %(reference)s: it is hidden."),
    ("acted", False): N_("You reported %(reference)s: a moderator acted on it."),
}
WHY: dict[str, str] = {
    "kept": N_("A moderator read it and found nothing that the charter forbids. Thank you for having looked."),
    "acted": N_("A moderator read it and agreed that it could not stay as it was. Thank you for having looked."),
}


def send(*, thing: Thing, reason_code: str, words: str, by: Account, at: datetime) -> ContentReport:
    """Report something others wrote; it goes before the others in the moderators' queue.

    Args:
        reason_code: of REPORT_REASONS. words: cleaned text. at: process time.

    Raises:
        NotReportable: it is not public any more. AlreadyReported: by this person, this very text.
    """
    if not can_be_reported(thing):
        raise NotReportable()
    report = ContentReport(
        object_kind=kind_of(thing), object_id=thing.id, version_number=version_of(thing), by_id=by.id,
        reason_code=reason_code, words=words, state="waiting", sent_at=now(), process_at=at,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(report)
    except IntegrityError as error:
        if by_person(thing, by.id) is None:
            raise
        raise AlreadyReported() from error
    # Neither the line nor anything public says who reported.
    journal.record(
        action="report.sent", object_kind="content_report", object_id=report.id, by=by, role="citizen", at=at,
        to_state="waiting", reason_code=reason_code, detail={"about": f"{kind_of(thing)}:{thing.id}"},
    )  # fmt: skip
    return report


def by_person(thing: Thing, account_id: int) -> ContentReport | None:
    """What a person reported of the text a thing has now."""
    return db.session.scalar(
        select(ContentReport).where(
            ContentReport.object_kind == kind_of(thing),
            ContentReport.object_id == thing.id,
            ContentReport.version_number == version_of(thing),
            ContentReport.by_id == account_id,
        )
    )


def _waiting_on(thing: Thing) -> Any:
    return (
        ContentReport.object_kind == kind_of(thing),
        ContentReport.object_id == thing.id,
        ContentReport.state == "waiting",
    )


def is_reported(thing: Thing) -> bool:
    """Whether reports of it wait for an answer."""
    return db.session.scalar(select(ContentReport.id).where(*_waiting_on(thing)).limit(1)) is not None


def on(thing: Thing) -> Sequence[ContentReport]:
    """All reports of a thing, answered ones too, the oldest first."""
    asked = select(ContentReport).where(
        ContentReport.object_kind == kind_of(thing), ContentReport.object_id == thing.id
    )
    return db.session.scalars(asked.order_by(ContentReport.id)).all()


def counts_of(things: Iterable[Thing]) -> dict[tuple[str, int], int]:
    """How many people reported each of some things and wait for an answer: {(kind, id): n}."""
    by_kind: dict[str, list[int]] = {}
    for thing in things:
        by_kind.setdefault(kind_of(thing), []).append(thing.id)
    found: dict[tuple[str, int], int] = {}
    for kind, ids in by_kind.items():
        asked = select(ContentReport.object_id, func.count()).where(
            ContentReport.object_kind == kind, ContentReport.object_id.in_(ids), ContentReport.state == "waiting"
        )
        found.update({(kind, row[0]): row[1] for row in db.session.execute(asked.group_by(ContentReport.object_id))})
    return found


def keep(thing: Thing, *, by: Account | None, role: str, at: datetime, undone: bool = False) -> None:
    """Leave a reported thing as it stands, or take that back; who looks at it meanwhile is told that it was decided."""
    if isinstance(thing, Comment):
        thing.revision += 1
    else:
        # The row itself is unchanged: its revision, by which another moderator is told, must rise all the same.
        flag_modified(thing, "state")
    db.session.flush()
    journal.record(
        action="report.reopened" if undone else "report.kept", object_kind=kind_of(thing), object_id=thing.id, by=by,
        role=role, at=at, from_state=thing.state, to_state=thing.state,
    )  # fmt: skip


def answer(thing: Thing, decision: Decision) -> None:
    """Answer the reports of a thing with what was decided on it; who reported is told once it cannot be undone.

    A move to another theme answers nothing.
    """
    if decision.code == "move":
        return
    state = "kept" if decision.to_state == decision.from_state else "acted"
    for report in db.session.scalars(select(ContentReport).where(*_waiting_on(thing))).all():
        report.state, report.decision_id = state, decision.id
        notifications.tell(
            account_id=report.by_id,
            kind=f"report.{state}",
            message=TOLD[state, isinstance(thing, Comment)],
            values={"reference": reference_of(thing)},
            path=path_of(thing),
            paragraphs=[(WHY[state], {})],
            not_before=decision.final_at,
        )
    db.session.flush()


def take_back_answers(thing: Thing, decision: Decision) -> bool:
    """Let the reports a decision answered wait again; False where a mail has left."""
    answered = select(ContentReport).where(ContentReport.decision_id == decision.id)
    for report in db.session.scalars(answered).all():
        told = notifications.take_back(account_id=report.by_id, kind=f"report.{report.state}", path=path_of(thing))
        if not told:
            return False
    reopened = update(ContentReport).where(ContentReport.decision_id == decision.id)
    db.session.execute(reopened.values(state="waiting", decision_id=None))
    return True
