"""Small numbers of people are not shown, nor anything from which they could be worked out."""

from __future__ import annotations

from collections.abc import Sequence

from cocreation.synthesis.document import LEAST_SHOWN


def masked(values: Sequence[int | None]) -> tuple[list[bool], int | None]:
    """Which of some numbers must not be shown beside their total, and the total where it may be.

    Every number under LEAST_SHOWN is masked, and so are the smallest of the others: what is masked then holds small
    numbers and larger ones, which could stand in any order, so that nobody can tell which event was small. Where
    all are small there is nothing to hide them among, and the total is masked as well.

    Args:
        values: numbers of people from 0; None where nobody counted, which hides nothing and is never masked.

    Returns:
        For each value whether it is masked; the total, or None where it is masked or nobody counted.
    """
    counted = [value for value in values if value is not None]
    small = [value for value in counted if value < LEAST_SHOWN]
    if not counted or not small:
        return [False] * len(values), sum(counted) if counted else None
    larger = [value for value in counted if value >= LEAST_SHOWN]
    # Equal numbers are masked together: which of them is shown must not depend on their places.
    most = min(larger, default=LEAST_SHOWN)
    return [value is not None and value <= most for value in values], sum(counted) if larger else None
