"""The room's blueprints, and what it puts into the places of other rooms."""

from __future__ import annotations

import importlib

from flask import Flask

from cocreation.core.access import Actor
from cocreation.core.i18n import N_
from cocreation.core.places import Link, Places
from cocreation.proposals import (
    contributions,
    draft_answers,
    drafting,
    filing,
    hits,
    personal,
    policies,
    reading,
    telling,
)

# The modules of pages share one blueprint: loading them adds their pages.
PAGES = (
    "editing", "writing.pages", "writing.documents", "writing.near", "writing.sending", "writing.leaving",
    "attaching", "comparing", "revisions", "responding", "assisted", "feeds",
)  # fmt: skip


def _links() -> list[Link]:
    return [
        Link("proposals.index", N_("Proposals"), 20),
        Link("drafts.index", N_("Administrations"), 30),
    ]


def _own_links(actor: Actor) -> list[Link]:
    if not actor.is_signed_in:
        return []
    own = [Link("proposals.mine", N_("My proposals"), 10)]
    if policies.can_type_in(actor):
        own.append(Link("proposals.type_in", N_("Type in an idea"), 45))
    return [*own, Link("drafts.mine", N_("My administration"), 15)] if policies.can_post_draft(actor) else own


def register(app: Flask, places: Places) -> None:
    """Open the room's doors, fill the places it has something for, and say what can be searched."""
    for pages in PAGES:
        importlib.import_module(f"cocreation.proposals.{pages}")
    app.register_blueprint(reading.bp)
    app.register_blueprint(drafting.bp)
    draft_answers.fill(places)
    places.fill("navigation", _links)
    places.fill("account.navigation", _own_links)
    places.fill("account.contributions", contributions.of_person)
    places.fill("organisation.contributions", contributions.of_organisation)
    places.fill("things.named", telling.named)
    places.fill("things.gone", telling.gone)
    places.fill("account.data", personal.holdings)
    places.fill("attachment.reading", filing.may_read)
    app.extensions["cocreation.search"].update(proposal=hits.PROPOSALS, draft=hits.DRAFTS)
