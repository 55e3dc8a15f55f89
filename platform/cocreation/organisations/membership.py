"""The people who speak for an organisation: invited, renewed, given another duty, removed, leaving."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from cocreation.accounts.addresses import clean_email
from cocreation.accounts.links import DeadLink
from cocreation.accounts.models import Account, Organisation, Role
from cocreation.accounts.queries import holders
from cocreation.core import mail
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_, translator
from cocreation.core.web import public_address
from cocreation.journal import services as journal
from cocreation.notifications import services as notifications
from cocreation.organisations import queries
from cocreation.organisations.models import DUTIES, Invitation
from cocreation.organisations.services import ROLE_FOR, give_role, journal_role, role_for

VALID_FOR = timedelta(days=14)
OPEN_AT_MOST = 30


class AlreadyMember(Refused):
    """The person speaks for the organisation already."""

    status = 422
    message = N_("This person speaks for the organisation already.")


class TooManyOpen(Refused):
    """Invitations nobody answered yet fill the list."""

    message = N_("Too many invitations wait for an answer. Withdraw some of them first.")


class AnotherAddress(Refused):
    """The invitation was sent to an address that is not the signed-in person's."""

    status = 403
    message = N_("This invitation was sent to another address than that of your account.")
    what_to_do = N_("Sign in with the address that received it, or ask for an invitation to your own.")


class LastManager(Refused):
    """The organisation would stand without anyone who looks after it."""

    status = 422
    message = N_("You are the last one who manages this organisation. Name a successor, or say that there is none.")


class ChangedMeanwhile(Refused):
    """Another manager was quicker."""

    message = N_("The list of people changed a moment ago. Look at it again.")


