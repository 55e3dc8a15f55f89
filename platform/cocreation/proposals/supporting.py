"""Supports: one a person, one an organisation, while ideas are collected; counted apart, never a reason to rank."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from cocreation.accounts.models import Account, Organisation
from cocreation.accounts.queries import spoken_for
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.cycles.models import Cycle
from cocreation.cycles.policies import collects
from cocreation.journal import services as journal
from cocreation.proposals.models import Proposal, Support
from cocreation.proposals.policies import can_support
from cocreation.proposals.refusals import NoSupport

Key = TypeVar("Key", bound=Hashable)
# Administrations are asked to answer an idea, not to support it.
_SILENT = ("administration", "local_authority")


@dataclass(frozen=True)
class Counts:
    """How many people, and how many organisations, support an idea."""

    people: int = 0
    organisations: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.people + self.organisations


def takes_supports(cycle: Cycle, at: datetime) -> bool:
    """Whether a support is taken or taken back at `at` (process time): while ideas are collected."""
    return cycle.supports != "off" and collects(cycle, at)


def shows_counts(cycle: Cycle, at: datetime) -> bool:
    """Whether the numbers are shown at `at` (process time)."""
    if cycle.supports != "after_closing":
        return cycle.supports == "on"
    collection = next(phase for phase in cycle.phases if phase.code == "collection")
    return cycle.state == "past" or collection.is_over(at)


def bodies_of(person: Account) -> list[Organisation]:
    """The organisations in whose name a person may support an idea."""
    return [body for body in spoken_for(person) if body.kind not in _SILENT]


def support(
    *, proposal: Proposal, cycle: Cycle, by: Account, at: datetime, organisation: Organisation | None = None
) -> Support:
    """Support a proposal, in one's own name or an organisation's; done twice it counts once.

    Raises:
        NoSupport: the cycle takes none, it is one's own idea, or the organisation supports it already.
    """
    if not takes_supports(cycle, at) or not can_support(by, proposal):
        raise NoSupport()
    if organisation is not None and organisation not in bodies_of(by):
        raise NoSupport()
    found = of_person(proposal.id, by.id)
    if found is not None:
        return found
    body_id = organisation.id if organisation else None
    made = Support(proposal_id=proposal.id, account_id=by.id, organisation_id=body_id, created_at=now())
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        # Another click was quicker, or somebody else spoke for the organisation before.
        found = of_person(proposal.id, by.id)
        if found is None:
            raise NoSupport() from error
        return found
    _journal("support.given", made, at)
    return made


def take_back(*, proposal: Proposal, cycle: Cycle, by: Account, at: datetime) -> None:
    """Take one's support back; where there is none, nothing happens.

    Raises:
        NoSupport: the collection is closed.
    """
    if not takes_supports(cycle, at):
        raise NoSupport()
    found = of_person(proposal.id, by.id)
    if found is not None:
        _journal("support.taken_back", found, at)
        db.session.delete(found)
        db.session.flush()


def of_person(proposal_id: int, account_id: int) -> Support | None:
    """A person's support of a proposal."""
    return db.session.scalar(
        select(Support).where(Support.proposal_id == proposal_id, Support.account_id == account_id)
    )


def counts(proposal_ids: Sequence[int]) -> dict[int, Counts]:
    """People and organisations behind each of some proposals: one statement."""
    bodies = func.count(Support.organisation_id)
    rows = db.session.execute(
        select(Support.proposal_id, func.count(Support.id) - bodies, bodies)
        .where(Support.proposal_id.in_(list(proposal_ids)))
        .group_by(Support.proposal_id)
    )
    found = {row[0]: Counts(row[1], row[2]) for row in rows}
    return {number: found.get(number, Counts()) for number in proposal_ids}


def counts_together(sets: Mapping[Key, Sequence[int]]) -> dict[Key, Counts]:
    """People and organisations behind each of some sets of proposals, once in a set however often: one statement."""
    every = {number for numbers in sets.values() for number in numbers}
    behind: dict[int, set[tuple[str, int]]] = {}
    for one in db.session.scalars(select(Support).where(Support.proposal_id.in_(every))):
        # The supports of erased accounts have no name left to be known again by.
        who = ("body", one.organisation_id) if one.organisation_id else ("person", one.account_id or -one.id)
        behind.setdefault(one.proposal_id, set()).add(who)
    found = {}
    for key, numbers in sets.items():
        kinds = [kind for kind, _ in set().union(*(behind.get(number, set()) for number in numbers))]
        found[key] = Counts(kinds.count("person"), kinds.count("body"))
    return found


def _journal(action: str, support: Support, at: datetime) -> None:
    """Write that a support was given or taken back, and not by whom: what one supports may be one's politics."""
    journal.record(
        action=action,
        object_kind="support",
        object_id=support.proposal_id,
        by=None,
        role="representative" if support.organisation_id else "citizen",
        at=at,
    )
