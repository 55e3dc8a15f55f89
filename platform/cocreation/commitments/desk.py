"""The secretariat's desk of holders: a plan's projects, whose answer is awaited, who is asked for too much, the log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Redirect

from cocreation.accounts.models import Organisation
from cocreation.commitments import awaiting, candidates, contacts, export, opening, policies, presenting, queries
from cocreation.commitments.forms import ManyForm
from cocreation.commitments.models import PROJECT_STATES, Project
from cocreation.core import spreadsheets
from cocreation.core.access import allowed, current_actor
from cocreation.core.clock import process_now, to_local
from cocreation.core.db import db
from cocreation.core.errors import NotFound
from cocreation.core.files import content_disposition
from cocreation.core.forms import choices
from cocreation.core.i18n import gettext, ngettext
from cocreation.core.limits import hit_person
from cocreation.core.web import PREFIX, configured
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.cycles.views import cycle_or_404
from cocreation.evaluation.models import Item
from cocreation.evaluation.presenting import ShownItem
from cocreation.evaluation.presenting import items_of as shown_items
from cocreation.organisations import queries as organisations

bp = Blueprint("holder_desk", __name__, url_prefix=PREFIX + "/holder-desk", template_folder="templates")
FILES = {"csv": (spreadsheets.CSV, spreadsheets.as_csv), "xlsx": (spreadsheets.XLSX, spreadsheets.as_xlsx)}


def _awaited(projects: Iterable[Project]) -> list[awaiting.Awaited]:
    return awaiting.awaited(projects, to_local(process_now()).date())


@bp.get("/")
@allowed(policies.can_seek)
def index() -> str:
    """Every plan with its projects by state."""
    found = []
    for one in cycles.cycles(with_drafts=True):
        projects = queries.projects(one.id)
        late = [each for each in _awaited(projects) if each.is_late]
        found.append((one, presenting.sums_of(projects), len(queries.retained_without_project(one.id)), len(late)))
    return render_template("commitments/desk_index.html", found=found)


@bp.get("/<slug>")
@allowed(policies.can_seek)
def cycle(slug: str) -> str:
    """The projects of a plan: where each stands, and what to do next."""
    found = cycle_or_404(slug)
    projects = queries.projects(found.id)
    waiting = queries.retained_without_project(found.id)
    awaited = _awaited(projects)
    return render_template(
        "commitments/desk_cycle.html",
        cycle=found,
        projects=[(one, presenting.next_step(one, awaited)) for one in _by_state(projects)],
        sums=presenting.sums_of(projects),
        waiting=_shown(waiting),
        late=[one for one in awaited if one.is_late],
        heavy=[one for one in awaiting.loads(projects) if one.is_too_much],
        tabs=tabs_of(found, "cycle"),
    )


def _shown(waiting: list[Item]) -> list[ShownItem]:
    workshops = dict.fromkeys(item.workshop for item in waiting)
    return [one for workshop in workshops for one in shown_items(workshop) if one.item in waiting]


def _by_state(projects: Iterable[Project]) -> list[Project]:
    order = list(PROJECT_STATES)
    return sorted(projects, key=lambda one: (order.index(one.state), one.number))


def tabs_of(cycle: Cycle, current: str) -> list[dict[str, Any]]:
    """The parts of a plan's desk."""
    parts = {"cycle": gettext("Projects"), "choose": gettext("Name bodies"), "bodies": gettext("Bodies asked")}
    return [
        {"label": words, "href": url_for(f"holder_desk.{name}", slug=cycle.slug), "current": name == current}
        for name, words in parts.items()
    ]


@bp.post("/<slug>/open")
@allowed(policies.can_seek)
def open_all(slug: str) -> Redirect:
    """Open the looking for holders for everything retained."""
    made = opening.open_all(cycle=cycle_or_404(slug), by=current_actor(), at=process_now())
    flash(ngettext("%(num)s project is opened.", "%(num)s projects are opened.", len(made)), "done")
    return redirect(url_for("holder_desk.cycle", slug=slug), 303)


@bp.post("/<slug>/open/<number:item_id>")
@allowed(policies.can_seek)
def open_one(slug: str, item_id: int) -> Redirect:
    """Open one project."""
    found, item = cycle_or_404(slug), db.session.get(Item, item_id)
    if item is None or item.workshop.cycle_id != found.id:
        raise NotFound()
    made = opening.open_one(item=item, by=current_actor(), at=process_now())
    return redirect(url_for("project_desk.show", project_id=made.id), 303)


