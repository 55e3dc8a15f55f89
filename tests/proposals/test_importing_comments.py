"""Importing comments: sides and parents kept in any order, faults named, nothing doubled."""

import random
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from cocreation.comments.models import Comment, Thread
from cocreation.core.db import db
from cocreation.core.i18n import translator
from cocreation.cycles.models import Cycle
from cocreation.journal.services import verify
from cocreation.proposals import services
from cocreation.proposals.importing.faults import Faulty
from cocreation.proposals.importing.loading import Order, Outcome, import_comments, import_proposals
from cocreation.proposals.models import Proposal
from tests.proposals.files import json_lines
from tests.proposals.material import NOW, make_cycle

ENGLISH = translator("en")


def prepared(folder: Path, *, published: bool = True) -> Cycle:
    cycle = make_cycle()
    rows = [{"id": f"p{number}", "title": "Publier les budgets"} for number in (1, 2)]
    import_proposals(cycle, Order(file=json_lines(folder, rows, "ideas.jsonl"), at=NOW, published=published))
    db.session.commit()
    return cycle


def said(number: str, parent: str | None = None, proposal: str = "p1", **more: Any) -> dict[str, Any]:
    return {"id": number, "proposal_id": proposal, "parent_id": parent, "body": f"Réponse {number}", **more}


def run(cycle: Cycle, folder: Path, rows: list[dict[str, Any]], **options: Any) -> Outcome:
    outcome = import_comments(cycle, Order(file=json_lines(folder, rows, "said.jsonl"), at=NOW, **options))
    db.session.commit()
    db.session.expire_all()
    return outcome


def faults(cycle: Cycle, folder: Path, rows: list[dict[str, Any]], **options: Any) -> list[str]:
    with pytest.raises(Faulty) as caught:
        import_comments(cycle, Order(file=json_lines(folder, rows, "said.jsonl"), at=NOW, **options))
    db.session.rollback()
    return caught.value.lines(ENGLISH)


def by_mark() -> dict[str, Comment]:
    return {comment.external_id or "": comment for comment in db.session.scalars(select(Comment))}


@pytest.mark.both_databases
@pytest.mark.usefixtures("session")
def test_parents_are_kept_in_any_order_down_to_the_third_level(tmp_path: Path) -> None:
    cycle = prepared(tmp_path)
    rows = [said("a"), said("b", "a"), said("c", "b"), said("d", "c"), said("e", "d"), said("f"), said("g", "f")]
    random.Random(5).shuffle(rows)
    run(cycle, tmp_path, rows, published=True)
    found = by_mark()
    ids = {comment.id: mark for mark, comment in found.items()}
    placed = {mark: (ids.get(comment.parent_id or 0), comment.depth) for mark, comment in found.items()}
    assert placed == {
        "a": (None, 1), "b": ("a", 2), "c": ("b", 3), "d": ("b", 3), "e": ("b", 3), "f": (None, 1), "g": ("f", 2),
    }  # fmt: skip
    assert {mark: ids[comment.root_id or 0] for mark, comment in found.items()} == {
        "a": "a", "b": "a", "c": "a", "d": "a", "e": "a", "f": "f", "g": "f",
    }  # fmt: skip
    assert db.session.scalars(select(Thread.visible_count).order_by(Thread.id)).all() == [7, 0]
    assert verify() is None


@pytest.mark.both_databases
@pytest.mark.usefixtures("session")
def test_a_later_file_answers_an_earlier_one_and_nothing_is_doubled(tmp_path: Path) -> None:
    cycle = prepared(tmp_path)
    run(cycle, tmp_path, [said("a"), said("b", "a"), said("c", "b")])
    rows = [said("d", "c"), said("c", "b"), said("a"), said("b", "a")]
    outcome = run(cycle, tmp_path, rows)
    assert (outcome.written, outcome.already) == (1, 3)
    found = by_mark()
    assert (found["d"].parent_id, found["d"].depth, found["d"].root_id) == (found["b"].id, 3, found["a"].id)
    assert db.session.scalar(select(func.sum(Thread.visible_count))) == 4
    assert run(cycle, tmp_path, rows).written == 0


@pytest.mark.both_databases
@pytest.mark.usefixtures("session")
def test_sides_dates_channels_and_states_are_kept(tmp_path: Path) -> None:
    cycle = prepared(tmp_path)
    rows = [
        said("for", side="Pour", date="2020-10-05", channel="webinar", author="m", body="<p>D&rsquo;accord</p>"),
        said("against", side="against", author="m"),
        said("hidden", state="refused"),
        said("gone", state="withdrawn", body=""),
        said("later", state="waiting"),
    ]
    outcome = run(cycle, tmp_path, rows, published=True)
    assert outcome.states == {"visible": 2, "hidden": 1, "withdrawn": 1, "waiting": 1}
    found = by_mark()
    assert (found["for"].side, found["against"].side, found["hidden"].side) == ("for", "against", None)
    assert (found["for"].channel, found["against"].channel) == ("webinar", "other_platform")
    assert found["for"].received_at.date().isoformat() == "2020-10-05"
    assert found["for"].source == "D’accord"
    assert found["for"].contributor_id == found["against"].contributor_id
    assert (found["hidden"].state, found["hidden"].reason_code) == ("hidden", "elsewhere")
    assert {mark for mark, comment in found.items() if comment.checked_at is None} == {"later"}
    assert db.session.scalar(select(func.sum(Thread.visible_count))) == 3


