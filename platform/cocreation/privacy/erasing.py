"""Erasing an account: every room does its part, and what is told beforehand is exactly what happens."""

from __future__ import annotations

from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select

from cocreation.accounts.granting import LastAdministrator
from cocreation.accounts.links import DeadLink
from cocreation.accounts.models import Account, Role
from cocreation.accounts.personal import Erasure, holdings, signed_as
from cocreation.accounts.queries import administrators
from cocreation.core import mail
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.i18n import N_, translator
from cocreation.core.web import public_address, signing_keys

VALID_FOR = timedelta(hours=2)
# What becomes of the texts signed in one's own name.
CHOICES: dict[str, str] = {
    "keep": N_("Leave my texts, without my name"),
    "withdraw": N_("Withdraw the texts that can be withdrawn"),
}


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(signing_keys(), salt="account-link-erase")


def send_link(*, account: Account, choice: str) -> None:
    """Send the link that confirms an erasure; it dies with every other link of the account."""
    words = translator(account.language)
    token = _serializer().dumps([account.id, account.link_generation, choice])
    parts = (
        words.gettext(N_("Hello,")),
        words.gettext(N_("This link erases your account, for good. It works once, for two hours.")),
        public_address(f"/{account.language}/account/erase/{token}"),
        words.gettext(N_("If you did not ask for it, do nothing, and change your password.")),
        words.gettext(N_("The co-creation secretariat")),
    )
    mail.queue(
        recipient=account.email,
        language=account.language,
        kind="link-erase",
        subject=words.gettext(N_("Erase your account")),
        body="\n\n".join(parts),
    )


def of_link(token: str) -> tuple[Account, str]:
    """The account a link erases and what becomes of its texts; looking uses nothing up.

    Raises:
        DeadLink.
    """
    try:
        number, generation, choice = _serializer().loads(token[:500], max_age=int(VALID_FOR.total_seconds()))
    except (BadSignature, ValueError, TypeError) as error:
        raise DeadLink() from error
    account = db.session.get(Account, number)
    if account is None or account.state != "active" or account.link_generation != generation:
        raise DeadLink()
    return account, choice


def erase(*, account: Account, choice: str, at: datetime) -> None:
    """Erase an account now: what each room says of its tables is done, the upper rooms first.

    The last mail goes to the address it had; its row is deleted once it has left.

    Args:
        choice: a code of CHOICES.

    Raises:
        LastAdministrator.
    """
    if set(db.session.scalars(administrators().with_for_update(of=Role))) == {account.id}:
        raise LastAdministrator()
    email, language = account.email, account.language
    erasure = Erasure(account, signed_as(account), choice == "withdraw", at)
    for holding in reversed(list(holdings())):
        if holding.erase is not None:
            holding.erase(erasure)
    _end_roles(account)
    db.session.flush()
    # Rows were changed beside the objects in memory: nothing of the person may be read from there again.
    db.session.expire_all()
    _say_farewell(email, language)


def _end_roles(account: Account) -> None:
    for role in db.session.scalars(
        select(Role).where(Role.account_id == account.id, Role.state.in_(("pending", "active")))
    ):
        role.state, role.ends_at = "ended" if role.state == "active" else "refused", now()


FAREWELL = "account-erased"


def _say_farewell(email: str, language: str) -> None:
    words = translator(language)
    parts = (
        N_("Hello,"),
        N_("Your account is erased. This is the last message you receive from us."),
        N_("With this address you can open a new account whenever you like; nothing links it to the old one."),
        N_("The co-creation secretariat"),
    )
    mail.queue(
        recipient=email,
        language=language,
        kind=FAREWELL,
        subject=words.gettext(N_("Your account is erased")),
        body="\n\n".join(words.gettext(part) for part in parts),
    )


def forget_farewells() -> None:
    """Delete the last mails that have left, with the addresses they went to."""
    gone = select(mail.OutgoingMail).where(
        mail.OutgoingMail.kind == FAREWELL, mail.OutgoingMail.state.in_(("sent", "failed", "cancelled"))
    )
    for row in db.session.scalars(gone):
        db.session.delete(row)
    db.session.flush()
