"""Events after the collection: the ideas are grouped, the groups published, the synthesis report published."""

from __future__ import annotations

from datetime import datetime

from cocreation.clustering import services as clustering
from cocreation.core.clock import as_instant
from cocreation.core.db import db
from cocreation.demo.timeline import Stage, Timeline, read_json
from cocreation.synthesis import freezing
from cocreation.synthesis import services as synthesis

GROUPED = "2020-11-03T10:00"
GROUPS_PUBLISHED = "2020-11-04T11:00"
REPORT_WRITTEN = "2020-11-09T16:00"
REPORT_PUBLISHED = "2020-11-10T10:00"


def write(timeline: Timeline) -> None:
    """Write the grouping and the report."""
    timeline.add(as_instant(GROUPED), _group)
    timeline.add(as_instant(GROUPS_PUBLISHED), _publish_groups)
    timeline.add(as_instant(REPORT_WRITTEN), _write_report)
    timeline.add(as_instant(REPORT_PUBLISHED), _publish_report)


def _group(stage: Stage, at: datetime) -> None:
    run = clustering.ask_run(cycle=stage.plan, theme=None, seed=0, by=stage.people["moderator-1"], at=at)
    # The job works in a session of its own: it must find what happened so far.
    db.session.commit()
    if run.job_id is not None:
        stage.do_job(run.job_id)
    db.session.refresh(run)
    stage.run = run


def _publish_groups(stage: Stage, at: datetime) -> None:
    if stage.run is not None:
        clustering.publish_run(run=stage.run, by=stage.people["moderator-2"], at=at)


def _write_report(stage: Stage, at: datetime) -> None:
    for language, texts in read_json("report.json").items():
        report = synthesis.report_of(stage.plan, language)
        by = stage.people["moderator-2" if language == "ar" else "moderator-1"]
        synthesis.save_texts(report=report, texts=texts, revision=report.revision, by=by, at=at)


def _publish_report(stage: Stage, at: datetime) -> None:
    for language in read_json("report.json"):
        freezing.publish(cycle=stage.plan, language=language, by=stage.people["administrator-1"], at=at)
