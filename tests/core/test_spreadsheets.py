"""Tables written and read: what a file holds never changes how the next one is read."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cocreation.core.spreadsheets import LONGEST_READ, read_csv
from cocreation.proposals.importing.csvfile import read_csv as read_import
from cocreation.synthesis.contents import lines_of


def test_a_cell_as_long_as_the_longest_text_is_read_and_a_longer_one_refused() -> None:
    assert list(read_csv("x" * LONGEST_READ)) == [["x" * LONGEST_READ]]
    with pytest.raises(csv.Error, match="field larger"):
        list(read_csv("x" * (LONGEST_READ + 1)))


def test_reading_a_small_file_of_a_report_leaves_longer_ones_readable() -> None:
    assert [line.text for line in lines_of("report.csv", b"a,b\r\n")] == ["a", "b"]
    assert list(read_csv("x" * 200_000)) == [["x" * 200_000]]


def test_an_import_reads_long_cells_after_it(tmp_path: Path) -> None:
    lines_of("report.csv", b"a\r\n")
    (tmp_path / "ideas.csv").write_text(f"id;title\r\n1;{'y' * 200_000}\r\n", encoding="utf-8")
    assert len(read_import(tmp_path / "ideas.csv").rows) == 1
