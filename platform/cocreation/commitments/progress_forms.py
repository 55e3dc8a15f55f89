"""Forms in which progress is entered before a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms.validators import ValidationError

from cocreation.commitments.progress import Line, Move, Part, Report
from cocreation.commitments.progress_models import ACTION_STATES, ActionTurn, Snapshot
from cocreation.core.clock import DateNotUnderstood, FuzzyDate
from cocreation.core.forms import LIMITS, BaseForm, CheckField, RadioChoice, TextLine, choices
from cocreation.core.i18n import LANGUAGES, OfficialText, current_language, gettext, written_language
from cocreation.core.official import filled, official_text, text_of
from cocreation.organisations.forms import a_web_address


def _is_percentage(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) <= 100


@official_text("evidence", lazy_gettext("What shows it"), limit=LIMITS["note"], required=False)
@official_text("beyond", lazy_gettext("Beyond the plan"), limit=LIMITS["note"], lines=True, required=False)
@official_text("remarks", lazy_gettext("Remarks, one a line"), limit=LIMITS["problem"], lines=True, required=False)
class ReportForm(BaseForm):
    """How far a commitment is."""

    percentage = TextLine(lazy_gettext("Percentage"), limit=3, required=False, letters=False)
    computed = CheckField(lazy_gettext("Work the percentage out from the weighted actions"))
    no_progress = CheckField(lazy_gettext("No progress since the last meeting"))
    all_done = CheckField(lazy_gettext("All planned actions have been carried out"))
    says_complete = CheckField(lazy_gettext("The commitment is complete"))
    link = TextLine(
        lazy_gettext("Link to the evidence"), limit=300, required=False, letters=False, validators=[a_web_address]
    )

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Ask for a whole number from 0 to 100, unless it is worked out: an empty field is asked nothing by itself."""
        good = bool(super().validate(*args, **kwargs))
        if self.computed.data or _is_percentage((self.percentage.data or "").rstrip(" %")):
            return good
        self.percentage.errors = [gettext("Write a whole number from 0 to 100.")]
        return False

    def report(self, before: Snapshot | None) -> Report:
        """What was entered; what this form does not show (actions' remarks, parts) stays as it was entered."""
        about_actions = [Line(one.text, one.action) for one in before.remarks if one.action] if before else []
        parts = [Part(one.name, one.percentage, one.site) for one in before.components] if before else []
        return Report(
            percentage=None if self.computed.data else int((self.percentage.data or "").rstrip(" %")),
            evidence=text_of(self, "evidence"), link=self.link.data or "",
            says_complete=self.says_complete.data, all_done=self.all_done.data, no_progress=self.no_progress.data,
            beyond=text_of(self, "beyond"), remarks=[*self._lines(), *about_actions], parts=parts,
        )  # fmt: skip

    def _lines(self) -> list[Line]:
        lines = {code: (self[f"remarks_{code}"].data or "").splitlines() for code in LANGUAGES}
        most = max(map(len, lines.values()))
        texts = [
            OfficialText({code: each[place] for code, each in lines.items() if each[place : place + 1] != []})
            for place in range(most)
        ]
        return [Line(text) for text in texts if any(part.strip() for part in text.values())]


def opened_with(snapshot: Snapshot | None) -> dict[str, Any]:
    """The values with which the form opens: what was entered, or what the meeting before recorded."""
    if snapshot is None:
        return {}
    general = [one.text for one in snapshot.remarks if one.action is None]
    remarks = {code: "\n".join(text.get(code, "") for text in general) for code in LANGUAGES}
    return {
        "percentage": str(snapshot.percentage), "computed": snapshot.basis == "computed", "link": snapshot.link,
        "no_progress": snapshot.no_progress, "all_done": snapshot.all_done, "says_complete": snapshot.says_complete,
        **filled("evidence", snapshot.evidence), **filled("beyond", snapshot.beyond),
        **{f"remarks_{code}": text for code, text in remarks.items()},
    }  # fmt: skip


@official_text("reason", lazy_gettext("Reason"), limit=LIMITS["note"], required=False)
class MoveForm(BaseForm):
    """What becomes of an action."""

    state = RadioChoice(
        lazy_gettext("State"),
        choices=choices([(code, lazy_gettext(words)) for code, words in ACTION_STATES.items()]),
    )
    due = TextLine(lazy_gettext("New date"), limit=150, required=False, letters=False)
    percentage = TextLine(lazy_gettext("Percentage of the action"), limit=3, required=False, letters=False)

    def validate_due(self, field: Any) -> None:
        """A date that is understood, however imprecise."""
        try:
            self.when()
        except DateNotUnderstood as error:
            raise ValidationError(gettext(error.message, **error.values)) from error

    def validate_percentage(self, field: Any) -> None:
        """A whole number from 0 to 100, where there is one."""
        if field.data and not _is_percentage(field.data):
            raise ValidationError(gettext("Write a whole number from 0 to 100."))

    def when(self) -> FuzzyDate | None:
        """The date, None where none was given."""
        return FuzzyDate.parse(self.due.data, current_language()) if self.due.data else None

    def move(self) -> Move:
        """What was entered; the date is kept in the words it was written in."""
        due = self.when()
        words = OfficialText({written_language(): due.as_written}) if due else OfficialText()
        return Move(
            state=self.state.data, due=due, words=words, reason=text_of(self, "reason"),
            percentage=int(self.percentage.data) if self.percentage.data else None,
        )  # fmt: skip


def moved(turns: Sequence[ActionTurn], standing: ActionTurn | None) -> dict[str, Any]:
    """The values with which the form of an action opens: what was entered for this meeting, else where it stands."""
    turn = turns[0] if turns else standing
    if turn is None:
        return {"state": "planned"}
    due = turn.due.format(current_language()) if turn.due else ""
    percentage = "" if turn.percentage is None else str(turn.percentage)
    return {"state": turn.state, "due": due, "percentage": percentage, **filled("reason", turn.reason)}