def digest_of(token: str) -> str:
    """What is kept of an invitation's link."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def invite(
    *, organisation: Organisation, email: str, duty: str, language: str, by: Account, at: datetime
) -> Invitation:
    """Invite one address to speak for an organisation; a second invitation takes the place of the first.

    Args:
        duty: a code of DUTIES. language: of the mail.

    Raises:
        BadAddress. AlreadyMember. TooManyOpen.
    """
    address = clean_email(email)
    if any(role.account.email == address for role in queries.people(organisation.id)):
        raise AlreadyMember()
    waiting = [one for one in queries.invitations(organisation.id) if one.email != address]
    if len(waiting) >= OPEN_AT_MOST:
        raise TooManyOpen()
    earlier = (Invitation.organisation_id == organisation.id) & (Invitation.email == address)
    db.session.execute(
        update(Invitation).where(earlier, Invitation.state == "open").values(state="withdrawn", answered_at=now())
    )
    token = secrets.token_urlsafe(32)
    made = Invitation(
        organisation=organisation,
        email=address,
        language=language,
        duty=duty if duty in DUTIES else "speaker",
        digest=digest_of(token),
        invited_by_id=by.id,
        created_at=now(),
        expires_at=now() + VALID_FOR,
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        raise AlreadyMember(N_("This address was invited a moment ago.")) from error
    _journal("organisation.invited", organisation, by, at)
    _send(made, token)
    return made


def _send(invitation: Invitation, token: str) -> None:
    words = translator(invitation.language)
    name = invitation.organisation.name.shown(invitation.language)[0]
    link = public_address(f"/{invitation.language}/organisations/invitations/{token}")
    duty = words.gettext(DUTIES[invitation.duty])
    parts = (
        words.gettext(N_("Hello,")),
        words.gettext(N_("You are invited to speak for %(name)s on the platform. What it gives: %(duty)s."),
                      name=name, duty=duty),
        link,
        words.gettext(N_("The link works once, for fourteen days. You need an account with this address.")),
        words.gettext(N_("If you do not know this organisation, ignore this message: nothing will happen.")),
        words.gettext(N_("The co-creation secretariat")),
    )  # fmt: skip
    mail.queue(
        recipient=invitation.email,
        language=invitation.language,
        kind="invitation",
        subject=words.gettext(N_("Invitation to speak for %(name)s"), name=name),
        body="\n\n".join(parts),
    )


def _journal(action: str, organisation: Organisation, by: Account, at: datetime) -> None:
    journal.record(
        action=action,
        object_kind="organisation",
        object_id=organisation.id,
        by=by,
        role=role_for(organisation.kind),
        at=at,
        to_state=organisation.state,
    )


def opened(token: str) -> Invitation:
    """The invitation of a link; looking uses nothing up.

    Raises:
        DeadLink: unknown, answered, withdrawn, too old, or of an organisation nobody may speak for.
    """
    found = queries.invitation_by_digest(digest_of(token[:200]))
    if found is None or not found.is_open or found.organisation.state != "verified":
        raise DeadLink()
    return found


def _answer(invitation: Invitation, state: str, by: Account) -> None:
    """Answer once.

    Raises:
        AnotherAddress. DeadLink: for the second of two who press at the same moment.
    """
    if invitation.email != by.email:
        raise AnotherAddress()
    values: dict[str, Any] = {"state": state, "answered_at": now()}
    if state == "accepted":
        values["accepted_by_id"] = by.id
    result: Any = db.session.execute(
        update(Invitation).where(Invitation.id == invitation.id, Invitation.state == "open").values(values)
    )
    if not result.rowcount:
        raise DeadLink()


def accept(*, invitation: Invitation, by: Account, at: datetime) -> Role:
    """Speak for the organisation from now on, for a year.

    Raises:
        AnotherAddress. DeadLink. AlreadyMember.
    """
    organisation = invitation.organisation
    if any(role.account_id == by.id for role in queries.people(organisation.id)):
        raise AlreadyMember()
    _answer(invitation, "accepted", by)
    role = give_role(by, organisation, invitation.duty, granted_by_id=invitation.invited_by_id, by=by, at=at)
    _tell(invitation.invited_by_id, organisation, N_("Your invitation was accepted: %(name)s"))
    return role


def decline(*, invitation: Invitation, by: Account, at: datetime) -> None:
    """Say no; whoever invited is told.

    Raises:
        AnotherAddress. DeadLink.
    """
    _answer(invitation, "declined", by)
    _journal("organisation.declined", invitation.organisation, by, at)
    _tell(invitation.invited_by_id, invitation.organisation, N_("Your invitation was declined: %(name)s"))


def withdraw(*, invitation: Invitation, by: Account, at: datetime) -> None:
    """Take an invitation back.

    Raises:
        DeadLink: it was answered meanwhile.
    """
    result: Any = db.session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.state == "open")
        .values(state="withdrawn", answered_at=now())
    )
    if not result.rowcount:
        raise DeadLink()
    _journal("organisation.invitation_withdrawn", invitation.organisation, by, at)


def _tell(account_id: int | None, organisation: Organisation, message: str, path: str = "") -> None:
    notifications.tell(
        account_id=account_id,
        kind="organisation-people",
        message=message,
        values={"name": str(organisation.name)},
        path=path or f"/organisations/{organisation.slug}/people",
    )


def _managers_locked(organisation: Organisation) -> list[Role]:
    """The roles of those who manage, read anew and locked: managers who act at once wait for one another."""
    locked = queries.held(organisation.id).where(Role.manages).with_for_update()
    return list(db.session.scalars(locked.execution_options(populate_existing=True)))


def _still_manages(organisation: Organisation, role: Role, by: Account) -> None:
    """Refuse what a manager does to another's role where one of the two roles ended a moment ago.

    Raises:
        ChangedMeanwhile.
    """
    managers = {one.account_id for one in _managers_locked(organisation)}
    if by.id not in managers or not role.is_held:
        raise ChangedMeanwhile()


def set_duty(*, role: Role, organisation: Organisation, duty: str, by: Account, at: datetime) -> None:
    """Make a speaker a manager, or a manager a speaker.

    Raises:
        ChangedMeanwhile: of two managers who act on one another at once, for the second.
    """
    _still_manages(organisation, role, by)
    role.manages = duty == "manager"
    db.session.flush()
    journal_role("role.duty", role, by, at, role.state)
    _tell(role.account_id, organisation, N_("What you may do for an organisation has changed: %(name)s"))


def renew(*, role: Role, by: Account, at: datetime) -> None:
    """Let a role go on for a year from today: nobody keeps one by being forgotten."""
    role.ends_at = now() + ROLE_FOR
    db.session.flush()
    journal_role("role.renewed", role, by, at, role.state)


def remove(*, role: Role, organisation: Organisation, by: Account, at: datetime) -> None:
    """End somebody else's role; they are told, and the invitations they sent open nothing any more.

    Raises:
        ChangedMeanwhile: of two managers who act on one another at once, for the second.
    """
    _still_manages(organisation, role, by)
    _end(role, by, at)
    sent = (Invitation.organisation_id == organisation.id) & (Invitation.invited_by_id == role.account_id)
    db.session.execute(
        update(Invitation).where(sent, Invitation.state == "open").values(state="withdrawn", answered_at=now())
    )
    path = "/organisations/mine"
    _tell(role.account_id, organisation, N_("You no longer speak for an organisation: %(name)s"), path)


def _end(role: Role, by: Account, at: datetime) -> None:
    before, role.state, role.ends_at = role.state, "ended", now()
    db.session.flush()
    journal_role("role.ended", role, by, at, before)


def leave(
    *, role: Role, organisation: Organisation, by: Account, at: datetime, successor: Role | None = None,
    without: bool = False,
) -> None:  # fmt: skip
    """Stop speaking for an organisation; the last manager names a successor, or says that there is none.

    Args:
        successor: the role of another person of the organisation, who manages from now on.

    Raises:
        LastManager.
    """
    others = [one for one in _managers_locked(organisation) if one.account_id != by.id]
    if role.manages and not others:
        if successor is not None:
            set_duty(role=successor, organisation=organisation, duty="manager", by=by, at=at)
        elif not without:
            raise LastManager()
    _end(role, by, at)
    if role.manages and not others and successor is None:
        tell_nobody_left(organisation, at)


def tell_nobody_left(organisation: Organisation, at: datetime) -> None:
    """Tell the secretariat that nobody looks after an organisation any more."""
    journal.record(
        action="organisation.without_manager", object_kind="organisation", object_id=organisation.id, by=None,
        role="administrator", at=at, to_state=organisation.state,
    )  # fmt: skip
    path = f"/administration/organisations/{organisation.slug}"
    for account in holders("administrator"):
        _tell(account.id, organisation, N_("Nobody manages this organisation any more: %(name)s"), path)
