"""The demonstration stands as its events say, at each of its dates."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from cocreation.accounts.lists import REGIONS
from cocreation.accounts.models import Account, Organisation
from cocreation.accounts.services import sign_in_by_password
from cocreation.comments.models import Comment
from cocreation.core.clock import as_instant
from cocreation.core.db import db
from cocreation.core.mail import OutgoingMail
from cocreation.cycles.models import Cycle, PhaseChange
from cocreation.demo.people import PASSWORD, PEOPLE
from cocreation.demo.timeline import DATA, Stage, Timeline
from cocreation.journal import services as journal
from cocreation.journal.models import JournalLine
from cocreation.moderation.models import Decision, SecondLook
from cocreation.notifications.models import Notification
from cocreation.proposals.models import DraftCommitment, Proposal
from cocreation.themes.models import Theme, ThemeMerge
from tests.fixtures.database import close, make_app
from tests.fixtures.demonstration import CHOSEN, COLLECTING, REPORTED, Load


@pytest.fixture
def loaded(demonstration: Load, tmp_path: Path) -> Iterator[Flask]:
    app = make_app(f"sqlite:///{demonstration(COLLECTING)}", tmp_path / "instance", PROCESS_DATE=COLLECTING)
    with app.app_context():
        yield app
    close(app)


def test_what_stands_there_on_15_october(loaded):
    states = Counter(db.session.scalars(select(Proposal.state)))
    languages = Counter(found.current.language for found in db.session.scalars(select(Proposal)))
    assert states["published"] >= 120
    assert languages["fr"] >= 60
    assert languages["ar"] >= 50
    assert languages["en"] >= 5
    missing = {"draft", "submitted", "correction", "refused", "other_channel", "out_of_scope", "duplicate", "withdrawn"}
    assert missing <= set(states)
    regions = set(db.session.scalars(select(Proposal.region)))
    assert set(REGIONS) <= regions


def test_plans_themes_and_what_happened_to_them(loaded):
    past, plan = db.session.scalars(select(Cycle).order_by(Cycle.id))
    assert (past.slug, past.prefix, past.state) == ("pan-2018-2020", "PAN1", "past")
    assert (plan.slug, plan.prefix, plan.state) == ("pan-2020-2022", "PAN2", "open")
    assert plan.takes("collection", as_instant(COLLECTING))
    assert not plan.takes("collection", as_instant("2020-10-31T18:01"))
    changes = db.session.scalars(select(PhaseChange).where(PhaseChange.closed_before.is_not(None))).all()
    assert [change.closes_at for change in changes] == [as_instant("2020-10-31T18:00")]
    adopted = select(func.count()).where(Theme.cycle_id == plan.id, Theme.state == "adopted")
    assert db.session.scalar(adopted) == 8
    merge = db.session.scalars(select(ThemeMerge)).one()
    assert merge.undone_at is not None
    assert merge.undone_by_id != merge.by_id


def test_administrations_and_their_draft_commitments(loaded):
    assert db.session.scalar(select(func.count()).where(Organisation.state == "verified")) == 16
    assert Counter(db.session.scalars(select(DraftCommitment.state))) == {"published": 8, "submitted": 2}
    twice = db.session.scalars(select(DraftCommitment).where(DraftCommitment.version_number == 2)).one()
    assert "ar" not in twice.versions[0].title
    assert "ar" in twice.current.title


def test_nobody_decides_alone_and_nobody_is_told(loaded):
    deciders = set(db.session.scalars(select(Decision.by_id)))
    assert len(deciders) == 2
    assert db.session.scalar(select(func.count()).where(Decision.undone_at.is_not(None))) == 1
    assert Counter(db.session.scalars(select(SecondLook.state))) == {"changed": 1, "waiting": 1}
    assert db.session.scalar(select(func.count(OutgoingMail.id))) == 0
    assert db.session.scalar(select(func.count(Notification.id))) == 0


def test_the_journal_tells_the_process_time_of_each_event_and_is_whole(loaded):
    assert journal.verify() is None
    first, last = db.session.execute(select(func.min(JournalLine.process_at), func.max(JournalLine.process_at))).one()
    assert first == as_instant("2020-07-15T15:00")
    assert as_instant("2020-10-15T00:00") < last <= as_instant(COLLECTING)
    assert db.session.scalar(select(func.min(JournalLine.recorded_at))) > as_instant("2026-01-01")


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.key)
def test_each_account_opens_with_the_password_printed(loaded, person):
    account = sign_in_by_password(email=person.email, password=PASSWORD)
    assert isinstance(account, Account)
    assert account.has_role(person.role) if person.role else account.roles == []
    db.session.rollback()


def test_in_november_everything_is_decided_grouped_and_reported(demonstration):
    with closing(sqlite3.connect(demonstration(REPORTED))) as base:
        base.row_factory = lambda _cursor, row: row[0] if len(row) == 1 else row
        assert base.execute("SELECT count(*) FROM proposal WHERE state = 'submitted'").fetchone() == 0
        assert base.execute("SELECT count(*) FROM comment").fetchone() >= 250
        assert base.execute("SELECT count(*) FROM draft_commitment WHERE state = 'published'").fetchone() == 10
        assert base.execute("SELECT count(*) FROM grouping_run WHERE state = 'published'").fetchone() == 1
        reports = "SELECT language FROM report JOIN report_version ON report_id = report.id ORDER BY language"
        assert base.execute(reports).fetchall() == ["ar", "fr"]


def test_on_20_december_each_retained_item_has_a_project_and_most_have_their_holder(demonstration):
    with closing(sqlite3.connect(demonstration(CHOSEN))) as base:
        states = dict(base.execute("SELECT state, count(*) FROM project GROUP BY state"))
        assert states == {"candidate": 2, "consulted": 9, "confirmed": 13, "none": 1}
        asked = dict(base.execute("SELECT state, count(*) FROM holder_candidate GROUP BY state"))
        assert asked == {"candidate": 1, "consulted": 10, "conditions": 1, "refuses": 2, "confirmed": 15}
        kinds = dict(base.execute("SELECT kind, count(*) FROM holder_contact GROUP BY kind"))
        assert kinds["meeting"] == 2
        assert kinds["reminder"] == 3
        online = "SELECT count(*) FROM journal_line WHERE action = 'holder_contact.logged' AND acting_role = 'agent'"
        assert base.execute(online).fetchone()[0] >= 10


def test_events_happen_in_the_order_of_the_process_up_to_the_date():
    line, heard = Timeline(), []
    for day in (3, 1, 2, 4):
        line.add(as_instant(f"2020-10-0{day}"), lambda _stage, at: heard.append(at.day))
    assert line.play(Stage(lambda _job: None), as_instant("2020-10-03")) == 3
    assert heard == [1, 2, 3]


def test_a_thing_with_the_same_moment_as_another_follows_the_order_of_writing():
    line, heard = Timeline(), []
    for word in ("first", "second"):
        line.add(as_instant("2020-10-01"), lambda _stage, _at, word=word: heard.append(word))
    line.play(Stage(lambda _job: None), as_instant("2020-10-01"))
    assert heard == ["first", "second"]


def test_every_decision_and_comment_points_at_something_written():
    def keys(name):
        return {json.loads(line)["key"] for line in (DATA / name).read_text(encoding="utf-8").splitlines()}

    names = [path.name for path in sorted(DATA.glob("*.jsonl"))]
    lists = [keys(name) for name in names]
    assert sum(map(len, lists)) == len(set().union(*lists)), "a key is used twice"


def test_comments_by_the_demonstrations_own_people_are_theirs(loaded):
    citizen = db.session.scalar(select(Account).where(Account.email == "citoyenne@example.org"))
    mine = [found for found in db.session.scalars(select(Comment)) if found.contributor.account_id == citizen.id]
    assert Counter(found.state for found in mine) == {"visible": 2, "hidden": 1}
