"""What the marks of a workshop give: where each item stands, what to discuss first, what the conflicts change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from cocreation.evaluation import queries
from cocreation.evaluation.grids import rules_of
from cocreation.evaluation.models import Item, Recusal, Score, Seat, Workshop
from cocreation.evaluation.ranking import Effect, Standing, effects, standings


@dataclass(frozen=True)
class Results:
    """The figures of a workshop.

    Args:
        items: in their order. gone: the ids of those withdrawn meanwhile. voters: the evaluators whose marks count.
        standings: by item. scores: the marks that count, by item and seat. recusals: every conflict of interest.
        effects: what each evaluator's conflict changes, in the order of the recusals of those evaluators.
    """

    items: Sequence[Item]
    gone: set[int]
    voters: Sequence[Seat]
    standings: dict[int, Standing[int]]
    scores: dict[int, dict[int, Score]]
    recusals: Sequence[Recusal]
    effects: Sequence[Effect[int, int]]

    @property
    def by_rank(self) -> list[Item]:
        """The items in the order of their rank; those nobody could score last."""
        return sorted(self.items, key=lambda item: (self._rank(item), item.position))

    @property
    def by_disagreement(self) -> list[Item]:
        """The items to discuss, those that divide most first."""
        return sorted(self.items, key=lambda item: (-self._disagreement(item), self._rank(item), item.position))

    def _rank(self, item: Item) -> int:
        found = self.standings.get(item.id)
        return found.rank if found else len(self.items) + 1

    def _disagreement(self, item: Item) -> Fraction:
        found = self.standings.get(item.id)
        return found.disagreement if found else Fraction(-1)


def of(workshop: Workshop) -> Results:
    """The figures of a workshop whose individual round is over."""
    items = queries.items(workshop.id)
    gone = queries.gone(items)
    voters = [seat for seat in workshop.evaluators if seat.sent_at is not None]
    voting = {seat.id for seat in voters}
    recusals = [one for one in queries.recusals(workshop.id) if one.seat_id in voting]
    put_aside = {(one.item_id, one.seat_id) for one in recusals}
    given = [one for one in queries.scores(workshop.id) if one.seat_id in voting and one.item_id not in gone]
    counted: dict[int, dict[int, Score]] = {}
    for one in given:
        if (one.item_id, one.seat_id) not in put_aside:
            counted.setdefault(one.item_id, {})[one.seat_id] = one
    known = {(one.item_id, one.seat_id): one.values() for one in given}
    sheets = {item: {seat: known[item, seat] for seat in found} for item, found in counted.items()}
    conflicts = [(one.item_id, one.seat_id, known.get((one.item_id, one.seat_id))) for one in recusals]
    rules = rules_of(workshop.grid) if workshop.grid else None
    return Results(
        items=items,
        gone=gone,
        voters=voters,
        standings=standings(sheets, rules) if rules else {},
        scores=counted,
        recusals=recusals,
        effects=effects(sheets, rules, conflicts) if rules else [],
    )
