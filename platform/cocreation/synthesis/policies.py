"""Who writes, publishes, withdraws and reads reports."""

from __future__ import annotations

from cocreation.accounts.policies import is_administrator, is_team, is_team_of
from cocreation.core.access import Actor
from cocreation.synthesis.models import ReportVersion


def can_write(actor: Actor) -> bool:
    """Moderators and administrators write the report and take it in every format before its publication."""
    return is_team(actor)


def can_write_in(actor: Actor, cycle_id: int) -> bool:
    """A moderator whose role is limited to another cycle does not write this one's report."""
    return is_team_of(actor, cycle_id)


def can_publish(actor: Actor) -> bool:
    """An administrator publishes a version and can withdraw one."""
    return is_administrator(actor)


def can_read_text(actor: Actor, version: ReportVersion) -> bool:
    """Everyone reads the text of a published version; once withdrawn, only the team does."""
    return version.state == "published" or is_team(actor)


def can_read(actor: Actor, version: ReportVersion) -> bool:
    """Everyone reads a published version; a withdrawn one keeps its page, which says why."""
    return version.state in {"published", "withdrawn"} or is_team(actor)
