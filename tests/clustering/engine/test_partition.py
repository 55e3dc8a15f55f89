"""How many groups are fit for people, and the second look that neighbours give."""

import numpy as np
import pytest
from scipy import sparse

from cocreation.clustering.engine.partition import range_of_groups
from cocreation.clustering.engine.votes import second_look


@pytest.mark.parametrize(
    ("n_points", "n_ideas", "bounds"),
    [(2, None, (1, 1)), (30, None, (6, 14)), (300, None, (15, 35)), (320, 384, (16, 45)), (600, None, (18, 46)),
     (5_000, None, (35, 81))],
)  # fmt: skip
def test_the_number_of_groups_is_fit_for_people(n_points: int, n_ideas: int | None, bounds: tuple[int, int]) -> None:
    assert range_of_groups(n_points, n_ideas) == bounds


def test_more_ideas_never_mean_fewer_groups() -> None:
    most = [range_of_groups(n)[1] for n in range(2, 3_000)]
    assert most == sorted(most)


def test_an_idea_between_two_groups_goes_where_its_neighbours_are() -> None:
    points = np.array([[1, 0]] * 4 + [[0, 1]] * 4 + [[0.75, 0.66]], dtype=np.float32)
    shares = np.zeros((9, 9), dtype=np.float32)
    shares[:4, :4] = shares[4:8, 4:8] = shares[8, 4:8] = 0.25
    labels = np.array([0] * 4 + [1] * 4 + [0])
    moved = second_look(points, sparse.csr_matrix(shares), labels)
    assert moved.tolist() == [0] * 4 + [1] * 5
    alone = second_look(points, sparse.csr_matrix((9, 9), dtype=np.float32), labels)
    assert alone.tolist() == labels.tolist()
