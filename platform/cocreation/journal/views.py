"""The public journal: its head, its lines, and how anyone checks that nothing was rewritten."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Flask, Response, render_template, request, stream_with_context, url_for

from cocreation.core.access import public
from cocreation.core.i18n import N_
from cocreation.core.places import Link, Places
from cocreation.core.web import PREFIX
from cocreation.journal import chain, queries

bp = Blueprint("journal", __name__, url_prefix=PREFIX + "/journal", template_folder="templates")


@bp.route("")
@public
def index() -> str:
    """The head of the chain, the lines, and how to check them."""
    page = queries.page(cursor=request.args.get("cursor"))
    last = queries.last_line()
    return render_template(
        "journal/index.html",
        head=last.hash if last else chain.GENESIS,
        last=last,
        lines=[chain.public_fields(line) for line in page.items],
        moments={line.sequence: line.recorded_at for line in page.items},
        previous_href=_address(page.previous_cursor),
        next_href=_address(page.next_cursor),
    )


def _address(cursor: str | None) -> str | None:
    return url_for("journal.index", cursor=cursor) if cursor else None


@bp.route("/lines.jsonl")
@public
def lines() -> Response:
    """Every line as JSON, one a line; who acted stands behind the seal."""

    def written() -> Iterator[bytes]:
        for line in queries.walk():
            yield chain.packed(chain.public_fields(line)) + b"\n"

    answer = Response(stream_with_context(written()), mimetype="application/jsonl")
    answer.headers["Content-Disposition"] = "attachment; filename=journal.jsonl"
    return answer


def register(app: Flask, places: Places) -> None:
    """Install the pages and the link at the foot of every page."""
    app.register_blueprint(bp)
    places.fill("footer", lambda: [Link("journal.index", N_("Journal of decisions"), order=60)])
