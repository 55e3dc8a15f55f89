"""The secretariat's desk of requests about data: the late ones first, an answer in words for each."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from markupsafe import Markup

from cocreation.accounts.policies import is_administrator
from cocreation.accounts.signing import current_account
from cocreation.core.access import allowed, require
from cocreation.core.clock import now, process_now
from cocreation.core.errors import NotFound
from cocreation.core.i18n import gettext
from cocreation.core.places import fragment
from cocreation.core.web import PREFIX
from cocreation.privacy import policies, queries, services
from cocreation.privacy.forms import AnswerForm
from cocreation.privacy.models import RightsRequest
from cocreation.privacy.pages import LISTS, Answer

desk = Blueprint("rights_desk", __name__, url_prefix=PREFIX + "/administration/requests", template_folder="templates")


def _page(template: str, **values: Any) -> str:
    return render_template(f"privacy/{template}.html", days_left=days_left, **LISTS, **values)


def days_left(found: RightsRequest) -> int:
    """How many whole days are left to answer; negative where it is late."""
    return (found.due_at - now()).days


def waiting() -> Markup | None:
    """What the administrators' first page says of requests."""
    found = queries.waiting()
    return fragment("privacy/waiting.html", requests=found, late=queries.late()) if found else None


@desk.route("")
@allowed(is_administrator)
def index() -> str:
    """The requests that wait, the late ones first, and those answered."""
    answered = queries.answered(request.args.get("cursor"))
    return _page("desk", waiting=queries.waiting(), answered=answered)


@desk.route("/<number:request_id>", methods=["GET", "POST"])
@allowed(is_administrator)
def show(request_id: int) -> Answer:
    """One request, and its answer."""
    found = queries.request(request_id)
    if found is None:
        raise NotFound()
    form = AnswerForm()
    if request.method == "POST":
        require(policies.can_answer, found)
        if form.validate():
            services.answer(
                request=found,
                outcome=form.outcome.data,
                words=form.answer.data,
                by=current_account(),
                at=process_now(),
            )
            flash(gettext("The answer is sent, and kept."), "done")
            return redirect(url_for("rights_desk.index"), 303)
    return _page("desk_show", asked=found, form=form), 422 if form.errors else 200
