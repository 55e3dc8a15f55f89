"""Requests about data: received from anybody, due in ten days, answered once, reminded of after seven."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from cocreation.accounts.models import Account
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.journal.models import JournalLine
from cocreation.privacy import policies, queries, services
from cocreation.privacy.models import RightsRequest
from tests.accounts.people import browser_of, mails_to, person, post, token_in

DESK = "/fr/administration/requests"
pytestmark = pytest.mark.both_databases


def asked(account: Account | None = None, **more: object) -> RightsRequest:
    """A request, by an account or by somebody without one."""
    values: dict[str, object] = {
        "kind": "correction", "words": "Mon nom est mal écrit.", "email": "passante@example.ma", "language": "fr",
        "account": account, "at": now(), "form_id": None,
    }  # fmt: skip
    return services.file_request(**{**values, **more})  # type: ignore[arg-type]


def test_the_answer_is_due_ten_days_later_and_a_mail_says_so(session: object) -> None:
    request = asked()
    assert request.due_at - request.received_at == pytest.approx(timedelta(days=10), abs=timedelta(seconds=1))
    sent = mails_to("passante@example.ma")[-1]
    assert request.reference in sent.subject
    assert db.session.scalars(select(JournalLine.action)).all() == ["rights.received"]


def test_sent_twice_it_is_one(session: object) -> None:
    assert asked(form_id="one").id == asked(form_id="one").id
    assert asked(form_id="two").id != asked(form_id="one").id


def test_an_answer_is_given_once_and_told(session: object) -> None:
    administrator, request = person("admin@example.ma", "administrator"), asked()
    services.answer(request=request, outcome="granted", words="C’est corrigé.", by=administrator, at=now())
    assert "C’est corrigé." in mails_to("passante@example.ma")[-1].body
    with pytest.raises(services.AnsweredMeanwhile):
        services.answer(request=request, outcome="refused", words="Non.", by=administrator, at=now())
    assert not policies.can_answer(administrator, request)


def test_administrators_are_reminded_once_after_seven_days(session: object) -> None:
    administrator, request = person("admin@example.ma", "administrator"), asked()
    assert services.remind() == 0
    db.session.execute(update(RightsRequest).values(received_at=now() - timedelta(days=7, minutes=1)))
    db.session.expire_all()
    assert (services.remind(), services.remind()) == (1, 0)
    assert request.reference in mails_to(administrator.email)[-1].subject


def test_the_late_ones_stand_first(session: object) -> None:
    early, late = asked(), asked(form_id="late")
    late.due_at = now() - timedelta(days=1)
    db.session.flush()
    assert list(queries.waiting()) == [late, early]
    assert (late.is_late, early.is_late, queries.late()) == (True, False, 1)


def test_somebody_without_account_asks_and_the_secretariat_answers(app: Flask, session: object) -> None:
    visitor, desk = app.test_client(), browser_of(app, person("admin@example.ma", "administrator"))
    fields = {"kind": "erasure", "words": "Une idée saisie pour moi, PAN2-00012.", "form_id": "abc"}
    assert post(visitor, "/fr/rights", **fields, email="pas une adresse").status_code == 422
    assert post(visitor, "/fr/rights", **fields, email="passante@example.ma").status_code == 200
    request = db.session.scalars(select(RightsRequest)).one()
    assert request.reference in desk.get(DESK).get_data(as_text=True)
    path = f"{DESK}/{request.id}"
    assert "PAN2-00012" in desk.get(path).get_data(as_text=True)
    assert post(desk, path, outcome="", answer="").status_code == 422
    assert post(desk, path, outcome="granted", answer="C’est fait.").status_code == 303
    assert desk.get(DESK).status_code == 200
    assert desk.post(path, data={"csrf_token": token_in(desk.get("/fr/rights")), "outcome": "refused",
                                 "answer": "Non."}).status_code == 403  # fmt: skip


def test_nobody_else_reads_or_answers_them(app: Flask, session: object) -> None:
    asked()
    number = db.session.scalar(select(RightsRequest.id))
    db.session.commit()
    moderator = browser_of(app, person("mod@example.ma", "moderator"))
    for path in (DESK, f"{DESK}/{number}"):
        assert moderator.get(path).status_code == 403
        assert app.test_client().get(path).status_code == 303


def test_who_may_answer(session: object) -> None:
    administrator = person("admin@example.ma", "administrator")
    own, others = asked(administrator), asked()
    assert not policies.can_answer(administrator, own)
    assert policies.can_answer(administrator, others)
    assert not policies.can_answer(person("mod@example.ma", "moderator"), others)
    assert not policies.can_answer(person("citoyenne@example.ma"), others)


def test_every_page_opens_in_every_language(app: Flask, session: object) -> None:
    request = asked(person())
    services.answer(
        request=request, outcome="partly", words="En partie.", by=person("admin@example.ma", "administrator"), at=now()
    )
    asked(form_id="waiting")
    db.session.commit()
    citizen, desk = browser_of(app, person()), browser_of(app, person("admin@example.ma"))
    for language in ("fr", "ar", "en"):
        for path in ("account/data", "account/erase", "rights", "rights?kind=erasure", "account/erased"):
            assert citizen.get(f"/{language}/{path}").status_code == 200
        for path in ("", "/requests", f"/requests/{request.id}"):
            assert desk.get(f"/{language}/administration{path}").status_code == 200
