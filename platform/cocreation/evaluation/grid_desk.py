"""The secretariat's pages of the grid: writing it, proposing it, adopting it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from cocreation.core.access import allowed, current_actor, require
from cocreation.core.clock import process_now
from cocreation.core.db import db
from cocreation.core.errors import NotFound
from cocreation.core.official import filled, text_of
from cocreation.core.web import PREFIX
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.cycles.views import cycle_or_404
from cocreation.evaluation import grids, policies, queries
from cocreation.evaluation.forms import ScaleForm, criterion_form, whole
from cocreation.evaluation.models import Criterion, Grid

bp = Blueprint("grid_desk", __name__, url_prefix=PREFIX + "/grid-desk", template_folder="templates")


def _grid_or_404(grid_id: int) -> Grid:
    found = db.session.get(Grid, grid_id)
    if found is None:
        raise NotFound()
    return found


def _cycle_of(grid: Grid) -> Cycle:
    found = cycles.by_id(grid.cycle_id)
    if found is None:
        raise NotFound()
    return found


def _shown(grid: Grid) -> Response:
    return redirect(url_for("grid_desk.show", grid_id=grid.id), 303)


@bp.post("/<slug>/begin")
@allowed(policies.can_prepare)
def begin(slug: str) -> Response:
    """Begin a grid from the last one, or from the one offered."""
    return _shown(grids.begin(cycle=cycle_or_404(slug), by=current_actor(), at=process_now()))


@bp.get("/<number:grid_id>")
@allowed(policies.can_prepare)
def show(grid_id: int) -> str:
    """One grid: its criteria, its scale, what is missing for its adoption."""
    grid = _grid_or_404(grid_id)
    return _page(grid, ScaleForm(formdata=None, data={"most": str(grid.most), "step": grid.step}))


def _page(grid: Grid, form: ScaleForm) -> str:
    return render_template(
        "evaluation/desk_grid.html", grid=grid, cycle=_cycle_of(grid), form=form, locked=queries.is_locked(grid)
    )


@bp.post("/<number:grid_id>/scale")
@allowed(policies.can_prepare)
def scale(grid_id: int) -> Any:
    """Change the scale."""
    grid, form = _grid_or_404(grid_id), ScaleForm()
    if not form.validate_on_submit():
        return _page(grid, form), 422
    grids.set_scale(grid=grid, most=whole(form.most), step=form.step.data, by=current_actor(), at=process_now())
    return _shown(grid)


@bp.route("/<number:grid_id>/criterion", methods=["GET", "POST"])
@bp.route("/<number:grid_id>/criterion/<number:criterion_id>", methods=["GET", "POST"])
@allowed(policies.can_prepare)
def criterion(grid_id: int, criterion_id: int | None = None) -> Any:
    """Write a criterion."""
    grid = _grid_or_404(grid_id)
    found = _criterion_or_404(grid, criterion_id) if criterion_id is not None else None
    form = criterion_form(grid.levels)(data=_opening(grid, found))
    if not form.validate_on_submit():
        page = render_template("evaluation/criterion.html", grid=grid, criterion=found, form=form)
        return page, 422 if form.errors else 200
    wording = grids.Wording(
        title=text_of(form, "title"),
        guidance=text_of(form, "guidance"),
        anchors={level: text_of(form, f"anchor_{level}") for level in grid.levels},
        weight=whole(form.weight),
        veto=bool(form.veto.data),
    )
    grids.write_criterion(grid=grid, criterion=found, wording=wording, by=current_actor(), at=process_now())
    flash(gettext("Saved."), "done")
    return _shown(grid)


def _criterion_or_404(grid: Grid, criterion_id: int) -> Criterion:
    found = next((one for one in grid.criteria if one.id == criterion_id), None)
    if found is None:
        raise NotFound()
    return found


def _opening(grid: Grid, found: Criterion | None) -> dict[str, Any]:
    if found is None:
        return {}
    texts = {**filled("title", found.title), **filled("guidance", found.guidance)}
    for level in grid.levels:
        texts |= filled(f"anchor_{level}", found.anchor(level))
    return {**texts, "weight": str(found.weight), "veto": found.veto}


@bp.post("/<number:grid_id>/criterion/<number:criterion_id>/strike-out")
@allowed(policies.can_prepare)
def strike_out(grid_id: int, criterion_id: int) -> Response:
    """Take a criterion out."""
    grid = _grid_or_404(grid_id)
    struck = _criterion_or_404(grid, criterion_id)
    grids.strike_criterion(grid=grid, criterion=struck, by=current_actor(), at=process_now())
    return _shown(grid)


@bp.post("/<number:grid_id>/propose")
@allowed(policies.can_prepare)
def propose(grid_id: int) -> Response:
    """The first yes."""
    grid = _grid_or_404(grid_id)
    grids.propose(grid=grid, by=current_actor(), at=process_now())
    flash(gettext("Proposed. It counts once a second administrator has said yes."), "done")
    return _shown(grid)


@bp.post("/<number:grid_id>/adopt")
@allowed(policies.can_prepare)
def adopt(grid_id: int) -> Response:
    """The second yes."""
    grid = _grid_or_404(grid_id)
    require(policies.can_adopt, grid)
    grids.adopt(grid=grid, by=current_actor(), at=process_now())
    flash(gettext("The grid is adopted, and public."), "done")
    return _shown(grid)
