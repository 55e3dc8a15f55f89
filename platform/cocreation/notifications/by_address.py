"""Following by an address alone: asked for by anyone, begun by the link mailed there and by nothing else."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from cocreation.accounts.links import DeadLink
from cocreation.accounts.models import Account
from cocreation.accounts.services import by_email, open_account
from cocreation.core import mail
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.i18n import N_, translator
from cocreation.core.web import public_address, signing_keys
from cocreation.notifications import following
from cocreation.notifications.models import FollowWish

KEPT_FOR = timedelta(days=3)
# Of a second click no mail is written.
A_MOMENT = timedelta(minutes=1)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(signing_keys(), salt="follow-wish")


def _wished(email: str, path: str) -> FollowWish | None:
    held = select(FollowWish).where(FollowWish.email == email, FollowWish.path == path).with_for_update()
    return db.session.scalar(held.execution_options(populate_existing=True))


def was_just_wished(*, email: str, path: str) -> bool:
    """Whether the link was mailed to an address a moment ago."""
    known = _wished(email, path)
    return known is not None and known.asked_at > now() - A_MOMENT


def wish(*, email: str, kind: str, path: str, title: str, language: str) -> None:
    """Mail the link that begins to follow a thing; wishes nobody confirmed in time go.

    A closed account gets no mail, and the page says the same words.

    Args:
        email: as `clean_email` gives it. kind: a key of KINDS. path: without language.
        title: what the mail calls the thing; never people's own words, for anyone may give anybody's address.
    """
    db.session.execute(delete(FollowWish).where(FollowWish.asked_at < now() - KEPT_FOR))
    known = _wished(email, path)
    if known is None:
        known = FollowWish(number=secrets.token_urlsafe(16), email=email, kind=kind, path=path, language=language)
    known.asked_at = now()
    try:
        with db.session.begin_nested():
            db.session.add(known)
    except IntegrityError:
        # Another press of the same button was quicker, and has written the mail.
        return
    account = by_email(email)
    if account is None or account.state not in {"disabled", "erased"}:
        _mail(known, title)


def _mail(asked: FollowWish, title: str) -> None:
    words, token = translator(asked.language), _signer().dumps(asked.number)
    parts = (
        words.gettext(N_("Hello,")),
        words.gettext(N_("You asked to follow %(title)s by e-mail. Open this link, then press «Follow»."), title=title),
        public_address(f"/{asked.language}/notifications/by-mail/confirm/{token}"),
        words.ngettext("The link works for %(num)s day.", "The link works for %(num)s days.", KEPT_FOR.days),
        words.gettext(N_("If you did not ask for it, ignore this message: nothing will happen.")),
        words.gettext(N_("The co-creation secretariat")),
    )
    mail.queue(
        recipient=asked.email,
        language=asked.language,
        kind="link-follow",
        subject=words.gettext(N_("Follow %(title)s: one press is left"), title=title),
        body="\n\n".join(parts),
    )


def wish_of(token: str) -> FollowWish:
    """What a link begins to follow; looking begins nothing.

    Raises:
        DeadLink.
    """
    try:
        number = str(_signer().loads(token[:500]))
    except BadSignature as error:
        raise DeadLink() from error
    found = db.session.get(FollowWish, number)
    if found is None or found.asked_at < now() - KEPT_FOR:
        raise DeadLink()
    return found


def confirm(*, token: str, at: datetime) -> Account:
    """Follow what a link says: it proves the address, whose account opens without a password; twice is as once.

    Raises:
        DeadLink, TooManyFollowed. Refused: the account was closed.
    """
    asked = wish_of(token)
    account, _new = open_account(email=asked.email, name="", language=asked.language, at=at)
    following.follow(account_id=account.id, kind=asked.kind, path=asked.path)
    return account
