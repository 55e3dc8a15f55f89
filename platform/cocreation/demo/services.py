"""Loading the demonstration: its events played through the ordinary services, up to a date, and told to nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from cocreation.core.db import begin_write, db
from cocreation.core.errors import Refused
from cocreation.core.web import configured
from cocreation.cycles import queries as cycles
from cocreation.demo import (
    answering,
    choosing,
    contributions,
    drafting,
    holders,
    institutions,
    progress,
    queries,
    sequel,
    stories,
    successions,
)
from cocreation.demo.timeline import Stage, Timeline
from cocreation.notifications.services import be_quiet
from cocreation.trace import reckoning

DEFAULT_DATE = "2020-10-15"
PARTS = (
    institutions, drafting, contributions, stories, successions, sequel, choosing, answering, holders, progress,
)  # fmt: skip


class NotHere(Refused):
    """The demonstration in production: its passwords are known to everyone."""

    message = "The demonstration is for development: its passwords are public. It is refused in production."


class NotEmpty(Refused):
    """A database that holds something already."""

    message = "The database is not empty: the demonstration is loaded into an empty one only."


class SumsDiffer(Refused):
    """What was played does not add up: a fault of the demonstration or of what it was played through."""

    message = "The sums of the demonstration do not agree. To look at: %(names)s"


def check_environment() -> None:
    """Refuse to go on in production.

    Raises:
        NotHere.
    """
    if configured("ENVIRONMENT") == "production":
        raise NotHere()


def timeline() -> Timeline:
    """Every event of the demonstration."""
    written = Timeline()
    for part in PARTS:
        part.write(written)
    return written


def load(*, until: datetime, do_job: Callable[[int], None]) -> int:
    """Play the events up to a moment of the process, and commit.

    Args:
        until: process time. do_job: does a job of the queue at once, by its number.

    Returns:
        The number of events played.

    Raises:
        NotHere. NotEmpty. SumsDiffer.
    """
    check_environment()
    begin_write()
    if not queries.is_empty():
        raise NotEmpty()
    be_quiet(True)
    try:
        played = timeline().play(Stage(do_job), until)
        check_sums()
        db.session.commit()
    finally:
        be_quiet(False)
    return played


def check_sums() -> None:
    """Make sure that every idea received stands at one place, and that the journal says the same.

    Raises:
        SumsDiffer.
    """
    db.session.flush()
    found = reckoning.check_chain()
    for cycle in cycles.cycles(with_drafts=True):
        found += reckoning.check(cycle)
    if found:
        raise SumsDiffer(names=", ".join(f"{fault.name} ({fault.kind})" for fault in found))
