"""What a group is called: by people, or after its most central idea in the reader's language that is public."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select

from cocreation.clustering.models import Group, Membership
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.proposals.models import Proposal, ProposalVersion

LONGEST = 300


class GroupTitle(OfficialText):
    """The titles of a group by language, that of its most central idea first."""

    def shown(self, language: str) -> tuple[str, str]:
        """The title and the language it is in: the one asked for, else that of the most central idea."""
        for code in (language, *self):
            if self.get(code):
                return self[code], code
        return "", language


def titles(groups: Iterable[Group]) -> dict[int, GroupTitle]:
    """What groups are called: {group_id: titles}, in one statement for all of them.

    A title given by people stands alone. Otherwise each language has the title of the most central public idea
    written in it, so that what was withdrawn or hidden since the grouping no longer names anything; a group of which
    nothing is public has no title.
    """
    found = {group.id: GroupTitle({group.title_language: group.title} if group.renamed else {}) for group in groups}
    given = {group_id for group_id, title in found.items() if title}
    for group_id, language, title in _central(found.keys() - given):
        found[group_id].setdefault(language, " ".join(title.split())[:LONGEST])
    return found


def title(group: Group) -> GroupTitle:
    """What one group is called."""
    return titles([group])[group.id]


def _central(group_ids: Iterable[int]) -> Iterable[tuple[int, str, str]]:
    """The most central public idea of each group in each language: (group, language, title), in order of rank."""
    place = func.row_number().over(
        partition_by=(Membership.group_id, Proposal.language), order_by=(Membership.rank, Membership.id)
    )
    first = (
        select(Membership.id.label("membership_id"), Membership.rank, place.label("place"))
        .join(Proposal, Proposal.id == Membership.proposal_id)
        .where(Membership.group_id.in_(sorted(group_ids)), Proposal.state == "published")
        .subquery()
    )
    statement = (
        select(Membership.group_id, ProposalVersion.language, ProposalVersion.title)
        .join(first, first.c.membership_id == Membership.id)
        .join(Proposal, Proposal.id == Membership.proposal_id)
        .join(
            ProposalVersion,
            (ProposalVersion.proposal_id == Proposal.id) & (ProposalVersion.number == Proposal.version_number),
        )
        .where(first.c.place == 1)
        .order_by(Membership.group_id, Membership.rank, Membership.id)
    )
    return [(group_id or 0, language, words) for group_id, language, words in db.session.execute(statement)]
