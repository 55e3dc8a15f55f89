"""Forms of official texts: one field a language, at least one of them filled, the missing ones shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask_babel import gettext, lazy_gettext

from cocreation.core.forms import TextArea, TextLine
from cocreation.core.i18n import LANGUAGES, OfficialText

FormClass = TypeVar("FormClass", bound=type)


def _ask_for_one(form: Any, name: str) -> None:
    """Have `form` refuse a text that is written in no language.

    WTForms asks an empty optional field nothing more, so the question is asked of the whole form.
    """
    inherited = form.validate

    def validate(self: Any, *args: Any, **kwargs: Any) -> bool:
        good = bool(inherited(self, *args, **kwargs))
        if any(self[f"{name}_{code}"].data for code in LANGUAGES):
            return good
        first = self[f"{name}_{next(iter(LANGUAGES))}"]
        first.errors = [*first.errors, gettext("Write it in at least one language.")]
        return False

    form.validate = validate


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
            _ask_for_one(form, name)
        return form

    return add


def text_of(form: Any, name: str) -> OfficialText:
    """The official text a form holds."""
    return OfficialText({code: form[f"{name}_{code}"].data for code in LANGUAGES if form[f"{name}_{code}"].data})


def filled(name: str, text: OfficialText | None) -> dict[str, str]:
    """The values with which a form of an existing text opens."""
    written = text or OfficialText()
    return {f"{name}_{code}": written.get(code, "") for code in LANGUAGES}
