"""Who may read what people were told."""

from __future__ import annotations

from cocreation.core.access import Actor


def can_read_own(actor: Actor) -> bool:
    """Every signed-in person reads what they themselves were told, and nobody else's."""
    return actor.is_signed_in
