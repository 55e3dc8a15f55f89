"""Forms: cleaned text, counted lengths, one-time sending, and errors in the user's language."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
)
from wtforms import StringField as PlainStringField
from wtforms import TextAreaField as PlainTextAreaField
from wtforms.i18n import get_translations
from wtforms.validators import InputRequired, Optional, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from cocreation.core.i18n import AMAZIGH, DEFAULT_LANGUAGE, current_language
from cocreation.text.cleaning import clean_text, length, visible_letters

__all__ = [
    "BaseForm",
    "BoxesField",
    "CheckField",
    "ChoiceField",
    "RadioChoice",
    "SecretField",
    "TextArea",
    "TextLine",
    "csrf",
]

csrf = CSRFProtect()

# Limits of what people type in forms, in characters as people count them. Imports have their own.
LIMITS: dict[str, int] = {
    "title": 150,
    "problem": 5_000,
    "proposal": 5_000,
    "comment": 2_000,
    "note": 1_000,
    "name": 80,
    "email": 254,
    "password": 1_024,
    "search": 200,
    "official": 20_000,
}


class Required(InputRequired):
    """An empty field is refused; the message names what to do."""

    # No HTML5 validation: the browser's own bubbles are neither in the page's language nor read well aloud.
    field_flags: dict[str, Any] = {}

    def __call__(self, form: Any, field: Field) -> None:
        """Refuse what is empty as sent, and what is empty once its invisible signs are taken away."""
        super().__call__(form, field)
        if field.data == "":
            field.errors = []
            raise StopValidation(self.message)


def enough_letters(_form: Any, field: Field) -> None:
    """Refuse a text without two visible letters: invisible signs are not an idea."""
    if field.data and visible_letters(field.data) < 2:
        raise ValidationError(str(lazy_gettext("Write at least two letters.")))


class AtMost:
    """Refuse a text longer than `limit`, saying how long it is; the text stays in the form."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, _form: Any, field: Field) -> None:
        """Count what people see, so that an emoji family is one character."""
        size = length(field.data or "")
        if size > self.limit:
            raise ValidationError(
                str(
                    lazy_gettext(
                        "This text has %(size)s characters; at most %(limit)s are allowed. Shorten it.",
                        size=size,
                        limit=self.limit,
                    )
                )
            )


def _cleaner(multiline: bool) -> Callable[[Any], Any]:
    return lambda value: clean_text(value, multiline=multiline) if isinstance(value, str) else value


def _checks(limit: int, required: bool, letters: bool, validators: Sequence[Any], missing: Any) -> list[Any]:
    first: list[Any] = [Required(missing or lazy_gettext("Fill in this field."))] if required else [Optional()]
    return [*first, AtMost(limit), *([enough_letters] if letters else []), *validators]


class _Text:
    """A text cleaned at the boundary; `missing` is what is said where it is empty."""

    multiline: bool

    def __init__(
        self,
        label: Any,
        *,
        limit: int,
        required: bool = True,
        letters: bool = True,
        validators: Sequence[Any] = (),
        missing: Any = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("filters", [_cleaner(self.multiline)])
        checks = _checks(limit, required, letters, validators, missing)
        super().__init__(label, validators=checks, **kwargs)  # type: ignore[call-arg]
        self.limit = limit


class TextLine(_Text, PlainStringField):
    """One line of text."""

    multiline = False


class TextArea(_Text, PlainTextAreaField):
    """Several lines of text."""

    multiline = True


class _Listed:
    """A choice outside the list is refused in words that say what to do."""

    def pre_validate(self, form: Any) -> None:
        """Ask the field itself, and say it better."""
        try:
            super().pre_validate(form)  # type: ignore[misc]
        except ValidationError as error:
            raise ValidationError(str(lazy_gettext("Choose one of the list."))) from error


class ChoiceField(_Listed, SelectField):
    """A list to choose from; anything else is refused with words."""

    def __init__(self, label: Any, *, required: bool = True, **kwargs: Any) -> None:
        first = [Required(lazy_gettext("Choose one of the list."))] if required else [Optional()]
        super().__init__(label, validators=[*first, *kwargs.pop("validators", [])], **kwargs)


class RadioChoice(_Listed, RadioField):
    """A few choices, all visible; `missing` is what is said where none is chosen."""

    def __init__(self, label: Any, *, required: bool = True, missing: Any = None, **kwargs: Any) -> None:
        first = [Required(missing or lazy_gettext("Choose one of the list."))] if required else [Optional()]
        super().__init__(label, validators=[*first, *kwargs.pop("validators", [])], **kwargs)


class BoxesField(_Listed, SelectMultipleField):
    """Several boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SecretField(PasswordField):
    """A password: never cleaned of spaces, only made NFC, so that it reads the same from every keyboard."""


class CheckField(BooleanField):
    """A box to tick."""


def choices(pairs: Sequence[tuple[str, Any]]) -> list[SelectChoice]:
    """(value, words) pairs as WTForms wants them."""
    return [SelectChoice(value, label) for value, label in pairs]


class BaseForm(FlaskForm):
    """What every form has: a token against forged requests, and the words of WTForms in the page's language."""

    class Meta(FlaskForm.Meta):
        """How WTForms speaks."""

        def get_translations(self, form: Any) -> Any:
            """The messages of WTForms; it has none in Amazigh, which says them in French."""
            if current_language() in AMAZIGH:
                return get_translations([DEFAULT_LANGUAGE])
            return super().get_translations(form)


class OnceForm(BaseForm):
    """A form whose sending counts once: a second click or a reload finds the first answer again."""

    form_id = HiddenField(default=lambda: uuid.uuid4().hex)
