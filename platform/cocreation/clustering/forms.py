"""Forms of the grouping's desk."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext
from wtforms import HiddenField, SelectMultipleField

from cocreation.clustering.models import Group
from cocreation.core.forms import BaseForm, CheckField, ChoiceField, TextArea, TextLine, choices
from cocreation.core.i18n import gettext
from cocreation.themes.models import Theme

TITLE = 150


class AskForm(BaseForm):
    """Which ideas to group."""

    scope = ChoiceField(lazy_gettext("Which ideas"), required=False)

    def offer(self, themes: Sequence[Theme]) -> None:
        """Offer the whole cycle and each of its themes."""
        whole = ("", gettext("The whole cycle"))
        self.scope.choices = choices([whole, *((str(theme.id), str(theme.title)) for theme in themes)])


class RenameForm(BaseForm):
    """A title of people's own."""

    title = TextLine(lazy_gettext("Title of the group"), limit=TITLE)


class MembersForm(BaseForm):
    """Some of a group's ideas, and where they go."""

    ideas = SelectMultipleField(lazy_gettext("Ideas"), coerce=int, validate_choice=False)
    # Kept together with, or apart from, ideas of other groups, which are named by their references.
    others = TextLine(lazy_gettext("Other ideas, by their references"), limit=400, required=False)
    into = ChoiceField(lazy_gettext("Into which group"), required=False)
    # Named apart from the title of the form above it: the page holds both.
    new_title = TextLine(lazy_gettext("Title of the new group"), limit=TITLE, required=False)

    def offer(self, groups: Sequence[Group]) -> None:
        """Offer the other groups, and no group."""
        none = ("0", gettext("No group: list it apart"))
        self.into.choices = choices([none, *((str(group.id), f"{group.number} · {group.title}") for group in groups)])


class EntryForm(BaseForm):
    """A concept of the lexicon and its words, each language's separated by «|», the head word first."""

    concept = TextLine(lazy_gettext("Short name in English"), limit=60)
    fr = TextLine(lazy_gettext("Words in French"), limit=600, required=False)
    ar = TextLine(lazy_gettext("Words in Arabic"), limit=600, required=False)
    en = TextLine(lazy_gettext("Words in English"), limit=600, required=False)
    ary = TextLine(lazy_gettext("Words in Darija"), limit=600, required=False)
    zgh = TextLine(lazy_gettext("Words in Amazigh"), limit=600, required=False)
    general = CheckField(lazy_gettext("Too general to bring ideas together by itself (such as «improve» or «year»)"))
    revision = HiddenField()


class SheetForm(BaseForm):
    """The lines of a sheet of entries."""

    lines = TextArea(lazy_gettext("Lines of the sheet"), limit=200_000)
