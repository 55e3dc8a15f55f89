"""Lone but notable ideas: ranked, each with reasons anybody can check."""

import json

import pytest

from cocreation.clustering.engine import Document, Grouper
from cocreation.clustering.engine.files import FaultyLine, read_lines
from cocreation.clustering.engine.schema import Notable
from tests.clustering.engine.corpus import documents

BEES = (
    "Les abeilles meurent autour des vergers. Chaque printemps un apiculteur perd ses ruches, faute de calendrier "
    "partagé des traitements. Que la chambre d'agriculture affiche les dates, que le syndicat avertisse par message, "
    "que les abeilles soient comptées et les pertes indemnisées selon un barème connu."
)


def notable(*more: Document) -> list[Notable]:
    """Return the notable ideas among the usual texts and ``more``."""
    return Grouper(n_groups=6).fit([*documents(), *more]).grouping_.notable


def test_an_argued_idea_on_a_rare_concern_is_notable() -> None:
    (found,) = notable(Document("lone", "Protéger les abeilles", BEES))
    assert (found.id, found.reasons, found.words) == ("lone", ["argued", "rare"], ["abeilles"])
    assert 0 < found.score <= 1
    assert found.n_words > 20


def test_comments_make_a_short_idea_notable() -> None:
    found = notable(Document("a", "Ruches", "Miel !"), Document("b", "Cerfs-volants", "Vent !", comments=9))
    assert [(idea.id, idea.reasons) for idea in found] == [("b", ["discussed"])]


def test_comments_raise_an_idea() -> None:
    (quiet,) = notable(Document("lone", "Protéger les abeilles", BEES))
    (heard,) = notable(Document("lone", "Protéger les abeilles", BEES, comments=9))
    assert heard.reasons == ["argued", "discussed", "rare"]
    assert heard.score > quiet.score


def test_noise_and_repetition_are_not_notable() -> None:
    assert notable(Document("x", "azertyuiop", "qsdfghjklm " * 300), Document("y", "!!!", "de la")) == []


def test_only_ideas_of_no_group_are_notable() -> None:
    grouping = Grouper().fit([*documents(), Document("lone", "Protéger les abeilles", BEES)]).grouping_
    assert {idea.id for idea in grouping.notable} <= set(grouping.ungrouped)
    assert json.loads(grouping.dumps())["notable"][0].keys() == {
        "id", "score", "reasons", "words", "n_words", "n_comments",
    }  # fmt: skip


def test_comments_never_bear_on_the_groups() -> None:
    plain = Grouper().fit(documents()).grouping_
    loud = [Document(text.id, text.title, text.body, text.language, text.author, comments=50) for text in documents()]
    assert Grouper().fit(loud).grouping_.groups == plain.groups


@pytest.mark.parametrize("value", ["3", -1, 1.5, True])
def test_a_faulty_number_of_comments_is_named(value: object) -> None:
    with pytest.raises(FaultyLine, match="«comments» is not a whole number"):
        read_lines([json.dumps({"id": "a", "comments": value})])


def test_comments_are_read_from_lines() -> None:
    (document,), _ = read_lines(['{"id": "a", "comments": 4}'])
    assert document.comments == 4
    assert document.as_line() == {"id": "a", "comments": 4}
