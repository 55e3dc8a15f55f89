"""Forms of the secretariat for themes."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext

from cocreation.core.forms import LIMITS, BaseForm, ChoiceField, TextLine, choices
from cocreation.core.official import official_text
from cocreation.themes.models import Theme


@official_text("text", lazy_gettext("What it covers"), limit=LIMITS["official"], lines=True, required=False)
@official_text("title", lazy_gettext("Title"), limit=LIMITS["title"])
class ThemeForm(BaseForm):
    """The words of a theme."""


class NewThemeForm(ThemeForm):
    """A new theme, with the name that stays in its address."""

    slug = TextLine(lazy_gettext("Short name in addresses"), limit=60)


@official_text("reason", lazy_gettext("Reason of the merging, for everyone"), limit=LIMITS["note"])
class MergeForm(BaseForm):
    """Into which theme, and why."""

    into = ChoiceField(lazy_gettext("Into which theme"), coerce=int)

    def offer(self, themes: Sequence[Theme]) -> None:
        """Offer these themes."""
        self.into.choices = choices([(str(theme.id), str(theme.title)) for theme in themes])
