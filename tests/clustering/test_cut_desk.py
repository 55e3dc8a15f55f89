"""The slider at the desk: looked at, taken, named by the worker, taken back; and the pages of what changed."""

import html
import re

import pytest
from flask import Flask
from sqlalchemy import select

from cocreation.clustering import computing, correcting, cutting, queries, services, settling
from cocreation.clustering.models import GroupingRun
from cocreation.core import jobs
from cocreation.core.db import db
from cocreation.cycles.models import Cycle
from cocreation.proposals import presenting
from cocreation.proposals import services as proposals
from cocreation.proposals.models import Proposal
from tests.accounts.people import browser_of, person, post
from tests.clustering.test_room import BUDGET, HOSPITAL, computed, ideas, members_of
from tests.proposals.material import NOW, make_cycle, make_person, publish, send

FOREST = ("planter des arbres en ville", "forêts et arbres", "arbres de la forêt", "des arbres contre la chaleur")


@pytest.fixture
def cycle(session: object) -> Cycle:
    """A cycle with three subjects of four ideas each."""
    made = make_cycle()
    authors = [make_person(name) for name in ("amina", "brahim", "chama")]
    ideas(made, BUDGET, authors, "budget")
    ideas(made, HOSPITAL, authors, "services")
    ideas(made, FOREST, authors, "forets")
    db.session.commit()
    return made


def worked(app: Flask, run: GroupingRun) -> GroupingRun:
    number = run.id
    db.session.commit()
    jobs.run(app, run.job_id or 0)
    db.session.expire_all()
    done = db.session.get_one(GroupingRun, number)
    assert done.state == "ready", db.session.get_one(jobs.Job, done.job_id).error
    return done


@pytest.mark.both_databases
def test_a_cut_taken_is_a_whole_grouping_with_the_groups_that_were_looked_at(app: Flask, cycle: Cycle) -> None:
    run = computed(app, cycle)
    one = queries.groups_of([run.id])[0]
    mine = settling.members(one)
    correcting.rename(run=run, group=one, title="Titre de la main", by=None, at=NOW)
    moved = queries.members([one.id])[one.id][0].proposal
    other = queries.groups_of([run.id])[1]
    correcting.move(run=run, proposal=moved, into=other, by=None, at=NOW)
    before = members_of(run)
    for count in sorted({2, cutting.bounds(computing.tree_of(run))[1]}):
        wanted = computing.cut_of(run, count).groups
        made = worked(app, services.take_cut(run=run, count=count, by=None, at=NOW))
        assert {name: sorted(found) for name, found in members_of(made).items()} == wanted
        assert all(group.title and group.terms for group in queries.groups_of([made.id]))
        titled = [group.name for group in queries.groups_of([made.id]) if group.title == "Titre de la main"]
        assert titled == [one.name]
        place = queries.membership(made.id, moved.id)
        assert place is not None
        assert place.by_hand
        assert computing.tree_of(made) == computing.tree_of(run)
        services.set_aside(run=made, by=None, at=NOW)
    assert members_of(run) == before
    assert queries.last_whole(cycle.id, None) == run
    assert len(mine) >= 2


def test_the_next_run_keeps_corrections_whose_group_a_cut_took_away(app: Flask, cycle: Cycle) -> None:
    run = computed(app, cycle)
    groups = queries.groups_of([run.id])
    idea = queries.members([groups[0].id])[groups[0].id][0].proposal
    correcting.move(run=run, proposal=idea, into=groups[-1], by=None, at=NOW)
    coarse = worked(app, services.take_cut(run=run, count=2, by=None, at=NOW))
    home = settling.places(coarse)[idea.reference or ""]
    for _ in range(2):
        again = computed(app, cycle)
        assert settling.places(again)[idea.reference or ""] == home
        correcting.lock(run=again, group=queries.group(again.id, home or ""), by=None, at=NOW)
        correcting.undo(correction=queries.corrections(again.id)[0], by=None, at=NOW)


def test_going_back_from_a_cut_takes_the_corrections_made_on_it_back(app: Flask, cycle: Cycle) -> None:
    run = computed(app, cycle)
    kept = correcting.rename(run=run, group=queries.groups_of([run.id])[0], title="Gardé", by=None, at=NOW)
    coarse = worked(app, services.take_cut(run=run, count=2, by=None, at=NOW))
    correcting.lock(run=coarse, group=queries.groups_of([coarse.id])[0], by=None, at=NOW)
    assert services.set_aside(run=coarse, by=None, at=NOW) == 1
    assert queries.corrections_of_scope(cycle.id, None) == [kept]


def test_corrections_a_later_run_learnt_from_outlive_the_run_they_were_made_on(app: Flask, cycle: Cycle) -> None:
    run = computed(app, cycle)
    made = correcting.rename(run=run, group=queries.groups_of([run.id])[0], title="Gardé", by=None, at=NOW)
    later = computed(app, cycle)
    assert services.set_aside(run=run, by=None, at=NOW) == 0
    assert queries.still_binding(later) == [made]
    moderator = browser_of(app, person("mod@example.ma", "moderator"))
    page = f"/fr/grouping/run/{later.id}"
    answer = post(moderator, f"/fr/grouping/corrections/{made.id}/undo", page=page)
    assert (answer.status_code, answer.location) == (303, page)
    assert queries.still_binding(later) == []


