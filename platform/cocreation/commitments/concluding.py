"""Where a project stands: asked, confirmed, without holder, opened again; each turn kept with its reason."""

from __future__ import annotations

from datetime import datetime

from cocreation.accounts.models import Account
from cocreation.commitments import journalling, telling
from cocreation.commitments.models import TRANSITIONS, Candidate, Project, Turn
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_, OfficialText


class NotNow(Refused):
    """Something the state of a project does not allow: somebody was quicker, or it is too early."""

    message = N_("The project has gone on meanwhile: this can no longer be done, or not yet.")
    what_to_do = N_("Nothing was recorded. Go back and look at the project again.")


def lock(project: Project) -> None:
    """Read a project and its bodies anew and keep them until the transaction ends: of two people the second is told."""
    db.session.refresh(project, with_for_update={"of": Project})
    for one in project.candidates:
        db.session.expire(one)


def confirm(*, candidate: Candidate, words: OfficialText, by: Account | None, at: datetime) -> None:
    """Confirm a body that accepted: as lead it holds the project, as partner it helps.

    Args:
        words: public; due where the body set conditions: how they are met.

    Raises:
        NotNow: it did not accept, or another lead is confirmed. Refused: conditions, and no words.
    """
    project = candidate.project
    lock(project)
    leads = candidate.part == "lead"
    if candidate.state not in {"accepts", "conditions"} or project.state == "none" or (leads and project.is_concluded):
        raise NotNow()
    if candidate.state == "conditions" and not words:
        raise Refused(N_("The body set conditions: say how they are met."))
    before = candidate.state
    candidate.state, candidate.confirmed_at, candidate.confirmed_by_id = "confirmed", at, by.id if by else None
    journalling.candidate("holder.confirmed", candidate, by, journalling.SECRETARIAT, at, from_state=before)
    if leads:
        telling.concluded(turn(project, "confirmed", words, by, at), project, by)
    telling.confirmed(candidate)


def find_none(*, project: Project, reason: OfficialText, by: Account | None, at: datetime) -> None:
    """Say that no body holds a project, and why.

    Raises:
        NotNow. Refused: no reason.
    """
    lock(project)
    if not reason:
        raise Refused(N_("Say why no holder was found: everyone can read it."))
    telling.concluded(turn(project, "none", reason, by, at), project, by)


def reopen(*, project: Project, reason: OfficialText, by: Account | None, at: datetime) -> None:
    """Look for a holder again: the lead is released to what it answered, partners stay.

    Raises:
        NotNow. Refused: no reason.
    """
    lock(project)
    if not project.is_concluded:
        raise NotNow()
    if not reason:
        raise Refused(N_("Say why the project is opened again: everyone can read it."))
    for candidate in project.holders:
        if candidate.part == "lead":
            candidate.confirmed_at = candidate.confirmed_by_id = None
            settle(candidate, by, journalling.SECRETARIAT, at)
    turn(project, _sought(project), reason, by, at)


def turn(project: Project, to: str, reason: OfficialText, by: Account | None, at: datetime) -> Turn:
    """Take a project to another state.

    Raises:
        NotNow: the table of transitions does not allow it.
    """
    if to not in TRANSITIONS[project.state]:
        raise NotNow()
    made = Turn(from_state=project.state, to_state=to, reason=reason, by_id=by.id if by else None, at=at)
    project.turns.append(made)
    project.state = to
    db.session.flush()
    journalling.project(f"project.{to}", project, by, at, from_state=made.from_state)
    return made


def settle(candidate: Candidate, by: Account | None, role: str, at: datetime) -> None:
    """Bring a body, and its project, to where the log says that they are."""
    # Its state and the day it was confirmed change together, or the database refuses both.
    with db.session.no_autoflush:
        before, after = candidate.state, _state(candidate)
    if after != before:
        candidate.state = after
        db.session.flush()
        journalling.candidate(f"holder.{_verb(after)}", candidate, by, role, at, from_state=before)
    project = candidate.project
    if not project.is_concluded and (to := _sought(project)) != project.state:
        turn(project, to, OfficialText(), by, at)


def _state(candidate: Candidate) -> str:
    if candidate.confirmed_at is not None:
        return "confirmed"
    if candidate.answer is not None:
        return str(candidate.answer.answer)
    return "consulted" if candidate.asked is not None else "candidate"


def _verb(state: str) -> str:
    return {"candidate": "named", "consulted": "asked"}.get(state, "answered")


def _sought(project: Project) -> str:
    """The state of a project that is not concluded."""
    asked = any(one.state != "candidate" for one in project.candidates)
    return "consulted" if asked else "candidate"
