"""What the page of confirmation says: where to follow the proposal, and what happens next and when."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import segno
from flask_babel import gettext
from markupsafe import Markup

from cocreation.core.i18n import current_language, here
from cocreation.core.web import configured, public_address
from cocreation.cycles.models import Cycle
from cocreation.cycles.presenting import dates_of
from cocreation.proposals.models import Proposal
from cocreation.proposals.services import path_of


def address_of(proposal: Proposal) -> str:
    """The full address at which a proposal is followed."""
    return public_address(f"/{current_language()}{path_of(proposal)}")


def qr(address: str) -> Markup:
    """An address as a drawing a telephone reads; dark on light in every theme, for not all readers take the reverse."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=3,
        dark="#1d1b18", light="#ffffff", svgclass=None, lineclass=None, nl=False,
    )  # fmt: skip
    return Markup(drawn.getvalue().decode())  # noqa: S704


def what_comes_next(proposal: Proposal, cycle: Cycle) -> list[dict[str, Any]]:
    """What happens to a proposal that was sent, each with its date as far as it is known."""
    words, phases = here(), {phase.code: phase for phase in cycle.phases}
    received = proposal.received_at or proposal.created_at
    read_by = received + timedelta(days=configured("MODERATION_DAYS"))
    closes = phases["collection"].closes_at
    return [
        {
            "when": gettext("by %(day)s", day=words.day(read_by)),
            "what": gettext("A moderator reads it; you are told by e-mail what is decided and why."),
        },
        {
            "when": gettext("then, until %(day)s", day=words.day(closes)) if closes else gettext("then"),
            "what": gettext("It is published with its reference number, and everyone can comment on it."),
        },
        {
            "when": gettext("after the collection of ideas"),
            "what": gettext("It is grouped with the ideas that resemble it."),
        },
        {
            "when": dates_of(phases["prioritisation"]),
            "what": gettext("It is scored in the prioritisation workshop; you are told what becomes of it."),
        },
    ]
