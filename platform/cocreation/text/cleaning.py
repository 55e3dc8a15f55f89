"""Clean what people type at the boundary, count what they see and compare look-alike names."""

import re
import unicodedata
from functools import cache

from cocreation.text import characters as ch

MARKS_PER_LETTER = 4
_NEWLINES = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_REMOVED = re.compile(f"[{ch.CONTROLS}{ch.IGNORABLE}{ch.NONCHARACTERS}]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_JOINERS = re.compile(f"[{ch.JOINERS}]+")
_TAG_FLAG = re.compile(f"(\U0001f3f4[{ch.TAGS}]{{1,12}})|[{ch.TAGS}]")
_VARIATION = re.compile(f"(?<![{ch.PICTURES}0-9#*])[{ch.VARIATIONS}]")
_BLANK_LINES = re.compile(r"\n{3,}")
_SPACES = re.compile(r"\s+")
# Letters of the Hangul filler kind are letters for Unicode and nothing at all for the eye.
_UNSEEN = frozenset({"Mn", "Me", "Cf", "Cc", "Cs"})
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")


def clean_text(value: str, *, multiline: bool = True) -> str:
    """Return ``value`` as it may be stored, exported and shown.

    The result is NFC, encodes in UTF-8, is legal in XML 1.0 and is stable: cleaning it again changes
    nothing. Controls, direction overrides, lone surrogates, noncharacters and invisible characters go;
    joiners stay between letters or emoji; a letter keeps at most four combining marks.

    Args:
        value: any text, as typed or read from a file.
        multiline: keep line breaks (at most one blank line in a row); otherwise white space is one space.
    """
    if value.isascii():
        text = _REMOVED.sub("", _NEWLINES.sub("\n", value))
    else:
        text = _limit_marks(unicodedata.normalize("NFC", _drop_invisible(value)))
    if not multiline:
        return _SPACES.sub(" ", text).strip()
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", lines).strip()


def visible_letters(value: str) -> int:
    """Return how many letters a reader sees in ``value``: digits, signs and fillers do not count."""
    return sum(char.isalpha() and char not in _FILLERS for char in value)


def length(value: str) -> int:
    """Return the number of characters as a reader counts them: a flag or an emoji family is one."""
    if value.isascii():
        return len(value) - value.count("\r\n")
    return sum(1 for _ in _clusters().finditer(value))


def skeleton(value: str) -> str:
    """Return a form that is equal for names that look alike (after Unicode UTS 39, section 4).

    Accents, case, spaces and invisible characters do not count; Cyrillic and Greek look-alikes become
    Latin; Persian and Arabic variants of a letter become one.
    """
    folded = unicodedata.normalize("NFKD", value).translate(_LOOK_ALIKES).casefold()
    decomposed = unicodedata.normalize("NFKD", folded).translate(_LOOK_ALIKES)
    letters = (char for char in decomposed if unicodedata.category(char) not in _UNSEEN)
    text = "".join(char for char in letters if char not in _FILLERS and char != "\u0640")
    return _SPACES.sub(" ", text).strip().replace("rn", "m").replace("vv", "w")


def _drop_invisible(value: str) -> str:
    text = value
    if _SURROGATES.search(text):
        # A pair of surrogates written as two halves is one emoji; a lone half is nothing.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
        text = _SURROGATES.sub("", text)
    text = _REMOVED.sub("", _NEWLINES.sub("\n", text))
    text = _TAG_FLAG.sub(lambda match: match.group(1) or "", text)
    text = _JOINERS.sub(_keep_joiner, text)
    return _VARIATION.sub("", text)


def _keep_joiner(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    if start == 0 or end == len(text):
        return ""
    before, after = text[start - 1], text[end]
    if _joins_before(before) and _joins_after(after):
        return match.group()[0]
    return ""


def _joins_before(char: str) -> bool:
    return char.isalpha() or unicodedata.category(char) in {"Mn", "Mc", "So", "Sk"} or char in ch.VARIATIONS


def _joins_after(char: str) -> bool:
    return char.isalpha() or unicodedata.category(char) == "So"


def _limit_marks(text: str) -> str:
    return _excess_marks().sub(r"\1", text)


@cache
def _excess_marks() -> re.Pattern[str]:
    marks = ch.nonspacing_marks()
    return re.compile(f"([{marks}]{{{MARKS_PER_LETTER}}})[{marks}]+")


@cache
def _clusters() -> re.Pattern[str]:
    """Compile a close approximation of the extended grapheme clusters of Unicode UAX 29."""
    spacing = "\u0903\u093e-\u0940\u0949-\u094c\u0982\u0983\u09be-\u09c0\uff9e\uff9f"
    extend = f"[{ch.nonspacing_marks()}{spacing}{ch.JOINERS}{ch.VARIATIONS}{ch.SKIN}{ch.TAGS}]*"
    emoji = f"[{ch.PICTURES}{ch.SKIN}]{extend}(?:(?<=\u200d)[{ch.PICTURES}]{extend})*"
    flag = f"[{ch.REGIONAL}]{{2}}{extend}"
    hangul = f"[\u1100-\u115f]+[\u1160-\u11a7]*[\u11a8-\u11ff]*{extend}"
    return re.compile(f"\r\n|{emoji}|{flag}|{hangul}|.{extend}", re.DOTALL)


def _look_alikes() -> dict[int, str]:
    pairs = {
        "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "i", "ј": "j", "ѕ": "s",
        "ԁ": "d", "һ": "h", "ԛ": "q", "ԝ": "w", "к": "k", "т": "t", "п": "n", "м": "m", "в": "b", "н": "h",
        "г": "r", "ѵ": "v", "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P",
        "С": "C", "Т": "T", "Х": "X", "У": "Y", "І": "I", "Ј": "J", "Ѕ": "S",
        "α": "a", "ο": "o", "ν": "v", "ρ": "p", "τ": "t", "υ": "u", "χ": "x", "κ": "k", "ι": "i", "ε": "e",
        "η": "n", "γ": "y", "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M",
        "Ν": "N", "Ο": "O", "Ρ": "P", "Τ": "T", "Υ": "Y", "Χ": "X",
        "0": "o", "1": "i", "l": "i", "|": "i", "ı": "i", "I": "i", "L": "L", "ɑ": "a", "ɡ": "g", "ł": "i",
        "ø": "o", "đ": "d", "ک": "ك", "ڪ": "ك", "ی": "ي", "ى": "ي", "ې": "ي", "ے": "ي", "ہ": "ه", "ھ": "ه",
        "ة": "ه", "ە": "ه", "ٱ": "ا", "ڤ": "ف", "پ": "ب", "گ": "ك", "ڭ": "ك", "٠": "o", "١": "i", "۰": "o",
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-",
    }  # fmt: skip
    return {ord(char): base for char, base in pairs.items()}


_LOOK_ALIKES = _look_alikes()
