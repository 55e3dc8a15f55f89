"""Writing the grid, and its adoption by two administrators; from the first mark on nobody changes it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cocreation.accounts.models import Account
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import LANGUAGES, N_, OfficialText, translator
from cocreation.cycles.models import Cycle
from cocreation.evaluation import queries
from cocreation.evaluation.anchors import ANCHORS
from cocreation.evaluation.models import Criterion, Grid
from cocreation.evaluation.ranking import WHOLE, Rules, Weighed
from cocreation.journal import services as journal
from cocreation.synthesis.rendering.scoring import CRITERIA, MOST


class Locked(Refused):
    """A grid under which somebody gave a mark."""

    message = N_("A mark was given under this grid: nobody changes it any more. Begin a new one for the next workshop.")


class NotWhole(Refused):
    """A grid that cannot be proposed yet."""

    status = 422
    message = N_("The weights sum to %(total)s: they must sum to 100.")


@dataclass(frozen=True)
class Wording:
    """What is written of a criterion; `anchors` by whole mark."""

    title: OfficialText
    guidance: OfficialText
    anchors: Mapping[int, OfficialText]
    weight: int
    veto: bool


def rules_of(grid: Grid) -> Rules:
    """What the ranking weighs marks by."""
    weighed = tuple(Weighed(one.id, one.weight, one.veto) for one in grid.criteria)
    return Rules(weighed, grid.scale.most)


def begin(*, cycle: Cycle, by: Account | None, at: datetime) -> Grid:
    """Begin a grid: a copy of the last one, or the one offered (the same that the report's workbook holds)."""
    last = next(iter(queries.grids(cycle.id)), None)
    grid = Grid(cycle_id=cycle.id, number=queries.last_number(Grid, cycle.id) + 1, created_at=now())
    grid.most, grid.step = (last.most, last.step) if last else (MOST, "1")
    grid.criteria = [_copied(one) for one in last.criteria] if last else _offered()
    db.session.add(grid)
    db.session.flush()
    _journal("grid.begun", grid, by, at)
    return grid


def _copied(one: Criterion) -> Criterion:
    return Criterion(
        position=one.position, title=one.title, guidance=one.guidance, anchors=one.anchors, weight=one.weight,
        veto=one.veto,
    )  # fmt: skip


def _offered() -> list[Criterion]:
    return [
        Criterion(
            position=place,
            title=_said(title),
            guidance=_said(guidance),
            anchors={str(level): _said(words) for level, words in enumerate(ANCHORS[place])},
            weight=weight,
            veto=place == 0,
        )
        for place, (title, weight, guidance) in enumerate(CRITERIA)
    ]


def _said(message: str) -> OfficialText:
    return OfficialText({code: translator(code).gettext(message) for code in LANGUAGES})


def set_scale(*, grid: Grid, most: int, step: str, by: Account | None, at: datetime) -> None:
    """Change the highest mark and the step; a grid that was proposed or adopted is written anew.

    Raises:
        Locked.
    """
    _open(grid)
    grid.most, grid.step = most, step
    for one in grid.criteria:
        one.anchors = {level: words for level, words in one.anchors.items() if int(level) <= most}
    _journal("grid.changed", grid, by, at)


def write_criterion(
    *, grid: Grid, criterion: Criterion | None, wording: Wording, by: Account | None, at: datetime
) -> Criterion:
    """Write a criterion, new (None) or again.

    Raises:
        Locked.
    """
    _open(grid)
    if criterion is None:
        criterion = Criterion(position=max((one.position for one in grid.criteria), default=-1) + 1)
        grid.criteria.append(criterion)
    criterion.title, criterion.guidance = wording.title, wording.guidance
    criterion.weight, criterion.veto = wording.weight, wording.veto
    criterion.anchors = {str(level): dict(words) for level, words in wording.anchors.items()}
    db.session.flush()
    _journal("grid.changed", grid, by, at)
    return criterion


def strike_criterion(*, grid: Grid, criterion: Criterion, by: Account | None, at: datetime) -> None:
    """Take a criterion out.

    Raises:
        Locked.
    """
    _open(grid)
    grid.criteria.remove(criterion)
    _journal("grid.changed", grid, by, at)


def _open(grid: Grid) -> None:
    """Make a grid one that is being written: whoever agreed to it agreed to something else."""
    db.session.refresh(grid, with_for_update=True)
    if queries.is_locked(grid):
        raise Locked()
    grid.state, grid.digest = "draft", ""
    grid.proposed_by_id = grid.adopted_by_id = grid.adopted_at = None


def _check(grid: Grid) -> None:
    for one in grid.criteria:
        wordless = [level for level in grid.levels if not one.anchor(level)]
        if not one.title or not one.guidance or wordless:
            name = str(one.title) or str(one.position + 1)
            raise NotWhole(
                N_("The criterion «%(name)s» lacks its title, its guidance or the wording of a level."), name=name
            )
    if grid.total != WHOLE:
        raise NotWhole(total=grid.total)


def propose(*, grid: Grid, by: Account, at: datetime) -> None:
    """The first of the two yeses.

    Raises:
        NotWhole: weights that do not sum to 100, a criterion without wording. Refused: it is proposed already.
    """
    db.session.refresh(grid, with_for_update=True)
    if grid.state != "draft":
        raise Refused(N_("This grid is proposed already."))
    _check(grid)
    grid.state, grid.proposed_by_id = "proposed", by.id
    _journal("grid.proposed", grid, by, at)


def adopt(*, grid: Grid, by: Account, at: datetime) -> None:
    """The second yes, by another administrator: the grid is public from here on.

    Raises:
        Refused: it is not proposed, or by the same person. NotWhole.
    """
    db.session.refresh(grid, with_for_update=True)
    if grid.state != "proposed" or grid.proposed_by_id == by.id:
        raise Refused(N_("Another administrator proposes the grid first: two people adopt it."))
    _check(grid)
    grid.state, grid.adopted_by_id, grid.adopted_at, grid.digest = "adopted", by.id, at, digest_of(grid)
    _journal("grid.adopted", grid, by, at)


def digest_of(grid: Grid) -> str:
    """The fingerprint of everything that decides a score, and of its wording."""
    criteria: list[dict[str, Any]] = [
        {"title": one.title, "guidance": one.guidance, "anchors": one.anchors, "weight": one.weight, "veto": one.veto}
        for one in grid.criteria
    ]
    whole = {"most": grid.most, "step": grid.step, "criteria": criteria}
    return hashlib.sha256(json.dumps(whole, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _journal(action: str, grid: Grid, by: Account | None, at: datetime) -> None:
    journal.record(
        action=action,
        object_kind="grid",
        object_id=grid.id,
        by=by,
        role="administrator",
        at=at,
        to_state=grid.state,
        detail={"digest": grid.digest} if grid.digest else None,
    )
