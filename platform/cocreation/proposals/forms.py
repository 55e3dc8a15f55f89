"""Forms of proposals and draft commitments."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField

from cocreation.accounts.lists import REGIONS
from cocreation.accounts.models import Organisation
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
from cocreation.core.web import number_in
from cocreation.proposals.models import LANGUAGES_OF_TEXTS
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
        self.theme.choices = choices([(str(theme.id), theme.title.marked()) for theme in themes])

    def seen(self) -> int | None:
        """The revision the person saw."""
        return number_in(self.revision.data)


class EditForm(TextForm):
    """A new text for a proposal that was sent, and why it changed."""

    why = TextLine(lazy_gettext("What you changed"), limit=LIMITS["note"], required=False)


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
