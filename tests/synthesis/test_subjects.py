"""The index by subject: what it is made of, and what speaks of a subject."""

import pytest

from cocreation.synthesis.subjects import SUBJECTS, speaks
from cocreation.text.analyser import keys
from cocreation.text.lexicon import PREFIX, default_lexicon


def meaning(text: str, language: str) -> set[str]:
    return {concept for _, _, concept in default_lexicon().matches(keys(text, language), language, inside=True)}


def test_every_concept_of_a_subject_is_one_of_the_lexicon() -> None:
    known = set(default_lexicon())
    named = {concept for _, *concepts in SUBJECTS.values() for part in concepts for concept in part.split()}
    assert {concept for concept in named if f"{PREFIX}{concept}" not in known} == set()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Prendre rendez-vous à l’hôpital", "fr"),
        ("هل الدواء موجود عند الطبيب؟", "ar"),
        ("Nurses and doctors in each village", "en"),
    ],
)
def test_a_subject_is_found_in_any_language(text: str, language: str) -> None:
    assert speaks("health", meaning(text, language))
    assert not speaks("justice", meaning(text, language))


def test_one_word_that_only_leads_to_a_subject_is_not_enough() -> None:
    assert not speaks("health", meaning("Le médecin de ma rue", "fr"))
