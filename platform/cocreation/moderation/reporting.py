"""The page where somebody reports what others wrote."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template
from flask_babel import gettext

from cocreation.accounts.policies import is_signed_in
from cocreation.accounts.signing import current_account
from cocreation.core.access import allowed, require
from cocreation.core.clock import process_now
from cocreation.core.errors import NotFound
from cocreation.core.limits import hit_person
from cocreation.core.web import PREFIX
from cocreation.moderation import policies, presenting, reports
from cocreation.moderation.forms import ReportForm
from cocreation.moderation.refusals import NotReportable
from cocreation.moderation.things import can_be_reported, kind_of, load

bp = Blueprint("reporting", __name__, url_prefix=PREFIX + "/report", template_folder="templates")


@bp.route("/<any(proposal, draft, comment):kind>/<number:object_id>", methods=["GET", "POST"])
@allowed(is_signed_in)
def send(kind: str, object_id: int) -> Any:
    """Report a comment, a proposal or a draft commitment, with a reason; a moderator decides, and one is told."""
    thing = load(kind, object_id)
    if thing is None:
        raise NotFound()
    if not can_be_reported(thing):
        raise NotReportable()
    require(policies.can_report, thing)
    person, form = current_account(), ReportForm()
    sent = reports.by_person(thing, person.id)
    if sent is None and form.validate_on_submit():
        hit_person("report", share=2 if person.is_new else 1)
        reports.send(
            thing=thing, reason_code=form.reason.data, words=form.words.data or "", by=person, at=process_now()
        )
        flash(
            gettext("Your report is sent. A moderator reads it first of all, and you are told what is decided."), "done"
        )
        return redirect(presenting.public_href(thing), 303)
    title, lang = presenting.title_of(thing)
    page = render_template(
        "moderation/report.html",
        form=form if sent is None else None,
        sent=presenting.report_shown(sent) if sent else None,
        kind=kind_of(thing),
        object_id=object_id,
        title=title,
        lang=lang,
        back=presenting.public_href(thing),
    )
    return page, 422 if form.errors else 200
