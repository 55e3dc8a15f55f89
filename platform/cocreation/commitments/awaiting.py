"""Whose answer is awaited, for how long, and who is asked for too much at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from cocreation.accounts.models import Organisation
from cocreation.commitments.models import Candidate, Project
from cocreation.core.web import configured


@dataclass(frozen=True)
class Awaited:
    """One body that was asked and has not answered."""

    candidate: Candidate
    since: date
    days: int

    @property
    def is_late(self) -> bool:
        """Whether it has been silent for longer than an answer should take."""
        return self.days >= int(configured("HOLDER_ANSWER_DAYS"))

    @property
    def is_to_remind(self) -> bool:
        """Whether it is late and was not reminded yet."""
        return self.is_late and not self.candidate.reminders


def awaited(projects: Iterable[Project], today: date) -> list[Awaited]:
    """Whose answer is awaited on projects that look for a holder or have their lead, the longest silence first."""
    found = [_awaited(one, today) for project in projects if project.state != "none" for one in project.candidates]
    return sorted((one for one in found if one), key=lambda one: (one.since, one.candidate.id))


def _awaited(candidate: Candidate, today: date) -> Awaited | None:
    if candidate.state != "consulted" or candidate.asked is None:
        return None
    since = candidate.asked.day
    return Awaited(candidate, since, (today - since).days)


@dataclass
class Load:
    """How much one body is asked for in a plan: in how many projects it stands where."""

    organisation: Organisation
    states: dict[str, int] = field(default_factory=dict)

    def count(self, *states: str) -> int:
        """In how many projects it stands in any of these states."""
        return sum(self.states.get(state, 0) for state in states)

    @property
    def total(self) -> int:
        """What weighs on it: asked and awaited, accepted or confirmed; what it refused does not."""
        return self.count("consulted", "accepts", "conditions", "confirmed")

    @property
    def is_too_much(self) -> bool:
        """Whether it is asked for more projects at once than a body should be."""
        return self.total > int(configured("HOLDER_PROJECTS"))


def loads(projects: Iterable[Project]) -> list[Load]:
    """Every body named in some projects with its load, the heaviest first; projects without holder do not weigh."""
    found: dict[int, Load] = {}
    for project in projects:
        for one in project.candidates:
            load = found.setdefault(one.organisation_id, Load(one.organisation))
            if project.state != "none":
                load.states[one.state] = load.states.get(one.state, 0) + 1
    return sorted(found.values(), key=lambda load: (-load.total, load.organisation.slug))
