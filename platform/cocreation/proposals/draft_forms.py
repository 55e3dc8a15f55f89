"""The form by which an administration answers one comment or several at once."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext

from cocreation.core.forms import LIMITS, OnceForm, TextArea


class AnswerForm(OnceForm):
    """One answer; the comments it is given to are ticked in the list beside it."""

    source = TextArea(lazy_gettext("Your answer"), limit=LIMITS["proposal"])

    def nothing_chosen(self) -> None:
        """Say that no comment is ticked."""
        self.form_errors.append(gettext("Tick at least one comment: the answer is shown under each."))
