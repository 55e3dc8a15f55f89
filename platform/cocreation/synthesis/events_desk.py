"""The secretariat's list of meetings and webinars: written down one by one, or brought in as a sheet."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from cocreation.core.access import allowed, current_actor
from cocreation.core.clock import process_now
from cocreation.core.db import db
from cocreation.core.errors import NotFound
from cocreation.core.files import content_disposition
from cocreation.core.i18n import current_language
from cocreation.core.official import filled, text_of
from cocreation.core.spreadsheets import CSV, as_csv
from cocreation.core.web import PREFIX
from cocreation.cycles.models import Cycle
from cocreation.synthesis import events, policies
from cocreation.synthesis.desk import own_cycle_or_404
from cocreation.synthesis.forms import EventForm, EventsSheetForm
from cocreation.synthesis.models import ReportEvent

bp = Blueprint("report_events", __name__, url_prefix=PREFIX + "/report-desk", template_folder="templates")


def _event_or_404(cycle: Cycle, event_id: int) -> ReportEvent:
    found = db.session.get(ReportEvent, event_id)
    if found is None or found.cycle_id != cycle.id:
        raise NotFound()
    return found


@bp.get("/<slug>/events")
@allowed(policies.can_write)
def index(slug: str) -> str:
    """The events of a cycle, and how the report shows them."""
    cycle = own_cycle_or_404(slug)
    rows = events.of_cycle(cycle.id)
    told = events.shown(rows, current_language())
    return render_template(
        "synthesis/events.html", cycle=cycle, rows=list(zip(rows, told.rows, strict=True)), told=told
    )


@bp.route("/<slug>/events/new", methods=["GET", "POST"])
@bp.route("/<slug>/events/<number:event_id>", methods=["GET", "POST"])
@allowed(policies.can_write)
def event(slug: str, event_id: int | None = None) -> Any:
    """Write an event down, or change one."""
    cycle = own_cycle_or_404(slug)
    found = _event_or_404(cycle, event_id) if event_id is not None else None
    form = EventForm(data=_opening(found))
    if not form.validate_on_submit():
        return render_template("synthesis/event.html", cycle=cycle, form=form, event=found), 422 if form.errors else 200
    meeting = events.Meeting(
        title=text_of(form, "title"),
        place=text_of(form, "place"),
        held_on=events.day_of(form.held_on.data or ""),
        attendance=events.attendance_of(form.attendance.data or ""),
    )
    events.write_down(cycle=cycle, meeting=meeting, by=current_actor(), at=process_now(), event=found)
    flash(gettext("The event is written down."), "done")
    return redirect(url_for("report_events.index", slug=slug), 303)


def _opening(found: ReportEvent | None) -> dict[str, Any]:
    if found is None:
        return {}
    attendance = "" if found.attendance is None else str(found.attendance)
    day = f"{found.held_on:%d/%m/%Y}"
    return {**filled("title", found.title), **filled("place", found.place), "held_on": day, "attendance": attendance}


@bp.post("/<slug>/events/<number:event_id>/strike-out")
@allowed(policies.can_write)
def strike_out(slug: str, event_id: int) -> AnyResponse:
    """Take an event out of the list."""
    cycle = own_cycle_or_404(slug)
    events.strike_out(event=_event_or_404(cycle, event_id), by=current_actor(), at=process_now())
    flash(gettext("The event is taken out of the list."), "done")
    return redirect(url_for("report_events.index", slug=slug), 303)


@bp.route("/<slug>/events/sheet", methods=["GET", "POST"])
@allowed(policies.can_write)
def sheet(slug: str) -> Any:
    """Bring in a sheet of events, all or none."""
    cycle = own_cycle_or_404(slug)
    form, error = EventsSheetForm(), ""
    if form.validate_on_submit():
        try:
            made = events.bring_in(cycle=cycle, text=form.lines.data, by=current_actor(), at=process_now())
        except events.FaultyEvent as fault:
            db.session.rollback()
            words = gettext(fault.message)
            error = gettext("Line %(line)s: %(words)s", line=fault.line, words=words) if fault.line else words
        else:
            flash(gettext("Events brought in: %(num)s", num=len(made)), "done")
            return redirect(url_for("report_events.index", slug=slug), 303)
    page = render_template("synthesis/events_sheet.html", cycle=cycle, form=form, error=error, columns=events.COLUMNS)
    return page, 422 if form.errors or error else 200


@bp.get("/<slug>/events.csv")
@allowed(policies.can_write)
def download(slug: str) -> Response:
    """The events as a sheet that can be brought in again."""
    cycle = own_cycle_or_404(slug)
    response = Response(as_csv(events.sheet(cycle)), mimetype=CSV)
    response.headers["Content-Disposition"] = content_disposition(f"{slug}-events.csv")
    return response
