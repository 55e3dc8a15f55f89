"""Every station the thread of an idea knows is told to its author, once: a station that tells nobody fails here."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

import cocreation
from cocreation.accounts.services import contributor_for
from cocreation.clustering import services as clustering
from cocreation.clustering.models import Group, GroupingRun, Membership
from cocreation.comments import services as comments
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.moderation import services as moderation
from cocreation.moderation.models import REASONS, TARGETS
from cocreation.notifications import digests, events, following
from cocreation.notifications.models import Notification
from cocreation.notifications.stations import STATIONS
from cocreation.proposals.models import STATES
from cocreation.synthesis import freezing
from cocreation.trace import thread
from tests.accounts.people import mails_to, person
from tests.moderation.material import decide, scene, waiting_proposal
from tests.proposals.material import NOW

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("session")]
# Who tells of each state an idea may take: a new state must name its kind here, or say why nobody is told.
TOLD_OF_STATE = {
    "submitted": "proposal.submitted",
    **{state: f"decision.{code}" for code, state in TARGETS["proposal"].items()},
}
# A draft was sent to nobody, and who withdraws knows it.
OWN_DOING = {"draft", "withdrawn"}
# Who tells of each other station of the thread: a new one must name its kind here, or say why nobody is told.
TOLD_OF_STATION = {
    "received": "proposal.submitted",
    "checked": "decision.publish",
    "new_text": "decision.publish",
    "grouped": "station.grouped",
    "regrouped": "station.grouped",
    "apart": "station.apart",
    "in_report": "station.in_report",
    "sifted": "station.sifted",
    "listed": "station.listed",
    "answered": "station.answered",
    "confirmed": "station.holder",
    "none": "station.no_holder",
}
# What its author did; what tells something of another idea, of a theme followed for itself, or before its time: a
# decision of a workshop is told with its reasoned answer.
NOT_TOLD = {"corrected", "restored", "moved", "theme_merged", "repeated", "scored", "decided"}
# Steps on the way to a holder, of whom its authors hear at the end.
OF_PROJECTS = {"project", "candidate", "consulted"}


def told_to(account):
    return [
        note.kind
        for note in db.session.scalars(
            select(Notification).where(Notification.account_id == account.id).order_by(Notification.id)
        )
    ]


def grouping(proposal, name="g2"):
    """A grouping that holds one idea, ready to be published."""
    run = GroupingRun(
        cycle_id=proposal.cycle_id,
        state="ready",
        corpus_sha256="0" * 64,
        asked_at=now(),
        process_at=NOW,
        ready_at=now(),
    )
    db.session.add(run)
    db.session.flush()
    group = None
    if name:
        group = Group(run_id=run.id, name=name, title="Eau", terms={}, size=1)
        db.session.add(group)
        db.session.flush()
    place = Membership(run_id=run.id, proposal_id=proposal.id, version_number=1, why=[])
    place.group_id = group.id if group else None
    db.session.add(place)
    db.session.flush()
    return run


def test_each_state_of_an_idea_is_told_by_somebody():
    assert sorted(set(STATES) - set(TOLD_OF_STATE) - OWN_DOING) == []


@pytest.mark.parametrize("code", sorted(TARGETS["proposal"]))
def test_each_decision_is_told_to_the_author_once(code):
    on = scene()
    proposal = waiting_proposal(on)
    other = waiting_proposal(on, "Une autre")
    decide(other, "publish", on.moderator)
    more = {"duplicate_of": other} if code == "duplicate" else {}
    decide(proposal, code, on.moderator, reason_code=next(iter(REASONS[code])) if code in REASONS else None, **more)
    events.spread_due()
    path = f"/proposals/{proposal.reference}"
    about = select(Notification.kind).where(Notification.account_id == on.author.id, Notification.path == path)
    assert sorted(db.session.scalars(about)) == sorted([f"decision.{code}", "proposal.submitted"])


def test_each_station_of_the_thread_is_told_by_somebody():
    known = {*STATES, *TOLD_OF_STATION, *NOT_TOLD, *OF_PROJECTS}
    assert sorted(set(thread.STATIONS) - known) == []
    kinds = {kind.removeprefix("station.") for kind in TOLD_OF_STATION.values() if kind.startswith("station.")}
    assert kinds <= set(STATIONS)


def test_the_author_hears_of_every_station_from_receipt_to_report():
    on = scene()
    proposal = waiting_proposal(on)
    decide(proposal, "publish", on.moderator, undo_seconds=0)
    clustering.publish_run(run=grouping(proposal), by=on.moderator, at=NOW)
    freezing.publish(cycle=on.cycle, language="fr", by=on.moderator, at=NOW)
    events.spread_due()
    assert told_to(on.author) == ["proposal.submitted", "decision.publish", "station.grouped", "station.in_report"]


def test_a_grouping_published_again_tells_only_what_is_new():
    on = scene()
    proposal = waiting_proposal(on)
    decide(proposal, "publish", on.moderator, undo_seconds=0)
    for name in ("g2", "g2", "g5", "g2"):
        clustering.publish_run(run=grouping(proposal, name), by=on.moderator, at=NOW)
        events.spread_due()
    assert told_to(on.author).count("station.grouped") == 2
    clustering.publish_run(run=grouping(proposal, None), by=on.moderator, at=NOW)
    events.spread_due()
    assert told_to(on.author)[-1] == "station.apart"


def test_a_decision_undone_is_told_to_neither_author_nor_followers():
    on = scene()
    reader = person("reader@example.ma")
    proposal = waiting_proposal(on)
    following.follow(account_id=reader.id, kind="cycle", path=f"/cycles/{on.cycle.slug}")
    decision = decide(proposal, "publish", on.moderator)
    moderation.undo(decision=decision, by=on.moderator, at=NOW)
    db.session.commit()
    later = decide(proposal, "publish", on.moderator, undo_seconds=0)
    db.session.commit()
    events.spread_due()
    assert told_to(reader) == ["proposal.published"]
    assert later.id != decision.id


def test_the_author_follows_their_idea_and_hears_of_comments_counted():
    on = scene()
    proposal = waiting_proposal(on)
    decide(proposal, "publish", on.moderator, undo_seconds=0)
    assert following.find(on.author.id, f"/proposals/{proposal.reference}") is not None
    for number in range(3):
        comments.post(
            thread=proposal.thread, contributor=contributor_for(on.second), source=f"Mot {number}", language="fr",
            side=None, parent=None, about_version=1, by=None, at=NOW,
        )  # fmt: skip
    events.spread_due()
    assert told_to(on.author).count("comment") == 3
    assert digests.run(now() + timedelta(days=1, minutes=1)) == 1
    body = mails_to(on.author.email)[-1].body
    assert "3 nouveaux commentaires" in body or "3 new comments" in body


def test_a_comment_hidden_before_the_mail_leaves_is_left_out(app: Flask):
    on = scene()
    proposal = waiting_proposal(on)
    decide(proposal, "publish", on.moderator, undo_seconds=0)
    said = comments.post(
        thread=proposal.thread, contributor=contributor_for(on.second), source="Mot", language="fr", side=None,
        parent=None, about_version=1, by=None, at=NOW,
    )  # fmt: skip
    events.spread_due()
    digests.run(now() + timedelta(days=1, minutes=1))
    waiting = mails_to(on.author.email)[-1]
    comments.hide(comment=said, reason_code="insult", by=on.moderator, role="moderator", at=NOW)
    db.session.commit()
    assert not digests.as_it_leaves(waiting)


def test_no_room_tells_of_a_station_that_is_not_in_the_list():
    source = Path(cocreation.__file__).parent
    named = {
        found
        for path in source.rglob("*.py")
        for found in re.findall(r'station=?"?:? ?"([a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert named <= set(STATIONS)
