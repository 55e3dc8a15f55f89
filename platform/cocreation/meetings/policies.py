"""Who keeps the meetings and who reads them: one condition a line."""

from __future__ import annotations

from cocreation.accounts.policies import is_administrator
from cocreation.attachments.models import Attachment
from cocreation.core.access import Actor
from cocreation.meetings.models import Meeting

MINUTES = "meeting"
can_keep = is_administrator


def can_see(actor: Actor, meeting: Meeting) -> bool:
    """Everyone, once it is published; the secretariat before."""
    return meeting.published_at is not None or is_administrator(actor)


def can_read_file(actor: Actor, attachment: Attachment, meeting: Meeting | None) -> bool:
    """The minutes are read by whoever sees the meeting."""
    return attachment.holder_kind == MINUTES and meeting is not None and can_see(actor, meeting)
