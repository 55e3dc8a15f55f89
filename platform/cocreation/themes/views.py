"""Pages of themes: the public page with its comments, and the secretariat's desk."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from cocreation.accounts.policies import is_administrator
from cocreation.comments import queries as comments
from cocreation.comments.presenting import thread_panel
from cocreation.core.access import allowed, current_actor, public, require
from cocreation.core.clock import process_now
from cocreation.core.errors import NotFound, Refused
from cocreation.core.official import filled, text_of
from cocreation.core.places import Places
from cocreation.core.web import PREFIX
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.cycles.policies import can_see as can_see_cycle
from cocreation.themes import hits, personal, policies, queries, services, telling
from cocreation.themes.forms import MergeForm, NewThemeForm, ThemeForm
from cocreation.themes.models import STATES, TRANSITIONS, Theme

bp = Blueprint("themes", __name__, url_prefix=PREFIX + "/themes", template_folder="templates")
desk = Blueprint("theme_desk", __name__, url_prefix=PREFIX + "/administration/themes", template_folder="templates")


def _cycle_or_404(slug: str) -> Cycle:
    cycle = cycles.by_slug(slug)
    if cycle is None or not can_see_cycle(current_actor(), cycle):
        raise NotFound()
    return cycle


def _theme_or_404(theme_id: int) -> Theme:
    theme = queries.by_id(theme_id)
    if theme is None:
        raise NotFound()
    return theme


@bp.get("/<cycle_slug>/<slug>")
@public
def show(cycle_slug: str, slug: str) -> str:
    """One theme: what it covers, what it was merged with, its comments while it is proposed."""
    cycle = _cycle_or_404(cycle_slug)
    theme = queries.by_slug(cycle.id, slug)
    if theme is None or not policies.can_see(current_actor(), theme):
        raise NotFound()
    return render_template(
        "themes/show.html",
        cycle=cycle,
        theme=theme,
        merges=queries.merges_of(theme.id),
        by_id={found.id: found for found in queries.of_cycle(cycle.id)},
        panel=_panel(theme),
    )


def _panel(theme: Theme) -> dict[str, Any] | None:
    thread = comments.thread(theme.thread_id) if theme.thread_id else None
    if thread is None or (theme.state != "proposed" and not thread.visible_count):
        return None
    return thread_panel(thread, about_version=1)


@desk.get("/<cycle_slug>")
@allowed(is_administrator)
def index_of_desk(cycle_slug: str) -> str:
    """The themes of a cycle, in order, with what can be done to each."""
    cycle = _cycle_or_404(cycle_slug)
    themes = queries.of_cycle(cycle.id)
    steps = {theme.id: [to for to in TRANSITIONS[theme.state] if to != "merged"] for theme in themes}
    return render_template("themes/desk.html", cycle=cycle, themes=themes, states=STATES, steps=steps)


@desk.route("/<cycle_slug>/new", methods=["GET", "POST"])
@allowed(is_administrator)
def new(cycle_slug: str) -> Any:
    """Add a theme."""
    cycle = _cycle_or_404(cycle_slug)
    form = NewThemeForm()
    if form.validate_on_submit():
        try:
            services.create_theme(
                cycle=cycle,
                slug=form.slug.data,
                title=text_of(form, "title"),
                text=text_of(form, "text"),
                by=current_actor(),
                at=process_now(),
            )
        except services.SlugTaken as refusal:
            form.slug.errors = [gettext(refusal.message)]
        else:
            flash(gettext("The theme is added, as a draft."), "done")
            return redirect(url_for("theme_desk.index_of_desk", cycle_slug=cycle.slug), 303)
    return render_template("themes/edit.html", form=form, cycle=cycle, theme=None), 422 if form.errors else 200


@desk.route("/edit/<number:theme_id>", methods=["GET", "POST"])
@allowed(is_administrator)
def edit(theme_id: int) -> Any:
    """Correct a theme's words."""
    theme = _theme_or_404(theme_id)
    cycle = cycles.by_id(theme.cycle_id)
    form = ThemeForm(data={**filled("title", theme.title), **filled("text", theme.text)})
    if form.validate_on_submit():
        services.edit_theme(
            theme=theme,
            title=text_of(form, "title"),
            text=text_of(form, "text"),
            by=current_actor(),
            at=process_now(),
        )
        flash(gettext("Saved."), "done")
        return redirect(url_for("theme_desk.index_of_desk", cycle_slug=cycle.slug if cycle else ""), 303)
    return render_template("themes/edit.html", form=form, cycle=cycle, theme=theme), 422 if form.errors else 200


def _back(theme: Theme) -> Any:
    cycle = cycles.by_id(theme.cycle_id)
    return redirect(url_for("theme_desk.index_of_desk", cycle_slug=cycle.slug if cycle else ""), 303)


@desk.post("/state/<number:theme_id>")
@allowed(is_administrator)
def state(theme_id: int) -> Any:
    """Propose, adopt, withdraw a theme, or take it back."""
    theme = _theme_or_404(theme_id)
    require(policies.can_prepare)
    services.set_state(theme=theme, to=request.form.get("to", ""), by=current_actor(), at=process_now())
    flash(gettext("%(theme)s: %(state)s.", theme=theme.title, state=gettext(STATES[theme.state])), "done")
    return _back(theme)


@desk.post("/order/<number:theme_id>")
@allowed(is_administrator)
def order(theme_id: int) -> Any:
    """Move a theme one place up or down."""
    theme = _theme_or_404(theme_id)
    services.move_theme(theme=theme, up=request.form.get("up") == "1", by=current_actor(), at=process_now())
    return _back(theme)


@desk.route("/merge/<number:theme_id>", methods=["GET", "POST"])
@allowed(is_administrator)
def merge(theme_id: int) -> Any:
    """Merge a theme into another one; its proposals keep it as their original theme."""
    theme = _theme_or_404(theme_id)
    form = MergeForm()
    others = [found for found in queries.of_cycle(theme.cycle_id, states=["adopted"]) if found.id != theme.id]
    form.offer(others)
    if form.validate_on_submit():
        into = next(found for found in others if found.id == form.into.data)
        try:
            services.merge(theme=theme, into=into, reason=text_of(form, "reason"), by=current_actor(), at=process_now())
        except Refused as refusal:
            form.into.errors = [gettext(refusal.message)]
        else:
            flash(gettext("The themes are merged. You can undo it at any time."), "done")
            return _back(theme)
    return render_template("themes/merge.html", form=form, theme=theme), 422 if form.errors else 200


@desk.post("/unmerge/<number:theme_id>")
@allowed(is_administrator)
def unmerge(theme_id: int) -> Any:
    """Undo a merging."""
    theme = _theme_or_404(theme_id)
    services.undo_merge(theme=theme, by=current_actor(), at=process_now())
    flash(gettext("The merging is undone."), "done")
    return _back(theme)


def register(app: Flask, places: Places) -> None:
    """Open the room's doors."""
    app.register_blueprint(bp)
    app.register_blueprint(desk)
    places.fill("things.named", telling.named)
    places.fill("account.data", personal.holdings)
    app.extensions["cocreation.search"]["theme"] = hits.SOURCE
