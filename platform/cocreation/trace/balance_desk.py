"""The administrators' page of the sums: what does not agree, when it was last checked, and a check now."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from cocreation.accounts.policies import is_administrator
from cocreation.core.access import allowed, current_actor
from cocreation.core.i18n import gettext
from cocreation.core.places import fragment
from cocreation.core.web import PREFIX
from cocreation.trace import watching

desk = Blueprint("balance_desk", __name__, url_prefix=PREFIX + "/administration/sums", template_folder="templates")


@desk.get("")
@allowed(is_administrator)
def index() -> str:
    """What the last check has found."""
    return render_template("trace/balance_desk.html", faults=watching.open_faults(), last=watching.last_check())


@desk.post("")
@allowed(is_administrator)
def check() -> Response:
    """Ask for a check now; one that waits or runs already is enough."""
    last = watching.last_check()
    if last is None or last.is_over:
        watching.ask(by=current_actor().reference)
    flash(gettext("The check is asked for. Come back to this page in a moment."), "done")
    return redirect(url_for("balance_desk.index"), 303)


def waiting() -> Markup | None:
    """What the administrators' first page says where something does not agree."""
    found = watching.open_faults()
    return fragment("trace/balance_waiting.html", faults=found) if found else None
