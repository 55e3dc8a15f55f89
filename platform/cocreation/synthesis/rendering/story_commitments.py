"""A draft commitment as blocks: its text, what was said of it, and what the administration answered."""

from collections.abc import Iterator

from cocreation.synthesis.document import Commitment
from cocreation.synthesis.rendering.blocks import (
    Block,
    Caption,
    Facts,
    GroupLine,
    Heading,
    Note,
    Prose,
    plain,
    said,
    web_address,
)
from cocreation.synthesis.rendering.pen import Pen
from cocreation.synthesis.rendering.story_quotes import quotes, sided


def commitment(pen: Pen, one: Commitment) -> Iterator[Block]:
    """A draft commitment under its heading."""
    labels = pen.labels
    reference = plain(one.reference)
    yield Heading(2, said(one.title, one.language, within=pen.language), reference, anchor=reference)
    lead = labels.gettext("See the draft commitment")
    meta = (plain(one.organisation), *_window(pen, one))
    yield GroupLine(meta, (), web_address(one.url), lead, kind="administration")
    texts = (
        (labels.gettext("Problem"), one.problem),
        (labels.gettext("Content"), one.content),
        (labels.gettext("Expected result"), one.result),
        (labels.gettext("Contact"), one.contact),
    )
    for label, text in texts:
        if text.strip():
            yield Prose((said(text, one.language, within=pen.language),), label)
    yield from _sums(pen, one)
    yield from quotes(one.comments, labels.gettext("Remarks and answers"), labels, tone="blue")


def _sums(pen: Pen, one: Commitment) -> Iterator[Block]:
    """How the remarks that can be read divide, and what became of all of them; or that there is none."""
    labels, remarks = pen.labels, one.remarks
    if not (remarks or one.comments):
        yield Note(labels.gettext("No remark was received."))
        return
    read = one.sides.total
    title = labels.ngettext("%(num)s remark that can be read", "%(num)s remarks that can be read", read)
    yield from sided(one.sides, title, labels)
    if remarks:
        rows = [(labels.label(count), labels.number(count.count)) for count in one.standing]
        rows.append((labels.gettext("Remarks received"), labels.number(remarks)))
        yield Facts(Caption(labels.gettext("What became of the remarks")), tuple(rows), summed=True)


def _window(pen: Pen, one: Commitment) -> tuple[str, ...]:
    if not (one.opens_on and one.closes_on):
        return ()
    opens, closes = pen.labels.day(one.opens_on), pen.labels.day(one.closes_on)
    return (pen.labels.gettext("Open to comment from %(first)s to %(last)s", first=opens, last=closes),)
