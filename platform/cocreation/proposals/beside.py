"""What the page of an idea shows beside its text: supports, the same idea in other words, what its author may do."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext

from cocreation.accounts.models import Account
from cocreation.accounts.presenting import name_shown
from cocreation.core.access import current_actor
from cocreation.core.clock import process_now
from cocreation.core.i18n import here
from cocreation.cycles.models import Cycle
from cocreation.cycles.policies import collects
from cocreation.proposals import policies, presenting, revising, supporting, variants
from cocreation.proposals.filing import files_of
from cocreation.proposals.models import CHANNELS, Proposal
from cocreation.proposals.versions import waiting_of


def beside(proposal: Proposal, cycle: Cycle) -> dict[str, Any]:
    """Everything the page of an idea shows beside its text, for whoever may read that text."""
    if not policies.can_read_text(current_actor(), proposal):
        return {"files": [], "support": None, "same": None, "typed_in": None, "new_text": None}
    return {
        "files": files_of(proposal.current),
        "support": support_shown(proposal, cycle),
        "same": variants_shown(proposal, cycle),
        "typed_in": typed_in_words(proposal),
        "new_text": new_text_shown(proposal, cycle),
    }


def typed_in_words(proposal: Proposal) -> str | None:
    """That the team typed it in, from where."""
    if proposal.typed_by_id is None:
        return None
    return here().gettext(
        "Typed in by the team. How it came: %(channel)s, reference %(source)s.",
        channel=gettext(CHANNELS[proposal.channel]),
        source=proposal.source_reference,
    )


def new_text_shown(proposal: Proposal, cycle: Cycle) -> dict[str, bool] | None:
    """Whether a new text waits, for those who may know, and whether one may be proposed."""
    actor = current_actor()
    may = policies.can_revise(actor, proposal)
    if proposal.state != "published" or not (may or policies.can_read_every_version(actor, proposal)):
        return None
    waits = waiting_of(proposal.versions) is not None
    return {"waits": waits, "may": may and not waits and revising.takes_new_texts(cycle, process_now())}


def support_shown(proposal: Proposal, cycle: Cycle) -> dict[str, Any] | None:
    """What the page of an idea says of its supports; None where the cycle takes none."""
    at, actor = process_now(), current_actor()
    if cycle.supports == "off" or proposal.state != "published":
        return None
    person = actor if isinstance(actor, Account) and policies.can_support(actor, proposal) else None
    mine = supporting.of_person(proposal.id, person.id) if person else None
    is_open = supporting.takes_supports(cycle, at)
    return {
        "counts": supporting.counts([proposal.id])[proposal.id] if supporting.shows_counts(cycle, at) else None,
        "open": is_open,
        "mine": mine is not None,
        "can": person is not None and is_open,
        "sign_in": not actor.is_signed_in and is_open,
        "own": policies.speaks_as_author(actor, proposal),
        "bodies": [(body.id, str(body.name)) for body in supporting.bodies_of(person)] if person and not mine else [],
    }


def variants_shown(proposal: Proposal, cycle: Cycle) -> dict[str, Any]:
    """What the page of an idea says of those who say it in their own words."""
    first = proposal.variant_of
    others = [_shown(each) for each in variants.of(proposal)]
    can_say = proposal.state == "published" and collects(cycle, process_now())
    return {
        "first": _shown(first) if first is not None and first.state == "published" else None,
        "others": others,
        "can_say": can_say and not policies.speaks_as_author(current_actor(), proposal),
    }


def _shown(proposal: Proposal) -> dict[str, Any]:
    return {
        "reference": proposal.reference,
        "title": proposal.current.title,
        "lang": presenting.language_of(proposal.current.language),
        "href": url_for("proposals.show", reference=proposal.reference),
        "name": name_shown(proposal.contributor),
    }
