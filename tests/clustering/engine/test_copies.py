"""A wave of copies is one text with its signatories; what is made of one pattern is not; the bound never errs."""

import random
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cocreation.clustering.engine import Document, Grouper
from cocreation.clustering.engine.duplicates import (
    BITS,
    are_copies,
    bitmap,
    find_duplicates,
    grams,
    letters,
    resemblance,
    sketch,
)
from tests.clustering.engine.corpus import documents, ids_once

FRENCH = (
    "Nous demandons que chaque commune publie son budget, ses marchés et ses dépenses sur une page simple, "
    "mise à jour tous les trois mois, afin que les habitants suivent les projets de leur quartier."
)
ARABIC = (
    "نطلب من كل جماعة أن تنشر ميزانيتها وصفقاتها ومصاريفها في صفحة بسيطة تحين كل ثلاثة أشهر حتى يتتبع السكان مشاريع "
    "أحيائهم ويعرفوا أين صرفت أموالهم وما الذي بقي منها في آخر السنة."
)
# Edits people make before they send a text on: the two of each pair say the same.
EDITS = {
    "slips": (FRENCH, FRENCH.replace("communes", "comunes").replace("budget", "buget").replace("afin", "afn")),
    "letter variants": (ARABIC, ARABIC.replace("أ", "ا").replace("ة", "ه")),
    "vowels and tatweel": (ARABIC, ARABIC.replace("نطلب", "نَطْلُبُ").replace("كل", "كـــل")),
    "order": (FRENCH, "Afin que les habitants suivent les projets de leur quartier, nous demandons que chaque commune "
              "publie son budget, ses marchés et ses dépenses sur une page simple, mise à jour tous les trois mois."),
    "greeting": (FRENCH, "Bonjour à toutes et à tous. " + FRENCH + " Merci d’avance, un habitant de Salé."),
    "cut": (FRENCH, FRENCH.rsplit(",", 1)[0] + "."),
    "synonym": (FRENCH, FRENCH.replace("demandons", "voulons").replace("habitants", "gens")),
    "capitals": (FRENCH, FRENCH.upper().replace(",", " ,") + " !!!"),
}  # fmt: skip
DIFFERENT = [
    ("Projet de loi sur l'accord avec le Sénégal sur le transport", "Projet de loi sur l'accord avec le Mali"),
    ("Publier le budget de la commune", "Publier le bilan de la commune"),
    ("نشر ميزانية الجماعة", "نشر ميزانية الجهة"),
    ("Une école à Oujda", "Une école à Agadir"),
    (FRENCH, ARABIC),
]  # fmt: skip


def wave(count: int, authors: int) -> list[Document]:
    """Return copies of one text, a word of each changed, by ``authors`` people."""
    draw, found = random.Random(5), []
    for number in range(count):
        words = FRENCH.split()
        words[draw.randrange(len(words))] = draw.choice(["", "vraiment", "et", "la"])
        found.append(Document(f"w{number:03}", "Budget", " ".join(words), "fr", f"signer{number % authors}"))
    return found


@pytest.mark.parametrize(("one", "other"), EDITS.values(), ids=EDITS)
def test_a_text_sent_on_is_a_copy_whatever_the_edit(one: str, other: str) -> None:
    assert find_duplicates([Document("a", "", one), Document("b", "", other)]) == [0, 0]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_texts_on_one_pattern_are_no_copies(one: str, other: str) -> None:
    assert find_duplicates([Document("a", one), Document("b", other)]) == [0, 1]


def test_three_hundred_copies_among_other_ideas_are_one_set_and_bend_nothing() -> None:
    texts, copies = documents(), wave(300, 250)
    alone = Grouper(n_groups=6).fit(texts).grouping_
    grouping = Grouper(n_groups=6).fit([*texts, *copies]).grouping_
    assert grouping.duplicates == [[copy.id for copy in copies]]
    assert grouping.quality["n_copies"] == 299
    homes = [group for group in grouping.groups if copies[0].id in group.members]
    assert len(homes) == 1
    assert {copy.id for copy in copies} <= set(homes[0].members)
    author = {text.id: text.author for text in copies}
    assert len({author[key] for key in grouping.duplicates[0]}) == 250
    # The wave speaks once: one excerpt of it at most, and as many groups as without it.
    assert sum(key in author for key, _ in homes[0].representatives) <= 1
    assert abs(grouping.quality["n_groups"] - alone.quality["n_groups"]) <= 1
    assert ids_once(grouping) == sorted(text.id for text in [*texts, *copies])


def test_copies_of_copies_are_one_set() -> None:
    first, second, third = FRENCH, FRENCH + " Merci beaucoup à vous.", FRENCH + " Merci beaucoup à vous. Vive Salé !"
    assert find_duplicates([Document(str(n), "", text) for n, text in enumerate((third, first, second))]) == [0, 0, 0]


def test_two_waves_stay_two() -> None:
    texts = [Document(f"{n}", "", (FRENCH, ARABIC)[n % 2] + " !" * n) for n in range(40)]
    assert find_duplicates(texts) == [0, 1] * 20


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(st.text(alphabet="abcd éا", max_size=40), max_size=12))
def test_the_sets_are_those_of_a_comparison_of_all_with_all(texts: list[str]) -> None:
    found = find_duplicates([Document(f"{n:02}", "", text) for n, text in enumerate(texts)])
    folded = [letters(text) for text in texts]
    for one, other in combinations(range(len(texts)), 2):
        if folded[one] and folded[one] == folded[other]:
            assert found[one] == found[other]
        if found[one] == found[other]:
            assert folded[one]
            assert folded[other]
    assert all(found[first] == first for first in found)


@settings(max_examples=100, deadline=None)
@given(one=st.text(min_size=1, max_size=300), other=st.text(min_size=1, max_size=300))
def test_the_bitmap_never_hides_what_two_texts_share(one: str, other: str) -> None:
    left, right = grams(one), grams(other)
    common = len(np.intersect1d(left, right))
    differing = int(np.bitwise_count(bitmap(left) ^ bitmap(right)).sum())
    assert common <= (len(left) + len(right) - differing) // 2
    assert bitmap(left).nbytes * 8 == BITS


@given(text=st.text(max_size=200))
def test_a_text_resembles_itself_wholly(text: str) -> None:
    found = grams(text)
    assert resemblance(found, found) == 1
    assert are_copies(found, found)
    assert (np.diff(found.astype(object)) > 0).all()
    assert set(sketch(found).tolist()) <= set(found.tolist())