@pytest.mark.usefixtures("session")
def test_without_published_comments_wait_in_the_queue(tmp_path: Path) -> None:
    cycle = prepared(tmp_path)
    run(cycle, tmp_path, [said("a"), said("b", state="hidden")])
    found = by_mark()
    assert (found["a"].state, found["a"].checked_at, found["b"].state) == ("visible", None, "hidden")
    assert found["b"].checked_at is not None


@pytest.mark.both_databases
@pytest.mark.usefixtures("session")
def test_comments_come_before_the_proposal_is_published(tmp_path: Path) -> None:
    cycle = prepared(tmp_path, published=False)
    run(cycle, tmp_path, [said("a"), said("b", "a"), said("c", proposal="PANT-00002")], published=True)
    proposal = db.session.scalars(select(Proposal).where(Proposal.external_id == "p1")).one()
    assert proposal.thread is not None
    assert (proposal.thread.is_open, proposal.thread.visible_count) == (False, 2)
    services.decide(proposal=proposal, to="published", by=None, role="moderator", at=NOW)
    assert (proposal.thread.is_open, proposal.thread.visible_count) == (True, 2)


@pytest.mark.both_databases
@pytest.mark.usefixtures("session")
def test_every_faulty_row_is_named_and_nothing_is_imported(tmp_path: Path) -> None:
    cycle = prepared(tmp_path)
    rows = [
        said("ok"),
        said("lost", "nowhere"),
        said("x", "y"), said("y", "z"), said("z", "x"), said("below", "z"),
        said("self", "self"),
        said("other", "ok", proposal="p2"),
        said("none", proposal="p9"),
        said("silent", body="+1"),
        said("mute", body=None),
        said("odd", side="perhaps"),
        said("ok"),
    ]  # fmt: skip
    assert faults(cycle, tmp_path, rows, published=True) == [
        "line 2, column «parent_id»: no comment has the id «nowhere» of the parent",
        "line 3, column «parent_id»: its parents lead back to itself",
        "line 4, column «parent_id»: its parents lead back to itself",
        "line 5, column «parent_id»: its parents lead back to itself",
        "line 7, column «parent_id»: its parents lead back to itself",
        "line 8, column «parent_id»: its parent «ok» is about another proposal",
        "line 9, column «proposal_id»: no proposal of this cycle has the id «p9»",
        "line 10, column «body»: without two letters, and a text is needed",
        "line 11, column «body»: empty, and needed",
        "line 12, column «side»: «perhaps» is not known here: use one of for, against, clarify, or map it",
        "line 13, column «id»: the external id «ok» stood on line 1 already",
    ]
    assert db.session.scalar(select(func.count(Comment.id))) == 0


@pytest.mark.usefixtures("session")
def test_a_parent_on_a_faulty_row_and_missing_columns_do_not_break_the_check(tmp_path: Path) -> None:
    cycle = prepared(tmp_path)
    assert faults(cycle, tmp_path, [said("a", proposal="p9"), said("b", "a")]) == [
        "line 1, column «proposal_id»: no proposal of this cycle has the id «p9»",
        "line 2, column «parent_id»: its parent «a» is about another proposal",
    ]
    found = faults(cycle, tmp_path, [{"id": "a", "texte": "Bonjour"}])
    assert found[0].startswith("no column gives the id of the proposal")


@pytest.mark.usefixtures("session")
def test_a_thousand_answers_in_one_line_are_placed(tmp_path: Path) -> None:
    cycle = prepared(tmp_path)
    rows = [said(str(number), str(number - 1) if number else None) for number in range(1_000)]
    run(cycle, tmp_path, list(reversed(rows)))
    depths = dict(db.session.execute(select(Comment.depth, func.count()).group_by(Comment.depth)).all())
    assert depths == {1: 1, 2: 1, 3: 998}


def test_a_hidden_comment_keeps_its_place_and_says_where_it_was_decided(
    client: FlaskClient, session: Any, tmp_path: Path
) -> None:
    cycle = prepared(tmp_path)
    run(cycle, tmp_path, [said("a"), said("b", "a", state="hidden", body="Un texte caché")], published=True)
    page = client.get("/en/proposals/PANT-00001").get_data(as_text=True)
    assert "Réponse a" in page
    assert "Un texte caché" not in page
    assert "Decided elsewhere, before it was brought here" in page
