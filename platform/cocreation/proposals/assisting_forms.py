"""The form of what is typed in for somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms.validators import ValidationError

from cocreation.accounts.forms import a_persons_name
from cocreation.accounts.lists import REGIONS, VOICES
from cocreation.attachments.forms import file_field
from cocreation.core.clock import LOCAL_ZONE
from cocreation.core.forms import LIMITS, CheckField, ChoiceField, OnceForm, RadioChoice, TextArea, TextLine, choices
from cocreation.cycles.forms import moment
from cocreation.proposals.assisting import typed_before
from cocreation.proposals.models import CONSENTS, LANGUAGES_OF_TEXTS, TYPED_CHANNELS
from cocreation.themes.models import Theme

SOURCE = 120


class AssistedForm(OnceForm):
    """Where the idea comes from, what the person agreed to, then their words."""

    channel = RadioChoice(lazy_gettext("How it came"))
    source_reference = TextLine(lazy_gettext("Reference of the source"), limit=SOURCE, letters=False)
    received = TextLine(lazy_gettext("Received on"), limit=30, letters=False)
    voice = ChoiceField(
        lazy_gettext("Who speaks"),
        choices=choices([(code, lazy_gettext(words)) for code, words in VOICES.items() if code != "administration"]),
        default="citizen",
    )
    name = TextLine(lazy_gettext("Name or pseudonym given"), limit=LIMITS["name"], required=False)
    consent = RadioChoice(
        lazy_gettext("What the person agreed to"),
        choices=choices([(code, lazy_gettext(words)) for code, words in CONSENTS.items()]),
    )
    agreed = CheckField(lazy_gettext("The person was told what becomes of their words, and agreed."))
    theme = RadioChoice(lazy_gettext("Theme"))
    title = TextLine(lazy_gettext("Title"), limit=LIMITS["title"])
    problem = TextArea(lazy_gettext("The problem"), limit=LIMITS["problem"])
    body = TextArea(lazy_gettext("The proposal"), limit=LIMITS["proposal"])
    language = ChoiceField(
        lazy_gettext("Language of the text"), choices=choices(list(LANGUAGES_OF_TEXTS.items())), default="ar"
    )
    region = ChoiceField(
        lazy_gettext("Region it is about"),
        choices=choices([("", lazy_gettext("The whole country, or none"))])
        + choices([(code, lazy_gettext(words)) for code, words in REGIONS.items()]),
        required=False,
        default="",
    )
    file = file_field(lazy_gettext("Scan of the sheet"))

    def offer(self, cycle_id: int, themes: Sequence[Theme], channels: Sequence[str]) -> None:
        """Offer the themes of the cycle and the channels one types in from, and know where sheets are numbered."""
        self.cycle_id = cycle_id
        self.channel.choices = choices([(code, gettext(TYPED_CHANNELS[code])) for code in channels])
        if len(channels) == 1 and not self.is_submitted():
            self.channel.data = channels[0]
        self.theme.choices = choices([(str(theme.id), theme.title.marked()) for theme in themes])

    def received_at(self) -> datetime | None:
        """When it came, at noon where no hour was typed; None where it cannot be read."""
        try:
            found = moment(self.received.data or "")
        except (ValueError, OverflowError):
            return None
        if found is not None and (found.hour, found.minute) == (0, 0):
            found = found.replace(hour=12, tzinfo=LOCAL_ZONE)
        return found

    def validate_received(self, _field: Any) -> None:
        """A day that can be read."""
        if self.received_at() is None:
            raise ValidationError(gettext("Write the date like 31/10/2020."))

    def validate_agreed(self, field: Any) -> None:
        """Without consent nothing is typed in."""
        if not field.data:
            raise ValidationError(gettext("Without the person’s consent their words cannot be typed in."))

    def validate_name(self, field: Any) -> None:
        """A citizen's name is never an institution's, nor a verified organisation's, on paper either."""
        if self.voice.data == "citizen":
            a_persons_name(self, field)

    def validate_consent(self, field: Any) -> None:
        """A name is asked where it is to be shown."""
        if field.data == "text_and_name" and not self.name.data:
            raise ValidationError(gettext("Write the name the person gave, or choose to publish without a name."))

    def validate_source_reference(self, field: Any) -> None:
        """One sheet of paper is typed in once."""
        found = typed_before(self.cycle_id, field.data or "") if self.channel.data == "paper" else None
        if found is not None:
            words = gettext("This sheet is already typed in, as %(reference)s.", reference=found.reference)
            raise ValidationError(words)
