"""Forms about people's data: erasing one's account, asking for something, answering."""

from __future__ import annotations

from flask_babel import lazy_gettext

from cocreation.accounts.forms import an_address
from cocreation.core.forms import (
    LIMITS,
    BaseForm,
    CheckField,
    OnceForm,
    RadioChoice,
    Required,
    SecretField,
    TextArea,
    TextLine,
    choices,
)
from cocreation.privacy.erasing import CHOICES
from cocreation.privacy.models import OUTCOMES, RIGHTS


class EraseForm(BaseForm):
    """What becomes of the texts, that the person knows it cannot be undone, and the password or a link."""

    choice = RadioChoice(
        lazy_gettext("What becomes of the texts you signed in your own name"),
        choices=choices([(code, lazy_gettext(words)) for code, words in CHOICES.items()]),
    )
    sure = CheckField(
        lazy_gettext("I have read what is erased and what stays, and I know that it cannot be undone"),
        validators=[Required(lazy_gettext("Tick this box to go on."))],
    )
    password = SecretField(lazy_gettext("Your password"))


class RightsForm(OnceForm):
    """What somebody asks about the data held about them."""

    kind = RadioChoice(
        lazy_gettext("What you ask"), choices=choices([(code, lazy_gettext(words)) for code, words in RIGHTS.items()])
    )
    words = TextArea(lazy_gettext("Your request, in your words"), limit=LIMITS["comment"])


class OutsidersForm(RightsForm):
    """The same, from somebody who is not signed in: the answer needs an address."""

    email = TextLine(lazy_gettext("E-mail address"), limit=LIMITS["email"], letters=False, validators=[an_address])


class AnswerForm(BaseForm):
    """The answer to a request."""

    outcome = RadioChoice(
        lazy_gettext("What was decided"),
        choices=choices([(code, lazy_gettext(words)) for code, words in OUTCOMES.items()]),
    )
    answer = TextArea(lazy_gettext("Your words to the person"), limit=LIMITS["comment"])
