"""The editor of a report: one text at a time, checked, kept with its history; events and translations."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from cocreation.clustering import services as clustering
from cocreation.core.db import db
from cocreation.cycles.models import Cycle
from cocreation.proposals import services as proposals
from cocreation.proposals.models import Proposal
from cocreation.synthesis import events, freezing, services, translating, writing
from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.models import ReportEdit, ReportEvent, ReportTranslation
from cocreation.synthesis.texts import Texts
from tests.accounts.people import browser_of, person, post
from tests.clustering.test_room import BUDGET, computed, ideas
from tests.proposals.material import NOW, make_cycle, make_person, make_theme, publish, send

DESK = "/fr/report-desk/pan-test/fr"


@pytest.fixture
def cycle(app: Flask, session: object) -> Cycle:
    """A cycle with grouped ideas, one refused, and one in Arabic that came later."""
    made = make_cycle()
    authors = [make_person(name) for name in ("amina", "brahim", "chama")]
    ideas(made, BUDGET, authors, "budget")
    theme = make_theme(made)
    refused = send(made, theme, authors[1], title="Texte refusé")
    proposals.decide(proposal=refused, to="refused", by=None, role="moderator", at=NOW, reason_code="insult")
    clustering.publish_run(run=computed(app, made), by=None, at=NOW)
    publish(send(made, theme, authors[0], title="أرشيف عمومي مفتوح للجميع", language="ar"))
    db.session.commit()
    return made


@pytest.fixture
def moderator(app: Flask, cycle: Cycle) -> FlaskClient:
    """A moderator's browser."""
    return browser_of(app, person("mod@example.ma", "moderator", name="Mina"))


def document(cycle: Cycle, language: str = "fr") -> ReportDocument:
    return services.build_document(cycle=cycle, language=language, at=NOW)


def references(*, state: str) -> list[str]:
    found = db.session.scalars(select(Proposal.reference).where(Proposal.state == state).order_by(Proposal.id))
    return [reference or "" for reference in found]


def test_a_text_is_looked_at_saved_told_and_put_back(app: Flask, cycle: Cycle, moderator: FlaskClient) -> None:
    page, public = f"{DESK}/texts/introduction", references(state="published")[0]
    assert "Écrit par la plateforme" in moderator.get(page).get_data(as_text=True)
    words = f"Nous avons lu {{received}} idées, voir {public}."
    told = f"Nous avons lu {document(cycle).method.received} idées"
    looked = post(moderator, page, text=words, seen="0", act="look")
    assert "pas encore enregistré" in looked.get_data(as_text=True)
    assert told in looked.get_data(as_text=True)
    assert db.session.scalar(select(ReportEdit.id)) is None
    assert post(moderator, page, text=words, seen="0").status_code == 303
    section = document(cycle).section("introduction")
    assert section is not None
    assert (section.edited, section.sources) == (True, ((public,),))
    first = db.session.scalars(select(ReportEdit)).one()
    shown = moderator.get(page).get_data(as_text=True)
    assert "Mina" in shown
    assert f"/proposals/{public}" in shown
    assert post(moderator, page, text="Autrement dit.", seen=str(first.id)).status_code == 303
    assert post(moderator, f"{page}/{first.id}/put-back", page=page).status_code == 303
    assert told in document(cycle).section("introduction").paragraphs[0]  # type: ignore[union-attr]
    assert post(moderator, f"{page}/0/put-back", page=page).status_code == 303
    assert not document(cycle).section("introduction").edited  # type: ignore[union-attr]
    assert [edit.text for edit in writing.history(services.report_of(cycle, "fr"), "introduction")] == [
        "", words, "Autrement dit.", words,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [("Il y a {recus} idées", "{recus}"), ("Une { seule", "{"), ("Voir PANT-99999", "PANT-99999")],
)
def test_a_text_that_cannot_stand_says_why_and_is_kept(
    cycle: Cycle, moderator: FlaskClient, text: str, told: str
) -> None:
    answer = post(moderator, f"{DESK}/texts/summary", text=text, seen="0")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f">{told}</bdi>" in page
    assert f"\r\n{text}</textarea>" in page or f"\n{text}</textarea>" in page
    assert not document(cycle).section("summary").edited  # type: ignore[union-attr]


def test_nothing_rests_on_an_idea_without_public_text(cycle: Cycle, moderator: FlaskClient) -> None:
    refused = references(state="refused")[0]
    answer = post(moderator, f"{DESK}/texts/summary", text=f"Voir {refused}.", seen="0")
    assert answer.status_code == 422
    assert "pas public" in answer.get_data(as_text=True)


def test_the_second_of_two_writers_is_told_and_loses_nothing(cycle: Cycle, moderator: FlaskClient) -> None:
    page = f"{DESK}/texts/limits"
    assert post(moderator, page, text="Le premier texte.", seen="0").status_code == 303
    for seen in ("0", "²", "9" * 5000, "-1", "x", ""):
        late = post(moderator, page, text="Le second texte.", seen=seen)
        assert late.status_code == 409, seen
        assert "Le second texte." in late.get_data(as_text=True)


def test_what_the_platform_writes_is_not_kept_as_somebodys_words(cycle: Cycle) -> None:
    report = services.report_of(cycle, "fr")
    texts = Texts(document(cycle), {})
    for text in ("", texts.platform("limits")):
        assert writing.save(report=report, texts=texts, key="limits", text=text, seen=0, by=None, at=NOW) is None
    assert report.texts == {}


