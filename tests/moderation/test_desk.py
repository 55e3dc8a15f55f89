"""The desk through a browser's eyes: reading, deciding, undoing, and doors that stay shut."""

import re

import pytest
from flask import Flask
from sqlalchemy import event, select

from cocreation.accounts import granting
from cocreation.comments.models import Comment
from cocreation.core.db import db
from cocreation.core.mail import OutgoingMail
from cocreation.moderation.models import Decision, SecondLook
from cocreation.moderation.things import kind_of
from cocreation.proposals import services as proposals
from cocreation.proposals.models import Proposal
from tests.accounts.people import token_in
from tests.moderation.material import decide, scene, waiting_comment, waiting_draft, waiting_proposal
from tests.proposals.material import NOW, make_cycle, make_person, publish, send, sign_in

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def settings() -> dict[str, object]:
    """The process stands where the material stands."""
    return {"PROCESS_DATE": "2020-10-15"}


def page_of(thing) -> str:
    return f"/fr/moderation/{kind_of(thing)}/{thing.id}"


def revision_in(page: str, code: str) -> str:
    found = re.search(rf'name="{code}-revision" (?:type="hidden" )?value="(\d+)"', page)
    assert found, page
    return found[1]


def choose(client, thing, code, **fields):
    """Open the desk on a thing and send one decision, as a person would."""
    opened = client.get(page_of(thing))
    assert opened.status_code == 200, opened.get_data(as_text=True)
    sent = {f"{code}-{name}": value for name, value in fields.items()}
    revision = revision_in(opened.get_data(as_text=True), code)
    return client.post(
        f"{page_of(thing)}/{code}", data={"csrf_token": token_in(opened), f"{code}-revision": revision, **sent}
    )


def test_the_desk_shows_the_queue_the_text_and_the_decisions(app: Flask) -> None:
    on = scene()
    proposal = waiting_proposal(on, "Ouvrir les marchés publics")
    send(on.cycle, on.theme, on.author, "Une deuxième idée")
    page = sign_in(app, app.test_client(), on.moderator).get("/fr/moderation").get_data(as_text=True)
    assert page.index("Ouvrir les marchés publics") < page.index("Une deuxième idée")
    assert proposal.reference in page
    assert "Publier chaque budget en ligne." in page
    for code in ("publish", "correction", "refuse", "other_channel", "out_of_scope", "duplicate", "move"):
        assert f"/{proposal.id}/{code}" in page
    assert 'data-key="p"' in page


def test_publishing_goes_to_the_next_one_and_offers_to_undo(app: Flask) -> None:
    on = scene()
    first, second = waiting_proposal(on, "Première idée"), waiting_proposal(on, "Deuxième idée")
    client = sign_in(app, app.test_client(), on.moderator)
    answer = choose(client, first, "publish")
    assert (answer.status_code, answer.headers["Location"]) == (303, page_of(second))
    page = client.get(page_of(second))
    decision = db.session.scalars(select(Decision)).one()
    undo = f"/fr/moderation/decisions/{decision.id}/undo"
    assert undo in page.get_data(as_text=True)
    assert client.post(undo, data={"csrf_token": token_in(page)}).headers["Location"] == page_of(first)
    assert db.session.get(Proposal, first.id).state == "submitted"
    assert undo not in client.get(page_of(second)).get_data(as_text=True)


def test_a_refusal_asks_for_a_reason_and_keeps_the_words(app: Flask) -> None:
    on = scene()
    proposal = waiting_proposal(on)
    client = sign_in(app, app.test_client(), on.moderator)
    answer = choose(client, proposal, "refuse", note="Relisez la charte de participation.")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Relisez la charte de participation." in page
    assert re.search(r'<li><a href="#refuse-reason-0">[^<]+</a>', page)
    assert db.session.get(Proposal, proposal.id).state == "submitted"
    assert choose(client, proposal, "refuse", reason="insult", note="Non.").status_code == 303
    assert db.session.get(Proposal, proposal.id).reason_note == "Non."


def test_a_duplicate_needs_the_reference_of_a_published_proposal(app: Flask) -> None:
    on = scene()
    first, again, third = publish(waiting_proposal(on)), waiting_proposal(on, "La même"), waiting_proposal(on)
    client = sign_in(app, app.test_client(), on.moderator)
    for reference in ("", "PANT-99999", third.reference, again.reference):
        answer = choose(client, again, "duplicate", reason="same_idea", reference=reference)
        assert answer.status_code == 422, reference
    answer = choose(client, again, "duplicate", reason="same_idea", reference=first.reference.lower())
    assert answer.status_code == 303
    assert db.session.get(Proposal, again.id).duplicate_of_id == first.id


