"""The first plan of the demonstration with its two meetings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cocreation.commitments import progress_queries
from cocreation.commitments.progress_models import Commitment
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.meetings import queries as meetings
from cocreation.meetings.models import Meeting

# The day by which the demonstration has entered both meetings, and nothing of the second plan.
ENTERED = "2020-07-18"
PLAN = "pan-2018-2020"
BEFORE, HELD = date(2019, 10, 31), date(2020, 7, 15)


@dataclass
class FirstPlan:
    """The plan and its meeting of July 2020."""

    cycle: Cycle
    meeting: Meeting

    @property
    def commitments(self) -> Sequence[Commitment]:
        """Its commitments, as recorded."""
        return progress_queries.commitments(self.cycle.id)

    def commitment(self, number: int) -> Commitment:
        """One of them."""
        return self.commitments[number - 1]


def first_plan() -> FirstPlan:
    """Find the plan in the database of the application."""
    cycle, meeting = cycles.by_slug(PLAN), meetings.on(HELD)
    assert cycle is not None
    assert meeting is not None
    return FirstPlan(cycle, meeting)
