"""What changed between two texts, word by word, for any script: pure, no database, no web."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

# Comparing looks at every pair of equal pieces: past this many, larger pieces are compared, and then the whole.
MOST_PAIRS = 300_000
# Marks above and below letters belong to their word: a vocalised Arabic word is one piece.
_WORDS = re.compile("(?:\\w|[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u2019'-])+|\\s+|[^\\w\\s]+")
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
    old, new = _cut(before, after)
    found: list[Piece] = []
    for kind, start, stop, first, last in SequenceMatcher(str.isspace, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("same", "".join(new[first:last])))
            continue
        if stop > start:
            found.append(Piece("del", "".join(old[start:stop])))
        if last > first:
            found.append(Piece("ins", "".join(new[first:last])))
    return found


def readable(pieces: list[Piece]) -> list[Piece]:
    """The same changes in longer runs: a space that stayed between two changes is read as part of both."""
    found: list[Piece] = []
    gone, come = "", ""
    for place, piece in enumerate(pieces):
        inside = bool(gone or come) and place + 1 < len(pieces)
        if piece.kind == "same" and not (inside and not piece.text.strip()):
            found.extend([Piece("del", gone), Piece("ins", come), piece])
            gone = come = ""
            continue
        gone += piece.text if piece.kind != "ins" else ""
        come += piece.text if piece.kind != "del" else ""
    return [piece for piece in [*found, Piece("del", gone), Piece("ins", come)] if piece.text]


def _cut(before: str, after: str) -> tuple[list[str], list[str]]:
    """Both texts in the smallest pieces that can be compared in a moment."""
    for pattern in (_WORDS, _SENTENCES):
        old, new = pattern.findall(before), pattern.findall(after)
        if _pairs(old, new) <= MOST_PAIRS:
            return old, new
    return [before] * bool(before), [after] * bool(after)


def _pairs(old: list[str], new: list[str]) -> int:
    theirs = Counter(piece for piece in new if not piece.isspace())
    return sum(number * theirs[piece] for piece, number in Counter(old).items())
