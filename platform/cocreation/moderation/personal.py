"""What this room holds about a person, and what erasing their account does to it."""

from __future__ import annotations

from sqlalchemy import delete

from cocreation.accounts.personal import ANSWERABLE, Erasure, Holding, decided, held, unlinking
from cocreation.core.db import db
from cocreation.core.i18n import N_
from cocreation.moderation.models import ContentReport, Decision, SecondLook


def holdings() -> list[Holding]:
    """The tables of reports, second looks and decisions."""
    return [
        held(
            SecondLook,
            SecondLook.asked_by_id,
            give="object_kind object_id words state asked_at answered_at answer",
            words=N_("Second looks you asked for"),
            fate=N_("A request that waits is deleted; of an answered one the outcome stays, without your words."),
            erase=_forget_looks,
        ),
        held(
            ContentReport,
            ContentReport.by_id,
            give="object_kind object_id reason_code words sent_at",
            words=N_("Contents you reported"),
            fate=N_("Stay for the moderators, without any link to you."),
            erase=unlinking(ContentReport, ContentReport.by_id),
        ),
        held(
            SecondLook,
            SecondLook.answered_by_id,
            give="object_kind object_id state answer answered_at",
            words=N_("Second looks you answered"),
            fate=ANSWERABLE,
            name="second_look_answered",
        ),
        decided(
            Decision,
            Decision.by_id,
            give="object_kind object_id code reason_code note decided_at",
            words=N_("Decisions you took as a moderator"),
        ),
    ]


def _forget_looks(erasure: Erasure) -> None:
    mine = SecondLook.asked_by_id == erasure.account.id
    db.session.execute(delete(SecondLook).where(mine, SecondLook.state == "waiting"))
    unlinking(SecondLook, SecondLook.asked_by_id, words="", answer="")(erasure)