def test_published_proposals_are_searched_and_linked_from_the_desk(app: Flask) -> None:
    on = scene()
    first, again = publish(waiting_proposal(on, "Budgets des communes")), waiting_proposal(on, "Encore les budgets")
    client = sign_in(app, app.test_client(), on.moderator)
    for query in ("budgets communes", first.reference):
        page = client.get(f"{page_of(again)}?similar={query}").get_data(as_text=True)
        assert f'value="{first.reference}"' in page
    assert "duplicate-reference" in page


def test_moving_stays_on_the_proposal(app: Flask) -> None:
    on = scene()
    proposal = waiting_proposal(on)
    client = sign_in(app, app.test_client(), on.moderator)
    assert choose(client, proposal, "move", theme="").status_code == 422
    answer = choose(client, proposal, "move", theme=str(on.other_theme.id))
    assert answer.headers["Location"] == page_of(proposal)
    assert db.session.get(Proposal, proposal.id).theme_id == on.other_theme.id


def test_a_draft_commitment_is_published_with_dates(app: Flask) -> None:
    on = scene()
    draft = waiting_draft(on)
    client = sign_in(app, app.test_client(), on.moderator)
    assert choose(client, draft, "publish", opens_at="15/10/2020", closes_at="14/10/2020").status_code == 422
    answer = choose(client, draft, "publish", opens_at="15/10/2020 08:00", closes_at="30/10/2020 18:00")
    assert answer.status_code == 303
    db.session.refresh(draft)
    assert draft.state == "published"
    assert draft.closes_at.isoformat() == "2020-10-30T17:00:00+00:00"


def test_dates_sent_for_what_takes_no_such_decision_any_more_are_refused_kindly(app: Flask) -> None:
    on = scene()
    draft = waiting_draft(on)
    decide(draft, "publish", on.moderator)
    client = sign_in(app, app.test_client(), on.second)
    for dates in ({"publish-opens_at": "demain", "publish-closes_at": "x"}, {"publish-closes_at": "31/12/9999 23:59"}):
        sent = {"csrf_token": token_in(client.get(page_of(draft))), "publish-revision": "1", **dates}
        assert client.post(f"{page_of(draft)}/publish", data=sent).status_code == 409
    waiting = waiting_draft(on)
    token = token_in(client.get(page_of(waiting)))
    for code in ("move", "duplicate", "hide", "keep"):
        assert client.post(f"{page_of(waiting)}/{code}", data={"csrf_token": token}).status_code == 409, code


def test_a_moderator_of_another_cycle_opens_nothing_here(app: Flask) -> None:
    on = scene()
    elsewhere = make_cycle("pan-autre", "AUTRE")
    proposal, limited = waiting_proposal(on, "Une idée qui attend"), make_person("Ilyas")
    granting.grant_role(account=limited, role="moderator", by=None, at=NOW, scope=("cycle", elsewhere.id))
    client = sign_in(app, app.test_client(), limited)
    for address in ("/fr/moderation", f"/fr/moderation?cycle={on.cycle.slug}"):
        page = client.get(address).get_data(as_text=True)
        assert "Une idée qui attend" not in page
        assert proposal.reference not in page
    assert client.get(page_of(proposal)).status_code == 404
    token = token_in(client.get("/fr/account/preferences"))
    sent = {"csrf_token": token, "publish-revision": str(proposal.revision)}
    assert client.post(f"{page_of(proposal)}/publish", data=sent).status_code == 404
    assert db.session.get(Proposal, proposal.id).state == "submitted"


def test_a_comment_is_kept_or_hidden(app: Flask) -> None:
    on = scene()
    about = publish(waiting_proposal(on))
    kept, hidden = waiting_comment(on, about), waiting_comment(on, about)
    client = sign_in(app, app.test_client(), on.moderator)
    assert about.reference in client.get(page_of(kept)).get_data(as_text=True)
    assert choose(client, kept, "keep").status_code == 303
    assert choose(client, hidden, "hide", reason="advertising").headers["Location"] == "/fr/moderation"
    assert db.session.get(Comment, kept.id).checked_at is not None
    assert db.session.get(Comment, hidden.id).reason_code == "advertising"


