"""Languages: addresses, translations outside and inside a request, official texts, numbers, dates and lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, has_request_context, request, url_for
from flask_babel import Babel, Domain, lazy_gettext
from flask_babel import gettext as flask_gettext
from flask_babel import ngettext as flask_ngettext
from markupsafe import Markup, escape
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.types import JSON, TypeDecorator
from werkzeug.routing import Rule

from cocreation.settings import ROOT

__all__ = ["LANGUAGES", "N_", "OfficialText", "gettext", "lazy_gettext", "ngettext", "translator"]

# The order is the order of the language switch. Arabic is written as in Morocco: its months are the Moroccan ones.
LANGUAGES: dict[str, str] = {"fr": "Français", "ar": "العربية", "en": "English"}
# Pages alone, where the setting AMAZIGH says so: no official text, mail or report is written in it.
AMAZIGH: dict[str, str] = {"zgh": "ⵜⴰⵎⴰⵣⵉⵖⵜ"}
LOCALES: dict[str, str] = {"fr": "fr", "ar": "ar_MA", "en": "en_GB", "zgh": "zgh"}
DEFAULT_LANGUAGE = "fr"
# What joins a day and its hour.
AT: dict[str, str] = {"fr": " à ", "ar": " على الساعة ", "en": ", ", "zgh": ", "}
ZONE = ZoneInfo("Africa/Casablanca")
CATALOGUES = ROOT / "translations"


def N_(message: str) -> str:
    """Mark a message for translation where it stands; it is translated later, in the reader's language."""
    return message


def gettext(message: str, **values: Any) -> str:
    """`message` in the language of the page being made, with `%(name)s` filled from `values`."""
    return str(flask_gettext(message, **values))


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    """The plural form that `num` asks for, in the language of the page being made."""
    return str(flask_ngettext(one, many, num, **values))


def page_languages(config: Mapping[str, Any] | None = None) -> dict[str, str]:
    """The languages pages are read in, in the order of the switch.

    Args:
        config: the settings of the application; without it, of the one that answers.
    """
    return LANGUAGES | AMAZIGH if (config or current_app.config)["AMAZIGH"] else LANGUAGES


def known(language: str | None) -> str:
    """The language itself when there are words in it, else French."""
    return language if language in LOCALES else DEFAULT_LANGUAGE


def current_language() -> str:
    """The language of the page being made; French outside a request."""
    return getattr(g, "language", DEFAULT_LANGUAGE) if has_request_context() else DEFAULT_LANGUAGE


def written_language() -> str:
    """The language of what is sent to the reader of the page: the page's, or French where none is written in it."""
    language = current_language()
    return language if language in LANGUAGES else DEFAULT_LANGUAGE


def direction(language: str) -> str:
    """`rtl` or `ltr`, for the `dir` attribute of anything written in `language`; `auto` when it is unknown."""
    if language in {"ar", "ary", "fa", "he"}:
        return "rtl"
    return "auto" if language in {"und", ""} else "ltr"


class OfficialText(dict[str, str]):
    """A text of the administration in its languages: {"fr": …, "ar": …, "en": …}; some may be missing."""

    def shown(self, language: str) -> tuple[str, str]:
        """The text and the language it is in: the one asked for, else French, Arabic, English."""
        for code in (language, "fr", "ar", "en"):
            if self.get(code):
                return self[code], code
        return "", language

    def __str__(self) -> str:
        return self.shown(current_language())[0]

    def __html__(self) -> str:
        """What a template writes where the text itself stands."""
        return self.marked()

    def marked(self) -> Markup:
        """The words for a page, marked with their language where it is not the page's, for screen readers."""
        text, code = self.shown(current_language())
        if not text or code == current_language():
            return escape(text)
        return Markup('<span lang="{}" dir="{}">{}</span>').format(code, direction(code), text)

    def missing(self) -> list[str]:
        """The languages of the site in which this text is not written yet."""
        return [code for code in LANGUAGES if not self.get(code)]


