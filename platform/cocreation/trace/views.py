"""The thread of an idea, of a group, of a body: every station it passed, as a page, as data and on paper."""

from __future__ import annotations

from flask import Blueprint, Flask

from cocreation.core.i18n import N_
from cocreation.core.places import Link, Places
from cocreation.core.web import PREFIX
from cocreation.trace import balance_desk, balance_pages, watching

bp = Blueprint("trace", __name__, url_prefix=PREFIX + "/trace", template_folder="templates")


def register(app: Flask, places: Places) -> None:
    """Open the room's doors and fill the places of lower rooms."""
    app.register_blueprint(bp)
    app.register_blueprint(balance_pages.bp)
    app.register_blueprint(balance_desk.desk)
    app.extensions["cocreation.jobs"][watching.JOB] = watching.watch
    places.fill("cycle.aside", balance_pages.on_cycle)
    places.fill("home.sections", balance_pages.on_cycle)
    places.fill("administration.waiting", balance_desk.waiting)
    places.fill("administration.tabs", lambda: [Link("balance_desk.index", N_("Sums of the ideas"), order=75)])
