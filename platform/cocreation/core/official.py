"""Forms of official texts: one field a language, at least one of them filled, the missing ones shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask_babel import gettext, lazy_gettext
from wtforms.validators import ValidationError

from cocreation.core.forms import TextArea, TextLine
from cocreation.core.i18n import LANGUAGES, OfficialText

FormClass = TypeVar("FormClass", bound=type)


def _at_least_one(name: str) -> Callable[[Any, Any], None]:
    def check(form: Any, _field: Any) -> None:
        if not any(form[f"{name}_{code}"].data for code in LANGUAGES):
            raise ValidationError(gettext("Write it in at least one language."))

    return check


def official_text(
    name: str, label: Any, *, limit: int, lines: bool = False, required: bool = True
) -> Callable[[FormClass], FormClass]:
    """Give a form one field a language for an official text: `<name>_fr`, `<name>_ar`, `<name>_en`.

    Args:
        name: of the text. label: its words. lines: whether it takes several lines.
        required: whether at least one language must be written.
    """
    kind: Any = TextArea if lines else TextLine

    def add(form: FormClass) -> FormClass:
        for code, language in LANGUAGES.items():
            words = lazy_gettext("%(label)s (%(language)s)", label=label, language=language)
            setattr(form, f"{name}_{code}", kind(words, limit=limit, required=False))
        if required:
            first = next(iter(LANGUAGES))
            setattr(form, f"validate_{name}_{first}", lambda self, field: _at_least_one(name)(self, field))
        return form

    return add


def text_of(form: Any, name: str) -> OfficialText:
    """The official text a form holds."""
    return OfficialText({code: form[f"{name}_{code}"].data for code in LANGUAGES if form[f"{name}_{code}"].data})


def filled(name: str, text: OfficialText | None) -> dict[str, str]:
    """The values with which a form of an existing text opens."""
    written = text or OfficialText()
    return {f"{name}_{code}": written.get(code, "") for code in LANGUAGES}
