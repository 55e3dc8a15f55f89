"""The secretariat's desk of the lexicon: look, add, edit, take out of use, bring in a sheet, take one away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from cocreation.clustering import policies, wording
from cocreation.clustering.forms import EntryForm, SheetForm
from cocreation.clustering.models import ENTRY_STATES, LexiconEntry
from cocreation.core.access import allowed, current_actor
from cocreation.core.clock import process_now
from cocreation.core.db import db
from cocreation.core.errors import NotFound, Refused
from cocreation.core.web import PREFIX, number_in
from cocreation.cycles import queries as cycles
from cocreation.proposals import queries as proposals
from cocreation.text.folding import fold
from cocreation.text.lexicon import COLUMNS, base_rows
from cocreation.themes import queries as themes

bp = Blueprint("lexicon", __name__, url_prefix=PREFIX + "/administration/lexicon", template_folder="templates")
MOST_SHOWN = 60


def _entry_or_404(entry_id: int) -> LexiconEntry:
    found = db.session.get(LexiconEntry, entry_id)
    if found is None:
        raise NotFound()
    return found


def _holds(row: Mapping[str, str], asked: list[str]) -> bool:
    """Whether every word asked for stands in a row, by its beginning: «eau» brings «eaux» and not «tableau»."""
    text = fold(" ".join(row.get(column, "") for column in COLUMNS).replace("|", " "))
    return all(f" {word}" in f" {text}" for word in asked)


@bp.get("/")
@allowed(policies.can_edit_lexicon)
def index() -> str:
    """The secretariat's entries and the platform's own rows, those that hold a word where one is asked for."""
    query = request.args.get("q", "")[:80]
    asked = [fold(word) for word in query.split()]
    found = [row for row in base_rows() if _holds(row, asked)] if asked else []
    own = [entry for entry in wording.entries() if _holds(wording.row_of(entry), asked)]
    return render_template(
        "clustering/lexicon.html",
        entries=own[:MOST_SHOWN],
        n_own=len(own),
        query=query,
        found=found[:MOST_SHOWN],
        n_found=len(found),
        n_base=len(base_rows()),
        candidates=wording.candidates(_texts())[:MOST_SHOWN],
    )


def _texts() -> Iterator[Mapping[str, str]]:
    """The platform's own texts that stand in several languages: titles of plans, themes, draft commitments."""
    for cycle in cycles.cycles(with_drafts=True):
        yield cycle.title
        yield from (theme.title for theme in themes.of_cycle(cycle.id))
        yield from (draft.current.title for draft in proposals.published_drafts(cycle_id=cycle.id))


@bp.route("/new", methods=["GET", "POST"])
@bp.route("/<number:entry_id>", methods=["GET", "POST"])
@allowed(policies.can_edit_lexicon)
def entry(entry_id: int | None = None) -> Any:
    """Add a concept, or change the words of one."""
    found = _entry_or_404(entry_id) if entry_id is not None else None
    form = EntryForm(data=_shown(found) if found else None)
    if not form.validate_on_submit():
        return _entry_page(form, found), 422 if form.errors else 200
    try:
        _save(found, form)
    except Refused as refusal:
        db.session.rollback()
        return _entry_page(form, _entry_or_404(entry_id) if entry_id is not None else None, refusal), refusal.status
    flash(gettext("The entry is in use: the next grouping and the hint while writing know it."), "done")
    return redirect(url_for("lexicon.index"), 303)


def _shown(found: LexiconEntry) -> dict[str, Any]:
    return {**wording.row_of(found), "general": found.general, "revision": str(found.revision)}


def _save(found: LexiconEntry | None, form: EntryForm) -> None:
    row, by, at = _row(form), current_actor(), process_now()
    if found is None:
        wording.add(row=row, by=by, at=at)
        return
    wording.edit(entry=found, row=row, revision_seen=number_in(form.revision.data) or 0, by=by, at=at)


def _row(form: EntryForm) -> dict[str, str]:
    given: dict[str, Any] = {name: form.data.get(name) or "" for name in COLUMNS}
    return {**given, "general": "1" if given["general"] else ""}


def _entry_page(form: EntryForm, entry: LexiconEntry | None, refusal: Refused | None = None) -> str:
    return render_template("clustering/lexicon_entry.html", form=form, entry=entry, error=_words(refusal))


def _words(refusal: Refused | None) -> str:
    if refusal is None:
        return ""
    words = gettext(refusal.message, **refusal.values)
    line = refusal.values.get("line")
    return str(gettext("Line %(line)s: %(words)s", line=line, words=words) if line else words)


@bp.post("/<number:entry_id>/<any(active, retired):state>")
@allowed(policies.can_edit_lexicon)
def set_state(entry_id: int, state: str) -> Any:
    """Take an entry out of use, or into use again."""
    wording.set_state(entry=_entry_or_404(entry_id), state=state, by=current_actor(), at=process_now())
    flash(gettext(ENTRY_STATES[state]), "done")
    return redirect(url_for("lexicon.index"), 303)


@bp.route("/sheet", methods=["GET", "POST"])
@allowed(policies.can_edit_lexicon)
def sheet() -> Any:
    """Bring in a sheet of entries, all or none."""
    form = SheetForm()
    error = ""
    if form.validate_on_submit():
        try:
            made = wording.bring_in(text=form.lines.data, by=current_actor(), at=process_now())
        except Refused as refusal:
            db.session.rollback()
            error = _words(refusal)
        else:
            flash(gettext("Entries brought in: %(num)s", num=len(made)), "done")
            return redirect(url_for("lexicon.index"), 303)
    page = render_template("clustering/lexicon_sheet.html", form=form, error=error)
    return page, 422 if form.errors or error else 200


@bp.get("/lexicon.csv")
@allowed(policies.can_edit_lexicon)
def download() -> Response:
    """The secretariat's entries in use as a sheet, or with the platform's own rows before them (`all`)."""
    own = [wording.row_of(entry) for entry in wording.entries() if entry.state == "active"]
    rows = [*base_rows(), *own] if "all" in request.args else own
    answer = Response(wording.sheet(rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=lexicon.csv"
    return answer
