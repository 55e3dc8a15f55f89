"""Building the document of a report, reading a frozen one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete

from cocreation.core.clock import to_local
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_, OfficialText
from cocreation.cycles.models import Cycle
from cocreation.synthesis import events, figures, procedure, queries
from cocreation.synthesis.chapters import chapter, commitment
from cocreation.synthesis.corpus import Corpus
from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.models import Report, ReportFile, ReportVersion
from cocreation.synthesis.subjects import subjects
from cocreation.synthesis.texts import Texts


class NoVersion(Refused):
    """No published version."""

    status = 404
    message = N_("No version of this report is published yet.")


def report_of(cycle: Cycle, language: str) -> Report:
    """The report of a cycle in a language, begun if nobody had."""
    found = queries.report(cycle.id, language)
    if found is None:
        found = Report(cycle_id=cycle.id, language=language, texts={})
        db.session.add(found)
        db.session.flush()
    return found


def build_document(*, cycle: Cycle, language: str, at: datetime, corpus: Corpus | None = None) -> ReportDocument:
    """The report of a cycle as it stands now: a draft of its next version.

    Args:
        language: «fr», «ar» or «en». at: process time of the snapshot.
        corpus: the state of the cycle, where it was read already.
    """
    corpus = corpus or Corpus(cycle, language)
    report = queries.report(cycle.id, language)
    last = max((found.number for found in queries.versions(cycle.id, language=language)), default=0)
    participation = figures.participation(corpus)
    document = ReportDocument(
        slug=cycle.slug,
        cycle=cycle.title.shown(language)[0],
        prefix=cycle.prefix,
        language=language,
        version=last + 1,
        status="draft",
        snapshot_on=to_local(at).date(),
        corpus_sha256=corpus.sha256,
        url=corpus.address(f"/reports/{cycle.slug}"),
        method=procedure.method(corpus),
        participation=participation,
        chapters=tuple(chapter(corpus, theme) for theme in corpus.chapters),
        commitments=tuple(commitment(corpus, draft) for draft in corpus.drafts),
        annex=tuple(figures.annex_row(corpus, proposal) for proposal in corpus.proposals),
        question=(cycle.question or OfficialText()).shown(language)[0],
        crossed=figures.crossed(corpus, participation),
        redirected=figures.redirected(corpus),
        events=events.shown(events.of_cycle(cycle.id), language),
        ideas_map=figures.ideas_map(corpus),
        subjects=subjects(corpus),
    )
    return replace(document, sections=Texts(document, report.texts if report else {}).sections())


def drop_files(report: Report, version_number: int) -> None:
    """Throw away the files made of a version (0: of the current draft)."""
    db.session.execute(
        delete(ReportFile).where(ReportFile.report_id == report.id, ReportFile.version_number == version_number)
    )


def document_of(version: ReportVersion) -> ReportDocument:
    """The frozen document; a withdrawn version says so on every page."""
    document = ReportDocument.from_json(version.document)
    if version.state == "withdrawn" and version.withdrawn_at:
        return replace(
            document,
            status="withdrawn",
            withdrawn_on=to_local(version.withdrawn_at).date(),
            withdrawal_reason=version.withdrawn_reason or "",
        )
    return document
