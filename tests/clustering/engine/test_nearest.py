"""The hint while writing: near ideas, across languages, up to date, without the learning library."""

import doctest
import subprocess
import sys

import cocreation.clustering.engine.nearest as module
from cocreation.clustering.engine.nearest import NearestIndex
from tests.clustering.engine.corpus import documents


def index() -> NearestIndex:
    found = NearestIndex()
    for document in documents():
        found.add(document.id, document.text, document.language)
    return found


def test_near_ideas_come_first_with_the_words_shared() -> None:
    near = index().nearest("Je veux mesurer l'eau potable de mon douar", "fr")
    assert len(near) == 3
    assert all(found.id.startswith("eau") for found in near)
    assert "potable" in near[0].words


def test_ideas_in_another_language_are_found() -> None:
    near = index().nearest("Le budget de la commune", "fr", count=12)
    assert any(found.id.startswith("ميزانية") for found in near)


def test_removed_and_hidden_ideas_are_never_shown() -> None:
    known = index()
    known.remove("eau-0")
    near = known.nearest("La qualité de l'eau potable", "fr", count=30, without={"eau-1"})
    assert {"eau-0", "eau-1"}.isdisjoint(found.id for found in near)
    assert len(known) == 29


def test_a_new_text_takes_the_place_of_the_old() -> None:
    known = index()
    known.add("eau-0", "Planter des oliviers", "fr")
    assert known.nearest("oliviers", "fr")[0].id == "eau-0"
    assert "eau-0" not in [found.id for found in known.nearest("Mesurer l'eau potable", "fr", count=30)]


def test_a_text_that_resembles_nothing_has_no_neighbour() -> None:
    assert index().nearest("zzz 😀 le la", "fr") == []
    assert NearestIndex().nearest("budget", "fr") == []


def test_the_example_of_the_docstring_runs() -> None:
    assert doctest.testmod(module).failed == 0


def test_the_learning_libraries_stay_out() -> None:
    code = (
        "import sys; from cocreation.clustering.engine.nearest import NearestIndex as N; i = N(); i.add('a', 'eau');"
        "i.nearest('eau'); sys.exit('sklearn' in sys.modules or 'scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
