"""Forms of the first sift, the grid, the workshop and its room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms.validators import ValidationError

from cocreation.accounts.forms import email_field
from cocreation.core.forms import (
    LIMITS,
    BaseForm,
    BoxesField,
    CheckField,
    ChoiceField,
    RadioChoice,
    TextArea,
    TextLine,
    choices,
)
from cocreation.core.i18n import gettext
from cocreation.core.official import official_text
from cocreation.cycles.forms import moment
from cocreation.evaluation.models import DUTIES, GATE_REASONS, GATES, OUTCOMES, SEAT_SIDES
from cocreation.organisations.forms import a_web_address
from cocreation.text.folding import ascii_digits

LINK, ANCHOR = 300, 300


def _words(pairs: dict[str, str]) -> list[Any]:
    return choices([(value, lazy_gettext(words)) for value, words in pairs.items()])


def _answer(gate: str, words: str) -> Any:
    return lazy_gettext("%(gate)s: %(reason)s", gate=lazy_gettext(GATES[gate]), reason=lazy_gettext(words))


def _answers() -> list[Any]:
    offered = [
        (f"{gate}:{code}", _answer(gate, words))
        for gate, reasons in GATE_REASONS.items()
        for code, words in reasons.items()
    ]
    # None stands first: whoever ticks many ideas and presses too early answers nothing.
    return choices([("", lazy_gettext("Choose an answer")), *offered])


def _moment(_form: Any, field: Any) -> None:
    try:
        moment(field.data)
    except ValueError as error:
        raise ValidationError(gettext("Write the day and the hour like 31/10/2020 18:00.")) from error


class WholeNumber:
    """Refuse what is not a whole number between two others."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def __call__(self, _form: Any, field: Any) -> None:
        """Read digits of any keyboard."""
        text = ascii_digits(field.data or "").strip()
        if not (text.isascii() and text.isdigit() and len(text) < 5 and self.least <= int(text) <= self.most):
            raise ValidationError(
                gettext("Write a whole number from %(least)s to %(most)s.", least=self.least, most=self.most)
            )


def whole(field: Any) -> int:
    """The number of a field that was found good."""
    return int(ascii_digits(field.data).strip())


class SiftForm(BaseForm):
    """One answer for the ideas and groups ticked."""

    ideas = BoxesField(lazy_gettext("Ideas"))
    answer = ChoiceField(lazy_gettext("Answer"), choices=_answers())
    note = TextArea(lazy_gettext("More words, for everyone"), limit=LIMITS["note"], required=False)
    link = TextLine(
        lazy_gettext("Address of the page"), limit=LINK, required=False, letters=False, validators=[a_web_address]
    )


class ScaleForm(BaseForm):
    """The highest mark and the step."""

    most = TextLine(lazy_gettext("Highest mark"), limit=3, letters=False, validators=[WholeNumber(1, 10)])
    step = RadioChoice(
        lazy_gettext("Marks go by"),
        choices=choices([("1", lazy_gettext("whole marks")), ("0.5", lazy_gettext("halves"))]),
    )


@official_text("guidance", lazy_gettext("What it asks"), limit=LIMITS["note"], lines=True, required=False)
@official_text("title", lazy_gettext("Title"), limit=LIMITS["title"], required=False)
class CriterionForm(BaseForm):
    """A criterion, without the wording of its levels."""

    weight = TextLine(lazy_gettext("Weight"), limit=3, letters=False, validators=[WholeNumber(0, 100)])
    veto = CheckField(lazy_gettext("The mark 0 sets an item aside"))


def criterion_form(levels: Iterable[int]) -> type[CriterionForm]:
    """The form of a criterion with the wording of each of these levels."""

    class Whole(CriterionForm):
        """A criterion with the wording of its levels."""

    for level in levels:
        official_text(f"anchor_{level}", str(level), limit=ANCHOR, required=False)(Whole)
    return Whole


@official_text("place", lazy_gettext("Place"), limit=LIMITS["title"], required=False)
@official_text("title", lazy_gettext("Title"), limit=LIMITS["title"])
class WorkshopForm(BaseForm):
    """What is known of a workshop beforehand."""

    starts_at = TextLine(lazy_gettext("Day and hour"), limit=20, letters=False, validators=[_moment])
    link = TextLine(
        lazy_gettext("Link to join, where it is held online"), limit=LINK, required=False, letters=False,
        validators=[a_web_address],
    )  # fmt: skip
    minimum = TextLine(
        lazy_gettext("Evaluators who must have sent their marks"), limit=3, letters=False,
        validators=[WholeNumber(2, 50)],
    )  # fmt: skip
    marks_public = CheckField(lazy_gettext("The committee decided that each evaluator’s scores are public"))


class ItemsForm(BaseForm):
    """What is put on the list."""

    things = BoxesField(lazy_gettext("Items"))


class SeatForm(BaseForm):
    """Who is named, for whom."""

    email = email_field()
    duty = RadioChoice(lazy_gettext("Part in the workshop"), choices=_words(DUTIES))
    side = RadioChoice(lazy_gettext("Counts for"), choices=_words(SEAT_SIDES))
    organisation = ChoiceField(lazy_gettext("Sits for"), required=False)


@official_text("reason", lazy_gettext("Reason, for everyone"), limit=LIMITS["note"], lines=True)
class ReopenForm(BaseForm):
    """Why a closed workshop is opened again."""


class ReasonForm(BaseForm):
    """Why an evaluator does not score an item."""

    conflict = TextArea(lazy_gettext("Why you do not score this item"), limit=LIMITS["note"])


class WorkbookForm(BaseForm):
    """A sheet filled in outside the platform."""

    file = FileField(lazy_gettext("Your workbook"), validators=[FileRequired(lazy_gettext("Choose a file."))])


class SheetForm(BaseForm):
    """What stands beside the marks of an item."""

    comment = TextArea(lazy_gettext("Comment, for the discussion"), limit=LIMITS["comment"], required=False)
    reason = TextArea(lazy_gettext("Why your marks change"), limit=LIMITS["note"], required=False)


@official_text("reason", lazy_gettext("Reason, for everyone"), limit=LIMITS["note"], lines=True)
class DecisionForm(BaseForm):
    """What the workshop decides of an item."""

    outcome = RadioChoice(lazy_gettext("Decision"), choices=_words(OUTCOMES))
    merged_into = ChoiceField(lazy_gettext("Merged into"), required=False)
    link = TextLine(
        lazy_gettext("Address of the page"), limit=LINK, required=False, letters=False, validators=[a_web_address]
    )
