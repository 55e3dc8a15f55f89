"""The grid: offered whole, adopted by two, public before the first mark and locked by it."""

from __future__ import annotations

import pytest

from cocreation.core.i18n import OfficialText
from cocreation.evaluation import grids, queries
from cocreation.evaluation.grids import Locked, NotWhole, Wording
from cocreation.evaluation.models import Grid
from cocreation.evaluation.workshops import NotNow
from cocreation.synthesis.rendering.scoring import CRITERIA
from tests.evaluation.material import HELD, World, adopted, items, mark, opened


def wording(weight: int = 25, **more: object) -> Wording:
    values: dict[str, object] = {
        "title": OfficialText(fr="Pertinence"), "guidance": OfficialText(fr="Le lien"),
        "anchors": {level: OfficialText(fr=f"Niveau {level}") for level in range(5)}, "weight": weight, "veto": False,
    }  # fmt: skip
    return Wording(**{**values, **more})  # type: ignore[arg-type]


def begun(world: World) -> Grid:
    return grids.begin(cycle=world.cycle, by=world.secretariat, at=HELD)


def test_the_grid_offered_is_that_of_the_workbook_and_whole_in_three_languages(world: World) -> None:
    grid = begun(world)
    assert [(one.title["en"], one.weight) for one in grid.criteria] == [(name, weight) for name, weight, _ in CRITERIA]
    assert grid.total == 100
    assert [one.veto for one in grid.criteria] == [True, *[False] * 5]
    assert all(not one.anchor(level).missing() for one in grid.criteria for level in grid.levels)


def test_two_people_adopt_it(world: World) -> None:
    grid = begun(world)
    with pytest.raises(grids.Refused, match="two people"):
        grids.adopt(grid=grid, by=world.second, at=HELD)
    grids.propose(grid=grid, by=world.secretariat, at=HELD)
    with pytest.raises(grids.Refused, match="two people"):
        grids.adopt(grid=grid, by=world.secretariat, at=HELD)
    grids.adopt(grid=grid, by=world.second, at=HELD)
    assert (grid.state, grid.digest) == ("adopted", grids.digest_of(grid))
    assert queries.adopted_grid(world.cycle.id) is grid


def test_weights_that_do_not_sum_to_100_are_not_proposed(world: World) -> None:
    grid = begun(world)
    grids.write_criterion(grid=grid, criterion=grid.criteria[0], wording=wording(20), by=world.secretariat, at=HELD)
    with pytest.raises(NotWhole) as refusal:
        grids.propose(grid=grid, by=world.secretariat, at=HELD)
    assert refusal.value.values == {"total": 95}


@pytest.mark.parametrize("part", ["title", "guidance", "anchors"])
def test_a_criterion_without_wording_is_not_proposed(world: World, part: str) -> None:
    grid = begun(world)
    empty = {} if part == "anchors" else OfficialText()
    faulty = wording(**{part: empty})
    grids.write_criterion(grid=grid, criterion=grid.criteria[0], wording=faulty, by=world.secretariat, at=HELD)
    with pytest.raises(NotWhole, match="lacks"):
        grids.propose(grid=grid, by=world.secretariat, at=HELD)


def test_a_change_after_the_adoption_asks_for_both_yeses_again(world: World) -> None:
    grid = adopted(world)
    grids.write_criterion(grid=grid, criterion=grid.criteria[0], wording=wording(), by=world.second, at=HELD)
    assert (grid.state, grid.digest, grid.adopted_by_id) == ("draft", "", None)


def test_a_higher_scale_waits_for_its_wording(world: World) -> None:
    grid = begun(world)
    grids.set_scale(grid=grid, most=5, step="0.5", by=world.secretariat, at=HELD)
    with pytest.raises(NotWhole, match="lacks"):
        grids.propose(grid=grid, by=world.secretariat, at=HELD)


@pytest.mark.both_databases
def test_the_first_mark_locks_it(world: World) -> None:
    workshop = opened(world)
    grid = workshop.grid
    assert grid is not None
    mark(workshop.evaluators[0], items(workshop)[0], 3)
    for change in (
        lambda: grids.write_criterion(grid=grid, criterion=None, wording=wording(), by=world.second, at=HELD),
        lambda: grids.set_scale(grid=grid, most=5, step="1", by=world.second, at=HELD),
        lambda: grids.strike_criterion(grid=grid, criterion=grid.criteria[0], by=world.second, at=HELD),
    ):
        with pytest.raises(Locked):
            change()
    assert grid.digest == grids.digest_of(grid)
    assert grids.begin(cycle=world.cycle, by=world.second, at=HELD).number == 2


def test_no_mark_is_taken_under_a_grid_that_one_person_changed_since_the_opening(world: World) -> None:
    workshop = opened(world)
    grid, first = workshop.grid, workshop.evaluators[0]
    assert grid is not None
    grids.set_scale(grid=grid, most=3, step="1", by=world.secretariat, at=HELD)
    with pytest.raises(NotNow):
        mark(first, items(workshop)[0], 2)
    grids.propose(grid=grid, by=world.secretariat, at=HELD)
    grids.adopt(grid=grid, by=world.second, at=HELD)
    mark(first, items(workshop)[0], 2)
    assert queries.is_locked(grid)
