"""Marks are read as people write them, and refused with words that say why."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation.evaluation.marks import BadMark, Scale, written

HALVES = Scale(Fraction(5), Fraction(1, 2))
WHOLE = Scale(Fraction(4), Fraction(1))


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("٥", 5), ("3,5", 3.5), ("3.5", 3.5), ("٣٫٥", 3.5), ("۴", 4), ("  2 ", 2), ("\u00a02\u202f", 2),
        ("\u200f2", 2), ("0", 0), ("02", 2), ("3,0", 3), ("3.50", 3.5),
    ],
)  # fmt: skip
def test_what_is_read(text: str, mark: float) -> None:
    assert HALVES.read(text) == Fraction(mark)


@pytest.mark.parametrize("text", ["", "   ", "\u00a0"])
def test_nothing_is_no_mark(text: str) -> None:
    assert HALVES.read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "sNaN",
        "NaN",
        "inf",
        "1e9",
        "-1",
        "+1",
        "1 000",
        "3,5,1",
        "²",
        "½",
        "trois",
        "=1+1",
        "0x2",
        "3..5",
        ".5",
        "9" * 40,
    ],
)
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(BadMark) as refusal:
        HALVES.read(text)
    assert refusal.value.status == 422
    assert "is not a mark" in refusal.value.message


def test_outside_the_scale_or_between_its_steps() -> None:
    with pytest.raises(BadMark, match="above the scale"):
        WHOLE.read("٥")
    with pytest.raises(BadMark, match="between two marks"):
        WHOLE.read("3,5")
    with pytest.raises(BadMark, match="between two marks"):
        HALVES.read("3.501")


@given(st.text(max_size=12))
def test_any_text_is_a_mark_of_the_scale_or_refused(text: str) -> None:
    try:
        mark = HALVES.read(text)
    except BadMark:
        return
    assert mark is None or mark in HALVES.marks()


def test_what_is_kept_is_read_again() -> None:
    assert [HALVES.read(written(mark)) for mark in HALVES.marks()] == HALVES.marks()
    assert [written(mark) for mark in WHOLE.marks()] == ["0", "1", "2", "3", "4"]
