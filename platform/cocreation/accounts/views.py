"""The room's blueprints and what it puts into the places of other rooms."""

from __future__ import annotations

import importlib

from flask import Flask

from cocreation.accounts import administration, entering, own_data, signing
from cocreation.accounts.lists import REGIONS, VOICES
from cocreation.accounts.models import Account
from cocreation.accounts.policies import is_administrator
from cocreation.accounts.presenting import name_shown
from cocreation.core.access import Actor
from cocreation.core.i18n import N_, gettext
from cocreation.core.places import Link, Places


def links_for(actor: Actor) -> list[Link]:
    """The links of a visitor, or of a person: their account, and signing out."""
    if not actor.is_signed_in:
        return [
            Link("accounts.sign_in", N_("Sign in"), order=10),
            Link("accounts.register", N_("Register"), order=20),
        ]
    desk = [Link("administration_people.index", N_("Site administration"), order=60)] if is_administrator(actor) else []
    return [
        Link("accounts.mine", N_("My account"), order=20),
        *desk,
        Link("accounts.sign_out", N_("Sign out"), order=90, post=True),
    ]


def _own_pages(user: Account) -> list[Link]:
    return [
        Link("accounts.contributions", N_("My contributions"), order=10),
        Link("accounts.preferences", N_("My preferences"), order=20),
        Link("accounts.sessions", N_("Where I am signed in"), order=80),
    ]


def _tabs() -> list[Link]:
    return [
        Link("administration_people.index", N_("Waiting"), order=10),
        Link("administration_people.roles", N_("Roles"), order=30),
        Link("administration_people.people", N_("People"), order=50),
    ]


def register(app: Flask, places: Places) -> None:
    """Install who asks, the pages and the links."""
    signing.init_app(app)
    # The two modules of pages share one blueprint: loading the second has added its pages.
    importlib.import_module("cocreation.accounts.own_pages")
    app.register_blueprint(entering.bp)
    app.register_blueprint(administration.bp)
    places.fill("account.navigation", links_for)
    places.fill("account.data", own_data.holdings)
    places.fill("account.pages", _own_pages)
    places.fill("administration.tabs", _tabs)
    app.jinja_env.filters["voice_name"] = lambda code: gettext(VOICES[code])
    app.jinja_env.filters["region_name"] = lambda code: gettext(REGIONS[code])
    app.jinja_env.filters["signature"] = name_shown
