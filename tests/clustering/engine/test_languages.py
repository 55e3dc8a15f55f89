"""One idea said in Arabic and in French belongs in one group; language itself makes none."""

from cocreation.clustering.engine import Grouper
from tests.clustering.engine.corpus import documents


def test_an_idea_said_in_two_languages_is_one_group() -> None:
    grouper = Grouper(n_groups=4).fit(documents())
    shared = [
        group
        for group in grouper.grouping_.groups
        if {"fr", "ar"} <= {"ar" if key[0] > "z" else "fr" for key in group.members}
    ]
    subjects = [{key.split("-")[0] for key in group.members} for group in shared]
    assert any({"budget", "ميزانية"} <= found for found in subjects)
    assert any({"sante", "مستشفى"} <= found for found in subjects)


def test_languages_alone_make_no_groups() -> None:
    grouping = Grouper(n_groups=4).fit(documents()).grouping_
    assert grouping.quality["language_dependence"] < 0.5


def test_one_language_is_grouped_without_the_lexicon() -> None:
    french = [document for document in documents() if document.id[0] <= "z"]
    assert Grouper(n_groups=4).fit(french).grouping_.quality["n_groups"] >= 2