def test_a_text_whose_idea_is_no_longer_public_stops_the_publication(cycle: Cycle, moderator: FlaskClient) -> None:
    report, cited = services.report_of(cycle, "fr"), references(state="published")[0]
    texts = Texts(document(cycle), {})
    writing.save(report=report, texts=texts, key="conclusion", text=f"Voir {cited}.", seen=0, by=None, at=NOW)
    proposal = db.session.scalars(select(Proposal).where(Proposal.reference == cited)).one()
    proposals.decide(proposal=proposal, to="refused", by=None, role="moderator", at=NOW, reason_code="insult")
    db.session.commit()
    with pytest.raises(freezing.NotWhole):
        freezing.publish(cycle=cycle, language="fr", by=None, at=NOW)
    page = moderator.get(f"{DESK}/texts").get_data(as_text=True)
    assert "À corriger" in page
    assert cited in moderator.get(f"{DESK}/texts/conclusion").get_data(as_text=True)


def test_a_translation_is_shown_below_the_words_until_they_change(cycle: Cycle, moderator: FlaskClient) -> None:
    key = next(chapter.key for chapter in document(cycle).chapters if any(i.language == "ar" for i in chapter.lone))
    quoted = translating.quoted_in(document(cycle), key)
    assert [one.words for one in quoted] == ["أرشيف عمومي مفتوح للجميع"]
    page, field = f"{DESK}/translations/{key}", f"text_{quoted[0].digest[:16]}"
    assert post(moderator, page, **{field: "Des archives publiques ouvertes à tous"}).status_code == 303
    assert "1 traduits sur 1" in moderator.get(f"{DESK}/translations").get_data(as_text=True)
    row = next(row for row in document(cycle).annex if row.title == quoted[0].words)
    assert row.translation == "Des archives publiques ouvertes à tous"
    assert not any(row.translation for row in document(cycle, "ar").annex)
    proposal = db.session.scalars(select(Proposal).where(Proposal.reference == row.reference)).one()
    proposal.current.title = "أرشيف عمومي آخر"
    db.session.commit()
    assert not any(row.translation for row in document(cycle).annex)
    proposal.current.title = quoted[0].words
    db.session.commit()
    assert post(moderator, page, **{field: ""}).status_code == 303
    assert db.session.scalar(select(ReportTranslation.id)) is None


@pytest.mark.both_databases
def test_events_are_written_down_changed_masked_and_struck_out(cycle: Cycle, moderator: FlaskClient) -> None:
    desk = "/fr/report-desk/pan-test/events"
    for title, came in (("Webinaire", "146"), ("Permanence", "3"), ("Atelier", "9"), ("Clôture", "")):
        sent = post(moderator, f"{desk}/new", title_fr=title, held_on="15/10/2020", place_fr="Rabat", attendance=came)
        assert sent.status_code == 303
    shown = document(cycle).events
    assert [(row.title, row.attendance, row.masked) for row in shown.rows] == [
        ("Webinaire", 146, False), ("Permanence", None, True), ("Atelier", None, True), ("Clôture", None, False),
    ]  # fmt: skip
    assert shown.total == 158
    number = db.session.scalars(select(ReportEvent.id).order_by(ReportEvent.id)).all()[1]
    page = f"{desk}/{number}"
    assert post(moderator, page, title_fr="Permanence", held_on="2020-10-15", attendance="30").status_code == 303
    assert document(cycle).events.total == 185
    assert post(moderator, f"{page}/strike-out", page=desk).status_code == 303
    assert len(document(cycle).events.rows) == 3
    for bad in ({"held_on": "demain"}, {"attendance": "-4"}, {"attendance": "9" * 40}, {"title_fr": ""}):
        form = {"title_fr": "X y", "held_on": "15/10/2020", "attendance": "4", **bad}
        assert post(moderator, f"{desk}/new", **form).status_code == 422, bad


def test_a_table_of_events_comes_in_whole_or_not_at_all(cycle: Cycle, moderator: FlaskClient) -> None:
    desk = "/fr/report-desk/pan-test/events"
    head = "date;title_fr;title_ar;place_fr;attendance"
    good = f"{head}\n15/10/2020;Webinaire;ندوة رقمية;En ligne;٤٢\n2020-10-16;Atelier;;Rabat;"
    assert post(moderator, f"{desk}/sheet", lines=f"{good}\n17/10/2020;;;;3").status_code == 422
    assert events.of_cycle(cycle.id) == []
    assert post(moderator, f"{desk}/sheet", lines=good).status_code == 303
    assert [(row.title, row.attendance) for row in events.of_cycle(cycle.id)] == [
        ({"fr": "Webinaire", "ar": "ندوة رقمية"}, 42), ({"fr": "Atelier"}, None),
    ]  # fmt: skip
    taken = moderator.get(f"{desk[:-7]}/events.csv").get_data(as_text=True).lstrip("\ufeff")
    assert post(moderator, f"{desk}/sheet", lines=taken.replace("42", "43")).status_code == 303
    assert [row.attendance for row in events.of_cycle(cycle.id)] == [43, None]


def test_an_event_of_another_cycle_is_not_found(cycle: Cycle, moderator: FlaskClient) -> None:
    elsewhere = make_cycle("pan-autre", "AUTRE")
    meeting = events.Meeting(title={"fr": "Ailleurs"}, place={}, held_on=NOW.date())  # type: ignore[arg-type]
    row = events.write_down(cycle=elsewhere, meeting=meeting, by=None, at=NOW)
    db.session.commit()
    assert moderator.get(f"/fr/report-desk/pan-test/events/{row.id}").status_code == 404
