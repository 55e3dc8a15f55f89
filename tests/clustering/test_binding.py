"""Corrections that cannot all hold are found before the engine would stumble over them, and named."""

from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation.clustering.binding import Binding
from cocreation.clustering.engine import Constraint
from cocreation.clustering.engine.constraints import compile_rules
from cocreation.clustering.models import Correction

IDEAS = tuple("abcdef")
numbers = count(1)


def correction(kind: str, **payload: Any) -> Correction:
    return Correction(id=next(numbers), run_id=1, kind=kind, payload=payload, before={})


def together(*ids: str) -> Correction:
    return correction("together", ids=list(ids))


def apart(*ids: str) -> Correction:
    return correction("apart", ids=list(ids))


def home(name: str | None, *ids: str) -> Correction:
    return correction("move", homes=dict.fromkeys(ids, name))


def lock(name: str, *ids: str) -> Correction:
    return correction("lock", group=name, ids=list(ids))


@pytest.mark.parametrize(
    ("made", "named"),
    [
        pytest.param([together("a", "b"), apart("a", "b")], [0, 1], id="together and apart"),
        pytest.param([together("a", "b"), together("b", "c"), apart("c", "a")], [0, 1, 2], id="a chain and apart"),
        pytest.param([home("g1", "a"), home("g2", "b"), together("a", "b")], [0, 1, 2], id="two homes and together"),
        pytest.param([apart("a", "b"), home("g1", "a"), home("g1", "b")], [0, 1, 2], id="foes moved to one group"),
        pytest.param(
            [together("b", "c"), apart("a", "b"), home("g1", "a"), home("g1", "c")], [1, 2, 3], id="a foe’s companion"
        ),
        pytest.param([lock("g1", "a", "b"), together("b", "c")], [0, 1], id="locked in and together with one outside"),
        pytest.param([lock("g1", "a", "b"), home("g2", "a")], [0, 1], id="moved out of a lock"),
        pytest.param([lock("g1", "a", "b"), home("g1", "c")], [0, 1], id="moved into a lock"),
        pytest.param([lock("g1", "a", "b"), apart("a", "b")], [0, 1], id="locked in and apart"),
        pytest.param([lock("g1", "a", "b"), lock("g2", "b", "c")], [0, 1], id="locked twice"),
    ],
)
def test_what_contradicts_is_named(made: list[Correction], named: list[int]) -> None:
    for place in range(1, len(made)):
        assert Binding(made[:place]).faults() == []
    assert Binding(made).faults() == [made[place] for place in named]


@pytest.mark.parametrize(
    "made",
    [
        pytest.param([home("g1", "a"), home("g2", "a"), together("a", "b")], id="the last home counts"),
        pytest.param([together("a", "b"), together("c", "d"), apart("a", "c")], id="two companies apart"),
        pytest.param([lock("g1", "a", "b"), correction("unlock", group="g1"), home("g2", "a")], id="unlocked"),
        pytest.param([home(None, "a"), home(None, "b"), apart("a", "b")], id="both in no group"),
        pytest.param([lock("g1", "a", "b"), together("a", "b"), home("g1", "a", "b")], id="three times the same"),
    ],
)
def test_what_can_stand_side_by_side_is_let_stand(made: list[Correction]) -> None:
    assert Binding(made).faults() == []


some = st.lists(st.sampled_from(IDEAS), min_size=1, max_size=3, unique=True)
several = st.lists(st.sampled_from(IDEAS), min_size=2, max_size=3, unique=True)
name = st.sampled_from(["g1", "g2", "g3"])
any_correction = st.one_of(
    several.map(lambda ids: together(*ids)),
    several.map(lambda ids: apart(*ids)),
    st.tuples(name | st.none(), some).map(lambda drawn: home(drawn[0], *drawn[1])),
    st.tuples(name, some).map(lambda drawn: lock(drawn[0], *drawn[1])),
    name.map(lambda group: correction("unlock", group=group)),
    name.map(lambda group: correction("rename", titles={group: "Titre"})),
)


@given(st.lists(any_correction, max_size=12))
def test_what_is_accepted_the_engine_accepts_too(asked: list[Correction]) -> None:
    standing: list[Correction] = []
    for one in asked:
        if not Binding([*standing, one]).faults():
            standing.append(one)
    constraints = [
        Constraint(**{**rule, "ids": tuple(rule.get("ids", ()))}) for rule in Binding(standing).constraints()
    ]
    rules = compile_rules(constraints, {reference: row for row, reference in enumerate(IDEAS)})
    for group, rows in rules.locks.items():
        assert {row for row, moved in rules.moves.items() if moved == group} <= set(rows)
