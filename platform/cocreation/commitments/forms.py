"""Forms of the looking for holders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms.validators import ValidationError

from cocreation.attachments.forms import description_field, file_field
from cocreation.commitments import contacts
from cocreation.commitments.contacts import Entry
from cocreation.commitments.models import ANSWERS, PARTS, REMINDER_MEDIA, Candidate, Contact
from cocreation.core.clock import DateNotUnderstood, FuzzyDate, process_now
from cocreation.core.errors import Refused
from cocreation.core.forms import LIMITS, BaseForm, BoxesField, OnceForm, RadioChoice, TextArea, TextLine, choices
from cocreation.core.i18n import current_language, gettext
from cocreation.core.official import official_text
from cocreation.organisations.forms import a_web_address

# What is written down of each kind, in the order of the page; the day and the documents come with every kind.
ASKED_OF: dict[str, tuple[str, ...]] = {
    "letter": ("reference", "summary"),
    "meeting": ("place", "link", "summary", "outcome"),
    "call": ("who", "summary", "outcome"),
    "reminder": ("medium", "outcome"),
    "answer": ("answer", "who", "summary", "reference"),
}
_ALL = ("reference", "place", "link", "medium", "answer", "who", "summary", "outcome")


def _words(pairs: dict[str, str]) -> list[Any]:
    return choices([(value, lazy_gettext(words)) for value, words in pairs.items()])


@official_text("title", lazy_gettext("Title"), limit=LIMITS["title"])
class TitleForm(BaseForm):
    """The title of a project."""


@official_text("reason", lazy_gettext("Reason, for everyone"), limit=LIMITS["note"], lines=True)
class ReasonForm(BaseForm):
    """The public reason of a decision."""


_MET = lazy_gettext("How the conditions are met, for everyone")


@official_text("reason", _MET, limit=LIMITS["note"], lines=True, required=False)
class ConfirmForm(BaseForm):
    """The confirmation of a body that set no conditions."""


@official_text("reason", _MET, limit=LIMITS["note"], lines=True)
class ConditionsForm(BaseForm):
    """The confirmation of a body that set conditions."""


class BodiesForm(BaseForm):
    """Bodies named for one project."""

    bodies = BoxesField(lazy_gettext("Bodies"))
    part = RadioChoice(lazy_gettext("Part"), choices=_words(PARTS))

    def offer_bodies(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Say which bodies can be ticked."""
        self.bodies.choices = choices(pairs)

    def validate_bodies(self, field: Any) -> None:
        """One at least."""
        if not field.data:
            raise ValidationError(gettext("Choose at least one body."))


class ManyForm(BodiesForm):
    """Bodies named for several projects at once."""

    projects = BoxesField(lazy_gettext("Projects"))

    def validate_projects(self, field: Any) -> None:
        """One at least."""
        if not field.data:
            raise ValidationError(gettext("Choose at least one project."))


class WhyForm(BaseForm):
    """Why an entry is crossed out."""

    because = TextArea(lazy_gettext("Why"), limit=LIMITS["note"])


class AnsweringForm(OnceForm):
    """A form that may hold an answer: somebody's, with words where it is no plain yes."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for what an answer needs and other entries do not: an optional field is asked nothing by itself."""
        good: bool = super().validate(extra_validators)
        if "answer" not in self:
            return good
        if not self.who.data:
            self.who.errors = [gettext("Say who answers: the function is enough.")]
        if self.answer.data in {"refuses", "conditions"} and not self.summary.data:
            self.summary.errors = [gettext("Write the reason of the refusal, or the conditions.")]
        return good and not self.errors


class EntryForm(AnsweringForm):
    """One entry of the log; `of_kind` leaves the fields of its kind."""

    on = TextLine(lazy_gettext("Date"), limit=60, letters=False)
    answer = RadioChoice(lazy_gettext("The answer"), choices=_words(ANSWERS))
    medium = RadioChoice(lazy_gettext("By"), choices=_words(REMINDER_MEDIA))
    who = TextLine(lazy_gettext("Function of the person who answered"), limit=200, required=False)
    reference = TextLine(lazy_gettext("Reference"), limit=100, required=False, letters=False)
    place = TextLine(lazy_gettext("Place"), limit=200, required=False)
    link = TextLine(
        lazy_gettext("Link to join, where it is held online"), limit=300, required=False, letters=False,
        validators=[a_web_address],
    )  # fmt: skip
    summary = TextArea(lazy_gettext("What was said"), limit=LIMITS["problem"], required=False)
    outcome = TextArea(lazy_gettext("What came of it"), limit=LIMITS["comment"], required=False)

    kind = ""

    def of_kind(self, kind: str) -> None:
        """Leave the fields of one kind of entry."""
        self.kind = kind
        for name in _ALL:
            if name not in ASKED_OF[kind]:
                del self[name]
        if kind == "answer":
            self.summary.label.text = gettext("Reason of the refusal, or conditions")
        if kind == "call":
            self.who.label.text = gettext("Function of the person spoken to")

    @property
    def words(self) -> list[Any]:
        """The fields of its kind, in the order of the page."""
        return [self[name] for name in ASKED_OF[self.kind]]

    def validate_on(self, field: Any) -> None:
        """A day that has come, known well enough for its kind."""
        try:
            contacts.check_day(FuzzyDate.parse(field.data, current_language()), self.kind, process_now())
        except (DateNotUnderstood, Refused) as error:
            raise ValidationError(gettext(error.message, **error.values)) from error

    @property
    def entry(self) -> Entry:
        """What was written down."""
        given = {name: self[name].data or "" for name in ASKED_OF[self.kind]}
        return Entry(self.kind, FuzzyDate.parse(self.on.data, current_language()), **given)


class ContactForm(EntryForm):
    """A new entry: whom it concerns, and a document."""

    bodies = BoxesField(lazy_gettext("Bodies"))
    file = file_field(lazy_gettext("Document"))
    description = description_field()

    def offer(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Say which bodies it may concern."""
        self.bodies.choices = choices(pairs)

    def validate_bodies(self, field: Any) -> None:
        """One at least; for an answer exactly one."""
        if not field.data:
            raise ValidationError(gettext("Choose at least one body."))
        if self.kind == "answer" and len(field.data) > 1:
            raise ValidationError(gettext("An answer is one body’s, on one project."))

    def chosen(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        """The bodies ticked, of those offered."""
        ticked = set(self.bodies.data or ())
        return [one for one in candidates if str(one.id) in ticked]


class CorrectionForm(EntryForm):
    """A corrected entry, and why."""

    why = TextArea(lazy_gettext("Why it is corrected"), limit=LIMITS["note"])


def written(contact: Contact) -> dict[str, Any]:
    """The values with which the correction of an entry opens."""
    return {"on": contact.on.format(current_language()), **{name: getattr(contact, name) for name in _ALL}}


class AnswerForm(AnsweringForm):
    """A body's own answer, online."""

    answer = RadioChoice(lazy_gettext("Your answer"), choices=_words(ANSWERS))
    who = TextLine(lazy_gettext("Your function"), limit=200, required=False)
    summary = TextArea(
        lazy_gettext("Reason of the refusal, or your conditions"), limit=LIMITS["problem"], required=False
    )
    file = file_field(lazy_gettext("Document"))
    description = description_field()
