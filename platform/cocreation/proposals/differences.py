"""What changed between two texts, word by word, for any script: pure, no database, no web."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# Comparing takes a time that grows with the square of the pieces: long texts are compared by sentences.
MOST_WORDS = 3_000
_WORDS = re.compile(r"\S+|\s+")
_SENTENCES = re.compile(r"[^.!?؟۔\n]*[.!?؟۔\n]+\s*|[^.!?؟۔\n]+")


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed («same»), went («del») or came («ins»)."""

    kind: str
    text: str


def changes(before: str, after: str) -> list[Piece]:
    """The pieces that lead from one text to the other: without «ins» they read as the first, without «del» the second.

    Args:
        before, after: plain texts in any language; spaces and line breaks are kept.
    """
    pattern = _WORDS if max(len(before), len(after)) < MOST_WORDS * 6 else _SENTENCES
    old, new = pattern.findall(before), pattern.findall(after)
    found: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, stop, first, last in matcher.get_opcodes():
        if kind == "equal":
            found.append(Piece("same", "".join(new[first:last])))
            continue
        if stop > start:
            found.append(Piece("del", "".join(old[start:stop])))
        if last > first:
            found.append(Piece("ins", "".join(new[first:last])))
    return found
