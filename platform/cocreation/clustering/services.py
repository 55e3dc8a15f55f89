"""Asking for a grouping or for a coarser or finer cut of one, giving it up, publishing it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from cocreation.accounts.models import Account
from cocreation.clustering import computing, cutting, queries, settling, telling
from cocreation.clustering.computing import journalled
from cocreation.clustering.models import GroupingRun
from cocreation.core import jobs
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_
from cocreation.cycles.models import Cycle
from cocreation.themes.models import Theme

JOB = "grouping"


class NothingToGroup(Refused):
    """No published idea to group."""

    message = N_("There is no published idea to group yet.")


class AlreadyAsked(Refused):
    """A run of the same scope is being computed."""

    message = N_("This grouping is already being computed. Wait for it, or cancel it first.")


class NotWhole(Refused):
    """A run that is not ready."""

    message = N_("This grouping is not ready, or it was replaced in the meantime.")


class NotSoMany(Refused):
    """A number of groups the tree cannot be cut into."""

    status = 422
    message = N_("Choose a number of groups between %(least)s and %(most)s.")


def _is_asked(cycle: Cycle, theme: Theme | None) -> bool:
    statement = select(GroupingRun.id).where(
        GroupingRun.cycle_id == cycle.id,
        GroupingRun.theme_id == theme.id if theme else GroupingRun.theme_id.is_(None),
        GroupingRun.state == "asked",
    )
    return db.session.scalar(statement) is not None


def _give_up_failed() -> None:
    """Call failed the runs whose job failed for good, so that they hold up no other one."""
    over = select(jobs.Job.id).where(jobs.Job.state.in_(("failed", "cancelled")))
    db.session.execute(
        update(GroupingRun)
        .where(GroupingRun.state == "asked", GroupingRun.job_id.in_(over))
        .values(state="failed")
        .execution_options(synchronize_session="fetch")
    )


def ask_run(*, cycle: Cycle, theme: Theme | None, seed: int, by: Account | None, at: datetime) -> GroupingRun:
    """Ask for a grouping of a cycle or of one theme; the earlier one stays in place until this one is published.

    Raises:
        NothingToGroup, AlreadyAsked.
    """
    settling.one_at_a_time(cycle.id)
    _give_up_failed()
    if _is_asked(cycle, theme):
        raise AlreadyAsked()
    source = computing.snapshot(cycle, theme)
    if not source:
        raise NothingToGroup()
    run = GroupingRun(
        cycle_id=cycle.id,
        theme_id=theme.id if theme else None,
        seed=seed,
        source=source,
        asked_by_id=by.id if by else None,
        asked_at=now(),
        process_at=at,
    )
    _ask(run, by, at, {})
    return run


def _ask(run: GroupingRun, by: Account | None, at: datetime, detail: dict[str, Any]) -> None:
    db.session.add(run)
    db.session.flush()
    job = jobs.enqueue(kind=JOB, payload={"run": run.id}, by=by.reference if by else None)
    run.job_id = job.id
    detail["source"] = hashlib.sha256(run.source or b"").hexdigest()
    journalled("grouping.asked", run, by, at, None, "asked", detail)


def take_cut(*, run: GroupingRun, count: int, by: Account | None, at: datetime) -> GroupingRun:
    """Ask for a whole run's tree to be cut into another number of groups: a grouping of its own, beside the first.

    The worker names its groups; the ideas, and every correction, are those of `run`, which stays as it is.

    Args:
        count: how many groups, within the bounds of the tree.

    Raises:
        NotWhole: the run is not whole, or was made without a tree. NotSoMany. AlreadyAsked.
    """
    settling.one_at_a_time(run.cycle_id)
    if run.state not in {"ready", "published"} or not (run.result or {}).get("hierarchy"):
        raise NotWhole()
    least, most = cutting.bounds(computing.tree_of(run))
    if not least <= count <= most:
        raise NotSoMany(least=least, most=most)
    _give_up_failed()
    cycle = db.session.get_one(Cycle, run.cycle_id)
    theme = db.session.get(Theme, run.theme_id) if run.theme_id else None
    if _is_asked(cycle, theme):
        raise AlreadyAsked()
    held = set(settling.places(run))
    made = GroupingRun(
        cycle_id=run.cycle_id,
        theme_id=run.theme_id,
        seed=run.seed,
        cut_of_id=run.id,
        n_groups=count,
        source=computing.snapshot(cycle, None, held),
        asked_by_id=by.id if by else None,
        asked_at=now(),
        process_at=at,
    )
    _ask(made, by, at, {"cut_of": run.id, "groups": count})
    return made


def set_aside(*, run: GroupingRun, by: Account | None, at: datetime) -> int:
    """Put away a grouping nobody published: taking a cut is undone so, with the corrections made on it.

    Where a later run has learnt from these already, they stay, and can be undone one by one. Returns how many went.

    Raises:
        NotWhole: it is not ready, or is public already.
    """
    settling.one_at_a_time(run.cycle_id)
    if run.state != "ready":
        raise NotWhole()
    is_last = queries.last_whole(run.cycle_id, run.theme_id) is run
    gone = [one for one in queries.corrections(run.id) if one.undone_at is None] if is_last else []
    for correction in gone:
        correction.undone_at = at
    run.state = "cancelled"
    detail = {"corrections": [correction.id for correction in gone]} if gone else None
    journalled("grouping.set_aside", run, by, at, "ready", "cancelled", detail)
    return len(gone)


def cancel_run(*, run: GroupingRun, by: Account | None, at: datetime) -> None:
    """Stop a run that is being computed.

    Raises:
        NotWhole: it is over.
    """
    if run.state != "asked" or run.job_id is None:
        raise NotWhole()
    jobs.cancel(db.session.get_one(jobs.Job, run.job_id))
    run.state = "cancelled"
    journalled("grouping.cancelled", run, by, at, "asked", "cancelled")


def publish_run(*, run: GroupingRun, by: Account | None, at: datetime) -> None:
    """Publish a run: it replaces those it cannot stand beside (one of the whole cycle, or one a theme).

    Raises:
        NotWhole.
    """
    settling.one_at_a_time(run.cycle_id)
    if run.state != "ready":
        raise NotWhole()
    others = select(GroupingRun).where(GroupingRun.cycle_id == run.cycle_id, GroupingRun.state == "published")
    if run.theme_id is not None:
        others = others.where((GroupingRun.theme_id == run.theme_id) | GroupingRun.theme_id.is_(None))
    for other in db.session.scalars(others).all():
        other.state = "replaced"
        journalled("grouping.replaced", other, by, at, "published", "replaced", {"by": run.id})
    run.state, run.published_at = "published", at
    journalled("grouping.published", run, by, at, "ready", "published")
    telling.tell_published(run, by)
