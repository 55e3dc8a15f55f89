"""Whole sentences of a text in French, Arabic, English or Amazigh, and short excerpts made of them."""

import re

# The look behind and the possessive repeats read a run of a million dots only once.
_END = re.compile(r"(?:(?<![.!?؟۔…])[.!?؟۔…]++)(?:[\"'»”’)\]]|[ \u00a0\u202f]»)*+(?=\s|$)|\n++")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«\"'’])(?:M|MM|Mme|Mmes|Mlle|Dr|Pr|Me|St|Ste|art|al|cf|p|pp|ex|env|tél|tel|etc|av|bd|vol|no|No|n°|"
    r"Mr|Mrs|Ms|Prof|vs|e\.g|i\.e|p\.\s?ex|c\.-à-d|[A-ZÀ-Þ]|د|أ|ص)\.$"
)
ELLIPSIS = "…"
_LEADING_ON = (":", ";", ",", "؛", "،")


def sentences(text: str) -> list[str]:
    """Return the sentences of ``text`` in order, each stripped; a line break also ends one, a semicolon does not."""
    found: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if match.group() == "." and _is_abbreviation(text, start, match.end()):
            continue
        found.append(text[start : match.end()].strip())
        start = match.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if any(char.isalnum() for char in sentence)]


def leads_on(sentence: str) -> bool:
    """Tell whether what ends at a line break goes on in the next line, as the head and the points of a list do."""
    return sentence.endswith(_LEADING_ON)


def excerpt(text: str, limit: int = 300) -> str:
    """Return the first whole sentences of ``text`` that fit in ``limit`` code points, none that leads on.

    When not even the first one fits, it is cut after a word and ends with an ellipsis.

    Raises:
        ValueError: ``limit`` is below 2.
    """
    if limit < 2:
        raise ValueError("An excerpt needs room for at least two characters.")
    chosen = read = ""
    for sentence in sentences(text):
        read = f"{read} {sentence}".strip()
        if len(read) > limit:
            break
        if not leads_on(read):
            chosen = read
    return chosen or _cut(" ".join(text[: 4 * limit].split()), limit)


def _is_abbreviation(text: str, start: int, end: int) -> bool:
    return bool(_ABBREVIATION.search(text, max(start, end - 16), end))


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text.rstrip(" ,;:،؛") if leads_on(text) else text
    head = text[: limit - 1]
    if not text[limit - 1].isspace() and " " in head:
        head = head[: head.rindex(" ")]
    return head.rstrip(" ,;:،؛-–—") + ELLIPSIS
