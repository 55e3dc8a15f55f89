"""The demonstration as a line of dated events, and the stage on which they happen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zlib import crc32

from cocreation.accounts import services as accounts
from cocreation.accounts.models import Account, Contributor, Organisation
from cocreation.clustering.models import GroupingRun
from cocreation.comments.models import Comment
from cocreation.core.clock import process_at
from cocreation.cycles.models import Cycle
from cocreation.proposals.models import DraftCommitment, Proposal
from cocreation.themes.models import Theme

DATA = Path(__file__).with_name("data")


def read_lines(name: str) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file of the demonstration's folder."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def read_json(name: str) -> Any:
    """A JSON file of the demonstration's folder."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def draw(key: str, below: int) -> int:
    """A number under `below` that is always the same for a key: the demonstration is written, never thrown."""
    return crc32(key.encode()) % below


@dataclass
class Stage:
    """What the events have made so far, by the keys the data knows them by; `do_job` does a job of the queue."""

    do_job: Callable[[int], None]
    cycle: Cycle | None = None
    run: GroupingRun | None = None
    people: dict[str, Account] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    proposals: dict[str, Proposal] = field(default_factory=dict)
    drafts: dict[str, DraftCommitment] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)

    @property
    def plan(self) -> Cycle:
        """The plan that is collecting."""
        if self.cycle is None:
            raise LookupError("the plan comes first")
        return self.cycle

    def moderator(self, key: str) -> Account:
        """The moderator who looks at a thing: one of two, always the same one for it."""
        return self.people[f"moderator-{1 + draw(key, 2)}"]

    def author(self, line: dict[str, Any], at: datetime) -> tuple[Account, Contributor]:
        """Who signs a line of the data online; their account opens with their first contribution."""
        if line["organisation"]:
            account = self.people[line["organisation"]]
            return account, accounts.contributor_for(account, organisation=self.organisations[line["organisation"]])
        name = line["name"] or ""
        if "by" in line:
            return self.people[line["by"]], accounts.contributor_for(self.people[line["by"]], name=name)
        mark = f"{name}/{line['voice']}" if name else line["key"]
        if mark not in self.people:
            email = f"{line['key']}@example.org"
            self.people[mark], _ = accounts.open_account(email=email, name=name, language=line["language"], at=at)
        contributor = accounts.contributor_for(self.people[mark])
        contributor.voice = line["voice"]
        return self.people[mark], contributor


Act = Callable[[Stage, datetime], None]


@dataclass(frozen=True, order=True)
class Event:
    """One thing that happens at a moment of the process; of two at one moment the one written first comes first."""

    at: datetime
    place: int
    act: Act = field(compare=False)


class Timeline:
    """Events in any order of writing, played in the order of the process."""

    def __init__(self) -> None:
        self._events: list[Event] = []

    def add(self, at: datetime, act: Act) -> None:
        """Write an event."""
        self._events.append(Event(at, len(self._events), act))

    def play(self, stage: Stage, until: datetime) -> int:
        """Let happen what happens up to a moment (included), each at its own process time.

        Returns:
            The number of events played.
        """
        due = sorted(event for event in self._events if event.at <= until)
        for event in due:
            with process_at(event.at):
                event.act(stage, event.at)
        return len(due)
