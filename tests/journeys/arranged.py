"""What the demonstration does not hold and a page needs, made on a site's copy: an edited comment, links of mails."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from cocreation import create_app
from cocreation.accounts.models import Account
from cocreation.accounts.services import contributor_for
from cocreation.comments import editing
from cocreation.comments import services as comments
from cocreation.comments.models import Comment, Thread
from cocreation.core.clock import as_instant
from cocreation.core.db import begin_write, db
from cocreation.notifications import by_address, choices
from cocreation.notifications.models import FollowWish
from tests.fixtures.browser import EMAILS, Site
from tests.fixtures.demonstration import COLLECTING

AT = as_instant(COLLECTING)


def _made(site: Site, make: Callable[[], object]) -> object:
    """What `make` gives in an application on the folder of the site, which holds its secret key."""
    app = create_app({"INSTANCE_PATH": str(site.folder), "PUBLIC_URL": site.address, "DATABASE_URL": ""})
    with app.app_context():
        begin_write()
        made = make()
        db.session.commit()
        db.session.remove()
    return made


def _citizen() -> Account:
    return db.session.scalars(select(Account).where(Account.email == EMAILS["citizen-fr"])).one()


def edited_comment(site: Site) -> object:
    """The number of a comment that its author has edited."""
    return _made(site, _edit)


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


def wish_link(site: Site) -> object:
    """The token of a link that begins to follow a plan by mail."""
    return _made(site, _wish)


def _wish() -> str:
    email, path = "lectrice@example.org", "/cycles/pan-2020-2022"
    by_address.wish(email=email, kind="cycle", path=path, title="PAN", language="fr")
    asked = db.session.scalars(select(FollowWish).where(FollowWish.email == email)).one()
    return str(by_address._signer().dumps(asked.number))


def followers_key(site: Site) -> object:
    """The key that stands in each mail a person gets."""
    return _made(site, lambda: choices.key_of(_citizen()))
