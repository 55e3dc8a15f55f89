"""The public pages of projects; the room's doors and what it puts into the places of other rooms."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, render_template
from markupsafe import Markup

from cocreation.attachments.models import Attachment
from cocreation.commitments import (
    desk,
    personal,
    policies,
    presenting,
    progress_views,
    project_desk,
    queries,
    requests,
)
from cocreation.commitments.models import Project
from cocreation.core.access import Actor, current_actor, public
from cocreation.core.errors import NotFound
from cocreation.core.i18n import N_
from cocreation.core.places import Link, Places, fragment
from cocreation.core.web import PREFIX
from cocreation.cycles.models import Cycle
from cocreation.cycles.views import cycle_or_404

bp = Blueprint("holders", __name__, url_prefix=PREFIX + "/holders", template_folder="templates")


def _public(cycle: Cycle) -> list[Project]:
    return [one for one in queries.projects(cycle.id) if policies.can_see_project(current_actor(), one)]


@bp.get("/<slug>")
@public
def cycle(slug: str) -> str:
    """The projects of a plan: who holds each, or why nobody does."""
    found = cycle_or_404(slug)
    projects = _public(found)
    return render_template(
        "commitments/cycle.html",
        cycle=found,
        projects=projects,
        sums=presenting.sums_of(projects),
        ideas=queries.ideas_by_project(found.id),
    )


@bp.get("/<slug>/<number:number>")
@public
def show(slug: str, number: int) -> str:
    """One project: where it stands, what was published of the looking for its holder, the ideas behind it."""
    found = cycle_or_404(slug)
    project = queries.project(found.id, number)
    if project is None or not policies.can_see_project(current_actor(), project):
        raise NotFound()
    return render_template(
        "commitments/project.html",
        cycle=found,
        project=project,
        entries=[one for one in queries.contacts_of(project) if one.is_public],
        reopenings=[one for one in project.turns if one.from_state in {"confirmed", "none"}],
        ideas=queries.ideas_of(project),
    )


def _may_read(attachment: Attachment, actor: Actor) -> bool | None:
    if attachment.holder_kind != policies.DOCUMENTS:
        return None
    return policies.can_read_document(actor, attachment, queries.contact(attachment.holder_id))


def _on_cycle(cycle: Cycle) -> Markup | None:
    found = _public(cycle)
    return fragment("commitments/on_cycle.html", cycle=cycle, projects=found) if found else None


def _navigation(actor: Any) -> list[Link]:
    links = [Link("holder_desk.index", N_("Desk of holders"), 68)] if policies.can_seek(actor) else []
    if actor.is_signed_in and requests.is_asked(actor):
        links.append(Link("holder_requests.index", N_("Requests to my organisation"), 69))
    return links


def register(app: Flask, places: Places) -> None:
    """Open the room's doors and fill the places of lower rooms."""
    for part in (bp, desk.bp, project_desk.bp, requests.bp):
        app.register_blueprint(part)
    app.jinja_env.filters.update(presenting.FILTERS)
    places.fill("account.data", personal.holdings)
    places.fill("attachment.reading", _may_read)
    places.fill("cycle.aside", _on_cycle)
    places.fill("account.navigation", _navigation)
    progress_views.register(app, places)
