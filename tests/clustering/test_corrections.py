"""Decided by hand: kept together or apart, locked, refused where it contradicts, undone, and binding the next run."""

import html
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from weakref import WeakKeyDictionary

import pytest
from flask import Flask
from sqlalchemy import MetaData, select

from cocreation.clustering import correcting, nearby, queries, services, settling, suggesting
from cocreation.clustering.models import Group, GroupingRun, Membership
from cocreation.comments import services as comments
from cocreation.core.db import db
from cocreation.cycles.models import Cycle
from cocreation.journal import queries as journal
from cocreation.proposals import services as proposals
from cocreation.proposals.models import Proposal
from tests.accounts.people import browser_of, person, post
from tests.clustering.test_room import BUDGET, HOSPITAL, computed, ideas, members_of
from tests.proposals.material import NOW, make_cycle, make_person, make_theme, publish, send


@pytest.fixture
def cycle(session: object) -> Cycle:
    """A cycle with two subjects of four ideas each, by three authors."""
    made = make_cycle()
    authors = [make_person(name) for name in ("amina", "brahim", "chama")]
    ideas(made, BUDGET, authors, "budget")
    ideas(made, HOSPITAL, authors, "services")
    db.session.commit()
    return made


@pytest.fixture
def run(app: Flask, cycle: Cycle) -> GroupingRun:
    return computed(app, cycle)


def two(run: GroupingRun) -> tuple[Group, list[str], Group, list[str]]:
    one, other = queries.groups_of([run.id])[:2]
    return one, settling.members(one), other, settling.members(other)


def nowhere(_reference: str, _allowed: set[str]) -> None:
    return None


def by_reference(reference: str) -> Proposal:
    return db.session.scalars(select(Proposal).where(Proposal.reference == reference)).one()


@pytest.mark.both_databases
def test_ideas_kept_together_stand_together_now_and_in_the_next_run(app: Flask, cycle: Cycle, run: GroupingRun) -> None:
    _, mine, _, theirs = two(run)
    made = correcting.together(run=run, references=[mine[0], mine[1], theirs[0]], by=None, at=NOW)
    homes = settling.places(run, [mine[0], mine[1], theirs[0]])
    assert len(set(homes.values())) == 1
    again = settling.places(computed(app, cycle), homes)
    assert len(set(again.values())) == 1
    correcting.undo(correction=made, by=None, at=NOW)
    assert settling.places(run)[theirs[0]] != homes[mine[0]]


@pytest.mark.both_databases
def test_ideas_kept_apart_part_now_and_in_the_next_run(app: Flask, cycle: Cycle, run: GroupingRun) -> None:
    before = members_of(run)
    _, mine, _, _ = two(run)
    made = correcting.apart(run=run, references=mine[:2], by=None, at=NOW, nearest=nowhere)
    homes = settling.places(run, mine[:2])
    assert homes[mine[0]] is not None
    assert homes[mine[1]] is None
    again = settling.places(computed(app, cycle), mine[:2])
    assert again[mine[0]] != again[mine[1]] or again[mine[0]] is None
    db.session.refresh(run)
    correcting.undo(correction=made, by=None, at=NOW)
    assert members_of(run) == before


def test_who_must_leave_goes_to_the_nearest_group(run: GroupingRun) -> None:
    _, mine, other, _ = two(run)

    def nearest(reference: str, allowed: set[str]) -> str | None:
        return suggesting.nearest_name(run, reference, allowed) or other.name

    db.session.commit()
    correcting.apart(run=run, references=mine[:2], by=None, at=NOW, nearest=nearest)
    assert settling.places(run)[mine[1]] == other.name


