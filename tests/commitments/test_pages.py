"""The pages of holders: the desk, the requests to bodies, the public page; a test for each door."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cocreation.accounts.models import Account
from cocreation.commitments import concluding, contacts, queries
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from tests.commitments.material import SOUGHT, WHY, Search, answered, logged, named
from tests.proposals.material import make_body, make_person, sign_in

DESK = "/fr/holder-desk"
PDF = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 1\n0000000000 65535 f \n"
    b"trailer\n<< >>\nstartxref\n45\n%%EOF\n"
)


@pytest.fixture
def settings() -> dict[str, object]:
    return {"PROCESS_DATE": "2020-12-20", "WTF_CSRF_ENABLED": False}


@pytest.fixture(autouse=True)
def without_tokens(app: Flask) -> None:
    """Let each request meet the door and the rule behind it; tokens have tests of their own."""
    app.config["WTF_CSRF_ENABLED"] = False


def as_(app: Flask, person: Account) -> FlaskClient:
    return sign_in(app, app.test_client(), person)


@pytest.fixture
def desk(app: Flask, search: Search) -> FlaskClient:
    return as_(app, search.secretariat)


def at(search: Search, place: int = 0) -> str:
    return f"{DESK}/projects/{search.projects[place].id}"


def entry(body: int, **more: object) -> dict[str, object]:
    return {"bodies": str(body), "on": "14/12/2020", "form_id": "f1", **more}


def test_the_secretariat_goes_the_whole_way_on_its_desk(app: Flask, search: Search, desk: FlaskClient) -> None:
    assert "Publier le registre numéro 0" in desk.get(f"{DESK}/pan-test").text
    both = {"projects": [str(one.id) for one in search.projects[:2]], "bodies": str(search.ministry.id), "part": "lead"}
    assert desk.post(f"{DESK}/pan-test/choose", data=both).status_code == 303
    [one] = queries.projects(search.world.cycle.id)[0].candidates
    assert desk.get(f"{at(search)}/log/letter?body={one.id}").text.count("checked") == 1
    asked = entry(one.id, reference="12/2020", file=(BytesIO(PDF), "courrier.pdf"))
    assert desk.post(f"{at(search)}/log/letter", data=asked).status_code == 303
    said = entry(one.id, answer="accepts", who="Secrétaire général", form_id="f2")
    assert desk.post(f"{at(search)}/log/answer", data=said).status_code == 303
    page = desk.get(at(search)).text
    assert "courrier.pdf" in page
    assert "12/2020" in page
    assert desk.post(f"{DESK}/projects/bodies/{one.id}/confirm").status_code == 303
    public = app.test_client().get("/fr/holders/pan-test/1").text
    assert str(search.ministry.name) in public
    assert "12/2020" not in public
    assert "courrier.pdf" not in public


def test_opening_is_one_button_and_each_item_has_its_own(app: Flask, search: Search, desk: FlaskClient) -> None:
    for project in queries.projects(search.world.cycle.id):
        for candidate in list(project.candidates):
            db.session.delete(candidate)
        db.session.delete(project)
    db.session.commit()
    [first, *_rest] = queries.retained_without_project(search.world.cycle.id)
    assert "4 objets retenus" in desk.get(f"{DESK}/pan-test").text
    assert desk.post(f"{DESK}/pan-test/open/{first.id}").status_code == 303
    assert desk.post(f"{DESK}/pan-test/open/{first.id}").status_code == 409
    assert desk.post(f"{DESK}/pan-test/open").status_code == 303
    assert len(queries.projects(search.world.cycle.id)) == 4


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        ("letter", {"on": ""}, "Remplissez"),
        ("letter", {"on": "décembre 2020"}, "Donnez le jour"),
        ("letter", {"on": "21/12/2020"}, "pas encore venu"),
        ("meeting", {"on": "bientôt"}, "bientôt"),
        ("meeting", {"link": "javascript:alert(1)"}, "https://www.example.ma"),
        ("answer", {"answer": "refuses", "who": "SG"}, "raison du refus"),
        ("answer", {"answer": "accepts"}, "la fonction suffit"),
        ("answer", {"answer": "maybe", "who": "SG"}, "la liste"),
        ("letter", {"bodies": "999999"}, "la liste"),
        ("letter", {"bodies": []}, "au moins un organisme"),
        ("letter", {"file": (BytesIO(b"MZ\x90"), "virus.exe")}, "fichier"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(
    search: Search, desk: FlaskClient, kind: str, given: dict[str, object], said: str
) -> None:
    [one] = named(search, search.ministry)
    logged(search, "letter", one)
    answer = desk.post(f"{at(search)}/log/{kind}", data=entry(one.id, summary="") | given)
    assert answer.status_code == 422
    assert said in answer.text
    assert len(queries.contacts(search.world.cycle.id)) == 1


def test_a_date_may_be_typed_in_arabic_digits_and_words(search: Search, desk: FlaskClient) -> None:
    [one] = named(search, search.ministry)
    written = entry(one.id, on="٧ دجنبر ٢٠٢٠")
    page = desk.post(f"/ar/holder-desk/projects/{search.projects[0].id}/log/meeting", data=written)
    assert page.status_code == 303
    assert queries.contacts(search.world.cycle.id)[0].day.isoformat() == "2020-12-07"


def test_an_entry_is_corrected_crossed_out_made_public_and_given_a_document(search: Search, desk: FlaskClient) -> None:
    [one] = named(search, search.ministry)
    letter = logged(search, "letter", one, reference="A/1")
    place = f"{at(search)}/log/{letter.id}"
    assert 'value="A/1"' in desk.get(place).text
    assert desk.post(place, data={"on": "08/12/2020", "reference": "B/2"}).status_code == 422
    assert desk.post(place, data={"on": "08/12/2020", "reference": "B/2", "why": "Faute de frappe"}).status_code == 303
    page = desk.get(at(search)).text
    assert "B/2" in page
    assert "A/1" in page
    assert desk.get(f"{place}/document").status_code == 200
    assert desk.post(f"{place}/document").status_code == 422
    assert desk.post(f"{place}/document", data={"file": (BytesIO(PDF), "note.pdf")}).status_code == 303
    assert desk.post(f"{place}/show").status_code == 303
    assert "8 décembre 2020" in desk.get("/fr/holders/pan-test/1").text
    assert desk.post(f"{place}/hide").status_code == 303
    assert desk.post(f"{place}/strike").status_code == 422
    assert desk.post(f"{place}/strike", data={"because": "Autre projet"}).status_code == 303
    assert "Autre projet" in desk.get(at(search)).text
    assert desk.get(place).status_code == 200
    assert desk.get(f"{at(search, 1)}/log/{letter.id}").status_code == 404


def test_a_project_is_retitled_its_bodies_change_and_it_is_closed_and_opened_again(
    search: Search, desk: FlaskClient
) -> None:
    assert desk.post(f"{at(search)}/title").status_code == 422
    assert desk.post(f"{at(search)}/title", data={"title_fr": "Nouveau titre"}).status_code == 303
    assert desk.post(f"{at(search)}/bodies", data={"part": "lead"}).status_code == 422
    assert desk.post(f"{at(search)}/bodies", data={"part": "lead", "bodies": str(search.agency.id)}).status_code == 303
    [one] = queries.projects(search.world.cycle.id)[0].candidates
    assert desk.post(f"{DESK}/projects/bodies/{one.id}/partner").status_code == 303
    assert desk.post(f"{DESK}/projects/bodies/{one.id}/take-off").status_code == 303
    assert desk.post(f"{at(search)}/none").status_code == 422
    assert desk.post(f"{at(search)}/none", data={"reason_fr": "Aucun budget"}).status_code == 303
    assert "Aucun budget" in desk.get("/fr/holders/pan-test").text
    assert desk.post(f"{at(search)}/reopen", data={"reason_fr": "Un budget est trouvé"}).status_code == 303
    assert "Un budget est trouvé" in desk.get("/fr/holders/pan-test/1").text
    assert "Nouveau titre" in desk.get(at(search)).text


def test_conditions_are_confirmed_with_words_and_refused_without(search: Search, desk: FlaskClient) -> None:
    [one] = named(search, search.ministry)
    answered(search, one, "conditions")
    assert "Voici" in desk.get(f"{DESK}/projects/bodies/{one.id}/confirm").text
    assert desk.post(f"{DESK}/projects/bodies/{one.id}/confirm").status_code == 422
    met = {"reason_fr": "Le budget est ouvert"}
    assert desk.post(f"{DESK}/projects/bodies/{one.id}/confirm", data=met).status_code == 303
    assert "Le budget est ouvert" in desk.get("/fr/holders/pan-test/1").text


def test_the_page_of_bodies_shows_who_is_late_and_who_is_asked_for_too_much(search: Search, desk: FlaskClient) -> None:
    for place in range(4):
        [one] = named(search, search.ministry, place=place)
        logged(search, "letter", one, on=1)
    page = desk.get(f"{DESK}/pan-test/bodies").text
    assert page.count("En retard") == 4
    assert page.count("Trop à la fois") == 1
    assert "4 réponses sont en retard" in desk.get(f"{DESK}/").text
    body = f"{DESK}/pan-test/bodies/{search.ministry.id}"
    assert "Relancer par courriel" in desk.get(body).text
    assert desk.post(f"{body}/remind").status_code == 303
    assert desk.post(f"{body}/remind").status_code == 409
    assert desk.get(f"{DESK}/pan-test/bodies/999999").status_code == 404


def test_the_log_is_given_as_csv_and_as_a_workbook(search: Search, desk: FlaskClient) -> None:
    [one] = named(search, search.ministry)
    logged(search, "letter", one, reference="=2+2")
    table = desk.get(f"{DESK}/pan-test/log.csv")
    assert "'=2+2" in table.text
    assert desk.get(f"{DESK}/pan-test/log.xlsx").data.startswith(b"PK")


def test_a_body_reads_its_request_and_answers_online_with_a_document(app: Flask, search: Search) -> None:
    [one] = named(search, search.ministry)
    logged(search, "letter", one, reference="12/2020", summary="Note interne")
    client = as_(app, search.agent)
    assert "Publier le registre numéro 0" in client.get("/fr/holder-requests/").text
    page = client.get(f"/fr/holder-requests/{one.id}").text
    assert "12/2020" in page
    assert "Note interne" not in page
    refused = {"answer": "refuses", "who": "SG", "form_id": "a"}
    assert client.post(f"/fr/holder-requests/{one.id}", data=refused).status_code == 422
    bad = refused | {"summary": "Faute de moyens", "file": (BytesIO(b"MZ"), "x.exe")}
    assert client.post(f"/fr/holder-requests/{one.id}", data=bad).status_code == 422
    assert queries.candidate(one.id).state == "consulted"  # type: ignore[union-attr]
    good = refused | {"summary": "Faute de moyens", "file": (BytesIO(PDF), "reponse.pdf")}
    assert client.post(f"/fr/holder-requests/{one.id}", data=good).status_code == 303
    found = queries.candidate(one.id)
    assert found is not None
    assert (found.state, found.answer and found.answer.by_id) == ("refuses", search.agent.id)
    assert "reponse.pdf" in client.get(f"/fr/holder-requests/{one.id}").text


def documents(search: Search, desk: FlaskClient) -> dict[str, str]:
    """A letter and a meeting about the ministry's project, each with a document: the address of each document."""
    [one] = named(search, search.ministry)
    places = {}
    for kind in ("letter", "meeting"):
        sent = entry(one.id, file=(BytesIO(PDF), f"{kind}.pdf"), form_id=kind)
        assert desk.post(f"{at(search)}/log/{kind}", data=sent).status_code == 303
    page = desk.get(at(search)).text
    for kind in ("letter", "meeting"):
        places[kind] = page[: page.index(f"{kind}.pdf")].rpartition('href="')[2].partition('"')[0]
    return places


