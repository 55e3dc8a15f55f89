"""Copies and near-copies: the same letters, then character 5-grams compared through MinHash.

Sources: Broder, «On the resemblance and containment of documents» (1997); Li, Owen and Zhang,
«One permutation hashing» (2012); Sandes, Teodoro and Melo, «Bitmap filter: speeding up exact set
similarity joins with bitwise operations» (2020).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cocreation.clustering.engine.documents import Document
from cocreation.text.folding import fold

GRAM = 5
BINS = 128
BAND = 4
BITS = 256
# Short titles made on one pattern («Convention with …») share many letters and differ in one word: the
# shorter the text, the more of it must be equal.
LEAST, LEAST_SHORT, LONG = 0.5, 0.75, 200
EMPTY = np.uint64(2**64 - 1)
EVERY = 1_000
CACHED, LONGEST_WORD = 64, 1_000
Grams = NDArray[np.uint64]
Rows = NDArray[np.int64]
Tick = Callable[[float], None]


@lru_cache(maxsize=400_000)
def _letters_of(word: str) -> str:
    folded = fold(word)
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


def _letters_of_long(word: str) -> str:
    """Return the letters of the first thousand signs of a word too long to be kept in memory."""
    return _letters_of.__wrapped__(word[:LONGEST_WORD])


def letters(text: str) -> str:
    """Return the letters and digits of ``text``, words apart, without case, accents or letter variants."""
    words = (_letters_of(word) if len(word) <= CACHED else _letters_of_long(word) for word in text.split())
    return " ".join(filter(None, words))


def _mixed(hashes: Grams) -> Grams:
    """Return well spread hashes of numbers, same shape (the last step of MurmurHash3)."""
    hashes = hashes ^ hashes >> np.uint64(33)
    hashes *= np.uint64(0xFF51AFD7ED558CCD)
    hashes ^= hashes >> np.uint64(33)
    return hashes


def grams(text: str) -> Grams:
    """Return the sorted distinct hashes of the character 5-grams of ``text``."""
    codes = np.frombuffer(f" {text} ".encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < GRAM:
        codes = np.pad(codes, (0, GRAM - len(codes)))
    size = len(codes) - GRAM + 1
    found = codes[:size].copy()
    for place in range(1, GRAM):
        found *= np.uint64(0x100000001B3)
        found ^= codes[place : size + place]
    found = _mixed(found)
    found.sort()
    return found[np.concatenate(([True], found[1:] != found[:-1]))]


def sketch(hashes: Grams) -> Grams:
    """Return the least hash in each of 128 bins, shape (BINS,); an empty bin borrows the next one's.

    ``hashes`` are sorted: written from the last to the first, each bin keeps its least.
    """
    least = np.full(BINS, EMPTY)
    backwards = hashes[::-1]
    least[(backwards % np.uint64(BINS)).astype(np.int64)] = backwards
    filled = np.flatnonzero(least != EMPTY)
    return least[filled[np.searchsorted(filled, np.arange(BINS)) % len(filled)]]


def bitmap(hashes: Grams) -> Grams:
    """Return 256 bits, shape (4,), each telling whether an odd number of hashes fell on it."""
    odd = np.bincount((hashes >> np.uint64(40)).astype(np.int64) % BITS, minlength=BITS) & 1
    return np.packbits(odd.astype(np.uint8)).view(np.uint64)


def resemblance(one: Grams, other: Grams) -> float:
    """Return the Jaccard resemblance of two sets of grams."""
    together = np.concatenate((one, other))
    together.sort()
    common = int(np.count_nonzero(together[1:] == together[:-1]))
    return common / max(1, len(together) - common)


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


def joined(size: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each of ``size`` rows the least row it is joined to by ``pairs``."""
    sets = _Sets(size)
    for one, other in pairs:
        sets.join(one, other)
    return [sets.find(row) for row in range(size)]


