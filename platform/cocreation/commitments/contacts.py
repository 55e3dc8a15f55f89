"""The log: what was asked of bodies and what they answered; corrected or crossed out with trace, never deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from cocreation.accounts.models import Account
from cocreation.commitments import journalling, telling
from cocreation.commitments.concluding import NotNow, lock, settle
from cocreation.commitments.models import ASKING, Candidate, Contact, ContactCorrection
from cocreation.core.clock import to_local
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.fuzzy import FuzzyDate
from cocreation.core.i18n import N_
from cocreation.core.once import once_key

DAYS = ("day", "hour")


@dataclass(frozen=True)
class Entry:
    """What is written down of one contact; `summary` is the reason of a refusal or the conditions of an answer."""

    kind: str
    on: FuzzyDate
    reference: str = ""
    place: str = ""
    link: str = ""
    medium: str | None = None
    answer: str | None = None
    who: str = ""
    summary: str = ""
    outcome: str = ""


def check_day(on: FuzzyDate, kind: str, at: datetime) -> None:
    """Refuse a day that is not known, not known well enough, or to come.

    Raises:
        Refused.
    """
    if on.first is None or on.last is None or (kind != "meeting" and on.kind not in DAYS):
        raise Refused(N_("Give the day; only a meeting may be known less exactly, as «December 2020»."))
    if on.first > to_local(at).date():
        raise Refused(N_("This day is still to come: the log holds what has happened."))


def log(
    *,
    entry: Entry,
    candidates: Sequence[Candidate],
    by: Account | None,
    at: datetime,
    role: str = journalling.SECRETARIAT,
    form_id: str | None = None,
) -> Contact:
    """Write an entry into the log; bodies and projects go on to what it makes of them.

    Args:
        candidates: whom it concerns, and about which project, of one plan.
        role: in which role the person acts. form_id: a second sending of one form finds the first one's entry.

    Raises:
        Refused: a bad day, or no words where they are due. NotNow: a project or a body does not allow it.
    """
    key = once_key(by, form_id)
    if key and (sent := db.session.scalar(select(Contact).where(Contact.once_key == key))):
        return sent
    for project in sorted({one.project for one in candidates}, key=lambda project: project.id):
        lock(project)
    check_day(entry.on, entry.kind, at)
    _check(entry, candidates)
    asked_first = [one for one in candidates if one.state == "candidate" and entry.kind in ASKING]
    made = Contact(
        cycle_id=candidates[0].project.cycle_id, **_columns(entry), candidates=list(candidates),
        by_id=by.id if by else None, at=at, once_key=key,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    journalling.contact("holder_contact.logged", made, by, role, at)
    for candidate in candidates:
        settle(candidate, by, role, at)
    telling.asked(asked_first)
    return made


def _columns(entry: Entry) -> dict[str, Any]:
    return {**asdict(entry), "on": entry.on}


def _check(entry: Entry, candidates: Sequence[Candidate]) -> None:
    if not candidates or len({one.project.cycle_id for one in candidates}) > 1:
        raise Refused(N_("Choose at least one body."))
    if any(one.project.state == "none" for one in candidates):
        raise NotNow()
    if entry.kind == "answer":
        _check_answer(entry, candidates)
    if entry.kind == "reminder" and any(one.state != "consulted" for one in candidates):
        raise NotNow(N_("One of these bodies is not awaited: it has answered, or was not asked."))


def _check_answer(entry: Entry, candidates: Sequence[Candidate]) -> None:
    if len(candidates) > 1:
        raise Refused(N_("An answer is one body’s, on one project."))
    if candidates[0].state == "confirmed":
        raise NotNow(N_("This body is confirmed: open the project again before another answer is written down."))
    if not entry.who:
        raise Refused(N_("Say who answers: the function is enough."))
    if entry.answer != "accepts" and not entry.summary:
        raise Refused(N_("Write the reason of the refusal, or the conditions."))


def correct(*, contact: Contact, entry: Entry, reason: str, by: Account | None, at: datetime) -> None:
    """Correct an entry: what it said before stays readable, with the reason.

    Raises:
        Refused: a bad day, no words where they are due, no reason. NotNow: it was crossed out, or a holder is
        confirmed on it.
    """
    _check_open(contact, reason)
    check_day(entry.on, contact.kind, at)
    before = _said(contact)
    changed = {name: value for name, value in _columns(entry).items() if name != "kind"}
    if contact.answer is not None:
        _check_answer(entry, contact.candidates)
    for name, value in changed.items():
        setattr(contact, name, value)
    after = _said(contact)
    kept = {name: value for name, value in before.items() if value != after[name]}
    if not kept:
        return
    contact.corrections.append(ContactCorrection(before=kept, reason=reason, by_id=by.id if by else None, at=at))
    db.session.flush()
    journalling.contact("holder_contact.corrected", contact, by, journalling.SECRETARIAT, at, fields=sorted(kept))
    _settle_all(contact, by, at)


def _said(contact: Contact) -> dict[str, Any]:
    names = ("reference", "place", "link", "medium", "answer", "who", "summary", "outcome")
    return {**{name: getattr(contact, name) for name in names}, "on": contact.on.as_json()}


def strike(*, contact: Contact, reason: str, by: Account | None, at: datetime) -> None:
    """Cross out an entry that should not be there: it stays in the log and no longer counts.

    Raises:
        Refused: no reason. NotNow: it was crossed out before, or a holder is confirmed on it.
    """
    _check_open(contact, reason)
    contact.struck_at, contact.struck_why, contact.struck_by_id = at, reason, by.id if by else None
    contact.is_public = False
    db.session.flush()
    journalling.contact("holder_contact.struck", contact, by, journalling.SECRETARIAT, at)
    _settle_all(contact, by, at)


def _check_open(contact: Contact, reason: str) -> None:
    for project in sorted({one.project for one in contact.candidates}, key=lambda project: project.id):
        lock(project)
    if contact.is_struck:
        raise NotNow()
    if not reason:
        raise Refused(N_("Say why: the correction stays readable."))
    if contact.kind == "answer" and any(one.state == "confirmed" for one in contact.candidates):
        raise NotNow(N_("A holder is confirmed on this answer: open the project again first."))


def _settle_all(contact: Contact, by: Account | None, at: datetime) -> None:
    for candidate in contact.candidates:
        settle(candidate, by, journalling.SECRETARIAT, at)


def show(*, contact: Contact, is_public: bool, by: Account | None, at: datetime) -> None:
    """Put the kind, date, body and answer of an entry on the public page, or take them off it.

    Raises:
        NotNow: it was crossed out.
    """
    if contact.is_struck:
        raise NotNow()
    contact.is_public = is_public
    action = "holder_contact.published" if is_public else "holder_contact.taken_off"
    journalling.contact(action, contact, by, journalling.SECRETARIAT, at)


def remind(*, candidates: Sequence[Candidate], by: Account | None, at: datetime) -> Contact:
    """Remind one body by e-mail, today, of what it is awaited on, and log it.

    Raises:
        Refused: nobody speaks for the body here. NotNow: it is not awaited, or was reminded today.
    """
    today = to_local(at).date()
    if not telling.can_reach(candidates):
        raise Refused(N_("Nobody speaks for this body here: send a letter or call, and log it."))
    if any(reminder.day == today for one in candidates for reminder in one.reminders):
        raise NotNow(N_("This body was reminded today already."))
    made = log(entry=Entry("reminder", FuzzyDate.day(today), medium="mail"), candidates=candidates, by=by, at=at)
    telling.reminded(made, at)
    return made