def test_a_document_is_for_the_secretariat_and_a_letter_also_for_the_body_it_went_to(
    app: Flask, search: Search, desk: FlaskClient
) -> None:
    place = documents(search, desk)
    other = make_person("autre", "agent", organisation=search.agency)
    db.session.commit()
    agent = as_(app, search.agent)
    assert desk.get(place["letter"]).status_code == desk.get(place["meeting"]).status_code == 200
    assert agent.get(place["letter"]).status_code == 200
    assert agent.get(place["meeting"]).status_code == 404
    for client in (as_(app, other), as_(app, search.world.authors[0]), app.test_client()):
        assert client.get(place["letter"]).status_code == 404


def test_a_request_is_that_bodys_alone_and_only_once_it_is_asked(app: Flask, search: Search) -> None:
    [one] = named(search, search.ministry)
    place = f"/fr/holder-requests/{one.id}"
    agent = as_(app, search.agent)
    assert agent.get(place).status_code == 404
    logged(search, "call", one)
    other = make_person("autre", "agent", organisation=make_body("tiers"))
    db.session.commit()
    assert agent.get(place).status_code == 200
    for person in (other, search.world.authors[0], search.secretariat):
        client = as_(app, person)
        assert client.get(place).status_code == 404
        assert client.post(place, data={"answer": "accepts", "who": "SG"}).status_code == 404
    assert app.test_client().get(place).status_code == 303


