"""The stations of an idea's own life, from its lines in the journal: receipt, checking, texts, themes. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from cocreation.moderation.models import CHANNEL_LINKS, reason_message
from cocreation.proposals.models import STATES, Proposal
from cocreation.synthesis.queries import RECEIVED
from cocreation.trace.queries import Line
from cocreation.trace.thread import Station


@dataclass
class Checked:
    """What the lines of one idea say: its stations, its state, and the times in which it was published."""

    stations: list[Station] = field(default_factory=list)
    state: str = ""
    spans: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    # The decisions that count, oldest first, so that the last one can be undone.
    _decided: list[list[Station]] = field(default_factory=list)

    def was_public(self, at: datetime) -> bool:
        """Whether what was done to it at a moment counts: it is published now, or was then."""
        return self.state == "published" or any(start <= at and (end is None or at <= end) for start, end in self.spans)

    def take(self, line: Line) -> None:
        """Go one line further."""
        if line.action in RECEIVED:
            through = {} if line.detail.get("channel", "online") == "online" else {"channel": line.detail["channel"]}
            self.stations.append(station("received", line, "submitted", values=through))
        elif line.action == "proposal.restored":
            self._undo(line)
        elif line.action == "proposal.edited":
            if line.from_state == "correction":
                self.stations.append(station("corrected", line, "submitted"))
        elif line.action == "proposal.version":
            self.stations.append(station("new_text", line, values={"number": line.detail.get("version")}))
        elif line.action == "proposal.version_restored":
            self._forget_text(line.detail.get("version"))
        elif line.action == "proposal.moved":
            self._move(line)
        elif line.to_state in STATES and line.to_state != line.from_state:
            self._decide(line)
        self._follow(line)

    def agree_with(self, idea: Proposal) -> None:
        """Say what the row says where the lines do not: such a station has no line, which is a fault."""
        if not self.stations:
            self.stations.append(Station("received", idea.received_at or idea.created_at, "submitted"))
        if self.state == idea.state:
            return
        at = (idea.published_at if idea.state == "published" else None) or self.stations[-1].at
        if idea.state == "published":
            self.spans.append((at, None))
        elif self.state == "published":
            self.spans[-1] = (self.spans[-1][0], at)
        if idea.state != "submitted" or self.state:
            self.state = idea.state
            self.stations.append(Station("restored" if idea.state == "submitted" else idea.state, at, idea.state))

    def _decide(self, line: Line) -> None:
        codes = ("checked", "published") if line.to_state == "published" else (line.to_state,)
        made = [station(code, line, line.to_state, **_why(line)) for code in codes]
        # Only the last of them says where it stands and why; who decided stands beside the first.
        made[1:] = [replace(one, role="", elsewhere=False) for one in made[1:]]
        self.stations += made
        self._decided.append(made)

    def _undo(self, line: Line) -> None:
        gone = self._decided.pop() if self._decided else []
        self.stations = [one for one in self.stations if all(one is not other for other in gone)]
        standing = next((one.standing for one in reversed(self.stations) if one.standing), "")
        if standing != line.to_state:
            self.stations.append(station("restored", line, line.to_state))

    def _forget_text(self, number: Any) -> None:
        self.stations = [one for one in self.stations if one.code != "new_text" or one.values.get("number") != number]

    def _move(self, line: Line) -> None:
        """A move; one that only takes back the move before it leaves no trace of either."""
        before, after = line.detail.get("from_theme"), line.detail.get("to_theme")
        moves = [one for one in self.stations if one.code == "moved"]
        if moves and moves[-1].values["from"] == after:
            self.stations.remove(moves[-1])
        elif after is not None:
            self.stations.append(station("moved", line, values={"from": before, "to": after}))

    def _follow(self, line: Line) -> None:
        if line.to_state not in STATES or line.to_state == self.state:
            return
        is_undone = line.action == "proposal.restored"
        if line.to_state == "published":
            # What took it from the public was undone: it was never away.
            start = self.spans.pop()[0] if is_undone and self.spans else line.process_at
            self.spans.append((start, None))
        elif self.state == "published":
            start = self.spans.pop()[0]
            if not is_undone:
                self.spans.append((start, line.process_at))
        self.state = line.to_state


def _why(line: Line) -> dict[str, Any]:
    if line.to_state in {"published", "withdrawn"} or not line.reason_code:
        return {}
    return {"reason": reason_message(line.to_state, line.reason_code), "link": CHANNEL_LINKS.get(line.reason_code, "")}


def station(code: str, line: Line, standing: str = "", **more: Any) -> Station:
    """A station that a line of the journal tells of."""
    elsewhere = line.action == "proposal.imported" or bool(line.detail.get("elsewhere"))
    return Station(
        code, line.process_at, standing, role=line.acting_role, elsewhere=elsewhere, sequence=line.sequence, **more
    )


def walked(lines: Iterable[Line]) -> Checked:
    """What the lines of one idea say, oldest first."""
    found = Checked()
    for line in lines:
        # What was said of an idea, of an answer to it or of a decision, did not change the idea itself.
        if line.action.startswith("proposal."):
            found.take(line)
    return found
