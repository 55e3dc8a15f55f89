"""The pages of those who speak for a body: what it is asked to hold, and its answer online."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from cocreation.accounts.models import Account
from cocreation.accounts.signing import current_account
from cocreation.attachments.receiving import receive
from cocreation.commitments import contacts, policies, presenting, queries
from cocreation.commitments.contacts import Entry
from cocreation.commitments.forms import AnswerForm
from cocreation.commitments.models import Candidate, Contact
from cocreation.core.access import allowed, current_actor
from cocreation.core.clock import FuzzyDate, process_now, to_local
from cocreation.core.db import db
from cocreation.core.errors import Forbidden, NotFound
from cocreation.core.i18n import gettext
from cocreation.core.limits import hit_person
from cocreation.core.uploads import takes_file
from cocreation.core.web import PREFIX
from cocreation.organisations import queries as organisations

bp = Blueprint("holder_requests", __name__, url_prefix=PREFIX + "/holder-requests", template_folder="templates")
# What a body reads of the log: what was sent to it, and what it answered itself.
SHOWN_KINDS = ("letter", "reminder", "answer")


def requests_of(person: Account) -> list[Candidate]:
    """What the bodies a person speaks for are asked to hold: what waits for an answer first, then the newest."""
    ids = [one.id for one in organisations.of_person(person)]
    found = [one for one in queries.candidates_of(ids) if policies.can_see_request(person, one)]
    return sorted(found, key=lambda one: one.state != "consulted")


def is_asked(person: Account) -> bool:
    """Whether a body that a person speaks for was asked to hold something."""
    bodies = {role.scope_id for role in person.roles if role.is_held and role.scope_kind == "organisation"}
    return bool(bodies) and queries.are_asked([one for one in bodies if one])


@bp.get("/")
@allowed(policies.can_be_asked)
def index() -> str:
    """What one's bodies are asked to hold."""
    return render_template("commitments/requests.html", candidates=requests_of(current_account()))


@bp.route("/<number:candidate_id>", methods=["GET", "POST"])
@allowed(policies.can_be_asked)
@takes_file
def show(candidate_id: int) -> Any:
    """One request, and the answer to it."""
    found = queries.candidate(candidate_id)
    if found is None or not policies.can_see_request(current_actor(), found):
        raise NotFound()
    form = AnswerForm()
    if form.is_submitted() and not policies.can_answer(current_actor(), found):
        raise Forbidden()
    if form.validate_on_submit() and _answered(found, form):
        flash(gettext("Your answer is recorded. You may change it until the project has its holder."), "done")
        return redirect(url_for("holder_requests.show", candidate_id=candidate_id), 303)
    page = render_template(
        "commitments/request.html",
        candidate=found,
        project=found.project,
        ideas=queries.ideas_of(found.project),
        entries=_entries(found),
        form=form,
    )
    return page, 422 if form.errors else 200


def _entries(candidate: Candidate) -> list[tuple[Contact, list[dict[str, Any]]]]:
    shown = [one for one in candidate.standing if one.kind in SHOWN_KINDS]
    papers = presenting.documents_of([one for one in shown if one.kind != "reminder"])
    return [(one, papers.get(one.id, [])) for one in shown]


def _answered(candidate: Candidate, form: AnswerForm) -> bool:
    """Log the answer and its document; where the document is refused nothing is kept, and the form says why."""
    hit_person("writing")
    at, by = process_now(), current_account()
    role = "agent" if by.has_role("agent", scope=("organisation", candidate.organisation_id)) else "representative"
    entry = Entry(
        "answer", FuzzyDate.day(to_local(at).date()), answer=form.answer.data, who=form.who.data,
        summary=form.summary.data or "",
    )  # fmt: skip
    made = contacts.log(entry=entry, candidates=[candidate], by=by, at=at, role=role, form_id=form.form_id.data)
    if form.file.data and not receive(
        form, holder_kind=policies.DOCUMENTS, holder_id=made.id, by=by, role=role, audience="team"
    ):
        db.session.rollback()
        return False
    return True
