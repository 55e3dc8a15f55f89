"""Quotes and the sides of comments, as blocks."""

from collections.abc import Iterator

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
        text=said(quote.text, quote.language, within=language),
        source=" · ".join(part for part in parts if part),
        url=web_address(quote.url),
        tone=tone if quote.side == "none" else _TONES[quote.side],
        side=labels.side(quote.side),
        translation=said(quote.translation, language, within=language) if quote.translation else None,
        translation_label=labels.gettext("Unofficial translation:") if quote.translation else "",
        answers=tuple(_answer(reply, labels) for reply in quote.answers),
    )


def _answer(reply: Reply, labels: Labels) -> Answer:
    parts = (named(reply.author, within=labels.language), labels.day(reply.on) if reply.on else "")
    words = labels.gettext("Answer: %(author)s", author=" · ".join(part for part in parts if part))
    return Answer(said(reply.text, reply.language, within=labels.language), words)


def sided(sides: Sides, labels: Labels) -> Iterator[Block]:
    """How the comments divide; nothing when there are none."""
    if not sides.total:
        return
    counts = (sides.pro, sides.contra, sides.clarify, sides.none)
    parts = zip(labels.sides(sides), counts, _TONES.values(), strict=True)
    shown = (Side(label, count / sides.total, tone) for label, count, tone in parts if count)
    yield Sided(labels.comments(sides.total), tuple(shown))
