"""Light stemming of Arabic words, after Larkey, Ballesteros and Connell (2002), with Moroccan usage.

The stemmer works on folded words (see `cocreation.text.folding`). A clitic is taken off only with
evidence, as وزير does not begin with the conjunction و; broken plurals come from a table of ours.
"""

from functools import cache

from cocreation.text.tables import read_table

_ARTICLES = ("وبال", "فبال", "وكال", "ولل", "فلل", "وال", "فال", "بال", "كال", "لل", "ال")
_PRONOUNS = ("هما", "كما", "هم", "كم", "هن", "ها", "نا")
_VERBAL = ("ت", "م", "ا")


def stem_arabic(word: str) -> str:
    """Return the light stem of a folded Arabic ``word``; the word itself when it is too short."""
    if len(word) < 3:
        return word
    plurals = _plurals()
    if word in _fixed():
        return _fixed()[word]
    if word in plurals:
        return _suffixes(plurals[word])
    base = _without_clitics(word)
    if base in _fixed():
        return _fixed()[base]
    if base not in plurals:
        owned = _without_pronoun(base)
        base = owned if owned in plurals else base
    return _suffixes(plurals.get(base, base))


@cache
def _plurals() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table("plurals_ar.txt")}


@cache
def _fixed() -> dict[str, str]:
    return {word: row[0] for row in read_table("fixed_ar.txt") for word in row[1:]}


@cache
def _openings() -> frozenset[str]:
    return frozenset(word for row in read_table("openings_ar.txt") for word in row)


@cache
def _known() -> frozenset[str]:
    return frozenset(word for row in read_table("known_ar.txt") for word in row)


def _is_opening(word: str) -> bool:
    openings = _openings()
    return any(word[:size] in openings for size in range(2, min(len(word), 9) + 1))


def _without_clitics(word: str) -> str:
    known = _known()
    if len(word) >= 5 and word[0] in "وفبلك" and word not in known and word[1:] in known:
        return word[1:]
    if _is_opening(word):
        return word
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= (3 if article.endswith("لل") else 2):
            return word[len(article) :]
    if word[0] in "وف" and len(word) >= 4:
        return _without_clitics(word[1:])
    if word[0] in "بلك" and len(word) >= 4 and _follows_preposition(word):
        return word[1:]
    return word


def _follows_preposition(word: str) -> bool:
    """Tell whether ب, ل or ك stands before a word of its own: بتحسين, لإنشاء, بجودة."""
    rest = word[1:]
    return word[0] != "ك" and rest[0] in _VERBAL and len(rest) >= (5 if rest[0] == "ا" else 4)


def _without_pronoun(word: str) -> str:
    for pronoun in _PRONOUNS:
        rest = word[: -len(pronoun)]
        if word.endswith(pronoun) and len(rest) >= (3 if pronoun in {"ها", "هم"} else 4):
            # جودتها: the ta marbuta of جودة opened before the pronoun.
            return rest[:-1] if rest.endswith("ت") and not rest.endswith("ات") and len(rest) >= 4 else rest
    return word


def _suffixes(word: str) -> str:
    word = _without_pronoun(word)
    if word.endswith("ات") and len(word) >= 5:
        word = word[:-2]
    elif word.endswith("ه") and len(word) >= 3:
        word = word[:-1]
    word = _nouns_end(word)
    if word.endswith("ا") and len(word) >= 5:
        word = word[:-1]
    if word.endswith("تي") and len(word) >= 6:
        word = word[:-2]
    elif word.endswith("ي") and len(word) >= 3:
        word = word[:-1]
    word = _nouns_end(word)
    return word[:-1] if len(word) >= 4 and word.endswith(("اء", "اي")) else word


def _nouns_end(word: str) -> str:
    return word[:-2] if word.endswith(("ون", "ين", "ان")) and len(word) >= 6 else word
