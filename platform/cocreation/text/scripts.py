"""Scripts of a text and the direction in which it is written."""

import re
from typing import Literal

Script = Literal["arabic", "latin", "tifinagh", "other"]
Direction = Literal["rtl", "ltr"]

_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u0870-\u08c9\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile("[A-Za-zªºÀ-ÖØ-öø-ɏɐ-ʯ\u1e00-\u1eff\ufb00-\ufb06\uff21-\uff5a]")
_TIFINAGH = re.compile("[\u2d30-\u2d67\u2d6f]")
_HEBREW = re.compile("[\u0590-\u05f4\ufb1d-\ufb4f\u0700-\u07ff]")
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_RTL_CODES = frozenset({"ar", "ary", "arb", "fa", "ur", "he", "ps", "ckb", "sd", "ug", "yi", "dv", "syr"})


def script_of(text: str) -> Script:
    """Return the script of most letters of ``text``, or "other" when none of ours is there."""
    counts: dict[Script, int] = {
        "arabic": len(_ARABIC.findall(text)),
        "latin": len(_LATIN.findall(text)),
        "tifinagh": len(_TIFINAGH.findall(text)),
    }
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] else "other"


def direction(language_or_text: str) -> Direction:
    """Return "rtl" or "ltr" for a language tag (``ar``, ``fr_MA``) or else for a text, by its letters."""
    if _CODE.fullmatch(language_or_text):
        code = re.split("[-_]", language_or_text.lower())[0]
        return "rtl" if code in _RTL_CODES else "ltr"
    right = len(_ARABIC.findall(language_or_text)) + len(_HEBREW.findall(language_or_text))
    left = len(_LATIN.findall(language_or_text)) + len(_TIFINAGH.findall(language_or_text))
    return "rtl" if right > left else "ltr"
