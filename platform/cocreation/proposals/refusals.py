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


class TextWaits(Refused):
    """A second new text while the first one is not checked yet."""

    message = N_("A new text of this proposal already waits to be checked.")
    what_to_do = N_("Wait for the answer, or take that text back first. What you typed is below: keep it.")


class SameText(Refused):
    """A new text that changes nothing."""

    status = 422
    message = N_("Nothing is changed yet: change the text or its files, then send it.")


class TextIsFixed(Refused):
    """A new text once the workshop reads the proposals as they stand."""

    message = N_("The texts can no longer be changed: the workshop reads them as they stand.")
    what_to_do = N_("You can still say more in a comment. What you typed is below: keep it.")


class NoSupport(Refused):
    """A support where none is taken."""

    message = N_("Supports are not taken here.")
    what_to_do = N_("They are taken while ideas are collected. You can still comment.")


class NotReceivedThen(Refused):
    """Something typed in that came outside the collection."""

    status = 422
    message = N_("On that day ideas were not taken. Check the date of receipt.")


class NoVariant(Refused):
    """The same idea in other words, of something that is not published or is one's own."""

    message = N_("Only a published idea of somebody else can be said in other words.")
    what_to_do = N_("To change your own text, propose a new version of it.")
