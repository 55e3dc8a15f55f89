"""What is wrong with a file: which line, which column, why; all of it together, so that one look mends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cocreation.core.i18n import N_, Translator

# How many faults are written out; the rest are counted.
SHOWN = 100


@dataclass(frozen=True)
class Fault:
    """One thing wrong.

    Args:
        message: msgid of the reason. values: fill it; one in a one-item list is a msgid itself.
        line: line of the file (row of the sheet) from 1, None where the whole file is meant. column: its header.
    """

    message: str
    values: dict[str, Any] = field(default_factory=dict)
    line: int | None = None
    column: str | None = None

    def words(self, words: Translator) -> str:
        """The fault in one sentence, in a language."""
        values = {
            name: words.gettext(value[0]) if isinstance(value, list) else value for name, value in self.values.items()
        }
        reason = words.gettext(self.message, **values)
        if self.line is None:
            return reason
        if self.column is None:
            return words.gettext(N_("line %(line)s: %(reason)s"), line=self.line, reason=reason)
        place = N_("line %(line)s, column «%(column)s»: %(reason)s")
        return words.gettext(place, line=self.line, column=self.column, reason=reason)


class Faulty(Exception):
    """A file that is refused as a whole; nothing of it was written."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = list(faults)

    def lines(self, words: Translator) -> list[str]:
        """Every fault in order of lines, the first hundred written out and the others counted."""
        ordered = sorted(self.faults, key=lambda fault: fault.line or 0)
        shown = [fault.words(words) for fault in ordered[:SHOWN]]
        if rest := len(ordered) - len(shown):
            shown.append(words.ngettext("and %(num)s fault more", "and %(num)s faults more", rest))
        return shown


def refuse(message: str, **values: Any) -> Faulty:
    """The refusal of a whole file for one reason."""
    return Faulty([Fault(message, values)])
