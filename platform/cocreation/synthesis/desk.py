"""The moderators' desk of the report: its texts, its preview, its files; publication and withdrawal."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from cocreation.core.access import allowed, current_actor, require
from cocreation.core.clock import process_now
from cocreation.core.web import PREFIX
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.cycles.views import cycle_or_404
from cocreation.synthesis import freezing, making, policies, queries, services
from cocreation.synthesis.delivering import NAMES, downloads_of, sent_file, version_or_404
from cocreation.synthesis.forms import ElsewhereForm, WithdrawForm
from cocreation.synthesis.rendering import FORMATS
from cocreation.synthesis.rendering.story import told

bp = Blueprint("report_desk", __name__, url_prefix=PREFIX + "/report-desk", template_folder="templates")
WRITTEN = "/<slug>/<any(fr, ar, en):written>"


def own_cycle_or_404(slug: str) -> Cycle:
    """The cycle whose report the current person may write.

    Raises:
        NotFound, or a refusal where it is another team's.
    """
    cycle = cycle_or_404(slug)
    require(policies.can_write_in, cycle.id)
    return cycle


@bp.get("/")
@allowed(policies.can_write)
def index() -> str:
    """The cycles and the languages a report can be written in."""
    mine = [found for found in cycles.cycles(with_drafts=True) if policies.can_write_in(current_actor(), found.id)]
    return render_template("synthesis/desk_index.html", cycles=mine)


@bp.get(WRITTEN)
@allowed(policies.can_write)
def show(slug: str, written: str) -> str:
    """What can be done with the report of a cycle in a language."""
    return _page(own_cycle_or_404(slug), written, {})


def _page(cycle: Cycle, written: str, refused: dict[int, WithdrawForm]) -> str:
    """The desk of a report; `refused` holds the form to withdraw a version that was sent and not taken."""
    report = queries.report(cycle.id, written)
    versions = queries.versions(cycle.id, language=written)
    forms = {**{version.number: WithdrawForm(formdata=None) for version in versions}, **refused}
    for number, form in forms.items():
        form.reason.id = f"reason-{number}"
    return render_template(
        "synthesis/desk.html",
        cycle=cycle,
        written=written,
        report=report,
        job=making.under_way(report.id, 0) if report else None,
        formats=downloads_of(cycle, report, 0) if report else [],
        versions=versions,
        forms=forms,
    )


@bp.get(WRITTEN + "/preview")
@allowed(policies.can_write)
def preview(slug: str, written: str) -> str:
    """The report as it stands now, marked as a draft."""
    cycle = own_cycle_or_404(slug)
    document = services.build_document(cycle=cycle, language=written, at=process_now())
    return render_template(
        "synthesis/show.html", cycle=cycle, version=None, written=written, story=told(document), formats=[], versions=[]
    )


@bp.post(WRITTEN + "/files")
@allowed(policies.can_write)
def files(slug: str, written: str) -> AnyResponse:
    """Ask for the files of the draft."""
    report = services.report_of(own_cycle_or_404(slug), written)
    making.ask(report=report, version=0, by=current_actor())
    flash(gettext("The files are being made; a mail says when they are ready."), "info")
    return redirect(url_for("report_desk.show", slug=slug, written=written), 303)


@bp.post(WRITTEN + "/files/cancel")
@allowed(policies.can_write)
def cancel(slug: str, written: str) -> AnyResponse:
    """Stop making the files of the draft."""
    report = services.report_of(own_cycle_or_404(slug), written)
    stopped = making.cancel(report=report)
    flash(gettext("No more files are made.") if stopped else gettext("The files were ready already."), "info")
    return redirect(url_for("report_desk.show", slug=slug, written=written), 303)


@bp.get(f"{WRITTEN}/draft/<any({NAMES}):name>")
@allowed(policies.can_write)
def download(slug: str, written: str, name: str) -> Response:
    """The draft in one format, marked as a draft on each page and sheet."""
    cycle = own_cycle_or_404(slug)
    report = services.report_of(cycle, written)
    return sent_file(report, 0, name, FORMATS[name].named(slug, written, 0))


@bp.post(WRITTEN + "/publish")
@allowed(policies.can_publish)
def publish(slug: str, written: str) -> AnyResponse:
    """Freeze and publish a version; where the report is not whole, lead to what to settle first."""
    cycle = own_cycle_or_404(slug)
    try:
        made = freezing.publish(cycle=cycle, language=written, by=current_actor(), at=process_now())
    except freezing.NotWhole as error:
        flash(gettext(error.message, **error.values), "error")
        return redirect(url_for("report_proof.whole", slug=slug, written=written), 303)
    flash(gettext("Version %(number)s is published. Its files are being made.", number=made.number), "done")
    return redirect(url_for("report_desk.show", slug=slug, written=written), 303)


@bp.post(WRITTEN + "/<number:number>/withdraw")
@allowed(policies.can_publish)
def withdraw(slug: str, written: str, number: int) -> Any:
    """Withdraw a version, with the reason."""
    cycle = own_cycle_or_404(slug)
    version = version_or_404(cycle, written, number)
    form = WithdrawForm()
    if not form.validate():
        return _page(cycle, written, {number: form}), 422
    freezing.withdraw_version(version=version, reason=form.reason.data, by=current_actor(), at=process_now())
    flash(gettext("Version %(number)s is withdrawn; its page says why.", number=number), "done")
    return redirect(url_for("report_desk.show", slug=slug, written=written), 303)


@bp.route(f"{WRITTEN}/<number:number>/elsewhere", methods=["GET", "POST"])
@allowed(policies.can_publish)
def elsewhere(slug: str, written: str, number: int) -> Any:
    """Write down where a version is published outside the platform, as on the open government portal."""
    cycle = own_cycle_or_404(slug)
    version = version_or_404(cycle, written, number)
    form = ElsewhereForm(data={"address": version.published_at_address})
    if form.validate_on_submit():
        freezing.note_address(version=version, address=form.address.data or "", by=current_actor(), at=process_now())
        flash(gettext("The address is kept; the page of the version shows it."), "done")
        return redirect(url_for("report_desk.show", slug=slug, written=written), 303)
    page = render_template("synthesis/elsewhere.html", cycle=cycle, version=version, written=written, form=form)
    return page, 422 if form.errors else 200
