"""The moderators' desk of the grouping: ask, watch, correct by hand, publish."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from cocreation.clustering import correcting, policies, queries, services
from cocreation.clustering.forms import TITLE, AskForm, MembersForm, RenameForm
from cocreation.clustering.models import Correction, Group, GroupingRun
from cocreation.clustering.presenting import words_of
from cocreation.core.access import allowed, current_actor, require
from cocreation.core.clock import process_now
from cocreation.core.db import db
from cocreation.core.errors import NotFound, Refused
from cocreation.core.i18n import N_, here
from cocreation.core.jobs import Job
from cocreation.core.web import PREFIX
from cocreation.cycles import queries as cycles
from cocreation.cycles.views import cycle_or_404
from cocreation.proposals import queries as proposals
from cocreation.themes import queries as themes

bp = Blueprint("grouping", __name__, url_prefix=PREFIX + "/grouping", template_folder="templates")


def _run_or_404(run_id: int) -> GroupingRun:
    run = queries.run(run_id)
    if run is None:
        raise NotFound()
    require(policies.can_group_in, run.cycle_id)
    return run


def _group_or_404(group_id: int) -> Group:
    group = queries.group_by_id(group_id)
    if group is None or group.is_family:
        raise NotFound()
    require(policies.can_correct, group.run)
    return group


@bp.get("/")
@allowed(policies.can_group)
def index() -> str:
    """The cycles whose ideas can be grouped."""
    mine = [found for found in cycles.cycles(with_drafts=True) if policies.can_group_in(current_actor(), found.id)]
    return render_template("clustering/cycles.html", cycles=mine)


@bp.route("/<slug>", methods=["GET", "POST"])
@allowed(policies.can_group)
def cycle(slug: str) -> Any:
    """The runs of a cycle, and the form that asks for one."""
    found = cycle_or_404(slug)
    require(policies.can_group_in, found.id)
    offered = themes.of_cycle(found.id, states=["adopted"])
    form = AskForm()
    form.offer(offered)
    if form.validate_on_submit():
        theme = next((theme for theme in offered if str(theme.id) == form.scope.data), None)
        run = services.ask_run(cycle=found, theme=theme, seed=0, by=current_actor(), at=process_now())
        return redirect(url_for("grouping.run", run_id=run.id), 303)
    runs = queries.runs(found.id)
    names = {theme.id: theme for theme in themes.of_cycle(found.id)}
    jobs = {run.id: db.session.get(Job, run.job_id) for run in runs if run.state == "asked" and run.job_id}
    return (
        render_template("clustering/runs.html", cycle=found, form=form, runs=runs, names=names, jobs=jobs),
        422 if form.errors else 200,
    )


@bp.get("/run/<number:run_id>")
@allowed(policies.can_group)
def run(run_id: int) -> str:
    """One run: how far it is, or its groups, what was corrected, and its publication."""
    found = _run_or_404(run_id)
    return render_template(
        "clustering/run.html",
        run=found,
        cycle=cycles.by_id(found.cycle_id),
        theme=themes.by_id(found.theme_id) if found.theme_id else None,
        job=db.session.get(Job, found.job_id) if found.job_id else None,
        groups=queries.groups_of([found.id]),
        alone=queries.alone([found.id]),
        corrections=queries.corrections(found.id),
        quality=(found.result or {}).get("quality", {}),
        words_of=words_of,
    )


@bp.get("/run/<number:run_id>/progress.json")
@allowed(policies.can_group)
def progress(run_id: int) -> Response:
    """How far a run is, for the bar that follows it."""
    found = _run_or_404(run_id)
    job = db.session.get(Job, found.job_id) if found.job_id else None
    over = found.state != "asked" or job is None or job.is_over
    share = job.progress if job else 0.0
    return jsonify(
        over=over, value=share, text=f"{gettext(job.step) if job and job.step else ''} {here().percent(share)}"
    )


@bp.post("/run/<number:run_id>/cancel")
@allowed(policies.can_group)
def cancel(run_id: int) -> Response:
    """Stop a run."""
    found = _run_or_404(run_id)
    services.cancel_run(run=found, by=current_actor(), at=process_now())
    flash(gettext("The grouping is cancelled. The earlier one stays in place."), "done")
    return redirect(url_for("grouping.run", run_id=run_id), 303)


@bp.post("/run/<number:run_id>/publish")
@allowed(policies.can_group)
def publish(run_id: int) -> Response:
    """Publish a run."""
    found = _run_or_404(run_id)
    services.publish_run(run=found, by=current_actor(), at=process_now())
    flash(gettext("The grouping is published: each group has its page, and stands on the pages of its ideas."), "done")
    return redirect(url_for("grouping.run", run_id=run_id), 303)


@bp.get("/group/<number:group_id>")
@allowed(policies.can_group)
def group(group_id: int) -> str:
    """One group, and what can be done with it."""
    return _group_page(_group_or_404(group_id))


def _group_page(found: Group, error: str | None = None) -> str:
    others = [other for other in queries.groups_of([found.run_id]) if other.id != found.id]
    form = MembersForm()
    form.offer(others)
    return render_template(
        "clustering/group.html",
        group=found,
        run=found.run,
        members=queries.members([found.id])[found.id],
        others=others,
        form=form,
        rename_form=RenameForm(data={"title": found.title}),
        words_of=words_of,
        error=error,
    )


@bp.post("/group/<number:group_id>/rename")
@allowed(policies.can_group)
def rename(group_id: int) -> Any:
    """Give a group another title."""
    found = _group_or_404(group_id)
    form = RenameForm()
    if not form.validate():
        return _group_page(
            found, str(form.title.errors[0]) if form.title.errors else gettext("Fill in this field.")
        ), 422
    correcting.rename(run=found.run, group=found, title=form.title.data, by=current_actor(), at=process_now())
    flash(gettext("The group is renamed. You can undo it below."), "done")
    return redirect(url_for("grouping.group", group_id=group_id), 303)


def _chosen() -> list[int]:
    return [number for value in request.form.getlist("ideas") if (number := _number(value)) is not None][:1000]


def _number(value: str) -> int | None:
    # A number of more digits than any database keeps names nothing.
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None


def _target(found: Group) -> Group | None:
    value = request.form.get("into", "0")
    if value == "0":
        return None
    number = _number(value)
    target = queries.group_by_id(number) if number is not None else None
    if target is None or target.run_id != found.run_id:
        raise correcting.NotPossible()
    return target


def _correct(found: Group, act: str) -> None:
    by, at = current_actor(), process_now()
    if act == "move":
        target = _target(found)
        chosen = [proposal for idea in _chosen() if (proposal := proposals.by_id(idea))]
        if not chosen:
            raise correcting.NotPossible(N_("Choose at least one idea."))
        for proposal in chosen:
            correcting.move(run=found.run, proposal=proposal, into=target, by=by, at=at)
    elif act == "split":
        title = (MembersForm().new_title.data or found.title)[:TITLE]
        correcting.split(run=found.run, group=found, proposal_ids=_chosen(), title=title, by=by, at=at)
    else:
        target = _target(found)
        if target is None:
            raise correcting.NotPossible()
        correcting.merge(run=found.run, group=found, into=target, by=by, at=at)


@bp.post("/group/<number:group_id>/<any(move, split, merge):act>")
@allowed(policies.can_group)
def correct(group_id: int, act: str) -> Any:
    """Move some ideas, split them off, or merge the whole group with another."""
    found = _group_or_404(group_id)
    run_id = found.run_id
    try:
        _correct(found, act)
    except Refused as refusal:
        db.session.rollback()
        return _group_page(_group_or_404(group_id), gettext(refusal.message, **refusal.values)), 422
    flash(gettext("The grouping is corrected. You can undo it on the page of the grouping."), "done")
    return redirect(url_for("grouping.run", run_id=run_id), 303)


@bp.post("/corrections/<number:correction_id>/undo")
@allowed(policies.can_group)
def undo(correction_id: int) -> Response:
    """Undo a correction."""
    found = db.session.get(Correction, correction_id)
    if found is None:
        raise NotFound()
    run = _run_or_404(found.run_id)
    require(policies.can_correct, run)
    correcting.undo(correction=found, by=current_actor(), at=process_now())
    flash(gettext("The correction is undone."), "done")
    return redirect(url_for("grouping.run", run_id=run.id), 303)
