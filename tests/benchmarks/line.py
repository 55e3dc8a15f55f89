"""The whole line on real consultations: import, grouping and reports of three cycles, timed, with peak memory."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from imports import CYCLES, PROGRAM, ROOT, WORK, mappings

LANGUAGES = ("fr", "en", "ar")
# Asks for the grouping of a cycle as a moderator does, computes it as the worker does, and publishes it.
GROUP = """
import sys
from cocreation import create_app
from cocreation.clustering import queries, services
from cocreation.core import jobs
from cocreation.core.clock import process_now
from cocreation.core.db import db
from cocreation.cycles.queries import by_slug

app = create_app()
with app.app_context():
    run = services.ask_run(cycle=by_slug(sys.argv[1]), theme=None, seed=0, by=None, at=process_now())
    db.session.commit()
    run_id, job_id = run.id, run.job_id
jobs.run(app, job_id)
with app.app_context():
    run = queries.run(run_id)
    services.publish_run(run=run, by=None, at=process_now())
    db.session.commit()
    print(len(queries.groups_of([run_id])), "groups,", len(queries.alone([run_id])), "apart")
"""


def timed(environment: dict[str, str], title: str, command: list[str]) -> None:
    """Run one command and print its wall time, processor time and peak memory."""
    with tempfile.TemporaryFile() as out:
        began = time.perf_counter()
        pid = os.posix_spawn(
            command[0],
            command,
            environment,
            file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1), (os.POSIX_SPAWN_DUP2, out.fileno(), 2)],
        )
        _, status, used = os.wait4(pid, 0)
        wall = time.perf_counter() - began
        out.seek(0)
        said = out.read().decode(errors="replace").strip()
    if status:
        sys.exit(f"{title}\n{said}")
    last = said.splitlines()[-1][:60] if said else ""
    cpu, peak = used.ru_utime + used.ru_stime, used.ru_maxrss // 1024
    print(f"{title:44} {wall:7.1f} s {cpu:7.1f} s cpu {peak:6} MB   {last}", flush=True)


def main() -> None:
    """Import, group and report three consultations."""
    parser = argparse.ArgumentParser(prog="./dev bench line", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, metavar="DIR")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        environment = {**os.environ, "INSTANCE_PATH": name, "ENVIRONMENT": "development", "LC_ALL": "C.UTF-8"}
        program, python = str(PROGRAM), str(PROGRAM.with_name("python"))
        os.chdir(ROOT)
        timed(environment, "migrate", [program, "db", "upgrade"])
        for slug, prefix in CYCLES.items():
            timed(environment, f"cycle {slug}", [program, "cycle", "create", "--slug", slug, "--prefix", prefix])
        known = mappings(Path(name))
        for slug, kind, corpus in WORK:
            more = ["--create-themes"] if kind == "proposals" else []
            more += ["--mapping", str(known[corpus])] if corpus in known else []
            path = str(options.corpora / f"{corpus}.jsonl")
            command = [program, "import", kind, path, "--cycle", slug, "--published", *more]
            timed(environment, f"import {corpus}", command)
        for slug in CYCLES:
            timed(environment, f"group {slug}", [python, "-c", GROUP, slug])
        for slug in CYCLES:
            for language in LANGUAGES:
                command = [program, "report", "build", "--cycle", slug, "--language", language]
                command += ["--format", "all", "--out", str(Path(name) / "reports"), "--draft"]
                timed(environment, f"report {slug} {language}, every format", command)
        timed(environment, "journal verify", [program, "journal", "verify"])


if __name__ == "__main__":
    main()
