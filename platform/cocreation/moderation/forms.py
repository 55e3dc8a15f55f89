"""Forms of the desk: one for each decision, so that each asks only what it needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField
from wtforms.validators import ValidationError

from cocreation.core.clock import to_local
from cocreation.core.forms import LIMITS, BaseForm, ChoiceField, OnceForm, RadioChoice, TextArea, TextLine, choices
from cocreation.core.web import number_in
from cocreation.cycles.forms import moment
from cocreation.moderation.models import REASONS, REPORT_REASONS
from cocreation.moderation.things import Thing
from cocreation.proposals.models import DraftCommitment, Proposal
from cocreation.proposals.queries import by_reference
from cocreation.themes.models import Theme

# Comments on a draft commitment are taken for at least this long by default.
WINDOW_DAYS = 15


class DecisionForm(BaseForm):
    """What every decision carries: what the moderator had before their eyes."""

    revision = HiddenField()
    code = ""

    @property
    def revision_seen(self) -> int | None:
        """The number of the revision seen; None where the form was tampered with, which counts as never seen."""
        found = number_in(self.revision.data)
        return -1 if found is None else found

    def values(self) -> dict[str, Any]:
        """What the service is told beside the code."""
        return {}


class ReasonForm(DecisionForm):
    """A reason of the closed list, and the moderator's own words."""

    reason = RadioChoice(lazy_gettext("Reason"))
    note = TextArea(lazy_gettext("Your words to the author"), limit=LIMITS["note"], required=False)

    def offer(self, code: str) -> None:
        """Offer the reasons of a decision."""
        self.reason.choices = choices([(key, gettext(words)) for key, words in REASONS[code].items()])
        if len(REASONS[code]) == 1 and not self.reason.data:
            self.reason.data = next(iter(REASONS[code]))

    def values(self) -> dict[str, Any]:
        """The reason and the note."""
        return {"reason_code": self.reason.data, "note": self.note.data or ""}


class CorrectionForm(ReasonForm):
    """What to correct must be said in words."""

    note = TextArea(lazy_gettext("What to change, in a sentence or two"), limit=LIMITS["note"])


class HideForm(ReasonForm):
    """The reason alone stands in the comment's place; the words go to its author."""


class DuplicateForm(ReasonForm):
    """Which published proposal says the same."""

    reference = TextLine(lazy_gettext("Reference of the published proposal"), limit=24)
    found: Proposal | None = None

    def validate_reference(self, field: Any) -> None:
        """Only a published proposal can be repeated."""
        self.found = by_reference((field.data or "").strip().upper())
        if self.found is None or self.found.state != "published":
            raise ValidationError(gettext("No published proposal has this reference."))
        if self.found.id == self.about:
            raise ValidationError(gettext("This is the proposal itself."))

    about: int | None = None

    def values(self) -> dict[str, Any]:
        """The reason, the note and the proposal repeated."""
        return {**super().values(), "duplicate_of": self.found}


class MoveForm(DecisionForm):
    """Another theme of the cycle."""

    theme = ChoiceField(lazy_gettext("New theme"))
    note = TextArea(lazy_gettext("Your words to the author"), limit=LIMITS["note"], required=False)
    themes: Sequence[Theme] = ()

    def offer_themes(self, themes: Sequence[Theme], now_in: int | None) -> None:
        """Offer the adopted themes but the present one."""
        self.themes = [theme for theme in themes if theme.state == "adopted" and theme.id != now_in]
        pairs = [(str(theme.id), str(theme.title)) for theme in self.themes]
        self.theme.choices = choices([("", gettext("Choose")), *pairs])

    def values(self) -> dict[str, Any]:
        """The theme and the note."""
        chosen = next((theme for theme in self.themes if str(theme.id) == self.theme.data), None)
        return {"theme": chosen, "note": self.note.data or ""}


def _is_moment(_form: Any, field: Any) -> None:
    try:
        moment(field.data or "")
    except (ValueError, OverflowError) as error:
        raise ValidationError(gettext("Write the date like 31/10/2020 18:00.")) from error


