"""The words of what people are told, and the addresses it leads to, in the reader's language."""

from __future__ import annotations

from typing import Any

from cocreation.core.i18n import translator
from cocreation.core.web import public_address
from cocreation.notifications.models import Notification


def address_of(path: str, language: str) -> str:
    """The full address of a page in a language, from its path without language."""
    return public_address(f"/{language}{path}")


def translated(values: dict[str, Any], language: str) -> dict[str, Any]:
    """The values of a message; one given as a msgid in a one-item list is itself translated.

    One given by language ({"fr": …, "ar": …}) is taken in the reader's, else in French, else in any there is.
    """
    words = translator(language)
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, list):
            found[name] = words.gettext(value[0])
        elif isinstance(value, dict):
            found[name] = value.get(language) or value.get("fr") or next(iter(value.values()), "")
        else:
            found[name] = value
    return found


def words_of(told: Notification, language: str) -> str:
    """What a person was told, in a language."""
    return translator(language).gettext(told.message, **translated(told.values, language))
