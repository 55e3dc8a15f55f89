"""Forms of proposals and draft commitments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField
from wtforms.validators import InputRequired, Optional, ValidationError

from cocreation.accounts.lists import REGIONS
from cocreation.accounts.models import Account, Organisation
from cocreation.accounts.names import OfficialName, check_name
from cocreation.accounts.presenting import signatures
from cocreation.accounts.queries import organisations
from cocreation.core.forms import (
    LIMITS,
    BaseForm,
    ChoiceField,
    OnceForm,
    RadioChoice,
    TextArea,
    TextLine,
    choices,
)
from cocreation.core.official import official_text
from cocreation.proposals.models import LANGUAGES_OF_TEXTS
from cocreation.text.cleaning import skeleton
from cocreation.themes.models import Theme

CONTACT = 300
OFFICIAL_TITLE = 300


class TextForm(OnceForm):
    """The words of a proposal, its theme, language and region."""

    theme = RadioChoice(lazy_gettext("Theme"))
    title = TextLine(lazy_gettext("Title"), limit=LIMITS["title"])
    problem = TextArea(lazy_gettext("The problem"), limit=LIMITS["problem"])
    body = TextArea(lazy_gettext("Your proposal"), limit=LIMITS["proposal"])
    language = ChoiceField(
        lazy_gettext("Language of your text"),
        choices=choices([("", lazy_gettext("Recognise it from the text")), *LANGUAGES_OF_TEXTS.items()]),
        required=False,
        default="",
    )
    region = ChoiceField(
        lazy_gettext("Region it is about"),
        choices=choices([("", lazy_gettext("The whole country, or none"))])
        + choices([(code, lazy_gettext(name)) for code, name in REGIONS.items()]),
        required=False,
        default="",
    )
    # The revision the person saw, so that a text changed in another window is not written over.
    revision = HiddenField()

    def offer_themes(self, themes: Sequence[Theme]) -> None:
        """Offer these themes."""
        self.theme.choices = choices([(str(theme.id), str(theme.title)) for theme in themes])

    def ask_nothing(self) -> None:
        """Take whatever is written so far: a draft may be incomplete, though never too long."""
        for field in self:
            kept = [check for check in field.validators if not isinstance(check, InputRequired)]
            field.validators = [Optional(), *kept]
        self.theme.validate_choice = False

    def seen(self) -> int | None:
        """The revision the person saw."""
        text = self.revision.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


class ProposalForm(TextForm):
    """A proposal and the name it is signed with."""

    signed_as = RadioChoice(lazy_gettext("In whose name"), default="me")
    name = TextLine(lazy_gettext("Other name or pseudonym"), limit=LIMITS["name"], required=False)

    def offer_names(self, person: Account) -> None:
        """Offer the person's own name, another one, and the organisations they speak for."""
        own, *bodies = signatures(person)
        self.signed_as.choices = choices([own, ("other", gettext("Another name or a pseudonym")), *bodies])

    def validate_name(self, field: Any) -> None:
        """Another name must be given where it is chosen, and must not pass for a verified organisation's."""
        if self.signed_as.data != "other":
            return
        if not field.data:
            raise ValidationError(gettext("Write the name or pseudonym, or choose another way to sign."))
        try:
            check_name(field.data)
        except OfficialName as refusal:
            raise ValidationError(gettext(refusal.message)) from refusal
        look = skeleton(field.data)
        names = (name for body in organisations(state="verified") for name in (*body.name.values(), body.acronym))
        if any(name and skeleton(name) == look for name in names):
            raise ValidationError(gettext("This name looks like an organisation’s. Choose another one."))


class EditForm(TextForm):
    """A new text for a proposal that was sent, and why it changed."""

    why = TextLine(lazy_gettext("What you changed"), limit=LIMITS["note"], required=False)


class SendForm(OnceForm):
    """The button that sends what was checked."""


class WithdrawForm(BaseForm):
    """The button that takes something back."""


@official_text("expected_result", lazy_gettext("Expected result"), limit=LIMITS["official"], lines=True)
@official_text("content", lazy_gettext("Content of the commitment"), limit=LIMITS["official"], lines=True)
@official_text("problem", lazy_gettext("The problem"), limit=LIMITS["official"], lines=True)
@official_text("title", lazy_gettext("Title"), limit=OFFICIAL_TITLE)
class DraftForm(OnceForm):
    """A draft commitment, in at least one language."""

    organisation = ChoiceField(lazy_gettext("Administration you speak for"))
    theme = ChoiceField(lazy_gettext("Theme"), required=False, default="")
    contact = TextLine(lazy_gettext("Contact"), limit=CONTACT)
    why = TextLine(lazy_gettext("What you changed"), limit=LIMITS["note"], required=False)
    revision = HiddenField()

    seen = TextForm.seen

    def offer(self, bodies: Sequence[Organisation], themes: Sequence[Theme]) -> None:
        """Offer the bodies the agent speaks for, and the themes of the cycle."""
        self.organisation.choices = choices([(str(body.id), str(body.name)) for body in bodies])
        none = [("", gettext("No theme"))]
        self.theme.choices = choices(none + [(str(theme.id), str(theme.title)) for theme in themes])
