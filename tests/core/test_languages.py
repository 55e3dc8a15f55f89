"""The language stands in the address; official texts say which language they are in; first visits are met."""

import re
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from cocreation.core.i18n import LANGUAGES, OfficialText

STRANGE = [
    "", "*", ";q=", "ar;q=NaN", "ar;q=1e400", "q=0.5", ",,,,", "-", "fr-" + "x" * 5000, "ar;q=-1", "\x7f", "ar;q=0",
    "é", "' OR 1=1 --", "<script>", "*;q=0", "zz-ZZ, ar-MA;q=0.3", "AR", "ar_MA", ";".join(["fr"] * 500),
]  # fmt: skip


@pytest.mark.parametrize("asked", STRANGE, ids=range(len(STRANGE)))
def test_no_header_of_a_first_visit_breaks_it(client: FlaskClient, asked: str) -> None:
    answer = client.get("/", headers={"Accept-Language": asked})
    assert answer.status_code == 302
    assert answer.location in {f"/{code}/" for code in LANGUAGES}
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("ar-MA,fr;q=0.5", "ar"),
        ("de, en;q=0.4, fr;q=0.3", "en"),
        ("AR", "ar"),
        ("de", "fr"),
        ("fr;q=0.2,ar", "ar"),
    ],
)
def test_the_first_visit_follows_the_browser(client: FlaskClient, asked: str, language: str) -> None:
    assert client.get("/", headers={"Accept-Language": asked}).location == f"/{language}/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_its_language_and_keeps_page_and_query_in_the_others(client: FlaskClient, language: str) -> None:
    answer = client.get(f"/{language}/search?q=budget+%22citoyen%22&kind=proposal")
    page = answer.get_data(as_text=True)
    assert answer.headers["Content-Language"] == language
    alternates = dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)"', page))
    asked = "/search?q=budget+%22citoyen%22&amp;kind=proposal"
    assert alternates == {code: f"http://127.0.0.1:8000/{code}{asked}" for code in LANGUAGES}
    for code in LANGUAGES:
        assert f'href="/{code}{asked}" lang="{code}" hreflang="{code}"' in page


def test_a_page_not_found_offers_the_way_in(client: FlaskClient) -> None:
    assert client.get("/fr/nothing/here").status_code == 404


def shown(app: Flask, language: str, words: str, **values: Any) -> str:
    with app.test_request_context(f"/{language}/"):
        app.preprocess_request()
        return render_template_string(words, **values)


def test_an_official_text_in_another_language_says_which(app: Flask) -> None:
    french = OfficialText(fr="L’eau & <b>")
    assert shown(app, "fr", "{{ text }}", text=french) == "L’eau &amp; &lt;b&gt;"
    marked = '<span lang="fr" dir="ltr">L’eau &amp; &lt;b&gt;</span>'
    assert shown(app, "ar", "{{ text }}", text=french) == marked
    assert shown(app, "ar", "{{ _('%(cycle)s', cycle=text) }}", text=french) == marked
    assert shown(app, "fr", "{{ text }}", text=OfficialText(ar="الماء")) == '<span lang="ar" dir="rtl">الماء</span>'
    assert shown(app, "fr", "{{ text }}", text=OfficialText()) == ""


def test_the_title_of_a_page_holds_no_mark_up(app: Flask) -> None:
    page = '{% extends "base.html" %}{% block title %}{{ text }}{% endblock %}'
    drawn = shown(app, "ar", page, text=OfficialText(fr="L’eau & <b>"))
    assert "<title>L’eau &amp; &lt;b&gt; ·" in drawn


@pytest.mark.parametrize(("path", "language"), [("/ar/nowhere", "ar"), ("/fr/nowhere", "fr"), ("/nowhere", "en")])
def test_an_address_nobody_knows_answers_in_the_language_it_begins_with(client, session, path, language):
    answer = client.get(path, headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert f'<html lang="{language}"' in answer.get_data(as_text=True)
