"""Pages of proposals, through the client."""

import re

import pytest

from cocreation.accounts.services import contributor_for
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.proposals import queries, services
from cocreation.proposals.models import Proposal
from cocreation.themes import services as themes
from tests.proposals.material import (
    CLOSES,
    NOW,
    form_id_of,
    make_body,
    make_cycle,
    make_person,
    make_theme,
    post_draft,
    publish,
    send,
    sign_in,
    text,
    token_of,
)


@pytest.fixture
def world(session):
    cycle = make_cycle()
    theme = make_theme(cycle)
    author, moderator = make_person("Salma"), make_person("Driss", "moderator")
    session.commit()
    return {"cycle": cycle, "theme": theme, "author": author, "moderator": moderator}


def filled(page: str, axis, **more: str) -> dict[str, str]:
    values = {
        "csrf_token": token_of(page), "form_id": form_id_of(page), "theme": str(axis.id), "signed_as": "me",
        "title": "Publier les horaires des bus", "problem": "Personne ne les connaît dans les petites communes.",
        "body": "Les afficher aux arrêts et en ligne.", "language": "", "region": "", "action": "continue",
    }  # fmt: skip
    return {**values, **more}


def test_two_windows_do_not_write_over_each_other(app, client, world):
    proposal = send(world["cycle"], world["theme"], world["author"])
    sign_in(app, client, world["author"])
    page = text(client.get("/fr/proposals/PANT-00001/edit"))
    revision = re.search(r'name="revision"[^>]* value="(\d+)"', page)[1]
    values = filled(page, world["theme"], revision=revision, title="Premier changement", why="une raison")
    assert client.post("/fr/proposals/PANT-00001/edit", data=values).status_code == 303
    values["title"] = "Second <b>changement</b>"
    answer = client.post("/fr/proposals/PANT-00001/edit", data=values)
    assert answer.status_code == 409
    assert "Premier changement" in text(answer)
    assert "Second &lt;b&gt;changement&lt;/b&gt;" in text(answer)
    revision = re.search(r'name="revision"[^>]* value="(\d+)"', text(answer))[1]
    assert client.post("/fr/proposals/PANT-00001/edit", data={**values, "revision": revision}).status_code == 303
    assert [version.number for version in queries.versions(proposal.id)] == [1, 2, 3]
    history = text(client.get("/fr/proposals/PANT-00001/history"))
    assert "<ins>" in history
    assert "<del>" in history


def test_only_the_author_edits_and_withdraws(app, client, world):
    send(world["cycle"], world["theme"], world["author"])
    sign_in(app, client, world["moderator"])
    for page in ("edit", "withdraw", "sent"):
        assert client.get(f"/fr/proposals/PANT-00001/{page}").status_code == 403
        assert app.test_client().get(f"/fr/proposals/PANT-00001/{page}").status_code == 303


def test_withdrawing_asks_first(app, client, world):
    send(world["cycle"], world["theme"], world["author"])
    sign_in(app, client, world["author"])
    page = text(client.get("/fr/proposals/PANT-00001/withdraw"))
    assert queries.by_reference("PANT-00001").state == "submitted"
    client.post("/fr/proposals/PANT-00001/withdraw", data={"csrf_token": token_of(page)})
    assert queries.by_reference("PANT-00001").state == "withdrawn"


SECRET = "Les habitants ne savent pas"


@pytest.mark.parametrize("state", ["submitted", "correction", "refused", "withdrawn"])
def test_a_text_that_is_not_public_is_not_shown_but_its_fate_is(app, client, world, state):
    proposal = send(world["cycle"], world["theme"], world["author"], title="Titre caché")
    if state == "withdrawn":
        services.withdraw(proposal=proposal, by=world["author"], at=NOW)
    elif state != "submitted":
        services.decide(
            proposal=proposal, to=state, by=world["moderator"], role="moderator", at=NOW, reason_code="insult",
            note="Voir la charte",
        )  # fmt: skip
    page = client.get("/fr/proposals/PANT-00001")
    assert page.status_code == 200
    assert "PANT-00001" in text(page)
    assert SECRET not in text(page)
    assert "Titre caché" not in text(page)
    assert "Voir la charte" not in text(page)
    for address in ("/fr/proposals", "/fr/proposals?state=refused", "/fr/proposals?q=habitants&state=refused"):
        assert "Titre caché" not in text(client.get(address))
    assert client.get("/fr/proposals/PANT-00001/history").status_code == 404
    own = text(sign_in(app, app.test_client(), world["author"]).get("/fr/proposals/PANT-00001"))
    assert SECRET in own
    assert ("Voir la charte" in own) == (state in {"correction", "refused"})


