"""Who enters progress and who consolidates it: one condition a line."""

from __future__ import annotations

from cocreation.accounts.policies import can_speak_for, is_administrator, is_signed_in
from cocreation.commitments.progress_models import Commitment
from cocreation.core.access import Actor

# The secretariat makes commitments, consolidates what was entered, closes and opens again.
can_consolidate = is_administrator
# Any of these may hold a commitment; which one is asked of the commitment.
can_hold = is_signed_in


def can_report(actor: Actor, commitment: Commitment) -> bool:
    """The secretariat, and those who speak for a body that carries the commitment out."""
    return is_administrator(actor) or any(can_speak_for(actor, one.organisation) for one in commitment.holders)
