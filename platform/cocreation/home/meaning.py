"""What the lexicon of public life adds to a search: the same word in other languages, and words as they are typed."""

from __future__ import annotations

from functools import cache

from cocreation.text.analyser import words
from cocreation.text.finding import Question
from cocreation.text.lexicon import default_lexicon
from cocreation.text.scripts import script_of

SHOWN = ("fr", "ar", "en")
MOST_WORDS = 3
SHORTEST = 2


def in_other_languages(question: Question) -> list[str]:
    """The single word a question asks for, said in the other languages; nothing where it asks for more."""
    if len(question.words) != 1 or question.phrases:
        return []
    lexicon = default_lexicon()
    concept = next(filter(None, (lexicon.concept_of_entry((term,)) for term in question.words[0].terms)), None)
    if concept is None:
        return []
    own = set(question.words[0].terms)
    said = dict.fromkeys(lexicon.translate(concept, language) for language in SHOWN)
    return [word for word in said if not own.intersection(words(word))]


@cache
def _known(language: str) -> tuple[tuple[str, str], ...]:
    """The head words of the lexicon in a language with their folded forms, in the order of the alphabet."""
    lexicon = default_lexicon()
    heads = {lexicon.translate(concept, language) for concept in lexicon}
    return tuple(sorted((" ".join(words(head)), head) for head in heads))


def words_beginning(query: str, language: str) -> list[str]:
    """Words of public life that begin as the query does, the shortest first.

    Args:
        language: the page's, whose words are meant where the letters do not tell.
    """
    begun = " ".join(words(query))
    if len(begun) < SHORTEST:
        return []
    meant = "ar" if script_of(query) == "arabic" else "en" if language == "en" else "fr"
    found = [head for folded, head in _known(meant) if folded.startswith(begun)]
    return sorted(found, key=len)[:MOST_WORDS]
