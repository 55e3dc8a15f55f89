"""Following a thing, with a pace of its own, pausing, and no longer following it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Update, delete, select, update
from sqlalchemy.exc import IntegrityError

from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_
from cocreation.core.mail import is_quiet
from cocreation.notifications.models import Follow, Notification

AT_MOST = 500


class TooManyFollowed(Refused):
    """More things than anyone reads news of."""

    status = 409
    message = N_("You follow %(most)s things, the most one may.")
    what_to_do = N_("Stop following some of them, then follow this one.")

    def __init__(self) -> None:
        super().__init__(most=AT_MOST)


def of(account_id: int) -> Sequence[Follow]:
    """What a person follows, by kind, the last first."""
    asked = select(Follow).where(Follow.account_id == account_id)
    return db.session.scalars(asked.order_by(Follow.kind, Follow.id.desc())).all()


def find(account_id: int, path: str) -> Follow | None:
    """A person's follow of one thing."""
    return db.session.scalar(select(Follow).where(Follow.account_id == account_id, Follow.path == path))


def follow(*, account_id: int, kind: str, path: str, by_itself: bool = False) -> Follow | None:
    """Have a person follow a thing; following it already, or pressing twice, changes nothing.

    Args:
        kind: a key of KINDS. path: its address without language. by_itself: without being asked, as the author of
            an idea follows it: then never while a history is loaded, and never against a limit.

    Raises:
        TooManyFollowed.
    """
    if by_itself and is_quiet():
        return None
    found = find(account_id, path)
    if found is not None:
        return found
    if len(of(account_id)) >= AT_MOST:
        if by_itself:
            return None
        raise TooManyFollowed()
    made = Follow(account_id=account_id, kind=kind, path=path, created_at=now())
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        # Another press of the same button was quicker.
        return find(account_id, path)
    return made


def unfollow(*, account_id: int, path: str) -> None:
    """No longer follow a thing; what it brought and waits for a mail goes into none."""
    db.session.execute(delete(Follow).where(Follow.account_id == account_id, Follow.path == path))
    _let_go(account_id, path)


def pause(*, follow: Follow, paused: bool) -> None:
    """Pause a follow, or take it up again; what happens meanwhile is not told later."""
    follow.paused = paused
    if paused:
        _let_go(follow.account_id, follow.path)
    db.session.flush()


def set_pace(*, follow: Follow, pace: str | None) -> None:
    """Give a follow a pace of its own (None: the person's general choice); what waits goes with it."""
    follow.pace = pace
    values = {"pace": pace, **({"waits": False} if pace == "site" else {})}
    db.session.execute(_waiting(follow.account_id, follow.path).values(values))
    db.session.flush()


def forget_own_paces(account_id: int) -> None:
    """Have every follow go by the person's general choice, and nothing wait for a mail."""
    db.session.execute(update(Follow).where(Follow.account_id == account_id).values(pace=None))
    db.session.execute(
        update(Notification)
        .where(Notification.account_id == account_id, Notification.share == "followed", Notification.waits)
        .values(waits=False)
    )


def _let_go(account_id: int, path: str) -> None:
    db.session.execute(_waiting(account_id, path).values(waits=False))


def _waiting(account_id: int, path: str) -> Update:
    return update(Notification).where(
        Notification.account_id == account_id, Notification.through == path, Notification.waits
    )
