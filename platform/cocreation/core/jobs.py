"""Long work: a row in our database is the truth, the queue carries only its id, a sweep re-sends what was lost.

A worker that is killed loses the task of any queue; the row's lease then runs out and the job starts again.
Handlers are idempotent: their result and the row's last state are written in one transaction.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from huey import Huey, RedisHuey, SqliteHuey
from sqlalchemy import CheckConstraint, String, and_, event, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from cocreation.core.clock import now
from cocreation.core.db import Base, begin_write, db

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=30)
MAX_TRIES = 4


class Job(Base):
    """One piece of long work: what, for whom, how far it is, and who works on it until when."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed', 'cancelled')", name="state"),
        CheckConstraint("progress >= 0 AND progress <= 1", name="progress"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(12), default="queued", index=True)
    progress: Mapped[float] = mapped_column(default=0.0)
    step: Mapped[str] = mapped_column(String(120), default="")
    tries: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[datetime | None]
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    result: Mapped[dict[str, Any] | None]
    error: Mapped[str | None] = mapped_column(String(500))
    requested_by: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {"done", "failed", "cancelled"}


class Cancelled(Exception):
    """The person asked the job to stop."""


class LeaseLost(Exception):
    """Another worker has taken the job over; this one must not write."""


class Progress:
    """What a handler is given to say how far it is; asking it also learns of a cancellation."""

    def __init__(self, job_id: int, lease: str) -> None:
        self._job_id, self._lease = job_id, lease

    def __call__(self, step: str, fraction: float) -> None:
        """Record the step (a msgid) and the fraction done, 0 to 1, in a transaction of its own.

        Raises:
            Cancelled: the job was asked to stop. LeaseLost: somebody else works on it.
        """
        with db.engine.begin() as connection:
            row = connection.execute(
                update(Job)
                .where(Job.id == self._job_id, Job.lease == self._lease, Job.state == "running")
                .values(step=step, progress=min(max(fraction, 0.0), 1.0), lease_until=now() + LEASE)
                .returning(Job.cancel_requested)
            ).first()
        if row is None:
            raise LeaseLost()
        if row.cancel_requested:
            raise Cancelled()


def let_go() -> None:
    """End the transaction of what a handler has read, so that nobody waits while it computes."""
    db.session.rollback()


Handler = Callable[[dict[str, Any], Progress], dict[str, Any] | None]


def handlers() -> dict[str, Handler]:
    """The handlers by kind, filled by the rooms in `create_app`."""
    found: dict[str, Handler] = current_app.extensions["cocreation.jobs"]
    return found


def enqueue(*, kind: str, payload: dict[str, Any], by: str | None, at: datetime | None = None) -> Job:
    """Ask for a piece of long work, in the transaction of the change that wants it.

    Args:
        kind: a name some room has given a handler for. payload: JSON. by: the asking person's reference.
    """
    job = Job(kind=kind, payload=payload, requested_by=by, created_at=at or now())
    db.session.add(job)
    db.session.flush()
    db.session.info.setdefault("jobs", []).append(job.id)
    return job


def cancel(job: Job) -> None:
    """Ask a job to stop: at once if it waits, at its next step if it runs."""
    job.cancel_requested = True
    if job.state == "queued":
        job.state, job.finished_at = "cancelled", now()


def _take(job_id: int) -> str | None:
    lease = secrets.token_hex(16)
    free = or_(Job.state == "queued", and_(Job.state == "running", Job.lease_until < now()))
    result: Any = db.session.execute(
        update(Job)
        .where(Job.id == job_id, free)
        .values(
            state="running",
            lease=lease,
            lease_until=now() + LEASE,
            tries=Job.tries + 1,
            started_at=now(),
        )
    )
    db.session.commit()
    return lease if result.rowcount else None


def _finish(job_id: int, lease: str, **values: Any) -> None:
    result: Any = db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.lease == lease, Job.state == "running")
        .values(finished_at=now(), lease_until=None, **values)
    )
    if not result.rowcount:
        db.session.rollback()
        raise LeaseLost()
    db.session.commit()


