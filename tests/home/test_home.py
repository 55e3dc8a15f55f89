"""The front doors: the question asked now, sums that balance, pages of words in three languages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cocreation.core.db import db
from cocreation.core.i18n import OfficialText, translator
from cocreation.home import queries
from cocreation.home.views import TESTED
from cocreation.proposals.models import STATES
from cocreation.themes import services as themes
from tests.proposals.material import NOW, make_cycle, make_person, make_theme, publish, send


@pytest.fixture
def settings() -> dict[str, object]:
    """Stand on the day the material is about."""
    return {"PROCESS_DATE": "2020-10-15"}


def test_every_state_stands_in_exactly_one_part_of_the_sum() -> None:
    counted = [state for states in queries.PARTS.values() for state in states]
    assert sorted(counted) == sorted(state for state in STATES if state != "draft")


@pytest.mark.both_databases
def test_the_parts_add_up_to_what_was_received(session: object) -> None:
    cycle = make_cycle()
    theme, author = make_theme(cycle), make_person("amina")
    sent = [send(cycle, theme, author, title=f"Idée numéro {number}") for number in range(5)]
    for proposal in sent[:3]:
        publish(proposal)
    db.session.flush()
    whole, *parts = queries.sums(cycle.id)
    assert whole["value"] == 5
    assert sum(part["value"] for part in parts) == 5
    assert {part["value"] for part in parts} == {2, 3}
    assert len(queries.newest(cycle.id)) == 3
    assert queries.heard(cycle.id, by="region") == {"oriental": 3}


def test_a_theme_counts_the_ideas_of_those_merged_into_it(session: object) -> None:
    cycle = make_cycle()
    kept, merged, author = make_theme(cycle), make_theme(cycle, "budget", "Budget"), make_person("amina")
    publish(send(cycle, kept, author))
    publish(send(cycle, merged, author, title="Le budget de la commune"))
    db.session.flush()
    assert queries.theme_counts(cycle.id) == {kept.id: 1, merged.id: 1}
    themes.merge(theme=merged, into=kept, reason=OfficialText(fr="Ils se recoupent"), by=None, at=NOW)
    db.session.flush()
    assert queries.theme_counts(cycle.id) == {kept.id: 2}


def test_the_home_page_asks_the_question_and_says_until_when(app: Flask, session: object) -> None:
    make_cycle()
    db.session.commit()
    page = app.test_client().get("/fr/").get_data(as_text=True)
    assert "Plan d’essai" in page
    assert "1er novembre 2020" in page
    assert 'href="/fr/proposals/new"' in page


def test_the_home_page_stands_without_any_cycle(client: FlaskClient) -> None:
    for language in ("fr", "ar", "en"):
        answer = client.get(f"/{language}/")
        assert answer.status_code == 200
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["how-it-works", "accessibility", "your-data"])
def test_the_pages_of_words_answer_in_every_language(client: FlaskClient, path: str) -> None:
    pages = [client.get(f"/{language}/{path}").get_data(as_text=True) for language in ("fr", "ar", "en")]
    assert all("<h1>" in page for page in pages)
    assert 'hreflang="ar"' in pages[0]


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_statement_of_accessibility_says_when_it_was_tested_and_whom_to_write_to(
    client: FlaskClient, language: str
) -> None:
    page = client.get(f"/{language}/accessibility").get_data(as_text=True)
    assert translator(language).day(TESTED) in page
    assert 'href="mailto:cocreation@example.org"' in page
    assert f'href="/{language}/accessibility"' in client.get(f"/{language}/").get_data(as_text=True)