def test_no_answer_is_taken_once_the_project_is_concluded(app: Flask, search: Search) -> None:
    [one] = named(search, search.ministry)
    answered(search, one)
    concluding.confirm(candidate=one, words=OfficialText(), by=search.secretariat, at=SOUGHT)
    db.session.commit()
    agent = as_(app, search.agent)
    assert agent.get(f"/fr/holder-requests/{one.id}").status_code == 200
    late = agent.post(f"/fr/holder-requests/{one.id}", data={"answer": "accepts", "who": "SG"})
    assert late.status_code == 403


DESK_PAGES = ("/", "/pan-test", "/pan-test/choose", "/pan-test/bodies", "/pan-test/log.csv")


@pytest.mark.parametrize("path", DESK_PAGES)
def test_the_desk_is_the_secretariats_alone(app: Flask, search: Search, path: str) -> None:
    assert as_(app, search.secretariat).get(DESK + path).status_code == 200
    for person in (make_person("mod", "moderator"), search.agent, search.world.authors[0]):
        db.session.commit()
        assert as_(app, person).get(DESK + path).status_code == 403


def test_what_no_closed_workshop_retains_is_not_public(app: Flask, search: Search) -> None:
    search.projects[0].item.outcome = "not_retained"
    db.session.commit()
    visitor = app.test_client()
    assert visitor.get("/fr/holders/pan-test/1").status_code == 404
    assert visitor.get("/fr/holders/pan-test/2").status_code == 200
    assert "Publier le registre numéro 0" not in visitor.get("/fr/holders/pan-test").text
    assert as_(app, search.secretariat).get("/fr/holders/pan-test/1").status_code == 200


def test_the_public_page_says_kind_date_body_and_answer_and_no_more(app: Flask, search: Search) -> None:
    [one] = named(search, search.ministry)
    said = answered(search, one, "refuses")
    contacts.show(contact=said, is_public=True, by=search.secretariat, at=SOUGHT)
    concluding.find_none(project=search.projects[0], reason=WHY, by=search.secretariat, at=SOUGHT)
    db.session.commit()
    page = app.test_client().get("/fr/holders/pan-test/1").text
    assert "Refuse" in page
    assert "14 décembre 2020" in page
    assert "Aucun budget prévu" in page
    assert "Secrétaire général" not in page
    assert "Voici" not in page
