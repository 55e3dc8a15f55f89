"""Pages of authors about what they have sent: editing it, taking it back, following one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from sqlalchemy.orm.exc import StaleDataError

from cocreation.accounts.policies import is_signed_in
from cocreation.accounts.queries import contributors_of
from cocreation.core.access import allowed, current_actor, require
from cocreation.core.clock import process_now
from cocreation.core.db import db
from cocreation.proposals import policies, presenting, queries, services
from cocreation.proposals.forms import EditForm, WithdrawForm
from cocreation.proposals.models import LANGUAGES_OF_TEXTS, Proposal
from cocreation.proposals.reading import bp, proposal_or_404, texts
from cocreation.proposals.writing.opening import drafts_shown
from cocreation.text.language import detect
from cocreation.themes import queries as themes
from cocreation.themes.models import Theme


@bp.route("/<reference>/edit", methods=["GET", "POST"])
@allowed(is_signed_in)
def edit(reference: str) -> Any:
    """Change a proposal that was not checked yet, or that was sent back."""
    proposal, _cycle = proposal_or_404(reference)
    require(policies.is_author, proposal)
    if not policies.can_edit(current_actor(), proposal):
        raise services.NotPossible()
    form = EditForm(data=_filled(proposal))
    form.offer_themes(_themes_for(proposal))
    if form.validate_on_submit():
        try:
            _change(proposal, form)
        except (services.EditedMeanwhile, StaleDataError):
            return _conflict(form, proposal)
        flash(gettext("The new text is sent. A moderator reads it."), "done")
        return redirect(url_for("proposals.show", reference=proposal.reference), 303)
    page = _form_page(form, proposal, reason=presenting.reason_of(proposal))
    return page, 422 if form.errors else 200


def _filled(found: Proposal) -> dict[str, Any]:
    text = found.current
    return {
        "theme": str(found.theme_id or ""),
        "title": text.title,
        "problem": text.problem,
        "body": text.body,
        "language": text.language if text.language in LANGUAGES_OF_TEXTS else "",
        "region": found.region or "",
        "revision": str(found.revision),
    }


def _form_page(form: EditForm, proposal: Proposal, **more: Any) -> str:
    return render_template("proposals/edit.html", form=form, proposal=proposal, **more)


def _conflict(form: EditForm, proposal: Proposal) -> Any:
    """Both texts side by side: nothing is lost, and the next sending is made knowing the other one."""
    number = proposal.id
    db.session.rollback()
    other = queries.by_id(number)
    if other is None:
        raise services.NotPossible()
    form.revision.data = str(other.revision)
    return _form_page(form, other, conflict=texts(other.current)), 409


def _themes_for(proposal: Proposal) -> list[Theme]:
    """The themes that may be chosen, and the one it stands in even where that one takes no others."""
    found = list(themes.of_cycle(proposal.cycle_id, states=["adopted"]))
    return found if proposal.theme is None or proposal.theme in found else [*found, proposal.theme]


def _change(proposal: Proposal, form: EditForm) -> None:
    chosen = {str(theme.id): theme for theme in _themes_for(proposal)}
    title, problem, body = form.title.data or "", form.problem.data or "", form.body.data or ""
    services.edit(
        proposal=proposal,
        theme=chosen.get(form.theme.data),
        title=title,
        problem=problem,
        body=body,
        # The author's choice wins over what is recognised.
        language=form.language.data or detect(" ".join((title, problem, body))),
        region=form.region.data or None,
        why=form.why.data or "",
        by=current_actor(),
        at=process_now(),
        revision_seen=form.seen(),
    )


@bp.route("/<reference>/withdraw", methods=["GET", "POST"])
@allowed(is_signed_in)
def withdraw(reference: str) -> Any:
    """Take one's proposal back, after a page that says what that means."""
    proposal, _cycle = proposal_or_404(reference)
    require(policies.is_author, proposal)
    if not policies.can_withdraw(current_actor(), proposal):
        raise services.NotPossible()
    form = WithdrawForm()
    if form.validate_on_submit():
        services.withdraw(proposal=proposal, by=current_actor(), at=process_now())
        flash(gettext("Your proposal is withdrawn."), "done")
        return redirect(url_for("proposals.mine"), 303)
    return render_template("proposals/withdraw.html", form=form, proposal=proposal)


@bp.get("/mine")
@allowed(is_signed_in)
def mine() -> str:
    """One's own proposals and drafts, and what became of each."""
    person = current_actor()
    found = queries.of_contributors(contributors_of(person.id))
    return render_template(
        "proposals/mine.html",
        drafts=drafts_shown(),
        items=_own([proposal for proposal in found if proposal.state != "draft"]),
    )


def _own(proposals: Sequence[Proposal]) -> list[dict[str, Any]]:
    said = presenting.said_of(proposals)
    return [
        {
            "shown": presenting.item(proposal, current={}, cycle_slug="", said=said, readable=True),
            "proposal": proposal,
            "reason": presenting.reason_of(proposal),
            "due": said[proposal.id].due if proposal.id in said else "",
        }
        for proposal in proposals
    ]
