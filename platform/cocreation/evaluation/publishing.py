"""Publishing the answers of a plan at once: checked, proposed by one, published by another, then never changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from cocreation.accounts.models import Account
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_, OfficialText
from cocreation.cycles.models import Cycle
from cocreation.evaluation import answer_telling, answers
from cocreation.evaluation.answer_models import AnswersPublication, PublishedAnswer
from cocreation.evaluation.answers import Ready
from cocreation.journal import services as journal

# As many references as a refusal names.
NAMED = 20


class NotComplete(Refused):
    """Ideas without a last word or without an answer."""

    status = 422
    message = N_("Not every idea has its decision and its answer in French and Arabic: %(references)s")


class SecondNeeded(Refused):
    """Somebody who publishes what they proposed."""

    status = 403
    message = N_("Another administrator publishes what you proposed.")


class ChangedMeanwhile(Refused):
    """Answers that changed between the two yeses."""

    message = N_("The answers changed since they were proposed. Read them and propose them again.")


def changed(cycle_id: int) -> list[Ready]:
    """What a publication would hold now: every idea the first time, then those whose answer or outcome changed."""
    found = answers.ready(cycle_id)
    known = answers.published_answers(found)
    return [one for one in found.values() if one.proposal_id not in known or _differs(one, known[one.proposal_id])]


def _differs(one: Ready, known: PublishedAnswer) -> bool:
    now = (one.outcome, one.words, one.own_words, one.link, one.merged_into_id)
    return now != (known.outcome, known.words, known.own_words, known.link, known.merged_into_id)


def digest_of(rows: Iterable[Ready]) -> str:
    """The fingerprint of what is to be published: the same rows give the same one."""
    plain = sorted((asdict(row) for row in rows), key=lambda row: int(row["proposal_id"]))
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _complete(cycle_id: int) -> list[Ready]:
    """What a publication holds, once nothing is missing."""
    faults = answers.faults(cycle_id)
    if faults:
        every = sorted({*faults.undecided, *(one for found in faults.unanswered.values() for one in found)})
        more = ["…"] if len(every) > NAMED else []
        raise NotComplete(references=", ".join([*every[:NAMED], *more]))
    rows = changed(cycle_id)
    if not rows:
        raise Refused(N_("Nothing changed since the last publication."))
    return rows


def propose(*, cycle: Cycle, note: OfficialText, press: OfficialText, by: Account, at: datetime) -> AnswersPublication:
    """Propose the answers for publication; what was proposed before and not published is replaced.

    Args:
        note: why it follows an earlier one; asked from the second publication on.

    Raises:
        NotComplete. Refused: nothing changed, or a correction without a note.
    """
    rows, earlier = _complete(cycle.id), answers.publications(cycle.id)
    if earlier and not note:
        raise Refused(N_("Say, for everyone, why these answers change."))
    made = answers.proposed(cycle.id)
    if made is None:
        made = AnswersPublication(cycle=cycle, number=earlier[0].number + 1 if earlier else 1)
        db.session.add(made)
    made.note, made.press, made.digest = note, press, digest_of(rows)
    made.proposed_by_id, made.proposed_at = by.id, at
    db.session.flush()
    _journal("answers.proposed", made, by, at)
    return made


def publish(*, publication: AnswersPublication, by: Account, at: datetime) -> None:
    """The second yes: the answers are public from here on, and their authors are told.

    Raises:
        SecondNeeded, ChangedMeanwhile, NotComplete. Refused: somebody was quicker.
    """
    db.session.refresh(publication, with_for_update={"of": AnswersPublication})
    if publication.state != "proposed":
        raise Refused(N_("These answers are published already."))
    if publication.proposed_by_id == by.id:
        raise SecondNeeded()
    rows = _complete(publication.cycle_id)
    if digest_of(rows) != publication.digest:
        raise ChangedMeanwhile()
    publication.state, publication.published_by_id, publication.published_at = "published", by.id, at
    db.session.add_all(PublishedAnswer(publication=publication, **asdict(row)) for row in rows)
    db.session.flush()
    _journal("answers.published", publication, by, at)
    answer_telling.published(publication, by)


def _journal(action: str, publication: AnswersPublication, by: Account, at: datetime) -> None:
    journal.record(
        action=action,
        object_kind="answers_publication",
        object_id=publication.id,
        by=by,
        role="administrator",
        at=at,
        to_state=publication.state,
        detail={"number": publication.number, "digest": publication.digest},
    )
