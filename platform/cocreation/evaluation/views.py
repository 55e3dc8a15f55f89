"""Workshops for everyone: what was sifted, the grid, who sits in them, and the results once they are closed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, render_template, url_for
from markupsafe import Markup

from cocreation.core import limits
from cocreation.core.access import current_actor, public
from cocreation.core.errors import NotFound
from cocreation.core.files import content_disposition
from cocreation.core.i18n import LANGUAGES, N_
from cocreation.core.places import Link, Places, fragment
from cocreation.core.web import PREFIX
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.cycles.views import cycle_or_404
from cocreation.evaluation import (
    answer_desk,
    answer_pages,
    desk,
    grid_desk,
    minutes,
    personal,
    policies,
    presenting,
    queries,
    results,
    room,
    sheets,
    sift_desk,
)
from cocreation.evaluation.models import GATE_REASONS, GATES, Workshop
from cocreation.evaluation.sheets import workshop_or_404

bp = Blueprint("workshops", __name__, url_prefix=PREFIX + "/workshops", template_folder="templates")


def _seen(cycle: Cycle) -> list[Workshop]:
    return [one for one in queries.workshops(cycle.id) if policies.can_see(current_actor(), one)]


@bp.get("/")
@public
def index() -> str:
    """Every plan with its workshops, and the workshops one sits in."""
    mine = queries.seated(current_actor().id) if current_actor().is_signed_in else []
    return render_template("evaluation/index.html", found=[(one, _seen(one)) for one in cycles.cycles()], mine=mine)


@bp.get("/<slug>")
@public
def cycle(slug: str) -> str:
    """What becomes of the ideas of a plan: the first sift in figures, the grid, the workshops."""
    found = cycle_or_404(slug)
    return render_template(
        "evaluation/cycle.html",
        cycle=found,
        gates=queries.gates(found.id),
        names=GATES,
        sifts=[one for one in queries.sifts(found.id) if one.gate != "linked"][:50],
        reasons=GATE_REASONS,
        grid=queries.adopted_grid(found.id),
        workshops=_seen(found),
    )


@bp.get("/<slug>/grid/<number:number>")
@public
def grid(slug: str, number: int) -> str:
    """A grid as it was adopted, with its fingerprint."""
    found = cycle_or_404(slug)
    shown = queries.grid(found.id, number)
    if shown is None or not policies.can_see_grid(current_actor(), shown):
        raise NotFound()
    return render_template("evaluation/grid.html", cycle=found, grid=shown)


@bp.get("/<slug>/<number:number>")
@public
def show(slug: str, number: int) -> str:
    """One workshop; its results once it is closed."""
    found = workshop_or_404(slug, number)
    return render_template(
        "evaluation/show.html", workshop=found, cycle=found.cycle, items=presenting.items_of(found), **_results(found)
    )


@bp.get("/<slug>/<number:number>/minutes/<any(fr, ar):written>.<any(pdf, docx):kind>")
@public
def minutes_file(slug: str, number: int, written: str, kind: str) -> Response:
    """The minutes of a closed workshop, as PDF or Word."""
    found = workshop_or_404(slug, number)
    if not policies.can_see_results(current_actor(), found):
        raise NotFound()
    limits.hit_person("table")
    response = Response(minutes.drawn(found, written, kind), mimetype=minutes.FILES[kind])
    filename = f"{slug}-workshop-{number}-{written}.{kind}"
    response.headers["Content-Disposition"] = content_disposition(filename)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _results(workshop: Workshop) -> dict[str, Any]:
    if not policies.can_see_results(current_actor(), workshop):
        return {"lines": [], "results": None}
    figures = results.of(workshop)
    return {"lines": presenting.lines_of(workshop, figures), "results": figures, "files": _files(workshop)}


def _files(workshop: Workshop) -> list[dict[str, str]]:
    """The files of the minutes, as the downloads component takes them."""
    place: dict[str, Any] = {"slug": workshop.cycle.slug, "number": workshop.number}
    return [
        {
            "label": f"{LANGUAGES[written]} · {kind.upper()}",
            "href": url_for("workshops.minutes_file", written=written, kind=kind, **place),
            "hreflang": written,
        }
        for written in minutes.LANGUAGES
        for kind in minutes.FILES
    ]


def _on_cycle(cycle: Cycle) -> Markup | None:
    found = [one for one in queries.workshops(cycle.id) if one.state != "prepared"]
    return fragment("evaluation/on_cycle.html", cycle=cycle, workshops=found) if found else None


def _navigation(actor: Any) -> list[Link]:
    links = [Link("workshop_desk.index", N_("Workshop desk"), 66)] if policies.can_sift(actor) else []
    if actor.is_signed_in and queries.seated(actor.id):
        links.append(Link("workshops.index", N_("My workshops"), 67))
    return links


def register(app: Flask, places: Places) -> None:
    """Open the room's doors and fill the places of lower rooms."""
    for part in (bp, desk.bp, grid_desk.bp, sift_desk.bp, sheets.bp, room.bp, answer_desk.bp, answer_pages.bp):
        app.register_blueprint(part)
    app.jinja_env.filters.update(presenting.FILTERS)
    places.fill("account.data", personal.holdings)
    places.fill("cycle.aside", answer_pages.on_cycle)
    places.fill("cycle.aside", _on_cycle)
    places.fill("proposal.answer", answer_pages.of_idea)
    places.fill("administration.waiting", answer_desk.waiting)
    places.fill("account.navigation", _navigation)