class Window(BaseForm):
    """The comment window of a draft commitment."""

    opens_at = TextLine(
        lazy_gettext("Comments open on"), limit=30, required=False, letters=False, validators=[_is_moment]
    )
    closes_at = TextLine(lazy_gettext("Comments close on"), limit=30, letters=False, validators=[_is_moment])

    def propose(self, at: datetime) -> None:
        """Open now, close at 18:00 fifteen days later, unless something is typed already."""
        last = to_local(at).replace(hour=18, minute=0) + timedelta(days=WINDOW_DAYS)
        self.opens_at.data = self.opens_at.data or to_local(at).strftime("%d/%m/%Y %H:%M")
        self.closes_at.data = self.closes_at.data or last.strftime("%d/%m/%Y %H:%M")

    def validate_closes_at(self, field: Any) -> None:
        """It closes after it opens."""
        try:
            first, last = moment(self.opens_at.data or ""), moment(field.data or "")
        except (ValueError, OverflowError):
            return
        if first is not None and last is not None and last <= first:
            raise ValidationError(gettext("The comment window closes after it opens: check the two dates."))

    def window(self) -> dict[str, Any]:
        """The two moments."""
        return {"opens_at": moment(self.opens_at.data or ""), "closes_at": moment(self.closes_at.data or "")}


class DraftPublishForm(DecisionForm, Window):
    """Publishing a draft commitment asks for the window of its comments."""

    def values(self) -> dict[str, Any]:
        """The two moments."""
        return self.window()


class AnswerForm(BaseForm):
    """The answer to a second look, in words for the author."""

    answer = TextArea(lazy_gettext("Your answer to the author"), limit=LIMITS["note"])


class DraftAnswerForm(AnswerForm, Window):
    """The same, with the window of a draft commitment that is published after all."""


class SecondLookForm(OnceForm):
    """Why somebody else should look again, in the author's words."""

    words = TextArea(lazy_gettext("Why should somebody else look again?"), limit=LIMITS["note"])


class ReportForm(OnceForm):
    """Why somebody reports what others wrote, from a closed list and in words."""

    reason = RadioChoice(
        lazy_gettext("What is wrong with it?"),
        choices=choices([(code, lazy_gettext(words)) for code, words in REPORT_REASONS.items()]),
    )
    words = TextArea(lazy_gettext("In your words"), limit=LIMITS["note"], required=False)

    def validate(self, extra_validators: Any = None) -> bool:
        """«Something else» says nothing without words."""
        valid = bool(super().validate(extra_validators))
        if self.reason.data == "other" and not self.words.data:
            self.words.errors = [gettext("Say in a few words what is wrong with it.")]
            return False
        return valid


FORMS: dict[str, type[DecisionForm]] = {
    "publish": DecisionForm,
    "keep": DecisionForm,
    "correction": CorrectionForm,
    "refuse": ReasonForm,
    "other_channel": ReasonForm,
    "out_of_scope": ReasonForm,
    "duplicate": DuplicateForm,
    "hide": HideForm,
    "move": MoveForm,
}


def form_for(
    code: str, thing: Thing, *, themes: Sequence[Theme], at: datetime, revision: int | None = None, sent: bool = False
) -> DecisionForm:
    """The form of one decision on one thing.

    Args:
        themes: of the cycle, for moves. at: process time, for comment windows.
        revision: of the thing as it is shown. sent: whether this is the form that was sent.
    """
    kind = DraftPublishForm if code == "publish" and isinstance(thing, DraftCommitment) else FORMS[code]
    given: dict[str, Any] = {} if sent else {"formdata": None, "data": {"revision": str(revision)}}
    form = kind(prefix=code, **given)
    form.code = code
    if isinstance(form, ReasonForm):
        form.offer(code)
    if isinstance(form, DuplicateForm):
        form.about = thing.id
    if isinstance(form, MoveForm) and isinstance(thing, Proposal):
        form.offer_themes(themes, thing.theme_id)
    if isinstance(form, DraftPublishForm) and not sent:
        form.propose(at)
    return form
