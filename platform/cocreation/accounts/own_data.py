"""What this room, and the rooms below it, hold about a person."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from cocreation.accounts import personal
from cocreation.accounts.models import Account, AddressChange, Contributor, Organisation, Role, SignIn
from cocreation.accounts.personal import GONE, UNSIGNED, Erasure, Holding, held, held_where
from cocreation.core import sessions
from cocreation.core.db import db
from cocreation.core.i18n import N_
from cocreation.core.jobs import Job
from cocreation.core.mail import OutgoingMail
from cocreation.core.sessions import WebSession
from cocreation.journal import services as journal
from cocreation.journal.models import JournalLine

# Roles in which one acts for the public: what was done in them stays answerable.
OFFICIAL_ROLES = ("moderator", "administrator", "agent", "organiser")


def holdings() -> list[Holding]:
    """The tables, in the order of the file a person takes away."""
    return [_account(), *_ways_in(), *_roles(), *_traces()]


def _account() -> Holding:
    return held_where(
        Account,
        lambda account: Account.id == account.id,
        give="id email name language state created_at confirmed_at signed_in_at",
        words=N_("Your account"),
        fate=N_("Emptied: a number and the date of erasure stay. The address can open a new account."),
        erase=_empty,
    )


def _empty(erasure: Erasure) -> None:
    account = erasure.account
    account.email, account.name, account.password_hash = f"erased-{account.id}@erased.invalid", "", None
    account.language, account.signed_in_at = "fr", None
    account.state = "erased"
    account.link_generation += 1
    db.session.flush()


def _ways_in() -> list[Holding]:
    return [
        held(
            SignIn,
            SignIn.account_id,
            give="at method device",
            words=N_("Your latest sign-ins"),
            fate=GONE,
            erase=personal.deleting(SignIn, SignIn.account_id),
        ),
        held(
            AddressChange,
            AddressChange.account_id,
            give="state old_email new_email asked_at done_at",
            words=N_("Your changes of e-mail address"),
            fate=GONE,
            erase=personal.deleting(AddressChange, AddressChange.account_id),
        ),
        held_where(
            WebSession,
            lambda account: WebSession.subject == account.reference,
            give="created_at seen_at",
            words=N_("Where you are signed in"),
            fate=GONE,
            erase=lambda erasure: sessions.end_all(erasure.account.reference),
        ),
    ]


def _roles() -> list[Holding]:
    return [
        held(
            Role,
            Role.account_id,
            Role.granted_by_id,
            Role.confirmed_by_id,
            give="role manages scope_kind scope_id state starts_at ends_at",
            words=N_("Roles you hold, or gave to others"),
            fate=N_("Ended; the list of roles given stays, under a number, without name or address."),
        ),
        held(
            Contributor,
            Contributor.account_id,
            give="id name voice organisation_id external_key created_at",
            words=N_("Names you sign with"),
            fate=UNSIGNED,
            erase=personal.unlinking(Contributor, Contributor.account_id, name="", external_key=None),
        ),
        personal.decided(
            Organisation,
            Organisation.proposed_by_id,
            Organisation.first_yes_by_id,
            Organisation.verified_by_id,
            give="id name acronym kind region state created_at",
            words=N_("Organisations you registered or verified"),
        ),
    ]


def _traces() -> list[Holding]:
    return [
        held_where(
            OutgoingMail,
            _written_to,
            give="kind language subject state created_at sent_at",
            words=N_("Mails written to you"),
            fate=GONE,
            erase=_drop_mails,
        ),
        held_where(
            Job,
            lambda account: Job.requested_by == account.reference,
            give="kind state created_at",
            words=N_("Long work you asked for"),
            fate=UNSIGNED,
            erase=_unsign_jobs,
        ),
        held_where(
            JournalLine,
            lambda account: or_(JournalLine.actor == account.reference, _about(account)),
            give="recorded_at process_at acting_role action object_kind object_id from_state to_state",
            words=N_("What you did, in the journal"),
            fate=N_(
                "The lines stay, and the chain still proves that none was changed; who acted as a citizen or for "
                "an association can no longer be found out."
            ),
            erase=_forget_acts,
        ),
    ]


def _about(account: Account) -> ColumnElement[bool]:
    return and_(JournalLine.object_kind == "account", JournalLine.object_id == account.id)


def _written_to(account: Account) -> ColumnElement[bool]:
    """Mails to the address the account has, and to those it had."""
    before = select(AddressChange.old_email).where(
        AddressChange.account_id == account.id, AddressChange.state.in_(("done", "undone"))
    )
    # An address given up may open another account since: its mails are that person's.
    others = select(Account.email).where(Account.id != account.id)
    recipient = func.lower(OutgoingMail.recipient)
    return or_(recipient == account.email, and_(recipient.in_(before), recipient.not_in(others)))


def _drop_mails(erasure: Erasure) -> None:
    written = select(OutgoingMail.id).where(_written_to(erasure.account))
    db.session.execute(delete(OutgoingMail).where(OutgoingMail.id.in_(written)))


def _unsign_jobs(erasure: Erasure) -> None:
    mine = Job.requested_by == erasure.account.reference
    db.session.execute(update(Job).where(mine).values(requested_by=None))


def _forget_acts(erasure: Erasure) -> None:
    journal.forget_actor(erasure.account.reference, but_roles=OFFICIAL_ROLES, at=erasure.at)
