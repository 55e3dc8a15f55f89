"""Forms of the meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext
from wtforms.validators import ValidationError

from cocreation.core.clock import DateNotUnderstood, FuzzyDate
from cocreation.core.forms import LIMITS, BaseForm, CheckField, RadioChoice, TextLine, choices
from cocreation.core.i18n import LANGUAGES, OfficialText, current_language, gettext
from cocreation.core.official import official_text
from cocreation.meetings.models import MODES, Meeting, Point


@official_text("place", lazy_gettext("Place"), limit=LIMITS["title"], required=False)
@official_text("title", lazy_gettext("Title"), limit=LIMITS["title"])
class MeetingForm(BaseForm):
    """What a meeting is called and how it is held."""

    mode = RadioChoice(
        lazy_gettext("How it is held"),
        choices=choices([(code, lazy_gettext(words)) for code, words in MODES.items()]),
    )
    is_public = CheckField(lazy_gettext("Everyone may read it"))


class NewMeetingForm(MeetingForm):
    """A meeting that is not there yet."""

    held_on = TextLine(lazy_gettext("Date"), limit=60, letters=False)

    def validate_held_on(self, field: Any) -> None:
        """A day."""
        if self.day is None:
            raise ValidationError(gettext("Write the day, for example “15 July 2020”."))

    @property
    def day(self) -> date | None:
        """The day that was written, None where it is none."""
        try:
            found = FuzzyDate.parse(self.held_on.data or "", current_language())
        except DateNotUnderstood:
            return None
        return found.first if found.first == found.last else None


@official_text("points", lazy_gettext("One point a line"), limit=LIMITS["official"], lines=True, required=False)
class PointsForm(BaseForm):
    """The points of one kind: a line each, the same lines in each language."""

    def texts(self) -> list[OfficialText]:
        """The points, each in the languages it was written in."""
        lines = {code: _lines(self[f"points_{code}"].data or "") for code in LANGUAGES}
        most = max(map(len, lines.values()))
        return [
            OfficialText({code: each[place] for code, each in lines.items() if place < len(each)})
            for place in range(most)
        ]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def lines_of(points: Sequence[Point]) -> dict[str, str]:
    """The values with which the form of existing points opens."""
    return {f"points_{code}": "\n".join(one.text.get(code, "") for one in points) for code in LANGUAGES}


@official_text("owner", lazy_gettext("By whom"), limit=LIMITS["title"], required=False)
@official_text("text", lazy_gettext("What is to be done"), limit=LIMITS["note"])
class StepForm(BaseForm):
    """A next step."""

    due = TextLine(lazy_gettext("When"), limit=100, required=False, letters=False)

    def validate_due(self, field: Any) -> None:
        """A date that is understood, however imprecise."""
        try:
            self.when()
        except DateNotUnderstood as error:
            raise ValidationError(gettext(error.message, **error.values)) from error

    def when(self) -> FuzzyDate | None:
        """The date, None where none was given."""
        return FuzzyDate.parse(self.due.data, current_language()) if self.due.data else None


def opened_with(meeting: Meeting) -> dict[str, Any]:
    """What the form of an existing meeting shows first, beside its texts."""
    return {"mode": meeting.mode, "is_public": meeting.published_at is not None}
