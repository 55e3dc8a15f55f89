"""What every text of a report is made of: figures in their sentence, lists, groups by name, sides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cocreation.synthesis.document import Count, Group, Participation, ReportDocument
from cocreation.synthesis.fields import Figures, literal
from cocreation.synthesis.rendering.labels import Labels

# What parts the things of a list that have commas of their own.
BETWEEN: dict[str, str] = {"fr": "\u202f; ", "ar": "؛ ", "en": "; "}


class Phrases:
    """Words of a report in its language, their figures named between braces.

    Args:
        document: the report, whose texts are not written yet. figures: its figures.
    """

    def __init__(self, document: ReportDocument, figures: Figures) -> None:
        self.document = document
        self.figures = figures
        self.labels = Labels(document.language)
        self.gettext = self.labels.gettext

    def number(self, name: str) -> int:
        """The number a figure is."""
        return self.figures.fields[name].number or 0

    def ngettext(self, one: str, many: str, name: str, **values: str) -> str:
        """The sentence a figure asks for, the figure itself named between braces."""
        return self.labels.ngettext(one, many, self.number(name), **{**values, "num": f"{{{name}}}"})

    def sentences(self, *parts: str) -> str:
        """A paragraph of the sentences that have something to say."""
        return " ".join(part for part in parts if part)

    def rows(self, table: Participation, rows: Sequence[Count]) -> str:
        """Some rows of a table in words: «Citizen ({voice_citizen})»."""
        named = [(row, f"{{{table.key}_{(row.key or 'not_given').replace('-', '_')}}}") for row in rows]
        return self.labels.items([f"{literal(self.labels.label(row))} ({mark})" for row, mark in named])

    def named(self, group: Group, detail: str) -> str:
        """A group in a list: its heading, its number, and something about it."""
        base = f"g{group.number}"
        return self.gettext(
            "%(heading)s (%(group)s, %(detail)s)", heading=f"{{{base}_heading}}", group=f"{{{base}}}", detail=detail
        )

    def ideas(self, group: Group) -> str:
        """How many ideas a group has."""
        return self.ngettext("%(num)s idea", "%(num)s ideas", f"g{group.number}_ideas")

    def sides(self, group: Group, *sides: str) -> str:
        """How comments divide: «3 for, 2 against»."""
        return self.labels.items([told for side in sides if (told := self.side(f"g{group.number}_{side}"))])

    def side(self, name: str) -> str:
        """How many comments stand on one side; nothing of none."""
        if not self.number(name):
            return ""
        if name.endswith("_for"):
            return self.ngettext("%(num)s for", "%(num)s for", name)
        if name.endswith("_against"):
            return self.ngettext("%(num)s against", "%(num)s against", name)
        return self.ngettext("%(num)s to clarify", "%(num)s to clarify", name)

    def parted(self, parts: Iterable[str]) -> str:
        """The parts of a list that have commas of their own."""
        return BETWEEN[self.document.language].join(parts)
