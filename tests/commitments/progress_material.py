"""A commitment with two actions, two meetings, and the people who enter and record its progress."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cocreation.accounts.models import Account
from cocreation.commitments import progress
from cocreation.commitments.progress import Move, Report
from cocreation.commitments.progress_models import Action, ActionTurn, Commitment, Snapshot
from cocreation.core.clock import FuzzyDate
from cocreation.core.i18n import OfficialText
from cocreation.meetings import services as meetings
from cocreation.meetings.models import Meeting
from tests.proposals.material import NOW, make_body, make_cycle, make_person

NOTHING = OfficialText()


@dataclass
class World:
    """A commitment with two actions, two meetings and their people."""

    commitment: Commitment
    first: Meeting
    second: Meeting
    secretariat: Account
    agent: Account

    def report(self, meeting: Meeting, percentage: int | None, **facts: object) -> Snapshot:
        """Enter progress for a meeting."""
        told = Report(percentage=percentage, **facts)  # type: ignore[arg-type]
        return progress.report(
            commitment=self.commitment, meeting=meeting, report=told, by=self.agent, role="agent", at=NOW
        )

    def recorded(self, meeting: Meeting, percentage: int | None, **facts: object) -> Snapshot:
        """Enter and record it."""
        made = self.report(meeting, percentage, **facts)
        self.record(made)
        return made

    def record(self, snapshot: Snapshot) -> None:
        """Record what was entered."""
        progress.consolidate(snapshot=snapshot, by=self.secretariat, at=NOW)

    def move(self, snapshot: Snapshot, action: Action, state: str, **facts: object) -> ActionTurn:
        """Say what becomes of an action."""
        told = Move(state, **facts)  # type: ignore[arg-type]
        return progress.move(snapshot=snapshot, action=action, move=told, by=self.agent, role="agent", at=NOW)


def make_world() -> World:
    """Make a commitment with two weighted actions, two meetings and their people."""
    body = make_body()
    secretariat, agent = make_person("secretariat", "administrator"), make_person("agent", "agent", organisation=body)
    made = progress.establish(
        cycle=make_cycle(), number=3, title=OfficialText(fr="Archives"), holders=[(body, "lead")], theme=None,
        by=secretariat, at=NOW,
    )  # fmt: skip
    for number, weight in ((1, 3), (12, 1)):
        progress.add_action(
            commitment=made, number=number, title=OfficialText(fr=f"Action {number}"), weight=weight,
            first_date=FuzzyDate.month(2020, 6), by=secretariat, at=NOW,
        )  # fmt: skip
    held = [
        meetings.make(
            held_on=day, title=OfficialText(fr="Comité"), mode="remote", place=NOTHING, by=secretariat, at=NOW
        )
        for day in (date(2020, 3, 12), date(2020, 7, 15))
    ]
    return World(made, *held, secretariat, agent)
