"""No published attendance tells, alone or with the total, that few people came to an event."""

from collections import defaultdict
from itertools import product

import pytest

from cocreation.synthesis.document import LEAST_SHOWN
from cocreation.synthesis.masking import masked

VALUES = (None, 0, 1, 4, 5, 6, 7)


def published(values: tuple[int | None, ...]) -> tuple[tuple[int | str | None, ...], int | None]:
    """What a reader sees of some attendances."""
    hidden, total = masked(values)
    return tuple("masked" if is_hidden else value for value, is_hidden in zip(values, hidden, strict=True)), total


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_what_is_published_leaves_each_masked_number_small_or_not(length: int) -> None:
    behind: dict[object, list[tuple[int | None, ...]]] = defaultdict(list)
    for values in product(VALUES, repeat=length):
        behind[published(values)].append(values)
    for (shown, total), possible in behind.items():
        for place, value in enumerate(shown):
            if value == "masked":
                found = {values[place] for values in possible}
                assert len(found) > 1, (shown, total)
                if total is not None:
                    # Who knows the rule and the total cannot even tell which of the masked events was small.
                    assert min(found) < LEAST_SHOWN <= max(found), (shown, total)


def test_no_small_number_is_shown_and_the_total_is_the_true_one() -> None:
    for values in product(VALUES, repeat=3):
        shown, total = published(values)
        counted = [value for value in values if value is not None]
        assert not any(isinstance(value, int) and value < LEAST_SHOWN for value in shown)
        assert total is None or total == sum(counted)


def test_where_all_are_large_nothing_is_masked() -> None:
    assert published((12, None, 5)) == ((12, None, 5), 17)


def test_the_smallest_of_the_others_hides_the_small_one() -> None:
    assert published((146, 9, 3, 27)) == ((146, "masked", "masked", 27), 185)
    assert published((3, 2)) == (("masked", "masked"), None)
    assert published(()) == ((), None)
