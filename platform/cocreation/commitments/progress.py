"""Following commitments: what a body enters before a meeting, and what the secretariat records of it for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cocreation.accounts.models import Account, Organisation
from cocreation.commitments.progress_models import (
    Action,
    ActionTurn,
    Blocker,
    Commitment,
    CommitmentHolder,
    Component,
    Remark,
    Snapshot,
)
from cocreation.commitments.progress_reckoning import weighted
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.fuzzy import FuzzyDate
from cocreation.core.i18n import N_, OfficialText
from cocreation.cycles.models import Cycle
from cocreation.journal import services as journal
from cocreation.meetings.models import Meeting
from cocreation.themes.models import Theme

SECRETARIAT = "administrator"


class Recorded(Refused):
    """A change of what a meeting has recorded."""

    message = N_("The progress of this commitment is recorded for this meeting: it no longer changes.")
    what_to_do = N_("Enter what changed for the next meeting.")


class ProgressDiffers(Refused):
    """«No progress» beside another percentage than the meeting before recorded."""

    message = N_("“No progress” says that the percentage is that of the meeting before, and it is not.")
    what_to_do = N_("Untick “No progress”, or give the percentage of the meeting before.")


class NothingWeighted(Refused):
    """A percentage to be worked out where no action has a weight."""

    message = N_("No action of this commitment has a weight: its percentage cannot be worked out.")
    what_to_do = N_("Declare the percentage, with its evidence.")


class Unexplained(Refused):
    """A re-planned action without its date; a cancelled one, or an incomplete closing, without its reason."""

    message = N_("A re-planned action needs its date; what is cancelled or closed incomplete needs its reason.")
    what_to_do = N_("Add it and send it again.")


@dataclass(frozen=True)
class Line:
    """A remark, about one action where one is given."""

    text: OfficialText
    action: Action | None = None


@dataclass(frozen=True)
class Part:
    """A part of an action with a percentage of its own."""

    name: OfficialText
    percentage: int
    site: OfficialText = field(default_factory=OfficialText)
    action: Action | None = None


@dataclass(frozen=True)
class Report:
    """What a body says of its commitment before a meeting. Without a percentage it is worked out from the actions."""

    percentage: int | None
    evidence: OfficialText = field(default_factory=OfficialText)
    link: str = ""
    says_complete: bool = False
    all_done: bool = False
    no_progress: bool = False
    beyond: OfficialText = field(default_factory=OfficialText)
    remarks: Sequence[Line] = ()
    parts: Sequence[Part] = ()


@dataclass(frozen=True)
class Move:
    """What becomes of an action: its state, its new date and the words it was given in, its reason."""

    state: str
    due: FuzzyDate | None = None
    words: OfficialText = field(default_factory=OfficialText)
    runs_on: bool = False
    reason: OfficialText = field(default_factory=OfficialText)
    percentage: int | None = None


def establish(
    *, cycle: Cycle, number: int, title: OfficialText, holders: Sequence[tuple[Organisation, str]],
    theme: Theme | None, by: Account | None, at: datetime,
) -> Commitment:  # fmt: skip
    """Enter a commitment of a plan under its official number.

    Args:
        holders: each body with its part, «lead» or «partner».
    """
    made = Commitment(cycle=cycle, number=number, title=title, theme=theme, created_at=at)
    made.holders = [CommitmentHolder(organisation=body, part=part) for body, part in holders]
    db.session.add(made)
    db.session.flush()
    _record("commitment.established", made, by, SECRETARIAT, at)
    return made


def add_action(
    *, commitment: Commitment, number: int | None, title: OfficialText, first_date: FuzzyDate | None,
    weight: int | None = None, by: Account | None, at: datetime,
) -> Action:  # fmt: skip
    """Enter an action of a commitment; without number and title it stands for «the remaining actions»."""
    made = Action(
        position=len(commitment.actions) + 1, number=number, title=title, first_date=first_date, weight=weight
    )
    commitment.actions.append(made)
    db.session.flush()
    _record("commitment.action", commitment, by, SECRETARIAT, at, step=made.id)
    return made


def report(
    *, commitment: Commitment, meeting: Meeting, report: Report, by: Account | None, role: str, at: datetime
) -> Snapshot:
    """Enter the progress of a commitment before a meeting, or correct it until it is recorded.

    Raises:
        Recorded. ProgressDiffers. NothingWeighted.
    """
    found = commitment.at(meeting)
    if found is not None and found.is_consolidated:
        raise Recorded()
    percentage = _percentage(commitment, meeting) if report.percentage is None else report.percentage
    _check_no_progress(commitment, meeting, percentage, said=report.no_progress)
    if found is None:
        found = Snapshot(commitment=commitment, meeting=meeting, percentage=percentage, at=at)
        db.session.add(found)
    found.percentage, found.basis = percentage, "computed" if report.percentage is None else "declared"
    found.evidence, found.link, found.beyond = report.evidence, report.link, report.beyond
    found.says_complete, found.all_done = report.says_complete, report.all_done
    found.no_progress = report.no_progress
    found.by_id, found.at = by.id if by else None, at
    _write_lines(found, report)
    _record("progress.reported", commitment, by, role, at, meeting=meeting.id, percentage=found.percentage)
    return found


def _percentage(commitment: Commitment, meeting: Meeting) -> int:
    found = weighted((action.weight, _how_far(action, meeting)) for action in commitment.actions if action.weight)
    if found is None:
        raise NothingWeighted()
    return found


def _how_far(action: Action, meeting: Meeting) -> int:
    """The percentage of an action: a cancelled one keeps what it had reached, for cancelling achieves nothing."""
    told = [one for one in action.turns if one.snapshot.meeting_id == meeting.id]
    earlier = [one for one in action.history if one.snapshot.meeting.held_on < meeting.held_on]
    known = [100 if one.state == "done" else one.percentage for one in (*earlier, *told)]
    return next((each for each in reversed(known) if each is not None), 0)


def _check_no_progress(commitment: Commitment, meeting: Meeting, percentage: int, *, said: bool) -> None:
    before = commitment.before(meeting)
    if said and (before is None or before.percentage != percentage):
        raise ProgressDiffers()


def _write_lines(snapshot: Snapshot, report: Report) -> None:
    snapshot.remarks.clear()
    snapshot.components.clear()
    db.session.flush()
    snapshot.remarks.extend(
        Remark(position=place, action=one.action, text=one.text) for place, one in enumerate(report.remarks, start=1)
    )
    snapshot.components.extend(
        Component(
            position=place, action_id=one.action.id if one.action else None, site=one.site, name=one.name,
            percentage=one.percentage,
        )
        for place, one in enumerate(report.parts, start=1)
    )  # fmt: skip
    db.session.flush()


def report_no_progress(
    *, commitment: Commitment, meeting: Meeting, by: Account | None, role: str, at: datetime
) -> Snapshot:
    """Say in one click that nothing moved: the facts of the meeting before stand, without its remarks.

    Raises:
        Recorded. ProgressDiffers: no meeting before recorded anything.
    """
    before = commitment.before(meeting)
    if before is None:
        raise ProgressDiffers()
    same = Report(
        percentage=before.percentage, evidence=before.evidence, link=before.link,
        says_complete=before.says_complete, all_done=before.all_done, no_progress=True,
    )  # fmt: skip
    return report(commitment=commitment, meeting=meeting, report=same, by=by, role=role, at=at)


def move(*, snapshot: Snapshot, action: Action, move: Move, by: Account | None, role: str, at: datetime) -> ActionTurn:
    """Say what becomes of an action at a meeting; every earlier date and reason stays.

    Raises:
        Recorded. Unexplained. ProgressDiffers: what is worked out from the actions is no longer «no progress».
    """
    if snapshot.is_consolidated:
        raise Recorded()
    if (move.state == "replanned" and move.due is None) or (move.state == "cancelled" and not move.reason):
        raise Unexplained()
    made = next((one for one in snapshot.turns if one.action is action), None)
    if made is None:
        made = ActionTurn(action=action, state=move.state)
        snapshot.turns.append(made)
    made.state, made.due, made.words, made.runs_on = move.state, move.due, move.words, move.runs_on
    made.reason, made.percentage = move.reason, move.percentage
    db.session.flush()
    if snapshot.basis == "computed":
        snapshot.percentage = _percentage(snapshot.commitment, snapshot.meeting)
        _stands(snapshot)
    _record("progress.action", snapshot.commitment, by, role, at, step=action.id, state=move.state)
    return made


def _stands(snapshot: Snapshot) -> None:
    _check_no_progress(snapshot.commitment, snapshot.meeting, snapshot.percentage, said=snapshot.no_progress)


def consolidate(*, snapshot: Snapshot, by: Account | None, at: datetime) -> None:
    """Record what was entered for a meeting, for good.

    Raises:
        Recorded. ProgressDiffers: the meeting before was recorded meanwhile, with another percentage.
    """
    if snapshot.is_consolidated:
        raise Recorded()
    _stands(snapshot)
    snapshot.consolidated_by_id, snapshot.consolidated_at = by.id if by else None, at
    _record(
        "progress.consolidated", snapshot.commitment, by, SECRETARIAT, at, meeting=snapshot.meeting_id,
        percentage=snapshot.percentage, no_progress=snapshot.no_progress,
    )  # fmt: skip


def close(
    *, commitment: Commitment, meeting: Meeting, to: str, reason: OfficialText, by: Account | None, at: datetime
) -> None:
    """Close a commitment, complete or incomplete; what is incomplete has its reason.

    Raises:
        Unexplained: incomplete without a reason.
    """
    if to == "incomplete" and not reason:
        raise Unexplained()
    before = commitment.closure
    commitment.closure, commitment.closure_reason, commitment.closed_in = to, reason, meeting
    _record("commitment.closed", commitment, by, SECRETARIAT, at, meeting=meeting.id, from_state=before)


def reopen(*, commitment: Commitment, by: Account | None, at: datetime) -> None:
    """Take a closure back."""
    before = commitment.closure
    commitment.closure, commitment.closure_reason, commitment.closed_in = "open", OfficialText(), None
    _record("commitment.reopened", commitment, by, SECRETARIAT, at, from_state=before)


def block(
    *, commitment: Commitment, action: Action | None, kind: str, on_whom: OfficialText, count: int | None,
    meeting: Meeting, by: Account | None, role: str, at: datetime,
) -> Blocker:  # fmt: skip
    """Say what holds a commitment or an action up, since a meeting."""
    made = Blocker(action=action, kind=kind, on_whom=on_whom, bodies_count=count, since=meeting)
    commitment.blockers.append(made)
    db.session.flush()
    _record("progress.blocked", commitment, by, role, at, blocker=made.id, kind=kind)
    return made


def unblock(
    *, commitment: Commitment, blocker: Blocker, meeting: Meeting, by: Account | None, role: str, at: datetime
) -> None:
    """Say that nothing holds it up any more, from a meeting on."""
    blocker.resolved = meeting
    _record("progress.unblocked", commitment, by, role, at, blocker=blocker.id)


def _record(
    action: str, commitment: Commitment, by: Account | None, role: str, at: datetime, *,
    from_state: str | None = None, **detail: Any,
) -> None:  # fmt: skip
    journal.record(
        action=action, object_kind="commitment", object_id=commitment.id, by=by, role=role, at=at,
        from_state=from_state, to_state=commitment.closure, detail=detail,
    )  # fmt: skip
