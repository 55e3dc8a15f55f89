"""The pages of organisations: who opens them, what they keep of what was typed, what they tell nobody."""

import io
import re

import pytest
from flask import Flask
from sqlalchemy import select

from cocreation.accounts.models import Account, Organisation
from cocreation.attachments.models import Attachment
from cocreation.core.db import db
from cocreation.organisations import policies, queries
from tests.accounts.people import browser_of, mails_to, person, post, token_in
from tests.attachments.material import paper
from tests.organisations.material import administrators, invited, link_of, member, register, verified

GOOD = {
    "name_fr": "Ligue des lecteurs", "name_ar": "رابطة القراء", "kind": "association", "proof": "Récépissé 12/2019",
    "region": "", "website": "https://ligue.example.ma",
}  # fmt: skip


@pytest.fixture
def leila(session: object) -> Account:
    """A citizen who speaks for an association."""
    return person("leila@example.ma", name="Leïla")


def test_from_registering_to_speaking(app: Flask, leila: Account) -> None:
    hers = browser_of(app, leila)
    page = hers.get("/fr/organisations/new")
    fields = {**GOOD, "csrf_token": token_in(page), "file": (io.BytesIO(paper()), "récépissé.pdf")}
    assert hers.post("/fr/organisations/new", data=fields).status_code == 303
    made = db.session.scalars(select(Organisation)).one()
    proof = db.session.scalars(select(Attachment)).one()
    assert (made.state, proof.audience, proof.holder_kind) == ("pending", "team", "organisation")
    assert app.test_client().get(f"/fr/organisations/{made.slug}").status_code == 404
    assert "Ligue" in hers.get("/fr/organisations/mine").get_data(as_text=True)
    one, two = (browser_of(app, account) for account in administrators())
    desk = f"/fr/administration/organisations/{made.slug}"
    shown = one.get(desk).get_data(as_text=True)
    assert "Récépissé 12/2019" in shown
    assert "récépissé.pdf" in shown
    for reader, status in ((one, 200), (hers, 200), (app.test_client(), 404)):
        with reader.get(f"/fr/attachments/{proof.id}") as answer:
            assert answer.status_code == status
    for browser in (one, two):
        assert post(browser, f"{desk}/verify", page=desk).status_code == 303
    public = app.test_client().get(f"/fr/organisations/{made.slug}")
    assert public.status_code == 200
    assert "Récépissé" not in public.get_data(as_text=True), "the proof is nobody else's"
    invite = {"email": "karim@example.ma", "duty": "speaker", "language": "fr"}
    assert post(hers, f"/fr/organisations/{made.slug}/people", **invite).status_code == 303
    link = link_of("karim@example.ma")
    his = browser_of(app, person("karim@example.ma"))
    assert post(his, link, do="accept").status_code == 303
    assert len(queries.people(made.id)) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"name_fr": ""}, {"name_ar": "\u200b"}, {"kind": "partner"}, {"kind": "king"}, {"proof": ""},
        {"website": "javascript:alert(1)"}, {"website": "//example.ma"}, {"website": "https://"},
        {"website": "https://a b.ma"}, {"region": "atlantide"}, {"name_fr": "x" * 201}, {"acronym": "x" * 31},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_kept_in_the_form(app: Flask, leila: Account, wrong: dict[str, str]) -> None:
    answer = post(browser_of(app, leila), "/fr/organisations/new", **{**GOOD, "proof": "Un mot gardé", **wrong})
    assert answer.status_code == 422
    if "proof" not in wrong:
        assert "Un mot gardé" in answer.get_data(as_text=True)
    assert db.session.scalar(select(Organisation.id)) is None


def test_a_file_that_is_none_keeps_nothing(app: Flask, leila: Account) -> None:
    hers = browser_of(app, leila)
    token = token_in(hers.get("/fr/organisations/new"))
    fields = {**GOOD, "csrf_token": token, "file": (io.BytesIO(b"MZ nothing"), "programme.pdf")}
    assert hers.post("/fr/organisations/new", data=fields).status_code == 422
    assert db.session.scalar(select(Organisation.id)) is None


def test_the_name_of_a_verified_one_is_refused_in_words(app: Flask, leila: Account) -> None:
    verified(leila)
    answer = post(browser_of(app, person("autre@example.ma")), "/fr/organisations/new", **GOOD)
    assert answer.status_code == 422
    assert "Ligue des lecteurs" in answer.get_data(as_text=True)


def test_administrators_are_warned_of_look_alikes_and_of_official_words(app: Flask, leila: Account) -> None:
    verified(leila)
    other = register(person("autre@example.ma"), "Ligue des lectrurs du Ministère", "وزارة القراءة")
    near = register(person("encore@example.ma"), "Ligue des lectrurs", "شيء آخر")
    desk = browser_of(app, administrators()[0])
    assert "institution" in desk.get(f"/fr/administration/organisations/{other.slug}").get_data(as_text=True)
    page = desk.get(f"/fr/administration/organisations/{near.slug}").get_data(as_text=True)
    assert '/fr/administration/organisations/ligue-des-lecteurs"' in page


