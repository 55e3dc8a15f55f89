"""The committee's table as files: CSV and XLSX in separate columns; DOCX, PDF and HTML in those of the minutes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from cocreation.commitments import progress_queries
from cocreation.commitments.progress_table import ProgressTable, Row, table_of
from cocreation.core import spreadsheets
from cocreation.core.i18n import N_, Translator, direction, translator
from cocreation.core.spreadsheets import Column, Percent, Sheet, Value
from cocreation.cycles.models import Cycle
from cocreation.meetings.models import Meeting
from cocreation.synthesis.remarks import drawn
from cocreation.synthesis.rendering.blocks import (
    RIGHT_TO_LEFT,
    Caption,
    Heading,
    Note,
    Story,
    Table,
    anchored,
    plain,
    said,
)

TEMPLATES = Path(__file__).parent / "templates"
FORMATS: dict[str, str] = {
    "csv": spreadsheets.CSV,
    "xlsx": spreadsheets.XLSX,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}
COMMITMENT, PROGRESS = N_("Commitment"), N_("State of progress")
REPLANNING = N_("New schedule of the remaining actions")
CHANGE = N_("Change since the meeting before")


def made(cycle: Cycle, meeting: Meeting, language: str, extension: str, *, changes: bool = False) -> bytes:
    """The table of a meeting as a file.

    Args:
        extension: one of ``FORMATS``. changes: whether the change since the meeting before stands beside.
    """
    table = table_of(progress_queries.commitments(cycle.id), meeting, language)
    if extension == "html":
        return _page(cycle, meeting, table, changes=changes)
    if extension in {"docx", "pdf"}:
        return drawn(_story(cycle, meeting, table, changes=changes), extension, meeting.held_on)
    sheet = _sheet(cycle, meeting, table, changes=changes)
    return spreadsheets.as_csv(sheet) if extension == "csv" else spreadsheets.as_xlsx(sheet)


def file_name(cycle: Cycle, meeting: Meeting, language: str, extension: str) -> str:
    """«pan-2018-2020-2020-07-15-fr.pdf»."""
    return f"{cycle.slug}-{meeting.held_on.isoformat()}-{language}.{extension}"


def progress_lines(row: Row, words: Translator) -> list[str]:
    """The second column of the minutes: how far, then the word complete and the remarks."""
    if row.percentage is None:
        return [*row.state]
    return [words.gettext(N_("Progress %(percent)s"), percent=words.percent(row.percentage / 100)), *row.state]


def signed(change: int | None, words: Translator) -> str:
    """A change in points with its sign; «=» for none, nothing where there was no meeting before."""
    if change is None:
        return ""
    sign = "+" if change > 0 else "−"
    return f"{sign}{words.number(abs(change))}" if change else "="


def _sheet(cycle: Cycle, meeting: Meeting, table: ProgressTable, *, changes: bool) -> Sheet:
    words = translator(table.language)
    say = words.gettext
    columns = [
        Column(say(COMMITMENT), 14), Column(say(N_("Percentage")), 14), Column(say(PROGRESS), 70),
        Column(say(REPLANNING), 60),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [
            row.number,
            None if row.percentage is None else Percent(row.percentage),
            "\n".join(row.state),
            "\n".join(row.replanning),
        ]
        for row in table.rows
    ]
    if changes:
        columns.append(Column(say(CHANGE), 16))
        rows = [[*cells, row.change] for cells, row in zip(rows, table.rows, strict=True)]
    return Sheet(
        title=cycle.title.shown(table.language)[0], notes=[meeting.title.shown(table.language)[0]], columns=columns,
        rows=rows, rtl=table.language in RIGHT_TO_LEFT,
    )  # fmt: skip


def _grid(table: ProgressTable, *, changes: bool) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Heads and rows in the columns of the minutes."""
    words = translator(table.language)
    heads = (COMMITMENT, PROGRESS, REPLANNING, *((CHANGE,) if changes else ()))
    rows = (
        (
            words.number(row.number),
            "\n".join(progress_lines(row, words)),
            "\n".join(row.replanning),
            *((signed(row.change, words),) if changes else ()),
        )
        for row in table.rows
    )
    return tuple(map(words.gettext, heads)), tuple(rows)


def mean_line(table: ProgressTable) -> str:
    """«Mean progress: 76 %»."""
    words = translator(table.language)
    mean = words.number(round(table.mean, 1)) if table.mean is not None else "–"
    return words.gettext(N_("Mean progress: %(mean)s %%"), mean=mean)


def _story(cycle: Cycle, meeting: Meeting, table: ProgressTable, *, changes: bool) -> Story:
    language, words = table.language, translator(table.language)
    heads, rows = _grid(table, changes=changes)
    title = words.gettext(N_("Progress of the commitments"))
    narrow = (0, 3) if changes else (0,)
    blocks = (
        Heading(1, said(title, language, within=language), breaks=True),
        Table(
            Caption(meeting.title.shown(language)[0]),
            heads,
            tuple(tuple(map(plain, row)) for row in rows),
            narrow=narrow,
        ),
        Note(mean_line(table)),
    )
    return Story(
        language=language,
        direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
        kicker=words.gettext("Co-creation of the national action plan for open government"),
        title=title,
        cycle=said(cycle.title.shown(language)[0], "", within=language),
        dated=words.day(meeting.held_on),
        version=plain(meeting.title.shown(language)[0]),
        mark="",
        mark_note="",
        contents="",
        page=words.gettext("Page"),
        fingerprint="",
        blocks=tuple(anchored(blocks)),
    )


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _page(cycle: Cycle, meeting: Meeting, table: ProgressTable, *, changes: bool) -> bytes:
    heads, rows = _grid(table, changes=changes)
    page = _environment().get_template("commitments/table_file.html").render(
        language=table.language, direction=direction(table.language), title=cycle.title.shown(table.language)[0],
        caption=meeting.title.shown(table.language)[0], heads=heads, rows=rows, mean=mean_line(table),
    )  # fmt: skip
    style = (TEMPLATES / "commitments/table_file.css").read_text(encoding="utf-8")
    return page.replace("@@STYLE@@", f"<style>\n{style}</style>", 1).encode() + b"\n"
