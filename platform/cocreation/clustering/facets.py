"""The list of proposals narrowed to one group of similar ideas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, func, select

from cocreation.clustering import queries
from cocreation.clustering.models import Group, Membership
from cocreation.clustering.presenting import call, called
from cocreation.core.db import db
from cocreation.core.i18n import N_, current_language, here
from cocreation.proposals.facets import Choice, Facet

# The ideas that fit nowhere.
ALONE = "none"


def by_group(*, cycle_id: int) -> Facet | None:
    """The filter by group, where a grouping of the cycle is published."""
    runs = [run.id for run in queries.published_runs(cycle_id)]
    if not runs:
        return None
    groups = queries.groups_of(runs)
    call(groups)
    choices = {str(group.id): _choice(group) for group in groups}
    choices[ALONE] = Choice(here().gettext("Listed apart: no similar idea was found"))
    return Facet("group", N_("Group of similar ideas"), choices, lambda value: _within(runs, value), _counts_in(runs))


def _choice(group: Group) -> Choice:
    title, language = called(group).shown(current_language())
    return Choice(title, None if language == "und" else language)


def _within(runs: list[int], value: str) -> Select[Any]:
    found = select(Membership.proposal_id).where(Membership.run_id.in_(runs))
    return found.where(Membership.group_id.is_(None) if value == ALONE else Membership.group_id == int(value))


def _counts_in(runs: list[int]) -> Any:
    def counts(ids: Select[Any]) -> Mapping[str, int]:
        rows = db.session.execute(
            select(Membership.group_id, func.count())
            .where(Membership.run_id.in_(runs), Membership.proposal_id.in_(ids))
            .group_by(Membership.group_id)
        )
        return {ALONE if row[0] is None else str(row[0]): row[1] for row in rows}

    return counts
