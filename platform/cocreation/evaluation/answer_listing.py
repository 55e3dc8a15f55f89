"""The answers that stand in a plan as their public page lists them: counted, filtered, found by reference."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager

from cocreation.core.db import db
from cocreation.core.paging import Page, keyset
from cocreation.evaluation.answer_models import PublishedAnswer
from cocreation.proposals.models import Proposal

COUNTED = {"outcome": PublishedAnswer.outcome, "theme": Proposal.theme_id, "voice": Proposal.voice}


@dataclass(frozen=True)
class Wanted:
    """What a reader asks of the list; `themes` are the numbers of a theme and of those merged into it."""

    outcome: str = ""
    themes: Collection[int] = ()
    voice: str = ""
    reference: str = ""

    def conditions(self, *but: str) -> list[ColumnElement[bool]]:
        """What a row must fulfil, the filters named in `but` left out."""
        found = {
            "outcome": PublishedAnswer.outcome == self.outcome if self.outcome else None,
            "theme": Proposal.theme_id.in_(self.themes) if self.themes else None,
            "voice": Proposal.voice == self.voice if self.voice else None,
            "reference": Proposal.reference.contains(self.reference.upper(), autoescape=True)
            if self.reference
            else None,
        }
        return [one for name, one in found.items() if one is not None and name not in but]


def _standing(cycle_id: int, *columns: Any) -> Select[Any]:
    latest = (
        select(func.max(PublishedAnswer.id))
        .join(Proposal, Proposal.id == PublishedAnswer.proposal_id)
        .where(Proposal.cycle_id == cycle_id)
        .group_by(PublishedAnswer.proposal_id)
    )
    chosen = select(*columns).select_from(PublishedAnswer)
    return chosen.join(Proposal, Proposal.id == PublishedAnswer.proposal_id).where(PublishedAnswer.id.in_(latest))


def listed(cycle_id: int, wanted: Wanted, cursor: str | None) -> Page[PublishedAnswer]:
    """A page of the answers asked for, in the order in which the ideas were received."""
    statement = _standing(cycle_id, PublishedAnswer).options(contains_eager(PublishedAnswer.proposal))
    return keyset(
        statement.where(*wanted.conditions()),
        order=[(PublishedAnswer.proposal_id, "asc")],
        cursor=cursor,
        session=db.session,
    )


def counts(cycle_id: int, by: str, wanted: Wanted | None = None) -> dict[Any, int]:
    """How many answers stand, by a key of COUNTED, under the other filters asked for."""
    column = COUNTED[by]
    statement = _standing(cycle_id, column, func.count()).group_by(column)
    rows = db.session.execute(statement.where(*(wanted or Wanted()).conditions(by)))
    return {row[0]: row[1] for row in rows}
