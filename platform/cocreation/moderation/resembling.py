"""What an idea that waits resembles: the nearest published ideas, and the group it would stand in."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import url_for

from cocreation.clustering.suggesting import Suggestion, in_published
from cocreation.core.access import Visitor
from cocreation.moderation.things import Thing
from cocreation.proposals.models import Proposal
from cocreation.proposals.similar import similar_ideas


def near_ideas(thing: Thing) -> list[dict[str, Any]]:
    """The published ideas nearest to a proposal, its author's own too, each with the words they share."""
    if not isinstance(thing, Proposal):
        return []
    text = thing.current
    found = similar_ideas(
        cycle_id=thing.cycle_id,
        title=text.title,
        text=f"{text.problem}\n{text.body}",
        language=text.language,
        actor=Visitor(),
    )
    return [
        {**asdict(idea), "lang": idea.language, "href": url_for("proposals.show", reference=idea.reference)}
        for idea in found
        if idea.reference != thing.reference
    ]


def near_group(thing: Thing) -> Suggestion | None:
    """The group of the published grouping a proposal looks like; None where it stands in one, or none is near."""
    return in_published(thing) if isinstance(thing, Proposal) else None
