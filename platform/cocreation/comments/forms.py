"""The form of a comment."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import HiddenField

from cocreation.accounts.models import Account
from cocreation.accounts.presenting import signatures
from cocreation.comments.models import SIDES
from cocreation.core.forms import LIMITS, BaseForm, ChoiceField, OnceForm, RadioChoice, TextArea, choices


class CommentForm(OnceForm):
    """A comment: which side it takes, if any, its words, and in whose name."""

    side = RadioChoice(
        lazy_gettext("What is your comment?"),
        choices=choices(
            [("", lazy_gettext("A remark")), *((code, lazy_gettext(words)) for code, words in SIDES.items())]
        ),
        default="",
        required=False,
    )
    source = TextArea(lazy_gettext("Your comment"), limit=LIMITS["comment"])
    signed_as = ChoiceField(lazy_gettext("In whose name"), required=False, default="me")
    parent = HiddenField()
    about_version = HiddenField()

    def offer(self, person: Account) -> None:
        """Offer the names the person may sign with; where there is only one, nothing is asked."""
        offered = signatures(person)
        self.signed_as.choices = choices(offered)
        if len(offered) < 2:
            del self.signed_as


class WithdrawForm(BaseForm):
    """The button that takes a comment back."""
