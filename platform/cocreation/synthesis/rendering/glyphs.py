"""Which characters our fonts draw: PDF/UA refuses a text that holds one they do not."""

import re
from functools import cache
from pathlib import Path
from struct import unpack_from

from cocreation import core

FONTS = Path(core.__file__).parent / "static" / "fonts"
# A white square stands for what cannot be drawn, once for a run (an emoji of a family is seven characters).
UNDRAWN = "\u25a1"


@cache
def undrawable() -> re.Pattern[str]:
    """A pattern of the runs of characters that no font of ours draws; white space and marks are left alone."""
    drawn = {0x09, 0x0A, 0x200B, 0x200E, 0x200F}
    for path in sorted(FONTS.glob("*-Regular.ttf")):
        drawn |= _characters(path.read_bytes())
    drawn -= {0x200D, 0xFE0F}
    kept = "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in _ranges(drawn))
    return re.compile(f"[^{kept}\u200d\ufe0f][^{kept}]*")


def drawable(text: str) -> str:
    """The text with every run that no font of ours draws as one white square."""
    return undrawable().sub(UNDRAWN, text)


def _characters(font: bytes) -> set[int]:
    """The code points of a TrueType font (OpenType specification, table «cmap», formats 4 and 12)."""
    tables = unpack_from(">H", font, 4)[0]
    entries = (unpack_from(">4sIII", font, 12 + 16 * at) for at in range(tables))
    start = next(offset for tag, _sum, offset, _size in entries if tag == b"cmap")
    found: set[int] = set()
    for at in range(unpack_from(">H", font, start + 2)[0]):
        offset = start + unpack_from(">I", font, start + 8 + 8 * at)[0]
        kind = unpack_from(">H", font, offset)[0]
        if kind in (4, 12):
            found |= _format_4(font, offset) if kind == 4 else _format_12(font, offset)
    return found - {0xFFFF}


def _format_4(font: bytes, offset: int) -> set[int]:
    segments = unpack_from(">H", font, offset + 6)[0] // 2
    lasts = unpack_from(f">{segments}H", font, offset + 14)
    firsts = unpack_from(f">{segments}H", font, offset + 16 + 2 * segments)
    return {code for first, last in zip(firsts, lasts, strict=True) for code in range(first, last + 1)}


def _format_12(font: bytes, offset: int) -> set[int]:
    groups = (unpack_from(">III", font, offset + 16 + 12 * at) for at in range(unpack_from(">I", font, offset + 12)[0]))
    return {code for first, last, _glyph in groups for code in range(first, last + 1)}


def _ranges(codes: set[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for code in sorted(codes):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = (ranges[-1][0], code)
        else:
            ranges.append((code, code))
    return ranges
