"""Changing one's address: confirmed from the new one, told to the old one, which can take it back for seven days."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import ColumnElement, update
from sqlalchemy.exc import IntegrityError

from cocreation.accounts import services
from cocreation.accounts.addresses import clean_email
from cocreation.accounts.links import DeadLink
from cocreation.accounts.models import Account, AddressChange
from cocreation.core import mail, sessions
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_, translator
from cocreation.core.web import public_address, signing_keys
from cocreation.journal import services as journal

# How long each link works; a link of one purpose never opens the other's page.
VALID = {"address": timedelta(days=1), "address-undo": timedelta(days=7)}
STATE = {"address": "asked", "address-undo": "done"}


class SameAddress(Refused):
    """The new address is the one the account has."""

    status = 422
    message = N_("This is the address your account has already.")


class AddressTaken(Refused):
    """Somebody opened an account under the address meanwhile."""

    message = N_("This address opens another account now. Nothing was changed.")


def ask(*, account: Account, email: str, at: datetime) -> None:
    """Send a link to the new address; nothing changes before it is used.

    An address that has an account gets a mail that says so, and the page says the same as for any other.

    Raises:
        BadAddress. SameAddress.
    """
    address = clean_email(email)
    if address == account.email:
        raise SameAddress()
    _drop(account, AddressChange.state == "asked")
    other = services.by_email(address)
    if other is not None and other.state != "unconfirmed":
        _write(account, address, "address-taken", N_("This address already has an account"), _TAKEN)
        return
    change = AddressChange(account=account, old_email=account.email, new_email=address, asked_at=now())
    db.session.add(change)
    db.session.flush()
    _write(account, address, "link-address", N_("Confirm your new e-mail address"), _CONFIRM, _link(change, "address"))


_TAKEN = (
    N_("Somebody asked to use this address for another account of the platform. It already opens an account."),
    N_("If it was you, sign in with this address. If it was not, there is nothing to do."),
)
_CONFIRM = (
    N_("This link makes this address the one of your account. It works once, for a day."),
    N_("If you did not ask for it, ignore this message: nothing will happen."),
)
_TOLD = (
    N_("The e-mail address of your account was changed. From now on we write to the new one."),
    N_("If it was not you, take the change back with this link. It works for seven days, and ends every session."),
)


def _drop(account: Account, *which: ColumnElement[bool]) -> None:
    """Let the links of some changes of an account work no more."""
    db.session.execute(
        update(AddressChange).where(AddressChange.account_id == account.id, *which).values(state="dropped")
    )


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(signing_keys(), salt=f"account-link-{purpose}")


def _link(change: AddressChange, purpose: str) -> str:
    token = _serializer(purpose).dumps(change.id)
    return public_address(f"/{change.account.language}/account/{purpose}/{token}")


def _write(account: Account, recipient: str, kind: str, subject: str, texts: tuple[str, str], link: str = "") -> None:
    words = translator(account.language)
    first, last = (words.gettext(text) for text in texts)
    parts = [words.gettext(N_("Hello,")), first, *([link] if link else []), last]
    mail.queue(
        recipient=recipient,
        language=account.language,
        kind=kind,
        subject=words.gettext(subject),
        body="\n\n".join([*parts, words.gettext(N_("The co-creation secretariat"))]),
    )


def change_of(token: str, purpose: str) -> AddressChange:
    """The change a link was made for; looking uses nothing up.

    Raises:
        DeadLink: forged, of another purpose, too old or used.
    """
    try:
        number = _serializer(purpose).loads(token[:500], max_age=int(VALID[purpose].total_seconds()))
    except (BadSignature, ValueError, TypeError) as error:
        raise DeadLink() from error
    change = db.session.get(AddressChange, number)
    if change is None or change.state != STATE[purpose] or change.account.state != "active":
        raise DeadLink()
    return change


def _take(change: AddressChange, to: str) -> None:
    """Bring a change to its next state, once.

    Raises:
        DeadLink: for the second of two who press at the same moment.
    """
    seen = change.state
    result: Any = db.session.execute(
        update(AddressChange).where(AddressChange.id == change.id, AddressChange.state == seen).values(state=to)
    )
    if not result.rowcount:
        raise DeadLink()


def _make_room(address: str) -> None:
    """Free an address held by an account nobody ever confirmed.

    Raises:
        AddressTaken: a person uses it.
    """
    other = services.by_email(address)
    if other is None:
        return
    if other.state != "unconfirmed":
        raise AddressTaken()
    # Whoever registers an address without reading its mail cannot keep it from the person who does.
    db.session.delete(other)
    db.session.flush()


def confirm(*, token: str, at: datetime, keep_session: str | None = None) -> Account:
    """Make the new address the account's; sessions end, older links die, and the old address is told.

    Args:
        keep_session: the number of the person's session in which it is confirmed.

    Raises:
        DeadLink. AddressTaken.
    """
    change = change_of(token, "address")
    _take(change, "done")
    change.done_at = now()
    account = _set(change, change.new_email, "account.address", at, keep_session)
    undo = _link(change, "address-undo")
    _write(account, change.old_email, "address-changed", N_("Your e-mail address was changed"), _TOLD, undo)
    return account


def take_back(*, token: str, at: datetime) -> Account:
    """Give the account its old address back; every session ends and the password is forgotten.

    Raises:
        DeadLink. AddressTaken.
    """
    change = change_of(token, "address-undo")
    _take(change, "undone")
    account = _set(change, change.old_email, "account.address_back", at, None)
    # What was asked or done after it came from the same hand: its links would take the account away again.
    _drop(account, AddressChange.id > change.id, AddressChange.state.in_(("asked", "done")))
    # Whoever changed the address may have set the password: only the old letter box opens the account now.
    account.password_hash = None
    services.send_sign_in_link(email=account.email)
    return account


def _set(change: AddressChange, email: str, action: str, at: datetime, keep_session: str | None) -> Account:
    account = change.account
    _make_room(email)
    try:
        with db.session.begin_nested():
            account.email = email
    except IntegrityError as error:
        raise AddressTaken() from error
    account.link_generation += 1
    sessions.end_all(account.reference, but=keep_session)
    journal.record(action=action, object_kind="account", object_id=account.id, by=account, role="citizen", at=at)
    return account
