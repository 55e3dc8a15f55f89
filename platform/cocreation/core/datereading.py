"""Reading a date as an administrator types it, in French, Arabic or English.  Pure.

A reading is a kind, two bounds and perhaps an hour; what was typed is kept by the caller.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from cocreation.core.datewords import LANGUAGES, Words, fold

MAX_LENGTH = 200
_YEARS = range(1900, 2201)


@dataclass(frozen=True)
class Reading:
    """What a text says: a kind, its first and last day (None when open or unknown), perhaps an hour."""

    kind: str
    first: date | None = None
    last: date | None = None
    hour: time | None = None


@dataclass(frozen=True)
class _Borrowed:
    """Year and month that the left side of a range takes from its right side («19 – 27 octobre 2020»)."""

    year: int | None = None
    month: int | None = None


_NOTHING = _Borrowed()


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def week_of_month(year: int, month: int, number: int) -> tuple[date, date]:
    """Return first and last day of week `number` of a month: days 1–7, 8–14 …; -1 is the last seven days."""
    end = month_end(year, month)
    if number == -1:
        return end - timedelta(days=6), end
    first = date(year, month, 7 * number - 6)
    return first, min(first + timedelta(days=6), end)


def read(text: str, language: str) -> Reading | None:
    """Return what `text` says, or None when no language of ours understands it.

    The words of `language` are tried first, then those of the others: an administrator who reads
    the pages in French may well type an Arabic month.
    """
    folded = fold(text[: MAX_LENGTH + 1])
    if not folded or len(text) > MAX_LENGTH:
        return None
    order = [language, *(code for code in LANGUAGES if code != language)]
    for words in (LANGUAGES[code] for code in order if code in LANGUAGES):
        try:
            reading = _read_in(folded, words)
        except ValueError:  # A day that is in no calendar, as 31/02: no language will make it one.
            return None
        if reading is not None:
            return reading
    return None


def _read_in(text: str, words: Words) -> Reading | None:
    for kind in ("not_communicated", "no_visibility", "recurring", "depends_on"):
        if re.search(getattr(words, kind), text):
            return Reading(kind)
    return _from(text, words) or _one(text, words) or _range(text, words)


def _from(text: str, words: Words) -> Reading | None:
    match = re.match(words.starting, text)
    if not match:
        return None
    rest = re.sub(f"^(?:{words.of})", "", text[match.end() :])
    between = _range(rest, words)  # «from September to November» has an end after all.
    start = _one(rest, words)
    return between or (Reading("from", start.first) if start and start.first else None)


def _range(text: str, words: Words) -> Reading | None:
    for match in re.finditer(words.to, text):
        right = _one(text[match.end() :], words)
        if right is None or right.first is None or right.last is None:
            continue
        left = _left(text[: match.start()], words, right)
        if left and left.first and left.first <= right.last:
            return Reading("range", left.first, right.last)
    return None


def _left(text: str, words: Words, right: Reading) -> Reading | None:
    """Read the left side of a range, which may lack what its right side says."""
    first = right.first
    if first is None:
        return None
    ordinal = re.fullmatch(words.ordinal, text)
    if right.kind == "week_of_month" and ordinal:
        return Reading("week_of_month", *week_of_month(first.year, first.month, words.ordinals[text]))
    left = _one(text, words, _Borrowed(first.year, first.month))
    if left and left.first and left.first.month > first.month:
        # «novembre – janvier 2021» begins the year before.
        left = _one(text, words, _Borrowed(first.year - 1))
    return left


def _one(text: str, words: Words, borrowed: _Borrowed = _NOTHING) -> Reading | None:
    """Read a date without a range: an hour, a day, a week, a part of a month, a month or a year."""
    text = re.sub(words.noise, "", text).strip(" ,.")
    return (
        _numbers(text)
        or _day(text, words, borrowed)
        or _week(text, words, borrowed)
        or _part_of_month(text, words, borrowed)
        or _month_or_year(text, words, borrowed)
        or _hour(text, words)
    )


def _numbers(text: str) -> Reading | None:
    """Read 11/09/2020 (day first in all three languages), 2020-09-11, 09/2020 and 2020-09."""
    if match := re.fullmatch(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", text):
        return _on(int(match[4]), int(match[3]), int(match[1]))
    if match := re.fullmatch(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})", text):
        return _on(int(match[1]), int(match[3]), int(match[4]))
    if match := re.fullmatch(r"(\d{1,2})/(\d{4})", text):
        return _month(int(match[2]), int(match[1]))
    if match := re.fullmatch(r"(\d{4})-(\d{2})", text):
        return _month(int(match[1]), int(match[2]))
    return None


_NUMBER = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?"
_YEAR = r"(?:,? (?:سنه |de |of )?(?P<year>\d{4}))?"


def _day(text: str, words: Words, borrowed: _Borrowed) -> Reading | None:
    day_first = rf"{_NUMBER} (?:{words.of})?(?P<month>{words.month}){_YEAR}"
    month_first = rf"(?P<month>{words.month}) {_NUMBER}{_YEAR}"
    match = re.fullmatch(day_first, text) or re.fullmatch(month_first, text)
    year = _year(match, borrowed)
    if match and year:
        return _on(year, _month_number(match, words), int(match["day"]))
    bare = re.fullmatch(_NUMBER, text)
    if bare and borrowed.year and borrowed.month:
        return _on(borrowed.year, borrowed.month, int(bare["day"]))
    return None


def _week(text: str, words: Words, borrowed: _Borrowed) -> Reading | None:
    tail = rf"(?:{words.of})?(?P<month>{words.month}){_YEAR}"
    match = re.fullmatch(rf"(?P<rank>{words.ordinal}) {words.week} {tail}", text) or re.fullmatch(
        rf"{words.week} (?P<rank>{words.ordinal}) {tail}", text
    )
    year = _year(match, borrowed)
    if not match or not year:
        return None
    number = words.ordinals[match["rank"].rstrip(".")]
    return Reading("week_of_month", *week_of_month(year, _month_number(match, words), number))


def _part_of_month(text: str, words: Words, borrowed: _Borrowed) -> Reading | None:
    """Read the beginning (days 1–10), the middle (11–20) or the end (21 to the last day) of a month."""
    for name in ("end", "early", "middle"):
        match = re.fullmatch(rf"{getattr(words, name)}(?:{words.of})?(?P<month>{words.month}){_YEAR}", text)
        year = _year(match, borrowed)
        if match and year:
            month = _month_number(match, words)
            if name == "end":
                return Reading("end_of_month", date(year, month, 21), month_end(year, month))
            start = 1 if name == "early" else 11
            return Reading("range", date(year, month, start), date(year, month, start + 9))
    return None


def _month_or_year(text: str, words: Words, borrowed: _Borrowed) -> Reading | None:
    match = re.fullmatch(rf"(?P<month>{words.month}){_YEAR}", text)
    year = _year(match, borrowed)
    if match and year:
        return _month(year, _month_number(match, words))
    if re.fullmatch(r"\d{4}", text) and int(text) in _YEARS:
        return Reading("range", date(int(text), 1, 1), date(int(text), 12, 31))
    return None


def _hour(text: str, words: Words) -> Reading | None:
    match = re.fullmatch(
        rf"(?P<day>.+?)(?:,? |t)(?P<at>{words.at})?(?P<h>\d{{1,2}})"
        r"(?P<mark> ?(?:h|heures?)(?: ?(?P<m>\d{2}))?|:(?P<m2>\d{2}))?"
        r"(?: ?(?P<half>am|pm|صباحا|مساء|زوالا))?",
        text,
    )
    if not match or not (match["at"] or match["mark"] or match["half"]):
        return None
    day = _one(match["day"], words)
    if day is None or day.kind != "day":
        return None
    hour = int(match["h"])
    if match["half"] in {"pm", "مساء", "زوالا"} and hour < 12:
        hour += 12
    return Reading("hour", day.first, day.last, time(hour, int(match["m"] or match["m2"] or 0)))


def _year(match: re.Match[str] | None, borrowed: _Borrowed) -> int | None:
    if match is None:
        return None
    return int(match["year"]) if match["year"] else borrowed.year


def _month_number(match: re.Match[str], words: Words) -> int:
    return words.months[match["month"].rstrip(".")]


def _on(year: int, month: int, day: int) -> Reading | None:
    only = date(year, month, day)
    return Reading("day", only, only) if year in _YEARS else None


def _month(year: int, month: int) -> Reading | None:
    return Reading("month", date(year, month, 1), month_end(year, month)) if year in _YEARS else None