def test_what_a_text_said_before_its_publication_stays_between_its_author_and_the_team(app, client, world):
    proposal = send(world["cycle"], world["theme"], world["author"], problem="Le numéro de Salma est 0600000000.")
    services.decide(
        proposal=proposal, to="correction", by=None, role="moderator", at=NOW, reason_code="personal_data"
    )  # fmt: skip
    services.edit(
        proposal=proposal, theme=proposal.theme, title="Un numéro unique", problem="Personne ne sait qui appeler.",
        body="Un guichet par téléphone.", language="fr", region=None, why="", by=world["author"], at=NOW,
    )  # fmt: skip
    publish(proposal)
    address = "/fr/proposals/PANT-00001/history"
    assert "Personne ne sait qui appeler." in text(client.get(address))
    assert "0600000000" not in text(client.get(address))
    for reader in ("author", "moderator"):
        assert "0600000000" in text(sign_in(app, app.test_client(), world[reader]).get(address))


@pytest.mark.parametrize("state", ["out_of_scope", "other_channel", "duplicate"])
def test_other_outcomes_keep_their_page_with_the_reason(client, world, state):
    other = publish(send(world["cycle"], world["theme"], world["author"], title="Le premier"))
    proposal = send(world["cycle"], world["theme"], world["author"])
    services.decide(
        proposal=proposal, to=state, by=world["moderator"], role="moderator", at=NOW, note="Mot du modérateur",
        duplicate_of=other if state == "duplicate" else None,
    )  # fmt: skip
    page = text(client.get(f"/fr/proposals/{proposal.reference}"))
    assert SECRET in page
    assert "Mot du modérateur" in page
    assert ("/fr/proposals/PANT-00001" in page) == (state == "duplicate")
    assert proposal.reference in text(client.get(f"/fr/proposals?state={state}"))
    assert proposal.reference not in text(client.get("/fr/proposals"))


def test_a_merged_theme_is_shown_with_the_original_and_followed_by_the_filter(client, world):
    publish(send(world["cycle"], world["theme"], world["author"]))
    into = make_theme(world["cycle"], "budget", "Budget ouvert")
    reason = OfficialText(fr="Se recoupent")
    themes.merge(theme=world["theme"], into=into, reason=reason, by=world["moderator"], at=NOW)
    page = text(client.get("/fr/proposals/PANT-00001"))
    assert "Budget ouvert" in page
    assert "Accès à l’information" in page
    for slug in ("budget", "acces"):
        assert "PANT-00001" in text(client.get(f"/fr/proposals?theme={slug}"))
    themes.undo_merge(theme=world["theme"], by=world["moderator"], at=NOW)
    assert "PANT-00001" not in text(client.get("/fr/proposals?theme=budget"))
    assert "PANT-00001" in text(client.get("/fr/proposals?theme=acces"))


def test_filters_narrow_and_count(client, world):
    publish(send(world["cycle"], world["theme"], world["author"]))
    publish(send(world["cycle"], world["theme"], world["author"], title="نشر الميزانية", language="ar", region=None))
    assert text(client.get("/fr/proposals")).count('class="idea') == 2 + text(client.get("/fr/proposals")).count(
        'class="ideas'
    )
    assert "PANT-00002" not in text(client.get("/fr/proposals?lang=fr"))
    assert "PANT-00001" not in text(client.get("/fr/proposals?region=none"))
    assert "PANT-00002" in text(client.get("/fr/proposals?q=الميزانية"))
    asked = queries.Filter(cycle_id=world["cycle"].id, language="fr")
    counts = queries.counts(asked)
    assert counts["language"] == {"fr": 1, "ar": 1}
    assert counts["region"] == {"oriental": 1}
    assert counts["state"] == {"published": 1}


@pytest.mark.parametrize(
    "query",
    [
        "theme=nope&lang=xx&region=%27&voice=root&state=draft&order=user.password_hash&after=!!&seed=" + "x" * 999,
        "q=%%%_&after=eyJ4IjoxfQ", "q=" + "a" * 60_000, "q=%ff%fe", "cycle=nope", "order=discover&seed=%ED%A0%80",
        "q=%22%20OR%20*", "theme=1&theme=2", "after=" + "A" * 3_000,
    ],
)  # fmt: skip
def test_no_address_breaks_the_list(client, world, query):
    publish(send(world["cycle"], world["theme"], world["author"]))
    assert client.get(f"/fr/proposals?{query}").status_code == 200
    assert client.get(f"/fr/drafts?{query}").status_code == 200
    assert client.get(f"/fr/proposals/PANT-00001?{query}").status_code == 200


