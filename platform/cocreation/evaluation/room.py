"""The room: figures once everyone has sent, what to discuss first, the chair's decisions and the closing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from cocreation.core.access import allowed, current_actor, require
from cocreation.core.clock import process_now
from cocreation.core.errors import NotFound
from cocreation.core.forms import choices
from cocreation.core.official import filled, text_of
from cocreation.core.web import PREFIX
from cocreation.evaluation import deciding, policies, presenting, queries, results, scoring
from cocreation.evaluation.forms import DecisionForm
from cocreation.evaluation.models import Seat, Workshop
from cocreation.evaluation.presenting import ShownItem
from cocreation.evaluation.sheets import workshop_or_404

bp = Blueprint("workshop_room", __name__, url_prefix=PREFIX + "/workshops", template_folder="templates")
HERE = "/<slug>/<number:number>/room"


def _chair(workshop: Workshop) -> Seat:
    require(policies.is_chair, workshop)
    seat = policies.seat_of(current_actor(), workshop)
    if seat is None:
        raise NotFound()
    return seat


@bp.get(HERE)
@allowed(policies.can_sit)
def show(slug: str, number: int) -> str:
    """The results in the room: what divides first, or by rank."""
    workshop = workshop_or_404(slug, number)
    require(policies.can_see_room, workshop)
    figures = results.of(workshop)
    by_rank = request.args.get("order") == "rank"
    return render_template(
        "evaluation/room.html",
        workshop=workshop,
        cycle=workshop.cycle,
        results=figures,
        by_rank=by_rank,
        lines=presenting.lines_of(workshop, figures, by_disagreement=not by_rank),
        waiting=deciding.undecided(workshop),
    )


@bp.post(HERE + "/close-round")
@allowed(policies.can_sit)
def close_round(slug: str, number: int) -> Response:
    """End the individual round."""
    workshop = workshop_or_404(slug, number)
    scoring.close_round(workshop=workshop, by=_chair(workshop).account, at=process_now())
    flash(gettext("The individual round is closed: the discussion begins."), "done")
    return redirect(url_for("workshop_room.show", slug=slug, number=number), 303)


@bp.post(HERE + "/close")
@allowed(policies.can_sit)
def close(slug: str, number: int) -> Response:
    """Close the workshop."""
    workshop = workshop_or_404(slug, number)
    deciding.close(workshop=workshop, by=_chair(workshop).account, at=process_now())
    flash(gettext("The workshop is closed: its results are public."), "done")
    return redirect(url_for("workshops.show", slug=slug, number=number), 303)


@bp.route(HERE + "/items/<number:position>", methods=["GET", "POST"])
@allowed(policies.can_sit)
def item(slug: str, number: int, position: int) -> Any:
    """One item in the discussion: every evaluator's marks and comments, and the decision."""
    workshop = workshop_or_404(slug, number)
    require(policies.can_see_room, workshop)
    every = presenting.items_of(workshop)
    shown = next((one for one in every if one.item.position == position), None)
    if shown is None:
        raise NotFound()
    form = _decision_form(shown, every)
    if form.is_submitted():
        require(policies.can_decide, workshop)
        if form.validate():
            _decide(form, shown, every, _chair(workshop))
            return redirect(url_for("workshop_room.show", slug=slug, number=number), 303)
    return _item_page(workshop, shown, form), 422 if form.errors else 200


def _decision_form(shown: ShownItem, every: list[ShownItem]) -> DecisionForm:
    item = shown.item
    form = DecisionForm(
        data={
            **filled("reason", item.reason),
            "outcome": item.outcome,
            "link": item.link,
            "merged_into": str(item.merged_into_id or ""),
        }
    )
    others = [(str(one.item.id), one.title) for one in every if one.item.id != item.id]
    form.merged_into.choices = choices([("", gettext("No other item")), *others])
    return form


def _decide(form: DecisionForm, shown: ShownItem, every: list[ShownItem], chair: Seat) -> None:
    into = next((one.item for one in every if str(one.item.id) == form.merged_into.data), None)
    verdict = deciding.Verdict(form.outcome.data, text_of(form, "reason"), into, form.link.data or "")
    deciding.decide(item=shown.item, verdict=verdict, chair=chair, at=process_now())
    flash(gettext("The decision is recorded."), "done")


def _item_page(workshop: Workshop, shown: ShownItem, form: DecisionForm) -> str:
    figures = results.of(workshop)
    return render_template(
        "evaluation/room_item.html",
        workshop=workshop,
        cycle=workshop.cycle,
        shown=shown,
        form=form,
        standing=figures.standings.get(shown.item.id),
        scores=figures.scores.get(shown.item.id, {}),
        voters={seat.id: seat for seat in figures.voters},
        recusals=[one for one in queries.recusals(workshop.id) if one.item_id == shown.item.id],
    )
