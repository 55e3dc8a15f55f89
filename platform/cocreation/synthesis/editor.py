"""The editor of a report: one text at a time, what it rests on, its figures, its earlier savings."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from cocreation.accounts.models import Account
from cocreation.core.access import allowed, current_actor
from cocreation.core.clock import process_now
from cocreation.core.db import db
from cocreation.core.errors import NotFound, Refused
from cocreation.core.web import PREFIX, number_in
from cocreation.cycles.models import Cycle
from cocreation.synthesis import policies, queries, services, writing
from cocreation.synthesis.desk import WRITTEN, own_cycle_or_404
from cocreation.synthesis.document import ReportDocument, Section
from cocreation.synthesis.fields import Faults, Field
from cocreation.synthesis.forms import TextForm
from cocreation.synthesis.models import Report, ReportEdit
from cocreation.synthesis.texts import Texts

bp = Blueprint("report_texts", __name__, url_prefix=PREFIX + "/report-desk", template_folder="templates")


def _texts(cycle: Cycle, written: str) -> tuple[ReportDocument, Report | None, Texts]:
    document = services.build_document(cycle=cycle, language=written, at=process_now())
    report = queries.report(cycle.id, written)
    return document, report, Texts(document, report.texts if report else {})


def _titled(texts: Texts, key: str) -> str:
    if key not in texts.titles:
        raise NotFound()
    return texts.titles[key]


def _names(edits: list[ReportEdit]) -> dict[int | None, str]:
    """Who saved, by the number of their account."""
    ids = {edit.by_id for edit in edits if edit.by_id}
    found = {id_: db.session.get(Account, id_) for id_ in ids}
    return {id_: account.name or account.reference for id_, account in found.items() if account}


@bp.get(WRITTEN + "/texts")
@allowed(policies.can_write)
def index(slug: str, written: str) -> str:
    """The texts of a report: who wrote each, and which no longer stand."""
    cycle = own_cycle_or_404(slug)
    _document, report, texts = _texts(cycle, written)
    last = writing.last_edits(report) if report else {}
    return render_template(
        "synthesis/texts.html",
        cycle=cycle,
        written=written,
        texts=texts,
        last=last,
        names=_names(list(last.values())),
        faulty={key for key, _faults in writing.faults_of(texts)},
    )


@bp.route(WRITTEN + "/texts/<key>", methods=["GET", "POST"])
@allowed(policies.can_write)
def text(slug: str, written: str, key: str) -> Any:
    """Write one text of the report, or look at it before it is saved."""
    cycle = own_cycle_or_404(slug)
    document, report, texts = _texts(cycle, written)
    _titled(texts, key)
    edits = list(writing.history(report, key)) if report else []
    form = TextForm(data={"text": texts.text(key), "seen": str(edits[0].id if edits else 0)})
    page = _Page(cycle, written, key, document, texts, edits)
    if not form.validate_on_submit():
        return page.shown(form), 422 if form.errors else 200
    if request.form.get("act") == "look":
        return page.shown(form, preview=texts.section(key, form.text.data or ""))
    try:
        made = _save(cycle, written, key, texts, form)
    except Refused as refusal:
        db.session.rollback()
        return page.shown(form, refusal), refusal.status
    flash(gettext("The text is saved.") if made else gettext("Nothing changed: there was nothing to save."), "done")
    return redirect(url_for("report_texts.text", slug=slug, written=written, key=key), 303)


def _save(cycle: Cycle, written: str, key: str, texts: Texts, form: TextForm) -> ReportEdit | None:
    return writing.save(
        report=services.report_of(cycle, written),
        texts=texts,
        key=key,
        text=form.text.data or "",
        seen=_seen(form),
        by=current_actor(),
        at=process_now(),
    )


def _seen(form: TextForm) -> int:
    found = number_in(form.seen.data)
    # Anything but a number of ours is a saving nobody has seen.
    return -1 if found is None else found


class _Page:
    """The page of one text, however it is shown."""

    def __init__(
        self, cycle: Cycle, written: str, key: str, document: ReportDocument, texts: Texts, edits: list[ReportEdit]
    ) -> None:
        self.cycle, self.written, self.key = cycle, written, key
        self.document, self.texts, self.edits = document, texts, edits

    def shown(self, form: TextForm, refusal: Refused | None = None, preview: Section | None = None) -> str:
        texts, key = self.texts, self.key
        own, others = self._figures()
        return render_template(
            "synthesis/text.html",
            cycle=self.cycle,
            written=self.written,
            key=key,
            form=form,
            title=texts.titles[key],
            is_edited=texts.is_edited(key),
            platform=texts.section(key, texts.platform(key)),
            platform_text=texts.platform(key),
            preview=preview or texts.section(key),
            is_preview=preview is not None,
            own_figures=own,
            other_figures=others,
            edits=self.edits,
            names=_names(self.edits),
            refusal=gettext(refusal.message) if refusal else "",
            faults=refusal.faults if isinstance(refusal, writing.Faulty) else self._standing(),
            addresses={
                **{row.reference: row.url for row in self.document.annex},
                **{one.reference: one.url for one in self.document.commitments},
            },
            around=self._around(),
        )

    def _standing(self) -> Faults:
        """What is wrong with the text as it was saved: the corpus may have changed since."""
        return self.texts.figures.faults(self.texts.text(self.key))

    def _figures(self) -> tuple[dict[str, Field], dict[str, Field]]:
        """The figures by their marks: those a writer of this text needs, and all others."""
        marks = {f"{{{name}}}": found for name, found in self.texts.figures.fields.items()}
        parts = {self.key} if self.key.startswith("chapter:") else {self.key, ""}
        own = {mark: found for mark, found in marks.items() if found.part in parts}
        return own, {mark: found for mark, found in marks.items() if mark not in own}

    def _around(self) -> tuple[str | None, str | None]:
        """The keys of the text before and of the one after."""
        keys = [None, *self.texts.titles, None]
        place = keys.index(self.key)
        return keys[place - 1], keys[place + 1]


@bp.post(WRITTEN + "/texts/<key>/<number:edit_id>/put-back")
@allowed(policies.can_write)
def put_back(slug: str, written: str, key: str, edit_id: int) -> AnyResponse:
    """Let a text say again what it said before, or what the platform writes (0)."""
    cycle = own_cycle_or_404(slug)
    report = services.report_of(cycle, written)
    edit = next((found for found in writing.history(report, key) if found.id == edit_id), None)
    if edit is None and edit_id:
        raise NotFound()
    writing.put_back(report=report, key=key, text=edit.text if edit else "", by=current_actor(), at=process_now())
    flash(gettext("The text says again what it said."), "done")
    return redirect(url_for("report_texts.text", slug=slug, written=written, key=key), 303)
