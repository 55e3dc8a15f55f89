"""What those who follow a plan are told of its phases: that one opens, that it closes soon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from cocreation.core.db import db
from cocreation.core.i18n import LANGUAGES, N_, translator
from cocreation.cycles import queries
from cocreation.cycles.models import PHASES, Cycle, Phase
from cocreation.notifications import services as notifications
from cocreation.notifications.followed import Named

# An opening is news for two days; a closing is told three days before.
NEWS_FOR = timedelta(days=2)
SOON = timedelta(days=3)
_PREFIX = "/cycles/"


def path_of(cycle: Cycle) -> str:
    """Where a plan is shown, without language."""
    return f"{_PREFIX}{cycle.slug}"


def named(paths: Sequence[str]) -> dict[str, Named]:
    """The public plans at some addresses."""
    slugs = [path.removeprefix(_PREFIX) for path in paths if path.startswith(_PREFIX)]
    if not slugs:
        return {}
    found = db.session.scalars(select(Cycle).where(Cycle.slug.in_(slugs), Cycle.state != "draft"))
    return {path_of(cycle): Named("cycle", dict(cycle.title)) for cycle in found}


def look_after(at: datetime) -> None:
    """Tell of the phases that have just opened and of those that close soon, each date once.

    Args:
        at: process time.
    """
    for cycle in queries.cycles():
        for phase in cycle.phases if cycle.state == "open" else ():
            if phase.opens_at and phase.opens_at <= at < phase.opens_at + NEWS_FOR:
                _tell(cycle, phase, "opens", N_("%(phase)s has opened."), phase.opens_at)
            if phase.closes_at and phase.closes_at - SOON <= at < phase.closes_at:
                _tell(cycle, phase, "closes", N_("%(phase)s closes on %(moment)s."), phase.closes_at)


def _tell(cycle: Cycle, phase: Phase, what: str, message: str, moment: datetime) -> None:
    notifications.emit(
        mark=f"phase.{what}:{phase.id}:{moment.isoformat()}",
        kind=f"phase.{what}",
        about=[path_of(cycle)],
        message=message,
        values={
            "phase": [PHASES[phase.code]],
            "moment": {language: translator(language).moment(moment) for language in LANGUAGES},
        },
        path=path_of(cycle),
    )