def test_what_contradicts_names_what_it_contradicts(run: GroupingRun) -> None:
    one, mine, other, theirs = two(run)
    first = correcting.together(run=run, references=mine[:2], by=None, at=NOW)
    second = correcting.together(run=run, references=mine[1:3], by=None, at=NOW)
    third = correcting.apart(run=run, references=[mine[0], theirs[0]], by=None, at=NOW, nearest=nowhere)
    fourth = correcting.lock(run=run, group=other, by=None, at=NOW)
    db.session.commit()
    refused: list[tuple[Callable[[], object], set[int]]] = [
        (
            lambda: correcting.apart(run=run, references=[mine[0], mine[2]], by=None, at=NOW, nearest=nowhere),
            {first.id, second.id},
        ),
        (
            lambda: correcting.move(run=run, proposal=by_reference(mine[0]), into=None, by=None, at=NOW),
            {first.id, second.id},
        ),
        (lambda: correcting.merge(run=run, group=one, into=other, by=None, at=NOW), {third.id}),
        (
            lambda: correcting.move(run=run, proposal=by_reference(theirs[0]), into=None, by=None, at=NOW),
            {fourth.id},
        ),
        (
            lambda: correcting.together(run=run, references=[mine[2], theirs[0]], by=None, at=NOW),
            {first.id, second.id, third.id, fourth.id},
        ),
    ]
    for act, named in refused:
        with pytest.raises(correcting.Contradicts) as told:
            act()
        ids = {found.id for found in told.value.corrections}
        db.session.rollback()
        assert ids
        assert ids <= named
    assert settling.places(run) == dict.fromkeys(mine, one.name) | dict.fromkeys(theirs, other.name)


def test_undoing_what_brought_companions_along_waits_for_what_was_decided_about_them(run: GroupingRun) -> None:
    _, mine, other, theirs = two(run)
    correcting.together(run=run, references=mine[:2], by=None, at=NOW)
    correcting.move(run=run, proposal=by_reference(theirs[0]), into=other, by=None, at=NOW)
    brought = correcting.together(run=run, references=[mine[0], theirs[0]], by=None, at=NOW)
    assert settling.places(run)[mine[1]] == other.name
    parted = correcting.apart(run=run, references=[mine[1], mine[2]], by=None, at=NOW, nearest=nowhere)
    with pytest.raises(correcting.NotTheLast):
        correcting.undo(correction=brought, by=None, at=NOW)
    correcting.undo(correction=parted, by=None, at=NOW)
    correcting.undo(correction=brought, by=None, at=NOW)


@pytest.mark.both_databases
def test_of_two_moderators_at_once_the_second_sees_what_the_first_decided(app: Flask, run: GroupingRun) -> None:
    number, (_, mine, _, theirs) = run.id, two(run)
    ids = [mine[0], theirs[0]]
    db.session.commit()

    def join() -> str:
        with app.app_context():
            found = db.session.get_one(GroupingRun, number)
            try:
                correcting.together(run=found, references=ids, by=None, at=NOW)
                db.session.commit()
            except correcting.Contradicts:
                db.session.rollback()
                return "refused"
            return "decided"

    correcting.apart(run=run, references=ids, by=None, at=NOW, nearest=nowhere)
    with ThreadPoolExecutor(1) as second:
        answer = second.submit(join)
        with pytest.raises(TimeoutError):
            answer.result(timeout=0.5)
        db.session.commit()
        assert answer.result(timeout=20) == "refused"


def test_a_locked_group_holds_the_same_ideas_in_the_next_run(app: Flask, cycle: Cycle, run: GroupingRun) -> None:
    one, mine, _, _ = two(run)
    moved = correcting.move(run=run, proposal=by_reference(mine[0]), into=None, by=None, at=NOW)
    locked = correcting.lock(run=run, group=one, by=None, at=NOW)
    with pytest.raises(correcting.NotTheLast):
        correcting.undo(correction=moved, by=None, at=NOW)
    theme = db.session.scalars(select(Proposal)).first()
    assert theme is not None
    assert theme.theme is not None
    publish(send(cycle, theme.theme, make_person("dounia"), title=BUDGET[0], problem=BUDGET[0], body=BUDGET[1]))
    db.session.commit()
    again = computed(app, cycle)
    held = [name for name, ideas_ in members_of(again).items() if ideas_ == set(mine[1:])]
    assert held == [one.name]
    assert queries.group(again.id, one.name).corrected  # type: ignore[union-attr]
    unlocked = correcting.unlock(run=again, group=queries.group(again.id, one.name), by=None, at=NOW)  # type: ignore[arg-type]
    assert settling.binding_of(cycle.id, None).locks == {}
    correcting.undo(correction=unlocked, by=None, at=NOW)
    assert set(settling.binding_of(cycle.id, None).locks) == {one.name}
    assert locked.undone_at is None


