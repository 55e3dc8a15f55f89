"""What a reader may do with an idea beside commenting on it: support it, or say it in their own words."""

from __future__ import annotations

from contextlib import suppress

from flask import flash, redirect, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from cocreation.accounts.policies import is_signed_in
from cocreation.accounts.signing import current_account
from cocreation.core.access import Actor, allowed, public, require
from cocreation.core.clock import process_now
from cocreation.core.forms import csrf
from cocreation.core.limits import hit_person
from cocreation.cycles.policies import collects
from cocreation.proposals import policies, queries, supporting, variants
from cocreation.proposals.models import Proposal
from cocreation.proposals.reading import bp, proposal_or_404
from cocreation.proposals.refusals import NoSupport, NoVariant

# Where the browser keeps which idea is to be said again, until the draft is made.
SAID_AGAIN = "variant_of"


@bp.post("/<reference>/support")
@allowed(is_signed_in)
def support(reference: str) -> Response:
    """Support an idea, or take the support back."""
    proposal, cycle = proposal_or_404(reference)
    require(policies.can_support, proposal)
    hit_person("support")
    person, at = current_account(), process_now()
    if request.form.get("take_back"):
        supporting.take_back(proposal=proposal, cycle=cycle, by=person, at=at)
        flash(gettext("Your support is taken back."), "done")
    else:
        bodies = {str(body.id): body for body in supporting.bodies_of(person)}
        chosen = request.form.get("in_name_of", "")
        if chosen and chosen not in bodies:
            # Whoever speaks for it no more did not mean to support it in their own name.
            raise NoSupport()
        body = bodies.get(chosen)
        supporting.support(proposal=proposal, cycle=cycle, by=person, at=at, organisation=body)
        flash(gettext("Your support is counted. It does not rank the ideas."), "done")
    return redirect(url_for("proposals.show", reference=proposal.reference, _anchor="support"), 303)


@csrf.exempt
@bp.post("/<reference>/variant")
@public
def say_again(reference: str) -> Response:
    """Begin a proposal that says the same idea in one's own words."""
    proposal, cycle = proposal_or_404(reference)
    if proposal.state != "published" or not collects(cycle, process_now()):
        raise NoVariant()
    hit_person("writing")
    # It changes nothing but this browser's own session, so it needs no proof of where it comes from: asking for
    # one would set a cookie on everyone who only reads the idea.
    # The draft is made with its first answer; until then this browser's own session knows what it is about.
    session["writing"], session[SAID_AGAIN] = True, proposal.reference
    return redirect(url_for("proposals.begin"), 303)


def link_begun(draft: Proposal, by: Actor) -> None:
    """Link a draft just begun to the idea it was begun from, if any; one that may not be is left alone."""
    original = queries.by_reference(str(session.pop(SAID_AGAIN, "")))
    if original is None:
        return
    # Withdrawn meanwhile, or one's own: the draft is then an idea like any other.
    with suppress(NoVariant):
        variants.link(draft=draft, original=original, by=by)
