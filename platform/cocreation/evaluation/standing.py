"""Where each published idea and draft commitment stands among the choices.

The one derivation that reasoned answers, the thread of an idea and the sums that must balance all rest on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from cocreation.core.i18n import N_, OfficialText
from cocreation.evaluation import queries
from cocreation.evaluation.models import OUTCOMES, Item, Sift

# Every published idea stands at exactly one of these; the last ones are outcomes, said with their reason.
WAITING: dict[str, str] = {
    "to_sift": N_("Waits for the first sift"),
    "linked": N_("Waits for a workshop"),
    "listed": N_("On the list of a workshop"),
    "scored": N_("Scored, waits for the decisions of the workshop"),
}
DECIDED: dict[str, str] = {**OUTCOMES, "not_linked": N_("Not linked to open government")}
STATIONS: dict[str, str] = {**WAITING, **DECIDED}
# Decisions after which nothing more is decided of the idea in this step.
FINAL = tuple(code for code in DECIDED if code != "reformulate")
_OF_WORKSHOP = {"prepared": "listed", "scoring": "listed", "discussion": "scored"}


@dataclass(frozen=True)
class Stand:
    """Where one idea or draft stands: a key of STATIONS, and what put it there.

    ``sift`` is the act of the first sift that counts, ``item`` what stands for it in its latest workshop; an item
    that was merged keeps its own decision, and ``item.merged_into`` says where it went.
    """

    station: str
    sift: Sift | None = None
    item: Item | None = None

    @property
    def is_final(self) -> bool:
        """Whether this step has its last word on it."""
        return self.station in FINAL

    @property
    def at(self) -> datetime | None:
        """When it came to where it stands, in process time; None where it waits for the first sift."""
        if self.item is not None:
            workshop = self.item.workshop
            return {"listed": workshop.opened_at, "scored": workshop.round_closed_at}.get(
                self.station, workshop.closed_at
            )
        return self.sift.at if self.sift else None

    @property
    def reason(self) -> OfficialText | None:
        """Why, in the words of the workshop; the reason of the first sift is a key of GATE_REASONS."""
        return self.item.reason if self.item is not None and self.station in OUTCOMES else None


def of_ideas(cycle_id: int) -> dict[int, Stand]:
    """Where each published idea of a cycle stands: {proposal_id: stand}, every one of them exactly once.

    What the first sift sent elsewhere stays there though its group is scored; of several workshops the latest counts.
    Decisions count from the closing of their workshop, as the public learns them.
    """
    sifted, items = queries.sifted(cycle_id), _items_of_ideas(queries.decided_before(cycle_id))
    # Thousands of ideas share few acts and items, and those of the same two stand at the same place.
    stand = cache(stand_of)
    return {idea_id: stand(sifted.get(idea_id), items.get(idea_id)) for idea_id in queries.published_ids(cycle_id)}


def of_drafts(cycle_id: int) -> dict[int, Stand]:
    """Where each published draft commitment of a cycle stands: {draft_id: stand}; no draft waits for the sift."""
    items = {item.draft_id: item for item in _in_order(queries.decided_before(cycle_id)) if item.draft_id is not None}
    return {
        draft.id: _by_item(items[draft.id]) if draft.id in items else Stand("linked")
        for draft in queries.drafts(cycle_id)
    }


def _in_order(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (item.workshop.number, item.position))


def _items_of_ideas(items: Iterable[Item]) -> Mapping[int, Item]:
    ordered = _in_order(items)
    members = queries.member_ids([item.group_id for item in ordered if item.group_id is not None])
    found: dict[int, Item] = {}
    for item in ordered:
        alone = [item.proposal_id] if item.proposal_id is not None else []
        found |= dict.fromkeys([*alone, *members.get(item.group_id or 0, [])], item)
    return found


def stand_of(sift: Sift | None, item: Item | None) -> Stand:
    """Where a published idea stands, by the act of the first sift that counts and its item in the latest workshop."""
    if sift is None:
        return Stand("to_sift")
    if sift.gate != "linked":
        return Stand(sift.gate, sift)
    return _by_item(item, sift) if item is not None else Stand("linked", sift)


def _by_item(item: Item, sift: Sift | None = None) -> Stand:
    workshop = item.workshop
    # A closed workshop has decided everything but what was withdrawn from it meanwhile.
    station = item.outcome if workshop.state == "closed" else _OF_WORKSHOP[workshop.state]
    return Stand(station, sift, item) if station else Stand("linked", sift)
