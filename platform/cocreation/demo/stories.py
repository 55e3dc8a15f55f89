"""Events around the demonstration's own accounts: what becomes of an idea, one story for each possible fate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from cocreation.accounts import services as accounts
from cocreation.accounts.models import Contributor
from cocreation.core.clock import as_instant
from cocreation.demo.timeline import Stage, Timeline, read_lines
from cocreation.moderation import services as moderation
from cocreation.moderation.second_looks import look_at
from cocreation.moderation.things import last_decision
from cocreation.proposals import services as proposals

Line = dict[str, Any]


def write(timeline: Timeline) -> None:
    """Write the steps of every story."""
    for line in read_lines("story.jsonl"):
        for step in line["steps"]:
            timeline.add(as_instant(step["at"]), partial(STEPS[step["do"]], line, step))


def _contributor(line: Line, stage: Stage) -> Contributor:
    account = stage.people[line["by"]]
    organisation = stage.organisations[line["organisation"]] if "organisation" in line else None
    return accounts.contributor_for(account, name=line.get("name"), organisation=organisation)


def _write(line: Line, stage: Stage, at: datetime, *, send: bool) -> None:
    words = line.get("first", line)
    write = proposals.submit if send else proposals.save_draft
    stage.proposals[line["key"]] = write(
        cycle=stage.plan,
        contributor=_contributor(line, stage),
        theme=stage.themes[line["theme"]],
        title=words["title"],
        problem=words["problem"],
        body=words["proposal"],
        language=line["language"],
        region=line["region"],
        by=stage.people[line["by"]],
        at=at,
    )


def _submit(line: Line, step: Line, stage: Stage, at: datetime) -> None:
    _write(line, stage, at, send=True)


def _draft(line: Line, step: Line, stage: Stage, at: datetime) -> None:
    _write(line, stage, at, send=False)
    # It waits on the last page: nothing is left but to send it.
    stage.proposals[line["key"]].progress = {"steps": ["concerned", "documents", "name"]}


def _edit(line: Line, step: Line, stage: Stage, at: datetime) -> None:
    proposals.edit(
        proposal=stage.proposals[line["key"]],
        theme=stage.themes[line["theme"]],
        title=line["title"],
        problem=line["problem"],
        body=line["proposal"],
        language=line["language"],
        region=line["region"],
        why=step["why"],
        by=stage.people[line["by"]],
        at=at,
    )


def _withdraw(line: Line, step: Line, stage: Stage, at: datetime) -> None:
    proposals.withdraw(proposal=stage.proposals[line["key"]], by=stage.people[line["by"]], at=at)


def _decide(line: Line, step: Line, stage: Stage, at: datetime) -> None:
    moderation.decide(
        kind="proposal",
        object_id=stage.proposals[line["key"]].id,
        revision_seen=None,
        code=step["code"],
        reason_code=step.get("reason"),
        note=step.get("note", ""),
        theme=stage.themes[step["theme"]] if "theme" in step else None,
        duplicate_of=stage.proposals[step["of"]] if "of" in step else None,
        by=stage.people[step["by"]],
        at=at,
        undo_seconds=step.get("undo_seconds", 0),
    )


def _undo(line: Line, step: Line, stage: Stage, at: datetime) -> None:
    decision = last_decision(stage.proposals[line["key"]])
    if decision is None:
        raise LookupError(f"{line['key']}: nothing to undo")
    moderation.undo(decision=decision, by=stage.people[step["by"]], at=at)


def _ask(line: Line, step: Line, stage: Stage, at: datetime) -> None:
    moderation.ask_second_look(
        kind="proposal",
        object_id=stage.proposals[line["key"]].id,
        words=step["words"],
        by=stage.people[line["by"]],
        at=at,
    )


def _answer(line: Line, step: Line, stage: Stage, at: datetime) -> None:
    look = look_at(stage.proposals[line["key"]])
    if look is None:
        raise LookupError(f"{line['key']}: no second look was asked")
    moderation.answer_second_look(
        look=look, upheld=step["upheld"], answer=step["answer"], by=stage.people[step["by"]], at=at, undo_seconds=0
    )


STEPS: dict[str, Callable[[Line, Line, Stage, datetime], None]] = {
    "draft": _draft,
    "submit": _submit,
    "decide": _decide,
    "undo": _undo,
    "edit": _edit,
    "withdraw": _withdraw,
    "ask": _ask,
    "answer": _answer,
}
