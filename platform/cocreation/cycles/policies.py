"""Who may make and change cycles, and when contributions are taken."""

from __future__ import annotations

from datetime import datetime

from cocreation.accounts.policies import is_administrator
from cocreation.core.access import Actor
from cocreation.cycles.models import Cycle


def can_administer(actor: Actor) -> bool:
    """The secretariat makes cycles, phases and themes."""
    return is_administrator(actor)


def can_see(actor: Actor, cycle: Cycle) -> bool:
    """Everyone sees a cycle that has begun; its drafts only the secretariat."""
    return cycle.state != "draft" or is_administrator(actor)


def collects(cycle: Cycle, at: datetime) -> bool:
    """Whether ideas are taken now (process time)."""
    return cycle.takes("collection", at)
