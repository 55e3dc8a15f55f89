"""How phases are shown: their dates in words, what is left, what was changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cocreation.core.i18n import gettext, here, ngettext
from cocreation.cycles.models import PHASES, Cycle, Phase


def dates_of(phase: Phase) -> str:
    """The phase's period as the committee wrote it, else its exact dates, else that it is not dated."""
    words = here()
    if phase.period:
        return phase.period.format(words.language)
    if phase.opens_at and phase.closes_at:
        return gettext("%(first)s to %(last)s", first=words.day(phase.opens_at), last=words.day(phase.closes_at))
    if phase.opens_at:
        return gettext("from %(day)s", day=words.day(phase.opens_at))
    return gettext("dates to be announced")


def time_left(closes_at: datetime | None, at: datetime) -> str | None:
    """«9 days left», «closes today at 18:00», or None where nothing closes."""
    if closes_at is None or closes_at <= at:
        return None
    days = (closes_at - at) // timedelta(days=1)
    if days < 1:
        return gettext("closes at %(hour)s", hour=here().hour(closes_at))
    return ngettext("%(num)s day left", "%(num)s days left", days)


def state_of(phase: Phase, at: datetime) -> str:
    """done, now or next, for the rail."""
    if phase.is_over(at):
        return "done"
    return "now" if phase.is_open(at) else "next"


def _note(phase: Phase, at: datetime) -> str | None:
    # A first dating is no news; every later change is said where the phase is shown.
    moved = len(phase.changes) > 1
    left = time_left(phase.closes_at, at) if phase.is_open(at) else None
    notes = [note for note in (left, gettext("dates changed") if moved else None) if note]
    return " · ".join(notes) or None


def rail_of(cycle: Cycle, at: datetime) -> list[dict[str, Any]]:
    """The phases as the rail component takes them."""
    return [
        {
            "label": gettext(PHASES[phase.code]),
            "date_text": dates_of(phase),
            "state": state_of(phase, at),
            "note": _note(phase, at),
        }
        for phase in cycle.phases
    ]


def when_collected(phase: Phase, at: datetime) -> str:
    """What the page of a closed door says: when ideas were, are or will be taken."""
    words = here()
    if phase.opens_at is None:
        return gettext("The dates of the collection are not known yet.")
    if at < phase.opens_at:
        return gettext("The collection of ideas opens on %(moment)s.", moment=words.moment(phase.opens_at))
    if phase.closes_at and at >= phase.closes_at:
        return gettext("The collection of ideas closed on %(moment)s.", moment=words.moment(phase.closes_at))
    if phase.closes_at:
        return gettext("Ideas are taken until %(moment)s.", moment=words.moment(phase.closes_at))
    return gettext("Ideas are taken now.")