@bp.route("/<slug>/choose", methods=["GET", "POST"])
@allowed(policies.can_seek)
def choose(slug: str) -> Any:
    """Name bodies for several projects at once."""
    found = cycle_or_404(slug)
    projects = {str(one.id): one for one in queries.projects(found.id) if not one.is_concluded}
    bodies = {str(one.id): one for one in queries.bodies()}
    form = ManyForm(data={"part": "lead"})
    form.offer_bodies([(key, str(one.name)) for key, one in bodies.items()])
    form.projects.choices = choices([(key, f"{one.number}. {one.title}") for key, one in projects.items()])
    if form.validate_on_submit():
        made = candidates.name(
            projects=[projects[key] for key in form.projects.data or ()],
            organisations=[bodies[key] for key in form.bodies.data or ()],
            part=form.part.data, by=current_actor(), at=process_now(),
        )  # fmt: skip
        flash(ngettext("%(num)s body is named.", "%(num)s bodies are named.", len(made)), "done")
        return redirect(url_for("holder_desk.cycle", slug=slug), 303)
    tabs = tabs_of(found, "choose")
    page = render_template("commitments/desk_choose.html", cycle=found, form=form, tabs=tabs)
    return page, 422 if form.errors else 200


@bp.get("/<slug>/bodies")
@allowed(policies.can_seek)
def bodies(slug: str) -> str:
    """Whose answer is awaited, and how much each body is asked for."""
    found = cycle_or_404(slug)
    projects = queries.projects(found.id)
    return render_template(
        "commitments/desk_bodies.html",
        cycle=found,
        awaited=_by_body(_awaited(projects)),
        loads=awaiting.loads(projects),
        most=configured("HOLDER_PROJECTS"),
        days=configured("HOLDER_ANSWER_DAYS"),
        tabs=tabs_of(found, "bodies"),
    )


def _by_body(awaited: list[awaiting.Awaited]) -> list[tuple[Organisation, list[awaiting.Awaited]]]:
    """Whose answers are awaited, body by body, the longest silence first."""
    found: dict[int, list[awaiting.Awaited]] = {}
    for one in awaited:
        found.setdefault(one.candidate.organisation_id, []).append(one)
    return [(ones[0].candidate.organisation, ones) for ones in found.values()]


def body_or_404(organisation_id: int) -> Organisation:
    """A body that may hold a commitment.

    Raises:
        NotFound.
    """
    found = next((one for one in queries.bodies() if one.id == organisation_id), None)
    if found is None:
        raise NotFound()
    return found


@bp.get("/<slug>/bodies/<number:organisation_id>")
@allowed(policies.can_seek)
def body(slug: str, organisation_id: int) -> str:
    """One body: the projects it is asked for, what it answered, and everything written down of it."""
    found, organisation = cycle_or_404(slug), body_or_404(organisation_id)
    asked = queries.candidates_of([organisation.id], cycle_id=found.id)
    entries = sorted({one.id: one for each in asked for one in each.contacts}.values(), key=lambda one: one.day)
    awaited = [one for one in _awaited({each.project for each in asked}) if one.candidate in asked]
    return render_template(
        "commitments/desk_body.html",
        cycle=found,
        organisation=organisation,
        candidates=sorted(asked, key=lambda one: one.project.number),
        awaited=awaited,
        entries=[(one, presenting.documents_of([one]).get(one.id, [])) for one in reversed(entries)],
        people=organisations.people(organisation.id),
    )


@bp.post("/<slug>/bodies/<number:organisation_id>/remind")
@allowed(policies.can_seek)
def remind(slug: str, organisation_id: int) -> Redirect:
    """Remind one body by e-mail of every answer it owes."""
    found, organisation = cycle_or_404(slug), body_or_404(organisation_id)
    awaited = [one.candidate for one in _awaited(queries.projects(found.id))]
    owing = [one for one in awaited if one.organisation_id == organisation.id]
    contacts.remind(candidates=owing, by=current_actor(), at=process_now())
    flash(gettext("The reminder is sent to those who speak for the body, and it is in the log."), "done")
    return redirect(url_for("holder_desk.body", slug=slug, organisation_id=organisation_id), 303)


@bp.get("/<slug>/log.<any(csv, xlsx):kind>")
@allowed(policies.can_seek)
def log_file(slug: str, kind: str) -> Response:
    """The whole log of a plan as a file for spreadsheets."""
    found = cycle_or_404(slug)
    hit_person("table")
    media_type, made = FILES[kind]
    answer = Response(made(export.sheet_of(found)), content_type=media_type)
    answer.headers["Content-Disposition"] = content_disposition(f"{slug}-holders.{kind}")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def project_or_404(project_id: int) -> Project:
    """One project of the desk.

    Raises:
        NotFound.
    """
    found = db.session.get(Project, project_id)
    if found is None:
        raise NotFound()
    return found
