"""Forms of reasoned answers: written, published, reacted to."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from wtforms import HiddenField

from cocreation.core.forms import LIMITS, BaseForm, BoxesField, RadioChoice, TextArea, choices
from cocreation.core.official import official_text
from cocreation.evaluation.answer_models import REACTION_KINDS, RESOLUTIONS
from cocreation.text.folding import ascii_digits

ANSWER, PRESS = 3_000, LIMITS["official"]


def _words(pairs: dict[str, str]) -> list[Any]:
    return choices([(value, lazy_gettext(words)) for value, words in pairs.items()])


@official_text("words", lazy_gettext("Answer"), limit=ANSWER, lines=True)
class WordsForm(BaseForm):
    """An answer in its languages; `seen` is the revision the writer read."""

    seen = HiddenField()

    @property
    def revision(self) -> int:
        """The revision the writer read; 0 where the field says nothing readable."""
        text = ascii_digits(self.seen.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


@official_text("words", lazy_gettext("Words for this idea"), limit=ANSWER, lines=True, required=False)
class OwnWordsForm(WordsForm):
    """Words for one idea; empty in every language, they are taken away."""


@official_text("words", lazy_gettext("Answer"), limit=ANSWER, lines=True, required=False)
class BulkForm(BaseForm):
    """Several answers at once: the reason each was given, or the same words for all."""

    things = BoxesField(lazy_gettext("What is answered"))
    how = RadioChoice(
        lazy_gettext("Answer what is ticked"),
        choices=choices([
            ("offered", lazy_gettext("with the reason the workshop or the first sift gave")),
            ("words", lazy_gettext("with the words below")),
        ]),
    )  # fmt: skip


@official_text("press", lazy_gettext("Press text"), limit=PRESS, lines=True)
@official_text("note", lazy_gettext("Why these answers change"), limit=LIMITS["note"], lines=True, required=False)
class ProposeForm(BaseForm):
    """What goes with a publication."""


class ReactionForm(BaseForm):
    """What the author says of the answer."""

    kind = RadioChoice(lazy_gettext("What is wrong with the answer?"), choices=_words(REACTION_KINDS))
    words = TextArea(lazy_gettext("In your words"), limit=LIMITS["comment"])


@official_text("words", lazy_gettext("New answer to this idea"), limit=ANSWER, lines=True, required=False)
class SettleForm(BaseForm):
    """What comes of a reaction."""

    resolution = RadioChoice(lazy_gettext("What comes of it"), choices=_words(RESOLUTIONS))
    reply = TextArea(lazy_gettext("To the author, in their language"), limit=LIMITS["comment"])
