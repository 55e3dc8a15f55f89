"""Second looks: asked once by the author, answered by somebody else than the first moderator."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from cocreation.accounts.models import Account
from cocreation.comments import services as comments
from cocreation.comments.models import Comment
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.web import configured
from cocreation.journal import services as journal
from cocreation.moderation import telling
from cocreation.moderation.models import REGRETTED, Decision, SecondLook
from cocreation.moderation.refusals import AlreadyDecided, NothingToLookAt, OnlyOnce
from cocreation.moderation.things import Thing, kind_of, last_decision, load, lock, version_of
from cocreation.proposals import services as proposals
from cocreation.proposals.models import DraftCommitment, Proposal


def look_at(thing: Thing) -> SecondLook | None:
    """The second look asked at a thing, waiting or answered."""
    return db.session.scalar(
        select(SecondLook).where(SecondLook.object_kind == kind_of(thing), SecondLook.object_id == thing.id)
    )


def ask_second_look(*, kind: str, object_id: int, words: str, by: Account, at: datetime) -> SecondLook:
    """Ask somebody else to look again at what was refused or hidden.

    Args:
        words: why, in the author's words. at: process time.

    Raises:
        NothingToLookAt: it is neither refused nor hidden. OnlyOnce.
    """
    thing = load(kind, object_id)
    if thing is None:
        raise NothingToLookAt()
    lock(thing)
    decision = last_decision(thing)
    if thing.state != REGRETTED.get(kind) or decision is None:
        raise NothingToLookAt()
    if look_at(thing) is not None:
        raise OnlyOnce()
    look = SecondLook(
        object_kind=kind, object_id=object_id, decision_id=decision.id, asked_by_id=by.id, words=words,
        state="waiting", asked_at=now(), process_at=at,
    )  # fmt: skip
    db.session.add(look)
    db.session.flush()
    _journal("second_look.asked", thing, by, thing.contributor.acting_role, at)
    return look


def _journal(action: str, thing: Thing, by: Account | None, role: str, at: datetime, reason: str | None = None) -> None:
    journal.record(
        action=action,
        object_kind=kind_of(thing),
        object_id=thing.id,
        by=by,
        role=role,
        at=at,
        from_state=thing.state,
        to_state=thing.state,
        reason_code=reason,
    )


def role_of(by: Account | None) -> str:
    """In which role somebody answers: administrators answer where they are not moderators."""
    return "administrator" if by is not None and not by.has_role("moderator") else "moderator"


def _still_regretted(look: SecondLook) -> Thing:
    """Lock what the look is about, and make sure that nobody else answered and that it stands as it did."""
    thing = load(look.object_kind, look.object_id)
    if thing is None:
        raise NothingToLookAt()
    lock(thing)
    db.session.refresh(look)
    last = last_decision(thing)
    if look.state != "waiting" and last is not None:
        raise AlreadyDecided(last)
    if thing.state != REGRETTED[look.object_kind]:
        raise NothingToLookAt()
    return thing


def answer_second_look(
    *,
    look: SecondLook,
    upheld: bool,
    answer: str,
    by: Account | None,
    at: datetime,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    undo_seconds: int | None = None,
) -> Decision:
    """Uphold the first decision, or change it: publish the idea, show the comment again.

    Args:
        answer: words for the author. opens_at, closes_at: the window of a draft commitment now published.
        undo_seconds: how long it can be undone; the setting by default.

    Raises:
        AlreadyDecided: somebody else answered. NothingToLookAt: it stands no longer as it did.
    """
    thing = _still_regretted(look)
    decision = _row(thing, look.decision, upheld, answer, by, at, undo_seconds)
    if upheld:
        _journal("second_look.upheld", thing, by, role_of(by), at, look.decision.reason_code)
    else:
        _change(thing, by, at, opens_at, closes_at)
    look.state, look.answer = "upheld" if upheld else "changed", answer
    look.answered_by_id, look.answered_at = decision.by_id, now()
    decision.to_state = thing.state
    db.session.add(decision)
    db.session.flush()
    telling.tell(thing, decision, by)
    return decision


def _row(
    thing: Thing, first: Decision, upheld: bool, answer: str, by: Account | None, at: datetime, seconds: int | None
) -> Decision:
    length, decided_at = configured("MODERATION_UNDO_SECONDS") if seconds is None else seconds, now()
    changed = "keep" if isinstance(thing, Comment) else "publish"
    return Decision(
        object_kind=kind_of(thing),
        object_id=thing.id,
        version_number=version_of(thing),
        code=first.code if upheld else changed,
        reason_code=first.reason_code if upheld else None,
        note=answer,
        from_state=thing.state,
        to_state=thing.state,
        before={"reason_code": first.reason_code, "note": first.note or None},
        by_id=by.id if by else None,
        decided_at=decided_at,
        process_at=at,
        final_at=decided_at + timedelta(seconds=length),
        second_look=True,
    )


def _change(
    thing: Thing, by: Account | None, at: datetime, opens_at: datetime | None, closes_at: datetime | None
) -> None:
    acting: dict[str, Any] = {"by": by, "role": role_of(by), "at": at}
    if isinstance(thing, Comment):
        comments.show_again(comment=thing, **acting)
    elif isinstance(thing, DraftCommitment):
        # A refused draft commitment knows no direct way to publication: it passes the queue again.
        proposals.restore_draft(draft=thing, to="submitted", **acting)
        proposals.decide_draft(draft=thing, to="published", opens_at=opens_at, closes_at=closes_at, **acting)
    elif isinstance(thing, Proposal):
        proposals.decide(proposal=thing, to="published", **acting)


def take_back_answer(thing: Thing, decision: Decision, by: Account | None, at: datetime) -> None:
    """Undo an answer: the thing stands as before, and the second look waits again."""
    look = look_at(thing)
    if look is not None:
        look.state, look.answered_by_id, look.answered_at, look.answer = "waiting", None, None, ""
    acting: dict[str, Any] = {"by": by, "role": role_of(by), "at": at}
    said = decision.before
    if thing.state == decision.from_state:
        _journal("second_look.reopened", thing, by, role_of(by), at)
    elif isinstance(thing, Comment):
        comments.hide(comment=thing, reason_code=said["reason_code"], **acting)
    elif isinstance(thing, DraftCommitment):
        proposals.restore_draft(draft=thing, to="submitted", **acting)
        proposals.restore_draft(draft=thing, to="refused", **said, **acting)
    elif isinstance(thing, Proposal):
        proposals.restore(proposal=thing, to="refused", **said, **acting)


def forget_asking(decision: Decision) -> None:
    """A second look at a decision that is undone has nothing to look at any more."""
    waiting = db.session.scalars(
        select(SecondLook).where(SecondLook.decision_id == decision.id, SecondLook.state == "waiting")
    )
    for look in waiting:
        db.session.delete(look)