def test_unknown_proposals_and_hidden_states_are_not_found(client, world):
    for address in ("PANT-99999", "1", "٣", "x" * 500, "%F0%9F%98%80"):
        assert client.get(f"/fr/proposals/{address}").status_code == 404
    assert client.get("/fr/proposals/draft/999999999").status_code == 303
    # No database numbers its rows so high: such an address leads nowhere.
    assert client.get("/fr/proposals/draft/999999999999999").status_code == 404


def test_an_empty_list_says_what_to_do(client, world):
    assert "/fr/proposals/new" in text(client.get("/fr/proposals"))


def test_anonymous_pages_set_no_cookie(client, world):
    publish(send(world["cycle"], world["theme"], world["author"]))
    for address in ("/fr/proposals", "/fr/proposals/PANT-00001", "/ar/drafts"):
        assert "Set-Cookie" not in client.get(address).headers


def test_every_order_gives_each_proposal_once_over_its_pages(client, world):
    for number in range(45):
        publish(send(world["cycle"], world["theme"], world["author"], title=f"Idée numéro {number}"))
    asked = queries.Filter(cycle_id=world["cycle"].id)
    found = {}
    for order in queries.ORDERS:
        cursor, found[order] = None, []
        while True:
            page = queries.listing(asked=asked, order=order, seed="2020-10-15", cursor=cursor)
            found[order] += [proposal.id for proposal in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert sorted(found[order]) == list(range(1, 46))
    assert found["discover"] not in (found["newest"], found["newest"][::-1])
    other = [proposal.id for proposal in queries.listing(asked=asked, order="discover", seed="2020-10-16").items]
    assert other != found["discover"][:20]
    page = text(client.get("/fr/proposals?order=discover"))
    assert "seed=2020-10-15" in page
    assert "after=" in page


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_page_has_one_heading_and_its_language(app, client, world, language):
    body = make_body()
    agent = make_person("Agent", "agent", organisation=body)
    publish(send(world["cycle"], world["theme"], world["author"]))
    send(world["cycle"], world["theme"], agent)
    draft = post_draft(world["cycle"], body, agent)
    sign_in(app, client, agent)
    addresses = [
        "/proposals", "/proposals/PANT-00001", "/proposals/PANT-00002", "/proposals/PANT-00002/edit", "/proposals/mine",
        "/proposals/PANT-00002/withdraw", "/proposals/PANT-00002/sent", "/proposals/PANT-00001/history",
        "/proposals/new", "/drafts", f"/drafts/{draft.reference}", f"/drafts/{draft.reference}/edit", "/drafts/mine",
        "/drafts/new", f"/drafts/{draft.reference}/withdraw", "/account",
    ]  # fmt: skip
    for address in addresses:
        answer = client.get(f"/{language}{address}")
        assert answer.status_code == 200, address
        assert text(answer).count("<h1") == 1, address
        assert f'lang="{language}"' in text(answer)
        ids = re.findall(r'\sid="([^"]+)"', text(answer))
        assert len(ids) == len(set(ids)), address


def test_hostile_words_are_shown_as_typed(client, world):
    words = "<script>alert(1)</script> {{7*7}} <img src=x onerror=alert(1)>"
    publish(send(world["cycle"], world["theme"], world["author"], title=words, problem=words, body=words))
    for address in ("/fr/proposals", "/fr/proposals/PANT-00001", "/fr/proposals/PANT-00001/history"):
        page = text(client.get(address))
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "{{7*7}}" in page


def test_a_draft_of_ones_own_can_be_thrown_away(app, client, world):
    author = world["author"]
    draft = services.save_draft(
        cycle=world["cycle"], contributor=contributor_for(author), theme=None, title="Un", problem="", body="",
        language="fr", region=None, by=author, at=CLOSES,
    )  # fmt: skip
    sign_in(app, client, author)
    page = text(client.get(f"/fr/proposals/draft/{draft.id}/delete"))
    client.post(f"/fr/proposals/draft/{draft.id}/delete", data={"csrf_token": token_of(page)})
    assert db.session.query(Proposal).count() == 0
