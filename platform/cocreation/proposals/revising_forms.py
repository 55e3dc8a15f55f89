"""The form of a new text after publication, and the choice of two texts to compare."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext
from wtforms import HiddenField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from cocreation.attachments.forms import description_field, file_field
from cocreation.attachments.models import Attachment
from cocreation.core.forms import LIMITS, BaseForm, ChoiceField, OnceForm, TextArea, TextLine, choices
from cocreation.proposals.forms import TextForm
from cocreation.proposals.models import LANGUAGES_OF_TEXTS


class ReviseForm(OnceForm):
    """A new text, why it changes, which files it keeps and one it may bring."""

    title = TextLine(lazy_gettext("Title"), limit=LIMITS["title"])
    problem = TextArea(lazy_gettext("The problem"), limit=LIMITS["problem"])
    body = TextArea(lazy_gettext("Your proposal"), limit=LIMITS["proposal"])
    language = ChoiceField(
        lazy_gettext("Language of your text"),
        choices=choices([("", lazy_gettext("Recognise it from the text")), *LANGUAGES_OF_TEXTS.items()]),
        required=False,
        default="",
    )
    keep = SelectMultipleField(
        lazy_gettext("Files to keep"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    file = file_field(lazy_gettext("Add a file"))
    description = description_field()
    why = TextLine(lazy_gettext("What you change, and why"), limit=LIMITS["note"])
    # The revision the person saw, so that a text changed meanwhile is not passed over.
    revision = HiddenField()

    seen = TextForm.seen

    def offer_files(self, files: Sequence[Attachment]) -> None:
        """Offer the files of the present text; without any, nothing is asked."""
        if files:
            self.keep.choices = choices([(str(each.id), each.name) for each in files])
        else:
            del self.keep

    def kept(self) -> set[int]:
        """The numbers of the files that stay."""
        return {int(number) for number in self.keep.data or () if number.isdecimal()} if "keep" in self else set()


class TakeBackForm(BaseForm):
    """The button that takes a waiting text back."""
