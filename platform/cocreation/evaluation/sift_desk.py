"""The first sift at the desk: groups and lone ideas ticked, one answer for all of them, every act undone by a press."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from cocreation.clustering.presenting import call, called
from cocreation.core.access import allowed, current_actor, require
from cocreation.core.clock import process_now
from cocreation.core.errors import NotFound
from cocreation.core.forms import choices
from cocreation.core.web import PREFIX
from cocreation.cycles.models import Cycle
from cocreation.cycles.views import cycle_or_404
from cocreation.evaluation import policies, queries, sifting
from cocreation.evaluation.forms import SiftForm
from cocreation.evaluation.models import GATE_REASONS, GATES
from cocreation.proposals.models import Proposal

bp = Blueprint("sift_desk", __name__, url_prefix=PREFIX + "/sift-desk", template_folder="templates")
# The acts shown, the newest first.
SHOWN = 30


def _own_cycle_or_404(slug: str) -> Cycle:
    cycle = cycle_or_404(slug)
    require(policies.can_sift_in, cycle.id)
    return cycle


def _boxes(cycle: Cycle) -> dict[str, tuple[str, list[Proposal]]]:
    """What can be ticked: {value: (words, ideas)}; what waits for the sift first, groups before single ideas."""
    ideas = {idea.id: idea for idea in queries.published(cycle.id)}
    groups = queries.groups(cycle.id)
    members = queries.member_ids([group.id for group in groups])
    call(groups)
    boxes: dict[str, tuple[str, list[Proposal]]] = {}
    for group in groups:
        held = [ideas.pop(number) for number in members.get(group.id, []) if number in ideas]
        words = ngettext("Group %(group)s: %(title)s (%(num)s idea)", "Group %(group)s: %(title)s (%(num)s ideas)",
                         len(held), group=group.number, title=str(called(group)))  # fmt: skip
        if held:
            boxes[f"group:{group.id}"] = (words, held)
    for idea in ideas.values():
        boxes[f"idea:{idea.id}"] = (f"{idea.reference} · {idea.current.title}", [idea])
    sifted = queries.sifted(cycle.id)
    return dict(sorted(boxes.items(), key=lambda box: all(idea.id in sifted for idea in box[1][1])))


@bp.route("/<slug>", methods=["GET", "POST"])
@allowed(policies.can_sift)
def index(slug: str) -> Any:
    """Sift the ideas of a plan."""
    cycle = _own_cycle_or_404(slug)
    boxes, form = _boxes(cycle), SiftForm()
    form.ideas.choices = choices([(value, words) for value, (words, _) in boxes.items()])
    if form.validate_on_submit():
        gate, _, reason = form.answer.data.partition(":")
        ideas = [idea for value in form.ideas.data or () for idea in boxes[value][1]]
        sifting.sift(
            cycle=cycle, ideas=ideas, gate=gate, reason_code=reason, note=form.note.data or "",
            link=form.link.data or "", by=current_actor(), at=process_now(),
        )  # fmt: skip
        flash(ngettext("%(num)s idea is answered.", "%(num)s ideas are answered.", len(ideas)), "done")
        return redirect(url_for("sift_desk.index", slug=slug), 303)
    return _page(cycle, boxes, form), 422 if form.errors else 200


def _page(cycle: Cycle, boxes: dict[str, tuple[str, list[Proposal]]], form: SiftForm) -> str:
    standing = queries.sifted(cycle.id)
    where = {
        value: sorted({standing[idea.id].gate for idea in ideas if idea.id in standing}, key=list(GATES).index)
        for value, (_, ideas) in boxes.items()
    }
    return render_template(
        "evaluation/sift.html", cycle=cycle, form=form, where=where, gates=queries.gates(cycle.id), names=GATES,
        reasons=GATE_REASONS, acts=queries.sifts(cycle.id)[:SHOWN],
    )  # fmt: skip


@bp.post("/<slug>/<number:sift_id>/undo")
@allowed(policies.can_sift)
def undo(slug: str, sift_id: int) -> Response:
    """Take an act back."""
    cycle, found = _own_cycle_or_404(slug), queries.sift(sift_id)
    if found is None or found.cycle_id != cycle.id:
        raise NotFound()
    sifting.undo(sift=found, by=current_actor(), at=process_now())
    flash(gettext("Undone: what was said before counts again."), "done")
    return redirect(url_for("sift_desk.index", slug=slug), 303)
