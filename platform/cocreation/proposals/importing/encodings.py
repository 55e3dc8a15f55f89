"""Bytes made text: UTF-8, or UTF-16 with its mark, or what the person names; never a guess."""

from __future__ import annotations

import codecs

from cocreation.core.i18n import N_
from cocreation.proposals.importing.faults import Fault, Faulty, refuse

NOT_UTF8 = N_(
    "the file is neither UTF-8 nor UTF-16 with its mark (byte %(place)s, line %(line)s). Its first rows are shown "
    "below in three encodings: choose the one in which they read well with --encoding NAME"
)
AS_READ = N_("%(encoding)s: %(text)s")
NOT_THIS_ENCODING = N_("the file is not in the encoding %(encoding)s (byte %(place)s, line %(line)s)")
HOLDS_NUL = N_("the file holds NUL bytes: it is no text, or UTF-16 without its mark (then give --encoding utf-16-le)")
PREVIEW_ROWS = 5
PREVIEW_WIDTH = 160
# What spreadsheets write in Morocco when they do not write UTF-8: Windows in French, Windows in Arabic, old Macs.
CANDIDATES = ("cp1252", "cp1256", "mac_roman")
WIDE_CANDIDATES = ("utf-16-le", "utf-16-be", "cp1252")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def is_text_encoding(name: str) -> bool:
    """Whether Python knows a text encoding of this name."""
    try:
        found = codecs.lookup(name)
        return isinstance("".encode(found.name), bytes)
    except (LookupError, ValueError, TypeError):
        return False


def decode(content: bytes, encoding: str | None = None) -> str:
    """The text of a file.

    Args:
        encoding: the one named by the person; None reads UTF-8, or what a byte order mark says.

    Raises:
        Faulty: another encoding, with the first rows shown in three; NUL characters.
    """
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    chosen = encoding or marked or "utf-8"
    try:
        text = content.decode(chosen)
    except (UnicodeError, ValueError) as error:
        place = getattr(error, "start", 0)
        line = content[:place].count(b"\n") + 1
        if encoding or marked:
            raise refuse(NOT_THIS_ENCODING, encoding=chosen, place=place, line=line) from error
        raise Faulty([Fault(NOT_UTF8, {"place": place, "line": line}), *_previews(content)]) from error
    if "\0" in text:
        raise Faulty([Fault(HOLDS_NUL), *([] if encoding else _previews(content))])
    return text.removeprefix("\ufeff")


def _previews(content: bytes) -> list[Fault]:
    start = content[:8_000]
    wide = start.count(b"\0") > len(start) // 8
    return [_preview(start, name) for name in (WIDE_CANDIDATES if wide else CANDIDATES)]


def _preview(start: bytes, name: str) -> Fault:
    text = start.decode(name, "replace").replace("\r\n", "\n").replace("\r", "\n")
    rows = [row[:PREVIEW_WIDTH] for row in text.split("\n") if row.strip()][:PREVIEW_ROWS]
    shown = "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in "\n".join(rows))
    return Fault(AS_READ, {"encoding": name, "text": "\n    " + shown.replace("\n", "\n    ")})