def test_a_correction_of_a_replaced_run_ceases_to_bind_and_changes_nothing_there(
    app: Flask, cycle: Cycle, run: GroupingRun
) -> None:
    one, _, _, _ = two(run)
    made = correcting.rename(run=run, group=one, title="Titre de la main", by=None, at=NOW)
    services.publish_run(run=run, by=None, at=NOW)
    db.session.commit()
    services.publish_run(run=computed(app, cycle), by=None, at=NOW)
    correcting.undo(correction=made, by=None, at=NOW)
    assert queries.corrections_of_scope(cycle.id, None) == []
    assert queries.group(run.id, one.name).title == "Titre de la main"  # type: ignore[union-attr]


def test_new_ideas_come_into_the_suggested_group_and_out_again(app: Flask, cycle: Cycle, run: GroupingRun) -> None:
    budget = db.session.scalars(select(Proposal)).first()
    assert budget is not None
    assert budget.theme is not None
    fresh = publish(
        send(cycle, budget.theme, make_person("dounia"), title=BUDGET[3], problem=BUDGET[0], body=BUDGET[2])
    )
    db.session.commit()
    assert [idea.id for idea in queries.since(run)] == [fresh.id]
    near = suggesting.suggested(run, [fresh])[fresh.id]
    assert budget.id in {member.proposal_id for member in queries.members([near.group.id])[near.group.id]}
    assert "commune" in near.words
    reference = fresh.reference or ""
    before = members_of(run)
    made = correcting.take_in(run=run, homes={reference: near.group.name}, by=None, at=NOW)
    assert reference in members_of(run)[near.group.name]
    assert queries.since(run) == []
    again = computed(app, cycle)
    assert settling.places(again)[reference] == near.group.name
    correcting.undo(correction=made, by=None, at=NOW)
    assert members_of(run) == before
    for homes in ({"PANT-99999": near.group.name}, {reference: "g99"}, {}):
        with pytest.raises(correcting.NotPossible):
            correcting.take_in(run=run, homes=homes, by=None, at=NOW)


def test_a_suggestion_is_read_from_all_ideas_also_at_the_start_of_a_process(
    run: GroupingRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"AT_ONCE": 1, "BATCH": 1, "PATIENCE": 0, "_indexes": WeakKeyDictionary()}.items():
        monkeypatch.setattr(nearby, name, value)
    ideas = db.session.scalars(select(Proposal).where(Proposal.state == "published")).all()
    suggesting.suggested(run, ideas[:1])
    assert len(nearby.index_of(db.engine, run.cycle_id)) == len(ideas) > 2


