"""People: making an account, confirming it, signing in by link or password, and who signs contributions."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from cocreation.accounts import links, passwords
from cocreation.accounts.addresses import BadAddress, clean_email
from cocreation.accounts.models import Account, AddressChange, Contributor, Organisation
from cocreation.core import mail, sessions
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_, translator
from cocreation.core.web import public_address
from cocreation.journal import services as journal

# A letter box is not filled with links by somebody else: so many an address in so much time.
LINKS_AT_MOST, LINKS_WITHIN = 5, timedelta(hours=6)

LINK_WORDS = {
    "confirm": (
        N_("Confirm your e-mail address"),
        N_("Confirm your address with this link: your account then opens. It works for three days."),
    ),
    "sign-in": (
        N_("Your link to sign in"),
        N_("This link signs you in. It works once, for 30 minutes."),
    ),
    "password": (
        N_("Choose a new password"),
        N_("This link lets you choose a new password. It works once, for two hours."),
    ),
}


class WrongPassword(Refused):
    """No account has this address and password; which of the two is wrong is not said."""

    status = 422
    message = N_("The e-mail address or the password is wrong. Try again, or ask for a link by e-mail.")


def by_email(email: str) -> Account | None:
    """The account of an address, in any spelling of it."""
    return db.session.scalar(select(Account).where(Account.email == clean_email(email)))


def _links_sent(email: str) -> int:
    return (
        db.session.scalar(
            select(func.count(mail.OutgoingMail.id)).where(
                mail.OutgoingMail.recipient == email,
                mail.OutgoingMail.kind.startswith("link-"),
                mail.OutgoingMail.created_at > now() - LINKS_WITHIN,
            )
        )
        or 0
    )


def _send_link(account: Account, purpose: str) -> None:
    # Silently: whoever fills somebody's letter box learns nothing, and the page says the same words.
    if _links_sent(account.email) >= LINKS_AT_MOST:
        return
    subject, explanation = LINK_WORDS[purpose]
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


def _send_to(email: str, purpose: str) -> None:
    # The same work is done for an address without account, so that the time of the answer tells nothing.
    passwords.matches("", None)
    account = by_email(email)
    if account is None or account.state in {"disabled", "erased"}:
        return
    _send_link(account, purpose if account.state == "active" else "confirm")


def send_sign_in_link(*, email: str) -> None:
    """Send a link that signs in, or that confirms; an unknown address gets nothing and the page says the same."""
    _send_to(email, "sign-in")


def send_password_link(*, email: str) -> None:
    """Send a link to choose a password; an unknown address gets nothing and the page says the same."""
    _send_to(email, "password")


def register(*, email: str, name: str, language: str, at: datetime) -> None:
    """Open an account that waits for its address to be confirmed, and send the link.

    The answer is the same whether the address is known or not: a known one gets a sign-in link instead.

    Raises:
        BadAddress.
    """
    address = clean_email(email)
    known = by_email(address)
    if known is None:
        known = Account(email=address, created_at=now(), state="unconfirmed")
        db.session.add(known)
    if known.state == "unconfirmed":
        known.name, known.language = name, language
    db.session.flush()
    _send_to(address, "sign-in")


def open_account(
    *, email: str, name: str, language: str, at: datetime, password: str | None = None
) -> tuple[Account, bool]:
    """Open an account whose address is vouched for: by the command at the machine, or by the demonstration.

    Returns:
        The account, and whether it is new; a known one is opened and otherwise left as it was.

    Raises:
        BadAddress, WeakPassword. Refused: the account was closed.
    """
    address = clean_email(email)
    known = by_email(address)
    if known is not None and known.state not in {"active", "unconfirmed"}:
        raise Refused(N_("This account is not open: its address is not confirmed, or it was closed."))
    account = known or Account(email=address, name=name, language=language, created_at=now(), state="unconfirmed")
    if password:
        passwords.check(password, email=address)
        account.password_hash = passwords.hash_password(password)
    db.session.add(account)
    db.session.flush()
    _open(account, at)
    return account, known is None


def _open(account: Account, at: datetime) -> None:
    if account.state == "active":
        return
    before = account.state
    account.state, account.confirmed_at = "active", account.confirmed_at or now()
    journal.record(
        action="account.confirmed",
        object_kind="account",
        object_id=account.id,
        by=account,
        role="citizen",
        at=at,
        from_state=before,
        to_state="active",
    )


def confirm(*, token: str, at: datetime, password_hash: str | None = None) -> Account:
    """Open the account whose address the link proves.

    Args:
        password_hash: of the password chosen in the same browser while registering.

    Raises:
        DeadLink.
    """
    account = links.use(token, "confirm")
    account.password_hash = password_hash
    account.signed_in_at = now()
    _open(account, at)
    return account


def sign_in_by_link(*, token: str) -> Account:
    """The account a sign-in link opens; the link is dead afterwards.

    Raises:
        DeadLink.
    """
    account = links.use(token, "sign-in")
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


def is_password(account: Account, password: str) -> bool:
    """Whether this is the person's password."""
    return passwords.matches(password, account.password_hash)


def change_password(*, account: Account, password: str, at: datetime, keep_session: str | None = None) -> None:
    """Set a new password; every other session of the person ends, older links die, and a mail says so.

    Args:
        keep_session: the number of the session that goes on.

    Raises:
        WeakPassword.
    """
    passwords.check(password, email=account.email)
    account.password_hash = passwords.hash_password(password)
    account.link_generation += 1
    # Whoever asked for another address in one's name must not get it after the lock was changed.
    db.session.execute(
        update(AddressChange)
        .where(AddressChange.account_id == account.id, AddressChange.state == "asked")
        .values(state="dropped")
    )
    sessions.end_all(account.reference, but=keep_session)
    journal.record(
        action="account.password", object_kind="account", object_id=account.id, by=account, role="citizen", at=at
    )
    words = translator(account.language)
    parts = (
        N_("Hello,"),
        N_("The password of your account was changed, and your other sessions have ended."),
        N_("If it was not you, choose a new password at once with «I forgot my password», and write to us."),
        N_("The co-creation secretariat"),
    )
    mail.queue(
        recipient=account.email,
        language=account.language,
        kind="password-changed",
        subject=words.gettext(N_("Your password was changed")),
        body="\n\n".join(words.gettext(part) for part in parts),
    )


def set_preferences(*, account: Account, name: str, language: str, at: datetime, rename: bool = False) -> None:
    """Change the name shown from now on and the language of our messages.

    Args:
        rename: whether what was signed before bears the new name too; published reports keep what they printed.
    """
    account.name, account.language = name, language
    if not rename:
        return
    own = (Contributor.account_id == account.id) & Contributor.organisation_id.is_(None)
    db.session.execute(update(Contributor).where(own).values(name=name))
    journal.record(
        action="account.renamed", object_kind="account", object_id=account.id, by=account, role="citizen", at=at
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
