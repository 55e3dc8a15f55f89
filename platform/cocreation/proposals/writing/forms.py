"""The form of each step: one question, filled from the draft, and what its answer changes."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField
from wtforms.validators import InputRequired, Optional, ValidationError

from cocreation.accounts.forms import a_persons_name, an_address
from cocreation.accounts.lists import REGIONS
from cocreation.accounts.presenting import signatures
from cocreation.accounts.queries import organisations
from cocreation.core.forms import (
    LIMITS,
    BaseForm,
    BoxesField,
    ChoiceField,
    OnceForm,
    RadioChoice,
    TextArea,
    TextLine,
    choices,
)
from cocreation.proposals.models import CONCERNED, LANGUAGES_OF_TEXTS, Proposal
from cocreation.text.cleaning import skeleton
from cocreation.themes.models import Theme

# What is sent where one's idea is none of those shown.
ANOTHER = "another"


def mark_of(value: str) -> str:
    """A short mark of a text, by which a page notices that it was changed in another window."""
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class StepForm(BaseForm):
    """One question about a draft."""

    # The fields people write in: where one was changed in another window meanwhile, both texts are shown.
    texts: ClassVar[tuple[str, ...]] = ()
    seen = HiddenField()

    @classmethod
    def of(cls, draft: Proposal | None) -> StepForm:
        """The form with what the draft says so far."""
        form = cls(data=cls.filled(draft) if draft else {})
        if draft is not None and not form.is_submitted():
            form.seen.data = form.mark(draft)
        return form

    @classmethod
    def filled(cls, draft: Proposal) -> dict[str, Any]:
        """What the draft says so far, by field."""
        return {}

    def mark(self, draft: Proposal) -> str:
        """The mark of what the draft says now."""
        said = self.filled(draft)
        return mark_of("\n".join(said[name] for name in self.texts))

    def is_stale(self, draft: Proposal) -> bool:
        """Whether the draft says something else than when the page was opened, and than what is sent now."""
        said = self.filled(draft)
        changed = any(said[name] != self[name].data for name in self.texts)
        return bool(self.texts and self.seen.data and changed and self.seen.data != self.mark(draft))

    def ask_nothing(self) -> None:
        """Take whatever is written so far: a draft may be incomplete, though never too long."""
        for field in self:
            kept = [check for check in field.validators if not isinstance(check, InputRequired)]
            field.validators = [Optional(), *kept]
            if isinstance(field, RadioChoice):
                field.validate_choice = False

    def changes(self) -> dict[str, Any]:
        """What the answer changes of the draft."""
        return {name: self[name].data or "" for name in self.texts}


class ThemeForm(StepForm):
    """Which theme the idea is about."""

    theme = RadioChoice(
        lazy_gettext("Which theme is your idea about?"), missing=lazy_gettext("Choose the theme your idea is about.")
    )
    form_id = HiddenField(default=lambda: uuid.uuid4().hex)
    themes: Sequence[Theme] = ()

    @classmethod
    def filled(cls, draft: Proposal) -> dict[str, Any]:
        """The theme chosen."""
        return {"theme": str(draft.theme_id or "")}

    def offer(self, themes: Sequence[Theme]) -> None:
        """Offer these themes."""
        self.themes = themes
        self.theme.choices = choices([(str(theme.id), theme.title.marked()) for theme in themes])

    def changes(self) -> dict[str, Any]:
        """The theme chosen, None where none was."""
        return {"theme": next((theme for theme in self.themes if str(theme.id) == self.theme.data), None)}


class TitleForm(StepForm):
    """What is proposed, in one sentence."""

    texts = ("title",)
    title = TextLine(
        lazy_gettext("What do you propose, in one sentence?"),
        limit=LIMITS["title"],
        missing=lazy_gettext("Say in one sentence what you propose."),
    )

    @classmethod
    def filled(cls, draft: Proposal) -> dict[str, Any]:
        """The title."""
        return {"title": draft.current.title}


class ProblemForm(StepForm):
    """What does not work today."""

    texts = ("problem",)
    problem = TextArea(
        lazy_gettext("What is the problem?"), limit=LIMITS["problem"], missing=lazy_gettext("Say what the problem is.")
    )

    @classmethod
    def filled(cls, draft: Proposal) -> dict[str, Any]:
        """The problem."""
        return {"problem": draft.current.problem}


class ProposalForm(StepForm):
    """What should be done."""

    texts = ("body",)
    body = TextArea(
        lazy_gettext("What should be done?"), limit=LIMITS["proposal"], missing=lazy_gettext("Say what should be done.")
    )

    @classmethod
    def filled(cls, draft: Proposal) -> dict[str, Any]:
        """The proposal."""
        return {"body": draft.current.body}


class ConcernedForm(StepForm):
    """Where and whom the idea concerns; both may be left empty."""

    region = ChoiceField(
        lazy_gettext("Region"),
        choices=choices([("", lazy_gettext("The whole country, or none"))])
        + choices([(code, lazy_gettext(name)) for code, name in REGIONS.items()]),
        required=False,
        default="",
    )
    concerned = BoxesField(
        lazy_gettext("Whom it concerns most"),
        choices=choices([(code, lazy_gettext(name)) for code, name in CONCERNED.items()]),
    )

    @classmethod
    def filled(cls, draft: Proposal) -> dict[str, Any]:
        """Region and groups."""
        return {"region": draft.region or "", "concerned": list(draft.concerned)}

    def changes(self) -> dict[str, Any]:
        """Region and groups, in the order of the list."""
        ticked = set(self.concerned.data or ())
        return {"region": self.region.data or None, "concerned": [code for code in CONCERNED if code in ticked]}


class NameForm(StepForm):
    """The name the idea is signed with, before there is an account."""

    texts = ("name",)
    name = TextLine(
        lazy_gettext("Under which name is it published?"),
        limit=LIMITS["name"],
        required=False,
        validators=[a_persons_name],
    )

    @classmethod
    def filled(cls, draft: Proposal) -> dict[str, Any]:
        """The name it is signed with so far."""
        return {"name": draft.contributor.name}

    def validate_name(self, field: Any) -> None:
        """A name must not pass for a verified organisation's."""
        _refuse_organisation(field.data or "")


