"""Corrections by hand are conditions of the next run."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cocreation.clustering.engine import Constraint, ContradictoryConstraints, Document, Grouper
from cocreation.clustering.engine.analysis import analyse_documents
from cocreation.clustering.engine.constraints import compile_rules
from cocreation.clustering.engine.corrections import named_groups
from tests.clustering.engine.corpus import documents, ids_once


def groups_of(grouper: Grouper) -> dict[str, list[str]]:
    return {group.id: group.members for group in grouper.grouping_.groups if group.members}


def home(groups: dict[str, list[str]], key: str) -> str | None:
    return next((name for name, members in groups.items() if key in members), None)


def test_together_is_respected() -> None:
    rule = Constraint("together", ("budget-0", "sante-2", "eau-1"))
    groups = groups_of(Grouper(constraints=[rule]).fit(documents()))
    assert home(groups, "budget-0") == home(groups, "sante-2") == home(groups, "eau-1") is not None


def test_apart_is_respected_even_between_copies() -> None:
    texts = [*documents(), Document("copy", documents()[0].title)]
    rule = Constraint("apart", ("budget-0", "copy", "budget-1"))
    grouper = Grouper(constraints=[rule]).fit(texts)
    groups = groups_of(grouper)
    homes = [home(groups, key) for key in ("budget-0", "copy", "budget-1")]
    known = [name for name in homes if name]
    assert len(set(known)) == len(known)
    assert ids_once(grouper.grouping_) == sorted(document.id for document in texts)


def test_a_moved_idea_stays_where_it_was_put() -> None:
    before = groups_of(Grouper(n_groups=6).fit(documents()))
    target = next(name for name, members in before.items() if "eau-0" in members)
    rule = Constraint("move", ("budget-0",), group=target)
    grouper = Grouper(n_groups=6, constraints=[rule], previous=before).fit(
        [*documents(), Document("new", "Encore un texte sur le budget de la commune")]
    )
    after = groups_of(grouper)
    assert "budget-0" in after[target]
    assert next(group for group in grouper.grouping_.groups if group.id == target).fixed


def test_an_idea_moved_to_no_group_is_ungrouped() -> None:
    grouper = Grouper(constraints=[Constraint("move", ("eau-0",))]).fit(documents())
    assert "eau-0" in grouper.grouping_.ungrouped


def test_a_locked_group_holds_exactly_its_ideas() -> None:
    rule = Constraint("lock", ("eau-0", "sante-0"), group="g7", title="Eau et santé")
    grouper = Grouper(constraints=[rule]).fit(documents())
    group = next(group for group in grouper.grouping_.groups if group.id == "g7")
    assert (group.members, group.title, group.fixed) == (["eau-0", "sante-0"], "Eau et santé", True)


def test_a_name_given_by_hand_survives_the_next_run() -> None:
    before = groups_of(Grouper(n_groups=6).fit(documents()))
    name = home(before, "eau-0")
    rule = Constraint("rename", group=name, title="L'eau pour tous")
    grouper = Grouper(n_groups=6, constraints=[rule], previous=before).fit(documents()[1:])
    assert next(group for group in grouper.grouping_.groups if group.id == name).title == "L'eau pour tous"


def test_numbers_live_on_and_new_groups_get_new_numbers() -> None:
    before = groups_of(Grouper(n_groups=6).fit(documents()))
    renamed = {f"g{int(name[1:]) + 40}": members for name, members in before.items()}
    after = groups_of(Grouper(n_groups=6, previous=renamed).fit(documents()))
    assert after == dict(sorted(renamed.items(), key=lambda item: int(item[0][1:])))


@pytest.mark.parametrize(
    "rules",
    [
        [Constraint("together", ("eau-0", "eau-1")), Constraint("apart", ("eau-1", "eau-0"))],
        [Constraint("move", ("eau-0",), group="g1"), Constraint("move", ("eau-0",), group="g2")],
        [
            Constraint("move", ("eau-0",), group="g1"),
            Constraint("lock", ("eau-1",), group="g2"),
            Constraint("together", ("eau-0", "eau-1")),
        ],
        [Constraint("lock", ("eau-0", "eau-1"), group="g1"), Constraint("apart", ("eau-0", "eau-1"))],
        [Constraint("lock", ("eau-0",), group="g1"), Constraint("lock", ("eau-1",), group="g1")],
        [Constraint("lock", ("eau-0",), group="g1"), Constraint("move", ("eau-1",), group="g1")],
        [Constraint("lock", ("eau-0",), group="g1"), Constraint("together", ("eau-0", "eau-1"))],
        [
            Constraint("move", ("eau-0",), group="g1"),
            Constraint("together", ("eau-0", "eau-1")),
            Constraint("together", ("eau-1", "eau-2")),
            Constraint("move", ("eau-2",), group="g2"),
        ],
        [
            Constraint("together", ("eau-0", "budget-0")),
            Constraint("together", ("eau-1", "budget-1")),
            Constraint("move", ("budget-0", "budget-1"), group="g1"),
            Constraint("apart", ("eau-0", "eau-1")),
        ],
    ],
)
def test_contradictions_are_refused_and_named(rules: list[Constraint]) -> None:
    with pytest.raises(ContradictoryConstraints) as fault:
        Grouper(constraints=rules).fit(documents())
    assert set(fault.value.constraints) == set(rules)


@pytest.mark.parametrize(
    "rule",
    [
        Constraint("together", ("a",)),
        Constraint("rename", group="g1"),
        Constraint("lock", ("a",)),
        Constraint("melt", ("a",)),  # type: ignore[arg-type]
        Constraint("together", "ab"),  # type: ignore[arg-type]
        Constraint("move", ("a",), group="f1"),
        Constraint("move", ("a",), group=3),  # type: ignore[arg-type]
    ],
)
def test_an_incomplete_constraint_is_refused(rule: Constraint) -> None:
    with pytest.raises(ValueError, match=r"needs|kind|sequence|number"):
        Grouper(constraints=[rule]).fit(documents())


def test_ids_that_left_the_corpus_are_passed_over() -> None:
    rules = [Constraint("together", ("gone", "eau-0")), Constraint("move", ("away",), group="g9")]
    assert len(ids_once(Grouper(constraints=rules).fit(documents()).grouping_)) == 30


IDS = tuple("abcdefgh")
SOME = st.lists(st.sampled_from(IDS), min_size=2, max_size=3, unique=True).map(tuple)
NUMBERS = st.sampled_from(["g1", "g2", None])
RULES = st.lists(
    st.one_of(
        st.builds(Constraint, st.sampled_from(["together", "apart"]), SOME),
        st.builds(Constraint, st.just("move"), SOME, NUMBERS),
        st.builds(Constraint, st.just("lock"), SOME, st.sampled_from(["g1", "g2"])),
    ),
    max_size=5,
)


def holds(rule: Constraint, groups: dict[str, list[str]]) -> bool:
    homes = [home(groups, key) for key in rule.ids]
    if rule.kind == "lock":
        return groups.get(rule.group or "") == sorted(rule.ids)
    if rule.kind == "move":
        return set(homes) == {rule.group}
    if rule.kind == "together":
        return len(set(homes)) == 1
    return not any(one == other is not None for one, other in combinations(homes, 2))


@settings(max_examples=200, deadline=None)
@given(rules=RULES, label=st.lists(st.integers(-1, 2), min_size=8, max_size=8))
def test_what_is_not_refused_is_respected(rules: list[Constraint], label: list[int]) -> None:
    texts = [Document(key, key) for key in IDS]
    try:
        compiled = compile_rules(rules, {key: row for row, key in enumerate(IDS)})
    except ContradictoryConstraints:
        return
    corpus = analyse_documents(tuple(texts), lambda _share: None)
    # A run keeps companions together: they are one text to it.
    joined = np.array([label[first] for first in compiled.first])
    named = named_groups(corpus, joined, np.ones((8, 2), dtype=np.float32), compiled, {})
    groups = {name: [IDS[row] for row in rows] for name, rows in named.items()}
    assert [rule for rule in rules if not holds(rule, groups)] == []
    assert sum(map(len, groups.values())) == len({key for members in groups.values() for key in members})
