"""Groupings in the platform: asked, computed, corrected, undone, published; what the public sees of them."""

import json
from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import select

from cocreation.accounts import granting
from cocreation.accounts.models import Account
from cocreation.clustering import correcting, queries, services
from cocreation.clustering.models import Group, GroupingRun, Membership
from cocreation.core import jobs
from cocreation.core.db import db
from cocreation.core.jobs import Job
from cocreation.cycles.models import Cycle
from cocreation.journal import queries as journal
from cocreation.proposals.models import Proposal
from tests.accounts.people import browser_of, person, post
from tests.proposals.material import NOW, make_cycle, make_person, make_theme, publish, send

BUDGET = (
    "budget de la commune",
    "dépenses communales publiées",
    "comptes de la commune en ligne",
    "budget communal lisible",
)
HOSPITAL = (
    "accueil à l’hôpital",
    "attente aux urgences de l’hôpital",
    "rendez-vous à l’hôpital provincial",
    "hôpital et malades",
)


def ideas(cycle: Cycle, titles: Sequence[str], authors: Sequence[Account], theme_slug: str) -> list[Proposal]:
    theme = make_theme(cycle, theme_slug, theme_slug.title())
    return [
        publish(
            send(
                cycle,
                theme,
                authors[place % len(authors)],
                title=f"{title.capitalize()}",
                problem=title * 2,
                body=f"Il faut améliorer : {title}.",
            )
        )
        for place, title in enumerate(titles)
    ]


@pytest.fixture
def cycle(session: object) -> Cycle:
    """A cycle with two families of four ideas each, by three authors."""
    made = make_cycle()
    authors = [make_person(name) for name in ("amina", "brahim", "chama")]
    ideas(made, BUDGET, authors, "budget")
    ideas(made, HOSPITAL, authors, "services")
    db.session.commit()
    return made


def computed(app: Flask, cycle: Cycle, by: Account | None = None) -> GroupingRun:
    run = services.ask_run(cycle=cycle, theme=None, seed=0, by=by, at=NOW)
    db.session.commit()
    run_id = run.id
    jobs.run(app, run.job_id or 0)
    db.session.expire_all()
    done = db.session.get_one(GroupingRun, run_id)
    job = db.session.get_one(Job, done.job_id)
    assert done.state == "ready", (job.state, job.error)
    return done


def members_of(run: GroupingRun) -> dict[str, set[str]]:
    groups = queries.groups_of([run.id])
    found = queries.members([group.id for group in groups])
    return {group.name: {member.proposal.reference or "" for member in found[group.id]} for group in groups}


@pytest.mark.both_databases
def test_every_published_idea_stands_once_in_a_run(app: Flask, cycle: Cycle) -> None:
    run = computed(app, cycle)
    published = set(db.session.scalars(select(Proposal.id).where(Proposal.state == "published")))
    placed = list(db.session.scalars(select(Membership.proposal_id).where(Membership.run_id == run.id)))
    assert sorted(placed) == sorted(published)
    groups = queries.groups_of([run.id])
    assert all(group.title and group.size == len(members_of(run)[group.name]) for group in groups)
    assert run.corpus_sha256 == (run.result or {})["corpus_sha256"]
    lines = journal.lines_of(object_kind="grouping", object_id=run.id)
    assert [line.action for line in lines] == ["grouping.asked", "grouping.ready"]


def test_only_published_ideas_are_grouped_and_none_is_refused_kindly(app: Flask, session: object) -> None:
    empty = make_cycle()
    send(empty, make_theme(empty), make_person("amina"))
    db.session.commit()
    with pytest.raises(services.NothingToGroup):
        services.ask_run(cycle=empty, theme=None, seed=0, by=None, at=NOW)


def test_a_second_run_waits_for_the_first_and_a_cancelled_one_leaves_nothing(app: Flask, cycle: Cycle) -> None:
    run = services.ask_run(cycle=cycle, theme=None, seed=0, by=None, at=NOW)
    db.session.commit()
    with pytest.raises(services.AlreadyAsked):
        services.ask_run(cycle=cycle, theme=None, seed=0, by=None, at=NOW)
    services.cancel_run(run=run, by=None, at=NOW)
    db.session.commit()
    jobs.run(app, run.job_id or 0)
    assert db.session.scalar(select(Membership.id)) is None
    assert run.state == "cancelled"


