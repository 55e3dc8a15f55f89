"""Deciding on what waits, and undoing it as long as its mail has not left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cocreation.accounts.models import Account
from cocreation.comments import services as comments
from cocreation.comments.models import Comment
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.web import configured
from cocreation.moderation import reports, telling
from cocreation.moderation.models import REASONS, TARGETS, Decision
from cocreation.moderation.refusals import (
    AlreadyDecided,
    ChangedMeanwhile,
    NotDecidable,
    NothingToLookAt,
    OnlyOnce,
    ReasonNeeded,
    TooLate,
)
from cocreation.moderation.second_looks import answer_second_look, ask_second_look, forget_asking, take_back_answer
from cocreation.moderation.things import (
    Thing,
    can_be_reported,
    is_waiting,
    kind_of,
    last_decision,
    load,
    lock,
    revision_of,
    version_of,
)
from cocreation.proposals import revising
from cocreation.proposals import services as proposals
from cocreation.proposals.models import DRAFT_TRANSITIONS, TRANSITIONS, DraftCommitment, Proposal, ProposalVersion
from cocreation.themes.models import Theme

__all__ = [
    "AlreadyDecided", "ChangedMeanwhile", "Choice", "NotDecidable", "NothingToLookAt", "OnlyOnce", "ReasonNeeded",
    "TooLate", "answer_second_look", "ask_second_look", "decide", "options", "undo",
]  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """What a moderator chose.

    `theme` is where a proposal moves, `duplicate_of` what it repeats; `opens_at` and `closes_at` are the comment
    window of a draft commitment (process time).
    """

    code: str
    reason_code: str | None = None
    note: str = ""
    theme: Theme | None = None
    duplicate_of: Proposal | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None


def options(thing: Thing, *, reported: bool = False) -> list[str]:
    """The decisions a thing takes where it stands, in the order of the closed list.

    Args:
        reported: whether reports wait for an answer; keeping the thing as it is then answers them.
    """
    if isinstance(thing, ProposalVersion):
        return ["publish", "refuse"] if is_waiting(thing) else []
    if isinstance(thing, Comment):
        stays = ["keep"] if is_waiting(thing) or (reported and thing.state == "visible") else []
        return [*stays, "hide"] if thing.state == "visible" else []
    if thing.state in {"refused", "correction", "draft"}:
        # What was refused is looked at again only where its author asks for it.
        return []
    ways: Any = TRANSITIONS if isinstance(thing, Proposal) else DRAFT_TRANSITIONS
    found = [code for code, state in TARGETS[kind_of(thing)].items() if state in ways[thing.state]]
    moves = isinstance(thing, Proposal) and thing.state in {"submitted", "published"}
    return [*(["keep"] if reported and can_be_reported(thing) else []), *found, *(["move"] if moves else [])]


def _locked(kind: str, object_id: int) -> Thing:
    thing = load(kind, object_id)
    if thing is None:
        raise NotDecidable()
    lock(thing)
    return thing


def decide(
    *,
    kind: str,
    object_id: int,
    revision_seen: int | None,
    code: str,
    by: Account | None,
    at: datetime,
    reason_code: str | None = None,
    note: str = "",
    theme: Theme | None = None,
    duplicate_of: Proposal | None = None,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    undo_seconds: int | None = None,
) -> Decision:
    """Decide on a proposal, a draft commitment or a comment; its author is told once it cannot be undone.

    Args:
        kind, object_id: what is decided on. revision_seen: `revision_of` it when the moderator opened it.
        code: of DECISIONS. reason_code: of REASONS[code]. note: the moderator's words. at: process time.
        theme: for «move». duplicate_of: for «duplicate». opens_at, closes_at: the window of a draft published.
        undo_seconds: how long it can be undone; the setting MODERATION_UNDO_SECONDS by default.

    Raises:
        AlreadyDecided, ChangedMeanwhile, NotDecidable, ReasonNeeded.
    """
    thing = _locked(kind, object_id)
    _check_seen(thing, revision_seen)
    choice = Choice(code, reason_code, note, theme, duplicate_of, opens_at, closes_at)
    _check(thing, choice)
    decision = _row(thing, choice, by, at, undo_seconds)
    _carry_out(thing, choice, by, at)
    decision.to_state = thing.state
    db.session.add(decision)
    db.session.flush()
    telling.tell(thing, decision, by)
    reports.answer(thing, decision)
    return decision


def _check_seen(thing: Thing, revision_seen: int | None) -> None:
    if revision_seen is None or revision_seen == revision_of(thing):
        return
    last = last_decision(thing)
    if last is not None and last.version_number == version_of(thing) and thing.state == last.to_state:
        raise AlreadyDecided(last)
    raise ChangedMeanwhile()


def _check(thing: Thing, choice: Choice) -> None:
    if choice.code not in options(thing, reported=reports.is_reported(thing)):
        raise NotDecidable()
    if choice.code in REASONS and choice.reason_code not in REASONS[choice.code]:
        raise ReasonNeeded()
    if choice.code == "move" and choice.theme is None:
        raise NotDecidable()


def _row(thing: Thing, choice: Choice, by: Account | None, at: datetime, undo_seconds: int | None) -> Decision:
    seconds, decided_at = configured("MODERATION_UNDO_SECONDS") if undo_seconds is None else undo_seconds, now()
    return Decision(
        object_kind=kind_of(thing),
        object_id=thing.id,
        version_number=version_of(thing),
        code=choice.code,
        reason_code=choice.reason_code,
        note=choice.note,
        from_state=thing.state,
        to_state=thing.state,
        before=_before(thing),
        by_id=by.id if by else None,
        decided_at=decided_at,
        process_at=at,
        final_at=decided_at + timedelta(seconds=seconds),
    )


def _before(thing: Thing) -> dict[str, Any]:
    """What undoing restores beside the state."""
    if isinstance(thing, Comment):
        return {"waiting": is_waiting(thing), "reason_code": thing.reason_code}
    if isinstance(thing, ProposalVersion):
        return {"version_number": thing.proposal.version_number}
    found = {"reason_code": thing.reason_code, "note": thing.reason_note, "theme_id": thing.theme_id}
    return {**found, "duplicate_of_id": thing.duplicate_of_id} if isinstance(thing, Proposal) else found


def _carry_out(thing: Thing, choice: Choice, by: Account | None, at: datetime) -> None:
    # One word for who acts, in every line of the journal.
    acting: dict[str, Any] = {"by": by, "role": "moderator", "at": at}
    if choice.code == "keep" and not isinstance(thing, Comment):
        reports.keep(thing, **acting)
        return
    if isinstance(thing, Comment):
        if choice.code == "keep":
            comments.mark_checked(comment=thing, **acting)
        else:
            comments.hide(comment=thing, reason_code=choice.reason_code or "", **acting)
        return
    if choice.code == "move" and isinstance(thing, Proposal):
        proposals.move(proposal=thing, theme=choice.theme, **acting)
        return
    said: dict[str, Any] = {
        "to": TARGETS[kind_of(thing)][choice.code],
        "reason_code": choice.reason_code,
        "note": choice.note or None,
    }
    if isinstance(thing, ProposalVersion):
        revising.decide_version(version=thing, **said, **acting)
    elif isinstance(thing, DraftCommitment):
        proposals.decide_draft(draft=thing, opens_at=choice.opens_at, closes_at=choice.closes_at, **said, **acting)
    else:
        proposals.decide(proposal=thing, duplicate_of=choice.duplicate_of, **said, **acting)


def undo(*, decision: Decision, by: Account | None, at: datetime) -> None:
    """Take a decision back: the thing stands as before, its author hears nothing of it.

    Raises:
        TooLate: the mail has left, or something happened to the thing since.
    """
    thing = load(decision.object_kind, decision.object_id)
    if thing is None:
        raise TooLate()
    lock(thing)
    db.session.refresh(decision)
    last = last_decision(thing)
    stands = last is not None and last.id == decision.id and thing.state == decision.to_state
    if not stands or not decision.can_be_undone(now()) or version_of(thing) != decision.version_number:
        raise TooLate()
    if not telling.take_back(thing, decision) or not reports.take_back_answers(thing, decision):
        raise TooLate()
    decision.undone_at = now()
    if decision.second_look:
        take_back_answer(thing, decision, by, at)
    else:
        forget_asking(decision)
        _put_back(thing, decision, by, at)
    db.session.flush()


def _put_back(thing: Thing, decision: Decision, by: Account | None, at: datetime) -> None:
    acting: dict[str, Any] = {"by": by, "role": "moderator", "at": at}
    before = decision.before
    if isinstance(thing, Comment):
        if decision.code == "keep" and before["waiting"]:
            comments.mark_unchecked(comment=thing, **acting)
        elif decision.code == "keep":
            reports.keep(thing, undone=True, **acting)
        else:
            comments.show_again(comment=thing, waiting=before["waiting"], **acting)
    elif decision.code == "keep":
        reports.keep(thing, undone=True, **acting)
    elif isinstance(thing, ProposalVersion):
        revising.restore_version(version=thing, number_before=before["version_number"], **acting)
    elif isinstance(thing, DraftCommitment):
        proposals.restore_draft(draft=thing, to=decision.from_state, **acting)
    elif decision.code == "move":
        theme = db.session.get(Theme, before["theme_id"]) if before["theme_id"] else None
        proposals.move(proposal=thing, theme=theme, **acting)
    else:
        repeated = db.session.get(Proposal, before["duplicate_of_id"]) if before["duplicate_of_id"] else None
        said = {"reason_code": before["reason_code"], "note": before["note"], "duplicate_of": repeated}
        proposals.restore(proposal=thing, to=decision.from_state, **said, **acting)
