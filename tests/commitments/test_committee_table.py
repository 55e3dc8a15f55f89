"""The minutes of 15 July 2020 as test: the table the platform composes from facts says what the committee wrote."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from openpyxl import load_workbook

from cocreation.commitments import progress_files
from cocreation.commitments.progress_table import ProgressTable, table_of
from cocreation.demo import timeline
from cocreation.meetings import queries as meetings
from tests.commitments.first_plan import BEFORE, ENTERED, FirstPlan, first_plan
from tests.fixtures.database import close, make_app

MINUTES = Path(__file__).with_name("minutes_2020_07_15.csv")
DATA = timeline.DATA / "first_plan.json"


def minutes() -> list[dict[str, str]]:
    with MINUTES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def normal(text: str) -> str:
    """The words with one space between them, and none beside a dash or before a mark, as printers differ there."""
    text = " ".join(text.split())
    text = re.sub(r"\s*([-–%:;.»)])\s*", r"\1", text)
    return re.sub(r"([«(])\s*", r"\1", text)


@pytest.fixture(scope="module")
def plan(copy_of: Callable[[str], Path]) -> Iterator[FirstPlan]:
    """The first plan, which the tests of this file only read."""
    folder = copy_of(ENTERED)
    app = make_app(f"sqlite:///{folder / 'cocreation.sqlite'}", folder)
    with app.app_context():
        yield first_plan()
    close(app)


def table(plan: FirstPlan, language: str = "fr") -> ProgressTable:
    return table_of(plan.commitments, plan.meeting, language)


def test_every_cell_says_what_the_minutes_say(plan: FirstPlan) -> None:
    composed = [
        {
            "number": str(row.number),
            "percentage": f"{row.percentage}%",
            "state": normal(" ".join(row.state)),
            "replanning": normal(" ".join(row.replanning)),
        }
        for row in table(plan).rows
    ]
    assert composed == [{name: normal(cell) for name, cell in row.items()} for row in minutes()]


def test_the_figures_of_the_minutes(plan: FirstPlan) -> None:
    found = {row.number: row for row in table(plan).rows}
    assert table(plan).mean == 76.0
    assert {number for number, row in found.items() if row.percentage == 100} == {1, 2, 5, 8, 12, 16}
    complete = {number for number, row in found.items() if "Engagement Complété" in row.state}
    assert complete == {1, 2, 5, 8, 12}


def test_what_the_percentage_does_not_say(plan: FirstPlan) -> None:
    done, cancelled, left = plan.commitment(16), plan.commitment(11), plan.commitment(5)
    assert (done.history[-1].percentage, done.history[-1].says_complete, done.closure) == (100, False, "open")
    assert (cancelled.history[-1].percentage, cancelled.closure) == (98, "open")
    assert [turn.state for turn in cancelled.actions[0].history] == ["cancelled"]
    assert left.closure == "complete"
    assert [turn.state for turn in left.actions[0].history] == ["replanned"]


def test_no_progress_agrees_with_the_meeting_before(plan: FirstPlan) -> None:
    still = {one.number for one in plan.commitments if one.history[-1].no_progress}
    assert still == {7, 13, 14, 15, 18}
    assert {row.number for row in table(plan).rows if row.change == 0} == still | {2}
    assert {row.since for row in table(plan).rows} == {BEFORE}


def test_the_meeting_before_has_its_own_table(plan: FirstPlan) -> None:
    earlier = meetings.on(BEFORE)
    assert earlier is not None
    rows = {row.number: row for row in table_of(plan.commitments, earlier, "fr").rows}
    assert [*map(normal, rows[14].replanning)] == ["Activités 2 et 6:mars 2020"]
    assert rows[3].state == ()
    assert rows[3].change is None


def test_no_cell_is_missing_in_arabic_and_english(plan: FirstPlan) -> None:
    french = table(plan)
    for language in ("ar", "en"):
        told = table(plan, language)
        for row, same in zip(told.rows, french.rows, strict=True):
            assert (row.number, row.percentage) == (same.number, same.percentage)
            assert (len(row.state), len(row.replanning)) == (len(same.state), len(same.replanning))
    letters = "".join("".join((*row.state, *row.replanning)) for row in table(plan, "ar").rows)
    assert re.sub(r"[^A-Za-zÀ-ÿ]", "", letters) == ""


def test_the_demonstration_keeps_facts_and_no_finished_cell() -> None:
    kept = DATA.read_text(encoding="utf-8")
    composed = (
        "Engagement Complété",
        "Aucun avancement",
        "Toutes les actions planifiées",
        "Activités 2 et 6",
        "Action restante annulée",
        "Nouveau planning",
        "Pas de visibilité pour le nouveau planning",
    )
    assert [words for words in composed if words in kept] == []


def cells(plan: FirstPlan, extension: str) -> list[list[str]]:
    """The rows of a file, as a reader of this kind of files reads them."""
    content = progress_files.made(plan.cycle, plan.meeting, "fr", extension)
    if extension == "csv":
        return list(csv.reader(StringIO(content.decode("utf-8-sig"))))[1:]
    if extension == "docx":
        word = Document(BytesIO(content)).tables[0]
        return [[cell.text for cell in row.cells] for row in word.rows][1:]
    if extension == "html":
        rows = re.findall(r"<tr>(.*?)</tr>", content.decode(), flags=re.DOTALL)[1:]
        return [[unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]
    sheet = load_workbook(BytesIO(content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    return [[str(row[0]), f"{row[1]:.0%}", *(str(cell or "") for cell in row[2:])] for row in rows]


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_spreadsheets_have_the_four_columns(plan: FirstPlan, extension: str) -> None:
    found = [[normal(cell) for cell in row] for row in cells(plan, extension)]
    assert found == [[normal(cell) for cell in row.values()] for row in minutes()]


@pytest.mark.parametrize("extension", ["docx", "html"])
def test_documents_have_the_three_columns_of_the_minutes(plan: FirstPlan, extension: str) -> None:
    found = [[normal(cell) for cell in row] for row in cells(plan, extension)]
    assert found == [
        [row["number"], normal(f"Avancement {row['percentage']} {row['state']}"), normal(row["replanning"])]
        for row in minutes()
    ]


def test_a_pdf_holds_every_word_of_the_minutes(plan: FirstPlan) -> None:
    document = pypdfium2.PdfDocument(progress_files.made(plan.cycle, plan.meeting, "fr", "pdf"))
    try:
        printed = {word for page in document for word in re.findall(r"\w+", page.get_textpage().get_text_range())}
    finally:
        document.close()
    words = {word for row in minutes() for cell in row.values() for word in re.findall(r"\w+", cell)}
    assert words - printed == set()


def test_the_change_stands_beside_where_it_is_asked_for(plan: FirstPlan) -> None:
    content = progress_files.made(plan.cycle, plan.meeting, "fr", "csv", changes=True)
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"))))[1:]
    assert [row[4] for row in rows[:3]] == ["8", "0", "8"]