def dump(but: set[str]) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but some tables."""
    db.session.commit()
    found = MetaData()
    found.reflect(db.engine)
    return {
        table.name: sorted((tuple(row) for row in db.session.execute(select(table))), key=repr)
        for table in found.sorted_tables
        if table.name not in but
    }


@pytest.mark.both_databases
def test_grouping_then_ungrouping_leaves_the_same_database(app: Flask, cycle: Cycle) -> None:
    first = db.session.scalars(select(Proposal).order_by(Proposal.id)).first()
    assert first is not None
    assert first.thread is not None
    comments.post(
        thread=first.thread, contributor=first.contributor, source="Tout à fait d’accord.", language="fr", side="for",
        parent=None, about_version=1, by=first.contributor.account, at=NOW,
    )  # fmt: skip
    own = {"grouping_run", "idea_group", "membership", "correction", "journal_line", "job", "event", "alembic_version"}
    before = dump(own)
    assert before["comment"]
    run = computed(app, cycle)
    one, mine, other, theirs = two(run)
    made = [
        correcting.rename(run=run, group=one, title="Un autre titre", by=None, at=NOW),
        correcting.move(run=run, proposal=by_reference(mine[0]), into=other, by=None, at=NOW),
        correcting.together(run=run, references=theirs[:2], by=None, at=NOW),
        correcting.apart(run=run, references=[mine[1], theirs[0]], by=None, at=NOW, nearest=nowhere),
        correcting.lock(run=run, group=other, by=None, at=NOW),
    ]
    services.publish_run(run=run, by=None, at=NOW)
    assert dump(own) == before
    grouped = {table: rows for table, rows in dump(set()).items() if table in {"membership", "idea_group"}}
    for correction in reversed(made):
        correcting.undo(correction=correction, by=None, at=NOW)
    assert dump(own) == before
    assert dump(set())["membership"] != grouped["membership"]
    services.publish_run(run=computed(app, cycle), by=None, at=NOW)
    assert run.state == "replaced"
    assert dump(own) == before


def test_the_desk_refuses_a_contradiction_with_a_way_to_undo_it(app: Flask, run: GroupingRun) -> None:
    one, mine, _, theirs = two(run)
    moderator = browser_of(app, person("mod@example.ma", "moderator"))
    page = f"/fr/grouping/group/{one.id}"
    ids = [str(by_reference(reference).id) for reference in mine[:2]]
    assert post(moderator, f"{page}/together", page=page, ideas=ids).status_code == 303
    answer = post(moderator, f"{page}/apart", page=page, ideas=ids)
    assert answer.status_code == 422
    text = html.unescape(answer.get_data(as_text=True))
    kept = queries.corrections(run.id)[0]
    assert f"/fr/grouping/corrections/{kept.id}/undo" in text
    assert len(queries.corrections(run.id)) == 1
    run_page = f"/fr/grouping/run/{run.id}"
    assert post(moderator, f"/fr/grouping/corrections/{kept.id}/undo", page=run_page).status_code == 303
    assert post(moderator, f"{page}/apart", page=page, ideas=ids).status_code == 303
    assert post(moderator, f"{page}/lock", page=page).status_code == 303
    assert post(moderator, f"{page}/unlock", page=page).status_code == 303
    other = post(moderator, f"{page}/together", page=page, ideas=ids[0], others=f"{theirs[0].lower()}, {theirs[1]}")
    assert other.status_code == 303
    db.session.expire_all()
    homes = settling.places(run, [mine[0], *theirs[:2]])
    assert len(set(homes.values())) == 1
    assert "together" in [
        line.action.partition(".")[2] for line in journal.lines_of(object_kind="grouping", object_id=run.id)
    ]


def test_the_desk_shows_new_ideas_and_takes_them_in(app: Flask, cycle: Cycle, run: GroupingRun) -> None:
    theme = make_theme(cycle, "autre", "Autre")
    for number, title in enumerate((BUDGET[3], HOSPITAL[2])):
        publish(send(cycle, theme, make_person(f"p{number}"), title=title, problem=title, body=f"Vite : {title}."))
    db.session.commit()
    moderator = browser_of(app, person("mod@example.ma", "moderator"))
    page = f"/fr/grouping/run/{run.id}"
    text = html.unescape(moderator.get(page).get_data(as_text=True))
    fresh = [idea.reference or "" for idea in queries.since(run)]
    pairs = [
        f"{reference}>" + text.partition(f'name="all" value="{reference}>')[2].partition('"')[0] for reference in fresh
    ]
    assert post(moderator, f"{page}/take-in", page=page, one="PANT-1>g999", all=pairs).status_code == 422
    assert len(queries.since(run)) == 2
    assert post(moderator, f"{page}/take-in", page=page, one=pairs[0], all=pairs).status_code == 303
    assert [idea.reference for idea in queries.since(run)] == [fresh[1]]
    assert post(moderator, f"{page}/take-in", page=page, all=pairs[1:]).status_code == 303
    assert queries.since(run) == []
    services.publish_run(run=run, by=None, at=NOW)
    late = publish(send(cycle, theme, make_person("p3"), title=BUDGET[0], problem=BUDGET[1], body=BUDGET[2]))
    db.session.commit()
    address = f"/en/proposals/{late.reference}"
    assert "Looks like group" in moderator.get(address).get_data(as_text=True)
    assert "Looks like group" not in app.test_client().get(address).get_data(as_text=True)


def test_an_idea_hidden_after_the_run_is_on_no_public_page_of_it(app: Flask, run: GroupingRun) -> None:
    services.publish_run(run=run, by=None, at=NOW)
    one, mine, _, _ = two(run)
    hidden = by_reference(mine[0])
    title = hidden.current.title
    proposals.withdraw(proposal=hidden, by=hidden.contributor.account, at=NOW)
    db.session.commit()
    visitor = app.test_client()
    for page in ("/fr/groups/pan-test", f"/fr/groups/pan-test/all/{one.name}"):
        text = visitor.get(page).get_data(as_text=True)
        assert f'href="/fr/proposals/{mine[0]}"' not in text
        assert page.endswith(one.name) is False or f">{title}</a>" not in text
    assert db.session.scalar(select(Membership.id).where(Membership.proposal_id == hidden.id)) is not None
