"""The group at the moderators' desk: everything that is decided by hand, and taken back."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from cocreation.clustering import correcting, desk, policies, queries, settling, suggesting
from cocreation.clustering.desk import group_or_404, run_or_404, run_page
from cocreation.clustering.forms import MembersForm, RenameForm
from cocreation.clustering.models import Correction, Group
from cocreation.clustering.presenting import told, words_of
from cocreation.core.access import allowed, current_actor, require
from cocreation.core.clock import process_now
from cocreation.core.db import db
from cocreation.core.errors import NotFound, Refused
from cocreation.core.i18n import N_
from cocreation.core.web import number_in

bp = desk.bp
MOST = 1000
REFERENCE = re.compile(r"[^\s,;،]+")


@bp.get("/group/<number:group_id>")
@allowed(policies.can_group)
def group(group_id: int) -> str:
    """One group, and what can be done with it."""
    return _group_page(group_or_404(group_id))


def _group_page(found: Group, refusal: Refused | None = None, error: str | None = None) -> str:
    others = [other for other in queries.groups_of([found.run_id]) if other.id != found.id]
    form = MembersForm()
    form.offer(others)
    return render_template(
        "clustering/group.html",
        group=found,
        run=found.run,
        members=queries.members([found.id])[found.id],
        form=form,
        chosen=set(_chosen()),
        rename_form=RenameForm(data={"title": found.title}),
        is_locked=found.name in settling.binding_of(found.run.cycle_id, found.run.theme_id).locks,
        words_of=words_of,
        error=gettext(refusal.message, **refusal.values) if refusal else error,
        against=told(refusal.corrections) if isinstance(refusal, correcting.Contradicts) else [],
    )


@bp.post("/group/<number:group_id>/rename")
@allowed(policies.can_group)
def rename(group_id: int) -> Any:
    """Give a group another title."""
    found = group_or_404(group_id)
    form = RenameForm()
    if not form.validate():
        words = str(form.title.errors[0]) if form.title.errors else gettext("Fill in this field.")
        return _group_page(found, error=words), 422
    correcting.rename(run=found.run, group=found, title=form.title.data, by=current_actor(), at=process_now())
    flash(gettext("The group is renamed. You can undo it on the page of the grouping."), "done")
    return redirect(url_for("grouping.group", group_id=group_id), 303)


def _chosen() -> list[int]:
    return [number for value in request.form.getlist("ideas") if (number := number_in(value)) is not None][:MOST]


def _references() -> list[str]:
    """The chosen ideas and those named by their reference."""
    named = REFERENCE.findall(request.form.get("others", "").upper())[:MOST]
    return [*queries.references(_chosen()), *named]


def _target(found: Group) -> Group | None:
    value = request.form.get("into", "0")
    if value == "0":
        return None
    number = number_in(value)
    target = queries.group_by_id(number) if number is not None else None
    if target is None or target.run_id != found.run_id:
        raise correcting.NotPossible()
    return target


def _move(found: Group) -> None:
    chosen = queries.references(_chosen())
    if not chosen:
        raise correcting.NotPossible(N_("Choose at least one idea."))
    target = _target(found)
    correcting.move_all(run=found.run, references=chosen, into=target, by=current_actor(), at=process_now())


def _split(found: Group) -> None:
    title = MembersForm().new_title
    if not title.validate(None):
        raise correcting.NotPossible(str(title.errors[0]))
    correcting.split(
        run=found.run,
        group=found,
        proposal_ids=_chosen(),
        title=title.data or found.title,
        by=current_actor(),
        at=process_now(),
    )


def _merge(found: Group) -> None:
    target = _target(found)
    if target is None:
        raise correcting.NotPossible(N_("Choose another group to merge with."))
    correcting.merge(run=found.run, group=found, into=target, by=current_actor(), at=process_now())


def _together(found: Group) -> None:
    correcting.together(run=found.run, references=_references(), by=current_actor(), at=process_now())


def _apart(found: Group) -> None:
    correcting.apart(
        run=found.run,
        references=_references(),
        by=current_actor(),
        at=process_now(),
        nearest=partial(suggesting.nearest_name, found.run),
    )


def _lock(found: Group) -> None:
    correcting.lock(run=found.run, group=found, by=current_actor(), at=process_now())


def _unlock(found: Group) -> None:
    correcting.unlock(run=found.run, group=found, by=current_actor(), at=process_now())


ACTS = {
    "move": _move,
    "split": _split,
    "merge": _merge,
    "together": _together,
    "apart": _apart,
    "lock": _lock,
    "unlock": _unlock,
}


@bp.post("/group/<number:group_id>/<any(move, split, merge, together, apart, lock, unlock):act>")
@allowed(policies.can_group)
def correct(group_id: int, act: str) -> Any:
    """Do by hand what the program did not: with some ideas of a group, or with all of it."""
    found = group_or_404(group_id)
    run_id = found.run_id
    try:
        ACTS[act](found)
    except Refused as refusal:
        # What the refused correction began is taken back; those it names stand.
        db.session.rollback()
        return _group_page(group_or_404(group_id), refusal), 422
    flash(gettext("The grouping is corrected. You can undo it on the page of the grouping."), "done")
    if act in {"lock", "unlock"}:
        return redirect(url_for("grouping.group", group_id=group_id), 303)
    return redirect(url_for("grouping.run", run_id=run_id), 303)


@bp.post("/corrections/<number:correction_id>/undo")
@allowed(policies.can_group)
def undo(correction_id: int) -> Any:
    """Undo a correction, on the run it was made on or, where that run is replaced, for the next ones."""
    found = db.session.get(Correction, correction_id)
    if found is None:
        raise NotFound()
    run = run_or_404(found.run_id)
    require(policies.can_undo, run)
    last = queries.last_whole(run.cycle_id, run.theme_id)
    shown = run if run.state in {"ready", "published"} or last is None else last
    shown_id = shown.id
    try:
        correcting.undo(correction=found, by=current_actor(), at=process_now())
    except Refused as refusal:
        db.session.rollback()
        return run_page(run_or_404(shown_id), refusal), refusal.status
    flash(gettext("The correction is undone."), "done")
    return redirect(url_for("grouping.run", run_id=shown_id), 303)
