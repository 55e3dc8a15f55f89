"""Whether a file of a report is what was frozen: it is drawn again from the archive, and what differs is named.

Pure: a file and an archive are enough, without the database, the web or the network. With the parts the archive
names, the bytes must be the same. With other parts they need not be: then the words are compared, one by one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from cocreation.synthesis.archive import NUMBER, Archive
from cocreation.synthesis.contents import Line, Unreadable, lines_of
from cocreation.synthesis.parts import parts
from cocreation.synthesis.rendering import FORMATS, Format

# As many characters as are shown around what differs.
AROUND = 40
# So few lines changed where they stand need no aligning; so many could be aligned, but not in a moment.
FEW, MANY = 200, 4000
FIGURE = re.compile(r"\d+(?:[ .,\u00a0\u202f]\d{3})*(?:[.,]\d+)?")

State = Literal["same", "same_words", "differs", "cut", "unreadable", "no_file"]


@dataclass(frozen=True)
class Difference:
    """Where two files differ: the place in the file (in the archive, where it is missing), and both wordings."""

    line: Line
    found: str
    archived: str


@dataclass(frozen=True)
class Verdict:
    """What became of comparing a file with its archive.

    ``state`` is «same» (byte for byte), «same_words» (other parts drew it, every word is the same), «differs»,
    «cut» (its beginning alone), «unreadable», or «no_file» (its name is that of no file of a report).
    ``missing`` and ``added`` are references and figures, ``other`` the parts whose version is not the archived one,
    ``bears`` the numbers of other manifests found in the file.
    """

    state: State
    expected: bytes = b""
    bears: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    other: tuple[tuple[str, str, str], ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether the file says what was frozen."""
        return self.state in {"same", "same_words"}


def verify(name: str, content: bytes, archive: Archive) -> Verdict:
    """Draw the file of that name again from the archive and compare.

    Args:
        name: the file's own name, which says which of the files of a version it is.
    """
    other = tuple(_other_parts(archive))
    verdicts = [_compared(one, content, archive, other) for one in _formats(name, archive)]
    # Several files of a version share an ending (the report, its summary, its cards): a renamed one is the likest.
    return min(
        verdicts, key=lambda verdict: (not verdict.is_good, len(verdict.differences)), default=Verdict("no_file")
    )


def _other_parts(archive: Archive) -> Iterator[tuple[str, str, str]]:
    """The parts that are not as archived: (name, version archived, version here)."""
    then, here = archive.parts, parts()
    for name in sorted(then.keys() | here.keys()):
        if then.get(name) != here.get(name):
            yield name, then.get(name, "—"), here.get(name, "—")


def _formats(name: str, archive: Archive) -> list[Format]:
    named = [one for one in FORMATS.values() if one.filename(archive.document) == name]
    return named or [one for one in FORMATS.values() if name.lower().endswith(f".{one.extension}")]


def _compared(one: Format, content: bytes, archive: Archive, other: tuple[tuple[str, str, str], ...]) -> Verdict:
    expected = one.render(archive.document)
    if content == expected:
        return Verdict("same", expected, other=other)
    if expected.startswith(content):
        return Verdict("cut", expected, other=other)
    name = f"file.{one.extension}"
    try:
        found = lines_of(name, content)
    except Unreadable:
        return Verdict("unreadable", expected, other=other)
    bears = sorted({number for line in found for number in NUMBER.findall(line.text)} - {archive.manifest})
    # The number stands on each page: what differs with it is said once.
    found, archived = _unnumbered(found), _unnumbered(lines_of(name, expected))
    if other:
        # Another typesetter may break lines and pages elsewhere; no word may change for that.
        found, archived = _words(found), _words(archived)
    differences = tuple(_differences(found, archived))
    missing, added = _told(archived, found, archive.document.prefix)
    state: State = "same_words" if other and not differences and not bears else "differs"
    return Verdict(state, expected, tuple(bears), differences, missing, added, other)


