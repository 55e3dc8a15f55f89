"""Events of the choices: the first sift, the grid, a workshop on draft commitments and one on ideas."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from cocreation.clustering import queries as clustering
from cocreation.core.clock import as_instant
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.demo.timeline import Stage, Timeline, draw, read_json
from cocreation.evaluation import deciding, grids, queries, results, scoring, sifting, workshops
from cocreation.evaluation.models import Item, Seat, Workshop

SIFTED = "2020-11-20T10:00"
GRID_PROPOSED = "2020-11-23T10:00"
GRID_ADOPTED = "2020-11-24T15:00"
# How many of the items of a workshop are retained; what follows them is merged, reworded or left.
RETAINED = {"drafts": 3, "ideas": 18}


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
        ideas = [linked.pop(stage.proposals[key].id) for key in line["ideas"]]
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
        runs = [run.id for run in clustering.published_runs(stage.plan.id)]
        alone = [one.proposal for one in clustering.alone(runs) if one.proposal.state == "published"]
        found = workshops.candidates(workshop, [*groups, *alone])
        return found[: self.line["items"]]

    def _workshop(self, stage: Stage) -> Workshop:
        found = queries.workshop(stage.plan.id, self.line["number"])
        if found is None:
            raise LookupError("a workshop is prepared before it is held")
        return found

    def score(self, stage: Stage, at: datetime) -> None:
        workshop = self._workshop(stage)
        for seat in list(workshop.evaluators):
            for item in scoring.to_do(seat):
                scoring.save(seat=seat, item=item, marks=_marks(seat, item), comment="", reason="", at=at)
            scoring.send(seat=seat, at=at)
        db.session.flush()

    def close(self, stage: Stage, at: datetime) -> None:
        workshop = self._workshop(stage)
        chair = workshop.chairs[0]
        figures = results.of(workshop)
        reasons = {outcome: OfficialText(words) for outcome, words in read_json("workshops.json")["reasons"].items()}
        for place, item in enumerate(item for item in figures.by_rank if item.id not in figures.gone):
            outcome = "retained" if place < RETAINED[self.line["kind"]] else _not_kept(place)
            deciding.decide(item=item, verdict=deciding.Verdict(outcome, reasons[outcome]), chair=chair, at=at)
        deciding.close(workshop=workshop, by=chair.account, at=at)


def _not_kept(place: int) -> str:
    return "reformulate" if place % 7 == 3 else "not_retained"


def _marks(seat: Seat, item: Item) -> dict[int, Fraction]:
    """Marks around a quality of the item and a temper of the evaluator, always the same ones."""
    grid = seat.workshop.grid
    quality, temper = 1 + draw(f"item-{item.position}", 3), draw(f"seat-{seat.id}", 2)
    return {
        one.id: Fraction(min(4, max(1, quality + temper + draw(f"{seat.id}/{item.position}/{one.position}", 3) - 1)))
        for one in (grid.criteria if grid else ())
    }
