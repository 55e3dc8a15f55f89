"""The minutes of 15 July 2020 as test: the table the platform composes from facts says what the committee wrote."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from flask import Flask

from cocreation.commitments.progress_table import ProgressTable, table_of
from tests.commitments.first_plan import FirstPlan, played

MINUTES = Path(__file__).with_name("minutes_2020_07_15.csv")
SAME = {4, 9, 10}


def minutes() -> list[dict[str, str]]:
    with MINUTES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def normal(text: str) -> str:
    """The words with one space between them, and none beside a dash or before a mark, as printers differ there."""
    text = " ".join(text.split())
    text = re.sub(r"\s*([-–%:;.»)])\s*", r"\1", text)
    return re.sub(r"([«(])\s*", r"\1", text)


@pytest.fixture
def plan(app: Flask, session: object) -> FirstPlan:
    return played()


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
