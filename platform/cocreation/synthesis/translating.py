"""Unofficial translations of what a report quotes, given by the secretariat and shown as such."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cocreation.accounts.models import Account
from cocreation.core.db import db
from cocreation.cycles.models import Cycle
from cocreation.journal import services as journal
from cocreation.synthesis.corpus import digest_of
from cocreation.synthesis.document import Chapter, Group, Quote, ReportDocument
from cocreation.synthesis.models import ReportTranslation
from cocreation.synthesis.services import drop_files, report_of

COMMITMENTS, ASIDE = "commitments", "aside"


@dataclass(frozen=True)
class Quoted:
    """Words a report quotes in another language than its own, whose they are, and their translation if any."""

    reference: str
    url: str
    words: str
    language: str
    translation: str = ""

    @property
    def digest(self) -> str:
        """What the translation is kept under."""
        return digest_of(self.words)


def quoted(document: ReportDocument) -> list[Quoted]:
    """All that a report quotes in another language than its own, each once."""
    keys = (*(chapter.key for chapter in document.chapters), COMMITMENTS, ASIDE)
    found = (one for key in keys for one in quoted_in(document, key))
    return list({one.digest: one for one in found}.values())


def quoted_in(document: ReportDocument, key: str) -> list[Quoted]:
    """What a chapter quotes in another language than the report's, each once: titles, excerpts, comments, answers.

    Args:
        key: of a chapter, or COMMITMENTS (the draft commitments), or ASIDE (the ideas that are not published).
    """
    others = {COMMITMENTS: _of_commitments, ASIDE: _of_aside}
    chapter = next((one for one in document.chapters if one.key == key), None)
    found = _of_chapter(document, chapter) if chapter else others[key](document)
    return list({one.digest: one for one in found if one.language and one.language != document.language}.values())


def _of_chapter(document: ReportDocument, chapter: Chapter) -> Iterator[Quoted]:
    rows = {row.title: row for row in document.annex if row.title}
    for group in chapter.groups:
        if row := rows.get(group.title):
            yield Quoted(row.reference, group.url, group.title, group.title_language, row.translation)
        yield from _of_group(group)
    for idea in chapter.lone:
        yield Quoted(idea.reference, idea.url, idea.title, idea.language, idea.translation)


def _of_group(group: Group) -> Iterator[Quoted]:
    for quote in (*group.excerpts, *group.agreement, *group.disagreement):
        yield _of_quote(quote)


def _of_quote(quote: Quote) -> Quoted:
    return Quoted(quote.reference, quote.url, quote.text, quote.language, quote.translation)


def _of_commitments(document: ReportDocument) -> Iterator[Quoted]:
    for quote in (quote for one in document.commitments for quote in one.comments):
        yield _of_quote(quote)
        for reply in quote.answers:
            yield Quoted(quote.reference, quote.url, reply.text, reply.language, reply.translation)


def _of_aside(document: ReportDocument) -> Iterator[Quoted]:
    """The titles of the ideas set aside, and what moderators wrote of them."""
    for row in document.annex:
        if row.state != "published" and row.title:
            yield Quoted(row.reference, row.url, row.title, row.language, row.translation)
        if row.note:
            yield Quoted(row.reference, row.url, row.note, row.note_language, row.note_translation)


def translate(
    *, cycle: Cycle, language: str, quoted: Quoted, text: str, by: Account | None, at: datetime
) -> ReportTranslation | None:
    """Keep the translation of some words into the report's language; empty takes it away.

    Returns:
        The translation; None where there is none any more, or nothing changed.
    """
    digest = quoted.digest
    found = db.session.scalar(
        select(ReportTranslation).where(
            ReportTranslation.cycle_id == cycle.id,
            ReportTranslation.language == language,
            ReportTranslation.digest == digest,
        )
    )
    if (found.text if found else "") == text:
        return None
    if found and not text:
        db.session.delete(found)
        made = None
    else:
        made = found or ReportTranslation(cycle_id=cycle.id, language=language, digest=digest)
        made.reference, made.text, made.by_id, made.at = quoted.reference, text, by.id if by else None, at
        db.session.add(made)
    report = report_of(cycle, language)
    drop_files(report, 0)
    journal.record(
        action="report.translated",
        object_kind="report",
        object_id=report.id,
        by=by,
        role="moderator",
        at=at,
        detail={"language": language, "reference": quoted.reference, "digest": digest},
    )
    return made
