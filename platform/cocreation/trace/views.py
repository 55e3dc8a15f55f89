"""The thread of an idea, of a group, of a body: every station it passed, as a page, as data and on paper."""

from __future__ import annotations

import importlib

from flask import Flask
from markupsafe import Markup

from cocreation.accounts.models import Organisation
from cocreation.core.i18n import N_
from cocreation.core.places import Link, Places, fragment
from cocreation.proposals.models import Proposal
from cocreation.trace import balance_desk, balance_pages, presenting, queries, silence, thread_pages, watching, wholes


def _aside(proposal: Proposal) -> Markup:
    return fragment("trace/aside.html", reference=proposal.reference)


def _of_organisation(organisation: Organisation) -> Markup | None:
    proposed = queries.of_organisation(organisation.id) or queries.drafts_of(organisation.id)
    return fragment("trace/of_organisation.html", slug=organisation.slug) if proposed else None


def register(app: Flask, places: Places) -> None:
    """Open the room's doors and fill the places of lower rooms."""
    # The pages of ideas and of what is larger share one blueprint: loading the second module has added its pages.
    importlib.import_module("cocreation.trace.whole_pages")
    app.register_blueprint(thread_pages.bp)
    app.register_blueprint(silence.bp)
    app.register_blueprint(balance_pages.bp)
    app.register_blueprint(balance_desk.desk)
    app.extensions["cocreation.jobs"][watching.JOB] = watching.watch
    places.fill("cycle.aside", balance_pages.on_cycle)
    places.fill("home.sections", balance_pages.on_cycle)
    places.fill("administration.waiting", balance_desk.waiting)
    places.fill("administration.tabs", lambda: [Link("balance_desk.index", N_("Sums of the ideas"), order=75)])
    places.fill("footer", lambda: [Link("balance.index", N_("What became of the ideas"), 58)])
    places.fill("administration.waiting", silence.waiting)
    places.fill("administration.tabs", lambda: [Link("silence.index", N_("Ideas without news"), order=76)])
    places.fill("proposal.aside", _aside)
    places.fill("organisation.contributions", _of_organisation)
    places.fill("draft.thread", wholes.on_draft)
    places.fill("proposal.thread", presenting.on_page)
    places.fill("proposal.state", presenting.told)
