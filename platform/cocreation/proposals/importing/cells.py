"""The cells of one row made values: cleaned, looked up in our closed lists, dated; what does not fit is a fault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cocreation.core.clock import LOCAL_ZONE, as_instant
from cocreation.core.datereading import read as read_date
from cocreation.core.html import TextTooLong, plain_text
from cocreation.core.i18n import N_
from cocreation.proposals.importing.faults import Fault
from cocreation.proposals.importing.mapping import Columns, Mapped, plain
from cocreation.proposals.importing.tables import Row
from cocreation.proposals.models import CHANNELS, LANGUAGES_OF_TEXTS
from cocreation.text.cleaning import clean_text, visible_letters
from cocreation.text.language import detect

MAX_TEXT = 100_000
MAX_NAME = 120
MAX_ID = 120

TOO_LONG = N_("%(length)s characters, and at most %(limit)s are taken")
EMPTY = N_("empty, and needed")
NO_LETTERS = N_("without two letters, and a text is needed")
NOT_PLAIN = N_("a list or an object, where a text is expected")
NOT_A_DATE = N_("«%(text)s» is no date: write 2020-10-15 or 15/10/2020, with an hour if it is known")
NOT_YET = N_("«%(text)s» lies in the future")
NOT_IN_LIST = N_("«%(text)s» is not known here: use one of %(known)s, or map it")

# Elements whose closing tag nobody types in a sentence; `<script>` typed in a comment stays as typed.
_HTML = re.compile(r"</(?:p|div|a|b|i|u|strong|em|ul|ol|li|span|h[1-6]|blockquote|font|table|td)\s*>|<br\s*/?>", re.I)
_LANGUAGE_NAMES = {
    "french": "fr", "francais": "fr", "الفرنسية": "fr", "arabic": "ar", "arabe": "ar", "darija": "ar", "ary": "ar",
    "english": "en", "anglais": "en", "الإنجليزية": "en", "amazigh": "zgh", "amazighe": "zgh", "tamazight": "zgh",
    "tzm": "zgh", "الأمازيغية": "zgh", "espagnol": "es", "spanish": "es", "und": "und",
}  # fmt: skip
LANGUAGES = {
    **{plain(code): code for code in LANGUAGES_OF_TEXTS},
    **{plain(name): code for code, name in LANGUAGES_OF_TEXTS.items()},
    **{plain(name): code for name, code in _LANGUAGE_NAMES.items()},
}


@dataclass
class Reading:
    """What every row of a file is read with, and the faults met on the way.

    Args:
        at: process time, for rows without a date. latest: no date may be later. channel: of rows that name none.
    """

    columns: Columns
    mapped: Mapped
    at: datetime
    latest: datetime
    channel: str
    faults: list[Fault] = field(default_factory=list)


class Cells:
    """One row being read; every method gives a value, or notes a fault and gives an empty one."""

    def __init__(self, row: Row, reading: Reading) -> None:
        self.row = row
        self.reading = reading

    def fault(self, name: str, message: str, **values: Any) -> None:
        """Note a fault in the column of a field."""
        column = self.reading.columns.headers.get(name, name)
        self.reading.faults.append(Fault(message, values, self.row.line, column))

    def raw(self, name: str) -> str:
        """The cell of a field as text, or what the mapping gives for an empty one."""
        value = self.row.cells.get(self.reading.columns.headers.get(name, ""))
        if isinstance(value, (list, dict)):
            self.fault(name, NOT_PLAIN)
            return ""
        if isinstance(value, bool):
            value = "true" if value else "false"
        text = "" if value is None else str(value)
        return text if text.strip() else self.reading.mapped.defaults.get(name, "")

    def line(self, name: str, *, limit: int) -> str:
        """A text of one line; too long is a fault."""
        return self._text(name, limit=limit, multiline=False)

    def text(self, name: str) -> str:
        """A text in paragraphs, its HTML made text; without two letters it counts as empty."""
        text = self._text(name, limit=MAX_TEXT, multiline=True)
        return text if visible_letters(text) >= 2 else ""

    def _text(self, name: str, *, limit: int, multiline: bool) -> str:
        raw = self.raw(name)
        try:
            text = plain_text(raw) if self._is_html(name, raw) else raw
        except TextTooLong:
            text = raw
        # Measured before the cleaning, which takes its time, and without what people do not see at the ends.
        length = len(text.strip())
        if length > limit:
            self.fault(name, TOO_LONG, length=length, limit=limit)
            return ""
        return clean_text(text, multiline=multiline)

    def _is_html(self, name: str, raw: str) -> bool:
        header, html = self.reading.columns.headers.get(name, ""), self.reading.mapped.html
        return name in html or header in html or header.casefold().endswith("html") or bool(_HTML.search(raw))

    def identity(self, name: str) -> str:
        """An external id: a short mark, needed."""
        mark = self.line(name, limit=MAX_ID)
        if not mark and not self.raw(name).strip():
            self.fault(name, EMPTY)
        return mark

    def code(self, name: str, table: str, known: Mapping[str, str], default: str | None = None) -> str | None:
        """A code of one of our closed lists: by the mapping, else by its own name; empty is `default`.

        Args:
            known: {name without case and accents: code}.
        """
        word = clean_text(self.raw(name), multiline=False)
        given = self.reading.mapped.code(table, word) if word else None
        if not word or given == "":
            return default
        found = known.get(plain(given if given is not None else word))
        if found is None:
            codes = ", ".join(dict.fromkeys(known.values()))
            self.fault(name, NOT_IN_LIST, text=(given or word)[:60], known=codes)
        return found if found is not None else default

    def channel(self) -> str:
        """How it was collected."""
        known = {plain(code): code for code in CHANNELS}
        return self.code("channel", "channels", known, self.reading.channel) or self.reading.channel

    def language(self, text: str) -> str:
        """The language named, else the one the text shows, else «und»."""
        word = self.raw("language").strip()
        known = LANGUAGES | ({plain(word): LANGUAGES[plain(word[:2])]} if _is_local(word) else {})
        return self.code("language", "languages", known) or detect(text)

    def moment(self) -> datetime:
        """The date of receipt; the process time where none is given."""
        text = self.raw("date").strip()
        if not text:
            return self.reading.at
        found = moment_of(text)
        if found is None:
            self.fault("date", NOT_A_DATE, text=text[:40])
        elif found > self.reading.latest:
            self.fault("date", NOT_YET, text=text[:40])
        return found or self.reading.at


def _is_local(word: str) -> bool:
    """Whether a word is a language with its country («fr-FR», «ar_MA»)."""
    return bool(re.fullmatch(r"[A-Za-z]{2}[-_][A-Za-z]{2}", word)) and plain(word[:2]) in LANGUAGES


def moment_of(text: str) -> datetime | None:
    """The moment a text names, in ISO 8601 or as people write dates here; None for anything else.

    Without a zone it is Moroccan time; without an hour it is noon.
    """
    found: datetime | None
    try:
        found = as_instant(text)
    except (ValueError, OverflowError):
        found = _written_moment(text)
    return found if found and found.year > 1900 else None


def _written_moment(text: str) -> datetime | None:
    hour = re.fullmatch(r"(\d{1,2}/\d{1,2}/\d{4})[ T](\d{1,2}:\d{2}(?::\d{2})?)", text)
    found = read_date(hour[1] if hour else text, "fr")
    if found is None or found.first is None or found.kind not in {"day", "hour"}:
        return None
    try:
        if hour:
            clock = datetime.strptime(hour[2][:5].zfill(5), "%H:%M").time()  # noqa: DTZ007
            return datetime.combine(found.first, clock, LOCAL_ZONE)
        return as_instant(found.first) if found.hour is None else datetime.combine(found.first, found.hour, LOCAL_ZONE)
    except (ValueError, OverflowError):
        return None


def tolerance() -> timedelta:
    """How far ahead a date may lie before it counts as future: clocks and zones differ."""
    return timedelta(days=1)
