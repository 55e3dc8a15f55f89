"""The step of the form for documents and pictures: added and removed one at a time, then one goes on."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request

from cocreation.attachments import queries as attachments
from cocreation.attachments import services as files
from cocreation.attachments.forms import FileForm
from cocreation.core import limits
from cocreation.core.access import public
from cocreation.core.clock import process_now
from cocreation.core.uploads import takes_file
from cocreation.proposals import attaching
from cocreation.proposals.models import Proposal
from cocreation.proposals.reading import bp
from cocreation.proposals.revising import FILES
from cocreation.proposals.writing import keys, opening, steps


@bp.route("/draft/<number:draft_id>/documents", methods=["GET", "POST"])
@public
@takes_file
def documents(draft_id: int) -> Any:
    """Add a file to a draft, take one away, or go on; «Continue» takes along the file that was chosen."""
    draft = opening.draft_of(draft_id)
    if not steps.is_reachable(draft, "documents"):
        return redirect(opening.address(draft, steps.first_open(draft)), 303)
    form = FileForm()
    if request.method == "POST" and request.form.get("remove"):
        _remove(draft, request.form["remove"])
        return redirect(request.full_path.rstrip("?"), 303)
    if request.method == "POST" and not form.file.data and request.form.get("action") in {"continue", "leave"}:
        return _goes_on(draft)
    if form.validate_on_submit():
        limits.hit_person("upload")
        if attaching.receive_for(draft, draft.current, form):
            keys.prolong(draft)
            adds = request.form.get("action") == "add"
            return redirect(request.full_path.rstrip("?"), 303) if adds else _goes_on(draft)
    return _page(draft, form)


def _page(draft: Proposal, form: FileForm) -> Any:
    page = render_template(
        "proposals/writing/documents.html",
        form=form,
        files=attaching.files_of(draft.current),
        most=files.MOST,
        **opening.frame(draft, "documents"),
    )
    return opening.private(page, 422 if form.errors else 200)


def _remove(draft: Proposal, number: str) -> None:
    found = next((each for each in attachments.of(FILES, draft.current.id) if str(each.id) == number), None)
    # Pressed twice, it is gone already: the page says so by itself.
    if found is not None:
        files.remove(attachment=found, by=None, role=attaching.role_of(draft), at=process_now())


def _goes_on(draft: Proposal) -> Any:
    limits.hit_person("writing")
    draft.progress = steps.with_answer(draft, "documents")
    return opening.onwards(draft, "documents")
