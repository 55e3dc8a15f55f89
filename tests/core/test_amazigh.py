"""Amazigh is there only where the setting says so; what it does not say yet is said in French, message by message."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from cocreation.core.forms import BaseForm, TextLine
from cocreation.core.i18n import LANGUAGES, OfficialText, gettext, ngettext, translator, written_language
from tests.fixtures.database import close, make_app

SAID, UNSAID = "Propose an idea", "Co-creation of the open government plan"


@pytest.fixture
def settings() -> dict[str, object]:
    return {"AMAZIGH": True}


def test_without_the_setting_nothing_of_it_is_there(database_url, tmp_path):
    app = make_app(database_url, tmp_path / "without")
    client = app.test_client()
    assert client.get("/zgh/").status_code == 404
    assert client.get("/", headers={"Accept-Language": "zgh, ar;q=0.5"}).location == "/ar/"
    assert "zgh" not in client.get("/fr/").get_data(as_text=True)
    assert "zgh" not in client.get("/service-worker.js").get_data(as_text=True)
    close(app)


def test_a_page_says_its_language_and_offers_four(client: FlaskClient) -> None:
    answer = client.get("/zgh/search?q=budget")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == "zgh"
    assert '<html lang="zgh" dir="ltr">' in page
    alternates = re.findall(r'<link rel="alternate" hreflang="(\w+)" href="http://127.0.0.1:8000/(\w+)/search', page)
    assert alternates == [(code, code) for code in (*LANGUAGES, "zgh")]
    assert 'lang="zgh" hreflang="zgh" aria-current="true">ⵜⴰⵎⴰⵣⵉⵖⵜ</a>' in page
    assert client.get("/service-worker.js").get_data(as_text=True).count("/zgh/offline") == 1


@pytest.mark.parametrize(("asked", "language"), [("zgh-MA, fr;q=0.5", "zgh"), ("tzm, ar;q=0.5", "ar"), ("ZGH", "zgh")])
def test_the_first_visit_follows_the_browser(client: FlaskClient, asked: str, language: str) -> None:
    assert client.get("/", headers={"Accept-Language": asked}).location == f"/{language}/"


def test_each_missing_message_is_french_and_no_other(app: Flask) -> None:
    french, amazigh = translator("fr"), translator("zgh")
    assert amazigh.gettext(SAID) == "ⵙⵓⵎⵔ ⵜⴰⵡⵏⴳⵉⵎⵜ"
    assert amazigh.gettext(UNSAID) == french.gettext(UNSAID) != UNSAID
    plural = ("%(num)s idea", "%(num)s ideas")
    with app.test_request_context("/zgh/"):
        app.preprocess_request()
        assert (gettext(SAID), gettext(UNSAID)) == (amazigh.gettext(SAID), french.gettext(UNSAID))
        for number in (0, 1, 2):
            assert amazigh.ngettext(*plural, number) == french.ngettext(*plural, number)
            assert ngettext(*plural, number).endswith(french.ngettext(*plural, number).split()[-1])
        drawn = render_template_string('{{ _("Themes") }}, {{ ngettext("author", "authors", 2) }}')
        assert drawn == "ⵉⵙⵏⵜⴰⵍ, auteurs"


def test_official_texts_are_french_and_say_so(app: Flask) -> None:
    with app.test_request_context("/zgh/"):
        app.preprocess_request()
        french = '<span lang="fr" dir="ltr">Eau</span>'
        assert render_template_string("{{ text }}", text=OfficialText(fr="Eau", ar="ماء")) == french
        assert OfficialText(fr="Eau", ar="ماء", en="Water").missing() == []


def test_mails_and_reports_stay_in_their_languages(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context("/zgh/"):
        app.preprocess_request()
        assert written_language() == "fr"
    page = client.get("/zgh/account/register").get_data(as_text=True)
    assert re.findall(r'<option[^>]* value="(\w+)"', page) == [*LANGUAGES]


def test_the_words_of_wtforms_are_french(app: Flask) -> None:
    class Chosen(BaseForm):
        one = TextLine("One", limit=9)

    with app.test_request_context("/zgh/account/register"):
        app.preprocess_request()
        assert Chosen().one.gettext("This field is required.") == "Ce champ est requis."


def test_dates_and_numbers_are_written_by_the_locale_data() -> None:
    speaks, moment = translator("zgh"), datetime(2020, 10, 15, 16, 30, tzinfo=UTC)
    assert speaks.day(moment) == "15 ⴽⵜⵓⴱⵔ 2020"
    assert speaks.weekday(moment) == "ⴰⴽⵡⴰⵙ 15 ⴽⵜⵓⴱⵔ"
    assert speaks.moment(moment) == "ⴰⴽⵡⴰⵙ 15 ⴽⵜⵓⴱⵔ 2020, 17:30"
    assert speaks.number(12345.5) == "12\N{NO-BREAK SPACE}345,5"
    assert speaks.percent(0.45).startswith("45")
    assert speaks.items(["a", "b"])
