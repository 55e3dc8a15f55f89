"""The thread of one idea or draft commitment: its page, its open data, its printed sheet, and the box that finds it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for

from cocreation.core import limits
from cocreation.core.access import public
from cocreation.core.clock import process_now
from cocreation.core.errors import NotFound
from cocreation.core.files import content_disposition
from cocreation.core.web import PREFIX
from cocreation.cycles.models import Cycle
from cocreation.proposals import draft_presenting
from cocreation.proposals.draft_remarks import sums
from cocreation.proposals.drafting import draft_or_404
from cocreation.proposals.models import DraftCommitment, Proposal
from cocreation.proposals.reading import proposal_or_404
from cocreation.trace import data, presenting, sheet
from cocreation.trace.stations import thread_of

bp = Blueprint("trace", __name__, url_prefix=PREFIX + "/trace", template_folder="templates")
# A reference is shorter than this; what is longer was not copied from a page of ours, and is not repeated whole.
LONGEST = 40


def thing_or_404(reference: str) -> tuple[Proposal | DraftCommitment, Cycle]:
    """What bears a reference, with its plan, as far as the person may know of it."""
    try:
        return proposal_or_404(reference)
    except NotFound:
        return draft_or_404(reference)


@bp.get("/")
@public
def index() -> Any:
    """The box: a reference leads to its thread; one that nothing bears is said clearly."""
    asked = request.args.get("reference", "").strip()[:LONGEST]
    if not asked:
        return render_template("trace/index.html", asked="")
    try:
        found, _cycle = thing_or_404(asked.upper())
    except NotFound:
        return render_template("trace/index.html", asked=asked), 404
    return redirect(url_for("trace.show", reference=found.reference), 303)


@bp.get("/<reference>")
@public
def show(reference: str) -> str:
    """Every station of an idea or of a draft commitment, and what comes next."""
    found, cycle = thing_or_404(reference)
    if isinstance(found, DraftCommitment):
        stations = draft_presenting.stations(found, cycle, process_now(), sums(found))
        return render_template("trace/draft.html", draft=found, stations=stations)
    thread = thread_of(found)
    return render_template(
        "trace/show.html",
        thread=thread,
        title=data.title_of(found),
        standing=presenting.standing_words(thread),
        stations=presenting.component(presenting.shown(thread)),
    )


@bp.get("/<reference>.json")
@public
def thread_data(reference: str) -> Response:
    """The same as open data."""
    idea, _cycle = proposal_or_404(reference)
    return jsonify(data.of_thread(idea, thread_of(idea)))


@bp.get("/<reference>.pdf")
@public
def thread_sheet(reference: str) -> Response:
    """The same on a sheet of A4."""
    idea, cycle = proposal_or_404(reference)
    limits.hit_person("table")
    response = Response(sheet.drawn(thread_of(idea), data.title_of(idea), cycle), mimetype="application/pdf")
    response.headers["Content-Disposition"] = content_disposition(f"{idea.reference}.pdf")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
