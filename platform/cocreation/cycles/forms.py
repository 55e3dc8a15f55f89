"""Forms of the secretariat for cycles and phases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext
from wtforms.validators import ValidationError

from cocreation.core.clock import LOCAL_ZONE, DateNotUnderstood, FuzzyDate
from cocreation.core.forms import LIMITS, BaseForm, ChoiceField, RadioChoice, TextLine, choices
from cocreation.core.i18n import current_language, gettext
from cocreation.core.official import official_text
from cocreation.cycles.models import SUPPORTS
from cocreation.text.folding import ascii_digits

STATES = [
    ("draft", lazy_gettext("In preparation: only the secretariat sees it")),
    ("open", lazy_gettext("Open")),
    ("past", lazy_gettext("Past")),
]


@official_text("presentation", lazy_gettext("Presentation"), limit=LIMITS["official"], lines=True, required=False)
@official_text("question", lazy_gettext("Question asked to people"), limit=300, required=False)
@official_text("title", lazy_gettext("Title"), limit=LIMITS["title"])
class CycleForm(BaseForm):
    """What can be changed of a cycle."""

    state = ChoiceField(lazy_gettext("State"), choices=choices(STATES))
    supports = RadioChoice(
        lazy_gettext("May people say that they support an idea?"),
        choices=choices([(code, lazy_gettext(words)) for code, words in SUPPORTS.items()]),
        default="off",
    )


class NewCycleForm(CycleForm):
    """A new cycle, with the two names that never change."""

    slug = TextLine(lazy_gettext("Short name in addresses"), limit=60)
    prefix = TextLine(lazy_gettext("Prefix of references"), limit=10)


def moment(value: str) -> datetime | None:
    """A moment typed as 2020-10-31 18:00 or 31/10/2020 18:00, Morocco's time; None where nothing is typed.

    The digits of Arabic keyboards are read as well.

    Raises:
        ValueError: it cannot be read.
    """
    value = ascii_digits(value).strip().replace("T", " ")
    if not value:
        return None
    for pattern in ("%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(value, pattern).replace(tzinfo=LOCAL_ZONE)
        except ValueError:
            continue
    raise ValueError(value)


def _is_moment(_form: Any, field: Any) -> None:
    try:
        moment(field.data or "")
    except (ValueError, OverflowError) as error:
        raise ValidationError(gettext("Write the date like 31/10/2020 18:00.")) from error


def _is_period(_form: Any, field: Any) -> None:
    try:
        FuzzyDate.parse(field.data, current_language())
    except DateNotUnderstood as error:
        raise ValidationError(
            gettext("This period is not understood. Write it like «October 2020» or «from October 2020».")
        ) from error


@official_text("reason", lazy_gettext("Reason of the change, for everyone"), limit=LIMITS["note"], required=True)
class PhaseForm(BaseForm):
    """The dates of a phase: as written, and the exact moments that open and close the doors."""

    period = TextLine(
        lazy_gettext("Period as decided"), limit=120, required=False, letters=False, validators=[_is_period]
    )
    opens_at = TextLine(lazy_gettext("Opens on"), limit=30, required=False, letters=False, validators=[_is_moment])
    closes_at = TextLine(lazy_gettext("Closes on"), limit=30, required=False, letters=False, validators=[_is_moment])
