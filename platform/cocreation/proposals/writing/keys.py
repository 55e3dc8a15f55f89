"""Drafts without an account: what opens them, how they come to an account, and when they go."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select, update

from cocreation.accounts.models import Account
from cocreation.accounts.services import contributor_for
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_
from cocreation.core.web import configured
from cocreation.proposals.keeping import throw_away
from cocreation.proposals.models import DraftKey, Proposal

LINK_THAT_SENDS = timedelta(days=3)
# Of a second click no mail is written.
A_MOMENT = timedelta(minutes=1)
SWEPT_AT_ONCE = 200


class DeadLink(Refused):
    """The link was used, has expired, or was never ours."""

    status = 410
    message = N_("This link no longer works: it was used already, or it is too old.")
    what_to_do = N_("What was sent has a reference number; a draft can be gone on with where it was begun.")


@dataclass(frozen=True)
class Opened:
    """A draft, and the key that opens it."""

    draft: Proposal
    key: DraftKey


def digest_of(token: str) -> str:
    """The digest under which a key is kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def kept_for() -> timedelta:
    """How long a draft without an account is kept after it was last written on."""
    return timedelta(days=configured("DRAFT_DAYS"))


def _lasts(purpose: str) -> timedelta:
    return LINK_THAT_SENDS if purpose == "send" else kept_for()


def opens(token: str | None, draft: Proposal) -> bool:
    """Whether a browser's key opens a draft; one that belongs to an account is opened by its author alone."""
    if not token or draft.contributor.account_id is not None:
        return False
    key = db.session.get(DraftKey, (digest_of(token), draft.id))
    return key is not None and key.purpose == "browser" and key.expires_at > now()


def drafts_of(token: str | None) -> Sequence[Proposal]:
    """The drafts a browser's key opens, the newest first."""
    if not token:
        return []
    return db.session.scalars(
        select(Proposal)
        .join(DraftKey, DraftKey.proposal_id == Proposal.id)
        .where(
            DraftKey.digest == digest_of(token),
            DraftKey.purpose == "browser",
            DraftKey.expires_at > now(),
            Proposal.state == "draft",
        )
        .order_by(Proposal.id.desc())
    ).all()


def give_key(
    draft: Proposal, purpose: str, language: str, *, email: str | None = None, token: str | None = None
) -> str:
    """Make a key to a draft.

    Args:
        purpose: one of KEY_PURPOSES. email: the address a link that sends is mailed to.
        token: the key the browser has already, which then opens this draft too.

    Returns:
        The key; only its digest is kept.
    """
    token = token or secrets.token_urlsafe(32)
    known = db.session.get(DraftKey, (digest_of(token), draft.id))
    if known is None:
        known = DraftKey(digest=digest_of(token), proposal_id=draft.id, purpose=purpose, language=language, email=email)
        db.session.add(known)
    known.expires_at = now() + _lasts(purpose)
    db.session.flush()
    return token


def prolong(draft: Proposal) -> None:
    """Keep a draft as long again as it is kept: it was written on."""
    db.session.execute(
        update(DraftKey)
        .where(DraftKey.proposal_id == draft.id, DraftKey.purpose.in_(("browser", "resume")))
        .values(expires_at=now() + kept_for())
    )


def open_by(token: str, purpose: str) -> Opened:
    """What a link opens; looking uses nothing up.

    Raises:
        DeadLink.
    """
    statement = select(DraftKey).where(DraftKey.digest == digest_of(token), DraftKey.purpose == purpose)
    key = db.session.scalar(statement)
    draft = db.session.get(Proposal, key.proposal_id) if key is not None and key.expires_at > now() else None
    if key is None or draft is None or draft.state != "draft":
        raise DeadLink()
    return Opened(draft, key)


def use_up(opened: Opened) -> None:
    """Let a link die; of two people who press at the same moment the second one is refused.

    Raises:
        DeadLink.
    """
    key = opened.key
    where = (DraftKey.digest == key.digest, DraftKey.proposal_id == opened.draft.id, DraftKey.purpose == key.purpose)
    db.session.expunge(key)
    spent: Any = db.session.execute(
        update(DraftKey).where(*where).values(purpose="used", email=None, expires_at=now() + kept_for())
    )
    if not spent.rowcount:
        raise DeadLink()


def used(token: str) -> Proposal | None:
    """The proposal of a link that was pressed already, None where it was not, or too long ago to be known."""
    return db.session.scalar(
        select(Proposal)
        .join(DraftKey, DraftKey.proposal_id == Proposal.id)
        .where(DraftKey.digest == digest_of(token), DraftKey.purpose == "used")
    )


def waits_for(draft: Proposal) -> str | None:
    """The address whose link would send the draft, None where no such link lives."""
    statement = select(DraftKey.email).where(
        DraftKey.proposal_id == draft.id, DraftKey.purpose == "send", DraftKey.expires_at > now()
    )
    return db.session.scalar(statement.order_by(DraftKey.expires_at.desc()).limit(1))


def was_just_given(draft: Proposal, purpose: str) -> bool:
    """Whether a link to the draft was made a moment ago."""
    just_made = now() + _lasts(purpose) - A_MOMENT
    where = (DraftKey.proposal_id == draft.id, DraftKey.purpose == purpose, DraftKey.expires_at > just_made)
    return bool(db.session.scalar(select(func.count()).where(*where)))


def adopt(draft: Proposal, account: Account) -> None:
    """Give a draft without an account to one: its name stays, and nothing but the account opens it any more."""
    if draft.contributor.account_id is not None:
        return
    stand_in = draft.contributor
    draft.contributor = contributor_for(account, name=stand_in.name)
    db.session.flush()
    db.session.delete(stand_in)
    db.session.execute(delete(DraftKey).where(DraftKey.proposal_id == draft.id, DraftKey.purpose != "used"))


def forget_here(draft: Proposal, token: str) -> bool:
    """Close a draft to this browser; where no other device and no link opens it, it goes altogether.

    Returns:
        Whether it is still kept.
    """
    others = select(func.count()).where(
        DraftKey.proposal_id == draft.id, DraftKey.digest != digest_of(token), DraftKey.purpose != "used"
    )
    if not db.session.scalar(others):
        throw_away(draft=draft)
        return False
    db.session.execute(delete(DraftKey).where(DraftKey.digest == digest_of(token), DraftKey.proposal_id == draft.id))
    return True


def sweep() -> int:
    """Throw away drafts without an account that nothing opens any more, and what was kept of links used long ago.

    Returns:
        How many went, at most SWEPT_AT_ONCE.
    """
    db.session.execute(delete(DraftKey).where(DraftKey.purpose == "used", DraftKey.expires_at < now()))
    ended = (
        select(DraftKey.proposal_id)
        .where(DraftKey.purpose != "used")
        .group_by(DraftKey.proposal_id)
        .having(func.max(DraftKey.expires_at) < now())
        .limit(SWEPT_AT_ONCE)
    )
    drafts = db.session.scalars(select(Proposal).where(Proposal.id.in_(ended), Proposal.state == "draft")).all()
    for draft in drafts:
        throw_away(draft=draft)
    return len(drafts)
