"""The desk of the looking for holders."""

from __future__ import annotations

from flask import Blueprint, Flask

from cocreation.commitments import personal
from cocreation.core.places import Places
from cocreation.core.web import PREFIX

bp = Blueprint("holders", __name__, url_prefix=PREFIX + "/holders", template_folder="templates")


def register(app: Flask, places: Places) -> None:
    """Open the room's doors and fill the places of lower rooms."""
    app.register_blueprint(bp)
    places.fill("account.data", personal.holdings)
