"""A group as readers meet it: who speaks in it, what is said for and against, texts signed by several people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from cocreation.accounts.lists import REGIONS, VOICES
from cocreation.clustering.models import Group, GroupingRun, Membership
from cocreation.comments import queries as comments
from cocreation.comments.models import Comment
from cocreation.core.db import db
from cocreation.core.html import plain_text
from cocreation.core.i18n import gettext
from cocreation.proposals.models import LANGUAGES_OF_TEXTS, Proposal
from cocreation.text.sentences import excerpt

QUOTES, LONGEST = 2, 280


@dataclass(frozen=True)
class Text:
    """One idea of a group, and those who sent the same text."""

    member: Membership
    copies: tuple[Membership, ...]

    @property
    def signatories(self) -> int:
        """How many different people sent this text."""
        return len({found.proposal.contributor_id for found in (self.member, *self.copies)})


@dataclass(frozen=True)
class Said:
    """One side's words about an idea of the group."""

    comment: Comment
    proposal: Proposal
    words: str


def readable(group: Group) -> list[Membership]:
    """The members of a group everyone may read, the most central first: what was hidden since is left out."""
    statement = (
        select(Membership)
        .join(Proposal, Proposal.id == Membership.proposal_id)
        .options(selectinload(Membership.proposal).options(joinedload(Proposal.theme), joinedload(Proposal.thread)))
        .where(Membership.group_id == group.id, Proposal.state == "published")
        .order_by(Membership.rank, Membership.id)
    )
    return list(db.session.scalars(statement))


def lone(run: GroupingRun) -> tuple[list[Membership], list[Membership]]:
    """The ideas of a run that fit nowhere: those worth reading for a reason, and the others."""
    statement = (
        select(Membership)
        .join(Proposal, Proposal.id == Membership.proposal_id)
        .options(selectinload(Membership.proposal))
        .where(Membership.run_id == run.id, Membership.group_id.is_(None), Proposal.state == "published")
        .order_by(Membership.rank, Membership.id)
    )
    found = list(db.session.scalars(statement))
    return [one for one in found if one.notable], [one for one in found if not one.notable]


def texts(members: Sequence[Membership]) -> list[Text]:
    """The different texts of a group: a set of copies is one, shown by the first of them that can be read."""
    sets: dict[int, list[Membership]] = {}
    for member in members:
        sets.setdefault(member.copy_of_id or member.proposal_id, []).append(member)
    return [Text(found[0], tuple(found[1:])) for found in sets.values()]


def variety(members: Iterable[Membership]) -> list[tuple[str, list[tuple[str, int]]]]:
    """How various those who speak are: for each heading the words and how many ideas, in the reader's language."""
    ideas = [member.proposal for member in members]
    found = (
        (gettext("Languages"), Counter(LANGUAGES_OF_TEXTS.get(i.current.language, i.current.language) for i in ideas)),
        (gettext("Voices"), Counter(gettext(VOICES[idea.contributor.voice]) for idea in ideas)),
        (gettext("Regions"), Counter(gettext(REGIONS[idea.region]) for idea in ideas if idea.region)),
    )
    return [(label, counts.most_common()) for label, counts in found if counts]


def sides(members: Sequence[Membership]) -> dict[str, list[Said]]:
    """What is said for and against a group's ideas, a quote or two of each side; none where nobody is against."""
    ideas = {member.proposal.thread_id: member.proposal for member in members if member.proposal.thread_id}
    found: dict[str, list[Said]] = {"for": [], "against": []}
    ordered = sorted(comments.visible_of(ideas), key=lambda comment: (-min(len(comment.source), LONGEST), comment.id))
    for comment in ordered:
        said = found.get(comment.side or "")
        if said is not None and len(said) < QUOTES and _is_another(comment, said):
            words = excerpt(plain_text(comment.html), LONGEST)
            said.append(Said(comment, ideas[comment.thread_id], words))
    return found if found["against"] else {}


def _is_another(comment: Comment, said: Sequence[Said]) -> bool:
    return all(one.comment.contributor_id != comment.contributor_id for one in said)
