"""The check of the sums, every night and on demand: what it finds is kept, and told once to the administrators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from cocreation.accounts.queries import holders
from cocreation.core import jobs
from cocreation.core.clock import LOCAL_ZONE, now, to_local
from cocreation.core.db import db, writing
from cocreation.core.i18n import N_
from cocreation.core.jobs import Job
from cocreation.cycles import queries as cycles
from cocreation.notifications import services as notifications
from cocreation.trace import reckoning
from cocreation.trace.checking import Fault
from cocreation.trace.models import BalanceFault

JOB = "balance"
# The hour of the night, in Morocco, from which the next check is due.
HOUR = time(3)
# A mail names so many faults; the page names all.
NAMED = 20


def ask(*, by: str | None) -> Job:
    """Ask for a check now.

    Args:
        by: the mark of who asks, None for the night's.
    """
    return jobs.enqueue(kind=JOB, payload={}, by=by)


def ask_nightly(at: datetime) -> Job | None:
    """Ask for the check of the night, once; the worker calls this now and then.

    Args:
        at: real time.
    """
    night = datetime.combine(to_local(at).date(), HOUR, LOCAL_ZONE)
    since = night if night <= at else night - timedelta(days=1)
    asked = select(Job.id).where(Job.kind == JOB, Job.created_at >= since)
    return ask(by=None) if db.session.scalar(asked.limit(1)) is None else None


def last_check() -> Job | None:
    """The check asked for last."""
    return db.session.scalar(select(Job).where(Job.kind == JOB).order_by(Job.id.desc()).limit(1))


def open_faults() -> Sequence[BalanceFault]:
    """What did not agree at the last check, oldest first."""
    return db.session.scalars(
        select(BalanceFault)
        .options(joinedload(BalanceFault.cycle))
        .where(BalanceFault.gone_at.is_(None))
        .order_by(BalanceFault.id)
    ).all()


def watch(_payload: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """Check the journal and every cycle; the worker's work."""
    progress(N_("Comparing the tables with the journal"), 0.0)
    # What is long only reads: nobody waits for it.
    with writing(False):
        found = _found()
        jobs.let_go()
    _keep(found, now())
    return {"faults": len(found)}


def _found() -> list[tuple[int | None, Fault]]:
    reckoning.read_one_moment()
    found: list[tuple[int | None, Fault]] = [(None, fault) for fault in reckoning.check_chain()]
    for cycle in cycles.cycles(with_drafts=True):
        found += [(cycle.id, fault) for fault in reckoning.check(cycle)]
    return found


def _keep(found: Sequence[tuple[int | None, Fault]], at: datetime) -> None:
    known = {(row.cycle_id, row.fault): row for row in open_faults()}
    for key in known.keys() - set(found):
        known[key].gone_at = at
    fresh = [(cycle_id, fault) for cycle_id, fault in found if (cycle_id, fault) not in known]
    db.session.add_all(
        BalanceFault(
            cycle_id=cycle_id, name=fault.name, kind=fault.kind, told=fault.told, found=fault.found, found_at=at
        )
        for cycle_id, fault in fresh
    )
    db.session.flush()
    if fresh:
        _tell([fault for _, fault in fresh])


def _tell(fresh: Sequence[Fault]) -> None:
    names = [fault.name or "Σ" for fault in fresh[:NAMED]] + ["…"] * (len(fresh) > NAMED)
    for account in holders("administrator"):
        notifications.tell(
            account_id=account.id,
            kind="balance-fault",
            message=N_("The sums of the ideas do not agree. To look at: %(names)s"),
            values={"names": ", ".join(names)},
            path="/administration/sums",
        )
