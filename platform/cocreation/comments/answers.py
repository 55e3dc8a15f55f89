"""Answers of the body a thread belongs to: one answer to one comment, or to a group of them that say the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from cocreation.accounts.models import Account, Contributor
from cocreation.comments.models import Answer, AnsweredComment, Comment, Thread
from cocreation.core import paging
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.html import render_markdown
from cocreation.core.i18n import N_
from cocreation.core.once import once_key
from cocreation.journal import services as journal
from cocreation.notifications import services as notifications

PAGE = 50
AT_MOST = 200
OLDEST: paging.Order = [(Comment.received_at, "asc"), (Comment.id, "asc")]


class NothingToAnswer(Refused):
    """None of the comments chosen can be read any more, or none was chosen."""

    message = N_("None of the comments you chose can be answered: they were hidden or withdrawn in the meantime.")
    what_to_do = N_("Your answer is below: keep it, choose other comments and send it again.")


@dataclass(frozen=True)
class GivenAnswer:
    """An answer as it stands under one comment: the answer, and to how many comments it is given in all."""

    answer: Answer
    given_to: int


def give(
    *,
    thread: Thread,
    comments: Sequence[Comment],
    contributor: Contributor,
    source: str,
    language: str,
    by: Account | None,
    at: datetime,
    form_id: str | None = None,
) -> Answer:
    """Answer one comment or several at once; each of their authors is told, once.

    Args:
        comments: of this thread; those that cannot be read are left out. contributor: the body that answers.
        source: cleaned text. form_id: the number of the form sent; sent twice, the first answer is given back.

    Raises:
        NothingToAnswer.
    """
    key = once_key(by, form_id)
    if key and (sent := _sent_before(key)):
        return sent
    chosen = [one for one in comments if one.thread_id == thread.id and one.state == "visible"]
    if not chosen:
        raise NothingToAnswer()
    answer = Answer(
        thread_id=thread.id, contributor=contributor, language=language, source=source,
        html=render_markdown(source, heading=4), created_at=now(), answered_at=at, form_id=key,
    )  # fmt: skip
    if sent := _sent_meanwhile(answer, key):
        return sent
    db.session.add_all(AnsweredComment(answer_id=answer.id, comment_id=number) for number in {one.id for one in chosen})
    db.session.flush()
    journal.record(
        action="answer.given", object_kind="answer", object_id=answer.id, by=by, role=contributor.acting_role, at=at,
        to_state="given", detail={"comments": sorted({one.id for one in chosen})},
    )  # fmt: skip
    _tell(answer, thread, chosen, by)
    return answer


def _sent_before(key: str) -> Answer | None:
    return db.session.scalar(select(Answer).where(Answer.form_id == key))


def _sent_meanwhile(answer: Answer, key: str | None) -> Answer | None:
    try:
        with db.session.begin_nested():
            db.session.add(answer)
    except IntegrityError:
        # Another click of the same form was quicker; anything else is a fault and says so.
        sent = _sent_before(key) if key else None
        if sent is None:
            raise
        return sent
    return None


def _tell(answer: Answer, thread: Thread, comments: Sequence[Comment], by: Account | None) -> None:
    event = notifications.emit(
        mark=f"answer:{answer.id}",
        kind="answer",
        about=[thread.about_path],
        message=N_("The administration answered comments on %(reference)s."),
        values={"reference": thread.about_reference},
        path=f"/comments/{comments[0].id}",
        by=by,
    )
    first: dict[int, Comment] = {}
    for comment in comments:
        if comment.contributor.account_id and (by is None or comment.contributor.account_id != by.id):
            first.setdefault(comment.contributor.account_id, comment)
    for account_id, comment in first.items():
        notifications.tell(
            account_id=account_id,
            kind="comment.answered",
            message=N_("The administration answered your comment on %(reference)s."),
            values={"reference": thread.about_reference},
            path=f"/comments/{comment.id}",
            station=True,
            event=event,
        )


def is_answered(organisation_id: int) -> ColumnElement[bool]:
    """Whether the body answered a comment: with an answer, or by replying to it in the thread."""
    reply, signer = aliased(Comment), aliased(Contributor)
    replied = (
        select(reply.id)
        .join(signer, signer.id == reply.contributor_id)
        .where(reply.parent_id == Comment.id, reply.state == "visible", signer.organisation_id == organisation_id)
    )
    return or_(
        exists(select(AnsweredComment.answer_id).where(AnsweredComment.comment_id == Comment.id)), exists(replied)
    )


def _remarks(thread_id: int, organisation_id: int) -> ColumnElement[bool]:
    # What the body itself says in its thread is no remark to answer.
    said = select(Contributor.id).where(Contributor.organisation_id == organisation_id)
    return and_(Comment.thread_id == thread_id, Comment.contributor_id.not_in(said))


def counts(*, thread_id: int, organisation_id: int) -> dict[str, int]:
    """How many remarks there are: {"answered": n, "unanswered": n, "hidden": n, "withdrawn": n}, one statement."""
    answered = is_answered(organisation_id).label("answered")
    rows = select(Comment.state.label("state"), answered).where(_remarks(thread_id, organisation_id)).subquery()
    asked = select(rows.c.state, rows.c.answered, func.count()).group_by(rows.c.state, rows.c.answered)
    found = {"answered": 0, "unanswered": 0, "hidden": 0, "withdrawn": 0}
    for state, is_done, number in db.session.execute(asked):
        found[state if state != "visible" else "answered" if is_done else "unanswered"] += number
    return found


def remarks(
    *, thread_id: int, organisation_id: int, answered: bool | None, cursor: str | None = None, size: int = PAGE
) -> paging.Page[Comment]:
    """One page of the comments a body may answer, oldest first; `answered` None for all that can be read."""
    asked = select(Comment).where(_remarks(thread_id, organisation_id), Comment.state == "visible")
    if answered is not None:
        done = is_answered(organisation_id)
        asked = asked.where(done if answered else ~done)
    return paging.keyset(asked, order=OLDEST, cursor=cursor, size=size, session=db.session)


def chosen_of(*, thread_id: int, organisation_id: int, ids: Iterable[int]) -> Sequence[Comment]:
    """The comments of a thread with these numbers that a body may answer, oldest first, at most AT_MOST."""
    wanted = sorted(set(ids))[:AT_MOST]
    asked = select(Comment).where(_remarks(thread_id, organisation_id), Comment.id.in_(wanted))
    return db.session.scalars(asked.order_by(Comment.received_at, Comment.id)).all()


def _rows(thread_id: int, organisation_id: int) -> Select[Any]:
    """All that was said in a thread but what the body replied to others: that stands beside what it replies to."""
    above, signer, said = aliased(Comment), aliased(Contributor), aliased(Contributor)
    own = exists(select(said.id).where(said.id == Comment.contributor_id, said.organisation_id == organisation_id))
    of_others = exists(
        select(above.id)
        .join(signer, signer.id == above.contributor_id)
        .where(above.id == Comment.parent_id, func.coalesce(signer.organisation_id, 0) != organisation_id)
    )
    return select(Comment).where(Comment.thread_id == thread_id, ~and_(own, of_others))


def rows(
    *,
    thread_id: int,
    organisation_id: int,
    answer_id: int | None = None,
    cursor: str | None = None,
    size: int = PAGE,
) -> paging.Page[Comment]:
    """One page of the rows of the table of remarks and answers, oldest first, hidden and withdrawn ones too.

    Args:
        answer_id: only what one answer was given to.
    """
    asked = _rows(thread_id, organisation_id)
    if answer_id is not None:
        given = select(AnsweredComment.comment_id).where(AnsweredComment.answer_id == answer_id)
        asked = asked.where(Comment.id.in_(given))
    return paging.keyset(asked, order=OLDEST, cursor=cursor, size=size, session=db.session)


def all_rows(*, thread_id: int, organisation_id: int) -> Sequence[Comment]:
    """Every row of the table."""
    asked = _rows(thread_id, organisation_id).order_by(Comment.received_at, Comment.id)
    return db.session.scalars(asked).all()


def replies_of_body(comment_ids: Iterable[int], *, organisation_id: int) -> dict[int, list[Comment]]:
    """What a body replied to some comments in their thread, oldest first: {comment_id: replies}."""
    found: dict[int, list[Comment]] = {}
    ids, own = list(comment_ids), select(Contributor.id).where(Contributor.organisation_id == organisation_id)
    for start in range(0, len(ids), 500):
        asked = select(Comment).where(
            Comment.parent_id.in_(ids[start : start + 500]),
            Comment.state == "visible",
            Comment.contributor_id.in_(own),
        )
        for reply in db.session.scalars(asked.order_by(Comment.received_at, Comment.id)):
            found.setdefault(reply.parent_id or 0, []).append(reply)
    return found


def answers_to(comment_ids: Iterable[int]) -> dict[int, list[GivenAnswer]]:
    """The answers under some comments, oldest first: {comment_id: answers}, in at most two statements a part."""
    found: dict[int, list[GivenAnswer]] = {}
    ids = list(comment_ids)
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        rows: list[Any] = list(
            db.session.execute(
                select(AnsweredComment.comment_id, Answer)
                .join(Answer, Answer.id == AnsweredComment.answer_id)
                .where(AnsweredComment.comment_id.in_(part))
                .order_by(Answer.answered_at, Answer.id)
            )
        )
        numbers = _given_to({answer.id for _number, answer in rows})
        for number, answer in rows:
            found.setdefault(number, []).append(GivenAnswer(answer, numbers[answer.id]))
    return found


def _given_to(answer_ids: set[int]) -> dict[int, int]:
    if not answer_ids:
        return {}
    asked = select(AnsweredComment.answer_id, func.count()).where(AnsweredComment.answer_id.in_(answer_ids))
    return {row[0]: row[1] for row in db.session.execute(asked.group_by(AnsweredComment.answer_id))}
