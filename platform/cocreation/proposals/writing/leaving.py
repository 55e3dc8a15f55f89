"""Stopping and coming back without an account: a link by mail, or one to copy; opened on any device."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext

from cocreation.accounts.addresses import clean_email
from cocreation.core import limits
from cocreation.core.access import public
from cocreation.core.db import db
from cocreation.core.i18n import written_language
from cocreation.proposals.reading import bp
from cocreation.proposals.writing import browser, keys, linking, opening, steps
from cocreation.proposals.writing.forms import AddressForm, LinkForm


@bp.route("/draft/<number:draft_id>/leave", methods=["GET", "POST"])
@public
def leave(draft_id: int) -> Any:
    """The draft is kept in this browser; a link opens it elsewhere."""
    draft = opening.draft_of(draft_id)
    form, shown = AddressForm(), ""
    if request.method == "POST" and request.form.get("action") == "show":
        # The whole form is not asked for: the link itself is wanted, and no address.
        form.email.validators = []
        if form.validate():
            limits.hit_person("draft")
            shown = linking.link_to(draft, "resume", written_language())
    elif form.validate_on_submit():
        email = clean_email(form.email.data)
        linking.mail_link(draft=draft, purpose="resume", email=email, language=written_language())
        flash(gettext("The link is on its way: it arrives within a minute."), "done")
        return redirect(url_for("proposals.leave", draft_id=draft.id), 303)
    page = render_template(
        "proposals/writing/leave.html",
        form=form, draft=draft, shown=shown, days=keys.kept_for().days,
        back_href=opening.address(draft, steps.first_open(draft)),
    )  # fmt: skip
    return opening.private(page, 422 if form.errors else 200)


@bp.route("/resume/<token>", methods=["GET", "POST"])
@public
def resume(token: str) -> Any:
    """Go on with a draft on this device; only the button opens it, for mail scanners open every link they see."""
    try:
        opened, form = keys.open_by(token, "resume"), LinkForm()
        if not form.validate_on_submit():
            return opening.private(render_template("proposals/writing/resume.html", form=form))
        keys.use_up(opened)
    except keys.DeadLink:
        db.session.rollback()
        draft = keys.used(token)
        if draft is None or not opening.may_write(draft):
            raise
        # A second press of the button, or the link again on the device that it opened the draft on.
        return redirect(url_for("proposals.draft", draft_id=draft.id), 303)
    response = make_response(redirect(url_for("proposals.draft", draft_id=opened.draft.id), 303))
    browser.keep(response, keys.give_key(opened.draft, "browser", written_language(), token=browser.key()))
    return response
