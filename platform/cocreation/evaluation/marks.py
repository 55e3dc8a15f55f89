"""Reading marks as people write them: any digits, comma or point, held against the scale and its step."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from cocreation.core.errors import Refused
from cocreation.core.i18n import N_
from cocreation.text.folding import ascii_digits

# A number as people write marks: the comma and the point of French, English and Arabic, nothing scientific.
_NUMBER = re.compile(r"([0-9]{1,3})(?:[.,\u066b]([0-9]{1,3}))?")
_MARGINS = " \t\r\n\u00a0\u202f\u200e\u200f"


class BadMark(Refused):
    """A mark that is none, or that the scale does not have."""

    status = 422
    message = N_("«%(text)s» is not a mark: write a number from 0 to %(most)s.")


@dataclass(frozen=True)
class Scale:
    """Marks go from 0 to `most`, by `step`."""

    most: Fraction
    step: Fraction

    def marks(self) -> list[Fraction]:
        """Every mark of the scale."""
        return [self.step * place for place in range(int(self.most / self.step) + 1)]

    def read(self, text: str) -> Fraction | None:
        """The mark that a text says; None where it says nothing.

        Raises:
            BadMark: it is not a number, it lies above the scale, or between two of its steps.
        """
        typed = text.strip(_MARGINS)
        if not typed:
            return None
        found = _NUMBER.fullmatch(ascii_digits(typed))
        if found is None:
            raise BadMark(text=typed[:20], most=written(self.most))
        mark = Fraction(f"{found[1]}.{found[2] or 0}")
        if mark > self.most:
            raise BadMark(
                N_("%(text)s is above the scale, which ends at %(most)s."), text=typed, most=written(self.most)
            )
        if mark % self.step:
            raise BadMark(
                N_("%(text)s stands between two marks: the scale goes by %(step)s."),
                text=typed,
                step=written(self.step),
            )
        return mark


# A scale has few marks, and a workshop thousands of them.
@lru_cache(maxsize=256)
def number(text: str) -> Fraction:
    """A mark that was kept, as a number."""
    return Fraction(text)


def written(mark: Fraction) -> str:
    """A mark as it is kept: «3» or «3.5»; the scales allowed have no more than three decimals."""
    return f"{float(mark):.3f}".rstrip("0").rstrip(".")
