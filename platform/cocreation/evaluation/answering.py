"""Writing reasoned answers: for an item or an act of the first sift, in bulk, or apart for one idea."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from cocreation.accounts.models import Account
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_, OfficialText
from cocreation.evaluation.answer_models import ReasonedAnswer
from cocreation.evaluation.answers import Subject, adapted
from cocreation.evaluation.models import Item
from cocreation.journal import services as journal
from cocreation.proposals.models import Proposal


class Changed(Refused):
    """Somebody else wrote the same answer meanwhile; `words` is what they wrote."""

    message = N_("Somebody else changed this answer meanwhile. Theirs is shown; yours is kept below.")

    def __init__(self, words: OfficialText) -> None:
        super().__init__()
        self.words = words


def write(*, subject: Subject, words: OfficialText, seen: int, by: Account | None, at: datetime) -> ReasonedAnswer:
    """Write the answer of an item or of an act of the first sift.

    Args:
        seen: the revision the writer read; 0 where there was none.

    Raises:
        Changed.
    """
    of = {"item_id" if isinstance(subject.of, Item) else "sift_id": subject.of.id}
    cycle_id = subject.of.workshop.cycle_id if isinstance(subject.of, Item) else subject.of.cycle_id
    return _write(subject.answer, cycle_id, of, words, seen, by, at)


def adapt(*, proposal: Proposal, words: OfficialText, seen: int, by: Account | None, at: datetime) -> ReasonedAnswer:
    """Write words for one idea apart, beside the answer to its group; empty words take them away.

    Raises:
        Changed.
    """
    known = adapted(proposal.cycle_id).get(proposal.id)
    return _write(known, proposal.cycle_id, {"proposal_id": proposal.id}, words, seen, by, at)


def write_many(
    *, subjects: Sequence[Subject], words: OfficialText | None, by: Account | None, at: datetime
) -> list[ReasonedAnswer]:
    """Answer several at once, in the languages that each still lacks: what is written already stays.

    Args:
        words: the same for all of them; None takes for each the reason that its workshop or sift gave.
    """
    made = []
    for subject in subjects:
        given = subject.offered if words is None else words
        merged = OfficialText({**given, **subject.words})
        if merged != subject.words:
            seen = subject.answer.revision if subject.answer else 0
            made.append(write(subject=subject, words=merged, seen=seen, by=by, at=at))
    return made


def _write(
    known: ReasonedAnswer | None, cycle_id: int, of: dict[str, int], words: OfficialText, seen: int,
    by: Account | None, at: datetime,
) -> ReasonedAnswer:  # fmt: skip
    if known is None:
        known = _begun(cycle_id, of, at)
    else:
        db.session.refresh(known, with_for_update=True)
    if known.revision != seen:
        raise Changed(known.words)
    known.words, known.revision = words, known.revision + 1
    known.written_by_id, known.written_at = by.id if by else None, at
    db.session.flush()
    _journal(known, of, by, at)
    return known


def _begun(cycle_id: int, of: dict[str, Any], at: datetime) -> ReasonedAnswer:
    made = ReasonedAnswer(cycle_id=cycle_id, words=OfficialText(), revision=0, written_at=at, **of)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        raise Changed(OfficialText()) from error
    return made


def _journal(answer: ReasonedAnswer, of: dict[str, int], by: Account | None, at: datetime) -> None:
    journal.record(
        action="answer.written",
        object_kind="answer",
        object_id=answer.id,
        by=by,
        role="moderator",
        at=at,
        detail={**of, "revision": answer.revision, "languages": sorted(answer.words)},
    )
