"""What this room holds about a person."""

from __future__ import annotations

from sqlalchemy import delete

from cocreation.accounts.personal import GONE, UNSIGNED, Erasure, Holding, deleting, held, held_where, unlinking
from cocreation.core.db import db
from cocreation.core.i18n import N_
from cocreation.core.mail import UndeliverableAddress
from cocreation.notifications.models import Event, Follow, FollowWish, MailChoice, Notification


def holdings() -> list[Holding]:
    """The tables of what people follow, of what they wish by mail, and of what they were told."""
    return [
        held_where(
            UndeliverableAddress,
            lambda account: UndeliverableAddress.email == account.email,
            give="email stopped_at last_at why",
            words=N_("Mails to you that came back"),
            fate=GONE,
            erase=_forget_address,
        ),
        held(
            MailChoice,
            MailChoice.account_id,
            give="own followed",
            words=N_("When you wish mails"),
            fate=GONE,
            erase=deleting(MailChoice, MailChoice.account_id),
        ),
        held(
            Follow,
            Follow.account_id,
            give="kind path pace paused created_at",
            words=N_("What you follow"),
            fate=GONE,
            erase=deleting(Follow, Follow.account_id),
        ),
        held_where(
            FollowWish,
            lambda account: FollowWish.email == account.email,
            give="kind path language asked_at",
            words=N_("What you asked to follow by e-mail"),
            fate=GONE,
            erase=_forget_wishes,
        ),
        *_told(),
    ]


def _told() -> list[Holding]:
    return [
        held(
            Event,
            Event.author_id,
            Event.by_id,
            give="kind message values path created_at",
            words=N_("What happened to your contributions, or through you"),
            fate=UNSIGNED,
            erase=_unlink_events,
        ),
        held(
            Notification,
            Notification.account_id,
            give="kind message values path created_at read_at",
            words=N_("What you were told"),
            fate=GONE,
            erase=deleting(Notification, Notification.account_id),
        ),
    ]


def _unlink_events(erasure: Erasure) -> None:
    unlinking(Event, Event.author_id)(erasure)
    unlinking(Event, Event.by_id)(erasure)


def _forget_wishes(erasure: Erasure) -> None:
    db.session.execute(delete(FollowWish).where(FollowWish.email == erasure.account.email))


def _forget_address(erasure: Erasure) -> None:
    db.session.execute(delete(UndeliverableAddress).where(UndeliverableAddress.email == erasure.account.email))
