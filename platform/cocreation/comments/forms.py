"""Forms of comments: writing one, correcting it, taking it back."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from wtforms import HiddenField

from cocreation.accounts.models import Account
from cocreation.accounts.presenting import signatures
from cocreation.comments.models import SIDES
from cocreation.core.forms import LIMITS, BaseForm, ChoiceField, OnceForm, RadioChoice, TextArea, choices
from cocreation.core.web import number_in


class WordsForm(OnceForm):
    """What a comment says: which side it takes, if any, and its words."""

    side = RadioChoice(
        lazy_gettext("What is your comment?"),
        choices=choices(
            [("", lazy_gettext("A remark")), *((code, lazy_gettext(words)) for code, words in SIDES.items())]
        ),
        default="",
        required=False,
    )
    source = TextArea(lazy_gettext("Your comment"), limit=LIMITS["comment"])


class CommentForm(WordsForm):
    """A new comment, in whose name, under which other, and of which version of the thing."""

    signed_as = ChoiceField(lazy_gettext("In whose name"), required=False, default="me")
    parent = HiddenField()
    about_version = HiddenField()
    # By which what was written before signing in is found again.
    kept = HiddenField()

    def offer(self, person: Any) -> None:
        """Offer the names the person may sign with; where there is only one, or nobody yet, nothing is asked."""
        offered = signatures(person) if isinstance(person, Account) else []
        self.signed_as.choices = choices(offered)
        if len(offered) < 2:
            del self.signed_as

    @property
    def version(self) -> int:
        """The version the comment speaks of."""
        return min(number_in(self.about_version.data) or 1, 10_000)


class EditForm(WordsForm):
    """Other words for a comment, and the number of the text they replace."""

    seen = HiddenField()


class WithdrawForm(BaseForm):
    """The button that takes a comment back."""
