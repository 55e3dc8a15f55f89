"""The workshop's part of the workbook: criteria with their weights, and columns that turn marks into a rank.

The grid is the one proposed to the committee (scale 0 to 4, weights that sum to 100, a mark of 0 on the first
criterion sets a group aside). Weights are cells to change; every formula is ours and reads no word of a person.
"""

from dataclasses import dataclass
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from cocreation.core.i18n import N_
from cocreation.synthesis.rendering.labels import Labels

MOST = 4
CRITERIA = (
    (N_("Relevance to open government"), 25, N_("Access to information, participation, integrity, accountability")),
    (N_("Expected change"), 25, N_("What would be different, and for how many people")),
    (N_("Feasibility"), 20, N_("Law, technique, organisation, within the time of the plan")),
    (N_("A result one can check"), 10, N_("Anybody can see whether it was done")),
    (N_("Means"), 10, N_("Money and people are there or can be found")),
    (N_("Who benefits"), 10, N_("Regions and people heard too little are reached")),
)
NAMES = tuple(criterion for criterion, _, _ in CRITERIA)
HEADS = (N_("In scope"), *NAMES, N_("Score"), N_("Rank"), N_("Decision"), N_("Why"))
WIDTHS = (10, *(13 for _ in NAMES), 9, 8, 22, 34)
RULES = (
    N_("Each group gets a whole number from 0 to 4 for each criterion; the score goes from 0 to 100."),
    N_("A group out of scope, or with 0 for the first criterion, has the score 0."),
    N_("Comments and support are shown to be read, they are not part of the score."),
    N_("The workshop decides, and writes why where it departs from the ranking."),
)


@dataclass(frozen=True)
class Scoring:
    """The scoring columns of the sheet of groups, to the end of its own.

    Args:
        page: the sheet of groups. looks: its formats. labels: the words.
        column: the place of the first column. first, last: the rows of groups, counted from 0.
    """

    page: Worksheet
    looks: dict[str, Format]
    labels: Labels
    column: int
    first: int
    last: int

    def write(self, head_row: int) -> None:
        """Write heads, empty cells to fill in, and formulas."""
        for place, (head, width) in enumerate(zip(HEADS, WIDTHS, strict=True), start=self.column):
            self.page.write_string(head_row, place, self.labels.gettext(head), self.looks["scoring"])
            self.page.set_column(place, place, width)
        for row in range(self.first, self.last + 1):
            self._row(row)
        if self.last >= self.first:
            self._checks()

    def _row(self, row: int) -> None:
        score, rank = self.column + len(CRITERIA) + 1, self.column + len(CRITERIA) + 2
        for place in (*range(self.column, score), rank + 1, rank + 2):
            self.page.write_blank(row, place, None, self.looks["fill"])
        gate, first, last = (_cell(place, row) for place in (self.column, self.column + 1, score - 1))
        marks = (_cell(self.column + place, row) for place in range(1, len(CRITERIA) + 1))
        weighed = "+".join(f"{mark}*weight_{place}" for place, mark in enumerate(marks, start=1))
        weights = "+".join(f"weight_{place}" for place in range(1, len(CRITERIA) + 1))
        no = self.labels.gettext("No").replace('"', '""')
        formula = f'=IF({gate}="{no}",0,IF(COUNT({first}:{last})<{len(CRITERIA)},"",'
        formula += f"IF({first}=0,0,100*({weighed})/({MOST}*({weights})))))"
        self.page.write_formula(row, score, formula, self.looks["score"], "")
        name = xl_col_to_name(score)
        scores = f"{name}${self.first + 1}:{name}${self.last + 1}"
        ranked = f'=IF({_cell(score, row)}="","",RANK({_cell(score, row)},{scores}))'
        self.page.write_formula(row, rank, ranked, self.looks["number"], "")

    def _checks(self) -> None:
        """Only «yes» or «no», only marks from 0 to 4."""
        say = self.labels.gettext
        answers = {"validate": "list", "source": [say("Yes"), say("No")]}
        self.page.data_validation(self.first, self.column, self.last, self.column, answers)
        marks = {
            "validate": "integer", "criteria": "between", "minimum": 0, "maximum": MOST,
            "error_title": say("Mark"), "error_message": say("A mark is a whole number from 0 to 4."),
        }  # fmt: skip
        self.page.data_validation(self.first, self.column + 1, self.last, self.column + len(CRITERIA), marks)


def _cell(column: int, row: int) -> str:
    return f"{xl_col_to_name(column)}{row + 1}"


def write_criteria(book: Any, page: Worksheet, looks: dict[str, Format], labels: Labels, row: int) -> None:
    """The criteria with their weights, named so that the scores follow a change; their sum is checked.

    Args:
        row: where the heads stand, counted from 0.
    """
    say = labels.gettext
    heads = ((N_("Criterion"), 34), (N_("Weight"), 10), (N_("What it asks"), 70))
    for place, (head, width) in enumerate(heads):
        page.write_string(row, place, say(head), looks["head"])
        page.set_column(place, place, width)
    for number, (criterion, weight, question) in enumerate(CRITERIA, start=1):
        page.write_string(row + number, 0, say(criterion), looks["text"])
        page.write_number(row + number, 1, weight, looks["fill"])
        page.write_string(row + number, 2, say(question), looks["text"])
        name = page.get_name().replace("'", "''")
        book.define_name(f"weight_{number}", f"='{name}'!$B${row + number + 1}")
    last = row + len(CRITERIA) + 1
    page.write_string(last, 0, say("Sum, which must be 100"), looks["strong"])
    page.write_formula(last, 1, f"=SUM(B{row + 2}:B{last})", looks["strong"], 100)
    page.write_string(last, 2, "", looks["text"])
    for place, rule in enumerate(RULES, start=last + 2):
        page.write_string(place, 0, say(rule), looks["plain"])
