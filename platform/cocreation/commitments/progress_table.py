"""The committee's table for any meeting, composed from facts alone: no cell of it is ever kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from cocreation.commitments.progress_models import Action, ActionTurn, Commitment, Remark, Snapshot
from cocreation.core.i18n import N_, OfficialText, Translator, translator
from cocreation.meetings.models import Meeting

COMPLETE = N_("Commitment complete")
NO_PROGRESS = N_("No progress since the last meeting")
ALL_DONE = N_("All planned actions have been carried out")
NOT_REPORTED = N_("Nothing was reported for this meeting")
# What the remaining actions, unnamed, are said to be.
UNNAMED = {
    "not_communicated": N_("New schedule not communicated yet"),
    "no_visibility": N_("No visibility on the new schedule"),
}


@dataclass(frozen=True)
class Row:
    """What the table says of one commitment; ``percentage`` is None where nothing was reported.

    ``change`` is in points since the meeting that recorded the commitment last before this one, ``since``.
    """

    number: int
    title: OfficialText
    percentage: int | None
    state: tuple[str, ...]
    replanning: tuple[str, ...]
    change: int | None
    since: date | None


@dataclass(frozen=True)
class ProgressTable:
    """The table of a meeting in one language."""

    language: str
    held_on: date
    rows: tuple[Row, ...]

    @property
    def mean(self) -> float | None:
        """The mean percentage of what was reported."""
        return _mean(row.percentage for row in self.rows)


def _mean(values: Iterable[int | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def table_of(commitments: Sequence[Commitment], meeting: Meeting, language: str) -> ProgressTable:
    """Compose the table of a meeting.

    Args:
        commitments: of one plan, with what was recorded of them.
    """
    writer = _Writer(meeting, translator(language))
    return ProgressTable(language, meeting.held_on, tuple(writer.row(one) for one in commitments))


def date_words(turn: ActionTurn, language: str) -> str:
    """The date of an action as it was written, or in the words of another language."""
    return turn.words.get(language) or (turn.due.format(language) if turn.due else "")


class _Writer:
    """Writes the cells of one meeting in one language."""

    def __init__(self, meeting: Meeting, words: Translator) -> None:
        self.meeting = meeting
        self.words = words
        self.say = words.gettext

    def row(self, commitment: Commitment) -> Row:
        """The row of one commitment."""
        found, before = commitment.at(self.meeting), commitment.before(self.meeting)
        if found is None or not found.is_consolidated:
            return Row(commitment.number, commitment.title, None, (self.say(NOT_REPORTED),), (), None, None)
        return Row(
            number=commitment.number,
            title=commitment.title,
            percentage=found.percentage,
            state=tuple(self.state(found)),
            replanning=tuple(self.replanning(found, commitment.actions)),
            change=found.percentage - before.percentage if before else None,
            since=before.meeting.held_on if before else None,
        )

    def state(self, found: Snapshot) -> Iterator[str]:
        """The word complete, the remarks, and what was done beyond the plan."""
        if found.says_complete:
            yield self.say(COMPLETE)
        # A body that says in its own words that nothing moved is not made to say it twice.
        if found.no_progress and all(one.action for one in found.remarks):
            yield self.say(NO_PROGRESS)
        yield from map(self.remark, found.remarks)
        if found.beyond:
            yield self.say(N_("NB: %(text)s"), text=self.own(found.beyond))

    def remark(self, remark: Remark) -> str:
        text, action = self.own(remark.text), remark.action
        if action is None:
            return text
        return self.say(N_("%(action)s: %(text)s"), action=self.full_name(action), text=text)

    def full_name(self, action: Action) -> str:
        """«Activity 12 - Training plan»."""
        title = self.own(action.title)
        if action.number is None:
            return title
        number = self.numbered([action.number])
        return self.say(N_("%(number)s - %(title)s"), number=number, title=title) if title else number

    def replanning(self, found: Snapshot, actions: Iterable[Action]) -> Iterator[str]:
        """That all is done, then each action that remains or was cancelled, with its new date or its reason."""
        if found.all_done:
            yield self.say(ALL_DONE)
        standing = ((one, one.standing(self.meeting.held_on)) for one in actions)
        remaining = [(one, turn) for one, turn in standing if turn is not None and turn.state != "done"]
        for (title, text, _), same in groupby(remaining, key=lambda pair: self.key(*pair)):
            members = list(same)
            yield self.line(title or self.numbered_of(members), text, members[0][1])

    def key(self, action: Action, turn: ActionTurn) -> tuple[str, str, int]:
        """Actions that have only a number, and the same to say, stand in one line; others each in their own."""
        title = self.own(action.title)
        alone = action.id if title or action.number is None else 0
        return title, self.what(turn, unnamed=not title and action.number is None), alone

    def numbered_of(self, members: Sequence[tuple[Action, ActionTurn]]) -> str:
        numbers = [one.number for one, _ in members if one.number is not None]
        return self.numbered(numbers) if numbers else ""

    def numbered(self, numbers: Sequence[int]) -> str:
        listed = self.words.items([self.words.number(number) for number in numbers])
        return self.words.ngettext("Activity %(numbers)s", "Activities %(numbers)s", len(numbers), numbers=listed)

    def what(self, turn: ActionTurn, *, unnamed: bool) -> str:
        """The date as it was written, or in the words of the language; the reason of what was cancelled."""
        if turn.state == "cancelled":
            return self.own(turn.reason)
        if unnamed and turn.due is not None and turn.due.kind in UNNAMED:
            return self.say(UNNAMED[turn.due.kind])
        return date_words(turn, self.words.language)

    def line(self, title: str, text: str, turn: ActionTurn) -> str:
        if turn.state == "cancelled":
            if title:
                return self.say(N_("%(action)s: cancelled %(reason)s"), action=title, reason=text)
            return self.say(N_("Remaining action cancelled %(reason)s"), reason=text)
        if not title or not text:
            return title or text
        if turn.runs_on:
            return f"{title} {text}"
        return self.say(N_("%(action)s: %(text)s"), action=title, text=text)

    def own(self, text: OfficialText) -> str:
        return text.shown(self.words.language)[0]
