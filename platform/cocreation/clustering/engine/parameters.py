"""The parameters of the estimator: each is stored as given and checked, with a clear word, when it learns."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from numbers import Integral, Real
from typing import Any

from cocreation.clustering.engine.constraints import Constraint


class FaultyParameter(ValueError, TypeError):
    """A parameter of the wrong type or out of its range; caught as either, as in scikit-learn."""


def whole(least: int, most: int) -> Callable[[str, object], None]:
    """Return a check of a whole number between ``least`` and ``most``, both allowed."""

    def check(name: str, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, Integral):
            raise FaultyParameter(f"{name} must be a whole number, not {value!r}")
        if not least <= int(value) <= most:
            raise FaultyParameter(f"{name} must lie between {least} and {most}, not {value!r}")

    return check


def real(least: float, most: float) -> Callable[[str, object], None]:
    """Return a check of a number between ``least`` and ``most``, both allowed."""

    def check(name: str, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, Real):
            raise FaultyParameter(f"{name} must be a number, not {value!r}")
        if math.isnan(value) or not least <= float(value) <= most:
            raise FaultyParameter(f"{name} must lie between {least} and {most}, not {value!r}")

    return check


def _number_of_groups(name: str, value: object) -> None:
    if value is not None:
        whole(1, 100_000)(name, value)


def _constraints(name: str, value: object) -> None:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise FaultyParameter(f"{name} must be a sequence of Constraint, not {value!r}")
    for constraint in value:
        if not isinstance(constraint, Constraint):
            raise FaultyParameter(f"{name} must hold only Constraint, not {constraint!r}")


def _previous(name: str, value: object) -> None:
    if value is None:
        return
    if not isinstance(value, Mapping):
        raise FaultyParameter(f"{name} must map numbers of groups to ids, not {value!r}")
    for number, ids in value.items():
        if not isinstance(number, str):
            raise FaultyParameter(f"{name} must map numbers of groups as text, not {number!r}")
        if isinstance(ids, str) or not isinstance(ids, Sequence) or not all(isinstance(key, str) for key in ids):
            raise FaultyParameter(f"{name} must map each number to a sequence of ids, not {ids!r}")


CHECKS: dict[str, Callable[[str, object], None]] = {
    "n_groups": _number_of_groups,
    "seed": whole(0, 2**32 - 1),
    "n_dimensions": whole(1, 1000),
    "n_neighbours": whole(1, 1000),
    "smoothing": real(0.0, 100.0),
    "most_ungrouped": real(0.0, 1.0),
    "constraints": _constraints,
    "previous": _previous,
}


def validate(parameters: Mapping[str, Any]) -> None:
    """Raise ``FaultyParameter`` naming the first faulty one."""
    for name, check in CHECKS.items():
        check(name, parameters[name])
