"""What became of the ideas: every one of them counted, at one station, with sums that balance."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from markupsafe import Markup

from cocreation.core import limits
from cocreation.core.access import public
from cocreation.core.clock import process_now
from cocreation.core.files import content_disposition
from cocreation.core.i18n import N_, here
from cocreation.core.places import fragment
from cocreation.core.spreadsheets import CSV, Sheet, as_csv
from cocreation.core.web import PREFIX
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.cycles.views import cycle_or_404
from cocreation.proposals.models import PUBLIC_STATES, PUBLIC_WITHOUT_TEXT
from cocreation.trace import balance_data as data
from cocreation.trace import balance_shown as shown
from cocreation.trace import reckoning
from cocreation.trace.balance import FATES, PARTINGS, STATIONS, STEPS

bp = Blueprint("balance", __name__, url_prefix=PREFIX + "/ideas-became", template_folder="templates")
SIZE = 50


@bp.get("/")
@public
def index() -> str:
    """Every plan, with how many ideas it has received."""
    found = [(one, reckoning.count_received(one)) for one in cycles.cycles()]
    return render_template("trace/balance_index.html", found=found)


@bp.get("/<slug>")
@public
def show(slug: str) -> str:
    """The ideas of a plan, from what was received to what became of them."""
    cycle = cycle_or_404(slug)
    found = reckoning.balance_of(cycle)
    parting = request.args.get("by", "")
    parting = parting if parting in PARTINGS else PARTINGS[0]
    return render_template(
        "trace/balance.html",
        cycle=cycle,
        balance=found,
        at=process_now(),
        sums=shown.sums(cycle, found),
        pictures=shown.pictures(found),
        levels=found.levels(),
        steps=shown.steps(cycle, found),
        fates=FATES,
        rows=shown.rows(cycle, found, parting),
        tabs=_tabs(cycle, parting),
        files=_files(cycle),
        STEPS=STEPS,
    )


def _tabs(cycle: Cycle, parting: str) -> list[dict[str, Any]]:
    return [
        {
            "label": here().gettext(words),
            "href": url_for("balance.show", slug=cycle.slug, by=name, _anchor="by"),
            "current": name == parting,
        }
        for name, words in shown.PARTING_WORDS.items()
    ]


def _files(cycle: Cycle) -> list[dict[str, str]]:
    files = {
        "sums_csv": N_("The sums (CSV)"),
        "sums_json": N_("The sums (JSON)"),
        "ideas_csv": N_("Each idea and where it stands (CSV)"),
    }
    return [
        {"label": here().gettext(label), "href": url_for(f"balance.{name}", slug=cycle.slug)}
        for name, label in files.items()
    ]


@bp.get("/<slug>/ideas")
@public
def ideas(slug: str) -> str:
    """The ideas behind a number: by station, by fate, by theme, voice, language or region."""
    cycle = cycle_or_404(slug)
    chosen, said = shown.asked(cycle, request.args)
    all_of_them = [idea for idea in reckoning.ideas_of(cycle) if idea.meets(chosen)]
    page = max(1, request.args.get("page", 1, type=int))
    here_now = all_of_them[(page - 1) * SIZE : page * SIZE]

    def beside(other: int) -> str | None:
        kept = {name: request.args[name] for name in ("at", "fate", *PARTINGS) if name in chosen}
        is_there = other > 0 and (other - 1) * SIZE < len(all_of_them)
        return shown.listed(cycle, **kept, page=str(other)) if is_there else None

    return render_template(
        "trace/balance_ideas.html",
        cycle=cycle,
        total=len(all_of_them),
        said=said,
        found=reckoning.shown([idea.id for idea in here_now]),
        stations={idea.id: STATIONS[idea.way[-1]].label for idea in here_now},
        readable=PUBLIC_STATES,
        named=(*PUBLIC_STATES, *PUBLIC_WITHOUT_TEXT),
        previous_href=beside(page - 1),
        next_href=beside(page + 1),
    )


@bp.get("/<slug>/sums.json")
@public
def sums_json(slug: str) -> Response:
    """The sums as JSON."""
    cycle = cycle_or_404(slug)
    limits.hit_person("table")
    return jsonify(data.as_data(cycle, reckoning.balance_of(cycle)))


@bp.get("/<slug>/sums.csv")
@public
def sums_csv(slug: str) -> Response:
    """The sums as a table."""
    cycle = cycle_or_404(slug)
    limits.hit_person("table")
    return _table(data.sheet_of_sums(cycle, reckoning.balance_of(cycle)), f"{slug}-sums.csv")


@bp.get("/<slug>/ideas.csv")
@public
def ideas_csv(slug: str) -> Response:
    """Each idea and where it stands, as a table."""
    cycle = cycle_or_404(slug)
    limits.hit_person("table")
    return _table(data.sheet_of_ideas(cycle), f"{slug}-ideas.csv")


def _table(sheet: Sheet, filename: str) -> Response:
    response = Response(as_csv(sheet), content_type=CSV)
    response.headers["Content-Disposition"] = content_disposition(filename)
    return response


def on_cycle(cycle: Cycle) -> Markup | None:
    """What the home page and the page of a plan say: where to read what became of the ideas."""
    return fragment("trace/balance_on_cycle.html", cycle=cycle) if reckoning.holds_any(cycle) else None
