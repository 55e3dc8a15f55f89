"""Someone who writes a proposal page after page, as a browser would."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from cocreation.core.db import db
from cocreation.core.mail import OutgoingMail
from cocreation.proposals.models import Proposal
from tests.proposals.material import text, token_of

ANSWERS: dict[str, dict[str, Any]] = {
    "theme": {},
    "title": {"title": "Publier les horaires des bus"},
    "problem": {"problem": "Personne ne les connaît dans les petites communes."},
    "proposal": {"body": "Les afficher aux arrêts et en ligne."},
    "concerned": {"region": "", "concerned": []},
    "documents": {"action": "continue"},
    "name": {"name": ""},
    "similar": {"variant_of": "another"},
}
HIDDEN = re.compile(r'name="(seen|form_id|revision)"[^>]* value="([^"]*)"')


def hidden_of(page: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    return dict(HIDDEN.findall(page))


class Pen:
    """A client in the middle of the form."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.where = "/fr/proposals/new"
        self.page = ""

    def open(self, where: str) -> TestResponse:
        """Open a page and follow where it leads."""
        answer = self.client.get(where)
        while answer.status_code in {302, 303}:
            where = answer.location
            answer = self.client.get(where)
        self.where, self.page = where, text(answer)
        return answer

    def send(self, where: str = "", **answers: Any) -> TestResponse:
        """Send the form of the open page, and open what follows."""
        sent = {"csrf_token": token_of(self.page), **hidden_of(self.page), **answers}
        answer = self.client.post(where or self.where, data=sent)
        if answer.status_code == 303:
            self.open(answer.location)
        else:
            self.page = text(answer)
        return answer

    def begin(self) -> None:
        """Press «Start now»."""
        answer = self.client.post("/fr/proposals/new")
        assert answer.status_code == 303
        self.open(answer.location)

    @property
    def step(self) -> str:
        """The step whose page is open."""
        return self.where.partition("?")[0].rpartition("/")[2]

    @property
    def draft_id(self) -> int:
        """The number of the draft in the address of the page."""
        return int(re.search(r"/draft/(\d+)", self.where)[1])

    def write(self, until: str = "check", **changed: Any) -> None:
        """Answer question after question until a page is open."""
        if "/draft/" not in self.where and self.step != "theme":
            self.begin()
        while self.step != until:
            answers = dict(ANSWERS[self.step])
            if self.step == "theme":
                answers["theme"] = re.search(r'name="theme" type="radio" value="(\d+)"', self.page)[1]
            if self.step == "name" and "signed_as" in self.page:
                answers = {"signed_as": "me", "name": ""}
            answers.update({name: value for name, value in changed.items() if name in answers or name == "signed_as"})
            before = self.where
            assert self.send(**answers).status_code == 303, (self.step, self.page[-3000:])
            assert self.where != before, self.where


def link_in(body: str) -> str:
    """The path of the link in a mail."""
    return re.search(r"https?://[^/\s]+(/\S+)", body)[1]


def only_draft() -> Proposal:
    """The one draft there is."""
    return db.session.scalars(select(Proposal).where(Proposal.state == "draft")).one()


def last_mail() -> OutgoingMail:
    """The mail written last."""
    return db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(1)).one()


def ask_link(pen: Pen, email: str = "nouvelle@example.org") -> str:
    """Ask for the link that sends, and give its path."""
    assert pen.send(email=email).status_code == 303
    assert pen.step == "waiting"
    return link_in(last_mail().body)