class OfficialTextType(TypeDecorator[OfficialText]):
    """Column of an official text, kept as JSON: the one pattern for every text of the administration."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, str] | None, dialect: Dialect) -> Any:
        """Keep only the languages that are written."""
        return None if value is None else {code: text for code, text in value.items() if text}

    def process_result_value(self, value: Any, dialect: Dialect) -> OfficialText | None:
        """Give the texts back as one object."""
        return None if value is None else OfficialText(value)


class _Unfinished(Translations):
    """A catalogue whose missing messages are said in French, one by one."""

    def __init__(self, fp: Any = None, domain: str | None = None) -> None:
        super().__init__(fp, domain)
        self.rest = _catalogue(DEFAULT_LANGUAGE)
        self.add_fallback(self.rest)

    def ungettext(self, one: str, many: str, num: int) -> str:
        """The plural form that `num` asks for; an empty one was compiled to the source's own words."""
        text = str(self.ngettext(one, many, num))
        return str(self.rest.ungettext(one, many, num)) if text in {one, many} else text


@lru_cache(maxsize=8)
def _catalogue(language: str) -> NullTranslations:
    kind = _Unfinished if language in AMAZIGH else Translations
    found = kind.load(str(CATALOGUES), [language], "messages")
    return found if isinstance(found, NullTranslations) else NullTranslations()


class _PageDomain(Domain):
    """The catalogues of pages; Flask-Babel merges catalogues without what they fall back to."""

    def get_translations(self) -> NullTranslations:
        """The catalogue of the page being made."""
        language = current_language()
        found: NullTranslations = _catalogue(language) if language in AMAZIGH else super().get_translations()
        return found


class Translator:
    """Words, numbers, dates and lists in one language, usable in mails, reports, jobs and commands.

    Args:
        language: one of `LANGUAGES` or `AMAZIGH`.
    """

    def __init__(self, language: str) -> None:
        self.language = known(language)
        self.locale = Locale.parse(LOCALES[self.language])

    def gettext(self, message: str, **values: Any) -> str:
        """`message` in the language, with `%(name)s` filled from `values`."""
        text = _catalogue(self.language).ugettext(message) if message else ""
        return text % values if values else text

    def ngettext(self, one: str, many: str, num: int, /, **values: Any) -> str:
        """The plural form that `num` asks for; `%(num)s` is the formatted number, or what `values` say instead."""
        text = _catalogue(self.language).ungettext(one, many, num)
        return text % {"num": self.number(num), **values}

    def number(self, value: float) -> str:
        """A number with the language's separators, digits 0-9."""
        return str(format_decimal(value, locale=self.locale, numbering_system="latn"))

    def percent(self, share: float) -> str:
        """A share between 0 and 1 as a percentage without decimals."""
        return str(format_percent(share, locale=self.locale, numbering_system="latn"))

    def day(self, value: date | datetime | None) -> str:
        """«15 octobre 2020»; a moment is first taken to Morocco's time."""
        if value is None:
            return ""
        day = value.astimezone(ZONE).date() if isinstance(value, datetime) else value
        return self._date(day, "long")

    def weekday(self, value: date | datetime) -> str:
        """«jeudi 15 octobre»."""
        day = value.astimezone(ZONE).date() if isinstance(value, datetime) else value
        # The locale data of Amazigh have no such pattern: the nearest one cuts the words short.
        if self.language in AMAZIGH:
            return str(format_date(day, "EEEE d MMMM", locale=self.locale))
        return str(format_skeleton("MMMMEEEEd", day, locale=self.locale))

    def moment(self, value: datetime | None) -> str:
        """«jeudi 15 octobre 2020 à 18:00», in Morocco's time."""
        if value is None:
            return ""
        return self._date(value.astimezone(ZONE).date(), "full") + AT[self.language] + self.hour(value)

    def _date(self, day: date, style: Literal["full", "long"]) -> str:
        text = str(format_date(day, format=style, locale=self.locale))
        # French writes the first of a month as an ordinal, which the locale data do not.
        return text.replace("1 ", "1er ", 1) if self.language == "fr" and day.day == 1 else text

    def hour(self, value: datetime) -> str:
        """«18:00», in Morocco's time and 24 hours."""
        return str(format_datetime(value, "HH:mm", tzinfo=ZONE, locale=self.locale))

    def items(self, values: Sequence[str]) -> str:
        """«a, b et c»."""
        return str(format_list([str(value) for value in values], locale=self.locale))

    def terms(self, values: Sequence[str]) -> str:
        """«a, b, c»: words of any script in the order of the language, an unseen mark on either side of each."""
        mark, comma = ("\u200f", "،") if self.language == "ar" else ("\u200e", ",")
        return f"{comma} ".join(f"{mark}{value}{mark}" for value in values)


