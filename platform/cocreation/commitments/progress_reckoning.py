"""The percentage of a commitment from those of its weighted actions.  Pure."""

from __future__ import annotations

from collections.abc import Iterable


def weighted(parts: Iterable[tuple[int, int]]) -> int | None:
    """The whole percentage of some parts, rounded down: 100 is reached only when every part is at 100.

    Args:
        parts: of each part its weight and its percentage.

    Returns:
        None where no part has a weight.
    """
    weights = sums = 0
    for weight, percentage in parts:
        weights += weight
        sums += weight * percentage
    return sums // weights if weights else None
