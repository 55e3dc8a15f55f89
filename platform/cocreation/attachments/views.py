"""The room's door."""

from __future__ import annotations

from flask import Flask

from cocreation.attachments import models
from cocreation.core.places import Places

__all__ = ["models", "register"]


def register(app: Flask, places: Places) -> None:
    """Open the room's doors."""
