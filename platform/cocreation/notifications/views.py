"""Pages of what a person was told, and in development the mails that were written."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Flask, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cocreation.core import mail
from cocreation.core.access import Actor, allowed, current_actor, public
from cocreation.core.errors import NotFound
from cocreation.core.i18n import N_, current_language, ngettext
from cocreation.core.places import Link, Places
from cocreation.core.web import PREFIX
from cocreation.notifications import (
    address_pages,
    digests,
    failing,
    following_pages,
    outbox,
    personal,
    queries,
    services,
)
from cocreation.notifications.pages import bp
from cocreation.notifications.policies import can_read_own

development = Blueprint("outbox", __name__, url_prefix=PREFIX + "/outbox", template_folder="templates")


@bp.route("")
@allowed(can_read_own)
def index() -> str:
    """What the person was told, the newest first."""
    language = current_language()
    page = queries.page(account_id=current_actor().id, cursor=request.args.get("cursor"))
    told = [{"note": note, "words": services.words_of(note, language)} for note in page.items]
    return render_template(
        "notifications/index.html",
        told=told,
        unread=queries.unread(current_actor().id),
        previous_href=_address(page.previous_cursor),
        next_href=_address(page.next_cursor),
    )


def _address(cursor: str | None) -> str | None:
    return url_for("notifications.index", cursor=cursor) if cursor else None


@bp.route("/read", methods=["POST"])
@allowed(can_read_own)
def read() -> Response:
    """Mark everything as read."""
    services.mark_read(account_id=current_actor().id)
    return redirect(url_for("notifications.index"), 303)


@development.route("")
@public
def index_of_outbox() -> str:
    """The mails written on this machine; the page exists in development only."""
    folder = Path(current_app.config["INSTANCE_PATH"]) / "outbox"
    return render_template("notifications/outbox.html", mails=outbox.written_mails(folder))


@development.route("/<name>")
@public
def page_of_mail(name: str) -> Response:
    """The HTML of one mail as mail programs show it: its own styles, and nothing else may load."""
    found = outbox.written_mail(Path(current_app.config["INSTANCE_PATH"]) / "outbox", name)
    if found is None:
        raise NotFound()
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    return Response(found.html, mimetype="text/html", headers={"Content-Security-Policy": policy})


def links_for(actor: Actor) -> list[Link]:
    """The link to what the person was told, with how much of it is new."""
    if not actor.is_signed_in:
        return []
    new = queries.unread(current_actor().id)
    words = ngettext("Notifications, %(num)s new", "Notifications, %(num)s new", new) if new else N_("Notifications")
    return [Link("notifications.index", words, order=10)]


def register(app: Flask, places: Places) -> None:
    """Install the pages; the outbox only where mails are written to a folder."""
    app.register_blueprint(bp)
    app.register_blueprint(address_pages.bp)
    places.fill("following", following_pages.button)
    places.fill("administration.waiting", failing.waiting)
    places.fill("account.preferences", following_pages.preferences)
    places.fill("account.pages", lambda user: [Link("notifications.following", N_("What I follow"), order=40)])
    mail.before_sending(app, digests.as_it_leaves)
    places.fill("account.navigation", links_for)
    places.fill("account.data", personal.holdings)
    if app.config["ENVIRONMENT"] == "development":
        app.register_blueprint(development)
        places.fill("footer", lambda: [Link("outbox.index_of_outbox", N_("Mails of development"), order=95)])
