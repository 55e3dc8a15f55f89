"""Quotes and the sides of comments, as blocks."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from cocreation.synthesis.document import Quote, Reply, Sides
from cocreation.synthesis.rendering.blocks import (
    Answer,
    Block,
    Quoted,
    Quotes,
    Said,
    Side,
    Sided,
    Tone,
    named,
    plain,
    said,
    web_address,
)
from cocreation.synthesis.rendering.labels import Labels

_TONES: dict[str, Tone] = {"for": "green", "against": "ochre", "clarify": "blue", "none": "soft"}


def quotes(source: tuple[Quote, ...], title: str, labels: Labels, *, tone: Tone = "green") -> Iterator[Block]:
    """The quotes under a title; a quote that takes a side bears the tone of its side. Nothing of no quote."""
    if source:
        given = Given(labels, (reply.number for quote in source for reply in quote.answers))
        yield Quotes(title, tuple(_quoted(quote, labels, tone, given) for quote in source))


class Given:
    """Tells the answers to a list of remarks: one given to several of them whole the first time, then by its number.

    Args:
        labels: the words of the document. keys: of every answer in order; answers that share a key are the same one,
            an empty key is that of an answer to one remark alone.
    """

    def __init__(self, labels: Labels, keys: Iterable[Hashable]) -> None:
        self.labels = labels
        self.times = Counter(key for key in keys if key)
        joint = (key for key, times in self.times.items() if times > 1)
        self.numbers = {key: labels.number(place) for place, key in enumerate(joint, start=1)}
        self.told: set[Hashable] = set()

    def answer(self, key: Hashable, author: str, text: Said) -> Answer:
        """One answer as it stands under one remark; `author` says who gave it, and when."""
        words, number = self.labels, self.numbers.get(key)
        if number is None:
            return Answer(text, words.gettext("Answer: %(author)s", author=author))
        if key in self.told:
            return Answer(None, words.gettext("Answer %(number)s, which stands above", number=number))
        self.told.add(key)
        lead = words.ngettext(
            "Answer %(number)s, to %(num)s remark: %(author)s",
            "Answer %(number)s, to %(num)s remarks: %(author)s",
            self.times[key],
            number=number,
            author=author,
        )
        return Answer(text, lead)


def _quoted(quote: Quote, labels: Labels, tone: Tone, given: Given) -> Quoted:
    language = labels.language
    parts = (plain(quote.reference), named(quote.author, within=language), labels.day(quote.on) if quote.on else "")
    return Quoted(
        text=said(_marked(quote), quote.language, within=language),
        source=" · ".join(part for part in parts if part),
        url=web_address(quote.url),
        tone=tone if quote.side == "none" else _TONES[quote.side],
        side=labels.side(quote.side),
        **translation(quote.translation, labels),
        answers=tuple(_answer(reply, given) for reply in quote.answers),
    )


def translation(text: str, labels: Labels) -> dict[str, Any]:
    """The unofficial translation of some words, and what says that it is one; nothing where there is none."""
    if not text:
        return {}
    own = said(text, labels.language, within=labels.language)
    return {"translation": own, "translation_label": labels.gettext("Unofficial translation:")}


def _marked(quote: Quote) -> str:
    """The words of a quote, with a sign on the side where its source says more."""
    return " ".join(("[…]",) * quote.goes_before + (quote.text,) + ("[…]",) * quote.goes_on)


def _answer(reply: Reply, given: Given) -> Answer:
    labels = given.labels
    parts = (named(reply.author, within=labels.language), labels.day(reply.on) if reply.on else "")
    text = said(reply.text, reply.language, within=labels.language)
    told = given.answer(reply.number, " · ".join(part for part in parts if part), text)
    return replace(told, **translation(reply.translation, labels)) if told.text else told


def sided(sides: Sides, title: str, labels: Labels) -> Iterator[Block]:
    """How the comments divide, under a title that says how many there are; nothing when there are none."""
    if not sides.total:
        return
    counts = (sides.pro, sides.contra, sides.clarify, sides.none)
    parts = zip(labels.sides(sides), counts, _TONES.values(), strict=True)
    shown = (Side(label, count / sides.total, tone) for label, count, tone in parts if count)
    yield Sided(title, tuple(shown))
