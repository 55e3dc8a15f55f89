"""Copies with small edits fold; different texts stay apart."""

import random

from cocreation.clustering.engine import Document, Grouper
from cocreation.clustering.engine.duplicates import find_duplicates
from tests.clustering.engine.corpus import documents

TEXT = (
    "Nous demandons que chaque commune publie son budget, ses marchés et ses dépenses sur une page simple, "
    "mise à jour tous les trois mois, afin que les habitants suivent les projets de leur quartier."
)


def test_case_accents_and_letter_variants_make_no_difference() -> None:
    texts = [Document("a", "Publier le Budget"), Document("b", "PUBLIER   le budget !")]
    texts += [Document("c", "نشر ميزانية الجماعة"), Document("d", "نشر ميزانيه الجماعه")]
    assert find_duplicates(texts) == [0, 0, 2, 2]


def test_a_wave_of_copies_with_small_edits_folds_into_one() -> None:
    draw = random.Random(5)
    words = TEXT.split()
    wave = []
    for number in range(300):
        edited = list(words)
        edited[draw.randrange(len(edited))] = draw.choice(["", "vraiment", "et", "la"])
        wave.append(Document(f"w{number:03}", "Budget", " ".join(edited)))
    assert set(find_duplicates(wave)) == {0}


def test_different_ideas_are_no_copies() -> None:
    texts = documents()
    assert find_duplicates([Document(d.id, d.title) for d in texts]) == list(range(len(texts)))


def test_texts_without_letters_are_no_copies() -> None:
    assert find_duplicates([Document("a", "!!!"), Document("b", "???"), Document("c")]) == [0, 1, 2]


def test_copies_share_a_group_and_are_listed() -> None:
    texts = [*documents(), Document("copy", documents()[0].title.upper())]
    grouping = Grouper().fit(texts).grouping_
    assert grouping.duplicates == [["budget-0", "copy"]]
    assert any({"budget-0", "copy"} <= set(group.members) for group in grouping.groups)


def test_short_titles_on_one_pattern_are_no_copies() -> None:
    titles = [
        "Projet de loi relatif à l'accord avec le Sénégal sur le transport",
        "Projet de loi relatif à l'accord avec la Norvège sur la pêche",
        "Projet de loi relatif à l'accord avec le Mali sur la sécurité",
    ]
    assert find_duplicates([Document(str(n), title) for n, title in enumerate(titles)]) == [0, 1, 2]


def test_a_text_cut_after_its_first_half_is_a_copy() -> None:
    cut = TEXT.rsplit(",", 1)[0]
    assert find_duplicates([Document("a", "", TEXT), Document("b", "", cut)]) == [0, 0]
