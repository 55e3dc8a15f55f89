"""Forms of the report's desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext
from wtforms import HiddenField
from wtforms.validators import ValidationError

from cocreation.core.forms import LIMITS, BaseForm, TextArea, TextLine
from cocreation.core.i18n import gettext
from cocreation.core.official import official_text
from cocreation.organisations.forms import a_web_address
from cocreation.synthesis import events


class WithdrawForm(BaseForm):
    """Why a version is withdrawn, for everyone."""

    reason = TextArea(lazy_gettext("Reason, for everyone"), limit=LIMITS["note"])


class ElsewhereForm(BaseForm):
    """Where a version is published outside the platform; empty where it is not."""

    address = TextLine(
        lazy_gettext("Address of the page"), limit=500, required=False, letters=False, validators=[a_web_address]
    )


class TextForm(BaseForm):
    """One text of a report; `seen` is the number of the saving its writer had read."""

    text = TextArea(lazy_gettext("Text"), limit=LIMITS["official"], required=False, letters=False)
    seen = HiddenField()


def _is_day(_form: Any, field: Any) -> None:
    try:
        events.day_of(field.data)
    except ValueError as error:
        raise ValidationError(gettext("Write the day like 15/10/2020.")) from error


def _is_attendance(_form: Any, field: Any) -> None:
    try:
        events.attendance_of(field.data or "")
    except ValueError as error:
        raise ValidationError(gettext("Write a number of people, or nothing where nobody counted.")) from error


@official_text("place", lazy_gettext("Place"), limit=LIMITS["title"], required=False)
@official_text("title", lazy_gettext("Title"), limit=LIMITS["title"])
class EventForm(BaseForm):
    """A meeting or webinar."""

    held_on = TextLine(lazy_gettext("Day"), limit=20, letters=False, validators=[_is_day])
    attendance = TextLine(
        lazy_gettext("People who came"), limit=12, required=False, letters=False, validators=[_is_attendance]
    )


class EventsSheetForm(BaseForm):
    """Events copied from a table, or the content of a CSV file."""

    lines = TextArea(lazy_gettext("Lines of the table"), limit=LIMITS["official"])


def translations_form(names: Iterable[str]) -> type[BaseForm]:
    """The form of the translations of a chapter: one field for each thing quoted, by name."""
    words = lazy_gettext("Unofficial translation")
    fields: dict[str, Any] = {name: TextArea(words, limit=LIMITS["proposal"], required=False) for name in names}
    return type("TranslationsForm", (BaseForm,), fields)
