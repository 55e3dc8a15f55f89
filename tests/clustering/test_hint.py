"""The hint while writing: near published ideas at once, across languages, and never what one may not read."""

import html
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from cocreation.accounts.models import Account
from cocreation.clustering import nearby
from cocreation.core.access import Visitor
from cocreation.core.db import db
from cocreation.cycles.models import Cycle
from cocreation.proposals import services
from cocreation.proposals.models import Proposal
from cocreation.proposals.similar import SimilarIdea, similar_ideas
from tests.accounts.people import browser_of, person
from tests.fixtures.database import close, make_app
from tests.proposals.material import NOW, make_cycle, make_person, make_theme, publish, send

WRITTEN = ("Le budget de ma commune", "Publier les comptes et les dépenses de la commune en ligne.")


@pytest.fixture
def cycle(session: object) -> Cycle:
    return make_cycle()


@pytest.fixture
def theme(cycle: Cycle) -> object:
    return make_theme(cycle)


def idea(cycle: Cycle, theme: object, by: Account, title: str, body: str, language: str = "fr") -> Proposal:
    return send(cycle, theme, by, title=title, problem="", body=body, language=language)  # type: ignore[arg-type]


def hints(cycle: Cycle, title: str = WRITTEN[0], text: str = WRITTEN[1], actor: object = None) -> list[SimilarIdea]:
    db.session.commit()
    return similar_ideas(cycle_id=cycle.id, title=title, text=text, language="fr", actor=actor or Visitor())


@pytest.fixture
def other_process(app: Flask, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """Another web process on the same database: an application with an engine and a memory of its own."""
    made = make_app(database_url, tmp_path / "other")
    yield made
    close(made)


@pytest.mark.both_databases
def test_what_one_process_publishes_and_hides_the_other_knows_at_once(
    cycle: Cycle, theme: object, other_process: Flask
) -> None:
    cycle_id, amina = cycle.id, make_person("amina")

    def seen_there() -> list[str]:
        db.session.commit()
        with other_process.app_context():
            found = similar_ideas(cycle_id=cycle_id, title=WRITTEN[0], text=WRITTEN[1], language="fr", actor=Visitor())
            db.session.commit()
        return [near.reference for near in found]

    assert seen_there() == []
    first = publish(idea(cycle, theme, amina, "Budget communal", "Mettre le budget de la commune en ligne."))
    assert seen_there() == [first.reference]
    second = publish(idea(cycle, theme, amina, "Comptes de la commune", "Publier les dépenses de la commune."))
    assert set(seen_there()) == {first.reference, second.reference}
    services.withdraw(proposal=first, by=amina, at=NOW)
    assert seen_there() == [second.reference]
    services.decide(proposal=second, to="refused", by=None, role="moderator", at=NOW, reason_code="spam")
    assert seen_there() == []


def test_drafts_and_what_waits_to_be_checked_never_show(cycle: Cycle, theme: object) -> None:
    amina = make_person("amina")
    idea(cycle, theme, amina, "Budget communal", "Mettre le budget de la commune en ligne.")
    services.save_draft(
        cycle=cycle,
        contributor=publish(idea(cycle, theme, amina, "Forêts", "Planter des arbres.")).contributor,
        theme=None,
        title=WRITTEN[0],
        problem="",
        body=WRITTEN[1],
        language="fr",
        region=None,
        by=amina,
        at=NOW,
    )
    assert hints(cycle) == []


def test_an_idea_of_ones_own_is_no_hint_and_those_of_another_cycle_neither(cycle: Cycle, theme: object) -> None:
    amina, brahim = make_person("amina"), make_person("brahim")
    publish(idea(cycle, theme, amina, "Budget communal", "Mettre le budget de la commune en ligne."))
    other = make_cycle("pan-autre", "AUTRE")
    publish(idea(other, make_theme(other, "autre"), brahim, "Budget communal", "Le budget de la commune en ligne."))
    assert hints(cycle, actor=amina) == []
    found = hints(cycle, actor=brahim)
    assert [near.title for near in found] == ["Budget communal"]
    assert {"budget", "commune"} <= set(found[0].shared)


def test_an_idea_said_in_arabic_is_found_by_one_written_in_french(cycle: Cycle, theme: object) -> None:
    amina = make_person("amina")
    arabic = publish(
        idea(cycle, theme, amina, "نشر ميزانية الجماعة", "يجب نشر ميزانية الجماعة ونفقاتها على الإنترنت.", "ar")
    )
    publish(idea(cycle, theme, amina, "غرس الأشجار", "غرس الأشجار في الحدائق.", "ar"))
    found = hints(cycle)
    assert [(near.reference, near.language) for near in found] == [(arabic.reference, "ar")]
    assert "budget" in found[0].shared


def test_one_word_in_common_is_no_hint(cycle: Cycle, theme: object) -> None:
    publish(idea(cycle, theme, make_person("amina"), "Marché de la commune", "Couvrir les étals."))
    assert hints(cycle) == []


def test_a_large_cycle_is_read_beside_the_requests_and_then_known_whole(
    cycle: Cycle, theme: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearby, "AT_ONCE", 2)
    monkeypatch.setattr(nearby, "BATCH", 3)
    monkeypatch.setattr(nearby, "PATIENCE", 20)
    amina = make_person("amina")
    for number in range(11):
        publish(idea(cycle, theme, amina, f"Budget communal {number}", "Mettre le budget de la commune en ligne."))
    assert len(hints(cycle)) == 3
    assert len(nearby.index_of(db.engine, cycle.id)) == 11


def test_a_journal_put_back_to_an_earlier_day_is_read_anew(cycle: Cycle, theme: object) -> None:
    amina = make_person("amina")
    first = publish(idea(cycle, theme, amina, "Budget communal", "Mettre le budget de la commune en ligne."))
    assert len(hints(cycle)) == 1
    index = nearby.index_of(db.engine, cycle.id)
    index._mark = nearby._Mark(1, "another chain")
    index._index.add("999", "budget de la commune en ligne", "fr")
    assert [near.reference for near in hints(cycle)] == [first.reference]
    assert len(index) == 1


def test_a_moderator_reads_what_an_idea_that_waits_resembles(app: Flask, cycle: Cycle, theme: object) -> None:
    amina, brahim = make_person("amina"), make_person("brahim")
    first = publish(idea(cycle, theme, amina, "Budget communal", "Mettre le budget de la commune en ligne."))
    waiting = idea(cycle, theme, brahim, "Cantines", "Un budget pour une cantine dans chaque école de la commune.")
    moderator = browser_of(app, person("mod@example.ma", "moderator"))
    page = html.unescape(moderator.get(f"/en/moderation/proposal/{waiting.id}").get_data(as_text=True))
    resembled = page.partition("The published ideas it resembles most:")[2]
    assert f"/en/proposals/{first.reference}" in resembled
    assert "This one says the same" in resembled
    assert "Likely the same request" not in resembled
    again = idea(cycle, theme, brahim, "Le budget communal", "Que le budget de la commune soit mis en ligne.")
    page = moderator.get(f"/en/moderation/proposal/{again.id}").get_data(as_text=True)
    assert "Likely the same request" in page
    alone = idea(cycle, theme, brahim, "Forêts", "Planter des arbres.")
    answer = moderator.get(f"/en/moderation/proposal/{alone.id}").get_data(as_text=True)
    assert "The published ideas it resembles most:" not in answer
