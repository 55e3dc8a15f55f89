"""Bodies that may hold projects: naming them, as lead or partner, and taking off who was never asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cocreation.accounts.models import Account, Organisation
from cocreation.commitments import journalling
from cocreation.commitments.concluding import NotNow, lock
from cocreation.commitments.models import HOLDER_KINDS, Candidate, Project
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_


def name(
    *, projects: Iterable[Project], organisations: Iterable[Organisation], part: str, by: Account | None, at: datetime
) -> list[Candidate]:
    """Name bodies as potential holders of projects; who is named there already stays as it is.

    Raises:
        Refused: not a public body. NotNow: a project without holder, or a lead for one that has its lead.
    """
    bodies = list(organisations)
    if any(one.kind not in HOLDER_KINDS or one.state != "verified" for one in bodies):
        raise Refused(N_("Only a verified administration or local authority can hold a commitment."))
    made = []
    for project in projects:
        lock(project)
        known = {one.organisation_id for one in project.candidates}
        fresh = [one for one in bodies if one.id not in known]
        if fresh and (project.state == "none" or (project.state == "confirmed" and part == "lead")):
            raise NotNow()
        made += [_add(project, one, part, by, at) for one in fresh]
    return made


def _add(project: Project, organisation: Organisation, part: str, by: Account | None, at: datetime) -> Candidate:
    made = Candidate(
        organisation=organisation, part=part, state="candidate", added_by_id=by.id if by else None, added_at=at
    )
    project.candidates.append(made)
    db.session.flush()
    journalling.candidate("holder.named", made, by, journalling.SECRETARIAT, at)
    return made


def change_part(*, candidate: Candidate, part: str, by: Account | None, at: datetime) -> None:
    """Make a lead a partner, or the reverse.

    Raises:
        NotNow: it is confirmed in its part.
    """
    lock(candidate.project)
    if candidate.state == "confirmed":
        raise NotNow()
    candidate.part = part
    journalling.candidate(f"holder.{part}", candidate, by, journalling.SECRETARIAT, at)


def take_off(*, candidate: Candidate, by: Account | None, at: datetime) -> None:
    """Take a body off a project.

    Raises:
        NotNow: something of it is in the log, which keeps everything.
    """
    lock(candidate.project)
    if candidate.contacts:
        raise NotNow(N_("Something of this body is in the log, which keeps everything: it stays on the list."))
    journalling.candidate("holder.taken_off", candidate, by, journalling.SECRETARIAT, at)
    candidate.project.candidates.remove(candidate)
    db.session.delete(candidate)
    db.session.flush()
