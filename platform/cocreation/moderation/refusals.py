"""What moderation refuses, in words for the person who asked."""

from __future__ import annotations

from cocreation.core.errors import Refused
from cocreation.core.i18n import N_
from cocreation.moderation.models import Decision


class AlreadyDecided(Refused):
    """Somebody else decided since this moderator opened the thing; their decision stands."""

    message = N_("Somebody decided before you.")
    what_to_do = N_("Their decision stands. Yours was not recorded.")

    def __init__(self, decision: Decision) -> None:
        super().__init__()
        self.decision = decision


class ChangedMeanwhile(Refused):
    """The author changed or withdrew the thing since this moderator opened it."""

    message = N_("The author changed this since you opened it. Nothing was decided.")
    what_to_do = N_("Read it again as it stands now, then decide.")


class NotDecidable(Refused):
    """A decision the thing does not take where it stands."""

    message = N_("This decision cannot be taken here.")
    what_to_do = N_("Go back to the queue and look at where it stands.")


class ReasonNeeded(Refused):
    """A decision against somebody without a reason of the closed list."""

    status = 422
    message = N_("Choose the reason: the author is told, and it stays public.")


class TooLate(Refused):
    """A decision whose mail has left, or on which something else was built since."""

    message = N_("This decision can no longer be undone: its mail has left, or something happened since.")
    what_to_do = N_("Take another decision instead; its author is told.")


class OnlyOnce(Refused):
    """A second look is asked once."""

    message = N_("A second look was asked already: it is asked once.")
    what_to_do = N_("You are told as soon as it is answered.")


class NothingToLookAt(Refused):
    """A second look at something that is neither refused nor hidden, or that nobody asked for."""

    message = N_("There is nothing to look at a second time here.")


class AlreadyReported(Refused):
    """One person reports one text once."""

    message = N_("You have reported this already.")
    what_to_do = N_("A moderator reads it, and you are told what is decided.")


class NotReportable(Refused):
    """Something that is not public any more."""

    message = N_("This is no longer shown: there is nothing left to report.")
    what_to_do = N_("Your words are below, should you need them elsewhere.")
