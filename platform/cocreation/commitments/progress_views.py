"""The public pages of commitments and of their progress."""

from __future__ import annotations

from flask import Flask

from cocreation.commitments import progress_personal
from cocreation.core.places import Places


def register(app: Flask, places: Places) -> None:
    """Open the doors of progress and fill the places of lower rooms."""
    places.fill("account.data", progress_personal.holdings)
