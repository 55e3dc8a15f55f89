"""Pages of draft commitments: the public list and page, and the forms of the agents who post them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm.exc import StaleDataError

from cocreation.accounts.models import Organisation
from cocreation.accounts.presenting import signed_by
from cocreation.accounts.queries import spoken_for
from cocreation.comments.presenting import thread_panel
from cocreation.core.access import allowed, current_actor, public, require
from cocreation.core.clock import process_now
from cocreation.core.db import db
from cocreation.core.errors import Forbidden, NotFound
from cocreation.core.i18n import current_language
from cocreation.core.official import filled, text_of
from cocreation.core.search import MAX_QUERY
from cocreation.core.web import PREFIX, public_address
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.cycles.policies import can_see as can_see_cycle
from cocreation.proposals import policies, queries, services
from cocreation.proposals.draft_presenting import item, lead, stations, window
from cocreation.proposals.draft_remarks import sums
from cocreation.proposals.filtering import usual_of
from cocreation.proposals.forms import DraftForm, WithdrawForm
from cocreation.proposals.models import DRAFT_STATES, DraftCommitment
from cocreation.proposals.presenting import reason_of_draft
from cocreation.themes import queries as themes

bp = Blueprint("drafts", __name__, url_prefix=PREFIX + "/drafts", template_folder="templates")
TEXTS = ("title", "problem", "content", "expected_result")


@bp.get("")
@public
def index() -> str:
    """The draft commitments administrations post for comment, the newest first."""
    known = cycles.cycles()
    cycle = next((found for found in known if found.slug == request.args.get("cycle")), usual_of(known))
    query = " ".join(request.args.get("q", "").split())[:MAX_QUERY].encode("utf-8", "ignore").decode()
    if cycle is None:
        return render_template("proposals/drafts/index.html", cycle=None, cycles=[], items=[], query="")
    page = queries.drafts(cycle_id=cycle.id, cursor=request.args.get("after"), query=query or None)
    kept: dict[str, Any] = {"cycle": request.args.get("cycle"), "q": query or None}
    at = process_now()
    return render_template(
        "proposals/drafts/index.html",
        cycle=cycle,
        cycles=known,
        items=[item(draft, at) for draft in page.items],
        query=query,
        next_href=url_for("drafts.index", **kept, after=page.next_cursor) if page.next_cursor else None,
        previous_href=url_for("drafts.index", **kept, after=page.previous_cursor) if page.previous_cursor else None,
    )


def draft_or_404(reference: str) -> tuple[DraftCommitment, Cycle]:
    """A draft commitment the person may see, with its cycle; NotFound otherwise."""
    draft = queries.draft_by_reference(reference.upper())
    if draft is None or not policies.can_see_draft(current_actor(), draft):
        raise NotFound()
    cycle = cycles.by_id(draft.cycle_id)
    if cycle is None or not can_see_cycle(current_actor(), cycle):
        raise NotFound()
    return draft, cycle


@bp.get("/<reference>")
@public
def show(reference: str) -> str:
    """One draft commitment: its texts, its window of comments, what was said of it."""
    draft, cycle = draft_or_404(reference)
    at = process_now()
    open_to_all = draft.state == "published"
    return render_template(
        "proposals/drafts/show.html",
        draft=draft,
        cycle=cycle,
        text=draft.current,
        state=DRAFT_STATES[draft.state],
        reason=reason_of_draft(draft),
        window=window(draft, at),
        stations=stations(draft, cycle, at, sums(draft)),
        sums=sums(draft),
        lead=lead(draft, at),
        panel=thread_panel(draft.thread, about_version=draft.version_number) if draft.thread and open_to_all else None,
        address=public_address(f"/{current_language()}/drafts/{draft.reference}"),
    )


def _bodies() -> list[Organisation]:
    person = current_actor()
    return [body for body in spoken_for(person) if policies.is_agent_of(person, body)]


@bp.get("/mine")
@allowed(policies.can_post_draft)
def mine() -> str:
    """What the bodies one speaks for have drafted, in every state."""
    found = queries.drafts_of_organisations([body.id for body in _bodies()])
    at = process_now()
    rows = [
        {
            "draft": draft,
            "shown": item(draft, at),
            "reason": reason_of_draft(draft),
            "unanswered": sums(draft)["unanswered"] if draft.state == "published" else 0,
        }
        for draft in found
    ]
    return render_template("proposals/drafts/mine.html", rows=rows, states=DRAFT_STATES)


@bp.route("/new", methods=["GET", "POST"])
@allowed(policies.can_post_draft)
def new() -> Any:
    """Post a draft commitment in the name of an administration."""
    cycle = cycles.current()
    if cycle is None or cycle.state != "open":
        return render_template("proposals/drafts/closed.html")
    bodies = _bodies()
    form = DraftForm(organisation=str(bodies[0].id) if bodies else None)
    form.offer(bodies, themes.of_cycle(cycle.id, states=["adopted"]))
    if form.validate_on_submit():
        return _posted(form, cycle, bodies)
    return render_template(
        "proposals/drafts/write.html", form=form, cycle=cycle, draft=None
    ), 422 if form.errors else 200


def _posted(form: DraftForm, cycle: Cycle, bodies: list[Organisation]) -> Any:
    person = current_actor()
    body = next(body for body in bodies if str(body.id) == form.organisation.data)
    draft = services.post_draft(
        cycle=cycle,
        organisation=body,
        contributor=signed_by(person, str(body.id)),
        theme=_theme(form),
        text=_text(form),
        by=person,
        at=process_now(),
        form_id=form.form_id.data,
    )
    return _sent_or_kept(draft)


def _theme(form: DraftForm) -> Any:
    return themes.by_id(int(form.theme.data)) if form.theme.data else None


def _text(form: DraftForm) -> services.DraftText:
    return services.DraftText(**{name: text_of(form, name) for name in TEXTS}, contact=form.contact.data)


def _sent_or_kept(draft: DraftCommitment) -> Any:
    if request.form.get("action") == "send" and draft.state == "draft":
        services.submit_draft(draft=draft, by=current_actor(), at=process_now())
        flash(gettext("The draft commitment is sent. A moderator checks it, then opens it to comments."), "done")
    else:
        flash(gettext("Saved."), "done")
    return redirect(url_for("drafts.show", reference=draft.reference), 303)


@bp.route("/<reference>/edit", methods=["GET", "POST"])
@allowed(policies.can_post_draft)
def edit(reference: str) -> Any:
    """Change a draft commitment that was not checked yet, or that was sent back."""
    draft, cycle = draft_or_404(reference)
    _require_agent(draft)
    if not policies.can_edit_draft(current_actor(), draft):
        raise services.NotPossible()
    form = DraftForm(data=_filled(draft))
    form.offer([draft.organisation], themes.of_cycle(cycle.id, states=["adopted"]))
    if form.validate_on_submit():
        return _edited(form, draft, cycle)
    return render_template(
        "proposals/drafts/write.html", form=form, cycle=cycle, draft=draft
    ), 422 if form.errors else 200


def _require_agent(draft: DraftCommitment) -> None:
    require(policies.can_post_draft)
    if not policies.is_agent_of(current_actor(), draft.organisation):
        raise Forbidden()


def _filled(draft: DraftCommitment) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in TEXTS:
        values.update(filled(name, getattr(draft.current, name)))
    values["organisation"], values["theme"] = str(draft.organisation_id), str(draft.theme_id or "")
    return {**values, "contact": draft.current.contact, "revision": str(draft.revision)}


def _edited(form: DraftForm, draft: DraftCommitment, cycle: Cycle) -> Any:
    number = draft.reference
    try:
        services.edit_draft(
            draft=draft,
            theme=_theme(form),
            text=_text(form),
            why=form.why.data or "",
            by=current_actor(),
            at=process_now(),
            revision_seen=form.seen(),
        )
    except (services.EditedMeanwhile, StaleDataError):
        db.session.rollback()
        other = queries.draft_by_reference(number)
        form.revision.data = str(other.revision) if other else ""
        page = render_template(
            "proposals/drafts/write.html",
            form=form,
            cycle=cycle,
            draft=other,
            conflict=other.current if other else None,
        )
        return page, 409
    return _sent_or_kept(draft)


@bp.route("/<reference>/withdraw", methods=["GET", "POST"])
@allowed(policies.can_post_draft)
def withdraw(reference: str) -> Any:
    """Take a draft commitment back, after a page that says what that means."""
    draft, _cycle = draft_or_404(reference)
    _require_agent(draft)
    if not policies.can_withdraw_draft(current_actor(), draft):
        raise services.NotPossible()
    form = WithdrawForm()
    if form.validate_on_submit():
        services.withdraw_draft(draft=draft, by=current_actor(), at=process_now())
        flash(gettext("The draft commitment is withdrawn."), "done")
        return redirect(url_for("drafts.mine"), 303)
    return render_template("proposals/drafts/withdraw.html", form=form, draft=draft)
