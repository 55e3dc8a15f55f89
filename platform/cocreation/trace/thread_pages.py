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
from cocreation.proposals.models import Proposal
from cocreation.proposals.reading import proposal_or_404
from cocreation.trace import data, presenting, sheet
from cocreation.trace.stations import thread_of

bp = Blueprint("trace", __name__, url_prefix=PREFIX + "/trace", template_folder="templates")
# Longer than any reference: what is longer was not copied from a page of ours.
LONGEST = 24


def is_known(reference: str) -> bool:
    """Whether the person may follow an idea or a draft commitment of that reference."""
    for known in (proposal_or_404, draft_or_404):
        try:
            known(reference)
        except NotFound:
            continue
        return True
    return False


@bp.get("/")
@public
def index() -> Any:
    """The box: a reference leads to its thread; one that nobody received is said clearly."""
    asked = request.args.get("reference", "").strip().upper()
    if asked and len(asked) <= LONGEST and is_known(asked):
        return redirect(url_for("trace.show", reference=asked), 303)
    return render_template("trace/index.html", asked=asked[: 2 * LONGEST]), 404 if asked else 200


@bp.get("/<reference>")
@public
def show(reference: str) -> str | Response:
    """Every station of an idea, and what comes next."""
    try:
        idea, cycle = proposal_or_404(reference)
    except NotFound:
        return _of_draft(reference)
    thread = thread_of(idea)
    return render_template(
        "trace/show.html",
        idea=idea,
        cycle=cycle,
        thread=thread,
        title=data.title_of(idea),
        standing=presenting.standing_words(thread),
        stations=presenting.component(presenting.shown(thread)),
    )


def _of_draft(reference: str) -> str:
    draft, cycle = draft_or_404(reference)
    stations = draft_presenting.stations(draft, cycle, process_now(), sums(draft))
    return render_template("trace/draft.html", draft=draft, stations=stations)


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
    return _pdf(idea, cycle)


def _pdf(idea: Proposal, cycle: Cycle) -> Response:
    response = Response(sheet.drawn(thread_of(idea), data.title_of(idea), cycle), mimetype="application/pdf")
    response.headers["Content-Disposition"] = content_disposition(f"{idea.reference}.pdf")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
