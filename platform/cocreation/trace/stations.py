"""The one derivation of the thread of an idea: its journal and the tables, joined, so that each proves the other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from cocreation.core.clock import process_now
from cocreation.core.web import configured
from cocreation.evaluation import standing
from cocreation.evaluation.models import Workshop
from cocreation.proposals.models import Proposal
from cocreation.trace import passed, queries
from cocreation.trace.checked import Checked, walked
from cocreation.trace.coming import ahead, news_due
from cocreation.trace.queries import Records
from cocreation.trace.thread import Station, Thread

# What happens to published ideas alone; the others may still be repeated and answered.
_OF_PUBLISHED = (passed.merged_themes, passed.grouped, passed.reported, passed.chosen, passed.projected)
_OF_ALL = (passed.repeated, passed.answered)
# The stations of the choices; a group or a draft commitment has no others.
OF_CHOICES = frozenset({"sifted", "listed", "scored", "decided"})
# What is wrong where the tables and the journal do not agree.
NO_LINE, OTHER_STATE = "no journal line", "another state"


def thread_of(proposal: Proposal) -> Thread:
    """The thread of one idea that was received."""
    return threads_of([proposal])[proposal.id]


def threads_of(proposals: Collection[Proposal]) -> dict[int, Thread]:
    """The threads of many ideas, in a number of statements that does not grow with them: {proposal_id: thread}."""
    read, at = queries.records(proposals), process_now()
    return {idea.id: _thread(idea, read, at) for idea in proposals}


def _thread(idea: Proposal, read: Records, at: datetime) -> Thread:
    checked = walked(read.lines[idea.id])
    known = checked.state
    checked.agree_with(idea)
    stations = [passed.named(one, idea, read) for one in in_order(_stations(idea, read, checked))]
    stands = stands_at(stations)
    codes = [one.code for one in stations]
    coming = tuple(ahead(stands, codes, read.cycles[idea.cycle_id], _open_workshop(idea, stands, read)))
    due = news_due(coming, stations[-1], days=configured("NEWS_DAYS"), at=at) if coming else None
    faults = [(one.code, NO_LINE) for one in stations if one.sequence is None]
    if known != idea.state or stands != by_tables(idea, read):
        faults.append((stands, OTHER_STATE))
    return Thread(idea.id, idea.reference or "", tuple(stations), stands, coming, due, tuple(faults))


def _stations(idea: Proposal, read: Records, checked: Checked) -> Iterator[Station]:
    yield from checked.stations
    for source in _OF_ALL:
        yield from source(idea, read)
    for source in _OF_PUBLISHED:
        yield from (one for one in source(idea, read) if checked.was_public(one.at))


def in_order(stations: Iterable[Station]) -> list[Station]:
    """By date, and on one day by their lines; what no line proves comes last of its moment."""
    return sorted(stations, key=lambda one: (one.at, one.sequence is None, one.sequence or 0))


def stands_at(stations: Collection[Station]) -> str:
    """Where an idea stands by its stations: what the choices say of it, as long as it is published."""
    own = [one.standing for one in stations if one.standing and one.code not in OF_CHOICES]
    chosen = [one.standing for one in stations if one.standing and one.code in OF_CHOICES]
    return chosen[-1] if chosen and own[-1:] in ([], ["published"]) else own[-1]


def by_tables(idea: Proposal, read: Records) -> str:
    """Where an idea stands by the tables alone: its state and, once it is published, its stand among the choices."""
    if idea.state != "published":
        return idea.state
    acts, items = read.sifts[idea.id], read.items[idea.id]
    stand = standing.stand_of(acts[-1] if acts else None, items[-1] if items else None)
    return idea.state if stand.station == "to_sift" else stand.station


def _open_workshop(idea: Proposal, stands: str, read: Records) -> Workshop | None:
    """The workshop on whose list an idea stands, once everyone may know of it."""
    items = read.items[idea.id]
    return items[-1].workshop if items and stands == "listed" and items[-1].workshop.state != "prepared" else None
