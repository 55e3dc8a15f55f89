"""The pages of a new text after publication: proposing it, and taking it back while it waits."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from cocreation.accounts.policies import is_signed_in
from cocreation.accounts.signing import current_account
from cocreation.attachments import queries as attachments
from cocreation.core.access import allowed, current_actor, require
from cocreation.core.clock import process_now
from cocreation.core.db import db
from cocreation.core.errors import NotFound
from cocreation.core.limits import hit_person
from cocreation.core.uploads import takes_file
from cocreation.cycles.models import Cycle
from cocreation.proposals import policies, revising
from cocreation.proposals.attaching import receive_for
from cocreation.proposals.models import LANGUAGES_OF_TEXTS, Proposal
from cocreation.proposals.reading import bp, proposal_or_404
from cocreation.proposals.revising_forms import ReviseForm, TakeBackForm
from cocreation.proposals.versions import waiting_of
from cocreation.text.language import detect


@bp.route("/<reference>/new-text", methods=["GET", "POST"])
@allowed(is_signed_in)
@takes_file
def revise(reference: str) -> Any:
    """Propose a new text of a published proposal; the present one stays shown until it is checked."""
    proposal, cycle = proposal_or_404(reference)
    require(policies.speaks_as_author, proposal)
    if not policies.can_revise(current_actor(), proposal):
        raise revising.NotPossible()
    if not revising.takes_new_texts(cycle, process_now()):
        raise revising.TextIsFixed()
    form = ReviseForm(data=_filled(proposal))
    form.offer_files(attachments.of(revising.FILES, proposal.current.id))
    if form.is_submitted():
        return _sent(proposal, cycle, form)
    if waiting_of(proposal.versions) is not None:
        return redirect(_history(proposal), 303)
    return _page(proposal, form)


def _filled(proposal: Proposal) -> dict[str, Any]:
    text = proposal.current
    return {
        "title": text.title,
        "problem": text.problem,
        "body": text.body,
        "language": text.language if text.language in LANGUAGES_OF_TEXTS else "",
        "revision": str(proposal.revision),
        "keep": [str(each.id) for each in attachments.of(revising.FILES, text.id)],
    }


def _page(proposal: Proposal, form: ReviseForm, **more: Any) -> Any:
    page = render_template("proposals/revise.html", form=form, proposal=proposal, **more)
    return page, 422 if form.errors else 200


def _history(proposal: Proposal) -> str:
    return url_for("proposals.history", reference=proposal.reference)


def _sent(proposal: Proposal, cycle: Cycle, form: ReviseForm) -> Any:
    if not form.validate():
        return _page(proposal, form)
    hit_person("proposal")
    number = proposal.id
    try:
        made = _propose(proposal, cycle, form)
    except revising.SameText as refusal:
        form.why.errors = [gettext(refusal.message)]
        return _page(proposal, form)
    if form.file.data and not receive_for(proposal, made, form):
        # Without its file the text is not sent: it is sent whole, once the file is mended.
        db.session.rollback()
        return _page(db.session.get_one(Proposal, number), form)
    flash(gettext("Your new text is sent. The present one stays shown until a moderator has read it."), "done")
    return redirect(_history(proposal), 303)


def _propose(proposal: Proposal, cycle: Cycle, form: ReviseForm) -> Any:
    title, problem, body = form.title.data or "", form.problem.data or "", form.body.data or ""
    return revising.propose(
        proposal=proposal,
        cycle=cycle,
        title=title,
        problem=problem,
        body=body,
        language=form.language.data or detect(" ".join((title, problem, body))),
        why=form.why.data or "",
        by=current_account(),
        at=process_now(),
        revision_seen=form.seen(),
        keep=form.kept(),
        brings_file=bool(form.file.data),
    )


@bp.post("/<reference>/new-text/take-back")
@allowed(is_signed_in)
def take_back(reference: str) -> Response:
    """Take back a new text that waits."""
    proposal, _cycle = proposal_or_404(reference)
    require(policies.speaks_as_author, proposal)
    waiting = waiting_of(proposal.versions)
    if waiting is None or not TakeBackForm().validate_on_submit():
        raise NotFound()
    revising.take_back(version=waiting, by=current_account(), at=process_now())
    flash(gettext("The new text is taken back. The present one stays shown."), "done")
    return redirect(_history(proposal), 303)
