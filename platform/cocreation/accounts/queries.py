"""Reads of people, organisations and roles."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from cocreation.accounts.models import Account, Contributor, Organisation, Role
from cocreation.core.db import db


def account(account_id: int) -> Account | None:
    """The person with their roles, in one query for the person and one for the roles."""
    return db.session.get(Account, account_id)


def with_roles(account_id: int) -> Account | None:
    """The person with their roles in one statement: what every page of a signed-in person asks."""
    statement = select(Account).where(Account.id == account_id).options(joinedload(Account.roles))
    return db.session.scalars(statement).unique().one_or_none()


def organisation(slug: str) -> Organisation | None:
    """An organisation by its short name."""
    return db.session.scalar(select(Organisation).where(Organisation.slug == slug))


def organisations(*, state: str | None = None) -> Sequence[Organisation]:
    """Every organisation, or those of one state, by short name."""
    statement = select(Organisation).order_by(Organisation.slug)
    return db.session.scalars(statement.where(Organisation.state == state) if state else statement).all()


def spoken_for(person: Account) -> Sequence[Organisation]:
    """The verified organisations a person may speak for now."""
    ids = {*person.scopes("representative"), *person.scopes("agent")}
    if not ids:
        return []
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(ids), Organisation.state == "verified")
        .order_by(Organisation.slug)
    ).all()


def roles(*, state: str | None = None) -> Sequence[Role]:
    """Every role with its person, or those of one state, newest first."""
    statement = select(Role).options(selectinload(Role.account)).order_by(Role.id.desc())
    return db.session.scalars(statement.where(Role.state == state) if state else statement).all()


def contributors_of(account_id: int) -> Sequence[int]:
    """The ids of the contributors a person signs as."""
    return db.session.scalars(select(Contributor.id).where(Contributor.account_id == account_id)).all()


def holders(role: str) -> Sequence[Account]:
    """The people who hold a role now."""
    found = db.session.scalars(
        select(Account).join(Role, Role.account_id == Account.id).where(Role.role == role, Role.state == "active")
    )
    return [person for person in found.unique() if person.has_role(role)]
