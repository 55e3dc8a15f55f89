"""What this room holds about a person."""

from __future__ import annotations

from cocreation.accounts.personal import GONE, Holding, deleting, held
from cocreation.core.i18n import N_
from cocreation.notifications.models import Notification


def holdings() -> list[Holding]:
    """The table of what people were told."""
    return [
        held(
            Notification,
            Notification.account_id,
            give="kind message values path created_at read_at",
            words=N_("What you were told"),
            fate=GONE,
            erase=deleting(Notification, Notification.account_id),
        )
    ]
