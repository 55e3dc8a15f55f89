"""The words of dates in French, Arabic and English: data to read and to write them.  Pure.

Month names are folded as `fold` leaves them: lower case, no accent, no vowel mark, one alef, ASCII digits.
Writing takes its month names from Babel (CLDR); the sentences around them are here, since elision
(«d’octobre») and ordinals belong to the language and not to the page.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time

from babel.dates import format_date

LOCALES = {"fr": "fr", "ar": "ar_MA", "en": "en_GB"}

_ARABIC_FOLDS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ـ": None})
_PUNCTUATION = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "−": "-", "،": ",", "º": "o"})


def fold(text: str) -> str:
    """Return `text` as the tables below spell it: one form for each letter, digit, dash and space."""
    kept = []
    for char in unicodedata.normalize("NFKD", text.translate(_PUNCTUATION)).lower():
        category = unicodedata.category(char)
        if category == "Nd":
            kept.append(str(unicodedata.digit(char)))
        elif category not in {"Mn", "Cf", "Cc"} or char.isspace():
            kept.append(char)
    return " ".join("".join(kept).translate(_ARABIC_FOLDS).split())


def _months(table: str) -> dict[str, int]:
    """Return name → number from lines of «number name name…»."""
    months = {}
    for line in table.strip().splitlines():
        number, *names = line.split()
        months.update({fold(name): int(number) for name in names})
    return months


@dataclass(frozen=True)
class Words:
    """What one language's dates are made of; every field but the first two is a regular expression."""

    months: dict[str, int]
    ordinals: dict[str, int]
    of: str
    at: str
    week: str
    end: str
    early: str
    middle: str
    starting: str
    to: str
    noise: str
    depends_on: str
    not_communicated: str
    no_visibility: str
    recurring: str

    @property
    def month(self) -> str:
        """Return the expression of any month name, longest first."""
        return _any_of(self.months)

    @property
    def ordinal(self) -> str:
        """Return the expression of any ordinal, longest first."""
        return _any_of(self.ordinals)


def _any_of(words: dict[str, int]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + r")(?!\w)\.?"


FRENCH = Words(
    months=_months("""
        1 janvier janv jan
        2 février févr fév fev
        3 mars
        4 avril avr
        5 mai
        6 juin
        7 juillet juil
        8 août
        9 septembre sept sep
        10 octobre oct
        11 novembre nov
        12 décembre déc dec
    """),
    ordinals={
        **{f"{n}{end}": n for n in range(1, 6) for end in ("", "e", "er", "ere", "re", "eme", "ieme")},
        "premiere": 1,
        "deuxieme": 2,
        "seconde": 2,
        "troisieme": 3,
        "quatrieme": 4,
        "cinquieme": 5,
        "derniere": -1,
    },
    of=r"(?:(?:du|au) mois (?:de |d')|de |d'|du )",
    at=r"(?:a |vers )",
    week="semaines?",
    end="(?:la )?fin ",
    early="(?:le )?debut ",
    middle="(?:la )?mi[- ]",
    starting=r"(?:a partir|a compter|des|depuis) ?",
    to=r"\s*-\s*|\s+(?:a|au|jusqu'a|jusqu'au|et|puis)\s+",
    noise=r"^(?:(?:entre|le|la|les|du|de|d'|en|au|courant|pour"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b *)+",
    depends_on=r"^(?:depend|tributaire|conditionne|sous reserve|selon|en attente)",
    not_communicated=r"\bnon (?:encore )?(?:communique|precise|fixe|defini)"
    r"|^a (?:communiquer|definir|preciser|fixer)",
    no_visibility=r"\b(?:pas|sans|aucune|manque) (?:de )?visibilite",
    recurring=r"^(?:chaque|tous les|toutes les|\d+ \w+ par )|\bpar (?:mois|semaine|an|trimestre)\b"
    r"|\b(?:mensuel|hebdomadaire|trimestriel|annuel)",
)

ARABIC = Words(
    months=_months("""
        1 يناير جانفي
        2 فبراير فيفري
        3 مارس
        4 أبريل أفريل
        5 ماي مايو
        6 يونيو يونيه جوان
        7 يوليوز يوليو جويلية
        8 غشت أغسطس أوت
        9 شتنبر سبتمبر
        10 أكتوبر
        11 نونبر نوفمبر
        12 دجنبر ديسمبر
    """),
    ordinals={
        **{str(n): n for n in range(1, 6)},
        "الاول": 1,
        "الثاني": 2,
        "الثالث": 3,
        "الرابع": 4,
        "الخامس": 5,
        "الاخير": -1,
    },
    of=r"(?:من شهر |من |ل?شهر )",
    at=r"(?:علي الساعه |في الساعه |الساعه )",
    week="(?:ال)?(?:اسبوع|اسبوعين|اسبوعان|اسابيع)",
    end="(?:نهايه|اواخر|اخر|متم) ",
    early="(?:بدايه|اوائل|مطلع|مستهل) ",
    middle="(?:منتصف|اواسط) ",
    starting=r"(?:ابتداء|انطلاقا|بدءا|منذ|اعتبارا) ?",
    to=r"\s*-\s*|\s+(?:الي|حتي)\s+(?:غايه\s+)?|\s+و\s*",
    noise=r"^(?:(?:من|ما بين|بين|في|يوم|خلال|شهر|الاثنين|الثلاثاء|الاربعاء|الخميس|الجمعه|السبت|الاحد)\b *)+",
    depends_on=r"^(?:رهين|يتوقف|متوقف|يعتمد|مرتبط|مشروط|حسب|في انتظار)",
    not_communicated=r"(?:غير|لم يتم|لم) (?:يتم |يبلغ|معلن|محدد|مبلغ|مصرح|الاعلان|التبليغ|تبليغ|يعلن|يحدد)",
    no_visibility=r"(?:لا|غياب|عدم|انعدام|بدون|دون) (?:توجد )?(?:ال)?(?:رؤيه|رويه|وضوح)",
    recurring=r"^كل |(?:شهريا|اسبوعيا|سنويا|فصليا)|في (?:الشهر|السنه|الاسبوع)$",
)

