"""An evaluator's own sheet: one item at a time, kept as one goes, sent once, in the page or as a workbook."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext
from werkzeug.wrappers import Response

from cocreation.core import jobs
from cocreation.core.access import allowed, current_actor, require
from cocreation.core.clock import process_now
from cocreation.core.errors import NotFound
from cocreation.core.files import content_disposition
from cocreation.core.i18n import here
from cocreation.core.limits import limited
from cocreation.core.spreadsheets import XLSX
from cocreation.core.uploads import takes_file
from cocreation.core.web import PREFIX
from cocreation.cycles.views import cycle_or_404
from cocreation.evaluation import policies, presenting, queries, scoring, workbook
from cocreation.evaluation.forms import ReasonForm, SheetForm, WorkbookForm
from cocreation.evaluation.marks import written
from cocreation.evaluation.models import Grid, Seat, Workshop
from cocreation.evaluation.presenting import ShownItem
from cocreation.proposals.importing.faults import Faulty

bp = Blueprint("score_sheet", __name__, url_prefix=PREFIX + "/workshops", template_folder="templates")
HERE = "/<slug>/<number:number>/sheet"


def workshop_or_404(slug: str, number: int) -> Workshop:
    """A workshop that the current person may see.

    Raises:
        NotFound.
    """
    found = queries.workshop(cycle_or_404(slug).id, number)
    if found is None or not policies.can_see(current_actor(), found):
        raise NotFound()
    return found


def _own(slug: str, number: int) -> tuple[Workshop, Seat, Grid]:
    workshop = workshop_or_404(slug, number)
    require(policies.can_see_sheet, workshop)
    seat = policies.seat_of(current_actor(), workshop)
    if seat is None or workshop.grid is None:
        raise NotFound()
    return workshop, seat, workshop.grid


def _recused(seat: Seat) -> dict[int, Any]:
    return {one.item_id: one for one in queries.recusals(seat.workshop_id) if one.seat_id == seat.id}


@bp.get(HERE)
@allowed(policies.can_sit)
def index(slug: str, number: int) -> str:
    """Every item, what is marked and what waits."""
    workshop, seat, grid = _own(slug, number)
    mine = {one.item_id: one for one in queries.scores(workshop.id) if one.seat_id == seat.id}
    return render_template(
        "evaluation/sheet.html",
        workshop=workshop,
        cycle=workshop.cycle,
        seat=seat,
        grid=grid,
        items=presenting.items_of(workshop),
        scores=mine,
        recused=_recused(seat),
        waiting=scoring.to_do(seat),
    )


def _shown(workshop: Workshop, position: int) -> ShownItem:
    found = next((one for one in presenting.items_of(workshop) if one.item.position == position), None)
    if found is None:
        raise NotFound()
    return found


@bp.route(HERE + "/<number:position>", methods=["GET", "POST"])
@allowed(policies.can_sit)
def item(slug: str, number: int, position: int) -> Any:
    """Mark one item."""
    workshop, seat, grid = _own(slug, number)
    shown = _shown(workshop, position)
    kept = queries.score(seat.id, shown.item.id)
    form = SheetForm(data={"comment": kept.comment if kept else ""})
    faults: dict[int, str] = {}
    if form.validate_on_submit():
        try:
            _save(grid, seat, shown, form)
        except scoring.BadMarks as bad:
            faults = {key: gettext(one.message, **one.values) for key, one in bad.faults.items()}
        else:
            # Saved as one goes: the page stays as it is.
            return ("", 204) if request.form.get("then") == "here" else redirect(_after(workshop, seat, position), 303)
    kept_marks = {int(key): str(mark) for key, mark in (kept.marks if kept else {}).items()}
    marks = _typed(grid) if request.method == "POST" else kept_marks
    return _item_page(seat, shown, form=form, faults=faults, marks=marks), 422 if form.errors or faults else 200


def _item_page(
    seat: Seat,
    shown: ShownItem,
    *,
    form: SheetForm,
    faults: dict[int, str],
    marks: dict[int, str],
    declare: ReasonForm | None = None,
) -> str:
    workshop = seat.workshop
    return render_template(
        "evaluation/sheet_item.html",
        workshop=workshop,
        cycle=workshop.cycle,
        seat=seat,
        grid=workshop.grid,
        shown=shown,
        form=form,
        faults=faults,
        marks=marks,
        levels=_levels(workshop.grid),
        recusal=_recused(seat).get(shown.item.id),
        declare=declare or ReasonForm(formdata=None),
        **_neighbours(shown),
    )


def _neighbours(shown: ShownItem) -> dict[str, str | None]:
    """Where the items before and after are marked."""
    workshop = shown.item.workshop
    places = [one.position for one in queries.items(workshop.id)]
    here = places.index(shown.item.position)
    address = partial(url_for, "score_sheet.item", slug=workshop.cycle.slug, number=workshop.number)
    return {
        "before": address(position=places[here - 1]) if here else None,
        "after": address(position=places[here + 1]) if here + 1 < len(places) else None,
    }


def _levels(grid: Grid | None) -> list[str]:
    return [written(mark) for mark in grid.scale.marks()] if grid else []


def _typed(grid: Grid) -> dict[int, str]:
    """The marks as they stand in the form just sent."""
    return {one.id: request.form.get(f"mark-{one.id}", "") for one in grid.criteria}


def _save(grid: Grid, seat: Seat, shown: ShownItem, form: SheetForm) -> None:
    marks = scoring.read(grid, _typed(grid))
    scoring.save(
        seat=seat, item=shown.item, marks=marks, comment=form.comment.data or "", reason=form.reason.data or "",
        at=process_now(),
    )  # fmt: skip


def _after(workshop: Workshop, seat: Seat, position: int) -> str:
    """The next item that waits for its marks, or the list."""
    slug, number = workshop.cycle.slug, workshop.number
    waiting = [item.position for item in scoring.to_do(seat)] if workshop.state == "scoring" else []
    following = [one for one in waiting if one > position] or waiting
    if following and request.form.get("then") != "list":
        return url_for("score_sheet.item", slug=slug, number=number, position=following[0])
    flash(gettext("Your marks are saved."), "done")
    return url_for("score_sheet.index", slug=slug, number=number)


@bp.post(HERE + "/<number:position>/recuse")
@allowed(policies.can_sit)
def recuse(slug: str, number: int, position: int) -> Any:
    """Declare a conflict of interest in an item."""
    workshop, seat, _ = _own(slug, number)
    shown, declare = _shown(workshop, position), ReasonForm()
    if not declare.validate_on_submit():
        form = SheetForm(formdata=None)
        return _item_page(seat, shown, form=form, faults={}, marks={}, declare=declare), 422
    scoring.recuse(seat=seat, item=shown.item, reason=declare.conflict.data, at=process_now())
    flash(gettext("Your conflict of interest is written down: you do not score this item."), "done")
    return redirect(url_for("score_sheet.index", slug=slug, number=number), 303)


def _to_score(workshop: Workshop, seat: Seat) -> list[ShownItem]:
    left_out = _recused(seat)
    return [one for one in presenting.items_of(workshop) if one.item.id not in left_out and not one.is_gone]


@bp.get(HERE + ".xlsx")
@allowed(policies.can_sit)
def download(slug: str, number: int) -> FlaskResponse:
    """One's sheet as a workbook, to be filled in without a connection."""
    workshop, seat, _ = _own(slug, number)
    mine = {one.item_id: one for one in queries.scores(workshop.id) if one.seat_id == seat.id}
    content = workbook.made(workshop, _to_score(workshop, seat), mine, here())
    response = FlaskResponse(content, mimetype=XLSX)
    response.headers["Content-Disposition"] = content_disposition(f"{slug}-workshop-{number}.xlsx")
    return response


