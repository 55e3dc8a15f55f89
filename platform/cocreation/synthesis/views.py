"""The report as a page with its downloads, for everyone; and what lower rooms' pages show of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Flask, Response, redirect, render_template, url_for
from markupsafe import Markup

from cocreation.core.access import current_actor, public
from cocreation.core.errors import NotFound
from cocreation.core.i18n import LANGUAGES, N_, current_language
from cocreation.core.places import Link, Places, fragment
from cocreation.core.web import PREFIX
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.cycles.views import cycle_or_404
from cocreation.proposals.models import Proposal
from cocreation.synthesis import (
    desk,
    editor,
    events_desk,
    making,
    personal,
    policies,
    proof,
    queries,
    remarks,
    services,
    translations_desk,
)
from cocreation.synthesis.delivering import NAMES, downloads_of, sent_file, version_or_404
from cocreation.synthesis.rendering import FORMATS
from cocreation.synthesis.rendering.story import told

bp = Blueprint("reports", __name__, url_prefix=PREFIX + "/reports", template_folder="templates")


@bp.get("/")
@public
def index() -> str:
    """The reports of every plan."""
    found = [(cycle, queries.versions(cycle.id)) for cycle in cycles.cycles()]
    return render_template("synthesis/index.html", found=found)


@bp.get("/<slug>")
@public
def latest(slug: str) -> Any:
    """The newest published version, in the reader's language if there is one."""
    cycle = cycle_or_404(slug)
    order = [current_language(), *(code for code in LANGUAGES if code != current_language())]
    for written in order:
        if found := queries.last_published(cycle.id, written):
            return redirect(url_for("reports.show", slug=slug, written=written, number=found.number), 302)
    return render_template("synthesis/none.html", cycle=cycle, versions=queries.versions(cycle.id))


@bp.get("/<slug>/<any(fr, ar, en):written>/<number:number>")
@public
def show(slug: str, written: str, number: int) -> str:
    """One version, read like a printed report."""
    cycle = cycle_or_404(slug)
    version = version_or_404(cycle, written, number)
    story = told(services.document_of(version))
    if not policies.can_read_text(current_actor(), version):
        # What was withdrawn may hold what nobody should have read: its page keeps the reason alone.
        story = replace(story, blocks=())
    return render_template(
        "synthesis/show.html",
        cycle=cycle,
        version=version,
        story=story,
        formats=downloads_of(cycle, version.report, number) if version.state == "published" else [],
        versions=queries.versions(cycle.id),
    )


@bp.get(f"/<slug>/<any(fr, ar, en):written>/<number:number>/<any({NAMES}):name>")
@public
def download(slug: str, written: str, number: int, name: str) -> Response:
    """A published version in one format."""
    cycle = cycle_or_404(slug)
    version = version_or_404(cycle, written, number)
    if version.state != "published":
        raise NotFound()
    return sent_file(version.report, number, name, FORMATS[name].named(slug, written, number))


def _on_cycle(cycle: Cycle) -> Markup | None:
    found = queries.versions(cycle.id)
    return fragment("synthesis/on_cycle.html", cycle=cycle, versions=found) if found else None


def _aside(proposal: Proposal) -> Markup | None:
    found = queries.citing(proposal.id)
    cycle = cycles.by_id(proposal.cycle_id)
    return fragment("synthesis/aside.html", cycle=cycle, proposal=proposal, versions=found) if found and cycle else None


def register(app: Flask, places: Places) -> None:
    """Open the room's doors, give the worker its handler, fill the places of lower rooms."""
    app.register_blueprint(bp)
    for room in (desk, editor, events_desk, proof, remarks, translations_desk):
        app.register_blueprint(room.bp)
    remarks.fill(places)
    app.extensions["cocreation.jobs"][making.JOB] = making.make
    places.fill("cycle.aside", _on_cycle)
    places.fill("account.data", personal.holdings)
    places.fill("home.sections", _on_cycle)
    places.fill("proposal.aside", _aside)
    places.fill("navigation", lambda: [Link("reports.index", N_("Reports"), 40)])
    places.fill(
        "account.navigation",
        lambda actor: [Link("report_desk.index", N_("Report desk"), 64)] if policies.can_write(actor) else [],
    )
