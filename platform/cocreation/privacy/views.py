"""The room's blueprints, and what it puts into the places of other rooms."""

from __future__ import annotations

import importlib

from flask import Flask

from cocreation.core.places import Places


def register(app: Flask, places: Places) -> None:
    """Install the pages."""
    importlib.import_module("cocreation.privacy.models")
