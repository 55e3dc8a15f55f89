"""Ideas like the one being written: what the grouping room finds, and what the form shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cocreation.core.places import places

# As many as a person reads before going on.
MOST = 3


@dataclass(frozen=True)
class SimilarIdea:
    """A published idea near a text being written: where it stands, its title in its language, and why it is near."""

    reference: str
    title: str
    language: str
    excerpt: str
    # The words of the text being written that the two share, as they are written there.
    shared: tuple[str, ...]
    # It likely asks for the same thing: for people who decide, never decided by it.
    alike: bool = False


def similar_ideas(*, cycle_id: int, title: str, text: str, language: str | None, actor: Any) -> list[SimilarIdea]:
    """The nearest published ideas of a cycle, the nearest first, at most three, across languages.

    Args:
        title, text: what is being written. language: its language, None where not known.
        actor: who writes; ideas of their own are left out, and so is everything not public.
    """
    if not (title.strip() or text.strip()):
        return []
    found: list[SimilarIdea] = places().values(
        "proposal.similar", cycle_id=cycle_id, title=title, text=text, language=language, actor=actor
    )
    return found[:MOST]
