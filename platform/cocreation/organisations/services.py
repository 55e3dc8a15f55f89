"""Registering an organisation, and the yes or no of administrators, told to whoever asked."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta

from cocreation.accounts import lookalikes, organising
from cocreation.accounts.lists import ROLES_OF_ORGANISATIONS
from cocreation.accounts.models import Account, Organisation, Role
from cocreation.accounts.policies import is_administrator
from cocreation.accounts.queries import holders
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_, OfficialText
from cocreation.journal import services as journal
from cocreation.notifications import services as notifications
from cocreation.organisations import queries

# What stands at these addresses is no organisation.
RESERVED = frozenset({"new", "mine", "invitations"})
ROLE_FOR = timedelta(days=365)


class AlreadyThere(Refused):
    """A verified organisation has this very name, however its letters are drawn."""

    status = 422
    message = N_(
        "An organisation with this name is verified already: %(name)s. Ask one of its managers to invite you, or "
        "write to us."
    )


def role_for(kind: str) -> str:
    """The role of those who speak for an organisation of a kind."""
    return "agent" if kind in ROLES_OF_ORGANISATIONS["agent"] else "representative"


def short_name(name: OfficialText, acronym: str) -> str:
    """A short name for addresses that nobody has yet: from the acronym, else from the French name."""
    words = unicodedata.normalize("NFKD", acronym or name.shown("fr")[0]).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", words).strip("-")[:50].strip("-") or "organisation"
    taken = queries.slugs_like(base) | RESERVED
    return (
        base
        if base not in taken
        else next(candidate for number in range(2, 10_000) if (candidate := f"{base}-{number}") not in taken)
    )


def register(
    *,
    name: OfficialText,
    acronym: str,
    kind: str,
    region: str | None,
    website: str,
    proof: str,
    by: Account,
    at: datetime,
) -> Organisation:
    """Register an organisation: two administrators verify it before anyone speaks in its name.

    Sent twice, the first one is given back.

    Raises:
        AlreadyThere.
    """
    _refuse_the_same(name, acronym)
    drawn = {lookalikes.drawn(text) for text in name.values()}
    for earlier in queries.registered_by(by.id):
        if earlier.state == "pending" and drawn & {lookalikes.drawn(text) for text in earlier.name.values()}:
            return earlier
    made = organising.propose_organisation(
        slug=short_name(name, acronym),
        name=name,
        kind=kind,
        acronym=acronym,
        region=region,
        website=website,
        proof=proof,
        by=by,
        at=at,
    )
    _tell_administrators(made, N_("An organisation waits to be verified: %(name)s"), but=by)
    return made


def _refuse_the_same(name: OfficialText, acronym: str, *, but: int | None = None) -> None:
    for found in lookalikes.like(name.values(), acronym, but=but):
        if found.how == "same":
            raise AlreadyThere(name=str(found.organisation.name))


def _tell_administrators(organisation: Organisation, message: str, *, but: Account | None = None) -> None:
    for account in holders("administrator"):
        if but is None or account.id != but.id:
            _tell(account.id, organisation, message, f"/administration/organisations/{organisation.slug}")


def _tell(account_id: int | None, organisation: Organisation, message: str, path: str = "", reason: str = "") -> None:
    paragraphs = [(N_("The reason given: %(reason)s"), {"reason": reason})] if reason else []
    notifications.tell(
        account_id=account_id,
        kind="organisation",
        message=message,
        values={"name": str(organisation.name)},
        path=path or "/organisations/mine",
        paragraphs=paragraphs,
    )


def change(
    *,
    organisation: Organisation,
    name: OfficialText,
    acronym: str,
    region: str | None,
    website: str,
    by: Account,
    at: datetime,
) -> None:
    """Correct an organisation; another name waits for two yeses, and until then the old one stands.

    Raises:
        AlreadyThere.
    """
    _refuse_the_same(name, acronym, but=organisation.id)
    waited = organisation.waits
    organising.edit_organisation(
        organisation=organisation, name=name, acronym=acronym, region=region, website=website, by=by, at=at
    )
    if organisation.waits and not waited:
        _tell_administrators(organisation, N_("An organisation asks for another name: %(name)s"), but=by)


def verify(*, organisation: Organisation, by: Account, at: datetime) -> bool:
    """Say yes; with the second yes to a new organisation, whoever registered it speaks for it and manages it.

    Returns:
        Whether it was the second yes.

    Raises:
        NeedsSecondPerson. DecidedMeanwhile. Refused.
    """
    is_new, asked_by = organisation.state == "pending", organisation.proposed_by_id
    first = organisation.first_yes_by_id
    if not organising.verify_organisation(organisation=organisation, by=by, at=at):
        return False
    person = db.session.get(Account, asked_by) if asked_by else None
    if person is not None and person.state == "active" and not is_administrator(person):
        if is_new:
            _first_role(person, organisation, first, by, at)
        _tell(person.id, organisation, _VERIFIED if is_new else _RENAMED, f"/organisations/{organisation.slug}/people")
    return True


_VERIFIED = N_("%(name)s is verified: you can speak in its name, and invite others")
_RENAMED = N_("The new name is accepted: %(name)s")
_REFUSED = N_("The organisation was not verified: %(name)s")
_NAME_REFUSED = N_("The new name was not accepted; the organisation keeps its own: %(name)s")


def _first_role(person: Account, organisation: Organisation, first: int | None, by: Account, at: datetime) -> None:
    if any(
        role.is_held and (role.scope_kind, role.scope_id) == ("organisation", organisation.id) for role in person.roles
    ):
        return
    give_role(person, organisation, "manager", granted_by_id=first, confirmed_by_id=by.id, by=by, at=at)


def give_role(
    person: Account,
    organisation: Organisation,
    duty: str,
    *,
    granted_by_id: int | None,
    by: Account,
    at: datetime,
    confirmed_by_id: int | None = None,
) -> Role:
    """Let a person speak for an organisation for a year; two yeses to the organisation vouch for its managers."""
    role = Role(
        role=role_for(organisation.kind),
        scope_kind="organisation",
        scope_id=organisation.id,
        state="active",
        starts_at=now(),
        ends_at=now() + ROLE_FOR,
        manages=duty == "manager",
        granted_by_id=granted_by_id,
        confirmed_by_id=confirmed_by_id,
        account_id=person.id,
    )
    person.roles.append(role)
    db.session.flush()
    journal_role("role.given", role, by, at, None)
    return role


def journal_role(action: str, role: Role, by: Account | None, at: datetime, before: str | None) -> None:
    """Write what happened to a role of an organisation's person."""
    manages = role.manages and role.account_id == (by.id if by else None)
    journal.record(
        action=action,
        object_kind="role",
        object_id=role.id,
        by=by,
        role="administrator" if by is not None and is_administrator(by) and not manages else role.role,
        at=at,
        from_state=before,
        to_state=role.state,
        detail={"role": role.role, "scope": "organisation", "scope_id": role.scope_id, "manages": role.manages},
    )


def refuse(*, organisation: Organisation, by: Account, at: datetime, reason: str) -> None:
    """Refuse an organisation or its new name, and tell whoever asked why.

    Raises:
        Refused. DecidedMeanwhile.
    """
    asked_by, only_name = organisation.proposed_by_id, organisation.wished is not None
    organising.refuse_organisation(organisation=organisation, by=by, at=at, reason=reason)
    if asked_by != by.id:
        _tell(asked_by, organisation, _NAME_REFUSED if only_name else _REFUSED, reason=reason)


def flags(organisation: Organisation) -> list[lookalikes.Likeness]:
    """The verified organisations whose names this one's, or the name it asks for, resembles."""
    wished = organisation.wished or {"name": organisation.name, "acronym": organisation.acronym}
    return lookalikes.like(wished["name"].values(), wished["acronym"], but=organisation.id)