@lru_cache(maxsize=8)
def translator(language: str) -> Translator:
    """The translator of a language; unknown languages get French."""
    return Translator(language)


def here() -> Translator:
    """The translator of the page being made."""
    return translator(current_language())


def first_language() -> str:
    """The language of a first visit: what the browser asks for, else French."""
    # Browsers ask for «ar-MA»: the language before the hyphen is what we have, in the order of their wishes.
    asked = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    return next((code for code in asked if code in page_languages()), DEFAULT_LANGUAGE)


def _is_a_page(rule: Rule) -> bool:
    return "language" in rule.arguments and "GET" in (rule.methods or ())


def same_page_in(language: str) -> str:
    """The address of the current page in another language, its query kept."""
    # An address nobody knows, a file, or one that only takes forms cannot be asked for again in another language.
    if request.url_rule is None or request.endpoint is None or not _is_a_page(request.url_rule):
        return f"/{language}/"
    values: dict[str, Any] = {**(request.view_args or {}), "language": language}
    query: dict[str, Any] = {name: request.args.getlist(name) for name in request.args if name not in values}
    # Names that begin with an underscore steer `url_for` itself and are never taken from the address.
    asked = {name: given for name, given in query.items() if not name.startswith("_")}
    return url_for(request.endpoint, **values, **asked)


def language_links() -> list[dict[str, Any]]:
    """What the language switch shows."""
    now = current_language()
    return [
        {"code": code, "label": label, "href": same_page_in(code), "current": code == now}
        for code, label in page_languages().items()
    ]


def _pull_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
    # Views never see the language: it is part of every address, so it is taken off before they are called.
    code = (values or {}).pop("language", None) if values else None
    # An address nobody knows has no values, and still says its language where it begins with one.
    begun = request.path.split("/", 2)[1]
    g.language = known(code or (begun if begun in page_languages() else first_language()))


def _push_language(endpoint: str, values: dict[str, Any]) -> None:
    if "language" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        values["language"] = current_language()


def _filters() -> Iterator[tuple[str, Any]]:
    yield "day", lambda value: here().day(value)
    yield "weekday", lambda value: here().weekday(value)
    yield "moment", lambda value: here().moment(value)
    yield "hour", lambda value: here().hour(value)
    yield "number", lambda value: here().number(value)
    yield "percent", lambda value: here().percent(value)
    yield "items_list", lambda values: here().items(values)
    yield "translated", lambda message, **values: here().gettext(message, **values)
    yield "language_name", lambda code: LANGUAGES.get(code, code)
    yield "fuzzy", lambda value: value.format(current_language()) if value else ""


def init_app(app: Flask) -> None:
    """Put the language into every address and the translations into every template."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(CATALOGUES)
    babel = Babel(app, locale_selector=lambda: LOCALES[current_language()], timezone_selector=lambda: str(ZONE))
    babel.domain_instance = _PageDomain()
    app.url_value_preprocessor(_pull_language)
    app.url_defaults(_push_language)
    app.jinja_env.filters.update(dict(_filters()))
    app.jinja_env.globals.update(text_direction=direction, LANGUAGES=LANGUAGES)
