"""What this room holds about a person."""

from __future__ import annotations

from cocreation.accounts.personal import Holding, decided
from cocreation.core.i18n import N_
from cocreation.meetings.models import Meeting


def holdings() -> list[Holding]:
    """Who entered the meetings."""
    return [decided(Meeting, Meeting.by_id, give="id title created_at", words=N_("Meetings you entered"))]