def test_the_number_of_a_group_that_died_never_comes_again(app: Flask, cycle: Cycle) -> None:
    run = computed(app, cycle)
    one = queries.groups_of([run.id])[0]
    chosen = queries.members([one.id])[one.id][0].proposal_id
    correcting.split(run=run, group=one, proposal_ids=[chosen], title="Un titre de la main", by=None, at=NOW)
    dead = queries.groups_of([run.id])[-1]
    correcting.merge(run=run, group=dead, into=one, by=None, at=NOW)
    theme, author = db.session.get_one(Proposal, chosen).theme, make_person("dounia")
    assert theme is not None
    for words in (
        "transport scolaire rural",
        "bus et transport scolaire",
        "transport des élèves en bus",
        "bus scolaire",
    ):
        publish(send(cycle, theme, author, title=words, problem=words, body=f"Nous demandons : {words}."))
    db.session.commit()
    again = computed(app, cycle)
    assert len(members_of(again)) > 3
    assert queries.group(again.id, dead.name) is None


def test_a_number_outside_the_tree_and_a_run_without_one_are_refused(app: Flask, cycle: Cycle) -> None:
    run = computed(app, cycle)
    for count in (0, 1, 999):
        with pytest.raises(services.NotSoMany):
            services.take_cut(run=run, count=count, by=None, at=NOW)
    run.result = {key: value for key, value in (run.result or {}).items() if key != "hierarchy"}
    with pytest.raises(services.NotWhole):
        services.take_cut(run=run, count=2, by=None, at=NOW)


def test_the_slider_shows_its_groups_and_takes_them(app: Flask, cycle: Cycle) -> None:
    run = computed(app, cycle)
    moderator = browser_of(app, person("mod@example.ma", "moderator"))
    page = f"/en/grouping/run/{run.id}/cut"
    whole = html.unescape(moderator.get(f"{page}?groups=2").get_data(as_text=True))
    part = html.unescape(moderator.get(f"{page}?groups=2&part=1").get_data(as_text=True))
    assert "<html" in whole
    assert "<html" not in part
    sizes = [int(found) for found in re.findall(r"<span>(\d+) ideas?</span>", part)]
    assert sizes == [len(found) for found in computing.cut_of(run, 2).groups.values()]
    for hostile in ("", "x", "-3", "9" * 30, "٣"):
        assert moderator.get(page, query_string={"groups": hostile}).status_code == 200, hostile
    assert post(moderator, page, page=f"{page}?groups=2", groups="999").status_code == 422
    assert post(moderator, page, page=f"{page}?groups=2", groups="2").status_code == 303
    made = db.session.scalars(select(GroupingRun).where(GroupingRun.cut_of_id == run.id)).one()
    worked(app, made)
    address = f"/en/grouping/run/{made.id}"
    assert f"grouping {run.id}" in moderator.get(address).get_data(as_text=True)
    answer = post(moderator, f"{address}/set-aside", page=address)
    assert answer.headers["Location"].endswith(f"/en/grouping/run/{run.id}")
    assert db.session.get_one(GroupingRun, made.id).state == "cancelled"
    assert app.test_client().get(page).status_code == 303
    assert browser_of(app, person("citizen@example.ma")).get(page).status_code == 403


def test_what_changed_is_told_at_the_desk_and_to_everyone(app: Flask, cycle: Cycle) -> None:
    run = computed(app, cycle)
    services.publish_run(run=run, by=None, at=NOW)
    visitor, moderator = app.test_client(), browser_of(app, person("mod@example.ma", "moderator"))
    public = "/en/groups/pan-test/all/changes"
    assert "first grouping" in visitor.get(public).get_data(as_text=True)
    coarse = worked(app, services.take_cut(run=run, count=2, by=None, at=NOW))
    told = html.unescape(moderator.get(f"/en/grouping/run/{coarse.id}/changes").get_data(as_text=True))
    assert "most went to group" in told
    assert "first grouping" in visitor.get(public).get_data(as_text=True)
    services.publish_run(run=coarse, by=None, at=NOW)
    shown = html.unescape(visitor.get(public).get_data(as_text=True))
    assert "most went to group" in shown
    assert public in visitor.get("/en/groups/pan-test").get_data(as_text=True)
    assert visitor.get(f"/en/grouping/run/{coarse.id}/changes").status_code == 303


def test_an_idea_taken_back_is_said_to_be_so_and_not_to_be_in_its_group(app: Flask, cycle: Cycle) -> None:
    services.publish_run(run=computed(app, cycle), by=None, at=NOW)
    published = db.session.scalars(select(Proposal).where(Proposal.state == "published").limit(2)).all()
    proposals.withdraw(proposal=published[0], by=None, at=NOW)
    with app.test_request_context("/en/"):
        said = presenting.said_of(published)
    assert said[published[0].id].behind is None
    assert said[published[1].id].behind == 3
