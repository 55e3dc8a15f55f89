"""The text of a proposal at one moment: written once, rendered once, known by its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from cocreation.core.html import render_markdown
from cocreation.core.search import Thing
from cocreation.proposals.models import DraftCommitment, DraftVersion, Proposal, ProposalVersion


def new_version(
    number: int, title: str, problem: str, body: str, language: str, why: str, at: datetime
) -> ProposalVersion:
    """A text as a version, not yet kept; `why` says why it changed, in the author's words."""
    version = ProposalVersion(number=number, why=why, created_at=at)
    fill(version, title, problem, body, language)
    return version


def fill(version: ProposalVersion, title: str, problem: str, body: str, language: str) -> None:
    """Write a text over a version: only drafts are written over."""
    version.title, version.language = title, language
    version.problem, version.problem_html = problem, render_markdown(problem)
    version.body, version.body_html = body, render_markdown(body)
    version.digest = digest_of(title, problem, body)


def digest_of(title: str, problem: str, body: str) -> str:
    """The SHA-256 of a text, which the journal keeps in its place."""
    return hashlib.sha256("\x1f".join((title, problem, body)).encode()).hexdigest()


def waiting_of(versions: Sequence[ProposalVersion]) -> ProposalVersion | None:
    """The text that waits to replace the present one."""
    return next((version for version in versions if version.state == "proposed"), None)


def once_public(versions: Sequence[ProposalVersion], published_at: datetime | None) -> list[ProposalVersion]:
    """Those texts of a proposal that everyone could read at some time, the first one first.

    A text sent back for somebody's personal data must not come out with the corrected one: what a later text had
    replaced by the day of publication was never public, nor was one that was proposed and not taken.

    Args:
        versions: every text of a published proposal, by number. published_at: when it was published (process time).
    """
    taken = [version for version in versions if version.state == "accepted"]
    # Only the texts from before publication have no decision of their own.
    before = [version for version in taken if version.decided_at is None]
    replaced = sum(1 for version in before[1:] if published_at is None or version.created_at <= published_at)
    return taken[replaced:]


def words_of(title: str, problem: str, body: str) -> str:
    """What the search reads of a proposal."""
    return "\n".join(part for part in (title, problem, body) if part)


def words_of_draft(version: DraftVersion) -> str:
    """What the search reads of a draft commitment: its texts in all their languages."""
    texts = (version.title, version.problem, version.content, version.expected_result)
    return "\n".join(words for text in texts for words in text.values() if words)


def thing_of(proposal: Proposal) -> Thing:
    """A proposal as the search index takes it."""
    text = proposal.current
    words = words_of(text.title, text.problem, text.body)
    return Thing(proposal.id, words, text.language, text.title, proposal.received_at)


def thing_of_draft(draft: DraftCommitment) -> Thing:
    """A draft commitment as the search index takes it."""
    titles = "\n".join(draft.current.title.values())
    return Thing(draft.id, words_of_draft(draft.current), None, titles, draft.published_at)
