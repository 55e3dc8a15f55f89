"""Draft commitments of administrations, through the client."""

import re
from datetime import timedelta

import pytest

from cocreation.proposals import queries, services
from tests.proposals.material import (
    NOW,
    form_id_of,
    make_body,
    make_cycle,
    make_person,
    post_draft,
    sign_in,
    text,
    token_of,
)


@pytest.fixture
def world(session):
    cycle = make_cycle()
    found = {"cycle": cycle, "author": make_person("Salma"), "moderator": make_person("Driss", "moderator")}
    session.commit()
    return found


def test_draft_commitments_are_posted_sent_published_and_commented(app, client, world):
    body = make_body()
    agent = make_person("Agent", "agent", organisation=body)
    citizen = sign_in(app, app.test_client(), world["author"])
    assert citizen.get("/fr/drafts/new").status_code == 403
    sign_in(app, client, agent)
    page = text(client.get("/fr/drafts/new"))
    values = {
        "csrf_token": token_of(page), "form_id": form_id_of(page), "organisation": str(body.id), "theme": "",
        "title_fr": "Un portail", "problem_ar": "مشكلة عامة", "content_fr": "Ouvrir",
        "expected_result_en": "One portal", "contact": "donnees@example.org", "action": "send",
    }  # fmt: skip
    assert client.post("/fr/drafts/new", data={**values, "title_fr": ""}).status_code == 422
    nothing = {**values, "title_fr": "", "problem_ar": "", "content_fr": "", "expected_result_en": ""}
    summary = re.search(r'id="error-summary".*?</ul>', text(client.post("/fr/drafts/new", data=nothing)), re.DOTALL)[0]
    lines = re.findall(r"<a [^>]*>(.*?)</a>", summary)
    # Four texts are missing in the same words: each line says which one.
    assert len(lines) == len(set(lines)) == 4
    answer = client.post("/fr/drafts/new", data=values)
    assert answer.status_code == 303
    reference = answer.location.rpartition("/")[2]
    assert citizen.get(answer.location).status_code == 404
    assert "Un portail" in text(client.get("/fr/drafts/mine"))
    draft = queries.draft_by_reference(reference)
    assert draft.state == "submitted"
    services.decide_draft(
        draft=draft, to="published", by=world["moderator"], role="moderator", at=NOW, opens_at=NOW - timedelta(days=1),
        closes_at=NOW + timedelta(days=15),
    )  # fmt: skip
    page = text(citizen.get(answer.location))
    assert f"/fr/threads/{draft.thread_id}/comments" in page
    assert "Un portail" in text(citizen.get("/ar/drafts"))
    assert client.get(f"/fr/drafts/{reference}/edit").status_code == 409


def test_agents_of_another_body_do_not_see_or_change_a_draft(app, client, world):
    body, other = make_body(), make_body("autre")
    draft = post_draft(world["cycle"], body, make_person("Agent", "agent", organisation=body))
    sign_in(app, client, make_person("Rival", "agent", organisation=other))
    for page in ("", "/edit", "/withdraw"):
        assert client.get(f"/fr/drafts/{draft.reference}{page}").status_code == 404


def test_two_agents_do_not_write_over_each_other(app, client, world):
    body = make_body()
    agent = make_person("Agent", "agent", organisation=body)
    draft = post_draft(world["cycle"], body, agent)
    sign_in(app, client, agent)
    page = text(client.get(f"/fr/drafts/{draft.reference}/edit"))
    values = {
        "csrf_token": token_of(page), "form_id": form_id_of(page), "organisation": str(body.id), "theme": "",
        "title_fr": "Premier titre", "problem_fr": "Un problème", "content_fr": "Un contenu",
        "expected_result_fr": "Un résultat", "contact": "donnees@example.org", "action": "save",
        "revision": str(draft.revision),
    }  # fmt: skip
    assert client.post(f"/fr/drafts/{draft.reference}/edit", data=values).status_code == 303
    answer = client.post(f"/fr/drafts/{draft.reference}/edit", data={**values, "title_fr": "Second titre"})
    assert answer.status_code == 409
    assert "Premier titre" in text(answer)
    assert "Second titre" in text(answer)
    assert queries.draft_by_reference(draft.reference).current.title["fr"] == "Premier titre"
