"""Forms of the report's desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms import HiddenField

from cocreation.core.forms import LIMITS, BaseForm, TextArea


class WithdrawForm(BaseForm):
    """Why a version is withdrawn, for everyone."""

    reason = TextArea(lazy_gettext("Reason, for everyone"), limit=LIMITS["note"])


def texts_form(keys: Sequence[tuple[str, str]]) -> type[BaseForm]:
    """The form of a report's texts: one field a section."""
    fields: dict[str, Any] = {"revision": HiddenField()}
    for place, (_key, title) in enumerate(keys):
        fields[f"text_{place}"] = TextArea(title, limit=LIMITS["official"], required=False, letters=False)
    return type("TextsForm", (BaseForm,), fields)
