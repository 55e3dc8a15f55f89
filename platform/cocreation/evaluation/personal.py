"""What this room holds about a person."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, select

from cocreation.accounts.models import Account
from cocreation.accounts.personal import ANSWERABLE, Holding, decided, held, held_where, unlinking
from cocreation.core.i18n import N_
from cocreation.evaluation.answer_models import AnswersPublication, Reaction, ReasonedAnswer
from cocreation.evaluation.models import Grid, Item, Recusal, Reopening, Score, ScoreChange, Seat, Sift, Workshop

REACTION_FATE = N_(
    "Its words are deleted; that there was a reaction, and what came of it, stays without any link to you."
)


def _seats(account: Account) -> Select[int]:
    return select(Seat.id).where(Seat.account_id == account.id)


def _scored(account: Account) -> ColumnElement[bool]:
    return Score.seat_id.in_(_seats(account))


def _recused(account: Account) -> ColumnElement[bool]:
    return Recusal.seat_id.in_(_seats(account))


def _changed(account: Account) -> ColumnElement[bool]:
    return ScoreChange.score_id.in_(select(Score.id).where(_scored(account)))


def holdings() -> list[Holding]:
    """Who sifted, wrote and adopted grids, prepared, sat in, decided in and opened workshops again."""
    return [
        decided(Sift, Sift.by_id, Sift.undone_by_id, give="id gate note at", words=N_("Ideas you sifted")),
        decided(Grid, Grid.proposed_by_id, Grid.adopted_by_id, give="id number state", words=N_("Grids you agreed to")),
        decided(Workshop, Workshop.made_by_id, give="id number state", words=N_("Workshops you prepared")),
        decided(Seat, Seat.account_id, give="id duty side sent_at", words=N_("Workshops you sat in")),
        held_where(Score, _scored, give="id marks comment saved_at", words=N_("Marks you gave"), fate=ANSWERABLE),
        held_where(ScoreChange, _changed, give="id before reason at", words=N_("Marks you changed"), fate=ANSWERABLE),
        held_where(
            Recusal, _recused, give="id source reason at", words=N_("Your conflicts of interest"), fate=ANSWERABLE
        ),
        decided(Item, Item.decided_by_id, give="id outcome reason decided_at", words=N_("Decisions you recorded")),
        decided(
            Reopening,
            Reopening.asked_by_id,
            Reopening.agreed_by_id,
            give="id note asked_at",
            words=N_("Workshops you had opened again"),
        ),
        *_answers(),
    ]


def _answers() -> list[Holding]:
    """Who wrote, published and reacted to reasoned answers."""
    return [
        decided(
            ReasonedAnswer, ReasonedAnswer.written_by_id, give="id words written_at", words=N_("Answers you wrote")
        ),
        decided(
            AnswersPublication,
            AnswersPublication.proposed_by_id,
            AnswersPublication.published_by_id,
            give="id number state proposed_at published_at",
            words=N_("Publications of answers you agreed to"),
        ),
        held(
            Reaction,
            Reaction.account_id,
            give="id kind words at resolution reply resolved_at",
            words=N_("Your reactions to answers"),
            fate=REACTION_FATE,
            erase=unlinking(Reaction, Reaction.account_id, words="", reply=""),
        ),
        decided(
            Reaction,
            Reaction.resolved_by_id,
            give="id resolution reply resolved_at",
            words=N_("Reactions you settled"),
            name="reaction_settled",
        ),
    ]
