"""Long work: done once, also when the worker is killed in the middle; cancelled, retried, given up."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from cocreation.core import jobs
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.jobs import Job

# A worker of its own process whose handler writes a line a step: what a killed worker leaves is seen from outside.
WORKER = """
import json, pathlib, sys, time
from cocreation import create_app
from cocreation.core import jobs
from cocreation.core.db import db

settings, trace = json.loads(sys.argv[1]), pathlib.Path(sys.argv[2])
job_id, pause = int(sys.argv[3]), float(sys.argv[4])
app = create_app(settings)

def handler(payload, progress):
    jobs.let_go()
    for step in range(5):
        progress("step", step / 5)
        with trace.open("a") as out:
            out.write(f"{step}\\n")
        time.sleep(pause)
    return {"answer": payload["question"] * 2}

app.extensions["cocreation.jobs"]["double"] = handler
jobs.run(app, job_id)
"""


def ask(app: Flask, handler: Callable[..., Any] | None = None, **payload: Any) -> int:
    if handler:
        app.extensions["cocreation.jobs"]["double"] = handler
    with app.app_context():
        job = jobs.enqueue(kind="double", payload=payload, by=None)
        db.session.commit()
        return job.id


def read(app: Flask, job_id: int) -> Job:
    with app.app_context():
        return db.session.scalars(select(Job).where(Job.id == job_id).execution_options(populate_existing=True)).one()


def worker(app: Flask, trace: Path, job_id: int, pause: float) -> "subprocess.Popen[bytes]":
    kept = {name: app.config[name] for name in ("ENVIRONMENT", "DATABASE_URL", "INSTANCE_PATH", "SECRET_KEY")}
    argv = [sys.executable, "-c", WORKER, json.dumps(kept), str(trace), str(job_id), str(pause)]
    return subprocess.Popen(argv, env=os.environ)


@pytest.mark.both_databases
def test_a_job_killed_in_the_middle_is_done_once(app: Flask, tmp_path: Path) -> None:
    job_id = ask(app, question=21)
    trace = tmp_path / "trace"
    process = worker(app, trace, job_id, pause=0.4)
    deadline = time.monotonic() + 60
    while not (trace.exists() and len(trace.read_text().split()) >= 2):
        assert time.monotonic() < deadline, "the worker never began"
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert read(app, job_id).state == "running"
    assert read(app, job_id).result is None
    with app.app_context():
        # The lease of a dead worker runs out by itself; the test does not wait for the half minute.
        db.session.execute(update(Job).where(Job.id == job_id).values(lease_until=now() - timedelta(seconds=1)))
        db.session.commit()
    assert jobs.sweep(app) == [job_id]
    again = worker(app, trace, job_id, pause=0.0)
    assert again.wait(60) == 0
    done = read(app, job_id)
    assert (done.state, done.result, done.tries) == ("done", {"answer": 42}, 2)
    assert jobs.sweep(app) == []
    jobs.run(app, job_id)
    assert read(app, job_id).tries == 2


def test_the_result_and_the_last_state_are_one_transaction(app: Flask) -> None:
    def handler(payload: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
        db.session.add(Job(kind="made", payload={}, created_at=now()))
        raise RuntimeError("after writing")

    job_id = ask(app, handler)
    jobs.run(app, job_id)
    failed = read(app, job_id)
    assert failed.state == "queued"
    assert "after writing" in (failed.error or "")
    with app.app_context():
        assert db.session.scalar(select(Job.id).where(Job.kind == "made")) is None


def test_a_job_that_always_fails_is_given_up(app: Flask) -> None:
    def handler(payload: dict[str, Any], progress: jobs.Progress) -> None:
        raise ValueError("never")

    job_id = ask(app, handler)
    for _ in range(jobs.MAX_TRIES + 2):
        jobs.run(app, job_id)
    given_up = read(app, job_id)
    assert (given_up.state, given_up.tries) == ("failed", jobs.MAX_TRIES)


def test_cancelling_stops_a_waiting_job_at_once_and_a_running_one_at_its_next_step(app: Flask) -> None:
    waiting = ask(app, question=1)
    with app.app_context():
        jobs.cancel(db.session.get_one(Job, waiting))
        db.session.commit()
    assert read(app, waiting).state == "cancelled"
    seen: list[float] = []

    def handler(payload: dict[str, Any], progress: jobs.Progress) -> None:
        jobs.let_go()
        for share in (0.1, 0.2, 0.3):
            seen.append(share)
            if share == 0.2:
                with db.engine.begin() as connection:
                    connection.execute(update(Job).where(Job.id == running).values(cancel_requested=True))
            progress("step", share)

    running = ask(app, handler)
    jobs.run(app, running)
    assert read(app, running).state == "cancelled"
    assert seen == [0.1, 0.2]


def test_two_workers_never_do_one_job(app: Flask) -> None:
    done: list[int] = []

    def handler(payload: dict[str, Any], progress: jobs.Progress) -> None:
        jobs.let_go()
        # A second worker that gets the same message finds the job taken.
        if not done:
            done.append(1)
            jobs.run(app, job_id)
        done.append(2)

    job_id = ask(app, handler)
    jobs.run(app, job_id)
    assert done == [1, 2]
    assert read(app, job_id).tries == 1


def test_an_id_reaches_the_queue_only_with_the_commit(app: Flask) -> None:
    with app.app_context():
        before = jobs.queue(app).pending_count()
        jobs.enqueue(kind="double", payload={}, by=None)
        db.session.rollback()
        assert jobs.queue(app).pending_count() == before
        jobs.enqueue(kind="double", payload={}, by=None)
        db.session.commit()
        assert jobs.queue(app).pending_count() == before + 1
