"""Pages of what a person follows: the button, the list, when mails leave, and ending them from a mail."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import HiddenField

from cocreation.accounts.models import Account
from cocreation.core import limits
from cocreation.core.access import allowed, current_actor, go_back_to, public
from cocreation.core.db import db
from cocreation.core.errors import NotFound
from cocreation.core.forms import BaseForm, RadioChoice, choices, csrf
from cocreation.core.i18n import current_language, gettext
from cocreation.core.places import fragment
from cocreation.notifications import choices as paces
from cocreation.notifications import followed, following
from cocreation.notifications.models import KINDS, PACES, Follow
from cocreation.notifications.pages import bp
from cocreation.notifications.policies import can_read_own

PACED = [(code, lazy_gettext(words)) for code, words in PACES.items()]


class PacesForm(BaseForm):
    """When mails leave."""

    own = RadioChoice(lazy_gettext("Mails on what I proposed or said"), choices=choices(PACED))
    followed = RadioChoice(lazy_gettext("Mails on what I follow"), choices=choices(PACED))


class ThingForm(BaseForm):
    """One thing, by its address without language."""

    path = HiddenField()
    back = HiddenField()


def button(kind: str, path: str) -> Markup:
    """The button on the page of a thing: whether the person follows it, and what pressing does."""
    actor = current_actor()
    found = following.find(actor.id, path) if actor.is_signed_in else None
    return fragment(
        "notifications/button.html", kind=kind, path=path, follow=found, actor=actor, back=request.full_path.rstrip("?")
    )


def _thing() -> tuple[str, str]:
    """The path sent, and where to go back to."""
    form = ThingForm()
    path = (form.path.data or "")[:200]
    return path, form.back.data or url_for("notifications.following")


@bp.route("/follow", methods=["POST"])
@allowed(can_read_own)
@limits.limited("follow")
def follow() -> Response:
    """Follow a thing everyone can read."""
    path, back = _thing()
    named = followed.named([path]).get(path)
    if named is None:
        # Whether something is there that is not public, nobody learns here.
        raise NotFound()
    following.follow(account_id=current_actor().id, kind=named.kind, path=path)
    flash(gettext("You follow it: what happens to it will be told you."), "done")
    return go_back_to(back, url_for("notifications.following"))


@bp.route("/unfollow", methods=["POST"])
@allowed(can_read_own)
@limits.limited("follow")
def unfollow() -> Response:
    """No longer follow a thing, public or not any more."""
    path, back = _thing()
    following.unfollow(account_id=current_actor().id, path=path)
    flash(gettext("You no longer follow it."), "done")
    return go_back_to(back, url_for("notifications.following"))


@bp.route("/following", methods=["GET", "POST"], endpoint="following")
@allowed(can_read_own)
def index() -> str | Response | tuple[str, int]:
    """What the person follows, and when mails leave."""
    return list_of(current_actor(), url_for("notifications.following"))


def list_of(account: Account, here: str, *, by_key: bool = False) -> str | Response | tuple[str, int]:
    """What somebody follows and when mails leave, on the page at `here`; opened by a key, it asks for no sign-in."""
    form = PacesForm(obj=paces.of(account.id))
    if form.validate_on_submit():
        paces.choose(account_id=account.id, own=form.own.data, followed=form.followed.data)
        flash(gettext("Your choice is saved."), "done")
        return redirect(here, 303)
    groups = _groups(account.id)
    page = render_template(
        "notifications/following.html", form=form, groups=groups, PACES=PACES, here=here, by_key=by_key
    )
    return page, 422 if form.errors else 200


def _groups(account_id: int) -> list[tuple[str, list[dict[str, Any]]]]:
    """What a person follows under its kinds, in the order of KINDS."""
    rows = following.of(account_id)
    names = followed.named(row.path for row in rows)
    found: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    for row in rows:
        named = names.get(row.path)
        title, spoken = named.shown(current_language()) if named else (followed.mark_of(row.path), "")
        found[row.kind].append({"row": row, "title": title, "lang": spoken, "is_public": named is not None})
    return [(KINDS[kind], items) for kind, items in found.items() if items]


@bp.route("/following/<number:follow_id>", methods=["POST"])
@allowed(can_read_own)
@limits.limited("follow")
def change(follow_id: int) -> Response:
    """Pause one's follow, take it up again, or give it a pace of its own."""
    found = db.session.get(Follow, follow_id)
    if found is None or found.account_id != current_actor().id:
        raise NotFound()
    if "pause" in request.form:
        following.pause(follow=found, paused=request.form["pause"] == "1")
    elif "pace" in request.form:
        pace = request.form["pace"]
        following.set_pace(follow=found, pace=pace if pace in PACES else None)
    flash(gettext("Your choice is saved."), "done")
    return redirect(url_for("notifications.following"), 303)


@bp.route("/stop/<token>", methods=["GET"])
@public
def stop(token: str) -> str:
    """The page a mail leads to: reading it changes nothing, its button ends these mails."""
    _account, ends = paces.of_link(token)
    return render_template("notifications/stop.html", token=token, ends=ends, is_done=False)


@bp.route("/stop/<token>", methods=["POST"])
@csrf.exempt
@public
def stopped(token: str) -> str:
    """End the mails of a link by one press, sent by a person or by their mail program (RFC 8058), signed in or not."""
    # No number of a form guards this: the signed link itself is what only the receiver of the mail has.
    paces.end(token)
    return render_template("notifications/stop.html", token=token, ends=paces.of_link(token)[1], is_done=True)


def preferences(user: Any) -> Markup:
    """On the page of preferences: when mails leave, with the way to change it."""
    return fragment("notifications/preferences.html", choice=paces.of(user.id), PACES=PACES)
