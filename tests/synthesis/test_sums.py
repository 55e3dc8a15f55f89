"""Every figure that a report gives twice is the same twice, and every sum is that of its parts."""

from flask import Flask
from sqlalchemy.orm import Session

from cocreation.accounts.services import contributor_for
from cocreation.clustering import services as clustering
from cocreation.comments import services as comments
from cocreation.comments.models import Thread
from cocreation.core.db import db
from cocreation.cycles.models import Cycle
from cocreation.proposals import services as proposals
from cocreation.proposals.models import CHANNELS
from cocreation.synthesis import services
from cocreation.synthesis.document import Count, ReportDocument
from tests.clustering.test_room import BUDGET, HOSPITAL, computed, ideas
from tests.comments.material import say
from tests.proposals.material import NOW, make_body, make_cycle, make_person, make_theme, post_draft, publish, send


def counted(rows: tuple[Count, ...]) -> dict[str, int]:
    return {row.key: row.count for row in rows}


def ideas_agree(document: ReportDocument) -> None:
    """What was received and what is published, however it is counted."""
    facts = document.method
    aside = sum(counted(facts.outcomes).values())
    assert facts.received == facts.published + aside == len(document.annex) == sum(counted(facts.channels).values())
    tables = [table for table in document.participation if table.key != "comment_week"]
    assert {table.key: table.total for table in tables} == dict.fromkeys(
        (table.key for table in tables), facts.published
    )
    assert all(sum(map(sum, crossed.cells)) == facts.published for crossed in document.crossed)
    assert (
        facts.published == sum(one.proposals for one in document.chapters) == sum(one.held for one in document.chapters)
    )
    assert max(one.authors for one in document.chapters) <= facts.authors_published <= facts.authors


def groups_agree(document: ReportDocument) -> None:
    """What was grouped, what stands alone, what came later."""
    lone = [idea for one in document.chapters for idea in one.lone]
    assert all(group.size == len(group.members) for group in document.groups)
    runs = document.method.groupings
    assert sum(run.proposals - run.ungrouped for run in runs) == sum(group.size for group in document.groups)
    assert sum(run.ungrouped for run in runs) == len([idea for idea in lone if not idea.later])
    assert sum(run.groups for run in runs) == len(document.groups)


def comments_agree(document: ReportDocument) -> None:
    """The comments, by what they are about, by chapter, by group and by week."""
    facts = document.method
    about = counted(facts.comments_by)
    assert facts.comments == sum(about.values())
    assert facts.comments_hidden == about.get("hidden", 0)
    assert document.table("comment_week").total == facts.comments - facts.comments_hidden
    assert about.get("ideas", 0) == sum(one.comments for one in document.chapters)
    placed = sum(group.sides.total for group in document.groups)
    assert about.get("ideas", 0) == placed + sum(idea.comments for one in document.chapters for idea in one.lone)
    assert about.get("remarks", 0) == sum(len(one.comments) for one in document.commitments)
    for one in document.commitments:
        read = [count.count for count in one.standing if count.key in ("answered", "unanswered")]
        assert one.sides.total == len(one.comments) == sum(read)


def discussed(cycle: Cycle, app: Flask) -> ReportDocument:
    """A report in which nothing is simple: comments everywhere, one hidden, an idea later, one withdrawn."""
    theme, citizen, body = make_theme(cycle), make_person("Salma"), make_body()
    agent = make_person("Amina", "agent", organisation=body)
    authors = [make_person(name) for name in ("Brahim", "Chama")]
    found = [*ideas(cycle, BUDGET, authors, "budget"), *ideas(cycle, HOSPITAL, authors, "services")]
    db.session.commit()
    clustering.publish_run(run=computed(app, cycle), by=None, at=NOW)
    later, gone = (publish(send(cycle, theme, citizen, title=title)) for title in ("Plus tard", "Bientôt retirée"))
    for idea in (*found, later, gone):
        say(idea.thread, citizen, side="against" if idea is later else "for")
    comments.hide(comment=say(found[0].thread, citizen), reason_code="insult", by=None, role="moderator", at=NOW)
    proposals.withdraw(proposal=gone, by=citizen, at=NOW)
    draft = post_draft(cycle, body, agent)
    proposals.submit_draft(draft=draft, by=agent, at=NOW)
    proposals.decide_draft(draft=draft, to="published", by=None, role="moderator", at=NOW)
    remark = say(draft.thread, citizen)
    say(draft.thread, agent, contributor=contributor_for(agent, organisation=body), parent=remark, side=None)
    thread = db.session.get_one(Thread, theme.thread_id)
    comments.set_open(thread_id=thread.id, is_open=True)
    say(thread, citizen, side=None)
    db.session.commit()
    return services.build_document(cycle=cycle, language="fr", at=NOW)


def test_every_sum_of_a_report_agrees(app: Flask, session: Session) -> None:
    document = discussed(make_cycle(), app)
    about = counted(document.method.comments_by)
    assert {key: about.get(key) for key in ("remarks", "replies", "themes", "hidden")} == dict.fromkeys(
        ("remarks", "replies", "themes", "hidden"), 1
    )
    assert [idea.title for one in document.chapters for idea in one.lone if idea.later] == ["Plus tard"]
    # A channel by which nothing came has its row all the same.
    assert (counted(document.method.channels)["phone"], len(document.method.channels)) == (0, len(CHANNELS))
    ideas_agree(document)
    groups_agree(document)
    comments_agree(document)
