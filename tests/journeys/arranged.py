"""What the demonstration does not hold and a page needs, made on a site's copy: an edited comment, links of mails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from sqlalchemy import select

from cocreation.accounts.models import Account
from cocreation.accounts.services import contributor_for
from cocreation.comments import editing
from cocreation.comments import services as comments
from cocreation.comments.models import Comment, Thread
from cocreation.core.clock import as_instant
from cocreation.core.db import db
from cocreation.notifications import by_address, choices
from cocreation.notifications.models import FollowWish
from tests.fixtures.browser import EMAILS
from tests.fixtures.demonstration import COLLECTING

AT = as_instant(COLLECTING)


class Place(Protocol):
    """A copy of the demonstration on which a test can make what it needs: a running site, or a house."""

    def ask(self, statement: str) -> Any:
        """Answer a question to the database."""

    def make(self, make: Callable[[], object]) -> object:
        """What `make` gives in an application on this copy, its writing kept."""


def _citizen() -> Account:
    return db.session.scalars(select(Account).where(Account.email == EMAILS["citizen-fr"])).one()


def edited_comment(site: Place) -> object:
    """The number of a comment that its author has edited."""
    return site.make(_edit)


def _edit() -> int:
    person = _citizen()
    asked = select(Thread).where(Thread.about_kind == "proposal", Thread.is_public, Thread.is_open)
    thread = db.session.scalars(asked.order_by(Thread.id.desc())).first()
    comment: Comment = comments.post(
        thread=thread, contributor=contributor_for(person), source="Et pour les petites communes ?", language="fr",
        side="clarify", parent=None, about_version=1, by=person, at=AT,
    )  # fmt: skip
    editing.edit(
        comment=comment, source="Et pour les communes rurales ?", language="fr", side=None, version_seen=1, by=person,
        at=AT,
    )  # fmt: skip
    return comment.id


def wish_link(site: Place) -> object:
    """The token of a link that begins to follow a plan by mail."""
    return site.make(_wish)


def _wish() -> str:
    email, path = "lectrice@example.org", "/cycles/pan-2020-2022"
    by_address.wish(email=email, kind="cycle", path=path, title="PAN", language="fr")
    asked = db.session.scalars(select(FollowWish).where(FollowWish.email == email)).one()
    return str(by_address._signer().dumps(asked.number))


def followers_key(site: Place) -> object:
    """The key that stands in each mail a person gets."""
    return site.make(lambda: choices.key_of(_citizen()))
