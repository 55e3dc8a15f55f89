"""Entering progress, recording it for good, and what each refuses."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from cocreation.commitments import progress, progress_board
from cocreation.commitments.progress import Line, Part
from cocreation.commitments.progress_models import ActionTurn
from cocreation.commitments.progress_policies import can_consolidate, can_report
from cocreation.commitments.progress_reckoning import weighted
from cocreation.commitments.progress_table import table_of
from cocreation.core.clock import FuzzyDate
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.journal.models import JournalLine
from tests.commitments.progress_material import NOTHING, World, make_world
from tests.proposals.material import NOW, make_body, make_person


@pytest.fixture
def world(app: Flask, session: object) -> World:
    return make_world()


def test_what_is_recorded_never_changes(world: World) -> None:
    made = world.recorded(world.first, 40)
    with pytest.raises(progress.Recorded):
        world.report(world.first, 60)
    with pytest.raises(progress.Recorded):
        world.move(made, world.commitment.actions[0], "done")
    with pytest.raises(progress.Recorded):
        world.record(made)
    assert made.percentage == 40


def test_what_is_entered_is_corrected_until_it_is_recorded_and_is_not_public_before(world: World) -> None:
    world.report(world.first, 40, remarks=[Line(OfficialText(fr="Début"))])
    made = world.report(world.first, 45, remarks=[Line(OfficialText(fr="Mieux"))])
    assert ([one.text["fr"] for one in made.remarks], world.commitment.history) == (["Mieux"], [])
    row = table_of([world.commitment], world.first, "fr").rows[0]
    assert (row.percentage, row.state) == (None, ("Rien n’a été communiqué pour cette réunion",))


def test_no_progress_is_one_click_and_keeps_the_facts_without_the_remarks(world: World) -> None:
    world.recorded(world.first, 40, remarks=[Line(OfficialText(fr="Guide en cours"))])
    made = progress.report_no_progress(
        commitment=world.commitment, meeting=world.second, by=world.agent, role="agent", at=NOW
    )
    world.record(made)
    row = table_of([world.commitment], world.second, "fr").rows[0]
    assert (row.percentage, row.change, row.state) == (40, 0, ("Aucun avancement depuis la dernière réunion",))


def test_no_progress_is_refused_where_the_percentage_says_otherwise(world: World) -> None:
    with pytest.raises(progress.ProgressDiffers):
        world.report(world.first, 40, no_progress=True)
    world.recorded(world.first, 40)
    with pytest.raises(progress.ProgressDiffers):
        world.report(world.second, 41, no_progress=True)


def test_a_body_that_says_itself_that_nothing_moved_says_it_once(world: World) -> None:
    world.recorded(world.first, 40)
    world.recorded(world.second, 40, no_progress=True, remarks=[Line(OfficialText(fr="Rien depuis mars"))])
    assert table_of([world.commitment], world.second, "fr").rows[0].state == ("Rien depuis mars",)


def test_every_date_and_reason_of_an_action_stays(world: World) -> None:
    action = world.commitment.actions[0]
    for meeting, month in ((world.first, 9), (world.second, 12)):
        made = world.report(meeting, 40)
        world.move(made, action, "replanned", due=FuzzyDate.month(2020, month), reason=OfficialText(fr="Pandémie"))
        world.record(made)
    assert [one.due and one.due.first for one in action.history] == [date(2020, 9, 1), date(2020, 12, 1)]
    assert action.first_date == FuzzyDate.month(2020, 6)
    assert action.due(date(2020, 5, 1)) == FuzzyDate.month(2020, 9)
    assert table_of([world.commitment], world.first, "fr").rows[0].replanning[0].endswith("septembre 2020")


def test_a_cancelled_action_has_its_reason_and_a_replanned_one_its_date(world: World) -> None:
    made, action = world.report(world.first, 40), world.commitment.actions[0]
    for state in ("cancelled", "replanned"):
        with pytest.raises(progress.Unexplained):
            world.move(made, action, state)
    made.turns.append(ActionTurn(action=action, state="cancelled"))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_the_percentage_is_worked_out_from_weights_and_cancelling_achieves_nothing(world: World) -> None:
    made = world.report(world.first, None)
    guide, training = world.commitment.actions
    world.move(made, guide, "in_progress", percentage=50)
    world.move(made, training, "done")
    assert (made.basis, made.percentage) == ("computed", 62)
    world.move(made, training, "cancelled", reason=OfficialText(fr="car sans objet"))
    assert made.percentage == 37


@pytest.mark.parametrize(("parts", "whole"), [([], None), ([(1, 100), (1, 99)], 99), ([(2, 100), (3, 100)], 100)])
def test_only_what_is_all_done_makes_a_hundred(parts: list[tuple[int, int]], whole: int | None) -> None:
    assert weighted(parts) == whole


def test_closing_is_a_decision_apart(world: World) -> None:
    world.recorded(world.first, 100, says_complete=True)
    assert world.commitment.closure == "open"
    with pytest.raises(progress.Unexplained):
        progress.close(
            commitment=world.commitment, meeting=world.first, to="incomplete", reason=NOTHING, by=None, at=NOW
        )
    progress.close(commitment=world.commitment, meeting=world.first, to="complete", reason=NOTHING, by=None, at=NOW)
    progress.reopen(commitment=world.commitment, by=None, at=NOW)
    assert (world.commitment.closure, world.commitment.closed_in) == ("open", None)


def test_the_dashboard_counts_what_is_late_held_up_replanned_and_cancelled(world: World) -> None:
    made = world.report(world.first, 40, parts=[Part(OfficialText(fr="Mobilier"), 90)])
    world.move(made, world.commitment.actions[0], "cancelled", reason=OfficialText(fr="car fait ailleurs"))
    world.move(made, world.commitment.actions[1], "replanned", due=FuzzyDate.month(2020, 5))
    world.record(made)
    blocker = progress.block(
        commitment=world.commitment, action=None, kind="awaiting", on_whom=NOTHING, count=7, meeting=world.first,
        by=world.agent, role="agent", at=NOW,
    )  # fmt: skip
    counts = progress_board.counts_of([world.commitment], date(2020, 7, 1))
    assert (counts.late, counts.blocked, counts.replanned, counts.cancelled) == (1, 1, 1, 1)
    progress.unblock(
        commitment=world.commitment, blocker=blocker, meeting=world.second, by=world.agent, role="agent", at=NOW
    )
    assert progress_board.counts_of([world.commitment], date(2020, 7, 16)).blocked == 0
    assert progress_board.by_holder([world.commitment], date(2020, 7, 1))[0].mean == 40


def test_who_may_enter_and_who_records(world: World) -> None:
    other = make_person("autre", "agent", organisation=make_body("autre-corps"))
    may = {one.name: (can_report(one, world.commitment), can_consolidate(one))
           for one in (world.secretariat, world.agent, other)}  # fmt: skip
    assert may == {"secretariat": (True, True), "agent": (True, False), "autre": (False, False)}


def test_the_journal_tells_each_step(world: World) -> None:
    world.recorded(world.first, 40)
    actions = db.session.scalars(select(JournalLine.action).order_by(JournalLine.sequence)).all()
    assert [*actions][-4:] == ["meeting.made", "meeting.made", "progress.reported", "progress.consolidated"]
