"""Typing in what came on paper, by phone, by mail or in a session, and its slip to print."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext

from cocreation.accounts.signing import current_account
from cocreation.attachments.receiving import receive
from cocreation.core.access import allowed, current_actor, require
from cocreation.core.clock import process_now, to_local
from cocreation.core.db import db
from cocreation.core.errors import NotFound
from cocreation.core.once import once_key
from cocreation.core.uploads import takes_file
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.proposals import assisting, policies
from cocreation.proposals.assisting_forms import AssistedForm
from cocreation.proposals.keeping import sent_before
from cocreation.proposals.models import Proposal
from cocreation.proposals.reading import bp, proposal_or_404
from cocreation.proposals.refusals import NotReceivedThen
from cocreation.proposals.revising import FILES
from cocreation.proposals.writing.confirming import address_of, qr
from cocreation.themes import queries as themes


@bp.route("/typed-in/new", methods=["GET", "POST"])
@allowed(policies.can_type_in)
@takes_file
def type_in() -> Any:
    """Type in somebody else's idea, with where it comes from and what they agreed to."""
    cycle = cycles.current()
    if cycle is None:
        return render_template("proposals/typed_in.html", form=None, cycle=None)
    require(policies.can_type_in_for, cycle.id)
    channels = policies.channels_typed(current_actor(), cycle.id)
    form = AssistedForm()
    adopted = themes.of_cycle(cycle.id, states=["adopted"])
    form.offer(cycle.id, adopted, channels)
    if form.is_submitted() and (sent := sent_before(once_key(current_account(), form.form_id.data) or "")):
        return redirect(_slip(sent), 303)
    if form.validate_on_submit() and (made := _typed(cycle, form)) is not None:
        return redirect(_slip(made), 303)
    if not form.is_submitted():
        form.received.data = to_local(process_now()).strftime("%d/%m/%Y")
    page = render_template("proposals/typed_in.html", form=form, cycle=cycle)
    return page, 422 if form.errors else 200


def _slip(proposal: Proposal) -> str:
    return url_for("proposals.slip", reference=proposal.reference)


def _typed(cycle: Cycle, form: AssistedForm) -> Proposal | None:
    """What was typed in; None where it is refused, with words in the form."""
    chosen = {str(theme.id): theme for theme in themes.of_cycle(cycle.id, states=["adopted"])}
    received, at = form.received_at() or process_now(), process_now()
    if to_local(received).date() == to_local(at).date():
        # What came today came before now, and not at noon.
        received = min(received, at)
    try:
        made = assisting.type_in(
            cycle=cycle, theme=chosen.get(form.theme.data), title=form.title.data, problem=form.problem.data,
            body=form.body.data, language=form.language.data, region=form.region.data or None,
            channel=form.channel.data, source_reference=form.source_reference.data,
            received_at=received, voice=form.voice.data, name=form.name.data or "",
            consent=form.consent.data, by=current_account(), at=at, form_id=form.form_id.data,
        )  # fmt: skip
    except NotReceivedThen as refusal:
        form.received.errors = [gettext(refusal.message)]
        return None
    return made if _scanned(made, form) else None


def _scanned(made: Proposal, form: AssistedForm) -> bool:
    """Keep the scan for the team's eyes; where it is refused, nothing is kept, and the form says why."""
    if not form.file.data:
        return True
    by, role = current_account(), policies.typing_role(current_actor(), made.cycle_id)
    taken = receive(form, holder_kind=FILES, holder_id=made.current.id, by=by, role=role, audience="team")
    if not taken:
        db.session.rollback()
    return taken


@bp.get("/<reference>/slip")
@allowed(policies.may_print_slips)
def slip(reference: str) -> str:
    """The slip for the person: reference, where to follow it, what comes next; made to be printed."""
    proposal, cycle = proposal_or_404(reference)
    if not policies.can_print_slip(current_actor(), proposal):
        raise NotFound()
    address = address_of(proposal)
    return render_template("proposals/slip.html", proposal=proposal, cycle=cycle, address=address, qr=qr(address))
