"""The front doors: the home page, how it works, accessibility, data, and the root that chooses a language."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Flask, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from cocreation.accounts.lists import REGIONS, VOICES
from cocreation.core.access import public
from cocreation.core.clock import process_now
from cocreation.core.i18n import N_, current_language, first_language, here
from cocreation.core.places import Link, Places
from cocreation.core.web import PREFIX, configured
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.cycles.presenting import rail_of, when_collected
from cocreation.home import installing, languages, queries, searching
from cocreation.themes import queries as themes

bp = Blueprint("home", __name__, template_folder="templates")
# The day the statement of accessibility speaks of: moved by hand once the tests it names, and a look, have passed.
TESTED = date(2026, 11, 23)
# The voices that propose ideas; administrations post drafts, and «other» is no voice one waits for.
HEARD = ("citizen", "association", "local_authority", "university", "company", "media")


@bp.get("/")
@public
def root() -> Response:
    """Choose the language of a first visit."""
    response = redirect(f"/{first_language()}/", 302)
    response.vary.add("Accept-Language")
    return response


def _page_of(cycle: Cycle) -> dict[str, Any]:
    at = process_now()
    collection = cycles.phase(cycle, "collection")
    return {
        "cycle": cycle,
        "rail": rail_of(cycle, at),
        "collecting": cycles.is_open(cycle, "collection", at),
        "collection_words": when_collected(collection, at),
        "sums": queries.sums(cycle.id),
        "newest": queries.newest(cycle.id),
        "themes": themes.of_cycle(cycle.id, states=["adopted"]),
        "proposed_themes": themes.of_cycle(cycle.id, states=["proposed"]),
        "theme_counts": queries.theme_counts(cycle.id),
        **_heard(cycle),
    }


def _heard(cycle: Cycle) -> dict[str, Any]:
    """Regions and voices with the ideas that came from each, and those from which none has come yet."""
    regions, voices, words = queries.heard(cycle.id, by="region"), queries.heard(cycle.id, by="voice"), here()

    def row(name: str, code: str | None, label: str, count: int) -> dict[str, Any]:
        chosen: dict[str, Any] = {"cycle": cycle.slug, name: code or "none"}
        href = url_for("proposals.index", **chosen) if count else None
        return {"code": code, "label": words.gettext(label), "count": count, "href": href}

    return {
        "regions": [row("region", code, label, regions.get(code, 0)) for code, label in REGIONS.items()],
        "region_not_given": [row("region", None, N_("Region not given"), regions.get(None, 0))],
        "voices": [row("voice", code, label, voices.get(code, 0)) for code, label in VOICES.items() if code in HEARD],
    }


@bp.get(PREFIX + "/")
@public
def index() -> str:
    """The question asked now, where the process stands, what became of what was said."""
    cycle = cycles.current()
    return render_template("home/index.html", **(_page_of(cycle) if cycle else {"cycle": None}))


@bp.get(PREFIX + "/how-it-works")
@public
def how() -> str:
    """The process in a few steps, and the rules."""
    return render_template("home/how.html")


@bp.get(PREFIX + "/easy-help")
@public
def easy() -> str:
    """How to take part, in words that are easy to read."""
    cycle = cycles.current()
    when = when_collected(cycles.phase(cycle, "collection"), process_now()) if cycle else None
    return render_template("home/easy.html", when=when, address_link=_address_link())


def _address_link() -> Markup:
    """The address of the secretariat, to write to."""
    return Markup('<a href="mailto:{0}"><bdi dir="ltr">{0}</bdi></a>').format(configured("MAIL_SENDER"))


@bp.get(PREFIX + "/accessibility")
@public
def accessibility() -> str:
    """The accessibility statement."""
    return render_template("home/accessibility.html", tested=TESTED, address_link=_address_link())


@bp.get(PREFIX + "/your-data")
@public
def data() -> str:
    """What is kept of people, why and for how long."""
    return render_template("home/data.html", draft_days=configured("DRAFT_DAYS"))


def register(app: Flask, places: Places) -> None:
    """Open the room's doors."""
    app.register_blueprint(bp)
    app.register_blueprint(searching.bp)
    app.register_blueprint(languages.bp)
    app.register_blueprint(installing.bp)
    app.context_processor(lambda: {"manifest_href": f"/{current_language()}/manifest.webmanifest"})
    places.fill(
        "navigation", lambda: [Link("home.how", N_("How it works"), 90), Link("search.index", N_("Search"), 95)]
    )
    places.fill("administration.tabs", lambda **_context: [Link("languages.index", N_("Languages"), order=70)])
    places.fill(
        "footer",
        lambda: [
            Link("home.how", N_("How it works"), 10),
            Link("home.easy", N_("Easy help"), 15),
            Link("home.accessibility", N_("Accessibility"), 20),
            Link("home.data", N_("Your data"), 30),
        ],
    )
