"""Pages of cycles: the public page of a plan, and the secretariat's pages of cycles and phases."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask_babel import gettext

from cocreation.accounts.policies import is_administrator
from cocreation.core.access import allowed, current_actor, public, require
from cocreation.core.clock import FuzzyDate, process_now, to_local
from cocreation.core.errors import NotFound, Refused
from cocreation.core.i18n import N_, current_language
from cocreation.core.official import filled, text_of
from cocreation.core.places import Link, Places
from cocreation.core.web import PREFIX
from cocreation.cycles import personal, policies, queries, services, telling
from cocreation.cycles.forms import CycleForm, NewCycleForm, PhaseForm, moment
from cocreation.cycles.models import PHASES, Cycle, Phase
from cocreation.cycles.presenting import dates_of, rail_of

bp = Blueprint("cycles", __name__, url_prefix=PREFIX + "/cycles", template_folder="templates")
desk = Blueprint("cycle_desk", __name__, url_prefix=PREFIX + "/administration/cycles", template_folder="templates")


def cycle_or_404(slug: str) -> Cycle:
    """The cycle of a slug that the current person may see.

    Raises:
        NotFound.
    """
    cycle = queries.by_slug(slug)
    if cycle is None or not policies.can_see(current_actor(), cycle):
        raise NotFound()
    return cycle


def _phase_or_404(phase_id: int) -> Phase:
    phase = queries.phase_by_id(phase_id)
    if phase is None:
        raise NotFound()
    return phase


@bp.get("/")
@public
def index() -> str:
    """Every plan."""
    at = process_now()
    shown = [(cycle, queries.current_phase(cycle, at)) for cycle in queries.cycles()]
    return render_template("cycles/index.html", cycles=shown)


@bp.get("/<slug>")
@public
def show(slug: str) -> str:
    """One plan: what is asked, its phases, every change of its dates."""
    cycle = cycle_or_404(slug)
    return render_template(
        "cycles/show.html", cycle=cycle, rail=rail_of(cycle, process_now()), changes=queries.changes(cycle)
    )


@desk.get("/")
@allowed(is_administrator)
def index_of_desk() -> str:
    """The secretariat's list."""
    return render_template("cycles/desk.html", cycles=queries.cycles(with_drafts=True), dates_of=dates_of)


@desk.route("/new", methods=["GET", "POST"])
@allowed(is_administrator)
def new() -> Any:
    """Make a cycle."""
    form = NewCycleForm()
    # Asked once the cycle is made.
    del form.supports
    if form.validate_on_submit():
        try:
            cycle = services.create_cycle(
                slug=form.slug.data,
                prefix=form.prefix.data,
                title=text_of(form, "title"),
                question=text_of(form, "question"),
                presentation=text_of(form, "presentation"),
                state=form.state.data,
                by=current_actor(),
                at=process_now(),
            )
        except Refused as refusal:
            form.slug.errors = [*form.slug.errors, gettext(refusal.message, **refusal.values)]
        else:
            flash(gettext("The cycle is made. Now date its phases."), "done")
            return redirect(url_for("cycle_desk.edit", slug=cycle.slug), 303)
    return render_template("cycles/edit.html", form=form, cycle=None), 422 if form.errors else 200


@desk.route("/<slug>", methods=["GET", "POST"])
@allowed(is_administrator)
def edit(slug: str) -> Any:
    """Change a cycle's texts and state; see its phases."""
    cycle = cycle_or_404(slug)
    texts = {name: getattr(cycle, name) for name in ("title", "question", "presentation")}
    opening = {key: value for name, text in texts.items() for key, value in filled(name, text).items()}
    form = CycleForm(data={"state": cycle.state, "supports": cycle.supports, **opening})
    if form.validate_on_submit():
        services.edit_cycle(
            cycle=cycle,
            title=text_of(form, "title"),
            question=text_of(form, "question"),
            presentation=text_of(form, "presentation"),
            state=form.state.data,
            supports=form.supports.data,
            by=current_actor(),
            at=process_now(),
        )
        flash(gettext("Saved."), "done")
        return redirect(url_for("cycle_desk.edit", slug=slug), 303)
    return (
        render_template("cycles/edit.html", form=form, cycle=cycle, dates_of=dates_of),
        422 if form.errors else 200,
    )


def _typed(value: Any) -> str:
    return to_local(value).strftime("%d/%m/%Y %H:%M") if value else ""


@desk.route("/phases/<number:phase_id>", methods=["GET", "POST"])
@allowed(is_administrator)
def phase(phase_id: int) -> Any:
    """Date a phase; a change is recorded and public, with its reason."""
    found = _phase_or_404(phase_id)
    require(policies.can_administer)
    period = found.period.format(current_language()) if found.period else ""
    form = PhaseForm(data={"period": period, "opens_at": _typed(found.opens_at), "closes_at": _typed(found.closes_at)})
    if form.validate_on_submit():
        try:
            services.set_phase(
                phase=found,
                period=FuzzyDate.parse(form.period.data, current_language()) if form.period.data else None,
                opens_at=moment(form.opens_at.data or ""),
                closes_at=moment(form.closes_at.data or ""),
                reason=text_of(form, "reason"),
                by=current_actor(),
                at=process_now(),
            )
        except services.DatesOutOfOrder as refusal:
            form.closes_at.errors = [gettext(refusal.message)]
        else:
            flash(gettext("The dates are changed; the change and its reason are public."), "done")
            return redirect(url_for("cycle_desk.edit", slug=found.cycle.slug), 303)
    return render_template("cycles/phase.html", form=form, phase=found), 422 if form.errors else 200


def register(app: Flask, places: Places) -> None:
    """Open the room's doors."""
    app.register_blueprint(bp)
    app.register_blueprint(desk)
    app.jinja_env.filters["phase_name"] = lambda code: gettext(PHASES[code])
    places.fill("navigation", lambda: [Link("cycles.index", N_("Plans"), 30)])
    places.fill("things.named", telling.named)
    places.fill("account.data", personal.holdings)
    places.fill(
        "account.navigation",
        lambda actor: (
            [Link("cycle_desk.index_of_desk", N_("Cycles and themes"), 70)] if is_administrator(actor) else []
        ),
    )
    places.fill(
        "role.scopes",
        lambda: [("cycle", cycle.id, str(cycle.title)) for cycle in queries.cycles(with_drafts=True)],
    )
