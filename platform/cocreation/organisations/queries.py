"""Reads of organisations, their people and their invitations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from cocreation.accounts.models import Account, Organisation, Role
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.paging import Page, keyset
from cocreation.organisations.models import Invitation
from cocreation.text.cleaning import skeleton


def by_number(organisation_id: int) -> Organisation | None:
    """One organisation by its number."""
    return db.session.get(Organisation, organisation_id)


def public(*, kind: str | None, words: str, cursor: str | None, size: int = 30) -> Page[Organisation]:
    """The verified organisations, by short name.

    Args:
        kind: a code of ORGANISATION_KINDS. words: part of a name or acronym, in any drawing of its letters.
    """
    statement = select(Organisation).where(Organisation.state == "verified")
    if kind:
        statement = statement.where(Organisation.kind == kind)
    if words.strip():
        statement = statement.where(Organisation.id.in_(_named(words)))
    return keyset(statement, order=[(Organisation.slug, "asc")], cursor=cursor, size=size, session=db.session)


def _named(words: str) -> list[int]:
    # Some hundreds of names, in three languages each: they are compared here, where look-alike letters are known.
    wanted = skeleton(words)
    rows = db.session.execute(
        select(Organisation.id, Organisation.name, Organisation.acronym).where(Organisation.state == "verified")
    )
    return [row.id for row in rows if any(wanted in skeleton(text) for text in (*row.name.values(), row.acronym))]


def kinds() -> dict[str, int]:
    """How many verified organisations there are of each kind."""
    rows = db.session.execute(
        select(Organisation.kind, func.count())
        .where(Organisation.state == "verified")
        .group_by(Organisation.kind)
        .order_by(Organisation.kind)
    )
    return {row[0]: row[1] for row in rows}


def waiting() -> Sequence[Organisation]:
    """Those that wait for a yes, and those whose new name does; the oldest first."""
    return [
        one
        for one in db.session.scalars(
            select(Organisation).where(Organisation.state.in_(("pending", "verified"))).order_by(Organisation.id)
        )
        if one.waits
    ]


def registered_by(account_id: int) -> Sequence[Organisation]:
    """What a person registered that is not verified."""
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.proposed_by_id == account_id, Organisation.state != "verified")
        .order_by(Organisation.id.desc())
    ).all()


def of_person(person: Account) -> Sequence[Organisation]:
    """The organisations a person holds a role for now."""
    ids = {role.scope_id for role in person.roles if role.is_held and role.scope_kind == "organisation"}
    statement = select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.slug)
    return db.session.scalars(statement).all() if ids else []


def held(organisation_id: int) -> Select[Role]:
    """The statement of the roles in force for one organisation."""
    return select(Role).where(
        Role.scope_kind == "organisation",
        Role.scope_id == organisation_id,
        Role.state == "active",
        Role.starts_at <= now(),
        (Role.ends_at.is_(None)) | (Role.ends_at > now()),
    )


def people(organisation_id: int) -> Sequence[Role]:
    """The roles in force for one organisation, with their people; those who manage first."""
    statement = held(organisation_id).options(joinedload(Role.account)).order_by(Role.manages.desc(), Role.id)
    return [role for role in db.session.scalars(statement).unique() if role.account.state == "active"]


def managers(organisation_id: int) -> list[Role]:
    """The roles of those who look after an organisation's people."""
    return [role for role in people(organisation_id) if role.manages]


def role(role_id: int) -> Role | None:
    """One role."""
    return db.session.get(Role, role_id)


def without_manager() -> list[Organisation]:
    """Verified organisations nobody looks after."""
    now_managed = (
        select(Role.scope_id)
        .join(Account, Account.id == Role.account_id)
        .where(
            Role.scope_kind == "organisation",
            Role.manages,
            Role.state == "active",
            (Role.ends_at.is_(None)) | (Role.ends_at > now()),
            Account.state == "active",
        )
    )
    statement = select(Organisation).where(Organisation.state == "verified", Organisation.id.not_in(now_managed))
    return list(db.session.scalars(statement.order_by(Organisation.slug)))


def invitations(organisation_id: int) -> Sequence[Invitation]:
    """The invitations that can still be answered, the newest first."""
    return db.session.scalars(
        select(Invitation)
        .where(Invitation.organisation_id == organisation_id, Invitation.state == "open", Invitation.expires_at > now())
        .order_by(Invitation.id.desc())
    ).all()


def invitation(invitation_id: int) -> Invitation | None:
    """One invitation by its number."""
    return db.session.get(Invitation, invitation_id)


def invitation_by_digest(digest: str) -> Invitation | None:
    """One invitation by the digest of its link."""
    return db.session.scalar(select(Invitation).where(Invitation.digest == digest))


def slugs_like(base: str) -> set[str]:
    """The short names taken that begin with `base`."""
    return set(db.session.scalars(select(Organisation.slug).where(Organisation.slug.startswith(base, autoescape=True))))


def shown_names(ids: Iterable[int]) -> dict[int, str]:
    """The names people show, by account number."""
    rows = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(list(ids))))
    return {row.id: row.name for row in rows}
