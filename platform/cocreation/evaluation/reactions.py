"""What an author says of the answer to their idea, and what the secretariat makes of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from cocreation.accounts.models import Account
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_, OfficialText
from cocreation.evaluation import answer_telling, answering, answers
from cocreation.evaluation.answer_models import REACTION_KINDS, RESOLUTIONS, PublishedAnswer, Reaction
from cocreation.journal import services as journal


class TooLate(Refused):
    """A reaction after the window."""

    message = N_("The time to react to this answer is over.")


class SaidAlready(Refused):
    """A second reaction to one answer."""

    message = N_("A reaction to this answer was sent already. It is answered before another one.")


def react(*, answer: PublishedAnswer, kind: str, words: str, by: Account, at: datetime) -> Reaction:
    """Say that an answer missed the idea; whoever speaks as its author does, once for each answer.

    Raises:
        TooLate, SaidAlready. Refused: no words, or an answer that was replaced meanwhile.
    """
    if kind not in REACTION_KINDS or not words.strip():
        raise Refused(N_("Say in your words what the answer missed."))
    if at > answers.open_until(answer.publication):
        raise TooLate()
    standing = answers.published_answer(answer.proposal_id)
    if standing is None or standing.id != answer.id:
        raise Refused(N_("This answer was replaced by a newer one: read it first."))
    made = Reaction(published_answer_id=answer.id, account_id=by.id, kind=kind, words=words, at=at)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        raise SaidAlready() from error
    _journal("answer.reaction", made, by, "author", at)
    return made


def settle(
    *, reaction: Reaction, resolution: str, reply: str, own_words: OfficialText, by: Account, at: datetime
) -> None:
    """Answer a reaction: the answer changes (with the next publication), is maintained, or the idea is scored again.

    Args:
        reply: to the author. own_words: the new answer to this idea, where it changes.

    Raises:
        Refused: settled already, no reply, a change without words in French and Arabic, or an idea that is not
            public any more and cannot be scored.
    """
    db.session.refresh(reaction, with_for_update={"of": Reaction})
    if reaction.resolution is not None:
        raise Refused(N_("Somebody else settled this reaction meanwhile."))
    if resolution not in RESOLUTIONS or not reply.strip():
        raise Refused(N_("Choose what comes of it, and write to the author why."))
    proposal = reaction.answer.proposal
    if resolution == "changed":
        if any(not own_words.get(code) for code in answers.NEEDED):
            raise Refused(N_("Write the new answer in French and in Arabic."))
        known = answers.adapted(proposal.cycle_id).get(proposal.id)
        answering.adapt(proposal=proposal, words=own_words, seen=known.revision if known else 0, by=by, at=at)
    elif resolution == "next_workshop" and proposal.state != "published":
        raise Refused(N_("Only a published idea goes to a workshop."))
    reaction.resolution, reaction.reply = resolution, reply
    reaction.resolved_by_id, reaction.resolved_at = by.id, at
    _journal("answer.reaction_settled", reaction, by, "administrator", at)
    answer_telling.settled(reaction)


def _journal(action: str, reaction: Reaction, by: Account, role: str, at: datetime) -> None:
    proposal = db.session.get_one(PublishedAnswer, reaction.published_answer_id).proposal
    journal.record(
        action=action,
        object_kind="proposal",
        object_id=proposal.id,
        by=by,
        role=role,
        at=at,
        to_state=proposal.state,
        reason_code=reaction.kind,
        detail={"reaction": reaction.id, "resolution": reaction.resolution},
    )
