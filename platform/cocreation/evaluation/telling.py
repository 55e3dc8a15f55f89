"""What those who sit in a workshop are told, and the authors and followers of the ideas that it chooses among."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cocreation.accounts.models import Account
from cocreation.core.i18n import LANGUAGES, N_, translator
from cocreation.evaluation.models import DUTIES, Seat, Sift, Workshop
from cocreation.notifications import services as notifications
from cocreation.notifications.services import Paragraph
from cocreation.proposals.models import Proposal


def sifted(act: Sift, ideas: Iterable[Proposal], by: Account | None) -> None:
    """Ideas went through the first sift."""
    station = "sifted" if act.gate == "linked" else "sifted_away"
    _tell_ideas(station, ideas, str(act.id), by)


def sift_undone(act: Sift) -> None:
    """An act of the first sift is undone: what was not told yet is not told."""
    station = "sifted" if act.gate == "linked" else "sifted_away"
    for idea in act.ideas:
        notifications.take_back_event(f"{station}:{idea.proposal_id}:{act.id}")


def listed(workshop: Workshop, ideas: Iterable[Proposal], by: Account | None) -> None:
    """A workshop opens with these ideas on its list."""
    path = f"/workshops/{workshop.cycle.slug}/{workshop.number}"
    _tell_ideas("listed", ideas, str(workshop.id), by, leads_to=path)


def _tell_ideas(
    station: str, ideas: Iterable[Proposal], act: str, by: Account | None, *, leads_to: str | None = None
) -> None:
    notifications.tell_stations(
        [
            {
                "station": station, "mark": f"{idea.id}:{act}", "reference": idea.reference or "",
                "author_id": idea.contributor.account_id, "path": f"/proposals/{idea.reference}",
                "subject": ("proposal", idea.id), "leads_to": leads_to,
            }
            for idea in ideas
        ],
        by=by,
    )  # fmt: skip


def named(seat: Seat) -> None:
    """Somebody is named in a workshop."""
    part = _line(N_("Your part: %(duty)s."), duty=[DUTIES[seat.duty]])
    _tell([seat], "named", N_("You are named in a workshop: %(title)s"), part, _meeting(seat.workshop))


def opened(workshop: Workshop) -> None:
    """The individual round is open."""
    sheet = _line(N_("You score alone, on the page or in a workbook, and send your marks before the workshop."))
    message = N_("Your sheet is open: %(title)s")
    _tell(workshop.evaluators, "opened", message, sheet, _meeting(workshop), below="/sheet")
    watch = _line(N_("Evaluators score alone. You close the round once enough of them have sent their marks."))
    _tell(workshop.chairs, "opened", N_("The individual round is open: %(title)s"), watch, _meeting(workshop))


def missing(seat: Seat, count: int) -> None:
    """Marks are missing and the workshop is near."""
    waits = _line(N_("Items that wait for your marks: %(number)s. Marks that are not sent do not count."), number=count)
    message = N_("Your marks are awaited: %(title)s")
    _tell([seat], "missing", message, waits, _meeting(seat.workshop), below="/sheet")


def discussed(workshop: Workshop) -> None:
    """The individual round is over."""
    seen = _line(N_("You see the results, and what to discuss first. Marks now change with a reason."))
    message = N_("The discussion begins: %(title)s")
    _tell([*workshop.evaluators, *workshop.chairs], "discussed", message, seen, _meeting(workshop), below="/room")


def closed(workshop: Workshop) -> None:
    """The workshop is closed."""
    public = _line(N_("The averages, the decisions and their reasons are public, and so are the minutes."))
    _tell([*workshop.evaluators, *workshop.chairs], "closed", N_("The workshop is closed: %(title)s"), public)


def left(seat: Seat) -> None:
    """Somebody has left a workshop."""
    kept = _line(N_("Your marks are kept and no longer count."))
    _tell([seat], "left", N_("You no longer sit in a workshop: %(title)s"), kept)


def _meeting(workshop: Workshop) -> Paragraph:
    moments = {language: translator(language).moment(workshop.starts_at) for language in LANGUAGES}
    return _line(N_("The workshop meets on %(moment)s."), moment=moments)


def _line(message: str, **values: Any) -> Paragraph:
    return message, values


def _tell(seats: Iterable[Seat], what: str, message: str, *paragraphs: Paragraph, below: str = "") -> None:
    for seat in seats:
        workshop = seat.workshop
        notifications.tell(
            account_id=seat.account_id,
            kind=f"workshop.{what}",
            message=message,
            values={"title": dict(workshop.title)},
            path=f"/workshops/{workshop.cycle.slug}/{workshop.number}{below}",
            paragraphs=paragraphs,
        )
