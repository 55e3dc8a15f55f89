"""The journal lines of this room. Everybody can read them: they say that a body answered, never what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cocreation.accounts.models import Account
from cocreation.commitments.models import ANSWERS, Candidate, Contact, Project
from cocreation.journal import services as journal

SECRETARIAT = "administrator"


def project(
    action: str, project: Project, by: Account | None, at: datetime, *, from_state: str | None = None, **detail: Any
) -> None:
    """What was done with a project."""
    journal.record(
        action=action, object_kind="project", object_id=project.id, by=by, role=SECRETARIAT, at=at,
        from_state=from_state, to_state=project.state, detail=detail,
    )  # fmt: skip


def candidate(
    action: str, candidate: Candidate, by: Account | None, role: str, at: datetime, *, from_state: str | None = None
) -> None:
    """What was done with a body that may hold a project."""
    journal.record(
        action=action, object_kind="holder", object_id=candidate.id, by=by, role=role, at=at,
        from_state=_in_public(from_state), to_state=_in_public(candidate.state),
        detail={"project": candidate.project_id, "organisation": candidate.organisation_id},
    )  # fmt: skip


def _in_public(state: str | None) -> str | None:
    return "answered" if state in ANSWERS else state


def contact(action: str, contact: Contact, by: Account | None, role: str, at: datetime, **detail: Any) -> None:
    """What was done with an entry of the log."""
    journal.record(
        action=action, object_kind="holder_contact", object_id=contact.id, by=by, role=role, at=at,
        detail={"kind": contact.kind, "holders": [one.id for one in contact.candidates], **detail},
    )  # fmt: skip