def _keep_lease(app: Flask, job_id: int, lease: str, over: threading.Event) -> None:
    # A handler may compute for longer than a lease between two steps; as long as the process lives, it holds it.
    while not over.wait(LEASE.total_seconds() / 3):
        with app.app_context(), db.engine.begin() as connection:
            begin_write()
            connection.execute(
                update(Job).where(Job.id == job_id, Job.lease == lease).values(lease_until=now() + LEASE)
            )


def run(app: Flask, job_id: int) -> None:
    """Do one job, in the worker; nothing happens where it is already done or somebody else's."""
    with app.app_context():
        begin_write()
        lease = _take(job_id)
        if lease is None:
            return
        job = db.session.get_one(Job, job_id, populate_existing=True)
        db.session.commit()
        over = threading.Event()
        keeper = threading.Thread(target=_keep_lease, args=(app, job_id, lease, over), daemon=True)
        keeper.start()
        try:
            _work(job, lease)
        finally:
            over.set()
            keeper.join()
            db.session.remove()


def _work(job: Job, lease: str) -> None:
    kind, payload, tries = job.kind, dict(job.payload), job.tries
    try:
        result = handlers()[kind](payload, Progress(job.id, lease))
        _finish(job.id, lease, state="done", progress=1.0, result=result or {})
    except Cancelled:
        db.session.rollback()
        _finish(job.id, lease, state="cancelled")
    except LeaseLost:
        db.session.rollback()
        log.warning("job %s was taken over by another worker", job.id)
    except Exception as error:
        db.session.rollback()
        log.exception("job %s (%s) failed", job.id, kind)
        again = "queued" if tries < MAX_TRIES else "failed"
        _finish(job.id, lease, state=again, error=f"{type(error).__name__}: {error}"[:500])


def sweep(app: Flask) -> list[int]:
    """Send again the ids of jobs whose worker died or whose message was lost.

    Returns:
        The ids sent.
    """
    with app.app_context():
        lost = or_(
            and_(Job.state == "running", Job.lease_until < now()),
            and_(Job.state == "queued", Job.created_at < now() - timedelta(seconds=5)),
        )
        ids = list(db.session.scalars(select(Job.id).where(lost).order_by(Job.id).limit(100)))
        db.session.remove()
    for job_id in ids:
        run_task(app)(job_id)
    return ids


def _storage(app: Flask) -> Huey:
    url = app.config["QUEUE_URL"]
    if url.startswith("redis"):
        return RedisHuey("cocreation", url=url)
    folder = Path(app.config["INSTANCE_PATH"])
    folder.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("cocreation", filename=str(folder / "queue.sqlite"))


def queue(app: Flask) -> Huey:
    """The Huey queue of the application, made at its first use."""
    if "cocreation.queue" not in app.extensions:
        app.extensions["cocreation.queue"] = _storage(app)
    found: Huey = app.extensions["cocreation.queue"]
    return found


def run_task(app: Flask) -> Callable[[int], Any]:
    """The queue's one task: run the job of this id."""
    if "cocreation.task" not in app.extensions:

        @queue(app).task(name="run_job")
        def run_job(job_id: int) -> None:
            run(app, job_id)

        app.extensions["cocreation.task"] = run_job
    found: Callable[[int], Any] = app.extensions["cocreation.task"]
    return found


def _send_after_commit(session: Any) -> None:
    ids = session.info.pop("jobs", [])
    if ids:
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        for job_id in ids:
            run_task(app)(job_id)


def _forget_after_rollback(session: Any) -> None:
    session.info.pop("jobs", None)


def init_app(app: Flask) -> None:
    """Give the application its handlers, and send job ids to the queue after each commit."""
    app.extensions["cocreation.jobs"] = {}
    if not event.contains(db.session, "after_commit", _send_after_commit):
        event.listen(db.session, "after_commit", _send_after_commit)
        event.listen(db.session, "after_rollback", _forget_after_rollback)
