"""The secretariat's page of mails that could not be delivered."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from cocreation.accounts.policies import is_administrator
from cocreation.core import mail
from cocreation.core.access import allowed
from cocreation.core.db import db
from cocreation.core.i18n import gettext, ngettext
from cocreation.core.mail import OutgoingMail, bounces
from cocreation.notifications import digests
from cocreation.notifications.pages import bp


@bp.route("/failed")
@allowed(is_administrator)
def failed() -> str:
    """The mails that were given up and the addresses nothing is sent to, with what the server said."""
    return render_template("notifications/failed.html", mails=digests.failed(), stopped=list(bounces.stopped())[:100])


@bp.route("/failed/<number:mail_id>", methods=["POST"])
@allowed(is_administrator)
def again(mail_id: int) -> Response:
    """Try a mail again that was given up; its address counts as good until it fails again."""
    found = db.session.get(OutgoingMail, mail_id) or abort(404)
    mail.try_again(found)
    flash(gettext("The mail is tried again within a minute."), "done")
    return redirect(url_for("notifications.failed"), 303)


@bp.route("/failed/address", methods=["POST"])
@allowed(is_administrator)
def works() -> Response:
    """Send to an address again."""
    bounces.forget(request.form.get("email", "")[:254])
    flash(gettext("Mails are sent to this address again."), "done")
    return redirect(url_for("notifications.failed"), 303)


def waiting() -> Markup | None:
    """On the administrators' first page: how many mails could not be delivered."""
    number = len(digests.failed())
    if not number:
        return None
    words = ngettext("%(num)s mail could not be delivered", "%(num)s mails could not be delivered", number)
    return Markup('<p><a href="{}">{}</a></p>').format(url_for("notifications.failed"), words)
