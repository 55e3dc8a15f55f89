"""Who runs, corrects, publishes and sees groupings."""

from __future__ import annotations

from cocreation.accounts.policies import is_administrator, is_team, is_team_of
from cocreation.clustering.models import GroupingRun
from cocreation.core.access import Actor


def can_group(actor: Actor) -> bool:
    """Moderators and administrators run and correct the grouping."""
    return is_team(actor)


def can_group_in(actor: Actor, cycle_id: int) -> bool:
    """A moderator whose role is limited to another cycle has nothing to group here."""
    return is_team_of(actor, cycle_id)


def can_correct(actor: Actor, run: GroupingRun) -> bool:
    """They correct a run that is whole, before and after its publication."""
    return is_team_of(actor, run.cycle_id) and run.state in {"ready", "published"}


def can_undo(actor: Actor, run: GroupingRun) -> bool:
    """They undo corrections of a run that is or was whole: those of one replaced or set aside still bind the next."""
    return is_team_of(actor, run.cycle_id) and run.state in {"ready", "published", "replaced", "cancelled"}


def can_edit_lexicon(actor: Actor) -> bool:
    """The secretariat extends the lexicon."""
    return is_administrator(actor)


def can_publish(actor: Actor, run: GroupingRun) -> bool:
    """They publish a run that is whole."""
    return is_team_of(actor, run.cycle_id) and run.state == "ready"


def can_see(actor: Actor, run: GroupingRun) -> bool:
    """Everyone sees a published run; the others stay with the team."""
    return run.state == "published" or is_team_of(actor, run.cycle_id)
