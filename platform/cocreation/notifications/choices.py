"""When a person wishes mails, and ending them by one press from a mail."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from cocreation.accounts.models import Account
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_
from cocreation.core.web import public_address, signing_keys
from cocreation.notifications import following
from cocreation.notifications.models import SHARES, MailChoice, Notification

# What people get who have said nothing: news of their own contributions at once, the rest once a day.
DEFAULTS: dict[str, str] = {"own": "now", "followed": "daily"}
# What one press may end: mails on one's own contributions, on what one follows, or both.
ENDS: dict[str, tuple[str, ...]] = {"own": ("own",), "followed": ("followed",), "both": SHARES}


class UnknownLink(Refused):
    """A link that was never ours, or that a mail program cut."""

    status = 410
    message = N_("This link is not complete.")
    what_to_do = N_("Copy the whole address of the mail, or sign in: your preferences say which mails you receive.")


def of(account_id: int) -> MailChoice:
    """The choice of a person; the defaults, unsaved, where they have made none."""
    return db.session.get(MailChoice, account_id) or MailChoice(account_id=account_id, **DEFAULTS)


def row_of(account_id: int) -> MailChoice:
    """The row of a person's choice, made where it is missing and held until the transaction ends."""
    held = select(MailChoice).where(MailChoice.account_id == account_id).with_for_update()
    found = db.session.scalar(held.execution_options(populate_existing=True))
    if found is not None:
        return found
    try:
        with db.session.begin_nested():
            db.session.add(MailChoice(account_id=account_id, **DEFAULTS))
    except IntegrityError:
        # Somebody else has just made it.
        pass
    return db.session.scalars(held.execution_options(populate_existing=True)).one()


def choose(*, account_id: int, **paces: str) -> None:
    """Set when a person wishes mails: `own` and `followed`, each a key of PACES.

    What waits for a mail goes with the new choice; where it is «site», it goes into none.
    """
    row = row_of(account_id)
    for share, pace in paces.items():
        setattr(row, share, pace)
        if pace == "site":
            _let_go(account_id, share)
    db.session.flush()


def _let_go(account_id: int, share: str) -> None:
    db.session.execute(
        update(Notification)
        .where(
            Notification.account_id == account_id,
            Notification.share == share,
            Notification.pace.is_(None),
            Notification.waits,
        )
        .values(waits=False)
    )


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(signing_keys(), salt="mail-unsubscribe")


def ending_address(account: Account, ends: str) -> str:
    """The address that ends mails by one press: it opens nothing else, and lives as long as the account.

    Args:
        ends: a key of ENDS.
    """
    return public_address(f"/{account.language}/notifications/stop/{_signer().dumps([account.id, ends])}")


def _keys() -> URLSafeSerializer:
    return URLSafeSerializer(signing_keys(), salt="mail-following")


def key_of(account: Account) -> str:
    """The key in a person's mails that shows them what they follow and lets them stop it, without signing in."""
    return str(_keys().dumps(account.id))


def account_of(key: str) -> Account:
    """The person a key was given to.

    Raises:
        UnknownLink: also where the account is closed.
    """
    try:
        account = db.session.get(Account, _keys().loads(key[:500]))
    except BadSignature as error:
        raise UnknownLink() from error
    if account is None or account.state != "active":
        raise UnknownLink()
    return account


def of_link(token: str) -> tuple[int, str]:
    """The account of a link and what it ends; looking changes nothing.

    Raises:
        UnknownLink.
    """
    try:
        account_id, ends = _signer().loads(token[:500])
    except (BadSignature, ValueError, TypeError) as error:
        raise UnknownLink() from error
    if ends not in ENDS:
        raise UnknownLink()
    return account_id, ends


def end(token: str) -> None:
    """End the mails of a link, also those of follows with a pace of their own; twice is as good as once.

    Raises:
        UnknownLink.
    """
    account_id, ends = of_link(token)
    account = db.session.get(Account, account_id)
    if account is None or account.state == "erased":
        return
    choose(account_id=account_id, **dict.fromkeys(ENDS[ends], "site"))
    if "followed" in ENDS[ends]:
        following.forget_own_paces(account_id)


def waiting(account_id: int) -> int:
    """How many things wait for a person's next mail."""
    statement = select(func.count(Notification.id)).where(Notification.account_id == account_id, Notification.waits)
    return db.session.scalar(statement) or 0
