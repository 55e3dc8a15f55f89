"""Reads of people, organisations and roles."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from cocreation.accounts.models import Account, Contributor, Organisation, Role
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText


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
    statement = select(Role).options(joinedload(Role.account)).order_by(Role.id.desc())
    return db.session.scalars(statement.where(Role.state == state) if state else statement).unique().all()


def role(role_id: int) -> Role | None:
    """One role with its person."""
    return db.session.get(Role, role_id)


def administrators() -> Select[int]:
    """The statement of the ids of those who administer now."""
    return (
        select(Role.account_id)
        .join(Account, Account.id == Role.account_id)
        .where(
            Role.role == "administrator",
            Role.state == "active",
            Role.starts_at <= now(),
            (Role.ends_at.is_(None)) | (Role.ends_at > now()),
            Account.state == "active",
        )
    )


def is_only_administrator() -> bool:
    """Whether there is nobody to give a second yes."""
    return len(set(db.session.scalars(administrators()))) < 2


def people(words: str) -> Sequence[Account]:
    """People found by their whole address or by a part of the name they show; at most fifty.

    Addresses are never searched in part: a list of them would be a list to take away.
    """
    wanted = words.strip().lower()
    if len(wanted) < 2:
        return []
    part = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    name = func.lower(Account.name).like(f"%{part}%", escape="\\")
    return db.session.scalars(
        select(Account)
        .where(or_(Account.email == wanted, name))
        .options(selectinload(Account.roles))
        .order_by(Account.id.desc())
        .limit(50)
    ).all()


def organisation_names() -> dict[int, OfficialText]:
    """The names of all organisations by id, for lists of roles."""
    return {row.id: row.name for row in db.session.execute(select(Organisation.id, Organisation.name))}


def contributors_of(account_id: int) -> Sequence[int]:
    """The ids of the contributors a person signs as."""
    return db.session.scalars(select(Contributor.id).where(Contributor.account_id == account_id)).all()


def holders(role: str) -> Sequence[Account]:
    """The people who hold a role now."""
    found = db.session.scalars(
        select(Account).join(Role, Role.account_id == Account.id).where(Role.role == role, Role.state == "active")
    )
    return [person for person in found.unique() if person.has_role(role)]