class SignatureForm(StepForm):
    """The name the idea is signed with, by someone signed in: their own, another one, or an organisation's."""

    signed_as = RadioChoice(lazy_gettext("In whose name do you propose it?"), default="me")
    name = TextLine(lazy_gettext("Other name or pseudonym"), limit=LIMITS["name"], required=False)
    person: Any = None

    @classmethod
    def filled(cls, draft: Proposal) -> dict[str, Any]:
        """The name it is signed with so far."""
        signed = draft.contributor
        if signed.organisation_id is not None:
            return {"signed_as": str(signed.organisation_id)}
        own = signed.account is not None and signed.name == signed.account.name
        return {"signed_as": "me"} if own or not signed.name else {"signed_as": "other", "name": signed.name}

    def offer(self, person: Any) -> None:
        """Offer the person's own name, another one, and the organisations they speak for."""
        own, *bodies = signatures(person)
        self.signed_as.choices = choices([own, ("other", gettext("Another name or a pseudonym")), *bodies])

    def validate_name(self, field: Any) -> None:
        """Another name must be given where it is chosen, and must not pass for an institution's."""
        if self.signed_as.data != "other":
            return
        if not field.data:
            raise ValidationError(gettext("Write the name or pseudonym, or choose another way to sign."))
        a_persons_name(self, field)
        _refuse_organisation(field.data)


def _refuse_organisation(name: str) -> None:
    look = skeleton(name)
    known = (said for body in organisations(state="verified") for said in (*body.name.values(), body.acronym))
    if look and any(said and skeleton(said) == look for said in known):
        raise ValidationError(gettext("This name looks like an organisation’s. Choose another one."))


class LanguageForm(StepForm):
    """The language of the text, where the one recognised is not the right one."""

    language = RadioChoice(
        lazy_gettext("In which language is your text?"), choices=choices(list(LANGUAGES_OF_TEXTS.items()))
    )

    @classmethod
    def filled(cls, draft: Proposal) -> dict[str, Any]:
        """The language so far."""
        return {"language": draft.current.language}

    def changes(self) -> dict[str, Any]:
        """The language chosen: it is not guessed any more."""
        return {"language": self.language.data}


def isolated(words: str) -> str:
    """Somebody's words inside a sentence of another language, so that neither turns the other round."""
    return f"\u2068{words}\u2069"


class SimilarForm(StepForm):
    """Whether one's idea is another one, or the same as one of those shown."""

    variant_of = RadioChoice(lazy_gettext("And your idea?"), default=ANOTHER)

    @classmethod
    def filled(cls, draft: Proposal) -> dict[str, Any]:
        """The idea it is a variant of, so far."""
        return {"variant_of": draft.variant_of.reference if draft.variant_of else ANOTHER}

    def offer(self, titles: dict[str, str]) -> None:
        """Offer to go on, or to say one of these ideas (by reference) in one's own words."""
        another = (ANOTHER, gettext("Mine is another idea"))
        same = [
            (reference, gettext("The same idea as «%(title)s», in my own words", title=isolated(title)))
            for reference, title in titles.items()
        ]
        self.variant_of.choices = choices([another, *same])

    @property
    def chosen(self) -> str | None:
        """The reference of the idea it says in other words, None where it is another one."""
        return self.variant_of.data if self.variant_of.data not in {"", None, ANOTHER} else None


class SendForm(OnceForm):
    """The button that sends what was checked."""


class AddressForm(OnceForm):
    """The address a link goes to: the one that sends the proposal, or the one to come back by."""

    email = TextLine(
        lazy_gettext("Your e-mail address"),
        limit=LIMITS["email"],
        letters=False,
        validators=[an_address],
        missing=lazy_gettext("Write your e-mail address."),
    )


class LinkForm(BaseForm):
    """The button of a page that a link leads to."""

    seen = HiddenField()


FORMS: dict[str, Callable[[Proposal | None], StepForm]] = {
    "theme": ThemeForm.of,
    "title": TitleForm.of,
    "problem": ProblemForm.of,
    "proposal": ProposalForm.of,
    "concerned": ConcernedForm.of,
    "language": LanguageForm.of,
}
