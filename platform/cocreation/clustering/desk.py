"""The moderators' desk of the grouping: ask, watch, correct by hand, publish."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from cocreation.clustering import (
    comparing,
    computing,
    correcting,
    cutting,
    policies,
    queries,
    reading,
    services,
    settling,
    suggesting,
)
from cocreation.clustering.forms import AskForm
from cocreation.clustering.models import Group, GroupingRun
from cocreation.clustering.presenting import call, told, words_of
from cocreation.clustering.previewing import preview
from cocreation.core.access import allowed, current_actor, require
from cocreation.core.clock import process_now
from cocreation.core.db import db
from cocreation.core.errors import NotFound, Refused
from cocreation.core.i18n import current_language, here
from cocreation.core.jobs import Job
from cocreation.core.web import PREFIX, number_in
from cocreation.cycles import queries as cycles
from cocreation.cycles.views import cycle_or_404
from cocreation.themes import queries as themes

# So many ideas new since a run are shown with their groups; the others follow when these are settled.
MOST_FRESH = 60

bp = Blueprint("grouping", __name__, url_prefix=PREFIX + "/grouping", template_folder="templates")


def run_or_404(run_id: int) -> GroupingRun:
    """A run the person may work on."""
    run = queries.run(run_id)
    if run is None:
        raise NotFound()
    require(policies.can_group_in, run.cycle_id)
    return run


def group_or_404(group_id: int) -> Group:
    """A group of a run the person may correct."""
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
    return run_page(run_or_404(run_id))


def run_page(found: GroupingRun, refusal: Refused | None = None) -> str:
    """The page of a run, with the words of a refusal where there was one."""
    whole = found.state in {"ready", "published"}
    fresh = queries.since(found) if whole else []
    groups = queries.groups_of([found.id])
    call(groups)
    return render_template(
        "clustering/run.html",
        run=found,
        cycle=cycles.by_id(found.cycle_id),
        theme=themes.by_id(found.theme_id) if found.theme_id else None,
        job=db.session.get(Job, found.job_id) if found.job_id else None,
        groups=groups,
        locked=settling.binding_of(found.cycle_id, found.theme_id).locks if whole else {},
        lone=reading.lone(found),
        fresh=fresh[:MOST_FRESH],
        n_fresh=len(fresh),
        suggested=suggesting.suggested(found, fresh[:MOST_FRESH]) if can_correct(found) else {},
        corrections=told(queries.corrections(found.id)),
        earlier=told(queries.still_binding(found)) if whole else [],
        compared=comparing.earlier_than(found, public=False) if whole else None,
        can_cut=whole and bool((found.result or {}).get("hierarchy")),
        words_of=words_of,
        refusal=refusal,
        against=told(refusal.corrections) if isinstance(refusal, correcting.Contradicts) else [],
    )


def can_correct(found: GroupingRun) -> bool:
    """Whether the person may correct this run now."""
    return policies.can_correct(current_actor(), found)


@bp.post("/run/<number:run_id>/take-in")
@allowed(policies.can_group)
def take_in(run_id: int) -> Any:
    """Put ideas that came after the run into the groups suggested for them: one, or all that were shown."""
    found = run_or_404(run_id)
    require(policies.can_correct, found)
    pairs = [request.form["one"]] if "one" in request.form else request.form.getlist("all")
    homes = dict(pair.split(">", 1) for pair in pairs[:MOST_FRESH] if ">" in pair)
    try:
        correcting.take_in(run=found, homes=homes, by=current_actor(), at=process_now())
    except Refused as refusal:
        db.session.rollback()
        return run_page(run_or_404(run_id), refusal), 422
    count = here().ngettext("%(num)s idea is in its group. You can undo it below.",
                            "%(num)s ideas are in their groups. You can undo it below.", len(homes))  # fmt: skip
    flash(count, "done")
    return redirect(url_for("grouping.run", run_id=run_id), 303)


@bp.route("/run/<number:run_id>/cut", methods=["GET", "POST"])
@allowed(policies.can_group)
def cut(run_id: int) -> Any:
    """Coarser or finer: the same ideas in another number of groups, looked at first, then taken."""
    found = run_or_404(run_id)
    require(policies.can_correct, found)
    if not (found.result or {}).get("hierarchy"):
        raise NotFound()
    if request.method == "POST":
        count = number_in(request.form.get("groups", "")) or 0
        made = services.take_cut(run=found, count=count, by=current_actor(), at=process_now())
        return redirect(url_for("grouping.run", run_id=made.id), 303)
    least, most = cutting.bounds(computing.tree_of(found))
    today = len(queries.groups_of([found.id]))
    count = min(max(number_in(request.args.get("groups", "")) or today, least), most)
    return render_template(
        "clustering/cut_groups.html" if "part" in request.args else "clustering/cut.html",
        run=found, least=least, most=most, today=today, count=count,
        families=preview(found, count, current_language()),
    )  # fmt: skip


@bp.post("/run/<number:run_id>/set-aside")
@allowed(policies.can_group)
def set_aside(run_id: int) -> Response:
    """Put a grouping away; where it is a cut, the one it was cut from is gone back to."""
    found = run_or_404(run_id)
    if services.set_aside(run=found, by=current_actor(), at=process_now()):
        words = gettext("Grouping %(number)s is set aside, with the corrections made on it.", number=found.id)
    else:
        words = gettext("Grouping %(number)s is set aside.", number=found.id)
    flash(words, "done")
    if found.cut_of_id:
        return redirect(url_for("grouping.run", run_id=found.cut_of_id), 303)
    cycle = cycles.by_id(found.cycle_id)
    return redirect(url_for("grouping.cycle", slug=cycle.slug if cycle else ""), 303)


@bp.get("/run/<number:run_id>/changes")
@allowed(policies.can_group)
def changes(run_id: int) -> str:
    """What changed since the grouping before, for the moderators."""
    found = run_or_404(run_id)
    before = comparing.earlier_than(found, public=False)
    if found.state not in {"ready", "published", "replaced"}:
        raise NotFound()
    return render_template(
        "clustering/changes.html",
        run=found,
        before=before,
        found=comparing.changes(before, found, public=False) if before else None,
        back=url_for("grouping.run", run_id=found.id),
        back_words=gettext("Grouping %(number)s", number=found.id),
        address=None,
    )


@bp.get("/run/<number:run_id>/progress.json")
@allowed(policies.can_group)
def progress(run_id: int) -> Response:
    """How far a run is, for the bar that follows it."""
    found = run_or_404(run_id)
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
    found = run_or_404(run_id)
    services.cancel_run(run=found, by=current_actor(), at=process_now())
    flash(gettext("The grouping is cancelled. The earlier one stays in place."), "done")
    return redirect(url_for("grouping.run", run_id=run_id), 303)


@bp.post("/run/<number:run_id>/publish")
@allowed(policies.can_group)
def publish(run_id: int) -> Response:
    """Publish a run."""
    found = run_or_404(run_id)
    services.publish_run(run=found, by=current_actor(), at=process_now())
    flash(gettext("The grouping is published: each group has its page, and stands on the pages of its ideas."), "done")
    return redirect(url_for("grouping.run", run_id=run_id), 303)
