"""Who sees, prepares and merges themes."""

from __future__ import annotations

from cocreation.accounts.policies import is_administrator
from cocreation.core.access import Actor
from cocreation.themes.models import Theme


def can_see(actor: Actor, theme: Theme) -> bool:
    """Everyone sees a theme once it is proposed; a draft only the secretariat."""
    return theme.state not in {"draft", "withdrawn"} or is_administrator(actor)


def can_prepare(actor: Actor) -> bool:
    """The secretariat makes, adopts and merges themes."""
    return is_administrator(actor)