ENGLISH = Words(
    months=_months("""
        1 january jan
        2 february feb
        3 march mar
        4 april apr
        5 may
        6 june jun
        7 july jul
        8 august aug
        9 september sept sep
        10 october oct
        11 november nov
        12 december dec
    """),
    ordinals={
        "1": 1,
        "2": 2,
        "3": 3,
        "4": 4,
        "5": 5,
        "1st": 1,
        "2nd": 2,
        "3rd": 3,
        "4th": 4,
        "5th": 5,
        "first": 1,
        "second": 2,
        "third": 3,
        "fourth": 4,
        "fifth": 5,
        "last": -1,
    },
    of=r"(?:of |in )",
    at=r"(?:at )",
    week="weeks?",
    end="(?:the )?end ",
    early="(?:early|beginning|start) ",
    middle="(?:mid|middle)[- ]",
    starting=r"(?:from|as of|as from|starting|since) ?",
    to=r"\s*-\s*|\s+(?:to|until|till|and|through)\s+",
    noise=r"^(?:(?:between|on|in|the|during"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b,? *)+",
    depends_on=r"^(?:depend|subject to|conditional|awaiting|pending)",
    not_communicated=r"\bnot (?:yet )?(?:communicated|announced|known|set|given)"
    r"|\bto be (?:announced|confirmed|set)|^tb[ac]$",
    no_visibility=r"\bno (?:visibility|foreseeable)",
    recurring=r"^(?:each|every) |\b(?:per|a) (?:month|week|year|quarter)\b"
    r"|\b(?:monthly|weekly|yearly|quarterly)\b",
)

LANGUAGES = {"fr": FRENCH, "ar": ARABIC, "en": ENGLISH}

NOT_COMMUNICATED = {"fr": "non communiqué", "ar": "لم يُعلن عنه بعد", "en": "not communicated"}
NO_VISIBILITY = {"fr": "pas de visibilité", "ar": "لا رؤية واضحة بعد", "en": "no visibility"}
_END = {"fr": "fin {}", "ar": "نهاية {}", "en": "end of {}"}
_WEEK = {"fr": "{} semaine {}", "ar": "الأسبوع {} من {}", "en": "{} week of {}"}
_ORDINALS = {
    "fr": ("1re", "2e", "3e", "4e", "5e", "dernière"),
    "ar": ("الأول", "الثاني", "الثالث", "الرابع", "الخامس", "الأخير"),
    "en": ("1st", "2nd", "3rd", "4th", "5th", "last"),
}


def _written(day: date, pattern: str, language: str) -> str:
    return format_date(day, pattern, locale=LOCALES[language])


def write_day(day: date, language: str) -> str:
    """Return «1er octobre 2020», «1 أكتوبر 2020», «1 October 2020»."""
    text = _written(day, "d MMMM y", language)
    return f"1er{text[1:]}" if language == "fr" and day.day == 1 else text


def write_month(day: date, language: str) -> str:
    """Return the month of `day` with its year."""
    return _written(day, "MMMM y", language)


def write_hour(day: date, hour: time, language: str) -> str:
    """Return the day and the hour, as the administration of that language writes them."""
    if language == "fr":
        minutes = f"\N{NO-BREAK SPACE}{hour:%M}" if hour.minute else ""
        return f"{write_day(day, language)} à {hour.hour}\N{NO-BREAK SPACE}h{minutes}"
    joint = {"ar": "على الساعة", "en": "at"}[language]
    return f"{write_day(day, language)} {joint} {hour:%H:%M}"


def _french_of(text: str) -> str:
    return f"d’{text}" if text[0] in "aàâeéèêioôuh" else f"de {text}"


def write_week(day: date, number: int, language: str) -> str:
    """Return the week `number` (1 to 5, or 6 for the last) of the month of `day`."""
    month = write_month(day, language)
    if language == "fr":
        month = _french_of(month)
    return _WEEK[language].format(_ORDINALS[language][number - 1], month)


def write_end(day: date, language: str) -> str:
    """Return the end of the month of `day`."""
    return _END[language].format(write_month(day, language))


def write_from(day: date, language: str) -> str:
    """Return «à partir d’octobre 2020», or with its day when that is not the first."""
    if day.day != 1:
        text = write_day(day, language)
        return {"fr": f"à partir du {text}", "ar": f"ابتداء من {text}", "en": f"from {text}"}[language]
    text = write_month(day, language)
    return {"fr": f"à partir {_french_of(text)}", "ar": f"ابتداء من {text}", "en": f"from {text}"}[language]


def write_range(first: date, last: date, whole_months: bool, language: str) -> str:
    """Return both ends, without repeating the year or month they share."""
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    long, short = ("MMMM y", "MMMM") if whole_months else ("d MMMM y", "d MMMM")
    if not whole_months and (first.year, first.month) == (last.year, last.month):
        short = "d"
    start = _written(first, short if first.year == last.year else long, language)
    end = _written(last, long, language)
    if language == "fr" and not whole_months and first.day == 1:
        start = f"1er{start[1:]}"
    if language == "ar":
        return f"من {start} إلى {end}"
    joint = "–" if short == "d" else " – "
    return f"{start}{joint}{end}"