def test_a_run_whose_job_failed_holds_up_no_other(app: Flask, cycle: Cycle) -> None:
    run = services.ask_run(cycle=cycle, theme=None, seed=0, by=None, at=NOW)
    job = db.session.get_one(Job, run.job_id)
    job.state = "failed"
    db.session.commit()
    again = services.ask_run(cycle=cycle, theme=None, seed=0, by=None, at=NOW)
    assert (run.state, again.state) == ("failed", "asked")


def test_publishing_a_whole_run_replaces_those_of_themes_and_back(app: Flask, cycle: Cycle) -> None:
    first = computed(app, cycle)
    services.publish_run(run=first, by=None, at=NOW)
    theme = db.session.scalars(select(Proposal)).first().theme  # type: ignore[union-attr]
    part = services.ask_run(cycle=cycle, theme=theme, seed=0, by=None, at=NOW)
    db.session.commit()
    jobs.run(app, part.job_id or 0)
    db.session.expire_all()
    assert first.state == "published"
    services.publish_run(run=part, by=None, at=NOW)
    assert (first.state, part.state) == ("replaced", "published")
    with pytest.raises(services.NotWhole):
        services.publish_run(run=first, by=None, at=NOW)


@pytest.mark.both_databases
def test_corrections_are_undone_and_leave_the_same_grouping(app: Flask, cycle: Cycle) -> None:
    run = computed(app, cycle)
    before = members_of(run)
    titles = {group.name: group.title for group in queries.groups_of([run.id])}
    groups = queries.groups_of([run.id])
    assert len(groups) >= 2
    one, other = groups[0], groups[1]
    moved = queries.members([one.id])[one.id][0].proposal
    made = [correcting.rename(run=run, group=one, title="Un autre titre", by=None, at=NOW)]
    made.append(correcting.move(run=run, proposal=moved, into=other, by=None, at=NOW))
    made.append(
        correcting.merge(
            run=run, group=queries.groups_of([run.id])[1], into=queries.groups_of([run.id])[0], by=None, at=NOW
        )
    )
    assert members_of(run) != before
    with pytest.raises(correcting.NotTheLast):
        correcting.undo(correction=made[1], by=None, at=NOW)
    for correction in reversed(made):
        correcting.undo(correction=correction, by=None, at=NOW)
    assert members_of(run) == before
    assert {group.name: group.title for group in queries.groups_of([run.id])} == titles


def test_corrections_bind_the_next_run(app: Flask, cycle: Cycle) -> None:
    run = computed(app, cycle)
    one, other = queries.groups_of([run.id])[:2]
    moved = queries.members([one.id])[one.id][0].proposal
    correcting.rename(run=run, group=other, title="Titre de la main", by=None, at=NOW)
    correcting.move(run=run, proposal=moved, into=other, by=None, at=NOW)
    db.session.commit()
    again = computed(app, cycle)
    placed = queries.membership(again.id, moved.id)
    assert placed is not None
    assert placed.group is not None
    assert (placed.group.name, placed.group.title) == (other.name, "Titre de la main")


def test_a_split_needs_some_but_not_all_ideas_and_makes_a_new_number(app: Flask, cycle: Cycle) -> None:
    run = computed(app, cycle)
    group = queries.groups_of([run.id])[0]
    ids = [member.proposal_id for member in queries.members([group.id])[group.id]]
    for chosen in ([], ids):
        with pytest.raises(correcting.NotPossible):
            correcting.split(run=run, group=group, proposal_ids=chosen, title="x", by=None, at=NOW)
    names = {found.name for found in db.session.scalars(select(Group).where(Group.run_id == run.id))}
    correcting.split(run=run, group=group, proposal_ids=ids[:1], title="Une idée à part", by=None, at=NOW)
    now_named = {found.name for found in db.session.scalars(select(Group).where(Group.run_id == run.id))}
    assert len(now_named - names) == 1


