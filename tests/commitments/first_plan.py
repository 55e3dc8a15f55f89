"""The first plan of the demonstration with its two meetings, played without the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cocreation.commitments import progress_queries
from cocreation.commitments.progress_models import Commitment
from cocreation.core.clock import as_instant
from cocreation.core.db import db
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.demo import institutions, progress
from cocreation.demo.timeline import Stage, Timeline
from cocreation.meetings import queries as meetings
from cocreation.meetings.models import Meeting
from cocreation.notifications.services import be_quiet

PLAN = "pan-2018-2020"
BEFORE, HELD = date(2019, 10, 31), date(2020, 7, 15)


@dataclass
class FirstPlan:
    """The plan, its meeting of July 2020 and the stage with its people."""

    cycle: Cycle
    meeting: Meeting
    stage: Stage

    @property
    def commitments(self) -> Sequence[Commitment]:
        """Its commitments, as recorded."""
        return progress_queries.commitments(self.cycle.id)

    def commitment(self, number: int) -> Commitment:
        """One of them."""
        return self.commitments[number - 1]


def _nothing(number: int) -> None:
    raise AssertionError("the first plan asks for no job")


def played() -> FirstPlan:
    """Play the house and the first plan."""
    stage, timeline = Stage(_nothing), Timeline()
    for part in (institutions, progress):
        part.write(timeline)
    be_quiet(True)
    try:
        timeline.play(stage, as_instant("2020-07-18"))
    finally:
        be_quiet(False)
    db.session.commit()
    cycle, meeting = cycles.by_slug(PLAN), meetings.on(HELD)
    assert cycle is not None
    assert meeting is not None
    return FirstPlan(cycle, meeting, stage)
