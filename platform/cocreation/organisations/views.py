"""The room's blueprints, and what it puts into the places of other rooms."""

from __future__ import annotations

import importlib
from typing import Any

from flask import Flask
from markupsafe import Markup

from cocreation.accounts.models import Account
from cocreation.accounts.policies import is_administrator
from cocreation.attachments.models import Attachment
from cocreation.core.access import Actor
from cocreation.core.i18n import N_
from cocreation.core.places import Link, Places, fragment
from cocreation.organisations import desk, pages, personal, queries
from cocreation.organisations.policies import is_registrant


def _may_read(attachment: Attachment, actor: Actor) -> bool | None:
    """A proof is for those who verify, and for whoever sent it."""
    if attachment.holder_kind != "organisation":
        return None
    found = queries.by_number(attachment.holder_id)
    return found is not None and (is_administrator(actor) or is_registrant(actor, found))


def _to_settle(user: Account) -> list[Markup]:
    return [fragment("organisations/settle.html", name=name, slug=slug) for name, slug in personal.to_settle(user)]


def _own_pages(user: Account) -> list[Link]:
    return [Link("organisations.mine", N_("My organisations"), order=30)]


def _footer() -> list[Link]:
    return [Link("organisations.index", N_("Organisations that take part"), order=40)]


def _tabs(**_context: Any) -> list[Link]:
    return [Link("organisation_desk.index", N_("Organisations"), order=40)]


def register(app: Flask, places: Places) -> None:
    """Install the pages and fill the places."""
    # The two modules of pages share one blueprint: loading the second has added its pages.
    importlib.import_module("cocreation.organisations.people_pages")
    app.register_blueprint(pages.bp)
    app.register_blueprint(desk.desk)
    places.fill("account.data", personal.holdings)
    places.fill("account.pages", _own_pages)
    places.fill("account.leaving", _to_settle)
    places.fill("attachment.reading", _may_read)
    places.fill("administration.tabs", _tabs)
    places.fill("administration.waiting", desk.waiting)
    places.fill("footer", _footer)
