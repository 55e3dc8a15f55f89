"""The room's blueprints, and what it puts into the places of other rooms."""

from __future__ import annotations

from typing import Any

from flask import Flask

from cocreation.accounts.models import Account
from cocreation.core.i18n import N_
from cocreation.core.places import Link, Places
from cocreation.privacy import desk, exporting, pages, personal


def _own_pages(user: Account) -> list[Link]:
    return [Link("privacy.data", N_("My data"), order=90)]


def _tabs(**_context: Any) -> list[Link]:
    return [Link("rights_desk.index", N_("Requests about data"), order=60)]


def _footer() -> list[Link]:
    return [Link("privacy.rights", N_("Your rights over your data"), order=50)]


def register(app: Flask, places: Places) -> None:
    """Install the pages, the job that makes the files, and fill the places."""
    app.register_blueprint(pages.bp)
    app.register_blueprint(desk.desk)
    app.extensions["cocreation.jobs"][exporting.KIND] = exporting.make
    places.fill("account.data", personal.holdings)
    places.fill("account.pages", _own_pages)
    places.fill("administration.tabs", _tabs)
    places.fill("administration.waiting", desk.waiting)
    places.fill("footer", _footer)
