"""The room's doors, and what it shows on the pages of lower rooms."""

from __future__ import annotations

from flask import Flask

from cocreation.core.places import Places
from cocreation.evaluation import personal


def register(app: Flask, places: Places) -> None:
    """Open the room's doors and fill the places of lower rooms."""
    places.fill("account.data", personal.holdings)
