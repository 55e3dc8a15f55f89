"""The room's doors: the desk, second looks, and what it puts into the pages of lower rooms."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask_babel import gettext
from markupsafe import Markup

from cocreation.accounts.policies import is_signed_in
from cocreation.accounts.signing import current_account
from cocreation.comments.models import Comment
from cocreation.core.access import Actor, allowed, current_actor, require
from cocreation.core.clock import process_now
from cocreation.core.errors import NotFound
from cocreation.core.html import as_markup
from cocreation.core.i18n import N_, here
from cocreation.core.places import Link, Places
from cocreation.core.web import PREFIX
from cocreation.moderation import desk, personal, policies, presenting, queries, reporting, services
from cocreation.moderation.forms import SecondLookForm
from cocreation.moderation.models import CHANNEL_LINKS, REGRETTED, reason_message
from cocreation.moderation.things import Thing, can_be_reported, kind_of, load
from cocreation.proposals.models import DraftCommitment, Proposal

looks = Blueprint("second_looks", __name__, url_prefix=PREFIX + "/moderation/second-look", template_folder="templates")


@looks.route("/<any(proposal, draft, comment):kind>/<number:object_id>", methods=["GET", "POST"])
@allowed(is_signed_in)
def ask(kind: str, object_id: int) -> Any:
    """The author of something refused or hidden asks, once, that somebody else look at it again."""
    thing = load(kind, object_id)
    if thing is None:
        raise NotFound()
    require(policies.can_ask_second_look, thing)
    form, look = SecondLookForm(), queries.second_look_at(thing)
    if look is None and form.validate_on_submit():
        services.ask_second_look(
            kind=kind, object_id=object_id, words=form.words.data, by=current_account(), at=process_now()
        )
        flash(gettext("Your request is sent: somebody else looks at it again, and you are told."), "done")
        return redirect(presenting.public_href(thing), 303)
    title, lang = presenting.title_of(thing)
    reason = reason_message(thing.state, thing.reason_code)
    page = render_template(
        "moderation/second_look.html",
        form=form if look is None else None,
        look=presenting.look_shown(look, thing) if look else None,
        kind=kind,
        object_id=object_id,
        title=title,
        lang=lang,
        reason=gettext(reason) if reason else "",
        back=presenting.public_href(thing),
    )
    return page, 422 if form.errors else 200


def reason_words(decision: str | None, reason_code: str | None) -> str:
    """A reason in the page's language, by the decision («refuse») or the state it led to («refused»)."""
    message = reason_message(decision, reason_code)
    return here().gettext(message) if message else ""


def _reason(decision: str, code: str | None) -> dict[str, Any] | None:
    message = reason_message(decision, code)
    return {"words": message, "href": CHANNEL_LINKS.get(code or "")} if message else None


def _links(thing: Thing) -> list[tuple[str, str]]:
    """What the person who reads may do: [(words, address)]; asks nothing of the database."""
    actor = current_actor()
    where: dict[str, Any] = {"kind": kind_of(thing), "object_id": thing.id}
    if policies.can_ask_second_look(actor, thing):
        return [(gettext("Ask for a second look"), url_for("second_looks.ask", **where))]
    found = []
    # A visitor is shown the way too: the door asks them to sign in, and leads them back.
    if policies.can_report(actor, thing) or (not actor.is_signed_in and can_be_reported(thing)):
        found.append((gettext("Report"), url_for("reporting.send", **where)))
    if policies.can_decide(actor, thing) and (services.options(thing) or thing.state == REGRETTED.get(kind_of(thing))):
        found.append((gettext("Decide on the desk"), url_for("moderation.item", **where)))
    return found


def _below_text(thing: Proposal | DraftCommitment) -> Markup | None:
    links = _links(thing)
    return as_markup(render_template("moderation/actions.html", links=links)) if links else None


def _below_comment(comment: Comment) -> Markup | None:
    found = [Markup('<a href="{}">{}</a>').format(href, words) for words, href in _links(comment)]
    return Markup(" ").join(found) if found else None


def _navigation(actor: Actor) -> Link | None:
    return Link("moderation.index", N_("Moderation"), order=5) if policies.can_open_desk(actor) else None


def register(app: Flask, places: Places) -> None:
    """Open the room's doors and fill the places of the rooms below."""
    app.register_blueprint(desk.bp)
    app.register_blueprint(looks)
    app.register_blueprint(reporting.bp)
    app.jinja_env.filters["reason_words"] = reason_words
    places.fill("reason.words", _reason)
    places.fill("account.data", personal.holdings)
    places.fill("account.navigation", _navigation)
    places.fill("proposal.actions", lambda proposal: _below_text(proposal))
    places.fill("draft.actions", lambda draft: _below_text(draft))
    places.fill("comment.actions", lambda comment: _below_comment(comment))
