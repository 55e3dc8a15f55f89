"""The desk of unofficial translations: what a chapter quotes in another language than the report's."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext

from cocreation.core.access import allowed, current_actor
from cocreation.core.clock import process_now
from cocreation.core.errors import NotFound
from cocreation.core.web import PREFIX
from cocreation.synthesis import policies, services, translating
from cocreation.synthesis.desk import WRITTEN, own_cycle_or_404
from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.forms import translations_form
from cocreation.synthesis.rendering.labels import Labels

bp = Blueprint("report_translations", __name__, url_prefix=PREFIX + "/report-desk", template_folder="templates")


def _chapters(document: ReportDocument) -> dict[str, str]:
    """What can be translated apart: {key: title}."""
    labels = Labels(document.language)
    found = {one.key: labels.chapter(one) for one in document.chapters}
    others = {
        translating.COMMITMENTS: labels.gettext("Draft commitments of administrations"),
        translating.ASIDE: labels.gettext("Ideas that are not published"),
    }
    return found | others


@bp.get(WRITTEN + "/translations")
@allowed(policies.can_write)
def index(slug: str, written: str) -> str:
    """How much of each chapter is translated."""
    cycle = own_cycle_or_404(slug)
    document = services.build_document(cycle=cycle, language=written, at=process_now())
    rows = []
    for key, title in _chapters(document).items():
        quoted = translating.quoted_in(document, key)
        rows.append({"key": key, "title": title, "all": len(quoted), "done": sum(bool(q.translation) for q in quoted)})
    return render_template("synthesis/translations.html", cycle=cycle, written=written, rows=rows)


@bp.route(WRITTEN + "/translations/<key>", methods=["GET", "POST"])
@allowed(policies.can_write)
def chapter(slug: str, written: str, key: str) -> Any:
    """Translate what a chapter quotes."""
    cycle = own_cycle_or_404(slug)
    document = services.build_document(cycle=cycle, language=written, at=process_now())
    title = _chapters(document).get(key)
    if title is None:
        raise NotFound()
    quoted = {f"text_{one.digest[:16]}": one for one in translating.quoted_in(document, key)}
    form = translations_form(quoted)(data={name: one.translation for name, one in quoted.items()})
    if not form.validate_on_submit():
        page = render_template(
            "synthesis/translate.html", cycle=cycle, written=written, title=title, key=key, form=form, quoted=quoted
        )
        return page, 422 if form.errors else 200
    by, at = current_actor(), process_now()
    for name, one in quoted.items():
        # A field that was not sent was not on the page: what it translates is new, and stays as it is.
        if form[name].raw_data:
            translating.translate(cycle=cycle, language=written, quoted=one, text=form[name].data or "", by=by, at=at)
    flash(gettext("The translations are saved."), "done")
    return redirect(url_for("report_translations.index", slug=slug, written=written), 303)
