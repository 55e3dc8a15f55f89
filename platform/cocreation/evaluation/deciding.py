"""What the workshop decides of each item, with its reason; and its closing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cocreation.accounts.models import Account
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_, OfficialText
from cocreation.evaluation import queries, telling
from cocreation.evaluation.conflicts import check
from cocreation.evaluation.models import Item, Seat, Workshop
from cocreation.evaluation.ranking import Standing
from cocreation.evaluation.scoring import Gone
from cocreation.evaluation.workshops import NotNow, lock, note


@dataclass(frozen=True)
class Verdict:
    """A decision: a key of OUTCOMES, why, and where it says so the item it goes into or the address."""

    outcome: str
    reason: OfficialText
    merged_into: Item | None = None
    link: str = ""


def decide(*, item: Item, verdict: Verdict, chair: Seat, at: datetime) -> None:
    """Record what the workshop decides of an item; until the closing it may decide anew.

    Raises:
        NotNow. Recused: the chair's own conflict of interest. Gone: the item was withdrawn.
        Refused: no reason, or nothing to merge into.
    """
    workshop = item.workshop
    lock(workshop, "discussion")
    if chair.workshop_id != workshop.id or chair.duty != "chair" or chair.left_at is not None:
        raise NotNow()
    check(chair, item)
    if queries.gone([item]):
        raise Gone()
    _check(item, verdict)
    item.outcome, item.reason, item.link = verdict.outcome, verdict.reason, verdict.link
    item.merged_into = verdict.merged_into
    item.decided_by_id, item.decided_at = chair.account_id, at
    note("item.decided", workshop, chair.account, "chair", at, item=item.id, outcome=verdict.outcome)


def _check(item: Item, verdict: Verdict) -> None:
    if not verdict.reason:
        raise Refused(N_("Every decision has its reason."))
    into = verdict.merged_into
    if (verdict.outcome == "merged") is not (into is not None):
        raise Refused(N_("Choose the item that this one is merged into, and none for another decision."))
    if into is not None:
        _check_merging(item, into)
    if verdict.outcome == "already_done" and not verdict.link:
        raise Refused(N_("Give the address where everyone can see that it is done."))


def _check_merging(item: Item, into: Item) -> None:
    """One step leads from what is merged to what stands for it, and there is something there to read."""
    if into.workshop_id != item.workshop_id or into.id == item.id or into.outcome == "merged":
        raise Refused(N_("An item is merged into another one of this workshop that is not merged itself."))
    if any(one.merged_into_id == item.id for one in queries.items(item.workshop_id)):
        raise Refused(N_("Another item is merged into this one: decide anew of that one first."))
    if queries.gone([into]):
        raise Gone()


def undecided(workshop: Workshop) -> list[Item]:
    """The items that wait for a decision."""
    items = queries.items(workshop.id)
    gone = queries.gone(items)
    return [item for item in items if item.outcome is None and item.id not in gone]


def close(*, workshop: Workshop, by: Account, at: datetime) -> None:
    """Close the workshop: its averages, decisions and minutes are public from here on.

    Raises:
        NotNow: another chair was quicker. Refused: items without decision.
    """
    lock(workshop, "discussion")
    waiting = undecided(workshop)
    if waiting:
        raise Refused(N_("%(number)s items wait for a decision."), number=len(waiting))
    workshop.state, workshop.closed_at = "closed", at
    note("workshop.closed", workshop, by, "chair", at)
    telling.closed(workshop)


def departures(items: Iterable[Item], standings: Mapping[int, Standing[int]]) -> set[int]:
    """The items whose decision departs from the ranking: kept below one that was not kept, or the reverse."""
    ranked = [(item, standings[item.id].score) for item in items if item.id in standings]
    kept = [score for item, score in ranked if item.outcome == "retained"]
    dropped = [score for item, score in ranked if item.outcome == "not_retained"]
    return {
        item.id
        for item, score in ranked
        if (item.outcome == "retained" and any(other > score for other in dropped))
        or (item.outcome == "not_retained" and any(other < score for other in kept))
    }
