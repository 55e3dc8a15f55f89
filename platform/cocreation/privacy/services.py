"""Requests about one's data: received, due in ten days, answered with words, and reminded of before it is late."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from cocreation.accounts.addresses import clean_email
from cocreation.accounts.models import Account
from cocreation.accounts.queries import holders
from cocreation.core import mail
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_, translator
from cocreation.core.once import once_key
from cocreation.journal import services as journal
from cocreation.notifications import services as notifications
from cocreation.privacy import erasing, exporting, queries
from cocreation.privacy.models import DAYS_TO_ANSWER, OUTCOMES, RIGHTS, RightsRequest


class AnsweredMeanwhile(Refused):
    """Somebody else answered between the page and the button."""

    message = N_("This request has been answered already.")


def file_request(
    *, kind: str, words: str, email: str, language: str, account: Account | None, at: datetime, form_id: str | None
) -> RightsRequest:
    """Take a request; its answer is due ten days later, and a mail says so.

    Args:
        kind: a code of RIGHTS. email: where the answer goes. account: the person, where they have one.

    Raises:
        BadAddress.
    """
    address = account.email if account else clean_email(email)
    key = once_key(account, f"{address} {form_id}") if form_id else None
    if key and (sent := db.session.scalar(select(RightsRequest).where(RightsRequest.form_id == key))):
        return sent
    made = RightsRequest(
        kind=kind,
        account_id=account.id if account else None,
        email=address,
        language=language,
        words=words,
        form_id=key,
        received_at=now(),
        due_at=now() + timedelta(days=DAYS_TO_ANSWER),
    )
    db.session.add(made)
    db.session.flush()
    _journal("rights.received", made, account, "citizen", at)
    _write(made, N_("We have received your request %(reference)s"), _RECEIVED)
    return made


_RECEIVED = (
    N_("What you ask: %(kind)s"),
    N_("We answer by %(day)s at the latest. The answer comes to this address, free of charge."),
)


def _journal(action: str, request: RightsRequest, by: Account | None, role: str, at: datetime, **more: str) -> None:
    journal.record(
        action=action, object_kind="rights_request", object_id=request.id, by=by, role=role, at=at,
        to_state=request.outcome or "open", detail={"kind": request.kind}, **more,
    )  # fmt: skip


def _write(request: RightsRequest, subject: str, texts: tuple[str, ...], *said: str) -> None:
    words = translator(request.language)
    values = {
        "reference": request.reference,
        "kind": words.gettext(RIGHTS[request.kind]),
        "day": words.day(request.due_at),
        "outcome": words.gettext(OUTCOMES[request.outcome]) if request.outcome else "",
    }
    parts = [words.gettext(N_("Hello,")), *(words.gettext(text, **values) for text in texts), *said]
    mail.queue(
        recipient=request.email,
        language=request.language,
        kind="rights-request",
        subject=words.gettext(subject, **values),
        body="\n\n".join([*parts, words.gettext(N_("The co-creation secretariat"))]),
    )


def answer(*, request: RightsRequest, outcome: str, words: str, by: Account, at: datetime) -> None:
    """Answer a request, with words that go to the person.

    Args:
        outcome: a code of OUTCOMES.

    Raises:
        AnsweredMeanwhile.
    """
    locked = db.session.scalar(
        select(RightsRequest)
        .where(RightsRequest.id == request.id, RightsRequest.answered_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if locked is None:
        raise AnsweredMeanwhile()
    locked.outcome, locked.answer, locked.answered_at, locked.answered_by_id = outcome, words, now(), by.id
    db.session.flush()
    _journal("rights.answered", locked, by, "administrator", at)
    _write(locked, N_("The answer to your request %(reference)s"), _ANSWERED, words, _complain(locked))


_ANSWERED = (N_("What you asked: %(kind)s"), N_("What was decided: %(outcome)s"))


def _complain(request: RightsRequest) -> str:
    return translator(request.language).gettext(
        N_("If the answer does not satisfy you, you may turn to the national commission for the control of "
           "personal data protection (CNDP): https://www.cndp.ma")
    )  # fmt: skip


def remind() -> int:
    """Tell every administrator, once, of each request that has waited seven days.

    Returns:
        How many requests were told of.
    """
    found = queries.to_remind()
    for request in found:
        for account in holders("administrator"):
            notifications.tell(
                account_id=account.id,
                kind="rights-reminder",
                message=N_("A request about personal data must be answered by %(day)s: %(reference)s"),
                values={"day": translator(account.language).day(request.due_at), "reference": request.reference},
                path=f"/administration/requests/{request.id}",
            )
        request.reminded_at = now()
    db.session.flush()
    return len(found)


def look_after() -> None:
    """What the worker does now and then: remind of what is due, and delete what has had its days."""
    remind()
    exporting.tidy()
    erasing.forget_farewells()