class _Sketches:
    """What is kept of each text to find its copies: grams, their number, 32 bands of a sketch, a bitmap."""

    def __init__(self, texts: Sequence[str], tick: Tick) -> None:
        self.grams: list[Grams] = []
        self.bands = np.zeros((BINS // BAND, len(texts)), dtype=np.uint64)
        self.bits = np.zeros((len(texts), BITS // 64), dtype=np.uint64)
        for row, text in enumerate(texts):
            if row % EVERY == 0:
                tick(row / len(texts))
            hashes = grams(text)
            self.grams.append(hashes)
            self.bits[row] = bitmap(hashes)
            self.bands[:, row] = _band_hashes(sketch(hashes))
        self.sizes = np.array([len(hashes) for hashes in self.grams], dtype=np.int64)

    def candidates(self) -> Iterator[list[tuple[int, int]]]:
        """Yield for each band the pairs of rows that agree on it and may be copies by size and bitmap.

        Of the rows of a bucket each is compared with the next and with the first.
        """
        for band in self.bands:
            order = np.argsort(band, kind="stable")
            equal = np.flatnonzero(band[order[1:]] == band[order[:-1]])
            fresh = np.concatenate(([True], np.diff(equal) > 1)) if len(equal) else np.zeros(0, dtype=np.bool_)
            head = equal[np.maximum.accumulate(np.where(fresh, np.arange(len(equal)), 0))]
            left = np.concatenate((order[equal], order[head[~fresh]]))
            right = np.concatenate((order[equal + 1], order[equal[~fresh] + 1]))
            kept = self._possible(left, right)
            yield list(zip(left[kept].tolist(), right[kept].tolist(), strict=True))

    def _possible(self, left: Rows, right: Rows) -> NDArray[np.bool_]:
        """Tell which pairs may reach the least resemblance: an exact bound, never wrong on a copy."""
        shorter = np.minimum(self.sizes[left], self.sizes[right])
        both = self.sizes[left] + self.sizes[right]
        least = LEAST + (LEAST_SHORT - LEAST) * np.maximum(0.0, 1 - shorter / LONG)
        differing = np.bitwise_count(self.bits[left] ^ self.bits[right]).sum(axis=1, dtype=np.int64)
        common = np.minimum(shorter, (both - differing) // 2)
        return np.asarray(common >= least * (both - common) - 1e-9)


def _band_hashes(least: Grams) -> Grams:
    """Return one hash for each band of a sketch, shape (BINS // BAND,)."""
    bands = least.reshape(-1, BAND)
    found = bands[:, 0].copy()
    for place in range(1, BAND):
        found *= np.uint64(0x9E3779B97F4A7C15)
        found ^= bands[:, place]
    return _mixed(found)


def find_duplicates(documents: Sequence[Document], tick: Tick = lambda share: None) -> list[int]:
    """Return for each document the first row of its set of copies, itself when it has none.

    Two texts are near-copies when the Jaccard resemblance of their 5-grams reaches ``least_resemblance``.
    Texts without letters are never copies. ``tick`` hears the share done and may raise to stop.

    Example:
        >>> texts = ["Publier le budget de la commune", "PUBLIER le budget de la Commune !", "Planter des arbres"]
        >>> find_duplicates([Document(str(row), text) for row, text in enumerate(texts)])
        [0, 0, 2]
    """
    texts = [letters(document.text) for document in documents]
    first_of: dict[str, int] = {}
    same = [first_of.setdefault(text, row) if text else row for row, text in enumerate(texts)]
    rows = [row for row, first in enumerate(same) if first == row and texts[row]]
    found = _Sketches([texts[row] for row in rows], tick)
    sets = _Sets(len(documents))
    for row, first in enumerate(same):
        sets.join(row, first)
    for pairs in found.candidates():
        for one, other in pairs:
            apart = sets.find(rows[one]) != sets.find(rows[other])
            if apart and are_copies(found.grams[one], found.grams[other]):
                sets.join(rows[one], rows[other])
    return [sets.find(row) for row in range(len(documents))]
