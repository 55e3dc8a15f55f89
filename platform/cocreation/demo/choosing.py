"""Events of the choices: the first sift, the grid, a workshop on draft commitments and three on ideas."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from cocreation.core.clock import as_instant
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.demo.timeline import Stage, Timeline, draw, read_json
from cocreation.evaluation import deciding, grids, queries, results, scoring, sifting, workshops
from cocreation.evaluation.models import Item, Seat, Workshop

SIFTED = "2020-11-20T10:00"
GRID_PROPOSED = "2020-11-23T10:00"
GRID_ADOPTED = "2020-11-24T15:00"
# How many draft commitments are retained; what becomes of ideas is written item by item.
RETAINED_DRAFTS = 3


def write(timeline: Timeline) -> None:
    """Write the sift, the grid and the workshops."""
    timeline.add(as_instant(SIFTED), _sift)
    timeline.add(as_instant(GRID_PROPOSED), _propose_grid)
    timeline.add(as_instant(GRID_ADOPTED), _adopt_grid)
    for line in read_json("workshops.json")["workshops"]:
        timeline.add(as_instant(line["opened"]), _Meeting(line).open)
        timeline.add(as_instant(line["scored"]), _Meeting(line).score)
        timeline.add(as_instant(line["closed"]), _Meeting(line).close)


def _sift(stage: Stage, at: datetime) -> None:
    by = stage.people["moderator-1"]
    linked = {idea.id: idea for idea in queries.published(stage.plan.id)}
    for line in read_json("workshops.json")["sifted"]:
        ideas = [linked.pop(stage.proposals[key].id) for key in line["ideas"] if stage.proposals[key].id in linked]
        sifting.sift(
            cycle=stage.plan, ideas=ideas, gate=line["gate"], reason_code=line["reason"], note=line["note"],
            link=line["link"], by=by, at=at,
        )  # fmt: skip
    sifting.sift(
        cycle=stage.plan, ideas=list(linked.values()), gate="linked", reason_code="values", note="", link="", by=by,
        at=at,
    )  # fmt: skip


def _propose_grid(stage: Stage, at: datetime) -> None:
    by = stage.people["administrator-1"]
    grids.propose(grid=grids.begin(cycle=stage.plan, by=by, at=at), by=by, at=at)


def _adopt_grid(stage: Stage, at: datetime) -> None:
    grids.adopt(grid=queries.grids(stage.plan.id)[0], by=stage.people["administrator-2"], at=at)


class _Meeting:
    """One workshop of the data: opened, scored by each alone, decided and closed."""

    def __init__(self, line: dict[str, Any]) -> None:
        self.line = line

    def open(self, stage: Stage, at: datetime) -> None:
        by = stage.people["administrator-1"]
        plan = workshops.Plan(
            title=OfficialText(self.line["title"]), place=OfficialText(self.line["place"]), link="",
            starts_at=as_instant(self.line["scored"]), minimum=self.line["minimum"], marks_public=False,
        )  # fmt: skip
        made = workshops.prepare(cycle=stage.plan, plan=plan, by=by, at=at)
        workshops.add_items(workshop=made, things=self._things(stage, made), by=by, at=at)
        for seat in self.line["seats"]:
            workshops.name(
                workshop=made, account=stage.people[seat["person"]], duty=seat["duty"], side=seat["side"],
                organisation=stage.organisations.get(seat["person"]), by=by, at=at,
            )  # fmt: skip
        workshops.open_round(workshop=made, by=stage.people["administrator-2"], at=at)

    def _things(self, stage: Stage, workshop: Workshop) -> Sequence[workshops.Thing]:
        if self.line["kind"] == "drafts":
            return queries.drafts(stage.plan.id)
        groups = queries.groups(stage.plan.id)
        grouped = {number for ids in queries.member_ids([one.id for one in groups]).values() for number in ids}
        alone = [idea for idea in queries.published(stage.plan.id) if idea.id not in grouped]
        found = workshops.candidates(workshop, [*groups, *alone])
        return found[: self.line["items"]]

    def _workshop(self, stage: Stage) -> Workshop:
        found = queries.workshop(stage.plan.id, self.line["number"])
        if found is None:
            raise LookupError("a workshop is prepared before it is held")
        return found

    def score(self, stage: Stage, at: datetime) -> None:
        workshop, planned = self._workshop(stage), self._planned(stage)
        qualities = {item.id: _quality(item, planned) for item in queries.items(workshop.id)}
        for seat in list(workshop.evaluators):
            for item in scoring.to_do(seat):
                marks = _marks(seat, qualities[item.id], item)
                scoring.save(seat=seat, item=item, marks=marks, comment="", reason="", at=at)
            scoring.send(seat=seat, at=at)
        db.session.flush()

    def close(self, stage: Stage, at: datetime) -> None:
        workshop = self._workshop(stage)
        chair = workshop.chairs[0]
        figures = results.of(workshop)
        items = [item for item in figures.by_rank if item.id not in figures.gone]
        verdicts = _of_drafts(items) if self.line["kind"] == "drafts" else _of_ideas(items, self._planned(stage))
        for item in items:
            deciding.decide(item=item, verdict=verdicts[item.id], chair=chair, at=at)
        deciding.close(workshop=workshop, by=chair.account, at=at)

    def _planned(self, stage: Stage) -> dict[int, dict[str, Any]]:
        """What the data says of the ideas of this workshop: {proposal id: line}."""
        lines = [line for line in read_json("decisions.json") if line["workshop"] == self.line["number"]]
        return {stage.proposals[line["idea"]].id: line for line in lines}


def _reason(outcome: str) -> OfficialText:
    return OfficialText(read_json("workshops.json")["reasons"][outcome])


def _of_drafts(items: Sequence[Item]) -> dict[int, deciding.Verdict]:
    codes = ["retained" if place < RETAINED_DRAFTS else "not_retained" for place in range(len(items))]
    return {item.id: deciding.Verdict(code, _reason(code)) for item, code in zip(items, codes, strict=True)}


def _of_ideas(items: Sequence[Item], planned: dict[int, dict[str, Any]]) -> dict[int, deciding.Verdict]:
    """The written verdicts; an item of which the data says nothing is not retained."""
    lines = {item.id: line for item in items if (line := _line_of(item, planned))}
    by_key = {line["idea"]: item for item in items if (line := lines.get(item.id))}
    return {item.id: _verdict(lines.get(item.id), by_key) for item in items}


def _line_of(item: Item, planned: dict[int, dict[str, Any]]) -> dict[str, Any] | None:
    ideas = [item.proposal_id] if item.group_id is None else queries.member_ids([item.group_id])[item.group_id]
    return next((planned[number] for number in ideas if number in planned), None)


def _verdict(line: dict[str, Any] | None, by_key: dict[str, Item]) -> deciding.Verdict:
    if line is None or (line["outcome"] == "merged" and line["into"] not in by_key):
        return deciding.Verdict("not_retained", _reason("not_retained"))
    into = by_key[line["into"]] if "into" in line else None
    return deciding.Verdict(line["outcome"], OfficialText(line["reason"]), into, line.get("link", ""))


def _quality(item: Item, planned: dict[int, dict[str, Any]]) -> int:
    """What the evaluators see in an item: what is retained in the end is marked higher."""
    line = _line_of(item, planned) if item.draft_id is None else None
    return 2 if line is not None and line["outcome"] in {"retained", "merged"} else 1


def _marks(seat: Seat, quality: int, item: Item) -> dict[int, Fraction]:
    """Marks around a quality of the item and a temper of the evaluator, always the same ones."""
    criteria, temper = seat.workshop.grid.criteria if seat.workshop.grid else [], draw(f"seat-{seat.id}", 2)

    def mark(place: int) -> int:
        return quality + temper + draw(f"{item.id}/{place}", 2) + draw(f"{seat.id}/{item.id}/{place}", 3) - 1

    return {one.id: Fraction(min(4, max(1, mark(one.position)))) for one in criteria}
