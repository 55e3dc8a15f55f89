"""The same ideas on SQLite and on PostgreSQL give the same grouping: that of the engine alone."""

import json
from typing import Any

import pytest
from flask import Flask

from cocreation.clustering import queries, services
from cocreation.clustering.engine import Document, Grouper
from cocreation.clustering.models import GroupingRun
from cocreation.core import jobs
from cocreation.core.db import db
from tests.clustering.engine.corpus import SUBJECTS
from tests.proposals.material import NOW, make_cycle, make_person, make_theme, publish, send

AUTHORS = ("amina", "brahim", "chama", "driss", "esther")


def _language(subject: str) -> str:
    return "ar" if subject > "z" else "fr"


def _stored(app: Flask) -> GroupingRun:
    """Publish the thirty texts in the order of their subjects, and return their computed grouping."""
    cycle = make_cycle()
    theme = make_theme(cycle, "tout", "Tout")
    people = [make_person(name) for name in AUTHORS]
    for subject, texts in SUBJECTS.items():
        for place, text in enumerate(texts):
            details: dict[str, Any] = {
                "title": text,
                "problem": f"{text}.",
                "body": text,
                "language": _language(subject),
            }
            publish(send(cycle, theme, people[place], **details))
    db.session.commit()
    run = services.ask_run(cycle=cycle, theme=None, seed=0, by=None, at=NOW)
    db.session.commit()
    number, job = run.id, run.job_id
    jobs.run(app, job or 0)
    db.session.expire_all()
    return queries.run(number)


@pytest.mark.both_databases
def test_the_stored_grouping_is_the_engines(app: Flask, session: object) -> None:
    run = _stored(app)
    lines = [json.loads(line) for line in (run.source or b"").decode().split("\n")]
    told = {line["title"]: line["id"] for line in lines}
    documents = [
        Document(told[text], text, f"{text}.\n\n{text}", _language(subject), AUTHORS[place], "tout")
        for subject, texts in SUBJECTS.items()
        for place, text in enumerate(texts)
    ]
    expected = Grouper().fit(documents).grouping_.to_json_dict()
    stored = run.result or {}
    # Authors bear numbers of the database, so that the hash of the corpus is its own.
    for name in ("schema", "groups", "ungrouped", "duplicates", "map", "quality"):
        assert json.dumps(stored[name], sort_keys=True) == json.dumps(expected[name], sort_keys=True), name
    assert sorted(told.values()) == sorted(document.id for document in documents)
