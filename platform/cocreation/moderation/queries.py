"""Reads of moderation: the one queue, what stands beside a thing on the desk, decisions and second looks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    Subquery,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import joinedload

from cocreation.accounts.models import Contributor
from cocreation.comments.models import Comment, Thread
from cocreation.core import paging
from cocreation.core.db import UTCDateTime, db
from cocreation.moderation import reports
from cocreation.moderation.models import OBJECTS, URGENT, ContentReport, Decision, SecondLook
from cocreation.moderation.things import KINDS, PUBLIC, Thing, kind_of
from cocreation.proposals.models import DraftCommitment, Proposal, ProposalVersion
from cocreation.themes.models import Theme

# What the queue is made of; second looks come first, then what was reported, the urgent before the rest.
QUEUES = ("second_look", "report", "proposal", "revision", "draft", "comment")
LOOKS, URGENTLY, REPORTED, USUAL = range(4)
PAGE = 20
_NO_LANGUAGE = cast(null(), String)
_USUALLY = literal(USUAL, Integer)


@dataclass(frozen=True)
class Filter:
    """What the queue is narrowed to; None is no limit.

    `theme_ids` are a theme and those merged into it; `cycle_ids` the cycles a moderator is limited to, or the
    one chosen; `kinds` are of QUEUES.
    """

    theme_ids: tuple[int, ...] | None = None
    language: str | None = None
    voice: str | None = None
    kinds: tuple[str, ...] | None = None
    cycle_ids: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Waiting:
    """One line of the queue: why it is there («proposal» … or «second_look»), the thing, since when it waits."""

    queue: str
    thing: Thing
    since: datetime
    # How many people reported it and wait for an answer.
    reports: int = 0

    @property
    def kind(self) -> str:
        """The kind of the thing."""
        return kind_of(self.thing)


def _columns(
    queue: str, kind: str, object_id: Any, since: Any, cycle: Any, theme: Any, language: Any, turn: Any = _USUALLY
) -> list[Any]:
    return [
        turn.label("turn"),
        literal(queue, String).label("queue"),
        literal(kind, String).label("kind"),
        object_id.label("id"),
        since.label("since"),
        cycle.label("cycle_id"),
        theme.label("theme_id"),
        language.label("language"),
        Contributor.voice.label("voice"),
    ]


def _proposals() -> Select[Any]:
    return (
        select(
            *_columns(
                "proposal", "proposal", Proposal.id, Proposal.received_at, Proposal.cycle_id, Proposal.theme_id,
                ProposalVersion.language,
            )
        )
        .join(Contributor, Contributor.id == Proposal.contributor_id)
        .join(Proposal.current)
        .where(Proposal.state == "submitted")
    )  # fmt: skip


def _revisions() -> Select[Any]:
    return (
        select(
            *_columns(
                "revision", "revision", ProposalVersion.id, ProposalVersion.created_at, Proposal.cycle_id,
                Proposal.theme_id, ProposalVersion.language,
            )
        )
        .join(Proposal, Proposal.id == ProposalVersion.proposal_id)
        .join(Contributor, Contributor.id == Proposal.contributor_id)
        .where(ProposalVersion.state == "proposed", Proposal.state == "published")
    )  # fmt: skip


def _drafts() -> Select[Any]:
    # A draft commitment speaks several languages at once: it stands in the queue of each.
    return (
        select(
            *_columns(
                "draft", "draft", DraftCommitment.id, DraftCommitment.received_at, DraftCommitment.cycle_id,
                DraftCommitment.theme_id, _NO_LANGUAGE,
            )
        )
        .join(Contributor, Contributor.id == DraftCommitment.contributor_id)
        .where(DraftCommitment.state == "submitted")
    )  # fmt: skip


def _about(statement: Select[Any]) -> Select[Any]:
    """Join the thing a comment speaks of, by the reference its thread keeps."""
    return (
        statement.join(Thread, Thread.id == Comment.thread_id)
        .join(Contributor, Contributor.id == Comment.contributor_id)
        .outerjoin(Proposal, (Thread.about_kind == "proposal") & (Proposal.reference == Thread.about_reference))
        .outerjoin(
            DraftCommitment, (Thread.about_kind == "draft") & (DraftCommitment.reference == Thread.about_reference)
        )
        .outerjoin(Theme, (Thread.about_kind == "theme") & (Theme.thread_id == Thread.id))
    )


_THEME_ABOUT = func.coalesce(Proposal.theme_id, DraftCommitment.theme_id, Theme.id)


def _waits_reported(kind: str) -> ColumnElement[bool]:
    """Whether a thing stands among the reports, and so needs no second place in the queue."""
    return exists(
        select(ContentReport.id).where(
            ContentReport.object_kind == kind,
            ContentReport.object_id == KINDS[kind].id,
            ContentReport.state == "waiting",
        )
    )


def _comments() -> Select[Any]:
    columns = _columns(
        "comment", "comment", Comment.id, Comment.received_at, Thread.cycle_id, _THEME_ABOUT, Comment.language
    )
    return _about(select(*columns)).where(
        Comment.checked_at.is_(None), Comment.state == "visible", ~_waits_reported("comment")
    )


_ENDS: dict[str, tuple[Any, Any, Any]] = {
    "proposal": (Proposal.cycle_id, Proposal.theme_id, ProposalVersion.language),
    "draft": (DraftCommitment.cycle_id, DraftCommitment.theme_id, _NO_LANGUAGE),
    "comment": (Thread.cycle_id, _THEME_ABOUT, Comment.language),
}


def _beside_thing(statement: Select[Any], kind: str) -> Select[Any]:
    """Join what the columns of a kind need: its signer, its text, the thing a comment speaks of."""
    if kind == "comment":
        return _about(statement)
    statement = statement.join(Contributor, Contributor.id == KINDS[kind].contributor_id)
    return statement.join(Proposal.current) if kind == "proposal" else statement


def _looks(kind: str) -> Select[Any]:
    """Second looks that wait, at one kind of thing."""
    model = KINDS[kind]
    turn = literal(LOOKS, Integer)
    columns = _columns("second_look", kind, model.id, SecondLook.process_at, *_ENDS[kind], turn=turn)
    statement = select(*columns).select_from(SecondLook).join(model, model.id == SecondLook.object_id)
    return _beside_thing(statement, kind).where(SecondLook.object_kind == kind, SecondLook.state == "waiting")


def _reported(kind: str) -> Select[Any]:
    """What was reported and is still public, of one kind, since its first report that waits."""
    model = KINDS[kind]
    waiting = (
        select(
            ContentReport.object_id.label("number"),
            func.min(ContentReport.process_at).label("since"),
            func.min(case((ContentReport.reason_code.in_(URGENT), URGENTLY), else_=REPORTED)).label("turn"),
        )
        .where(ContentReport.object_kind == kind, ContentReport.state == "waiting")
        .group_by(ContentReport.object_id)
        .subquery()
    )
    since = type_coerce(waiting.c.since, UTCDateTime())
    columns = _columns("report", kind, model.id, since, *_ENDS[kind], turn=cast(waiting.c.turn, Integer))
    statement = select(*columns).select_from(waiting).join(model, model.id == waiting.c.number)
    return _beside_thing(statement, kind).where(model.state.in_(PUBLIC[kind]))


def _everything(kinds: Sequence[str] | None) -> Subquery:
    chosen = [name for name in QUEUES if kinds is None or name in kinds] or list(QUEUES)
    parts = {"proposal": _proposals, "revision": _revisions, "draft": _drafts, "comment": _comments}
    selects = [parts[name]() for name in chosen if name in parts]
    for name, part in (("second_look", _looks), ("report", _reported)):
        selects.extend(part(kind) for kind in OBJECTS if name in chosen)
    return union_all(*selects).subquery("waiting")


def _narrowed(asked: Filter) -> tuple[Subquery, Select[Any]]:
    rows = _everything(asked.kinds)
    statement = select(rows.c.queue, rows.c.kind, rows.c.id, rows.c.since)
    if asked.theme_ids is not None:
        statement = statement.where(
            rows.c.theme_id.in_(asked.theme_ids) if asked.theme_ids else rows.c.theme_id.is_(None)
        )
    if asked.cycle_ids is not None:
        statement = statement.where(rows.c.cycle_id.in_(asked.cycle_ids))
    if asked.language is not None:
        statement = statement.where(or_(rows.c.language == asked.language, rows.c.language.is_(None)))
    if asked.voice is not None:
        statement = statement.where(rows.c.voice == asked.voice)
    return rows, statement


def _order(rows: Subquery) -> paging.Order:
    return [(rows.c.turn, "asc"), (rows.c.since, "asc"), (rows.c.kind, "asc"), (rows.c.id, "asc")]


def queue(*, asked: Filter, cursor: str | None = None, size: int = PAGE) -> paging.Page[Waiting]:
    """One page of what waits: second looks first, then the oldest first; one statement, and one a kind."""
    rows, statement = _narrowed(asked)
    page = paging.keyset(statement, order=_order(rows), cursor=cursor, size=size, session=db.session)
    things = _load((kind, object_id) for _, kind, object_id, _ in page.items)
    reported = reports.counts_of(
        things[kind, object_id]
        for part, kind, object_id, _ in page.items
        if part == "report" and (kind, object_id) in things
    )
    found = [
        Waiting(part, things[kind, object_id], since, reported.get((kind, object_id), 0))
        for part, kind, object_id, since in page.items
        if (kind, object_id) in things
    ]
    return paging.Page(found, page.next_cursor, page.previous_cursor)


def _load(keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Thing]:
    wanted: dict[str, list[int]] = {}
    for kind, object_id in keys:
        wanted.setdefault(kind, []).append(object_id)
    found: dict[tuple[str, int], Thing] = {}
    for kind, ids in wanted.items():
        model = KINDS[kind]
        statement = select(model).options(*_with(kind)).where(model.id.in_(ids))
        found.update({(kind, thing.id): thing for thing in db.session.scalars(statement).unique()})
    return found


def _with(kind: str) -> list[Any]:
    """What is loaded with a thing of a kind, in the same statement."""
    if kind == "revision":
        return [joinedload(ProposalVersion.proposal).joinedload(Proposal.theme)]
    model = KINDS[kind]
    return [joinedload(Comment.thread) if kind == "comment" else joinedload(model.theme), joinedload(model.contributor)]


def counts(*, asked: Filter) -> dict[str, int]:
    """How many things wait in each part of the queue, the other filters kept: one statement."""
    rows, statement = _narrowed(Filter(asked.theme_ids, asked.language, asked.voice, None, asked.cycle_ids))
    grouped = statement.with_only_columns(rows.c.queue, func.count()).group_by(rows.c.queue)
    found = dict.fromkeys(QUEUES, 0)
    found.update({row[0]: row[1] for row in db.session.execute(grouped)})
    return found


def next_after(*, asked: Filter, thing: Thing, since: datetime | None) -> tuple[str, int] | None:
    """What comes after a thing in the queue, else what comes first: (kind, id), never the thing itself.

    Args:
        since: since when the thing waited (process time); None where it did not.
    """
    rows, statement = _narrowed(asked)
    kind = kind_of(thing)
    others = statement.where(or_(rows.c.kind != kind, rows.c.id != thing.id))
    ordered = others.order_by(rows.c.turn, rows.c.since, rows.c.kind, rows.c.id).limit(1)
    found = None
    if since is not None:
        later = or_(rows.c.since > since, (rows.c.since == since) & (rows.c.id > thing.id))
        found = db.session.execute(ordered.where(later, rows.c.turn == USUAL)).first()
    found = found or db.session.execute(ordered).first()
    return (found.kind, found.id) if found is not None else None


def decisions_on(thing: Thing) -> Sequence[Decision]:
    """Everything decided on a thing, the newest first, what was undone too."""
    return (
        db.session.scalars(
            select(Decision)
            .options(joinedload(Decision.by))
            .where(Decision.object_kind == kind_of(thing), Decision.object_id == thing.id)
            .order_by(Decision.id.desc())
        )
        .unique()
        .all()
    )


def decision(decision_id: int) -> Decision | None:
    """One decision, with who took it."""
    return db.session.get(Decision, decision_id, options=[joinedload(Decision.by)])


def decisions_by(*, account_id: int, cursor: str | None = None, size: int = PAGE) -> paging.Page[Decision]:
    """What a moderator decided, the newest first."""
    statement = select(Decision).where(Decision.by_id == account_id)
    return paging.keyset(statement, order=[(Decision.id, "desc")], cursor=cursor, size=size, session=db.session)


def newest_by(*, account_id: int, at: datetime) -> Decision | None:
    """A moderator's newest decision that can still be undone at `at` (real time)."""
    return db.session.scalar(
        select(Decision)
        .where(Decision.by_id == account_id, Decision.undone_at.is_(None), Decision.final_at > at)
        .order_by(Decision.id.desc())
        .limit(1)
    )


