"""The page where the author of a proposal adds files and removes them, until it is checked."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm.attributes import flag_modified

from cocreation.accounts.policies import is_signed_in
from cocreation.attachments import queries as attachments
from cocreation.attachments import services as files
from cocreation.attachments.forms import FileForm
from cocreation.attachments.receiving import receive
from cocreation.core.access import allowed, current_actor, require
from cocreation.core.clock import process_now
from cocreation.core.db import db
from cocreation.core.errors import NotFound
from cocreation.core.limits import hit_person
from cocreation.core.uploads import takes_file
from cocreation.proposals import policies, services
from cocreation.proposals.filing import files_of
from cocreation.proposals.models import Proposal, ProposalVersion
from cocreation.proposals.reading import bp, proposal_or_404
from cocreation.proposals.revising import FILES


def role_of(proposal: Proposal) -> str:
    """In which role its author acts, for the journal."""
    return proposal.contributor.acting_role


@bp.route("/<reference>/files", methods=["GET", "POST"])
@allowed(is_signed_in)
@takes_file
def own_files(reference: str) -> Any:
    """Add a file to a proposal that is not checked yet, or take one away."""
    proposal, _cycle = proposal_or_404(reference)
    require(policies.is_author, proposal)
    if not policies.can_edit(current_actor(), proposal):
        raise services.NotPossible()
    form = FileForm()
    if request.method == "POST" and request.form.get("remove"):
        _remove(proposal, request.form["remove"])
        flash(gettext("The file is removed."), "done")
        return redirect(url_for("proposals.own_files", reference=proposal.reference), 303)
    if form.validate_on_submit():
        hit_person("upload")
        if receive_for(proposal, proposal.current, form):
            flash(gettext("The file is added."), "done")
            return redirect(url_for("proposals.own_files", reference=proposal.reference), 303)
    page = render_template(
        "proposals/files.html", proposal=proposal, form=form, files=files_of(proposal.current), most=files.MOST
    )
    return page, 422 if form.errors else 200


def receive_for(proposal: Proposal, version: ProposalVersion, form: Any, *, audience: str = "everyone") -> bool:
    """Attach what a form brings to one text of a proposal; False where it is refused, with words in the form."""
    taken = receive(
        form, holder_kind=FILES, holder_id=version.id, by=_person(), role=role_of(proposal), audience=audience
    )
    if taken:
        changed(proposal)
    return taken


def _person() -> Any:
    actor = current_actor()
    return actor if actor.is_signed_in else None


def changed(proposal: Proposal) -> None:
    """Raise the revision, so that a moderator who reads it meanwhile is told that something changed."""
    flag_modified(proposal, "region")
    db.session.flush()


def _remove(proposal: Proposal, number: str) -> None:
    found = next((each for each in attachments.of(FILES, proposal.current.id) if str(each.id) == number), None)
    if found is None:
        raise NotFound()
    files.remove(attachment=found, by=current_actor(), role=role_of(proposal), at=process_now())
    changed(proposal)


__all__ = ["changed", "files_of", "own_files", "receive_for", "role_of"]
