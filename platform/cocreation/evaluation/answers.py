"""Reads of reasoned answers: what is written, what is published, and what waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from cocreation.core.db import db
from cocreation.evaluation.answer_models import AnswersPublication, PublishedAnswer

# How many ids one statement asks for: every database takes as many.
ROWS = 500


def publications(cycle_id: int) -> Sequence[AnswersPublication]:
    """The publications of a plan, newest first."""
    return db.session.scalars(
        select(AnswersPublication)
        .where(AnswersPublication.cycle_id == cycle_id, AnswersPublication.state == "published")
        .order_by(AnswersPublication.number.desc())
    ).all()


def published_answers(proposal_ids: Iterable[int]) -> dict[int, PublishedAnswer]:
    """The answer that stands for each idea that has one, the last published: {proposal_id: answer}."""
    wanted, found = sorted(proposal_ids), {}
    for start in range(0, len(wanted), ROWS):
        rows = db.session.scalars(
            select(PublishedAnswer)
            .join(AnswersPublication, AnswersPublication.id == PublishedAnswer.publication_id)
            .where(
                PublishedAnswer.proposal_id.in_(wanted[start : start + ROWS]), AnswersPublication.state == "published"
            )
            .order_by(PublishedAnswer.id)
        )
        found.update({row.proposal_id: row for row in rows})
    return found


def published_answer(proposal_id: int) -> PublishedAnswer | None:
    """The answer that stands for one idea; None before the answers of its plan are published."""
    return published_answers([proposal_id]).get(proposal_id)
