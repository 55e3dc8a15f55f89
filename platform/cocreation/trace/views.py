"""The thread of an idea, of a group, of a body: every station it passed, as a page, as data and on paper."""

from __future__ import annotations

from flask import Blueprint, Flask

from cocreation.core.places import Places
from cocreation.core.web import PREFIX
from cocreation.trace import balance_pages

bp = Blueprint("trace", __name__, url_prefix=PREFIX + "/trace", template_folder="templates")


def register(app: Flask, places: Places) -> None:
    """Open the room's doors and fill the places of lower rooms."""
    app.register_blueprint(bp)
    app.register_blueprint(balance_pages.bp)
