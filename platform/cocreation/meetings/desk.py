"""The secretariat's desk of meetings: making one, its points, its next steps, its minutes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from cocreation.attachments import presenting as files
from cocreation.attachments import queries as attachments
from cocreation.attachments.forms import FileForm
from cocreation.attachments.receiving import receive
from cocreation.core.access import allowed, current_actor
from cocreation.core.clock import process_now
from cocreation.core.errors import NotFound, Refused
from cocreation.core.i18n import gettext
from cocreation.core.official import filled, text_of
from cocreation.core.uploads import takes_file
from cocreation.core.web import PREFIX
from cocreation.meetings import policies, queries, services
from cocreation.meetings.forms import MeetingForm, NewMeetingForm, PointsForm, StepForm, lines_of, opened_with
from cocreation.meetings.models import POINTS, Meeting
from cocreation.meetings.services import Step

bp = Blueprint("meeting_desk", __name__, url_prefix=PREFIX + "/meeting-desk", template_folder="templates")


@bp.get("/")
@allowed(policies.can_keep)
def index() -> str:
    """Every meeting, with those that are not published."""
    return render_template("meetings/desk_index.html", meetings=queries.meetings(with_drafts=True))


def _kept(form: MeetingForm, meeting: Meeting) -> Response:
    if form.is_public.data and meeting.published_at is None:
        services.publish(meeting=meeting, by=current_actor(), at=process_now())
    return redirect(_home(meeting), 303)


def _home(meeting: Meeting) -> str:
    return url_for("meeting_desk.show", day=meeting.held_on.isoformat())


@bp.route("/new", methods=["GET", "POST"])
@allowed(policies.can_keep)
def new() -> Any:
    """Enter a meeting."""
    form = NewMeetingForm(data={"mode": "in_person"})
    if form.validate_on_submit() and form.day is not None:
        try:
            made = services.make(
                held_on=form.day, title=text_of(form, "title"), mode=form.mode.data, place=text_of(form, "place"),
                by=current_actor(), at=process_now(),
            )  # fmt: skip
        except Refused as error:
            form.held_on.errors = [gettext(error.message)]
        else:
            return _kept(form, made)
    page = render_template("meetings/desk_form.html", form=form, meeting=None)
    return page, 422 if form.errors else 200


def _meeting_or_404(day: str) -> Meeting:
    found = next((one for one in queries.meetings(with_drafts=True) if one.held_on.isoformat() == day), None)
    if found is None:
        raise NotFound()
    return found


@bp.get("/<day>")
@allowed(policies.can_keep)
def show(day: str) -> str:
    """One meeting with all that can be written of it."""
    found = _meeting_or_404(day)
    papers = files.shown(attachments.of(policies.MINUTES, found.id))
    return render_template("meetings/desk_meeting.html", meeting=found, files=papers)


@bp.route("/<day>/edit", methods=["GET", "POST"])
@allowed(policies.can_keep)
def edit(day: str) -> Any:
    """Change what a meeting is called and how it is held; publish it."""
    found = _meeting_or_404(day)
    form = MeetingForm(data={**opened_with(found), **filled("title", found.title), **filled("place", found.place)})
    if form.validate_on_submit():
        services.edit(
            meeting=found, title=text_of(form, "title"), mode=form.mode.data, place=text_of(form, "place"),
            by=current_actor(), at=process_now(),
        )  # fmt: skip
        return _kept(form, found)
    page = render_template("meetings/desk_form.html", form=form, meeting=found)
    return page, 422 if form.errors else 200


@bp.route("/<day>/<any(discussed, decided):kind>", methods=["GET", "POST"])
@allowed(policies.can_keep)
def points(day: str, kind: str) -> Any:
    """Write the points discussed, or decided."""
    found = _meeting_or_404(day)
    form = PointsForm(data=lines_of(found.points_of(kind)))
    if form.validate_on_submit():
        services.write_points(meeting=found, kind=kind, texts=form.texts(), by=current_actor(), at=process_now())
        return redirect(_home(found), 303)
    page = render_template("meetings/desk_points.html", form=form, meeting=found, heading=gettext(POINTS[kind]))
    return page, 422 if form.errors else 200


@bp.route("/<day>/steps", methods=["GET", "POST"])
@allowed(policies.can_keep)
def steps(day: str) -> Any:
    """Add a next step."""
    found = _meeting_or_404(day)
    form = StepForm()
    if form.validate_on_submit():
        known = [Step(one.text, one.due, one.owner) for one in found.steps]
        added = Step(text_of(form, "text"), form.when(), text_of(form, "owner"))
        services.write_steps(meeting=found, steps=[*known, added], by=current_actor(), at=process_now())
        return redirect(_home(found), 303)
    page = render_template("meetings/desk_step.html", form=form, meeting=found)
    return page, 422 if form.errors else 200


@bp.route("/<day>/file", methods=["GET", "POST"])
@allowed(policies.can_keep)
@takes_file
def minutes(day: str) -> Any:
    """Add the file of the minutes."""
    found = _meeting_or_404(day)
    form = FileForm()
    if form.validate_on_submit() and receive(
        form, holder_kind=policies.MINUTES, holder_id=found.id, by=current_actor(), role="administrator"
    ):
        return redirect(_home(found), 303)
    page = render_template("meetings/desk_file.html", form=form, meeting=found)
    return page, 422 if form.errors else 200
