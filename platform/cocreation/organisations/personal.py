"""What this room holds about a person, and what erasing their account does to it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, or_

from cocreation.accounts.models import Account, Organisation
from cocreation.accounts.personal import Erasure, Holding, held_where, unlinking
from cocreation.core.db import db
from cocreation.core.i18n import N_
from cocreation.organisations import queries
from cocreation.organisations.membership import tell_nobody_left
from cocreation.organisations.models import Invitation


def holdings() -> list[Holding]:
    """The table of invitations."""
    return [
        held_where(
            Invitation,
            _theirs,
            links=("invitation.invited_by_id", "invitation.accepted_by_id"),
            give="organisation_id email duty state created_at answered_at",
            words=N_("Invitations you sent or received"),
            fate=N_("Those you received are deleted; those you sent stay, without any link to you."),
            erase=_forget,
        )
    ]


def _theirs(account: Account) -> ColumnElement[bool]:
    return or_(
        Invitation.invited_by_id == account.id,
        Invitation.accepted_by_id == account.id,
        Invitation.email == account.email,
    )


def _forget(erasure: Erasure) -> None:
    account = erasure.account
    for organisation in _managed_alone(account):
        tell_nobody_left(organisation, erasure.at)
    received = or_(Invitation.accepted_by_id == account.id, Invitation.email == account.email)
    db.session.execute(delete(Invitation).where(received))
    unlinking(Invitation, Invitation.invited_by_id)(erasure)


def _managed_alone(account: Account) -> list[Organisation]:
    """The organisations that nobody but this person manages."""
    return [
        one
        for one in queries.of_person(account)
        if {role.account_id for role in queries.managers(one.id)} == {account.id}
    ]


def to_settle(user: Account) -> list[tuple[str, str]]:
    """What a person should settle before erasing their account: the name of each organisation, and its page."""
    return [(str(one.name), one.slug) for one in _managed_alone(user)]