@bp.route(HERE + "/workbook", methods=["GET", "POST"])
@allowed(policies.can_sit)
@limited("upload")
@takes_file
def upload(slug: str, number: int) -> Any:
    """Bring one's filled-in workbook back: all of it, or nothing and every fault by its cell."""
    workshop, *_ = _own(slug, number)
    form, faults = WorkbookForm(), []
    if form.validate_on_submit():
        try:
            _bring_in(slug, number, form.file.data.stream)
        except Faulty as faulty:
            faults = faulty.lines(here())
        else:
            flash(gettext("Your marks are saved."), "done")
            return redirect(url_for("score_sheet.index", slug=slug, number=number), 303)
    page = render_template(
        "evaluation/workbook.html", workshop=workshop, cycle=workshop.cycle, form=form, faults=faults
    )
    return page, 422 if form.errors or faults else 200


def _bring_in(slug: str, number: int, file: Any) -> None:
    # A workbook may take seconds to open: nobody waits for it to write something, and the seat is looked up anew.
    jobs.let_go()
    with TemporaryDirectory() as folder:
        table = workbook.opened(file, Path(folder))
    workshop, seat, _ = _own(slug, number)
    scored = {one.item.position: one.item for one in _to_score(workshop, seat)}
    for one in workbook.read(table, workshop, set(scored)):
        scoring.save(
            seat=seat, item=scored[one.position], marks=one.marks, comment=one.comment, reason="", at=process_now()
        )


@bp.post(HERE + "/send")
@allowed(policies.can_sit)
def send(slug: str, number: int) -> Response:
    """Send one's marks."""
    _, seat, _ = _own(slug, number)
    scoring.send(seat=seat, at=process_now())
    flash(gettext("Your marks are sent. You see those of the others once everyone has sent theirs."), "done")
    return redirect(url_for("score_sheet.index", slug=slug, number=number), 303)
