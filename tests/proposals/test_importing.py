"""Importing proposals into a real database: whole or not at all, and never twice."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from cocreation.accounts.models import Contributor
from cocreation.core import search
from cocreation.core.db import db
from cocreation.core.i18n import translator
from cocreation.core.mail import OutgoingMail
from cocreation.cycles.models import Cycle
from cocreation.journal import queries as journal
from cocreation.journal.models import JournalLine
from cocreation.journal.services import verify
from cocreation.proposals.importing.faults import Faulty
from cocreation.proposals.importing.loading import Order, Outcome, import_proposals
from cocreation.proposals.models import Proposal
from tests.proposals.files import json_lines, workbook
from tests.proposals.material import NOW, make_cycle, make_theme

ENGLISH = translator("en")
IDEA = {"id": "a1", "title": "Publier les budgets", "body": "Chaque commune publie son budget."}


def run(cycle: Cycle, path: Path, **options: Any) -> Outcome:
    outcome = import_proposals(cycle, Order(file=path, at=NOW, **options))
    db.session.commit()
    return outcome


def faults(cycle: Cycle, path: Path, **options: Any) -> list[str]:
    with pytest.raises(Faulty) as caught:
        import_proposals(cycle, Order(file=path, at=NOW, **options))
    db.session.rollback()
    return caught.value.lines(ENGLISH)


def counted(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def mapping(folder: Path, text: str) -> Path:
    (folder / "map.toml").write_text(text, encoding="utf-8")
    return folder / "map.toml"


@pytest.mark.both_databases
@pytest.mark.usefixtures("session")
def test_rows_wait_in_the_queue_whatever_the_phase(tmp_path: Path) -> None:
    cycle = make_cycle()
    cycle.state = "past"
    theme = make_theme(cycle)
    rows = [
        {**IDEA, "theme": "acces", "region": "L’Oriental", "author": "p-7", "date": "2020-10-02T23:30:00+01:00"},
        {"id": "a2", "title": "عنوان المقترح", "author": "p-7", "channel": "paper", "date": "3/10/2020 14:05"},
    ]
    assert run(cycle, json_lines(tmp_path, rows), channel="webinar").written == 2
    first, second = db.session.scalars(select(Proposal).order_by(Proposal.id))
    assert (first.reference, second.reference) == ("PANT-00001", "PANT-00002")
    assert (first.state, first.channel, second.channel) == ("submitted", "webinar", "paper")
    assert (first.theme_id, first.original_theme_id, second.theme_id) == (theme.id, theme.id, None)
    assert (first.region, first.current.language, second.current.language) == ("oriental", "fr", "ar")
    assert first.received_at is not None
    assert first.received_at.isoformat() == "2020-10-02T22:30:00+00:00"
    assert second.received_at is not None
    assert second.received_at.isoformat() == "2020-10-03T13:05:00+00:00"
    assert first.contributor_id == second.contributor_id
    assert first.contributor.external_key == "pan-test:p-7"
    assert first.thread_id is None
    assert [line.process_at for line in journal.lines_of(object_kind="proposal", object_id=first.id)] == [
        first.received_at
    ]
    assert verify() is None


@pytest.mark.both_databases
@pytest.mark.usefixtures("session")
def test_published_rows_are_open_found_and_journalled_as_decided_elsewhere(tmp_path: Path) -> None:
    cycle = make_cycle()
    rows = [{**IDEA, "state": ""}, {"id": "a2", "title": "Texte injurieux", "state": "refused"}]
    rows += [
        {"id": "a3", "title": "Une pétition", "state": "other_channel"},
        {"id": "a4", "title": "À lire", "state": "waiting"},
    ]
    assert run(cycle, json_lines(tmp_path, rows), published=True).states == {
        "published": 1, "refused": 1, "other_channel": 1, "submitted": 1,
    }  # fmt: skip
    found = {proposal.external_id: proposal for proposal in db.session.scalars(select(Proposal))}
    assert found["a1"].thread is not None
    assert found["a1"].thread.about_path == "/proposals/PANT-00001"
    assert found["a1"].published_at == found["a1"].received_at == NOW
    hits = search.matching("proposal", "budgets communes")
    assert hits is not None
    assert list(db.session.scalars(hits)) == [found["a1"].id]
    lines = journal.lines_of(object_kind="proposal", object_id=found["a1"].id)
    assert [(line.action, line.to_state, line.detail.get("elsewhere")) for line in lines] == [
        ("proposal.imported", "submitted", None),
        ("proposal.published", "published", True),
    ]
    assert found["a2"].reason_code == "elsewhere"
    assert counted(OutgoingMail) == 0
    assert verify() is None


@pytest.mark.usefixtures("session")
def test_what_was_refused_elsewhere_stays_refused_and_the_rest_waits(tmp_path: Path) -> None:
    rows = [{**IDEA, "trashed": True}, {**IDEA, "id": "a2", "trashed": False}]
    text = '[columns]\nstate = "trashed"\n[states]\ntrue = "refused"\nfalse = "published"\n'
    outcome = run(make_cycle(), json_lines(tmp_path, rows), mapping=mapping(tmp_path, text))
    assert outcome.states == {"refused": 1, "submitted": 1}


@pytest.mark.both_databases
@pytest.mark.usefixtures("session")
def test_a_second_run_doubles_nothing_and_adds_what_is_new(tmp_path: Path) -> None:
    cycle, other = make_cycle(), make_cycle("autre", "AUTRE")
    path = json_lines(tmp_path, [{**IDEA, "author": "p"}])
    run(cycle, path)
    lines = counted(JournalLine)
    assert (run(cycle, path).already, counted(Proposal), counted(JournalLine)) == (1, 1, lines)
    longer = json_lines(tmp_path, [{**IDEA, "author": "p"}, {**IDEA, "id": "a2", "author": "p"}])
    outcome = run(cycle, longer)
    assert (outcome.written, outcome.already, counted(Proposal), counted(Contributor)) == (1, 1, 2, 1)
    assert run(other, path).written == 2


@pytest.mark.both_databases
@pytest.mark.usefixtures("session")
def test_one_faulty_row_and_nothing_is_imported(tmp_path: Path) -> None:
    cycle = make_cycle()
    rows = [IDEA, {"id": "a2"}, {"title": "Sans numéro"}, {"id": "a1", "title": "Encore le premier"}]
    found = faults(cycle, json_lines(tmp_path, rows), published=True, create_themes=True)
    assert found == [
        "line 2, column «title»: empty, and needed",
        "line 3, column «id»: empty, and needed",
        "line 4, column «id»: the external id «a1» stood on line 1 already",
    ]
    assert (counted(Proposal), counted(Contributor), cycle.last_number) == (0, 0, 0)


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"theme": "Inconnu"}, "column «theme»: the theme «Inconnu» does not exist in this cycle"),
        ({"theme": "brouillon"}, "column «theme»: the theme «brouillon» is not adopted"),
        ({"region": "Bretagne"}, "column «region»: «Bretagne» is not known here: use one of tanger-tetouan"),
        ({"voice": "robot"}, "column «voice»: «robot» is not known here"),
        ({"language": "klingon"}, "column «language»: «klingon» is not known here"),
        ({"channel": "pigeon"}, "column «channel»: «pigeon» is not known here"),
        ({"state": "duplicate"}, "column «state»: «duplicate» is not known here"),
        ({"date": "31/02/2020"}, "column «date»: «31/02/2020» is no date"),
        ({"date": "octobre 2020"}, "column «date»: «octobre 2020» is no date"),
        ({"date": "99999-01-01"}, "column «date»: «99999-01-01» is no date"),
        ({"date": "9999-12-31"}, "column «date»: «9999-12-31» lies in the future"),
        ({"title": "12 !"}, "column «title»: without two letters"),
        ({"title": "a" * 1_001}, "column «title»: 1001 characters, and at most 1000 are taken"),
        ({"body": "a" * 100_001}, "column «body»: 100001 characters, and at most 100000 are taken"),
        ({"body": "<p>" + "a" * 300_000}, "column «body»: 300003 characters"),
        ({"problem": ["a"]}, "column «problem»: a list or an object"),
        ({"id": "x" * 121}, "column «id»: 121 characters"),
    ],
)
@pytest.mark.usefixtures("session")
def test_each_faulty_cell_is_named(tmp_path: Path, more: Mapping[str, Any], fault: str) -> None:
    cycle = make_cycle()
    make_theme(cycle, "brouillon", "Brouillon").state = "draft"
    found = faults(cycle, json_lines(tmp_path, [{**IDEA, "id": "ok"}, {**IDEA, **more}]))
    assert len(found) == 1
    assert found[0].startswith(f"line 2, {fault}")


@pytest.mark.usefixtures("session")
def test_the_longest_text_is_taken_and_html_is_made_text(tmp_path: Path) -> None:
    rows = [
        {"id": "long", "title": "Long", "body": "a " * 49_999 + "bb"},
        {"id": "html", "title": "H &amp; T", "body": "<p>Un&nbsp;&eacute;t&eacute;</p><p>Deux <b>mots</b></p>"},
        {"id": "typed", "title": "2 < 3 & a>b", "body": "<script>alert(1)</script> &eacute;"},
        {"id": "empty", "title": "Rien dedans", "body": "-- 1"},
    ]
    run(make_cycle(), json_lines(tmp_path, rows))
    texts = {proposal.external_id: proposal.current for proposal in db.session.scalars(select(Proposal))}
    assert len(texts["long"].body) == 100_000
    assert texts["html"].body == "Un été\n\nDeux mots"
    assert "<script>" not in texts["typed"].body_html
    assert texts["typed"].body == "<script>alert(1)</script> &eacute;"
    assert texts["typed"].title == "2 < 3 & a>b"
    assert texts["empty"].body == ""


@pytest.mark.usefixtures("session")
def test_html_is_read_where_the_header_or_the_mapping_says_so(tmp_path: Path) -> None:
    cycle = make_cycle()
    run(cycle, json_lines(tmp_path, [{"id": "1", "title": "Un titre", "body_html": "Un &eacute;t&eacute;"}]))
    said = mapping(tmp_path, 'html = ["body"]\n[columns]\nbody = "texte"\n')
    run(cycle, json_lines(tmp_path, [{"id": "2", "title": "Un titre", "texte": "Un &eacute;t&eacute;"}]), mapping=said)
    assert {proposal.current.body for proposal in db.session.scalars(select(Proposal))} == {"Un été"}


@pytest.mark.both_databases
@pytest.mark.usefixtures("session")
def test_themes_are_known_mapped_or_made(tmp_path: Path) -> None:
    cycle = make_cycle()
    theme = make_theme(cycle)
    names = [
        "Accès à l’information",
        "الحق في الحصول على المعلومات",
        "ACCES",
        "Vieux nom",
        "Autre",
        "Eau & santé",
        "eau et santé",
    ]
    rows = [{**IDEA, "id": str(place), "theme": name} for place, name in enumerate(names)]
    rows.append({"id": "ar", "title": "مقترح بالعربية", "theme": "العدل"})
    text = mapping(tmp_path, '[themes]\n"Vieux nom" = "acces"\n"Autre" = ""\n"eau et santé" = "Eau & santé"\n')
    outcome = run(cycle, json_lines(tmp_path, rows), mapping=text, create_themes=True)
    assert {slug: dict(title) for slug, title in outcome.new_themes.items()} == {
        "eau-sante": {"fr": "Eau & santé"}, "theme-1": {"ar": "العدل"},
    }  # fmt: skip
    found = list(db.session.scalars(select(Proposal).order_by(Proposal.id)))
    assert [proposal.theme_id for proposal in found[:4]] == [theme.id] * 4
    assert found[4].theme_id is None
    assert found[5].theme is not None
    assert (found[5].theme.state, found[5].theme_id) == ("adopted", found[6].theme_id)


@pytest.mark.usefixtures("session")
def test_authors_are_one_contributor_a_mark_and_differ_without_one(tmp_path: Path) -> None:
    rows = [
        {**IDEA, "id": "1", "author": "x" * 200, "name": "Amina"},
        {**IDEA, "id": "2", "author": "x" * 200},
        {**IDEA, "id": "3", "voice": "association", "name": "Les Amis"},
        {**IDEA, "id": "4"},
        {**IDEA, "id": "5"},
    ]
    run(make_cycle(), json_lines(tmp_path, rows))
    people = [proposal.contributor for proposal in db.session.scalars(select(Proposal).order_by(Proposal.external_id))]
    assert people[0] is people[1]
    assert people[0].name == "Amina"
    assert len(people[0].external_key or "") <= 120
    assert (people[2].voice, people[2].name) == ("association", "Les Amis")
    assert people[3] is not people[4]


@pytest.mark.both_databases
@pytest.mark.usefixtures("session")
def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    cycle = make_cycle()
    rows = [["id", "titre", "thème"], [1, "Publier les budgets", "Eau"], [2, "نشر الميزانيات", "Eau"]]
    path = workbook(tmp_path, rows)
    lines = counted(JournalLine)
    dry = run(cycle, path, dry_run=True, published=True, create_themes=True)
    assert (counted(Proposal), counted(JournalLine)) == (0, lines)
    real = run(cycle, path, published=True, create_themes=True)
    assert (dry.written, dry.states, dry.new_themes) == (real.written, real.states, real.new_themes)
    assert counted(Proposal) == 2


def test_the_pages_say_where_it_was_decided(client: FlaskClient, session: Any, tmp_path: Path) -> None:
    cycle = make_cycle()
    run(
        cycle,
        json_lines(tmp_path, [IDEA, {"id": "a2", "title": "Un texte injurieux", "state": "refused"}]),
        published=True,
    )
    page = client.get("/en/proposals/PANT-00001").get_data(as_text=True)
    assert "decided before the import, elsewhere" in page
    refused = client.get("/en/proposals/PANT-00002").get_data(as_text=True)
    assert "Un texte injurieux" not in refused