def _unnumbered(lines: Sequence[Line]) -> list[Line]:
    return [replace(line, text=NUMBER.sub("", line.text)) for line in lines]


def _words(lines: Sequence[Line]) -> list[Line]:
    return [replace(line, text=word) for line in lines for word in line.text.split()]


def _differences(found: Sequence[Line], archived: Sequence[Line]) -> Iterator[Difference]:
    """What differs, in order; the same beginning and end are passed over, which is most of both."""
    start, end = _shared(found, archived)
    found, archived = found[start : len(found) - end], archived[start : len(archived) - end]
    places = [place for place, (one, other) in enumerate(zip(found, archived, strict=False)) if one.text != other.text]
    if len(found) == len(archived) and len(places) <= FEW:
        yield from (_difference(found[place], archived[place]) for place in places)
    elif max(len(found), len(archived)) <= MANY:
        yield from _aligned(found, archived)
    else:
        yield from _counted(found, archived)


def _aligned(found: Sequence[Line], archived: Sequence[Line]) -> Iterator[Difference]:
    matcher = SequenceMatcher(None, [line.text for line in found], [line.text for line in archived])
    for kind, first, last, before, after in matcher.get_opcodes():
        if kind != "equal":
            for ours, theirs in zip_longest(found[first:last], archived[before:after]):
                yield _difference(ours, theirs)


def _counted(found: Sequence[Line], archived: Sequence[Line]) -> Iterator[Difference]:
    """Lines that stand oftener in one file than in the other: what can be told of thousands of lines in a moment."""
    ours, theirs = (Counter(line.text for line in lines) for lines in (found, archived))
    added, lost = ours - theirs, theirs - ours
    yield from (_difference(line, None) for line in found if line.text in added)
    yield from (_difference(None, line) for line in archived if line.text in lost)


def _shared(one: Sequence[Line], other: Sequence[Line]) -> tuple[int, int]:
    """How many lines two texts share at their beginning, and at their end."""
    shorter = min(len(one), len(other))
    start = next((at for at in range(shorter) if one[at].text != other[at].text), shorter)
    rest = shorter - start
    return start, next((at for at in range(rest) if one[-1 - at].text != other[-1 - at].text), rest)


def _difference(found: Line | None, archived: Line | None) -> Difference:
    """One difference, its wordings cut to what differs and a little around it."""
    line = found or archived
    assert line is not None  # noqa: S101 - one of both is there; this narrows the type only.
    ours, theirs = found.text if found else "", archived.text if archived else ""
    if not found or not archived:
        return Difference(line, _excerpt(ours, 0, len(ours)), _excerpt(theirs, 0, len(theirs)))
    shorter = min(len(ours), len(theirs))
    start = next((at for at in range(shorter) if ours[at] != theirs[at]), shorter)
    rest = shorter - start
    end = next((at for at in range(rest) if ours[-1 - at] != theirs[-1 - at]), rest)
    return Difference(line, _excerpt(ours, start, len(ours) - end), _excerpt(theirs, start, len(theirs) - end))


def _excerpt(text: str, start: int, end: int) -> str:
    first, last = max(0, start - AROUND), min(end, start + 2 * AROUND) + AROUND
    return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")


def _told(archived: Sequence[Line], found: Sequence[Line], prefix: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """References and figures that the archive has and the file lacks, and the reverse."""
    wanted, held = (_named(lines, prefix) for lines in (archived, found))
    return tuple(sorted(wanted - held)), tuple(sorted(held - wanted))


def _named(lines: Sequence[Line], prefix: str) -> Counter[str]:
    reference = re.compile(rf"{re.escape(prefix)}-[A-Z]*\d+")
    named: Counter[str] = Counter()
    for line in lines:
        named.update(reference.findall(line.text))
        named.update(FIGURE.findall(reference.sub("", line.text)))
    return named
