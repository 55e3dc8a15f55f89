"""What every part of the story is written with: the words of the report, and the addresses of its references."""

from collections.abc import Iterable, Iterator, Sequence

from cocreation.synthesis.charts import drawings
from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.rendering.blocks import (
    RIGHT_TO_LEFT,
    Block,
    Caption,
    Chart,
    Heading,
    Note,
    Prose,
    Said,
    Source,
    plain,
    web_address,
)
from cocreation.synthesis.rendering.labels import Labels

# A passage that rests on more ideas than these names the first ones: all stand under their groups and in the annex.
SHOWN = 24


class Pen:
    """Writes in the language of a report.

    Args:
        document: the report. labels: the words of its language.
    """

    def __init__(self, document: ReportDocument, labels: Labels) -> None:
        self.document = document
        self.labels = labels
        self.language = document.language
        self.drawings = drawings(document, labels)
        self.groups = {frozenset(group.members): group for group in document.groups if len(group.members) > 1}
        self.rows = {row.reference: row for row in document.annex}
        self.addresses = {row.reference: web_address(row.url) for row in document.annex}
        self.addresses |= {one.reference: web_address(one.url) for one in document.commitments}

    def own(self, text: str) -> Said:
        """Words of the report itself, which read in its direction whatever their letters."""
        return Said(plain(text).strip(), self.language, "rtl" if self.language in RIGHT_TO_LEFT else "ltr")

    def heading(self, text: str) -> Heading:
        """A heading of the report itself, inside a part."""
        return Heading(2, self.own(text))

    def sources(self, references: Iterable[str]) -> tuple[Source, ...]:
        """The references with their addresses; one that the report does not know leads nowhere."""
        return tuple(Source(plain(one), self.addresses.get(one, "")) for one in references)

    def drawing(self, name: str) -> Iterator[Block]:
        """The drawing of that name; nothing where the figures allow none."""
        if found := self.drawings.get(name):
            yield Chart(Caption(found.title), found.svg, found.alt)
            if found.note:
                yield Note(found.note)

    def written(self, key: str) -> Iterator[Block]:
        """The text of a section, each paragraph with what it rests on; nothing where there is none."""
        section = self.document.section(key)
        if section is None:
            return
        rests = (*section.sources, *((),) * len(section.paragraphs))
        for paragraph, references in zip(section.paragraphs, rests, strict=False):
            lines = tuple(self.own(line) for line in plain(paragraph).split("\n") if line.strip())
            if lines:
                shown, more = self.resting(references)
                yield Prose(lines, sources=shown, more=more)

    def resting(self, references: Sequence[str]) -> tuple[tuple[Source, ...], str]:
        """What a passage rests on, and how many more: a group instead of all its ideas, which stand at its end."""
        if group := self.groups.get(frozenset(references)):
            return (Source(self.labels.group(group.number), web_address(group.url)),), ""
        return self.sources(references[:SHOWN]), self.more(len(references) - SHOWN)

    def more(self, number: int) -> str:
        """How many references are not shown; nothing where all are."""
        return self.labels.ngettext("and %(num)s more", "and %(num)s more", number) if number > 0 else ""
