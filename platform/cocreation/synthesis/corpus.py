"""Everything a report is made of, read once from the database; the chapters are then drawn from it alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import func, select

from cocreation.clustering import naming
from cocreation.clustering import queries as grouping
from cocreation.clustering.models import Group, GroupingRun, Membership
from cocreation.comments import queries as comments
from cocreation.comments.models import Comment, Thread
from cocreation.core.clock import to_local
from cocreation.core.db import db
from cocreation.core.i18n import Translator, translator
from cocreation.core.web import public_address
from cocreation.cycles.models import Cycle
from cocreation.proposals import queries as proposals
from cocreation.proposals.models import DraftCommitment, Proposal
from cocreation.synthesis import queries
from cocreation.synthesis.archive import corpus_sha256
from cocreation.synthesis.models import ReportTranslation
from cocreation.text.analyser import keys
from cocreation.text.lexicon import default_lexicon
from cocreation.themes import queries as themes
from cocreation.themes.models import Theme


@dataclass(frozen=True)
class Placed:
    """A group of the published grouping as everyone may read it, with the number it bears in the report.

    What was hidden since the grouping is no member any more, and gives neither title nor words.
    """

    group: Group
    number: int
    title: str
    title_language: str
    members: tuple[Membership, ...]
    terms: dict[str, list[str]]
    family_terms: dict[str, list[str]]


def digest_of(words: str) -> str:
    """The SHA-256 under which the translation of words is kept."""
    return hashlib.sha256(words.encode("utf-8", "backslashreplace")).hexdigest()


class Corpus:
    """The state of a cycle as a report in one language tells it.

    Args:
        cycle: the cycle. language: «fr», «ar» or «en».
    """

    def __init__(self, cycle: Cycle, language: str) -> None:
        self.cycle = cycle
        self.language = language
        self.words: Translator = translator(language)
        self.proposals: Sequence[Proposal] = proposals.sent(cycle_id=cycle.id)
        self.drafts: Sequence[DraftCommitment] = proposals.published_drafts(cycle_id=cycle.id)
        self.themes: Sequence[Theme] = themes.of_cycle(cycle.id)
        self.standing_for = themes.current_of(self.themes)
        self.runs: Sequence[GroupingRun] = grouping.published_runs(cycle.id)
        self._meanings: dict[int, set[str]] = {}

    def address(self, path: str) -> str:
        """The full address of a page, in the report's language."""
        return public_address(f"/{self.language}{path}")

    def day(self, moment: datetime | None) -> date | None:
        """The day of a moment in Morocco; None where there is none."""
        return to_local(moment).date() if moment else None

    def scope_of(self, group: Group) -> str:
        """What the address of a group's page calls the scope of its grouping: the slug of a theme, or «all»."""
        theme_id = next(run.theme_id for run in self.runs if run.id == group.run_id)
        return next((theme.slug for theme in self.themes if theme.id == theme_id), "all")

    def meaning(self, proposal: Proposal) -> set[str]:
        """The words of an idea by their keys, and what they mean in any language by their concepts."""
        if proposal.id not in self._meanings:
            text = proposal.current
            found = keys("\n".join((text.title, text.problem, text.body)), text.language)
            concepts = default_lexicon().matches(found, text.language, inside=True)
            self._meanings[proposal.id] = {*found, *(concept for _, _, concept in concepts)}
        return self._meanings[proposal.id]

    def theme_of(self, proposal: Proposal) -> Theme | None:
        """The theme a proposal stands under today, merges followed."""
        return self.standing_for.get(proposal.theme_id) if proposal.theme_id else None

    def theme_title(self, theme: Theme | None) -> str:
        """The title of a theme in the report's language; empty where none was given."""
        return theme.title.shown(self.language)[0] if theme else ""

    @cached_property
    def published(self) -> list[Proposal]:
        """The proposals whose text everyone reads and that count as ideas."""
        return [proposal for proposal in self.proposals if proposal.state == "published"]

    @cached_property
    def chapters(self) -> list[Theme | None]:
        """The themes that have a chapter, in their order; None last, where ideas have no theme."""
        used = {theme.id for proposal in self.published if (theme := self.theme_of(proposal))}
        found: list[Theme | None] = [theme for theme in self.themes if theme.id in used or theme.state == "adopted"]
        return [*found, None] if any(self.theme_of(proposal) is None for proposal in self.published) else found

    @cached_property
    def thread_comments(self) -> dict[int, list[Comment]]:
        """The visible comments of every thread of the cycle, oldest first: {thread_id: comments}."""
        threads = [proposal.thread_id for proposal in self.published] + [draft.thread_id for draft in self.drafts]
        ids = [thread_id for thread_id in threads if thread_id]
        found: dict[int, list[Comment]] = {}
        for comment in comments.visible_of(ids):
            found.setdefault(comment.thread_id, []).append(comment)
        return found

    @cached_property
    def other_comments(self) -> list[tuple[Comment, str]]:
        """The visible comments on neither a published idea nor a draft, each with the kind of what it is about."""
        asked = (
            select(Comment, Thread.about_kind)
            .join(Thread, Thread.id == Comment.thread_id)
            .where(Thread.cycle_id == self.cycle.id, Thread.is_public, Comment.state == "visible")
            .order_by(Comment.id)
        )
        found = db.session.execute(asked)
        return [(comment, kind) for comment, kind in found if comment.thread_id not in self.thread_comments]

    @cached_property
    def hidden_comments(self) -> int:
        """How many comments of the cycle moderators have hidden."""
        statement = (
            select(func.count(Comment.id))
            .join(Thread, Thread.id == Comment.thread_id)
            .where(Thread.cycle_id == self.cycle.id, Comment.state == "hidden")
        )
        return db.session.scalar(statement) or 0

    @cached_property
    def placed(self) -> list[Placed]:
        """The groups with their members: numbered as on their pages, or in order where each theme has its run."""
        groups = grouping.groups_of([run.id for run in self.runs])
        members, titles = grouping.members([group.id for group in groups]), naming.titles(groups)
        in_order = sorted(groups, key=lambda group: (group.run_id, group.number))
        numbers = {group.id: place for place, group in enumerate(in_order, start=1)}
        by_own_number = len(self.runs) == 1
        kin: dict[Group, list[Membership]] = {}
        for group in groups:
            if group.parent:
                kin.setdefault(group.parent, []).extend(members[group.id])
        families = {family.id: self._terms(family, held) for family, held in kin.items()}
        return [
            Placed(
                group,
                group.number if by_own_number else numbers[group.id],
                *titles[group.id].shown(self.language),
                tuple(read),
                self._terms(group, members[group.id]),
                families.get(group.parent_id or 0, {}),
            )
            for group in groups
            if (read := _readable(members[group.id]))
        ]

    def _terms(self, group: Group, members: Sequence[Membership]) -> dict[str, list[str]]:
        """The words of a group or family; where ideas of it were hidden since, those that another idea says too."""
        found: dict[str, list[str]] = group.terms or {}
        read = [member.proposal for member in _readable(members)]
        if len(read) == len(members):
            return found
        return {code: [word for word in words if self.saying(word, code, read)] for code, words in found.items()}

    def saying(self, words: str, language: str, ideas: Sequence[Proposal]) -> tuple[str, ...]:
        """The references of the ideas that say some words, or mean the same in another language."""
        entry = keys(words, language)
        concept = default_lexicon().concept_of_entry(tuple(entry), language)
        asked = {concept} if concept else set(entry)
        return tuple(one.reference or "" for one in ideas if asked and asked <= self.meaning(one))

    @cached_property
    def receipts(self) -> list[queries.Receipt]:
        """What the journal has received for this cycle."""
        return queries.receipts(self.cycle)

    @cached_property
    def _members(self) -> dict[int, Membership]:
        return {member.proposal_id: member for placed in self.placed for member in placed.members}

    def membership_of(self, proposal: Proposal) -> Membership | None:
        """The place of an idea in the published grouping, in a group or apart."""
        return self._members.get(proposal.id) or self.alone.get(proposal.id)

    @cached_property
    def number_of(self) -> dict[int, int]:
        """The number of the group of each grouped proposal: {proposal_id: number}."""
        return {member.proposal_id: placed.number for placed in self.placed for member in placed.members}

    @cached_property
    def alone(self) -> dict[int, Membership]:
        """The place of the ideas that the grouping listed apart: {proposal_id: membership}."""
        return {member.proposal_id: member for member in grouping.alone([run.id for run in self.runs])}

    @cached_property
    def lone(self) -> list[Proposal]:
        """The published ideas that stand in no group, also those published after the grouping."""
        return [proposal for proposal in self.published if proposal.id not in self.number_of]

    @cached_property
    def translations(self) -> dict[str, str]:
        """The unofficial translations into the report's language: {SHA-256 of the words: translation}."""
        asked = select(ReportTranslation.digest, ReportTranslation.text).where(
            ReportTranslation.cycle_id == self.cycle.id, ReportTranslation.language == self.language
        )
        return dict(db.session.execute(asked).all())

    def translation(self, words: str, language: str) -> str:
        """The unofficial translation of words in another language; empty where nobody gave one."""
        return "" if language == self.language else self.translations.get(digest_of(words), "")

    @cached_property
    def lines(self) -> list[list[Any]]:
        """What the report counts, a line a reference: its state, the digest of its text, the number of its group."""
        lines: list[list[Any]] = [
            [proposal.reference, proposal.state, proposal.current.digest, self.number_of.get(proposal.id)]
            for proposal in self.proposals
        ]
        return [*lines, *([draft.reference, draft.state, str(draft.version_number), None] for draft in self.drafts)]

    @cached_property
    def sha256(self) -> str:
        """The hash of what the report counts."""
        return corpus_sha256(self.lines)


def _readable(members: Sequence[Membership]) -> list[Membership]:
    """Those of the members that nobody hid since the grouping."""
    return [member for member in members if member.proposal.state == "published"]
