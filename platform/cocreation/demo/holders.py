"""Events of the looking for holders: projects opened, bodies asked, what they answered, who holds what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from functools import partial
from typing import Any

from cocreation.commitments import candidates, concluding, contacts, opening, queries
from cocreation.commitments.contacts import Entry
from cocreation.commitments.models import Candidate, Project
from cocreation.core.clock import FuzzyDate, as_instant, to_local
from cocreation.core.i18n import OfficialText
from cocreation.demo.timeline import Stage, Timeline, read_json

SECRETARIAT = "administrator-1"
# What an entry of the log says, as the data names it.
SAID = ("reference", "place", "medium", "answer", "who", "summary", "outcome")


def write(timeline: Timeline) -> None:
    """Write the openings, the log and the decisions."""
    told = read_json("holders.json")
    for at in told["opened"]:
        timeline.add(as_instant(at), _open)
    for line in told["log"]:
        timeline.add(as_instant(line["at"]), partial(_log, line))
    for line in told["decisions"]:
        timeline.add(as_instant(line["at"]), partial(_none if "none" in line else _confirm, line))
    for place, line in enumerate(told["drafts"]):
        timeline.add(as_instant(line["asked"]), partial(_ask_drafter, place, line))
        if "answered" in line:
            timeline.add(as_instant(line["answered"]), partial(_drafter_accepts, place))
            timeline.add(as_instant(line["confirmed"]), partial(_confirm_drafter, place))


def _open(stage: Stage, at: datetime) -> None:
    by = stage.people[SECRETARIAT]
    opened = {one.id for one in opening.open_all(cycle=stage.plan, by=by, at=at)}
    for line in read_json("holders.json")["projects"]:
        project = _project(stage, line["idea"])
        if project is None or project.id not in opened:
            continue
        opening.retitle(project=project, title=OfficialText(line["title"]), by=by, at=at)
        for part, names in (("lead", line["lead"]), ("partner", line["partners"])):
            bodies = [stage.organisations[name] for name in names]
            candidates.name(projects=[project], organisations=bodies, part=part, by=by, at=at)


def _project(stage: Stage, idea: str) -> Project | None:
    """The project an idea led to; None where the workshops decided otherwise."""
    return queries.projects_of_ideas(stage.plan.id).get(stage.proposals[idea].id)


def _concerned(stage: Stage, concerns: dict[str, list[str]], at: datetime) -> Iterator[Candidate]:
    """The bodies of projects that a line of the data names; who was not named before is named now."""
    for name, ideas in concerns.items():
        body = stage.organisations[name]
        for project in filter(None, (_project(stage, idea) for idea in ideas)):
            candidates.name(projects=[project], organisations=[body], part="lead", by=stage.people[SECRETARIAT], at=at)
            yield next(one for one in project.candidates if one.organisation_id == body.id)


def _log(line: dict[str, Any], stage: Stage, at: datetime) -> None:
    concerned = list(_concerned(stage, line["concerns"], at))
    if not concerned:
        return
    body = next(iter(line["concerns"]))
    online = line.get("online", False)
    made = contacts.log(
        entry=Entry(line["kind"], _on(line, at), **{name: line[name] for name in SAID if name in line}),
        candidates=concerned,
        by=stage.people[body if online else SECRETARIAT],
        at=at,
        role="agent" if online else "administrator",
    )
    if line.get("public"):
        contacts.show(contact=made, is_public=True, by=stage.people[SECRETARIAT], at=at)


def _on(line: dict[str, Any], at: datetime) -> FuzzyDate:
    day = to_local(at).date()
    return FuzzyDate.at_hour(day, time.fromisoformat(line["hour"])) if "hour" in line else FuzzyDate.day(day)


def _confirm(line: dict[str, Any], stage: Stage, at: datetime) -> None:
    for candidate in _concerned(stage, line["confirm"], at):
        words = OfficialText(line.get("reason", {}))
        concluding.confirm(candidate=candidate, words=words, by=stage.people[SECRETARIAT], at=at)


def _none(line: dict[str, Any], stage: Stage, at: datetime) -> None:
    project = _project(stage, line["none"])
    if project is not None:
        reason = OfficialText(line["reason"])
        concluding.find_none(project=project, reason=reason, by=stage.people[SECRETARIAT], at=at)


def _drafter(stage: Stage, place: int) -> Candidate:
    """The body that drafted one of the commitments retained, by the order of their projects."""
    drafted = [one for one in queries.projects(stage.plan.id) if one.item.kind == "draft"]
    return drafted[place].candidates[0]


def _ask_drafter(place: int, line: dict[str, Any], stage: Stage, at: datetime) -> None:
    entry = Entry("letter", FuzzyDate.day(to_local(at).date()), reference=line["reference"])
    made = contacts.log(entry=entry, candidates=[_drafter(stage, place)], by=stage.people[SECRETARIAT], at=at)
    contacts.show(contact=made, is_public=True, by=stage.people[SECRETARIAT], at=at)


def _drafter_accepts(place: int, stage: Stage, at: datetime) -> None:
    drafter = _drafter(stage, place)
    entry = Entry("answer", FuzzyDate.day(to_local(at).date()), answer="accepts", who="Secrétaire général")
    by = stage.people[drafter.organisation.slug]
    made = contacts.log(entry=entry, candidates=[drafter], by=by, at=at, role="agent")
    contacts.show(contact=made, is_public=True, by=stage.people[SECRETARIAT], at=at)


def _confirm_drafter(place: int, stage: Stage, at: datetime) -> None:
    candidate = _drafter(stage, place)
    concluding.confirm(candidate=candidate, words=OfficialText(), by=stage.people[SECRETARIAT], at=at)