def things_of(decisions: Iterable[Decision]) -> dict[tuple[str, int], Thing]:
    """The things some decisions are about, in one statement a kind."""
    return _load((found.object_kind, found.object_id) for found in decisions)


def second_look_at(thing: Thing) -> SecondLook | None:
    """The second look asked at a thing, with the decision it is about."""
    return db.session.scalar(
        select(SecondLook)
        .options(joinedload(SecondLook.decision))
        .where(SecondLook.object_kind == kind_of(thing), SecondLook.object_id == thing.id)
    )


def second_look(look_id: int) -> SecondLook | None:
    """One second look, with the decision it is about."""
    return db.session.get(SecondLook, look_id, options=[joinedload(SecondLook.decision)])


def written_beside(thing: Thing) -> dict[str, int]:
    """How many other proposals, refused ones among them, and comments its author has sent, under all their names.

    Returns:
        {"proposals": n, "refused": n, "comments": n}, of one statement.
    """
    author = thing.contributor
    same = Contributor.id == author.id if author.account_id is None else Contributor.account_id == author.account_id
    ids = select(Contributor.id).where(same)
    sent = select(func.count()).where(Proposal.contributor_id.in_(ids), Proposal.state != "draft")
    refused = select(func.count()).where(Proposal.contributor_id.in_(ids), Proposal.state == "refused")
    said = select(func.count()).where(Comment.contributor_id.in_(ids))
    row = db.session.execute(select(sent.scalar_subquery(), refused.scalar_subquery(), said.scalar_subquery())).one()
    refused_itself = int(thing.state == "refused")
    counted = {"proposal": (1, refused_itself, 0), "comment": (0, 0, 1), "revision": (1, 0, 0)}
    own = counted.get(kind_of(thing), (0, 0, 0))
    return {
        "proposals": row[0] - own[0],
        "refused": row[1] - own[1],
        "comments": row[2] - own[2],
    }
