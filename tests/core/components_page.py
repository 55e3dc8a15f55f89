"""A page of every component, drawn without the application: for looking, for axe, for reflow.

Run ``python tests/core/components_page.py FOLDER`` to write one page a language into FOLDER.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader
from jinja2.ext import i18n
from wtforms import BooleanField, Form, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "platform" / "cocreation" / "core"
HERE = Path(__file__).parent
LANGUAGES = {"fr": "ltr", "ar": "rtl", "en": "ltr"}


def catalogue(language: str) -> dict[Any, str | tuple[str, ...]]:
    """Return the translations of a language, as written; empty when there is no catalogue yet."""
    path = ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"
    if language == "en" or not path.exists():
        return {}
    with path.open("rb") as source:
        found = read_po(source)
    return {(m.id[0] if isinstance(m.id, tuple) else m.id): m.string for m in found if m.id and m.string}


def plural_form(language: str, number: int) -> int:
    """Return which plural of the language a number takes."""
    if language != "ar":
        return int(number > 1) if language == "fr" else int(number != 1)
    if number < 3:
        return number
    return 3 if 3 <= number % 100 <= 10 else 4 if number % 100 >= 11 else 5


def environment(language: str, messages: dict[Any, Any] | None = None) -> Environment:
    """Return a bare Jinja environment that speaks a language and knows the charter's filters."""
    words = catalogue(language) if messages is None else messages

    def gettext(text: str) -> str:
        found = words.get(text)
        return found if isinstance(found, str) and found else text

    def ngettext(one: str, many: str, number: int) -> str:
        forms = words.get(one)
        if isinstance(forms, tuple | list) and len(forms) > 1:
            return str(forms[plural_form(language, number)])
        return one if number == 1 else many

    drawn = Environment(
        loader=FileSystemLoader([CORE / "templates", HERE / "templates"]),
        autoescape=True,
        extensions=[i18n],
    )
    drawn.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    drawn.globals.update(
        url_for=lambda endpoint, filename="": f"/static/{filename}",
        csrf_token=lambda: "token",
        csp_nonce=lambda: "nonce",
        get_flashed_messages=lambda with_categories=False: [],
    )
    drawn.filters["number"] = lambda value: f"{value:,}".replace(",", "." if language == "ar" else "\u202f")
    return drawn


class Sample(Form):
    """A form with one field of each kind."""

    title = StringField("Title")
    problem = TextAreaField("Problem", [InputRequired("Describe the problem.")])
    region = SelectField("Region", choices=[SelectChoice("fm", "Fès-Meknès"), SelectChoice("sm", "Souss-Massa")])
    voice = RadioField("Voice", choices=[SelectChoice("person", "Nadia B."), SelectChoice("group", "Association")])
    agreed = BooleanField("Agreed", [InputRequired("Say that you have read the charter.")])


def form_in(words: dict[str, str]) -> Sample:
    """Return the sample form, labelled in the page's words and with its errors."""
    form = Sample(data={"title": words["idea_title"], "voice": "person", "region": "fm"})
    form.validate()
    for name in ("title", "problem", "region", "voice", "agreed"):
        form[name].label.text = words[f"field_{name}"]
    form.problem.errors = [words["error_problem"]]
    form.agreed.errors = [words["error_agreed"]]
    return form


def page(language: str, messages: dict[Any, Any] | None = None) -> str:
    """Return the page of components in a language."""
    drawn = environment(language, messages)
    words: dict[str, Any] = drawn.get_template(f"words_{language}.html").make_module().words  # type: ignore[attr-defined]
    context = SimpleNamespace(**words)
    names = {"fr": "Français", "ar": "العربية", "en": "English"}
    return drawn.get_template("components_page.html").render(
        w=context,
        form=form_in(words),
        language=language,
        direction=LANGUAGES[language],
        site_name=words["site"],
        site_owner=words["owner"],
        process_band=words["band"],
        navigation=words["navigation"],
        account_links=words["account"],
        footer_links=words["footer"],
        languages=[
            {"code": code, "label": label, "href": f"/{code}.html", "current": code == language}
            for code, label in names.items()
        ],
    )


def main() -> None:
    """Write a page a language into the folder named."""
    folder = Path(sys.argv[1])
    for language in ("fr", "ar"):
        (folder / f"{language}.html").write_text(page(language), encoding="utf-8")


if __name__ == "__main__":
    main()
