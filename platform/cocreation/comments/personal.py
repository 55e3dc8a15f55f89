"""What this room holds about a person, and what erasing their account does to it."""

from __future__ import annotations

from sqlalchemy import select

from cocreation.accounts.models import Contributor
from cocreation.accounts.personal import UNSIGNED, Erasure, Holding, held
from cocreation.comments import services
from cocreation.comments.models import Answer, Comment
from cocreation.core.db import db
from cocreation.core.i18n import N_


def holdings() -> list[Holding]:
    """The tables of comments and of administrations' answers."""
    return [
        held(
            Comment,
            Comment.contributor_id,
            give="id thread_id contributor_id language side source about_version channel state reason_code received_at",
            words=N_("Your comments"),
            fate=N_("Stay without your name, or are withdrawn, as you choose."),
            erase=_withdraw,
        ),
        held(
            Answer,
            Answer.contributor_id,
            give="id thread_id contributor_id language source answered_at",
            words=N_("Answers you gave for an administration"),
            fate=UNSIGNED,
        ),
    ]


def _withdraw(erasure: Erasure) -> None:
    # What was said for an organisation is the organisation's.
    own = (
        select(Comment)
        .join(Contributor)
        .where(
            Contributor.id.in_(erasure.contributors), Contributor.organisation_id.is_(None), Comment.state == "visible"
        )
    )
    if erasure.withdraw:
        for comment in db.session.scalars(own).unique():
            services.withdraw(comment=comment, by=erasure.account, at=erasure.at)
