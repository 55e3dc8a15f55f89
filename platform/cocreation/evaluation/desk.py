"""The secretariat's desk: preparing workshops, their items and their people; opening them, and opening them again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from cocreation.accounts import queries as accounts
from cocreation.accounts import services as people
from cocreation.accounts.models import Organisation
from cocreation.clustering.models import Group
from cocreation.core.access import allowed, current_actor, require
from cocreation.core.clock import process_now, to_local
from cocreation.core.db import db
from cocreation.core.errors import NotFound, Refused
from cocreation.core.forms import choices
from cocreation.core.i18n import N_
from cocreation.core.official import filled, text_of
from cocreation.core.web import PREFIX
from cocreation.cycles import queries as cycles
from cocreation.cycles.forms import moment
from cocreation.cycles.models import Cycle
from cocreation.cycles.views import cycle_or_404
from cocreation.evaluation import answers, policies, presenting, queries, scoring, workshops
from cocreation.evaluation.forms import ItemsForm, ReopenForm, SeatForm, WorkshopForm, whole
from cocreation.evaluation.models import Item, Seat, Workshop

bp = Blueprint("workshop_desk", __name__, url_prefix=PREFIX + "/workshop-desk", template_folder="templates")


def administered_or_404(workshop_id: int) -> Workshop:
    """A workshop that the current person administers.

    Raises:
        NotFound, or a refusal where they sit in it.
    """
    found = db.session.get(Workshop, workshop_id)
    if found is None:
        raise NotFound()
    require(policies.can_administer, found)
    return found


def _shown(workshop: Workshop) -> Response:
    return redirect(url_for("workshop_desk.show", workshop_id=workshop.id), 303)


@bp.get("/")
@allowed(policies.can_sift)
def index() -> str:
    """The plans, their grids and their workshops."""
    mine = [one for one in cycles.cycles(with_drafts=True) if policies.can_sift_in(current_actor(), one.id)]
    found = [(one, queries.gates(one.id), queries.grids(one.id), queries.workshops(one.id)) for one in mine]
    return render_template("evaluation/desk_index.html", found=found)


@bp.route("/<slug>/new", methods=["GET", "POST"])
@allowed(policies.can_prepare)
def new(slug: str) -> Any:
    """Prepare a workshop."""
    cycle = cycle_or_404(slug)
    form = WorkshopForm(data={"minimum": "3"})
    if not form.validate_on_submit():
        page = render_template("evaluation/desk_edit.html", cycle=cycle, form=form, workshop=None)
        return page, 422 if form.errors else 200
    return _shown(workshops.prepare(cycle=cycle, plan=_plan(form), by=current_actor(), at=process_now()))


def _plan(form: WorkshopForm) -> workshops.Plan:
    starts_at = moment(form.starts_at.data)
    if starts_at is None:
        raise Refused(N_("Write the day and the hour like 31/10/2020 18:00."))
    return workshops.Plan(
        title=text_of(form, "title"),
        place=text_of(form, "place"),
        link=form.link.data or "",
        starts_at=starts_at,
        minimum=whole(form.minimum),
        marks_public=bool(form.marks_public.data),
    )


@bp.route("/workshop/<number:workshop_id>/edit", methods=["GET", "POST"])
@allowed(policies.can_prepare)
def edit(workshop_id: int) -> Any:
    """Change what is known of a workshop."""
    found = administered_or_404(workshop_id)
    opening = {
        "link": found.link, "starts_at": to_local(found.starts_at).strftime("%d/%m/%Y %H:%M"),
        "minimum": str(found.minimum), "marks_public": found.marks_public,
    }  # fmt: skip
    form = WorkshopForm(data={**filled("title", found.title), **filled("place", found.place), **opening})
    if not form.validate_on_submit():
        page = render_template("evaluation/desk_edit.html", cycle=found.cycle, form=form, workshop=found)
        return page, 422 if form.errors else 200
    workshops.change(workshop=found, plan=_plan(form), by=current_actor(), at=process_now())
    return _shown(found)


@bp.get("/workshop/<number:workshop_id>")
@allowed(policies.can_prepare)
def show(workshop_id: int) -> str:
    """One workshop being prepared or under way."""
    return _page(administered_or_404(workshop_id))


def _page(workshop: Workshop, *, seat: SeatForm | None = None, reopen: ReopenForm | None = None) -> str:
    return render_template(
        "evaluation/desk_show.html",
        workshop=workshop,
        cycle=workshop.cycle,
        items=presenting.items_of(workshop),
        grid=queries.adopted_grid(workshop.cycle_id),
        seat=seat or _seat_form(),
        reopen=reopen or ReopenForm(formdata=None),
        recusals=queries.recusals(workshop.id),
    )


def _seat_form() -> SeatForm:
    form = SeatForm()
    verified = [(str(one.id), str(one.name)) for one in accounts.organisations(state="verified")]
    form.organisation.choices = choices([("", gettext("Internal team of the ministry")), *verified])
    return form


def _things(cycle: Cycle) -> dict[str, workshops.Thing]:
    """What could be put on a list, by the value of its box."""
    grouped = {
        number for ids in queries.member_ids([one.id for one in queries.groups(cycle.id)]).values() for number in ids
    }
    sent_on = answers.sent_on(cycle.id)
    alone = [idea for idea in queries.published(cycle.id) if idea.id not in grouped or idea.id in sent_on]
    return {
        **{f"group:{one.id}": one for one in queries.groups(cycle.id)},
        **{f"draft:{one.id}": one for one in queries.drafts(cycle.id)},
        **{f"proposal:{one.id}": one for one in alone},
    }


@bp.route("/workshop/<number:workshop_id>/items", methods=["GET", "POST"])
@allowed(policies.can_prepare)
def items(workshop_id: int) -> Any:
    """Choose what the workshop scores, among what passed the first sift."""
    found = administered_or_404(workshop_id)
    things = _things(found.cycle)
    free = {id(one) for one in workshops.candidates(found, list(things.values()))}
    offered = {key: thing for key, thing in things.items() if id(thing) in free}
    form = ItemsForm()
    form.things.choices = choices([(key, _named(thing)) for key, thing in offered.items()])
    if form.validate_on_submit():
        chosen = [offered[key] for key in form.things.data or ()]
        workshops.add_items(workshop=found, things=chosen, by=current_actor(), at=process_now())
        return _shown(found)
    page = render_template("evaluation/desk_items.html", workshop=found, form=form)
    return page, 422 if form.errors else 200


def _named(thing: workshops.Thing) -> str:
    if isinstance(thing, Group):
        return str(gettext("Group %(number)s: %(title)s", number=thing.number, title=thing.title))
    title: str = str(thing.current.title)
    return f"{thing.reference} · {title}"


@bp.post("/workshop/<number:workshop_id>/items/<number:item_id>/take-out")
@allowed(policies.can_prepare)
def take_out(workshop_id: int, item_id: int) -> Response:
    """Take an item off the list."""
    found = administered_or_404(workshop_id)
    item = db.session.get(Item, item_id)
    if item is None or item.workshop_id != found.id:
        raise NotFound()
    workshops.take_out(item=item, by=current_actor(), at=process_now())
    return _shown(found)


@bp.post("/workshop/<number:workshop_id>/seats")
@allowed(policies.can_prepare)
def name(workshop_id: int) -> Any:
    """Name an evaluator or a chair."""
    found, form = administered_or_404(workshop_id), _seat_form()
    if form.validate_on_submit():
        account = people.by_email(form.email.data)
        if account is None:
            form.email.errors = [gettext("Nobody has an account with this address: the person registers first.")]
        else:
            body = db.session.get(Organisation, int(form.organisation.data)) if form.organisation.data else None
            workshops.name(
                workshop=found, account=account, duty=form.duty.data, side=form.side.data, organisation=body,
                by=current_actor(), at=process_now(),
            )  # fmt: skip
            return _shown(found)
    return _page(found, seat=form), 422


@bp.post("/workshop/<number:workshop_id>/seats/<number:seat_id>/dismiss")
@allowed(policies.can_prepare)
def dismiss(workshop_id: int, seat_id: int) -> Response:
    """Somebody leaves the workshop."""
    found = administered_or_404(workshop_id)
    seat = db.session.get(Seat, seat_id)
    if seat is None or seat.workshop_id != found.id:
        raise NotFound()
    scoring.dismiss(seat=seat, by=current_actor(), at=process_now())
    flash(gettext("This person has left the workshop; their marks are kept and no longer count."), "done")
    return _shown(found)


@bp.post("/workshop/<number:workshop_id>/open")
@allowed(policies.can_prepare)
def open_round(workshop_id: int) -> Response:
    """Open the individual round."""
    found = administered_or_404(workshop_id)
    workshops.open_round(workshop=found, by=current_actor(), at=process_now())
    flash(gettext("The individual round is open: each evaluator has a sheet."), "done")
    return _shown(found)


@bp.post("/workshop/<number:workshop_id>/reopen")
@allowed(policies.can_prepare)
def ask_to_reopen(workshop_id: int) -> Any:
    """Ask that a closed workshop be opened again."""
    found, form = administered_or_404(workshop_id), ReopenForm()
    if not form.validate_on_submit():
        return _page(found, reopen=form), 422
    workshops.ask_to_reopen(workshop=found, reason=text_of(form, "reason"), by=current_actor(), at=process_now())
    flash(gettext("Asked. It counts once a second administrator has said yes."), "done")
    return _shown(found)


@bp.post("/workshop/<number:workshop_id>/reopen/agree")
@allowed(policies.can_prepare)
def agree_to_reopen(workshop_id: int) -> Response:
    """The second yes."""
    found = administered_or_404(workshop_id)
    workshops.agree_to_reopen(workshop=found, by=current_actor(), at=process_now())
    flash(gettext("The workshop is open again."), "done")
    return _shown(found)
