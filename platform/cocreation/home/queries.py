"""What the home page counts: sums that balance, the newest ideas, who has not been heard yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from cocreation.core.db import db
from cocreation.core.i18n import N_
from cocreation.proposals.models import Proposal
from cocreation.proposals.queries import state_counts
from cocreation.themes.queries import current_of, of_cycle

# The parts into which everything received falls: each state stands in exactly one of them.
PARTS: dict[str, tuple[str, ...]] = {
    N_("being checked"): ("submitted", "correction"),
    N_("published"): ("published",),
    N_("already proposed"): ("duplicate",),
    N_("directed elsewhere"): ("other_channel", "out_of_scope"),
    N_("refused, with the reason"): ("refused",),
    N_("withdrawn by their author"): ("withdrawn",),
}


def sums(cycle_id: int) -> list[dict[str, Any]]:
    """The whole first, then the parts that make it; a part of zero is left out."""
    found = state_counts(cycle_id)
    parts = [(label, sum(found.get(state, 0) for state in states)) for label, states in PARTS.items()]
    whole = {"label": N_("ideas received"), "value": sum(found.values()), "total": True}
    return [whole, *({"label": label, "value": value} for label, value in parts if value)]


def newest(cycle_id: int, *, limit: int = 5) -> Sequence[Proposal]:
    """The ideas published last."""
    return (
        db.session.scalars(
            select(Proposal)
            .options(joinedload(Proposal.theme), joinedload(Proposal.thread))
            .where(Proposal.cycle_id == cycle_id, Proposal.state == "published")
            .order_by(Proposal.published_at.desc(), Proposal.id.desc())
            .limit(limit)
        )
        .unique()
        .all()
    )


def theme_counts(cycle_id: int) -> dict[int, int]:
    """How many published ideas stand under each theme today, merges followed: {theme_id: count}."""
    rows = db.session.execute(
        select(Proposal.theme_id, func.count())
        .where(Proposal.cycle_id == cycle_id, Proposal.state == "published", Proposal.theme_id.is_not(None))
        .group_by(Proposal.theme_id)
    )
    today = current_of(of_cycle(cycle_id))
    found: dict[int, int] = {}
    for theme_id, count in rows:
        if theme_id is not None:
            found[today[theme_id].id] = found.get(today[theme_id].id, 0) + count
    return found


def heard(cycle_id: int, *, by: str) -> dict[str | None, int]:
    """How many published ideas have come from each region, or from each voice; None is «not given».

    Args:
        by: «region» or «voice».
    """
    column = Proposal.region if by == "region" else Proposal.voice
    published = (Proposal.cycle_id == cycle_id, Proposal.state == "published")
    rows = db.session.execute(select(column, func.count()).where(*published).group_by(column))
    return {row[0]: row[1] for row in rows}
