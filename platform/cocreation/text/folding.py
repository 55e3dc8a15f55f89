"""Fold a word to the letters that identify it: no accent, no vowel sign, no variant of a letter."""

import unicodedata

# Letters that NFKD does not take apart. Arabic: variants of one sound become one letter, as people
# type them one for the other; the ta marbuta and the alif maqsura follow usage at the end of words.
_LETTERS = str.maketrans(
    {
        "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ɛ": "e", "ɣ": "gh",
        "ة": "ه", "ى": "ي", "ٱ": "ا", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "گ": "ك", "ڭ": "ك",
        "ݣ": "ك", "ڤ": "ف", "ڥ": "ف", "پ": "ب", "چ": "ش", "ہ": "ه", "ھ": "ه", "ە": "ه",
        "ـ": None, "\u200c": None, "\u200d": None, "\u00ad": None, "ⵯ": None, "⵿": None,
    }
)  # fmt: skip
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def ascii_digits(value: str) -> str:
    """Return ``value`` with the digits of Arabic and Persian keyboards written 0 to 9."""
    return value.translate(_DIGITS)


def fold(word: str) -> str:
    """Return ``word`` in lower case without accents, vowel signs, tatweel or letter variants.

    Args:
        word: one word, in any script; compatibility forms (Arabic presentation forms, wide letters) too.
    """
    if word.isascii():
        return word.lower()
    # The labial sign of Tifinagh would become a letter of its own.
    text = unicodedata.normalize("NFKD", word.replace("ⵯ", "")).casefold()
    text = unicodedata.normalize("NFKD", text).translate(_LETTERS).translate(_DIGITS)
    return "".join(char for char in text if char.isalnum())
