"""The secretariat's pages of one project: its bodies, its log with documents, and what becomes of it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cocreation.attachments.forms import FileForm
from cocreation.attachments.receiving import receive
from cocreation.commitments import awaiting, candidates, concluding, contacts, opening, policies, presenting, queries
from cocreation.commitments.desk import project_or_404
from cocreation.commitments.forms import (
    ASKED_OF,
    BodiesForm,
    ConditionsForm,
    ConfirmForm,
    ContactForm,
    CorrectionForm,
    ReasonForm,
    TitleForm,
    WhyForm,
    written,
)
from cocreation.commitments.journalling import SECRETARIAT
from cocreation.commitments.models import Candidate, Contact, Project
from cocreation.core.access import allowed, current_actor
from cocreation.core.clock import process_now, to_local
from cocreation.core.db import db
from cocreation.core.errors import NotFound
from cocreation.core.i18n import gettext
from cocreation.core.official import filled, text_of
from cocreation.core.uploads import takes_file
from cocreation.core.web import PREFIX

bp = Blueprint("project_desk", __name__, url_prefix=PREFIX + "/holder-desk/projects", template_folder="templates")
KINDS = "any(letter, meeting, call, reminder, answer):kind"
# A meeting has its convocation, its minutes, what was handed out.
MOST_DOCUMENTS = 5


def _shown(project: Project) -> Response:
    return redirect(url_for("project_desk.show", project_id=project.id), 303)


@bp.get("/<number:project_id>")
@allowed(policies.can_seek)
def show(project_id: int) -> str:
    """One project with everything that happened to it."""
    return _page(project_or_404(project_id))


def _page(
    project: Project, *, title: TitleForm | None = None, bodies: BodiesForm | None = None,
    reason: ReasonForm | None = None,
) -> str:  # fmt: skip
    awaited = awaiting.awaited([project], to_local(process_now()).date())
    return render_template(
        "commitments/desk_project.html",
        project=project,
        cycle=project.cycle,
        next_step=presenting.next_step(project, awaited),
        awaited={one.candidate.id: one for one in awaited},
        story=presenting.story_of(project),
        ideas=queries.ideas_of(project),
        title=title or TitleForm(formdata=None, data=filled("title", project.title)),
        bodies=bodies or _bodies_form(project),
        reason=reason or ReasonForm(formdata=None),
        kinds=list(ASKED_OF),
    )


def _bodies_form(project: Project) -> BodiesForm:
    form = BodiesForm(formdata=request.form or None, data={"part": "lead"})
    known = {one.organisation_id for one in project.candidates}
    form.offer_bodies([(str(one.id), str(one.name)) for one in queries.bodies() if one.id not in known])
    return form


@bp.post("/<number:project_id>/title")
@allowed(policies.can_seek)
def retitle(project_id: int) -> Any:
    """Give the project another title."""
    found, form = project_or_404(project_id), TitleForm()
    if not form.validate_on_submit():
        return _page(found, title=form), 422
    opening.retitle(project=found, title=text_of(form, "title"), by=current_actor(), at=process_now())
    return _shown(found)


@bp.post("/<number:project_id>/bodies")
@allowed(policies.can_seek)
def name(project_id: int) -> Any:
    """Name bodies that may hold the project."""
    found = project_or_404(project_id)
    form = _bodies_form(found)
    if not form.validate_on_submit():
        return _page(found, bodies=form), 422
    chosen = [one for one in queries.bodies() if str(one.id) in (form.bodies.data or ())]
    candidates.name(projects=[found], organisations=chosen, part=form.part.data, by=current_actor(), at=process_now())
    return _shown(found)


def _candidate_or_404(candidate_id: int) -> Candidate:
    found = queries.candidate(candidate_id)
    if found is None:
        raise NotFound()
    return found


@bp.post("/bodies/<number:candidate_id>/<any(lead, partner):part>")
@allowed(policies.can_seek)
def change_part(candidate_id: int, part: str) -> Response:
    """Make a lead a partner, or the reverse."""
    found = _candidate_or_404(candidate_id)
    candidates.change_part(candidate=found, part=part, by=current_actor(), at=process_now())
    return _shown(found.project)


@bp.post("/bodies/<number:candidate_id>/take-off")
@allowed(policies.can_seek)
def take_off(candidate_id: int) -> Response:
    """Take a body that was never asked off the list."""
    found = _candidate_or_404(candidate_id)
    project = found.project
    candidates.take_off(candidate=found, by=current_actor(), at=process_now())
    return _shown(project)


@bp.route("/bodies/<number:candidate_id>/confirm", methods=["GET", "POST"])
@allowed(policies.can_seek)
def confirm(candidate_id: int) -> Any:
    """Confirm a body that accepted; where it set conditions, with how they are met."""
    found = _candidate_or_404(candidate_id)
    form = ConditionsForm() if found.state == "conditions" else ConfirmForm()
    if not form.validate_on_submit():
        page = render_template("commitments/desk_confirm.html", candidate=found, project=found.project, form=form)
        return page, 422 if form.errors else 200
    concluding.confirm(candidate=found, words=text_of(form, "reason"), by=current_actor(), at=process_now())
    flash(gettext("The body is confirmed. The authors of the ideas behind the project are told."), "done")
    return _shown(found.project)


@bp.post("/<number:project_id>/none")
@allowed(policies.can_seek)
def find_none(project_id: int) -> Any:
    """Say that no body holds the project, and why."""
    found, form = project_or_404(project_id), ReasonForm()
    if not form.validate_on_submit():
        return _page(found, reason=form), 422
    concluding.find_none(project=found, reason=text_of(form, "reason"), by=current_actor(), at=process_now())
    return _shown(found)


@bp.post("/<number:project_id>/reopen")
@allowed(policies.can_seek)
def reopen(project_id: int) -> Any:
    """Look for a holder again."""
    found, form = project_or_404(project_id), ReasonForm()
    if not form.validate_on_submit():
        return _page(found, reason=form), 422
    concluding.reopen(project=found, reason=text_of(form, "reason"), by=current_actor(), at=process_now())
    return _shown(found)


@bp.route(f"/<number:project_id>/log/<{KINDS}>", methods=["GET", "POST"])
@allowed(policies.can_seek)
@takes_file
def log(project_id: int, kind: str) -> Any:
    """Write an entry into the log."""
    found, form = project_or_404(project_id), ContactForm()
    form.of_kind(kind)
    form.offer([(str(one.id), str(one.organisation.name)) for one in _offered(found, kind)])
    if not form.is_submitted():
        offered = [choice.value for choice in form.bodies.choices]
        form.bodies.data = offered if len(offered) == 1 else request.args.getlist("body")
    elif form.validate() and _logged(found, form):
        flash(gettext("It is in the log."), "done")
        return _shown(found)
    page = render_template("commitments/desk_log.html", project=found, form=form, kind=kind)
    return page, 422 if form.errors else 200


def _offered(project: Project, kind: str) -> list[Candidate]:
    """The bodies an entry of a kind may concern."""
    states = {"reminder": {"consulted"}, "answer": {"candidate", "consulted", "accepts", "conditions", "refuses"}}
    return [one for one in project.candidates if kind not in states or one.state in states[kind]]


def _logged(project: Project, form: ContactForm) -> bool:
    """Keep the entry and its document; where the document is refused nothing is kept, and the form says why."""
    chosen = form.chosen(project.candidates)
    made = contacts.log(
        entry=form.entry, candidates=chosen, by=current_actor(), at=process_now(), form_id=form.form_id.data
    )
    if form.file.data and not _attached(form, made):
        db.session.rollback()
        return False
    return True


def _attached(form: Any, contact: Contact) -> bool:
    return receive(
        form, holder_kind=policies.DOCUMENTS, holder_id=contact.id, by=current_actor(), role=SECRETARIAT,
        audience="team", most=MOST_DOCUMENTS,
    )  # fmt: skip


def _contact_or_404(project_id: int, contact_id: int) -> tuple[Project, Contact]:
    project, found = project_or_404(project_id), queries.contact(contact_id)
    if found is None or not any(one.project_id == project.id for one in found.candidates):
        raise NotFound()
    return project, found


@bp.route("/<number:project_id>/log/<number:contact_id>", methods=["GET", "POST"])
@allowed(policies.can_seek)
def correct(project_id: int, contact_id: int) -> Any:
    """Correct an entry of the log."""
    project, found = _contact_or_404(project_id, contact_id)
    form = CorrectionForm(data=written(found))
    form.of_kind(found.kind)
    if form.validate_on_submit():
        contacts.correct(contact=found, entry=form.entry, reason=form.why.data, by=current_actor(), at=process_now())
        return _shown(project)
    return _entry_page(project, found, form, WhyForm(formdata=None)), 422 if form.errors else 200


def _entry_page(project: Project, contact: Contact, form: CorrectionForm, strike: WhyForm) -> str:
    return render_template(
        "commitments/desk_entry.html",
        project=project,
        contact=contact,
        form=form,
        strike=strike,
        documents=presenting.documents_of([contact]).get(contact.id, []),
    )


@bp.post("/<number:project_id>/log/<number:contact_id>/strike")
@allowed(policies.can_seek)
def strike(project_id: int, contact_id: int) -> Any:
    """Cross out an entry that should not be there."""
    project, found = _contact_or_404(project_id, contact_id)
    form = WhyForm()
    if not form.validate_on_submit():
        correction = CorrectionForm(formdata=None, data=written(found))
        correction.of_kind(found.kind)
        return _entry_page(project, found, correction, form), 422
    contacts.strike(contact=found, reason=form.because.data, by=current_actor(), at=process_now())
    return _shown(project)


@bp.route("/<number:project_id>/log/<number:contact_id>/document", methods=["GET", "POST"])
@allowed(policies.can_seek)
@takes_file
def attach(project_id: int, contact_id: int) -> Any:
    """Add a document to an entry."""
    project, found = _contact_or_404(project_id, contact_id)
    form = FileForm()
    if form.validate_on_submit() and _attached(form, found):
        return _shown(project)
    page = render_template("commitments/desk_document.html", project=project, contact=found, form=form)
    return page, 422 if form.errors else 200


@bp.post("/<number:project_id>/log/<number:contact_id>/<any(show, hide):what>")
@allowed(policies.can_seek)
def publish(project_id: int, contact_id: int, what: str) -> Response:
    """Put the kind, date, body and answer of an entry on the public page, or take them off it."""
    project, found = _contact_or_404(project_id, contact_id)
    contacts.show(contact=found, is_public=what == "show", by=current_actor(), at=process_now())
    return _shown(project)
