"""The desk of progress: bodies enter how far their commitments are before a meeting, the secretariat records it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from cocreation.commitments import progress, progress_queries
from cocreation.commitments.progress_forms import MoveForm, ReportForm, moved, opened_with
from cocreation.commitments.progress_models import Commitment, Snapshot
from cocreation.commitments.progress_policies import can_consolidate, can_hold, can_report
from cocreation.core.access import allowed, current_actor, require
from cocreation.core.clock import process_now
from cocreation.core.errors import NotFound, Refused
from cocreation.core.i18n import gettext
from cocreation.core.web import PREFIX
from cocreation.cycles.models import Cycle
from cocreation.cycles.views import cycle_or_404
from cocreation.meetings import queries as meetings
from cocreation.meetings.models import Meeting

bp = Blueprint("progress_desk", __name__, url_prefix=PREFIX + "/progress-desk", template_folder="templates")


@dataclass(frozen=True)
class Place:
    """A commitment before a meeting, and who acts on it."""

    cycle: Cycle
    meeting: Meeting
    commitment: Commitment

    @property
    def role(self) -> str:
        """The role in which the current person acts."""
        return "administrator" if can_consolidate(current_actor()) else "agent"

    @property
    def address(self) -> dict[str, Any]:
        """The values of its address."""
        return {"slug": self.cycle.slug, "day": self.meeting.held_on.isoformat(), "number": self.commitment.number}

    @property
    def entered(self) -> Snapshot | None:
        """What was entered for the meeting."""
        return self.commitment.at(self.meeting)


def _meeting_or_404(day: str) -> Meeting:
    found = next((one for one in meetings.meetings(with_drafts=True) if one.held_on.isoformat() == day), None)
    if found is None:
        raise NotFound()
    return found


def _place_or_404(slug: str, day: str, number: int) -> Place:
    found = cycle_or_404(slug)
    commitment = progress_queries.commitment(found.id, number)
    if commitment is None:
        raise NotFound()
    require(can_report, commitment)
    return Place(found, _meeting_or_404(day), commitment)


def _own(cycle: Cycle) -> list[Commitment]:
    """The commitments of a plan that the current person enters progress of."""
    return [one for one in progress_queries.commitments(cycle.id) if can_report(current_actor(), one)]


def _back(place: Place) -> Response:
    return redirect(url_for("progress_desk.meeting", slug=place.cycle.slug, day=place.address["day"]), 303)


@bp.get("/")
@allowed(can_hold)
def index() -> str:
    """The plans and the meetings one can enter progress for."""
    plans = [one for one in progress_queries.plans() if _own(one)]
    if not plans:
        raise NotFound()
    return render_template("commitments/progress_index.html", plans=plans, meetings=meetings.meetings(with_drafts=True))


@bp.get("/<slug>/<day>")
@allowed(can_hold)
def meeting(slug: str, day: str) -> str:
    """The commitments before one meeting: what is entered, what is recorded, what is missing."""
    found, held = cycle_or_404(slug), _meeting_or_404(day)
    own = _own(found)
    if not own:
        raise NotFound()
    rows = [(one, one.at(held), one.before(held)) for one in own]
    return render_template(
        "commitments/progress_meeting.html", cycle=found, meeting=held, day=day, rows=rows,
        may_record=can_consolidate(current_actor()),
    )  # fmt: skip


@bp.route("/<slug>/<day>/<number:number>", methods=["GET", "POST"])
@allowed(can_hold)
def report(slug: str, day: str, number: int) -> Any:
    """Enter the progress of one commitment; the form opens with what the meeting before recorded."""
    place = _place_or_404(slug, day, number)
    before = place.entered or place.commitment.before(place.meeting)
    form = ReportForm(data=opened_with(before))
    if form.validate_on_submit():
        try:
            progress.report(
                commitment=place.commitment, meeting=place.meeting, report=form.report(place.entered),
                by=current_actor(), role=place.role, at=process_now(),
            )  # fmt: skip
        except progress.ProgressDiffers as error:
            form.no_progress.errors = [gettext(error.message)]
        except progress.NothingWeighted as error:
            form.computed.errors = [gettext(error.message)]
        else:
            flash(gettext("The progress is entered. The secretariat records it at the meeting."), "done")
            return _back(place)
    page = render_template("commitments/progress_report.html", form=form, place=place)
    return page, 422 if form.errors else 200


@bp.post("/<slug>/<day>/<number:number>/unchanged")
@allowed(can_hold)
def unchanged(slug: str, day: str, number: int) -> Response:
    """Say in one click that nothing moved since the meeting before."""
    place = _place_or_404(slug, day, number)
    progress.report_no_progress(
        commitment=place.commitment, meeting=place.meeting, by=current_actor(), role=place.role, at=process_now()
    )
    flash(gettext("“No progress” is entered."), "done")
    return _back(place)


@bp.post("/<slug>/<day>/<number:number>/record")
@allowed(can_consolidate)
def record(slug: str, day: str, number: int) -> Response:
    """Record what was entered, for good."""
    place = _place_or_404(slug, day, number)
    if place.entered is None:
        raise NotFound()
    progress.consolidate(snapshot=place.entered, by=current_actor(), at=process_now())
    flash(gettext("The progress is recorded."), "done")
    return _back(place)


@bp.route("/<slug>/<day>/<number:number>/actions/<number:action_id>", methods=["GET", "POST"])
@allowed(can_hold)
def action(slug: str, day: str, number: int, action_id: int) -> Any:
    """Say what becomes of one action: its state, its new date, why."""
    place = _place_or_404(slug, day, number)
    found = next((one for one in place.commitment.actions if one.id == action_id), None)
    entered = place.entered
    if found is None or entered is None:
        raise NotFound()
    turns = [one for one in entered.turns if one.action_id == found.id]
    form = MoveForm(data=moved(turns, found.standing(place.meeting.held_on)))
    if form.validate_on_submit():
        try:
            progress.move(
                snapshot=entered, action=found, move=form.move(), by=current_actor(), role=place.role, at=process_now()
            )
        except Refused as error:
            form.state.errors = [gettext(error.message)]
        else:
            return redirect(url_for("progress_desk.report", **place.address), 303)
    page = render_template("commitments/progress_action.html", form=form, place=place, action=found)
    return page, 422 if form.errors else 200
