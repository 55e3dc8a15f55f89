"""Events of the first plan: its eighteen commitments, and what two meetings of the committee recorded of them.

What the meeting of 15 July 2020 recorded is what its minutes say; the figures of the meeting before are written for
the demonstration, and say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from cocreation.accounts.models import Account
from cocreation.commitments import progress
from cocreation.commitments.progress import Line, Move, Part, Report
from cocreation.commitments.progress_models import Action, Commitment
from cocreation.core.clock import FuzzyDate, as_instant
from cocreation.core.i18n import OfficialText
from cocreation.cycles import queries as cycles
from cocreation.demo.timeline import Stage, Timeline, read_json
from cocreation.meetings import services as meetings
from cocreation.meetings.models import Meeting
from cocreation.meetings.services import Step
from cocreation.themes import queries as themes

SECRETARIAT = "administrator"
UNKNOWN = {
    "depends_on": FuzzyDate.depends_on,
    "not_communicated": FuzzyDate.not_communicated,
    "no_visibility": FuzzyDate.no_visibility,
}


def write(timeline: Timeline) -> None:
    """Write the commitments, then each meeting."""
    data = read_json("first_plan.json")
    kept: dict[int, Commitment] = {}
    timeline.add(as_instant(data["established"]), partial(_establish, data, kept))
    for line in data["meetings"]:
        timeline.add(as_instant(line["at"]), partial(_hold, line, data["commitments"], kept))


def _establish(data: dict[str, Any], kept: dict[int, Commitment], stage: Stage, at: datetime) -> None:
    plan = cycles.by_slug(data["plan"])
    if plan is None:
        raise LookupError("the first plan comes first")
    by, known = stage.people["administrator-1"], {theme.slug: theme for theme in themes.of_cycle(plan.id)}
    for line in data["commitments"]:
        made = progress.establish(
            cycle=plan, number=line["number"], title=OfficialText(line["title"]), theme=known[line["theme"]],
            holders=[(stage.organisations[key], "partner" if place else "lead")
                     for place, key in enumerate(line["holders"])],
            by=by, at=at,
        )  # fmt: skip
        for action in line.get("actions", ()):
            progress.add_action(
                commitment=made, number=action.get("number"), title=OfficialText(action.get("title", {})),
                first_date=FuzzyDate.parse(action["first"]) if "first" in action else None, by=by, at=at,
            )  # fmt: skip
        kept[made.number] = made


def _hold(
    line: dict[str, Any], facts: list[dict[str, Any]], kept: dict[int, Commitment], stage: Stage, at: datetime
) -> None:
    by = stage.people["administrator-1"]
    made = meetings.make(
        held_on=date.fromisoformat(line["day"]), title=OfficialText(line["title"]), mode=line["mode"],
        place=OfficialText(line["place"]), by=by, at=at,
    )  # fmt: skip
    for kind in ("discussed", "decided"):
        meetings.write_points(meeting=made, kind=kind, texts=[*map(OfficialText, line[kind])], by=by, at=at)
    meetings.write_steps(meeting=made, steps=[*map(_step, line["steps"])], by=by, at=at)
    meetings.publish(meeting=made, by=by, at=at)
    for fact in facts:
        told = fact["told"].get(line["day"])
        if told is not None:
            _record(kept[fact["number"]], made, {**told, "evidence": line["evidence"]}, fact, by, at)


def _step(line: dict[str, Any]) -> Step:
    if "first" in line:
        due = FuzzyDate.range(date.fromisoformat(line["first"]), date.fromisoformat(line["last"]), line["due"])
    else:
        due = FuzzyDate.parse(line["due"])
    return Step(OfficialText(line["text"]), due)


def _record(
    commitment: Commitment, meeting: Meeting, told: dict[str, Any], fact: dict[str, Any], by: Account, at: datetime
) -> None:
    snapshot = progress.report(
        commitment=commitment, meeting=meeting, report=_report(told, commitment), by=by, role=SECRETARIAT, at=at
    )
    for action, line in zip(commitment.actions, fact.get("actions", ()), strict=True):
        moved = line["moves"].get(meeting.held_on.isoformat())
        if moved is not None:
            progress.move(snapshot=snapshot, action=action, move=_move(moved), by=by, role=SECRETARIAT, at=at)
    for line in told.get("blockers", ()):
        progress.block(
            commitment=commitment, action=_action(commitment.actions, line), kind=line["kind"],
            on_whom=OfficialText(line.get("on_whom", {})), count=line.get("count"), meeting=meeting, by=by,
            role=SECRETARIAT, at=at,
        )  # fmt: skip
    progress.consolidate(snapshot=snapshot, by=by, at=at)
    if told.get("closed"):
        progress.close(commitment=commitment, meeting=meeting, to="complete", reason=OfficialText(), by=by, at=at)


def _report(told: Mapping[str, Any], commitment: Commitment) -> Report:
    return Report(
        percentage=told["percentage"],
        evidence=OfficialText(told["evidence"]),
        says_complete=told.get("complete", False),
        all_done=told.get("all_done", False),
        no_progress=told.get("no_progress", False),
        beyond=OfficialText(told.get("beyond", {})),
        remarks=[
            Line(OfficialText(line["text"]), _action(commitment.actions, line)) for line in told.get("remarks", ())
        ],
        parts=[
            Part(OfficialText(line["name"]), line["percentage"], OfficialText(line["site"]))
            for line in told.get("parts", ())
        ],
    )


def _action(actions: Sequence[Action], line: Mapping[str, Any]) -> Action | None:
    """The action a line is about: by its official number, or by its place where it has none."""
    if "place" in line:
        return actions[int(line["place"]) - 1]
    return next((one for one in actions if one.number is not None and one.number == line.get("action")), None)


def _move(line: Mapping[str, Any]) -> Move:
    due, words = _due(line), OfficialText(line.get("words", {}))
    if due is not None and not words and due.is_placed:
        words = OfficialText(fr=due.as_written)
    return Move(
        state=line["state"], due=due, words=words, runs_on=line.get("runs_on", False),
        reason=OfficialText(line.get("reason", {})),
    )  # fmt: skip


def _due(line: Mapping[str, Any]) -> FuzzyDate | None:
    written = line.get("due")
    if written is None:
        return None
    return UNKNOWN[written](line.get("words", {}).get("fr", "")) if written in UNKNOWN else FuzzyDate.parse(written)
