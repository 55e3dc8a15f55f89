"""What a published grouping tells: the authors and followers of ideas where each now stands, the plan's followers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from cocreation.accounts.models import Account, Contributor
from cocreation.clustering import naming
from cocreation.clustering.hits import WHOLE
from cocreation.clustering.models import Group, GroupingRun, Membership
from cocreation.core.db import db
from cocreation.core.i18n import N_
from cocreation.cycles.models import Cycle
from cocreation.cycles.telling import path_of as path_of_cycle
from cocreation.notifications import services as notifications
from cocreation.notifications.followed import Named
from cocreation.proposals.models import Proposal
from cocreation.themes.models import Theme
from cocreation.themes.telling import path_of as path_of_theme

_PREFIX = "/groups/"


def _scope(run: GroupingRun, cycle: Cycle) -> str:
    theme = db.session.get(Theme, run.theme_id) if run.theme_id else None
    return f"{_PREFIX}{cycle.slug}/{theme.slug if theme else WHOLE}/"


def named(paths: Sequence[str]) -> dict[str, Named]:
    """The groups of published groupings at some addresses."""
    wanted = {path for path in paths if path.startswith(_PREFIX)}
    if not wanted:
        return {}
    asked = (
        select(Group, Cycle.slug, Theme.slug)
        .join(GroupingRun, GroupingRun.id == Group.run_id)
        .join(Cycle, Cycle.id == GroupingRun.cycle_id)
        .outerjoin(Theme, Theme.id == GroupingRun.theme_id)
        .where(GroupingRun.state == "published", Group.name.in_({path.rpartition("/")[2] for path in wanted}))
    )
    rows = db.session.execute(asked).all()
    titles = naming.titles(row[0] for row in rows)
    named = {
        f"{_PREFIX}{cycle}/{theme or WHOLE}/{group.name}": Named("group", titles[group.id])
        for group, cycle, theme in rows
        if titles[group.id]
    }
    return {path: named[path] for path in wanted & named.keys()}


def tell_published(run: GroupingRun, by: Account | None) -> None:
    """Tell of a grouping that has just been published: each idea's place once, each followed group, the plan."""
    cycle = db.session.get_one(Cycle, run.cycle_id)
    theme = db.session.get(Theme, run.theme_id) if run.theme_id else None
    _tell_ideas(run, cycle, by)
    _tell_groups(run, cycle, by)
    notifications.emit(
        mark=f"grouping:{run.id}",
        kind="grouping.published",
        about=[*([path_of_theme(theme)] if theme else []), path_of_cycle(cycle)],
        message=N_("The groups of similar ideas are published."),
        path=f"{_PREFIX}{cycle.slug}",
        by=by,
    )


def _tell_ideas(run: GroupingRun, cycle: Cycle, by: Account | None) -> None:
    asked = (
        select(Proposal.id, Proposal.reference, Contributor.account_id, Group.name)
        .join(Membership, Membership.proposal_id == Proposal.id)
        .join(Contributor, Contributor.id == Proposal.contributor_id)
        .outerjoin(Group, Group.id == Membership.group_id)
        .where(Membership.run_id == run.id)
        .order_by(Proposal.id)
    )
    arrivals: list[dict[str, Any]] = []
    for number, reference, author_id, name in db.session.execute(asked):
        group = {"group": name.lstrip("g")} if name else {}
        arrivals.append({
            "station": "grouped" if name else "apart",
            "mark": f"{number}:{run.theme_id or WHOLE}:{name}" if name else str(number),
            "reference": reference, "author_id": author_id, "path": f"/proposals/{reference}", "values": group,
            "subject": ("proposal", number), "leads_to": _scope(run, cycle) + name if name else None,
        })  # fmt: skip
    notifications.tell_stations(arrivals, by=by)


def _tell_groups(run: GroupingRun, cycle: Cycle, by: Account | None) -> None:
    scope = _scope(run, cycle)
    groups = db.session.scalars(select(Group).where(Group.run_id == run.id, Group.is_family.is_(False)))
    by_path = {scope + group.name: group for group in groups}
    for path in notifications.are_followed(by_path):
        group = by_path[path]
        notifications.emit(
            mark=f"group:{group.id}",
            kind="group.published",
            about=[path],
            message=N_("Group %(number)s is published anew."),
            values={"number": group.number},
            path=path,
            by=by,
        )
