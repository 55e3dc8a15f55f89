"""Copies and near-copies: the same letters, then character 5-grams compared through MinHash.

Sources: Broder, «On the resemblance and containment of documents» (1997); Li, Owen and Zhang,
«One permutation hashing» (2012).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cocreation.clustering.engine.documents import Document
from cocreation.text.folding import fold

GRAM = 5
BINS = 128
BAND = 4
# Short titles made on one pattern («Convention with …») share many letters and differ in one word: the
# shorter the text, the more of it must be equal.
LEAST, LEAST_SHORT, LONG = 0.5, 0.75, 200
EMPTY = np.uint64(2**64 - 1)
Grams = NDArray[np.uint64]


@lru_cache(maxsize=200_000)
def _letters_of(word: str) -> str:
    return fold(word)


def letters(text: str) -> str:
    """Return the letters and digits of ``text``, words apart, without case, accents or letter variants."""
    return " ".join(filter(None, map(_letters_of, text.split())))


def grams(text: str) -> Grams:
    """Return the sorted distinct hashes of the character 5-grams of ``text``."""
    codes = np.frombuffer(f" {text} ".encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < GRAM:
        codes = np.pad(codes, (0, GRAM - len(codes)))
    mixed = np.zeros(len(codes) - GRAM + 1, dtype=np.uint64)
    for place in range(GRAM):
        mixed = mixed * np.uint64(0x100000001B3) ^ codes[place : len(mixed) + place]
    mixed ^= mixed >> np.uint64(33)
    mixed *= np.uint64(0xFF51AFD7ED558CCD)
    mixed ^= mixed >> np.uint64(33)
    return np.unique(mixed)


def sketch(hashes: Grams) -> Grams:
    """Return the least hash in each of 128 bins, shape (BINS,); an empty bin borrows the next one's."""
    least = np.full(BINS, EMPTY)
    np.minimum.at(least, (hashes % np.uint64(BINS)).astype(np.int64), hashes)
    filled = np.flatnonzero(least != EMPTY)
    return least[filled[np.searchsorted(filled, np.arange(BINS)) % len(filled)]]


def resemblance(one: Grams, other: Grams) -> float:
    """Return the Jaccard resemblance of two sets of grams."""
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / max(1, len(one) + len(other) - common)


def least_resemblance(n_grams: int) -> float:
    """Return the resemblance from which two texts, the shorter of ``n_grams``, are copies: 0.75 to 0.5."""
    return LEAST + (LEAST_SHORT - LEAST) * max(0.0, 1 - n_grams / LONG)


def are_copies(one: Grams, other: Grams) -> bool:
    """Tell whether two texts, given by their grams, are near-copies."""
    shorter, longer = sorted((len(one), len(other)))
    least = least_resemblance(shorter)
    return shorter >= least * longer and resemblance(one, other) >= least


class _Sets:
    """Sets of rows joined pair by pair (union-find)."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def find(self, row: int) -> int:
        while self.parent[row] != row:
            self.parent[row] = self.parent[self.parent[row]]
            row = self.parent[row]
        return row

    def join(self, one: int, other: int) -> None:
        one, other = sorted((self.find(one), self.find(other)))
        self.parent[other] = one


def joined(size: int, pairs: Sequence[tuple[int, int]]) -> list[int]:
    """Return for each of ``size`` rows the least row it is joined to by ``pairs``."""
    sets = _Sets(size)
    for one, other in pairs:
        sets.join(one, other)
    return [sets.find(row) for row in range(size)]


def _candidates(sketches: list[Grams]) -> Iterator[tuple[int, int]]:
    """Yield pairs of rows whose sketches agree on a whole band; a bucket gives each row to the next."""
    for first in range(0, BINS, BAND):
        buckets: dict[bytes, list[int]] = defaultdict(list)
        for row, least in enumerate(sketches):
            buckets[least[first : first + BAND].tobytes()].append(row)
        for rows in buckets.values():
            yield from pairwise(rows)
            yield from ((rows[0], row) for row in rows[2:])


def find_duplicates(documents: Sequence[Document]) -> list[int]:
    """Return for each document the first row of its set of copies, itself when it has none.

    Two texts are near-copies when the Jaccard resemblance of their 5-grams reaches ``least_resemblance``.
    Texts without letters are never copies.
    """
    texts = [letters(document.text) for document in documents]
    first_of: dict[str, int] = {}
    same = [first_of.setdefault(text, row) if text else row for row, text in enumerate(texts)]
    rows = [row for row, first in enumerate(same) if first == row and texts[row]]
    hashes = [grams(texts[row]) for row in rows]
    pairs = [(row, first) for row, first in enumerate(same)]
    sets = _Sets(len(rows))
    for one, other in _candidates([sketch(found) for found in hashes]):
        apart = sets.find(one) != sets.find(other)
        if apart and are_copies(hashes[one], hashes[other]):
            sets.join(one, other)
            pairs.append((rows[one], rows[other]))
    return joined(len(documents), pairs)
