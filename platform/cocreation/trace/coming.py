"""What comes next for an idea, and when its author hears more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, time, timedelta

from cocreation.core.i18n import ZONE
from cocreation.cycles.models import Cycle, Phase
from cocreation.evaluation.models import Workshop
from cocreation.trace.thread import Coming, Station

# What is still to come, by where the idea stands.
_AFTER: dict[str, tuple[str, ...]] = {
    "submitted": ("checked",),
    "correction": ("checked_again",),
    "published": ("grouped", "sifted", "scored"),
    "linked": ("scored", "decided"),
    "listed": ("scored", "decided"),
    "scored": ("decided",),
    "reformulate": ("returns",),
    "retained": ("answered", "holder", "sheet"),
    "merged": ("answered", "holder", "sheet"),
    # Sent elsewhere by the choices, not by the moderators, who gave their reason at once.
    "not_linked": ("answered",),
    "not_retained": ("answered",),
    "already_done": ("answered",),
    "other_channel": ("answered",),
}
# What has come, by the stations that say so.
_CAME = {"grouped": {"grouped", "apart"}, "answered": {"answered"}, "holder": {"confirmed"}}
# The phase in which each comes; a moderator's checking has none.
_PHASES = {
    "grouped": "collection", "sifted": "prioritisation", "scored": "prioritisation", "decided": "prioritisation",
    "returns": "prioritisation", "answered": "prioritisation", "holder": "prioritisation", "sheet": "drafting",
}  # fmt: skip


def ahead(standing: str, codes: Collection[str], cycle: Cycle, workshop: Workshop | None) -> Iterator[Coming]:
    """What lies ahead of an idea, in order; nothing at an end.

    Args:
        standing: a key of STANDINGS. codes: of its stations, in order. workshop: on whose list it stands now.
    """
    # A project without a holder goes no further, unless it is taken up again.
    if standing in codes and standing == "other_channel":
        return
    is_stopped = next((code for code in reversed(list(codes)) if code in {"none", "candidate"}), "") == "none"
    phases = {phase.code: phase for phase in cycle.phases}
    for code in _AFTER.get(standing, ()):
        if _CAME.get(code, set()).isdisjoint(codes) and not (is_stopped and code in {"holder", "sheet"}):
            yield _coming(code, phases.get(_PHASES.get(code, "")), workshop)


def _coming(code: str, phase: Phase | None, workshop: Workshop | None) -> Coming:
    if workshop is not None and code in {"scored", "decided"}:
        return Coming(code, day=workshop.starts_at, due=workshop.starts_at)
    return Coming(code, phase=phase, due=_last_moment(phase) if phase is not None else None)


def _last_moment(phase: Phase) -> datetime | None:
    if phase.closes_at is not None or phase.period is None or phase.period.last is None:
        return phase.closes_at
    return datetime.combine(phase.period.last, time(23, 59), tzinfo=ZONE)


def news_due(coming: Iterable[Coming], last: Station, *, days: int, at: datetime) -> datetime:
    """When an author hears more: at the next date that is known, else so many days after the last news."""
    known = [one.due for one in coming if one.due is not None and one.due > at]
    return min(known, default=last.at + timedelta(days=days))
