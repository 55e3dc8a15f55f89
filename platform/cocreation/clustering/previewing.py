"""A cut before anybody takes it: each group with a title, words and size, from what is stored, at once."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from cocreation.clustering import computing
from cocreation.clustering.models import Group, GroupingRun, Membership
from cocreation.clustering.presenting import words_of
from cocreation.core.db import db

MOST_WORDS = 5


@dataclass(frozen=True)
class Shown:
    """One group of a cut: `kind` says whether it is one of today («same»), joined of several or divided."""

    name: str
    title: str
    title_language: str
    words: tuple[tuple[str, str], ...]
    size: int
    kind: str
    joined: tuple[int, ...] = ()

    @property
    def number(self) -> int:
        """The number people see."""
        return int(self.name[1:])


def preview(run: GroupingRun, count: int, language: str) -> list[list[Shown]]:
    """Return the groups of a run's cut by family; one family where there are too few groups for several.

    The words are those of the groups it joins, or those most shared in the part it divides; the worker chooses the
    final ones when the cut is taken.
    """
    cut = computing.cut_of(run, count)
    members = _members(run)
    shared = Counter(word for member in members.values() for word in set(member.why))
    shown = {
        name: _shown(name, [members[one] for one in ids], language, shared, len(members))
        for name, ids in cut.groups.items()
    }
    return [[shown[name] for name in names] for names in cut.families or [list(shown)]]


def _members(run: GroupingRun) -> dict[str, Membership]:
    statement = (
        select(Membership)
        .options(joinedload(Membership.group), joinedload(Membership.proposal))
        .where(Membership.run_id == run.id, Membership.group_id.is_not(None))
    )
    return {found.proposal.reference or "": found for found in db.session.scalars(statement).unique()}


def _shown(name: str, members: Sequence[Membership], language: str, shared: Mapping[str, int], total: int) -> Shown:
    groups: dict[int, Group] = {found.group.id: found.group for found in members if found.group}
    parts = Counter(found.group_id for found in members)
    # A group that gave only a stray idea does not name the new one.
    whole = [groups[number] for number, size in parts.most_common() if number and 2 * size >= groups[number].size]
    size = len(members)
    if len(whole) > 1:
        words = _interleaved([words_of(group, language) for group in whole])
        joined = tuple(sorted(group.number for group in whole))
        first = whole[0]
        return Shown(name, first.title, first.title_language, words, size, "joined", joined)
    first = whole[0] if whole else groups[parts.most_common(1)[0][0] or 0]
    if size == first.size and parts[first.id] == first.size:
        return Shown(name, first.title, first.title_language, tuple(words_of(first, language)), size, "same")
    words = _telling(members, shared, total)
    central = max(members, key=lambda found: (_weight(found, words), -found.rank))
    text = central.proposal.current
    return Shown(name, text.title, text.language, words, size, "divided")


def _interleaved(lists: Sequence[Sequence[tuple[str, str]]]) -> tuple[tuple[str, str], ...]:
    """Return the first words of each list, then the second ones, each word once."""
    longest = max(map(len, lists), default=0)
    taken = [words[place] for place in range(longest) for words in lists if place < len(words)]
    return tuple(dict.fromkeys(taken))[:MOST_WORDS]


def _telling(members: Sequence[Membership], shared: Mapping[str, int], total: int) -> tuple[tuple[str, str], ...]:
    """Return the shared words that tell a part from the rest: common in it, rare elsewhere."""
    held = Counter((word, found.proposal.current.language) for found in members for word in set(found.why))
    score = {
        (word, code): count / len(members) * math.log((count / len(members)) / (shared[word] / total))
        for (word, code), count in held.items()
    }
    best = sorted(score, key=lambda found: (-round(score[found], 6), found))
    return tuple(best[:MOST_WORDS])


def _weight(member: Membership, words: Sequence[tuple[str, str]]) -> int:
    return len({word for word, _ in words} & set(member.why))
