"""What the rooms of proposals refuse, in words for the person who asked."""

from __future__ import annotations

from cocreation.core.errors import Refused
from cocreation.core.i18n import N_


class CollectionClosed(Refused):
    """A proposal sent outside the collecting phase; the view keeps the text as a draft."""

    message = N_("Ideas are not taken at the moment.")
    what_to_do = N_("Your text is kept as a draft.")


class NotPossible(Refused):
    """A change of state the life of a proposal does not know."""

    message = N_("This proposal has changed in the meantime: this can no longer be done.")
    what_to_do = N_("Go back to its page and look at where it stands.")


class ThemeNotOpen(Refused):
    """A theme of another cycle, or one that takes no proposals."""

    status = 422
    message = N_("This theme does not take proposals. Choose another one.")


class EditedMeanwhile(Refused):
    """The text was changed in another window since this one was opened."""

    message = N_("This text was changed in another window since you opened it.")
    what_to_do = N_("Compare the two texts below, then send the one you want to keep.")


class BadWindow(Refused):
    """A comment window that would close before it opens."""

    status = 422
    message = N_("The comment window closes after it opens: check the two dates.")
