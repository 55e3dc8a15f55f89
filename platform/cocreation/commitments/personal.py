"""What this room holds about a person."""

from __future__ import annotations

from cocreation.accounts.personal import Holding, decided
from cocreation.commitments.models import Candidate, Contact, ContactCorrection, Project, Turn
from cocreation.core.i18n import N_


def holdings() -> list[Holding]:
    """Who made projects, decided on them, named bodies and kept the log of what was asked and answered."""
    return [
        decided(Project, Project.made_by_id, give="id number state created_at", words=N_("Projects you opened")),
        decided(Turn, Turn.by_id, give="id from_state to_state reason at", words=N_("Your decisions on projects")),
        decided(
            Candidate,
            Candidate.added_by_id,
            Candidate.confirmed_by_id,
            give="id state confirmed_at",
            words=N_("Bodies you named or confirmed as holders"),
        ),
        decided(
            Contact,
            Contact.by_id,
            Contact.struck_by_id,
            give="id kind answer summary outcome at",
            words=N_("What you wrote into the log of holders"),
        ),
        decided(
            ContactCorrection,
            ContactCorrection.by_id,
            give="id reason at",
            words=N_("What you corrected in the log of holders"),
        ),
    ]
