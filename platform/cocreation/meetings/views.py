"""The public pages of the meetings; the room's doors and what it puts into the places of other rooms."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Flask, render_template

from cocreation.attachments import presenting as files
from cocreation.attachments import queries as attachments
from cocreation.attachments.models import Attachment
from cocreation.core.access import Actor, current_actor, public
from cocreation.core.db import db
from cocreation.core.errors import NotFound
from cocreation.core.i18n import N_, gettext
from cocreation.core.places import Link, Places
from cocreation.core.web import PREFIX
from cocreation.meetings import desk, personal, policies, queries
from cocreation.meetings.models import MODES, Meeting

bp = Blueprint("meetings", __name__, url_prefix=PREFIX + "/meetings", template_folder="templates")


@bp.get("/")
@public
def index() -> str:
    """Every meeting, the newest first."""
    found = queries.meetings(with_drafts=policies.can_keep(current_actor()))
    return render_template("meetings/index.html", meetings=found)


def meeting_or_404(day: str) -> Meeting:
    """The meeting of a day, as addresses write it, that the current person may see.

    Raises:
        NotFound.
    """
    try:
        found = queries.on(date.fromisoformat(day))
    except ValueError:
        found = None
    if found is None or not policies.can_see(current_actor(), found):
        raise NotFound()
    return found


@bp.get("/<day>")
@public
def show(day: str) -> str:
    """One meeting: its minutes, what was recorded, what was decided and what comes next."""
    found = meeting_or_404(day)
    return render_template(
        "meetings/show.html", meeting=found, files=files.shown(attachments.of(policies.MINUTES, found.id))
    )


def _may_read(attachment: Attachment, actor: Actor) -> bool | None:
    if attachment.holder_kind != policies.MINUTES:
        return None
    return policies.can_read_file(actor, attachment, db.session.get(Meeting, attachment.holder_id))


def _navigation(actor: Any) -> list[Link]:
    return [Link("meeting_desk.index", N_("Desk of meetings"), 69)] if policies.can_keep(actor) else []


def _footer() -> list[Link]:
    return [Link("meetings.index", N_("Meetings of the committee"), 30)]


def _mode(meeting: Meeting) -> str:
    return gettext(MODES[meeting.mode])


def register(app: Flask, places: Places) -> None:
    """Open the room's doors and fill the places of lower rooms."""
    app.register_blueprint(bp)
    app.register_blueprint(desk.bp)
    app.jinja_env.filters["meeting_mode"] = _mode
    places.fill("account.data", personal.holdings)
    places.fill("attachment.reading", _may_read)
    places.fill("account.navigation", _navigation)
    places.fill("footer", _footer)
