"""Whether two texts ask for the same thing: told to people, in any order and for any length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation.clustering.engine import NearestIndex
from cocreation.clustering.engine.alike import ALIKE, alikeness, compared
from cocreation.text.analyser import keys

TEXTS = {
    "p1": "Publier le budget de la commune en ligne",
    "p2": "Planter des arbres le long des rues",
    "p3": "Le budget des écoles rurales de la commune",
    "p4": "Un bus scolaire dans chaque commune rurale",
}
WORDS = st.lists(st.sampled_from(["budget", "commune", "arbre", "rue", "école", "bus", "ligne", "douar"]), max_size=30)


@pytest.fixture(scope="module")
def index() -> NearestIndex:
    found = NearestIndex()
    for name, text in TEXTS.items():
        found.add(name, text, "fr")
    return found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (TEXTS["p1"], "La commune doit publier son budget, en ligne", True),
        (TEXTS["p1"], TEXTS["p3"], False),
        (TEXTS["p1"], TEXTS["p2"], False),
        ("Le bus 12 est en retard", "Le bus 35 est en retard", False),
        ("نشر ميزانية الجماعة", "الجماعات: نشر الميزانية", True),
        ("", "", False),
    ],
)
def test_what_asks_for_the_same_is_told_from_what_is_on_the_same(
    index: NearestIndex, one: str, other: str, same: bool
) -> None:
    assert (alikeness(keys(one), keys(other), index.rarity) >= ALIKE) == same


@given(one=WORDS, other=WORDS)
def test_it_does_not_depend_on_order_and_stays_between_nothing_and_all(one: list[str], other: list[str]) -> None:
    found = alikeness(one, other, len)  # type: ignore[arg-type]
    assert 0 <= found <= 1
    assert found == alikeness(other[::-1], one + one, len)  # type: ignore[arg-type]
    assert alikeness(one, other, lambda key: 0.5) <= alikeness(one, one, lambda key: 0.5) or not one
    assert all(0 <= figure <= 1 for figure in compared(one, other, lambda key: 0.5))


def test_a_key_is_the_rarer_the_fewer_ideas_hold_it(index: NearestIndex) -> None:
    (commune,), (arbre,), (unknown,) = keys("commune", "fr"), keys("arbres", "fr"), keys("forage", "fr")
    assert 0 < index.rarity(commune) < index.rarity(arbre) == index.rarity(unknown) < 1
    assert NearestIndex().rarity(commune) == 0