def test_the_desk_and_the_public_pages(app: Flask, cycle: Cycle) -> None:
    moderator = browser_of(app, person("mod@example.ma", "moderator"))
    assert post(moderator, "/fr/grouping/pan-test", scope="").status_code == 303
    run = db.session.scalars(select(GroupingRun)).one()
    assert "progress" in moderator.get(f"/fr/grouping/run/{run.id}").get_data(as_text=True)
    assert json.loads(moderator.get(f"/fr/grouping/run/{run.id}/progress.json").data)["over"] is False
    jobs.run(app, run.job_id or 0)
    db.session.expire_all()
    visitor = app.test_client()
    assert visitor.get(f"/fr/grouping/run/{run.id}").status_code == 303
    assert browser_of(app, person("citizen@example.ma")).get(f"/fr/grouping/run/{run.id}").status_code == 403
    assert "group-list" not in visitor.get("/fr/groups/pan-test").get_data(as_text=True)
    group = queries.groups_of([run.id])[0]
    answer = post(
        moderator,
        f"/fr/grouping/group/{group.id}/rename",
        page=f"/fr/grouping/group/{group.id}",
        title="Comptes des communes",
    )
    assert answer.status_code == 303
    assert post(moderator, f"/fr/grouping/run/{run.id}/publish", page=f"/fr/grouping/run/{run.id}").status_code == 303
    page = visitor.get("/ar/groups/pan-test").get_data(as_text=True)
    assert "Comptes des communes" in page
    shown = visitor.get(f"/fr/groups/pan-test/all/{group.name}").get_data(as_text=True)
    for reference in members_of(run)[group.name]:
        assert reference in shown
    reference = sorted(members_of(run)[group.name])[0]
    thread = visitor.get(f"/fr/proposals/{reference}").get_data(as_text=True)
    assert f"/fr/groups/pan-test/all/{group.name}" in thread
    standing = thread.partition('aria-current="step"')[2].partition("</li>")[0]
    assert f"/fr/groups/pan-test/all/{group.name}" in standing
    assert thread.count('aria-current="step"') == 1


def test_hostile_choices_at_the_desk_are_refused_with_words(app: Flask, cycle: Cycle) -> None:
    run = computed(app, cycle)
    group = queries.groups_of([run.id])[0]
    moderator = browser_of(app, person("mod@example.ma", "moderator"))
    page = f"/fr/grouping/group/{group.id}"
    for act, fields in (
        ("move", {}),
        ("move", {"ideas": "999999", "into": "0"}),
        ("move", {"ideas": "٣", "into": "9" * 25}),
        ("move", {"ideas": "9" * 25, "into": "0"}),
        ("move", {"ideas": "9" * 5000, "into": "9" * 5000}),
        ("split", {"ideas": "x"}),
        ("split", {"ideas": "9" * 25}),
        ("merge", {"into": "0"}),
        ("merge", {"into": str(group.id)}),
    ):
        answer = post(moderator, f"{page}/{act}", page=page, **fields)
        assert answer.status_code == 422, (act, fields)
    assert db.session.scalar(select(db.func.count()).select_from(correcting.Correction)) == 0


def test_a_moderator_of_another_cycle_groups_nothing_here(app: Flask, cycle: Cycle) -> None:
    run = computed(app, cycle)
    group = queries.groups_of([run.id])[0]
    elsewhere = make_cycle("pan-autre", "AUTRE")
    limited = person("limited@example.ma")
    granting.grant_role(account=limited, role="moderator", by=None, at=NOW, scope=("cycle", elsewhere.id))
    browser = browser_of(app, limited)
    assert "/grouping/pan-autre" in browser.get("/fr/grouping/").get_data(as_text=True)
    assert "/grouping/pan-test" not in browser.get("/fr/grouping/").get_data(as_text=True)
    for page in ("pan-test", f"run/{run.id}", f"run/{run.id}/progress.json", f"group/{group.id}"):
        assert browser.get(f"/fr/grouping/{page}").status_code == 403, page
    page = "/fr/grouping/pan-autre"
    for act in (f"run/{run.id}/publish", f"run/{run.id}/cancel", f"group/{group.id}/rename", f"group/{group.id}/merge"):
        assert post(browser, f"/fr/grouping/{act}", page=page, title="Autre", into="0").status_code == 403, act
    db.session.expire_all()
    assert run.state == "ready"