def test_the_second_moderator_sees_who_decided_and_why(app: Flask) -> None:
    on = scene()
    proposal = waiting_proposal(on)
    first, second = (sign_in(app, app.test_client(), person) for person in (on.moderator, on.second))
    opened = second.get(page_of(proposal))
    choose(first, proposal, "refuse", reason="advertising", note="C’est une publicité.")
    answer = second.post(
        f"{page_of(proposal)}/publish",
        data={
            "csrf_token": token_in(opened),
            "publish-revision": revision_in(opened.get_data(as_text=True), "publish"),
        },
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Driss" in page
    assert "C’est une publicité." in page
    assert db.session.get(Proposal, proposal.id).state == "refused"
    assert len(db.session.scalars(select(Decision)).all()) == 1


def test_a_form_that_was_tampered_with_decides_nothing(app: Flask) -> None:
    on = scene()
    proposal = waiting_proposal(on)
    client = sign_in(app, app.test_client(), on.moderator)
    token = token_in(client.get(page_of(proposal)))
    for revision in ("", "x", "-1", "9" * 400, "٣"):
        answer = client.post(f"{page_of(proposal)}/publish", data={"csrf_token": token, "publish-revision": revision})
        assert answer.status_code == 409
    assert client.post(f"{page_of(proposal)}/nonsense", data={"csrf_token": token}).status_code == 404
    assert client.post(f"{page_of(proposal)}/keep", data={"csrf_token": token}).status_code == 409
    assert db.session.get(Proposal, proposal.id).state == "submitted"


def test_the_difference_is_shown_when_a_corrected_text_comes_back(app: Flask) -> None:
    on = scene()
    proposal = waiting_proposal(on)
    decide(proposal, "correction", on.moderator, reason_code="unclear", note="Quels budgets ?")
    proposals.edit(
        proposal=proposal, theme=proposal.theme, title=proposal.current.title, problem=proposal.current.problem,
        body="Publier chaque budget communal en ligne.", language="fr", region=None, why="J’ai précisé.",
        by=on.author, at=NOW,
    )  # fmt: skip
    page = sign_in(app, app.test_client(), on.second).get(page_of(proposal)).get_data(as_text=True)
    assert re.search(r"<ins>communal\s*</ins>", page)
    assert "J’ai précisé." in page
    assert "Quels budgets ?" in page


def test_the_author_asks_once_and_somebody_else_answers(app: Flask) -> None:
    on = scene()
    proposal = waiting_proposal(on)
    decide(proposal, "refuse", on.moderator, reason_code="insult")
    author = sign_in(app, app.test_client(), on.author)
    where = f"/fr/moderation/second-look/proposal/{proposal.id}"
    opened = author.get(where)
    assert author.post(where, data={"csrf_token": token_in(opened), "words": ""}).status_code == 422
    words = {"csrf_token": token_in(opened), "words": "Je critique un service, personne n’est insulté."}
    assert author.post(where, data=words).status_code == 303
    assert "<textarea" not in author.get(where).get_data(as_text=True)
    look = db.session.scalars(select(SecondLook)).one()
    answering = f"/fr/moderation/second-looks/{look.id}"
    first = sign_in(app, app.test_client(), on.moderator)
    page = first.get(page_of(proposal))
    assert answering not in page.get_data(as_text=True)
    assert first.post(answering, data={"csrf_token": token_in(page), "answer": "Non."}).status_code == 403
    chief = sign_in(app, app.test_client(), on.administrator)
    page = chief.get("/fr/moderation")
    assert "personne n’est insulté" in page.get_data(as_text=True)
    assert chief.post(answering, data={"csrf_token": token_in(page), "answer": "", "upheld": "0"}).status_code == 422
    sent = {"csrf_token": token_in(page), "answer": "Vous avez raison.", "upheld": "0"}
    assert chief.post(answering, data=sent).status_code == 303
    assert db.session.get(Proposal, proposal.id).state == "published"
    assert chief.post(answering, data=sent).status_code == 409


def test_a_refused_draft_commitment_is_published_after_a_second_look_with_its_dates(app: Flask) -> None:
    on = scene()
    draft = waiting_draft(on)
    decide(draft, "refuse", on.moderator, reason_code="unlawful")
    agent = sign_in(app, app.test_client(), on.agent)
    where = f"/fr/moderation/second-look/draft/{draft.id}"
    agent.post(where, data={"csrf_token": token_in(agent.get(where)), "words": "La loi le permet."})
    look = db.session.scalars(select(SecondLook)).one()
    second = sign_in(app, app.test_client(), on.second)
    token = token_in(second.get(page_of(draft)))
    sent = {"csrf_token": token, "answer": "D’accord.", "upheld": "0", "opens_at": "", "closes_at": "1/11/2020"}
    assert second.post(f"/fr/moderation/second-looks/{look.id}", data=sent).status_code == 303
    db.session.refresh(draft)
    assert draft.state == "published"


def test_my_decisions_are_listed_and_can_be_undone_there(app: Flask) -> None:
    on = scene()
    decide(waiting_proposal(on, "Une idée décidée"), "publish", on.moderator)
    decide(waiting_proposal(on, "Une idée de l’autre"), "publish", on.second)
    page = sign_in(app, app.test_client(), on.moderator).get("/fr/moderation/decisions").get_data(as_text=True)
    assert "Une idée décidée" in page
    assert "Une idée de l’autre" not in page
    assert "/undo" in page


def test_nobody_undoes_somebody_elses_decision(app: Flask) -> None:
    on = scene()
    decision = decide(waiting_proposal(on), "publish", on.moderator)
    second = sign_in(app, app.test_client(), on.second)
    token = token_in(second.get("/fr/moderation"))
    answer = second.post(f"/fr/moderation/decisions/{decision.id}/undo", data={"csrf_token": token})
    assert answer.status_code == 403
    assert decision.undone_at is None


def test_the_door_is_shut_to_everyone_else(app: Flask) -> None:
    on = scene()
    proposal = waiting_proposal(on)
    decide(waiting_proposal(on), "refuse", on.moderator, reason_code="insult")
    paths = ["/fr/moderation", page_of(proposal), "/fr/moderation/decisions"]
    for path in paths:
        assert app.test_client().get(path).status_code == 303
    for person in (on.author, on.agent, make_person("Rita")):
        client = sign_in(app, app.test_client(), person)
        assert [client.get(path).status_code for path in paths] == [403] * 3
    rita = sign_in(app, app.test_client(), make_person("Rime"))
    assert rita.get(f"/fr/moderation/second-look/proposal/{proposal.id}").status_code == 403
    chief = sign_in(app, app.test_client(), on.administrator)
    token = token_in(chief.get(page_of(proposal)))
    refused = chief.post(f"{page_of(proposal)}/publish", data={"csrf_token": token, "publish-revision": "1"})
    assert refused.status_code == 403


def test_what_was_never_sent_is_not_on_the_desk(app: Flask) -> None:
    on = scene()
    client = sign_in(app, app.test_client(), on.moderator)
    assert client.get("/fr/moderation/proposal/999").status_code == 404
    assert client.get("/fr/moderation/theme/1").status_code == 404


def test_filters_stay_in_every_link_of_the_desk(app: Flask) -> None:
    on = scene()
    waiting_proposal(on, "En français")
    send(on.cycle, on.other_theme, on.author, "بالعربية", language="ar")
    client = sign_in(app, app.test_client(), on.moderator)
    page = client.get("/fr/moderation?lang=ar&part=proposal").get_data(as_text=True)
    assert "بالعربية" in page
    assert "En français" not in page
    assert re.search(r'action="/fr/moderation/proposal/\d+/publish\?[^"]*lang=ar', page)
    page = client.get(f"/fr/moderation?theme={on.theme.id}").get_data(as_text=True)
    assert "En français" in page
    assert "بالعربية" not in page
    assert client.get("/fr/moderation?theme=x&voice=y&part=z&after=%00").status_code in {200, 404}


def statements(app: Flask, client, path: str) -> int:
    found: list[str] = []

    def note(connection, cursor, statement, *rest) -> None:
        found.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert client.get(path).status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
    return len(found)


def test_the_desk_asks_the_database_as_often_however_long_the_queue(app: Flask) -> None:
    on = scene()
    about = publish(waiting_proposal(on))
    proposal, draft, comment = waiting_proposal(on), waiting_draft(on), waiting_comment(on, about)
    client = sign_in(app, app.test_client(), on.moderator)
    client.get("/fr/moderation")
    paths = ["/fr/moderation", page_of(proposal), page_of(draft), page_of(comment)]
    # What changed since is read once into the memory of the process; then the pages ask for no more.
    few = [min(statements(app, client, path) for _ in range(2)) for path in paths]
    for number in range(30):
        waiting_comment(on, about)
        waiting_proposal(on, f"Idée {number}")
    many = [min(statements(app, client, path) for _ in range(2)) for path in paths]
    assert many == few
    assert max(many) <= 25, many


def test_mails_are_told_once_for_two_clicks(app: Flask) -> None:
    on = scene()
    proposal = waiting_proposal(on)
    client = sign_in(app, app.test_client(), on.moderator)
    opened = client.get(page_of(proposal))
    sent = {
        "csrf_token": token_in(opened),
        "publish-revision": revision_in(opened.get_data(as_text=True), "publish"),
    }
    codes = [client.post(f"{page_of(proposal)}/publish", data=sent).status_code for _ in range(2)]
    assert codes == [303, 409]
    mails = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "decision.publish")).all()
    assert len(mails) == 1
