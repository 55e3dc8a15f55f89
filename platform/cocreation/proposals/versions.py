"""The text of a proposal at one moment: written once, rendered once, known by its digest."""

from __future__ import annotations

import hashlib
from datetime import datetime

from cocreation.core.html import render_markdown
from cocreation.proposals.models import DraftVersion, ProposalVersion


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


def words_of(title: str, problem: str, body: str) -> str:
    """What the search reads of a proposal."""
    return "\n".join(part for part in (title, problem, body) if part)


def words_of_draft(version: DraftVersion) -> str:
    """What the search reads of a draft commitment: its texts in all their languages."""
    texts = (version.title, version.problem, version.content, version.expected_result)
    return "\n".join(words for text in texts for words in text.values() if words)
