"""Character classes shared by the cleaning, the tokenizer and the counts of visible characters."""

import unicodedata
from functools import cache

# Default-ignorable code points (Unicode DerivedCoreProperties) without the joiners, the variation
# selectors and the tags, which are kept where they shape a letter or an emoji.
IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e001f\U000e0080-\U000e0fff"
)
CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
NONCHARACTERS = "\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
)
JOINERS = "\u200c\u200d"
VARIATIONS = "\ufe0e\ufe0f"
TAGS = "\U000e0020-\U000e007f"
REGIONAL = "\U0001f1e6-\U0001f1ff"
SKIN = "\U0001f3fb-\U0001f3ff"
PICTURES = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030"
    "\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff"
)
# Arabic vowels and Koranic signs, Latin combining accents, the Tifinagh joiner: all stay inside a word.
WORD_MARKS = (
    "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u08d3-\u08ff\u2d7f\ufe20-\ufe2f"
)


@cache
def nonspacing_marks() -> str:
    """Return the inside of a regex class that matches every Mn and Me character.

    The last planes are left out: they hold only variation selectors and tags.
    """
    ranges: list[list[int]] = []
    for code in range(0x300, 0x1F000):
        if unicodedata.category(chr(code)) in {"Mn", "Me"}:
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
