"""What proves a report: whether it is whole, its archive and manifest, what changed since another version or today."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from cocreation.core.access import allowed, current_actor, public
from cocreation.core.clock import process_now
from cocreation.core.errors import NotFound
from cocreation.core.files import content_disposition
from cocreation.core.web import PREFIX
from cocreation.cycles.models import Cycle
from cocreation.cycles.views import cycle_or_404
from cocreation.proposals.models import STATES
from cocreation.synthesis import freezing, policies, queries, services
from cocreation.synthesis.archive import name_of
from cocreation.synthesis.changes import FIGURES, Change, changes
from cocreation.synthesis.corpus import Corpus
from cocreation.synthesis.coverage import Coverage, covered
from cocreation.synthesis.delivering import version_or_404
from cocreation.synthesis.desk import own_cycle_or_404
from cocreation.synthesis.models import ReportVersion
from cocreation.synthesis.rendering import FORMATS

bp = Blueprint("report_proof", __name__, url_prefix=PREFIX, template_folder="templates")
WRITTEN = "/<slug>/<any(fr, ar, en):written>"
VERSION = f"/reports{WRITTEN}/<number:number>"


def _readable_or_404(cycle: Cycle, written: str, number: int) -> ReportVersion:
    """A version whose text the current person may read: a withdrawn one may hold what nobody should."""
    version = version_or_404(cycle, written, number)
    if not policies.can_read_text(current_actor(), version):
        raise NotFound()
    return version


def _shown(coverage: Coverage) -> list[tuple[str, int]]:
    """Where ideas stand that are set aside: (state in words, a msgid; how many)."""
    counts = dict(coverage.aside)
    return [(words, counts[state]) for state, words in STATES.items() if state in counts]


@bp.get(VERSION + "/proof")
@public
def show(slug: str, written: str, number: int) -> str:
    """How anybody checks a version: where each idea stands, the numbers and checksums, the archive, the command."""
    cycle = cycle_or_404(slug)
    version = _readable_or_404(cycle, written, number)
    document, basis = services.document_of(version), freezing.basis_of(version)
    received = [reference for reference, _ in basis.get("receipts", ())] or [row.reference for row in document.annex]
    coverage = covered(document, received)
    earlier = [one for one in queries.versions(cycle.id, language=written) if one.number < number]
    return render_template(
        "synthesis/proof.html",
        cycle=cycle,
        version=version,
        document=document,
        basis=basis,
        coverage=coverage,
        aside=_shown(coverage),
        files=queries.files(version.report_id, number) if version.state == "published" else {},
        formats=FORMATS,
        beside=[name_of(document, "archive"), name_of(document, "manifest")],
        before=[one for one in earlier if policies.can_read_text(current_actor(), one)],
    )


@bp.get(VERSION + "/<any(archive, manifest):kind>.json")
@public
def beside(slug: str, written: str, number: int, kind: str) -> Response:
    """The archive of a published version, or its manifest with the checksum of each file."""
    version = version_or_404(cycle_or_404(slug), written, number)
    if version.state != "published":
        raise NotFound()
    document = services.document_of(version)
    made = queries.files(version.report_id, number)
    checksums = {FORMATS[name].filename(document): file.sha256 for name, file in made.items() if name in FORMATS}
    name = name_of(document, kind)
    response = Response(freezing.beside(version, checksums)[name], mimetype="application/json")
    response.headers["Content-Disposition"] = content_disposition(name)
    return response


@bp.get(VERSION + "/since/<number:earlier>")
@public
def since(slug: str, written: str, number: int, earlier: int) -> str:
    """What changed between two versions, as one list."""
    cycle = cycle_or_404(slug)
    old, new = (_readable_or_404(cycle, written, one) for one in (earlier, number))
    told = changes(services.document_of(old), services.document_of(new))
    return _changes(cycle, written, told, old, new)


@bp.get(f"/report-desk{WRITTEN}/<number:number>/today")
@allowed(policies.can_write)
def today(slug: str, written: str, number: int) -> str:
    """What would change if the report were published now instead of then."""
    cycle = own_cycle_or_404(slug)
    version = version_or_404(cycle, written, number)
    now = services.build_document(cycle=cycle, language=written, at=process_now())
    return _changes(cycle, written, changes(services.document_of(version), now), version, None)


def _changes(cycle: Cycle, written: str, told: list[Change], old: ReportVersion, new: ReportVersion | None) -> str:
    kinds: dict[str, list[Change]] = {}
    for change in told:
        kinds.setdefault(change.kind, []).append(change)
    return render_template(
        "synthesis/changes.html", cycle=cycle, written=written, old=old, new=new, kinds=kinds, figures=FIGURES
    )


@bp.get(f"/report-desk{WRITTEN}/whole")
@allowed(policies.can_write)
def whole(slug: str, written: str) -> str:
    """Whether the report holds every idea once; which it does not, and what to do."""
    cycle = own_cycle_or_404(slug)
    corpus = Corpus(cycle, written)
    document = services.build_document(cycle=cycle, language=written, at=process_now(), corpus=corpus)
    coverage = freezing.coverage_of(corpus, document)
    return render_template(
        "synthesis/whole.html",
        cycle=cycle,
        written=written,
        coverage=coverage,
        aside=_shown(coverage),
        known={row.reference for row in document.annex},
    )
