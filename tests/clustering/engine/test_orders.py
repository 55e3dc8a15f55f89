"""The same bytes whatever the order; whatever the seed, every idea once and every correction kept."""

import random
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cocreation.clustering.engine import Constraint, Document, Grouper
from tests.clustering.engine.corpus import documents, ids_once

SLOW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TEXTS = documents()
COPIES = [
    Document(f"copie-{n}", text.title + " !", text.body.upper(), text.language) for n, text in enumerate(TEXTS[:6])
]
CONSTRAINTS = (
    Constraint("together", ("eau-0", "sante-1")),
    Constraint("apart", ("budget-0", "budget-1")),
    Constraint("move", ("ecole-0",), "g2"),
)
# Another process, another hash seed and another order: the result may hang on none of them.
SCRIPT = """
import hashlib, random, sys
from cocreation.clustering.engine import Grouper
from tests.clustering.engine.test_orders import COPIES, TEXTS
given = [*TEXTS, *COPIES]
random.Random(int(sys.argv[1])).shuffle(given)
print(hashlib.sha256(Grouper(seed=4).fit(given).grouping_.dumps()).hexdigest())
"""


@SLOW
@given(order=st.permutations(range(len(TEXTS) + len(COPIES))), seed=st.integers(0, 2**32 - 1))
def test_order_and_copies_never_count(order: list[int], seed: int) -> None:
    texts = [*TEXTS, *COPIES]
    one = Grouper(seed=seed).fit(texts)
    other = Grouper(seed=seed).fit([texts[place] for place in order])
    assert one.grouping_.dumps() == other.grouping_.dumps()
    assert one.hierarchy_ == other.hierarchy_
    assert [one.labels_[place] for place in order] == other.labels_.tolist()


@SLOW
@given(order=st.permutations(range(len(TEXTS))), first=st.permutations(CONSTRAINTS), seed=st.integers(0, 9))
def test_order_of_corrections_never_counts(order: list[int], first: list[Constraint], seed: int) -> None:
    previous = {"g1": ["eau-0", "eau-1", "eau-2"], "g2": ["ecole-0", "ecole-1"]}
    one = Grouper(seed=seed, constraints=CONSTRAINTS, previous=previous).fit(TEXTS)
    turned = dict(reversed(previous.items()))
    other = Grouper(seed=seed, constraints=first, previous=turned).fit([TEXTS[place] for place in order])
    assert one.grouping_.dumps() == other.grouping_.dumps()


@SLOW
@given(seed=st.integers(0, 2**32 - 1), n_groups=st.none() | st.integers(1, 40), size=st.integers(0, len(TEXTS)))
def test_any_seed_and_number_of_groups_divide_the_ideas(seed: int, n_groups: int | None, size: int) -> None:
    grouper = Grouper(n_groups, seed).fit(TEXTS[:size])
    grouping = grouper.grouping_
    assert ids_once(grouping) == sorted(text.id for text in TEXTS[:size])
    assert sorted(key for key, _, _ in grouping.map) == sorted(text.id for text in TEXTS[:size])
    held = [group for group in grouping.groups if group.members]
    assert [group.id for group in held] == grouper.groups_
    assert all(set(group.why) == set(group.members) for group in held)
    for wished in (1, 2, 5, 100):
        cut = [key for ids in grouper.hierarchy_.cut(wished) for key in ids]
        assert sorted(cut) == sorted(key for group in held for key in group.members)


@SLOW
@given(seed=st.integers(0, 2**32 - 1))
def test_corrections_hold_whatever_the_seed(seed: int) -> None:
    grouping = Grouper(seed=seed, constraints=CONSTRAINTS).fit(TEXTS).grouping_
    home = {key: group.id for group in grouping.groups for key in group.members}
    assert home["eau-0"] == home["sante-1"]
    assert home.get("budget-0") is None or home["budget-0"] != home.get("budget-1")
    assert home["ecole-0"] == "g2"


def test_another_process_and_hash_seed_give_the_same_bytes() -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(number)],
            env={"PYTHONHASHSEED": str(number), "OMP_NUM_THREADS": str(1 + number), "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for number in (0, 1)
    }
    assert len(found) == 1


@pytest.mark.parametrize("size", [3_200])
def test_order_never_counts_above_the_sample_either(size: int) -> None:
    draw = random.Random(2)
    words = [word for text in TEXTS for word in f"{text.title} {text.body}".split()]
    texts = [Document(f"{n:05}", " ".join(draw.sample(words, 6)), "", "fr", f"a{n % 40}") for n in range(size)]
    one = Grouper().fit(texts)
    draw.shuffle(texts)
    other = Grouper().fit(texts)
    assert one.grouping_.dumps() == other.grouping_.dumps()
    assert ids_once(one.grouping_) == sorted(text.id for text in texts)
