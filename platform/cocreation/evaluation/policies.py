"""Who sifts, prepares, chairs, scores and sees: one condition a line."""

from __future__ import annotations

from cocreation.accounts.models import Account
from cocreation.accounts.policies import is_administrator, is_signed_in, is_team, is_team_of
from cocreation.core.access import Actor
from cocreation.evaluation.answer_models import AnswersPublication, PublishedAnswer
from cocreation.evaluation.models import Grid, Reopening, Seat, Workshop
from cocreation.proposals.policies import speaks_as_author

# Prepared by administrators; scored by whoever holds a seat; answers are published by administrators.
can_prepare = is_administrator
can_sit = is_signed_in
can_propose_answers = is_administrator
can_settle = is_administrator
# Whoever is signed in comes to the page; which answers one may react to is asked of each.
can_come_to_react = is_signed_in


def seat_of(actor: Actor, workshop: Workshop) -> Seat | None:
    """The seat a person holds in a workshop now."""
    if not isinstance(actor, Account) or not actor.is_signed_in:
        return None
    return next((seat for seat in workshop.seats if seat.account_id == actor.id and seat.left_at is None), None)


def can_sift(actor: Actor) -> bool:
    """Moderators and administrators make the first sift."""
    return is_team(actor)


def can_sift_in(actor: Actor, cycle_id: int) -> bool:
    """A moderator whose role is limited to another cycle sifts nothing here."""
    return is_team_of(actor, cycle_id)


def can_administer(actor: Actor, workshop: Workshop) -> bool:
    """Administrators, unless they hold a seat in it: who administers a workshop does not score in it."""
    return is_administrator(actor) and all(seat.account_id != getattr(actor, "id", None) for seat in workshop.seats)


def can_see_grid(actor: Actor, grid: Grid) -> bool:
    """Everyone once it is adopted; before that those who write it."""
    return grid.state == "adopted" or is_administrator(actor)


def can_adopt(actor: Actor, grid: Grid) -> bool:
    """Another administrator than the one who proposed it."""
    return is_administrator(actor) and grid.state == "proposed" and _is_another(actor, grid.proposed_by_id)


def can_agree_to_reopen(actor: Actor, workshop: Workshop, asked: Reopening) -> bool:
    """Another administrator than the one who asked."""
    return can_administer(actor, workshop) and asked.agreed_at is None and _is_another(actor, asked.asked_by_id)


def _is_another(actor: Actor, account_id: int | None) -> bool:
    return isinstance(actor, Account) and actor.id != account_id


def can_see(actor: Actor, workshop: Workshop) -> bool:
    """Everyone once it scores; before that those who prepare it or sit in it."""
    return workshop.state != "prepared" or is_administrator(actor) or seat_of(actor, workshop) is not None


def is_evaluator(actor: Actor, workshop: Workshop) -> bool:
    """Those named to score in this workshop."""
    seat = seat_of(actor, workshop)
    return seat is not None and seat.duty == "evaluator"


def is_chair(actor: Actor, workshop: Workshop) -> bool:
    """Those named to lead this workshop."""
    seat = seat_of(actor, workshop)
    return seat is not None and seat.duty == "chair"


def can_see_sheet(actor: Actor, workshop: Workshop) -> bool:
    """Evaluators see their own sheet from the opening of the workshop."""
    return is_evaluator(actor, workshop) and workshop.state != "prepared"


def can_see_room(actor: Actor, workshop: Workshop) -> bool:
    """Those who sit in it, once the individual round is over; administrators after the closing."""
    if workshop.state == "closed":
        return seat_of(actor, workshop) is not None or is_administrator(actor)
    return workshop.state == "discussion" and seat_of(actor, workshop) is not None


def can_decide(actor: Actor, workshop: Workshop) -> bool:
    """A chair, in the discussion."""
    return is_chair(actor, workshop) and workshop.state == "discussion"


def can_close_round(actor: Actor, workshop: Workshop) -> bool:
    """A chair, while everyone scores alone."""
    return is_chair(actor, workshop) and workshop.state == "scoring"


def can_see_results(_actor: Actor, workshop: Workshop) -> bool:
    """Everyone, once it is closed."""
    return workshop.state == "closed"


def can_publish_answers(actor: Actor, publication: AnswersPublication) -> bool:
    """Another administrator than the one who proposed them."""
    return (
        is_administrator(actor) and publication.state == "proposed" and _is_another(actor, publication.proposed_by_id)
    )


def can_react(actor: Actor, answer: PublishedAnswer) -> bool:
    """Whoever speaks as the author of the idea."""
    return speaks_as_author(actor, answer.proposal)
