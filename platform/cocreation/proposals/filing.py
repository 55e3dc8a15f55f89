"""Files of proposals: who may read each, and which of them a page shows."""

from __future__ import annotations

from typing import Any

from cocreation.accounts.policies import is_team_of
from cocreation.attachments import queries as attachments
from cocreation.attachments.models import Attachment
from cocreation.attachments.presenting import shown
from cocreation.core.access import Actor, current_actor
from cocreation.core.db import db
from cocreation.cycles import queries as cycles
from cocreation.cycles.policies import can_see as can_see_cycle
from cocreation.proposals import policies
from cocreation.proposals.models import Proposal, ProposalVersion
from cocreation.proposals.revising import FILES
from cocreation.proposals.writing.opening import may_write


def may_read(attachment: Attachment, actor: Actor) -> bool | None:
    """Whether somebody may read a file of a proposal; None where it hangs on something else."""
    if attachment.holder_kind != FILES:
        return None
    version = db.session.get(ProposalVersion, attachment.holder_id)
    cycle = cycles.by_id(version.proposal.cycle_id) if version is not None else None
    if version is None or cycle is None or not can_see_cycle(actor, cycle):
        return False
    return _may_read(version, attachment.audience, actor)


def _may_read(version: ProposalVersion, audience: str, actor: Actor) -> bool:
    proposal: Proposal = version.proposal
    if audience == "team":
        return is_team_of(actor, proposal.cycle_id)
    if proposal.state == "draft":
        return may_write(proposal)
    return policies.can_read_version(actor, version)


def files_of(version: ProposalVersion) -> list[dict[str, Any]]:
    """The files of one text as pages show them; those for the team alone only to the team."""
    found = attachments.of(FILES, version.id)
    team = bool(found) and is_team_of(current_actor(), version.proposal.cycle_id)
    return shown(each for each in found if team or each.audience == "everyone")
