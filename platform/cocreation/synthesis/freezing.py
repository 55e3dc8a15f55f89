"""Publishing a report: only a whole one, frozen with all it rests on; withdrawing a version.

What a version rests on is kept as JSON beside its document: receipts and places of the ideas, the grouping with
its parameters and corrections, the texts as they were written, and the parts the files are drawn with. It names
nobody: an erasure leaves it as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from cocreation.accounts.models import Account
from cocreation.clustering import queries as grouping
from cocreation.clustering.models import Correction, GroupingRun
from cocreation.core.clock import to_local
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_
from cocreation.cycles.models import Cycle
from cocreation.journal import services as journal
from cocreation.proposals.models import Proposal
from cocreation.synthesis import making, queries, services, telling, writing
from cocreation.synthesis.archive import archived, canonical, manifest_of, name_of
from cocreation.synthesis.corpus import Corpus
from cocreation.synthesis.coverage import Coverage, Fault, covered
from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.models import Report, ReportCitation, ReportVersion
from cocreation.synthesis.parts import parts
from cocreation.synthesis.rendering import FORMATS, drawn
from cocreation.synthesis.texts import Texts

SHOWN = 12


class NothingChanged(Refused):
    """A publication of what is already published."""

    message = N_("The report is the same as its last published version: there is nothing new to publish.")


class NotWhole(Refused):
    """A report that leaves an idea out, doubles one, or whose sums do not agree."""

    message = N_("The report is not whole, so it is not published. See: %(references)s.")
    what_to_do = N_("«Is the report whole?», at the report desk, says what to do about each of them.")

    def __init__(self, coverage: Coverage) -> None:
        named = list(dict.fromkeys(fault.reference for fault in coverage.faults if fault.reference))
        more = ["…"] if len(named) > SHOWN else []
        super().__init__(references=", ".join([*named[:SHOWN], *more]) or "—")


def coverage_of(corpus: Corpus, document: ReportDocument) -> Coverage:
    """Whether a report holds every idea its corpus has received, each once, and its texts can stand."""
    coverage = covered(document, [receipt.reference for receipt in corpus.receipts], _lost(corpus))
    report = queries.report(corpus.cycle.id, corpus.language)
    texts = Texts(document, report.texts if report else {})
    faulty = (texts.titles[key] for key, _ in writing.faults_of(texts))
    told = (Fault(kind="text", values=(("title", title),)) for title in faulty)
    return replace(coverage, faults=(*coverage.faults, *told))


def _lost(corpus: Corpus) -> Iterator[str]:
    """Ideas the published groupings were made with that have no place in them any more."""
    published = {proposal.reference for proposal in corpus.published}
    placed = {member.proposal.reference for one in corpus.placed for member in one.members}
    placed |= {member.proposal.reference for member in corpus.alone.values()}
    for run in corpus.runs:
        yield from sorted((_grouped(run) & published) - placed)


def _grouped(run: GroupingRun) -> set[str]:
    """The references the engine gave back, in a group or apart."""
    result = run.result or {}
    held = {reference for group in result.get("groups", ()) for reference in group["members"]}
    return held | set(result.get("ungrouped", ())) | {idea["id"] for idea in result.get("notable", ())}


def publish(*, cycle: Cycle, language: str, by: Account | None, at: datetime) -> ReportVersion:
    """Freeze the report as it stands as the next version, for everyone; its files are made by the worker.

    Raises:
        NotWhole, NothingChanged.
    """
    report = services.report_of(cycle, language)
    # Of two who publish at once, the second sees what the first has frozen.
    db.session.refresh(report, with_for_update=True)
    last = queries.last_published(cycle.id, language)
    corpus = Corpus(cycle, language)
    draft = services.build_document(cycle=cycle, language=language, at=at, corpus=corpus)
    document = replace(draft, status="published", published_on=to_local(at).date())
    coverage = coverage_of(corpus, document)
    if not coverage.is_whole:
        raise NotWhole(coverage)
    if last is not None and _same(document, ReportDocument.from_json(last.document)):
        raise NothingChanged()
    made = _frozen(report, document, _basis(corpus, report), by, at)
    making.ask(report=report, version=made.number, by=by)
    _journal("report.published", made, by, at, None, "published")
    telling.tell_published(made, cycle, by)
    return made


def _same(one: ReportDocument, other: ReportDocument) -> bool:
    frame = {"version": 0, "status": "draft", "snapshot_on": date.min, "published_on": None}
    return replace(one, **frame) == replace(other, **frame)  # type: ignore[arg-type]


def _frozen(report: Report, document: ReportDocument, basis: str, by: Account | None, at: datetime) -> ReportVersion:
    frozen = document.to_json()
    made = ReportVersion(
        report_id=report.id,
        number=document.version,
        document=frozen,
        basis=basis,
        sha256=_sha256(frozen),
        published_by_id=by.id if by else None,
        published_at=at,
    )
    made.report = report
    db.session.add(made)
    db.session.flush()
    _cite(made, document.references())
    return made


def _cite(version: ReportVersion, named: set[str]) -> None:
    """Write down which ideas a version names, so that the page of each leads to it."""
    asked = select(Proposal.id, Proposal.reference).where(Proposal.cycle_id == version.report.cycle_id)
    rows = db.session.execute(asked.order_by(Proposal.id))
    db.session.add_all(ReportCitation(version_id=version.id, proposal_id=id_) for id_, name in rows if name in named)


def _basis(corpus: Corpus, report: Report) -> str:
    """What a version of the report rests on, as JSON; the same corpus gives the same bytes."""
    return canonical(
        {
            "receipts": [[receipt.reference, receipt.sequence] for receipt in corpus.receipts],
            "corpus": corpus.lines,
            "groupings": [_grouping(corpus, run) for run in corpus.runs],
            "texts": report.texts,
            "parts": parts(),
        }
    )


def basis_of(version: ReportVersion) -> dict[str, Any]:
    """What a version rests on; nothing in one frozen before this was kept."""
    found: dict[str, Any] = json.loads(version.basis)
    return found


def _grouping(corpus: Corpus, run: GroupingRun) -> dict[str, Any]:
    """A grouping as it was computed, and what people corrected of it."""
    result = run.result or {}
    theme = next((found.slug for found in corpus.themes if found.id == run.theme_id), None)
    made = [*grouping.still_binding(run), *grouping.corrections(run.id)]
    return {
        "theme": theme,
        "seed": run.seed,
        "corpus_sha256": run.corpus_sha256,
        "parameters": result.get("parameters", {}),
        "versions": result.get("versions", {}),
        "groups": {group["id"]: group["members"] for group in result.get("groups", ()) if group["members"]},
        "ungrouped": result.get("ungrouped", []),
        "corrections": [_correction(one) for one in sorted(made, key=lambda one: one.id) if one.undone_at is None],
    }


def _correction(made: Correction) -> dict[str, Any]:
    kept = ("homes", "ids", "group", "titles")
    what = {name: made.payload[name] for name in kept if name in made.payload}
    return {"kind": made.kind, "on": to_local(made.at).date().isoformat(), **what}


def files_of(*, cycle: Cycle, language: str, names: Sequence[str], draft: bool, at: datetime) -> dict[str, bytes]:
    """The report's files, drawn now: {name: content}.

    Args:
        names: formats. draft: the current state; else the last published version, its archive and manifest with it.

    Raises:
        NoVersion: nothing is published, and no draft was asked for.
    """
    if draft:
        return _drawn(services.build_document(cycle=cycle, language=language, at=at), names)
    last = queries.last_published(cycle.id, language)
    if last is None:
        raise services.NoVersion()
    files = _drawn(services.document_of(last), names)
    return {**files, **beside(last, {name: hashlib.sha256(content).hexdigest() for name, content in files.items()})}


def _drawn(document: ReportDocument, names: Sequence[str]) -> dict[str, bytes]:
    # The bundle holds the others, which are then drawn once for both.
    made = dict(drawn(document)) if "bundle" in names else {name: FORMATS[name].render(document) for name in names}
    return {FORMATS[name].filename(document): made[name] for name in names}


def beside(version: ReportVersion, checksums: Mapping[str, str]) -> dict[str, bytes]:
    """The archive and the manifest of a version: {name: content}.

    Args:
        checksums: {name of a file of the version: its SHA-256}.
    """
    document = services.document_of(version)
    archive, name = archived(version.document, version.basis), name_of(document, "archive")
    told = {**checksums, name: hashlib.sha256(archive).hexdigest()}
    return {name: archive, name_of(document, "manifest"): manifest_of(document, told)}


def stored(number: str) -> bytes | None:
    """The archive of the version of that manifest number, as the bytes of its file; None where there is none."""
    prefix, language, version, _ = number.rsplit("-", 3)
    cycle = db.session.scalar(select(Cycle).where(Cycle.prefix == prefix))
    found = queries.version(cycle.id, language, int(version)) if cycle else None
    if found is None or ReportDocument.from_json(found.document).manifest != number:
        return None
    return archived(found.document, found.basis)


def withdraw_version(*, version: ReportVersion, reason: str, by: Account | None, at: datetime) -> None:
    """Withdraw a published version: its page stays and says why, its files are no longer given."""
    if version.state != "published":
        raise services.NoVersion()
    version.state, version.withdrawn_at, version.withdrawn_reason = "withdrawn", at, reason
    version.withdrawn_by_id = by.id if by else None
    services.drop_files(version.report, version.number)
    _journal("report.withdrawn", version, by, at, "published", "withdrawn")


def note_address(*, version: ReportVersion, address: str, by: Account | None, at: datetime) -> None:
    """Write down where a version is published outside the platform; an empty address takes it back."""
    version.published_at_address = address or None
    _journal("report.published_elsewhere", version, by, at, version.state, version.state)


def _journal(
    action: str, version: ReportVersion, by: Account | None, at: datetime, before: str | None, after: str
) -> None:
    journal.record(
        action=action,
        object_kind="report",
        object_id=version.report_id,
        by=by,
        role="administrator",
        at=at,
        from_state=before,
        to_state=after,
        detail={"version": version.number, "sha256": version.sha256, "basis": _sha256(version.basis)},
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
