"""Quotes and the sides of comments, as blocks."""

from collections.abc import Iterator
from typing import Any

from cocreation.synthesis.document import Quote, Reply, Sides
from cocreation.synthesis.rendering.blocks import (
    Answer,
    Block,
    Quoted,
    Quotes,
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
        yield Quotes(title, tuple(_quoted(quote, labels, tone) for quote in source))


def _quoted(quote: Quote, labels: Labels, tone: Tone) -> Quoted:
    language = labels.language
    parts = (plain(quote.reference), named(quote.author, within=language), labels.day(quote.on) if quote.on else "")
    return Quoted(
        text=said(_marked(quote), quote.language, within=language),
        source=" · ".join(part for part in parts if part),
        url=web_address(quote.url),
        tone=tone if quote.side == "none" else _TONES[quote.side],
        side=labels.side(quote.side),
        **translation(quote.translation, labels),
        answers=tuple(_answer(reply, labels) for reply in quote.answers),
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


def _answer(reply: Reply, labels: Labels) -> Answer:
    parts = (named(reply.author, within=labels.language), labels.day(reply.on) if reply.on else "")
    words = labels.gettext("Answer: %(author)s", author=" · ".join(part for part in parts if part))
    text = said(reply.text, reply.language, within=labels.language)
    return Answer(text, words, **translation(reply.translation, labels))


def sided(sides: Sides, labels: Labels) -> Iterator[Block]:
    """How the comments divide; nothing when there are none."""
    if not sides.total:
        return
    counts = (sides.pro, sides.contra, sides.clarify, sides.none)
    parts = zip(labels.sides(sides), counts, _TONES.values(), strict=True)
    shown = (Side(label, count / sides.total, tone) for label, count, tone in parts if count)
    yield Sided(labels.comments(sides.total), tuple(shown))
