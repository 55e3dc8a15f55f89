"""The pages of what is larger than one idea: groups, bodies and projects, each with every idea behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from flask import Response, jsonify, render_template, url_for

from cocreation.accounts.models import Organisation
from cocreation.clustering import queries as clustering
from cocreation.clustering.hits import WHOLE
from cocreation.clustering.models import Group
from cocreation.clustering.presenting import called
from cocreation.commitments import policies as commitments
from cocreation.commitments import queries as projects
from cocreation.commitments.models import Project
from cocreation.core.access import current_actor, public
from cocreation.core.errors import NotFound
from cocreation.core.web import public_address
from cocreation.cycles.models import Cycle
from cocreation.cycles.views import cycle_or_404
from cocreation.organisations.pages import organisation_or_404
from cocreation.themes import queries as themes
from cocreation.trace import data, presenting, wholes
from cocreation.trace.presenting import Shown
from cocreation.trace.thread_pages import bp
from cocreation.trace.wholes import Behind

GROUP = "/groups/<slug>/<scope>/<name>"
PROJECT = "/projects/<slug>/<number:number>"


def group_or_404(slug: str, scope: str, name: str) -> tuple[Group, Cycle]:
    """A group of a published grouping, with its plan."""
    cycle = cycle_or_404(slug)
    theme = themes.by_slug(cycle.id, scope) if scope != WHOLE else None
    for run in clustering.published_runs(cycle.id):
        if run.theme_id == (theme.id if theme else None) and (theme is not None or scope == WHOLE):
            found = clustering.group(run.id, name)
            if found is not None and not found.is_family and found.size:
                return found, cycle
    raise NotFound()


def project_or_404(slug: str, number: int) -> Project:
    """A project that everyone may know of."""
    found = projects.project(cycle_or_404(slug).id, number)
    if found is None or not commitments.can_see_project(current_actor(), found):
        raise NotFound()
    return found


@bp.get(GROUP)
@public
def group(slug: str, scope: str, name: str) -> str:
    """What became of a group, and of each of its ideas."""
    found, cycle = group_or_404(slug, scope, name)
    return render_template(
        "trace/group.html",
        group=found,
        cycle=cycle,
        place={"slug": slug, "scope": scope, "name": name},
        stations=presenting.component(wholes.of_group(found, cycle)),
        ideas=wholes.ideas_of_group(found),
    )


@bp.get(GROUP + ".json")
@public
def group_data(slug: str, scope: str, name: str) -> Response:
    """The same as open data."""
    found, cycle = group_or_404(slug, scope, name)
    about = {"group": found.number, "title": dict(called(found))}
    path = url_for("trace.group", slug=slug, scope=scope, name=name)
    return _data("group", about, path, wholes.of_group(found, cycle), wholes.ideas_of_group(found))


@bp.get("/organisations/<slug>")
@public
def organisation(slug: str) -> str:
    """What became of everything an organisation proposed in its own name."""
    found = organisation_or_404(slug)
    ideas = wholes.ideas_of_organisation(found)
    return render_template(
        "trace/organisation.html",
        organisation=found,
        ideas=ideas,
        counts=wholes.counted(ideas),
        drafts=wholes.drafts_of_organisation(found),
    )


@bp.get("/organisations/<slug>.json")
@public
def organisation_data(slug: str) -> Response:
    """The same as open data."""
    found = organisation_or_404(slug)
    path = url_for("trace.organisation", slug=slug)
    return _data("organisation", _about(found), path, [], wholes.ideas_of_organisation(found))


def _about(organisation: Organisation) -> dict[str, Any]:
    return {"organisation": organisation.slug, "name": dict(organisation.name)}


@bp.get(PROJECT)
@public
def project(slug: str, number: int) -> str:
    """Every idea, voice and remark behind a project of commitment."""
    found = project_or_404(slug, number)
    return render_template(
        "trace/project.html",
        project=found,
        cycle=found.cycle,
        stations=presenting.component(wholes.of_project(found)),
        ideas=wholes.ideas_of_project(found),
    )


@bp.get(PROJECT + ".json")
@public
def project_data(slug: str, number: int) -> Response:
    """The same as open data."""
    found = project_or_404(slug, number)
    about = {"project": found.number, "title": dict(found.title)}
    path = url_for("trace.project", slug=slug, number=number)
    return _data("project", about, path, wholes.of_project(found), wholes.ideas_of_project(found))


def _data(kind: str, about: dict[str, Any], path: str, stations: Sequence[Shown], ideas: Sequence[Behind]) -> Response:
    shown = [{"code": one.code, "words": one.label, "at": one.moment or None, "state": one.state} for one in stations]
    return jsonify({
        "format": f"cocreation/{kind}-thread/1", **about, "url": public_address(path), "stations": shown,
        "ideas": [_idea(one) for one in ideas],
    })  # fmt: skip


def _idea(one: Behind) -> dict[str, Any]:
    plain = asdict(one)
    return {**plain, "url": data.page_of(plain.pop("path"))}
