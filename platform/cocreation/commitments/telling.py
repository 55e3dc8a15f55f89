"""What is told of projects: to the bodies asked, to the authors of the ideas behind, and to who follows these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from cocreation.accounts.models import Account
from cocreation.commitments import queries
from cocreation.commitments.models import Candidate, Contact, Project, Turn
from cocreation.core.clock import to_local
from cocreation.core.i18n import N_
from cocreation.notifications import services as notifications
from cocreation.organisations import queries as organisations

_STATION = {"confirmed": "holder", "none": "no_holder"}
REQUESTS = "/holder-requests"


def path_of(project: Project) -> str:
    """The address of a project, without language."""
    return f"/holders/{project.cycle.slug}/{project.number}"


def can_reach(candidates: Iterable[Candidate]) -> bool:
    """Whether somebody speaks here for each of some bodies."""
    return all(_people(one.organisation_id) for one in candidates)


def _people(organisation_id: int) -> set[int]:
    return {role.account_id for role in organisations.people(organisation_id)}


def asked(candidates: Iterable[Candidate]) -> None:
    """Tell those who speak for a body that it is asked to hold a project."""
    for one in candidates:
        _tell_body(
            one,
            kind="holder.asked",
            message=N_("Your organisation is asked whether it would hold project of commitment %(number)s."),
            paragraphs=[(N_("You may answer online: accept, accept on conditions, or refuse with the reason."), {})],
        )


def confirmed(candidate: Candidate) -> None:
    """Tell those who speak for a body that it is confirmed."""
    words = {
        "lead": N_("Your organisation is confirmed as lead holder of project of commitment %(number)s."),
        "partner": N_("Your organisation is confirmed as partner in project of commitment %(number)s."),
    }
    _tell_body(candidate, kind="holder.confirmed", message=words[candidate.part])


def reminded(reminder: Contact, at: datetime) -> None:
    """Remind those who speak for a body that its answer is awaited."""
    for one in reminder.candidates:
        since = one.asked.day if one.asked else to_local(at).date()
        days = {"days": (to_local(at).date() - since).days}
        _tell_body(
            one,
            kind="holder.reminder",
            message=N_("Your organisation’s answer on project of commitment %(number)s is awaited."),
            paragraphs=[(N_("Days since it was asked: %(days)s. You may answer online in a few minutes."), days)],
        )


def _tell_body(
    candidate: Candidate, *, kind: str, message: str, paragraphs: Sequence[notifications.Paragraph] = ()
) -> None:
    for account_id in sorted(_people(candidate.organisation_id)):
        notifications.tell(
            account_id=account_id, kind=kind, message=message, values={"number": candidate.project.number},
            path=f"{REQUESTS}/{candidate.id}", paragraphs=paragraphs,
        )  # fmt: skip


def concluded(turn: Turn, project: Project, by: Account | None) -> None:
    """Tell the authors and followers of the ideas behind a project that it has a holder, or that none was found."""
    arrivals: list[dict[str, Any]] = [
        {
            "station": _STATION[turn.to_state], "mark": f"{idea.id}:{turn.id}", "reference": idea.reference,
            "author_id": idea.contributor.account_id, "path": f"/proposals/{idea.reference}",
            "subject": ("proposal", idea.id), "leads_to": path_of(project), "values": {"number": project.number},
        }
        for idea in queries.ideas_of(project)
    ]  # fmt: skip
    notifications.tell_stations(arrivals, by=by)
