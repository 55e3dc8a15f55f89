"""Public pages of groups: the list and the map, one group with all its ideas; and what ideas' pages show of them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, g, render_template, url_for
from markupsafe import Markup

from cocreation.clustering import (
    comparing,
    computing,
    facets,
    hands,
    hinting,
    hits,
    lexicon_desk,
    personal,
    policies,
    queries,
    reading,
    services,
    settling,
    suggesting,
    telling,
)
from cocreation.clustering.models import CORRECTIONS, ENTRY_STATES, RUN_STATES, Group, GroupingRun, Membership
from cocreation.clustering.presenting import call, called, families_of, map_of, words_of
from cocreation.core.access import current_actor, public, require
from cocreation.core.errors import NotFound
from cocreation.core.i18n import N_, current_language, gettext
from cocreation.core.places import Link, Places, fragment
from cocreation.core.web import PREFIX
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.cycles.views import cycle_or_404
from cocreation.proposals.models import Proposal
from cocreation.themes import queries as themes
from cocreation.themes.models import Theme

bp = Blueprint("groups", __name__, url_prefix=PREFIX + "/groups", template_folder="templates")
WHOLE = "all"


def themes_by_id(cycle: Cycle) -> dict[int, Theme]:
    """The themes of a cycle, for links and names of runs."""
    return {theme.id: theme for theme in themes.of_cycle(cycle.id)}


def scope_of(run: GroupingRun, found: dict[int, Theme]) -> str:
    """The part of an address that names a run's scope: the theme's short name, or «all»."""
    return found[run.theme_id].slug if run.theme_id else WHOLE


def _run_or_404(cycle: Cycle, scope: str) -> GroupingRun:
    names = themes_by_id(cycle)
    for run in queries.published_runs(cycle.id):
        if scope_of(run, names) == scope:
            return run
    raise NotFound()


@bp.get("/<slug>")
@public
def index(slug: str) -> str:
    """The groups of a cycle's published grouping, as a list first and as a map."""
    cycle = cycle_or_404(slug)
    names = themes_by_id(cycle)
    runs: list[dict[str, Any]] = [
        {
            "run": run,
            "scope": scope_of(run, names),
            "theme": names.get(run.theme_id) if run.theme_id else None,
            "groups": queries.groups_of([run.id]),
            "families": families_of(queries.groups_of([run.id])),
            "lone": reading.lone(run),
            "compared": comparing.earlier_than(run, public=True),
            "map": map_of(queries.map_of(run.id)),
        }
        for run in queries.published_runs(cycle.id)
    ]
    groups = [group for found in runs for group in found["groups"]]
    call(groups)
    authors = queries.authors([group.id for group in groups])
    return render_template("clustering/index.html", cycle=cycle, runs=runs, authors=authors, words_of=words_of)


@bp.get("/<slug>/<scope>/<name>")
@public
def show(slug: str, scope: str, name: str) -> str:
    """One group: its words, its excerpts, every idea of it and why it is there."""
    cycle = cycle_or_404(slug)
    run = _run_or_404(cycle, scope)
    require(policies.can_see, run)
    group = queries.group(run.id, name)
    if group is None or group.is_family or not group.size:
        raise NotFound()
    members = reading.readable(group)
    return render_template(
        "clustering/show.html",
        cycle=cycle,
        run=run,
        group=group,
        members=members,
        texts=reading.texts(members),
        variety=reading.variety(members),
        sides=reading.sides(members),
        is_locked=group.name in settling.binding_of(run.cycle_id, run.theme_id).locks,
        authors=queries.authors([group.id]).get(group.id, 0),
        words=words_of(group, current_language()),
        standing_for=themes.current_of(themes.of_cycle(cycle.id)),
    )


@bp.get("/<slug>/<scope>/changes")
@public
def changes(slug: str, scope: str) -> str:
    """What changed since the grouping published before this one."""
    cycle = cycle_or_404(slug)
    run = _run_or_404(cycle, scope)
    before = comparing.earlier_than(run, public=True)
    return render_template(
        "clustering/changes.html",
        run=run,
        before=before,
        found=comparing.changes(before, run, public=True) if before else None,
        back=url_for("groups.index", slug=slug),
        back_words=gettext("Groups of similar ideas"),
        address=lambda name: url_for("groups.show", slug=slug, scope=scope, name=name),
    )


def address_of(group: Group, *, cycle: Cycle | None = None) -> str:
    """The address of a published group's page."""
    run = group.run
    found = cycle or cycles.by_id(run.cycle_id)
    theme = themes.by_id(run.theme_id) if run.theme_id else None
    return url_for(
        "groups.show", slug=found.slug if found else "", scope=theme.slug if theme else WHOLE, name=group.name
    )


def _place_of(proposal: Proposal) -> Membership | None:
    """The place of an idea in the published grouping, asked of the database once a page."""
    known: dict[int, Membership | None] = g.setdefault("places_of_ideas", {})
    if proposal.id not in known:
        known[proposal.id] = queries.published_membership([proposal.id]).get(proposal.id)
    return known[proposal.id]


def _aside(proposal: Proposal) -> Markup | None:
    found = _place_of(proposal)
    if found is None:
        return _looks_like(proposal)
    href = address_of(found.group) if found.group else None
    return fragment("clustering/aside.html", membership=found, group=found.group, href=href)


def _looks_like(proposal: Proposal) -> Markup | None:
    """For moderators alone: the group an idea looks like that no published grouping holds yet."""
    if not policies.can_group_in(current_actor(), proposal.cycle_id):
        return None
    suggestion = suggesting.in_published(proposal)
    return fragment("clustering/looks_like.html", suggestion=suggestion) if suggestion else None


def _on_cycle(cycle: Cycle) -> Markup | None:
    groups = queries.published_groups(cycle.id)
    if not groups:
        return None
    call(groups[:6])
    return fragment("clustering/on_cycle.html", cycle=cycle, groups=groups[:6], count=len(groups))


def register(app: Flask, places: Places) -> None:
    """Open the room's doors, give the worker its handler, fill the places of lower rooms."""
    app.register_blueprint(bp)
    app.register_blueprint(hands.bp)
    app.register_blueprint(lexicon_desk.bp)
    app.extensions["cocreation.jobs"][services.JOB] = computing.compute
    app.extensions["cocreation.search"]["group"] = hits.SOURCE
    places.fill("proposal.filters", facets.by_group)
    app.jinja_env.filters["called"] = called
    app.jinja_env.filters["run_state"] = lambda state: gettext(RUN_STATES[state])
    app.jinja_env.filters["entry_state"] = lambda state: gettext(ENTRY_STATES[state])
    app.jinja_env.filters["correction_kind"] = lambda kind: gettext(CORRECTIONS[kind])
    places.fill("proposal.aside", _aside)
    places.fill("things.named", telling.named)
    places.fill("account.data", personal.holdings)
    places.fill("proposal.similar", hinting.similar)
    places.fill("cycle.aside", _on_cycle)
    places.fill("home.sections", _on_cycle)
    places.fill(
        "account.navigation",
        lambda actor: [
            *([Link("grouping.index", N_("Grouping"), 62)] if policies.can_group(actor) else []),
            *([Link("lexicon.index", N_("Lexicon"), 63)] if policies.can_edit_lexicon(actor) else []),
        ],
    )
