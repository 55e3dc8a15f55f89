"""People: making an account, confirming it, signing in by link or password, and who signs contributions."""

from __future__ import annotations

from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select

from cocreation.accounts import links, passwords
from cocreation.accounts.models import Account, Contributor, Organisation
from cocreation.core import mail, sessions
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_, translator
from cocreation.core.web import public_address
from cocreation.journal import services as journal


class BadAddress(Refused):
    """An e-mail address mail cannot reach, or one that imitates another."""

    status = 422
    message = N_("This e-mail address cannot be used. Check it: it looks like name@example.ma.")


class WrongPassword(Refused):
    """No account has this address and password; which of the two is wrong is not said."""

    status = 422
    message = N_("The e-mail address or the password is wrong. Try again, or ask for a link by e-mail.")


def clean_email(value: str) -> str:
    """The address in one spelling, so that one person has one account.

    Raises:
        BadAddress: it is not an address, or its local part is not ASCII (look-alike letters).
    """
    try:
        found = validate_email(value.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise BadAddress() from error
    if not found.domain.isascii():
        raise BadAddress()
    return found.normalized.lower()


def by_email(email: str) -> Account | None:
    """The account of an address, in any spelling of it."""
    return db.session.scalar(select(Account).where(Account.email == clean_email(email)))


def _send_link(account: Account, *, purpose: str, subject: str, explanation: str) -> None:
    words = translator(account.language)
    address = public_address(f"/{account.language}/account/{purpose}/{links.token_for(account, purpose)}")
    parts = (N_("Hello,"), explanation, "", N_("If you did not ask for it, ignore this message: nothing will happen."))
    body = [words.gettext(part) if part else address for part in parts]
    mail.queue(
        recipient=account.email,
        language=account.language,
        kind=f"link-{purpose}",
        subject=words.gettext(subject),
        body="\n\n".join([*body, words.gettext(N_("The co-creation secretariat"))]),
    )


def register(*, email: str, name: str, language: str, password: str | None, at: datetime) -> Account:
    """Open an account that waits for its address to be confirmed, and send the link.

    The answer is the same whether the address is known or not: a known one gets a sign-in link instead.

    Raises:
        BadAddress, WeakPassword.
    """
    address = clean_email(email)
    if password:
        passwords.check(password, email=address)
    known = by_email(address)
    if known is not None and known.state == "active":
        send_sign_in_link(email=address)
        return known
    account = known or Account(email=address, created_at=now())
    account.name, account.language = name, language
    account.password_hash = passwords.hash_password(password) if password else None
    db.session.add(account)
    db.session.flush()
    _send_link(
        account,
        purpose="confirm",
        subject=N_("Confirm your e-mail address"),
        explanation=N_("Confirm your address with this link: your account then opens."),
    )
    return account


def confirm(*, token: str, at: datetime) -> Account:
    """Open the account whose address the link proves.

    Raises:
        DeadLink.
    """
    account = links.account_of(token, "confirm")
    account.link_generation += 1
    if account.state == "unconfirmed":
        account.state, account.confirmed_at = "active", now()
        journal.record(
            action="account.confirmed",
            object_kind="account",
            object_id=account.id,
            by=account,
            role="citizen",
            at=at,
            from_state="unconfirmed",
            to_state="active",
        )
    return account


def send_sign_in_link(*, email: str) -> None:
    """Send a link that signs in, or that confirms; an unknown address gets nothing and the page says the same."""
    account = by_email(email)
    if account is None or account.state in {"disabled", "erased"}:
        return
    purpose = "sign-in" if account.state == "active" else "confirm"
    _send_link(
        account,
        purpose=purpose,
        subject=N_("Your link to sign in"),
        explanation=N_("This link signs you in. It works once, for 30 minutes."),
    )


def sign_in_by_link(*, token: str) -> Account:
    """The account a sign-in link opens; the link is dead afterwards.

    Raises:
        DeadLink.
    """
    account = links.account_of(token, "sign-in")
    account.link_generation += 1
    account.signed_in_at = now()
    return account


def sign_in_by_password(*, email: str, password: str) -> Account:
    """The account of an address and its password.

    Raises:
        WrongPassword: whichever of the two is wrong, and for closed accounts too.
    """
    try:
        account = by_email(email)
    except BadAddress:
        account = None
    good = passwords.matches(password, account.password_hash if account else None)
    if account is None or not good or account.state != "active":
        raise WrongPassword()
    account.signed_in_at = now()
    return account


def change_password(*, account: Account, password: str, at: datetime, keep_session: str | None = None) -> None:
    """Set a new password; every other session of the person ends and older links die.

    Raises:
        WeakPassword.
    """
    passwords.check(password, email=account.email)
    account.password_hash = passwords.hash_password(password)
    account.link_generation += 1
    sessions.end_all(account.reference, but=keep_session)
    journal.record(
        action="account.password", object_kind="account", object_id=account.id, by=account, role="citizen", at=at
    )


def contributor_for(
    account: Account, *, name: str | None = None, organisation: Organisation | None = None
) -> Contributor:
    """The contributor under which a person signs: their pseudonym or name, or an organisation's voice."""
    shown = (name if name is not None else account.name) if organisation is None else ""
    found = db.session.scalar(
        select(Contributor).where(
            Contributor.account_id == account.id,
            Contributor.name == shown,
            Contributor.organisation_id == (organisation.id if organisation else None),
        )
    )
    if found is not None:
        return found
    made = Contributor(
        name=shown,
        voice=organisation.voice if organisation else "citizen",
        organisation_id=organisation.id if organisation else None,
        account_id=account.id,
        created_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    return made


def external_contributor(
    *, name: str, voice: str, key: str | None = None, organisation: Organisation | None = None
) -> Contributor:
    """Someone without an account: the author of something imported, or collected on paper or in a session.

    Args:
        key: the author's mark in the source, unique across imports; one key is one contributor.
    """
    if key:
        found = db.session.scalar(select(Contributor).where(Contributor.external_key == key))
        if found is not None:
            return found
    made = Contributor(
        name=name,
        voice=voice,
        organisation_id=organisation.id if organisation else None,
        external_key=key,
        created_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    return made