def test_a_refusal_needs_a_reason(app: Flask, leila: Account) -> None:
    made, desk = register(leila), browser_of(app, administrators()[0])
    path = f"/fr/administration/organisations/{made.slug}"
    assert post(desk, f"{path}/refuse", page=path, reason="").status_code == 422
    assert post(desk, f"{path}/refuse", page=path, reason="Le récépissé manque.").status_code == 303
    assert "Le récépissé manque." in browser_of(app, leila).get("/fr/organisations/mine").get_data(as_text=True)


def test_an_invitation_is_answered_by_its_button_and_by_the_right_person(app: Flask, leila: Account) -> None:
    body = verified(leila)
    invited(body, leila, "karim@example.ma")
    link = link_of("karim@example.ma")
    visitor, other = app.test_client(), browser_of(app, person("autre@example.ma"))
    assert "karim@" not in visitor.get(link).get_data(as_text=True), "whoever holds the link learns no address"
    assert (
        visitor.post(link, data={"csrf_token": token_in(visitor.get("/fr/rights")), "do": "accept"}).status_code == 401
    )
    refused = other.post(link, data={"csrf_token": token_in(other.get("/fr/rights")), "do": "accept"})
    assert refused.status_code == 403
    assert "accept<" not in refused.get_data(as_text=True), "a button pressed is no text that somebody typed"
    his = browser_of(app, person("karim@example.ma"))
    assert his.get(link).status_code == 200
    assert post(his, link, do="decline").status_code == 303
    assert his.get(link).status_code == 410
    assert [mail.kind for mail in mails_to(leila.email)][-1] == "organisation-people"


def test_another_organisations_people_are_out_of_reach(app: Flask, leila: Account) -> None:
    body = verified(leila)
    role = queries.people(body.id)[0]
    mallory = person("mallory@example.ma")
    other = verified(mallory, fr="Autre association", ar="جمعية أخرى")
    browser = browser_of(app, mallory)
    invitation = invited(body, leila, "karim@example.ma")
    token = token_in(browser.get(f"/fr/organisations/{other.slug}/people"))
    for path, fields in (
        (f"{body.slug}/people", {"email": "m@example.ma", "duty": "manager", "language": "fr"}),
        (f"{body.slug}/people/{role.id}", {"do": "remove"}),
        (f"{other.slug}/people/{role.id}", {"do": "remove"}),
        (f"{body.slug}/invitations/{invitation.id}/withdraw", {}),
        (f"{other.slug}/invitations/{invitation.id}/withdraw", {}),
        (f"{body.slug}/edit", {**GOOD}),
        (f"{body.slug}/leave", {}),
    ):
        answer = browser.post(f"/fr/organisations/{path}", data={**fields, "csrf_token": token})
        assert answer.status_code in {403, 404}, path
    assert len(queries.people(body.id)) == 1
    assert db.session.get_one(type(invitation), invitation.id).state == "open"


def test_people_are_changed_and_left_by_the_page(app: Flask, leila: Account) -> None:
    body = verified(leila)
    karim = member(body, leila, "karim@example.ma")
    db.session.commit()
    hers, people = browser_of(app, leila), f"/fr/organisations/{body.slug}/people"
    theirs, own = policies.role_of(karim, body), policies.role_of(leila, body)
    assert theirs is not None
    assert own is not None
    for asked in ("renew", "manager", "speaker"):
        assert post(hers, f"{people}/{theirs.id}", page=people, do=asked).status_code == 303
    assert post(hers, f"{people}/{own.id}", page=people, do="renew").status_code == 303
    assert post(hers, f"{people}/{own.id}", page=people, do="remove").status_code == 403
    assert post(hers, f"{people}/{theirs.id}", page=people, do="dance").status_code == 409
    leave = f"/fr/organisations/{body.slug}/leave"
    assert post(hers, leave).status_code == 422
    assert post(hers, leave, successor=str(theirs.id)).status_code == 303
    assert hers.get(people).status_code == 403


def test_the_page_names_it_in_the_other_languages_alone(app: Flask, leila: Account) -> None:
    body = verified(leila)
    for language, other in (("fr", "رابطة القراء"), ("ar", "Ligue des lecteurs")):
        page = app.test_client().get(f"/{language}/organisations/{body.slug}").get_data(as_text=True)
        aside = page.partition("<aside")[2].partition("</aside>")[0]
        assert re.findall(r'<li lang="\w+"><bdi>([^<]+)</bdi></li>', aside) == [other]


def test_every_page_opens_in_every_language(app: Flask, leila: Account) -> None:
    body = verified(leila)
    invited(body, leila, "karim@example.ma")
    waiting = register(leila, "Une autre", "أخرى")
    db.session.commit()
    hers, desk, visitor = browser_of(app, leila), browser_of(app, administrators()[0]), app.test_client()
    for language in ("fr", "ar", "en"):
        for path in ("", "?kind=association&q=ligue", "?q=xyzzy", "?cursor=nonsense", f"/{body.slug}"):
            assert visitor.get(f"/{language}/organisations{path}").status_code == 200
        for path in ("new", "mine", f"{body.slug}/people", f"{body.slug}/edit", f"{body.slug}/leave", waiting.slug):
            assert hers.get(f"/{language}/organisations/{path}").status_code == 200
        for path in ("", "/new", f"/{body.slug}", f"/{waiting.slug}", f"/{body.slug}/edit"):
            assert desk.get(f"/{language}/administration/organisations{path}").status_code == 200
