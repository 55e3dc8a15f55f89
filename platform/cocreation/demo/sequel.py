"""Events after the collection: the ideas are grouped, the groups published, the synthesis report published."""

from __future__ import annotations

from datetime import date, datetime

from cocreation.clustering import services as clustering
from cocreation.core.clock import as_instant
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.demo.timeline import Stage, Timeline, read_json
from cocreation.synthesis import events, freezing, translating, writing
from cocreation.synthesis import services as synthesis
from cocreation.synthesis.texts import Texts

EVENTS_WRITTEN = "2020-11-02T15:00"
GROUPED = "2020-11-03T10:00"
GROUPS_PUBLISHED = "2020-11-04T11:00"
REPORT_TRANSLATED = "2020-11-09T11:00"
REPORT_WRITTEN = "2020-11-09T16:00"
REPORT_PUBLISHED = "2020-11-10T10:00"


def write(timeline: Timeline) -> None:
    """Write the grouping and the report."""
    timeline.add(as_instant(EVENTS_WRITTEN), _write_events)
    timeline.add(as_instant(GROUPED), _group)
    timeline.add(as_instant(GROUPS_PUBLISHED), _publish_groups)
    timeline.add(as_instant(REPORT_TRANSLATED), _translate)
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


def _write_events(stage: Stage, at: datetime) -> None:
    for line in read_json("events.json"):
        meeting = events.Meeting(
            title=OfficialText(line["title"]),
            place=OfficialText(line["place"]),
            held_on=date.fromisoformat(line["date"]),
            attendance=line["attendance"],
        )
        events.write_down(cycle=stage.plan, meeting=meeting, by=stage.people["administrator-1"], at=at)


def _translate(stage: Stage, at: datetime) -> None:
    """Give the translations of what the report quotes: which words those are depends on the groups."""
    given = read_json("translations.json")
    for language in read_json("report.json"):
        document = synthesis.build_document(cycle=stage.plan, language=language, at=at)
        for quoted in translating.quoted(document):
            text = given[language].get(quoted.words)
            if text:
                translating.translate(
                    cycle=stage.plan, language=language, quoted=quoted, text=text,
                    by=stage.people["administrator-2"], at=at,
                )  # fmt: skip


def _write_report(stage: Stage, at: datetime) -> None:
    for language, written in read_json("report.json").items():
        report = synthesis.report_of(stage.plan, language)
        by = stage.people["moderator-2" if language == "ar" else "moderator-1"]
        texts = Texts(synthesis.build_document(cycle=stage.plan, language=language, at=at), report.texts)
        for key, text in written.items():
            writing.save(report=report, texts=texts, key=key, text=text, seen=0, by=by, at=at)


def _publish_report(stage: Stage, at: datetime) -> None:
    for language in read_json("report.json"):
        freezing.publish(cycle=stage.plan, language=language, by=stage.people["administrator-1"], at=at)
