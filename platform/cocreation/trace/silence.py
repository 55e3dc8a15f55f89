"""The secretariat's list of ideas nobody has heard of for long, and what each of them waits for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup

from cocreation.accounts.policies import is_administrator
from cocreation.core.access import allowed
from cocreation.core.clock import process_now
from cocreation.core.i18n import gettext, here
from cocreation.core.places import fragment
from cocreation.core.web import PREFIX, configured
from cocreation.cycles import queries as cycles
from cocreation.trace import queries
from cocreation.trace.presenting import standing_words
from cocreation.trace.stations import threads_of
from cocreation.trace.thread import AHEAD, Thread

bp = Blueprint(
    "silence", __name__, url_prefix=PREFIX + "/administration/ideas-without-news", template_folder="templates"
)


@dataclass(frozen=True)
class Silent:
    """An idea without news: for how many days, where it stands, what it waits for and when that is due."""

    thread: Thread
    days: int
    standing: str
    waits_for: str
    due: str


def silent(at: datetime) -> list[Silent]:
    """The ideas of open plans that are not at an end and had no news for long, those that wait longest first."""
    found = [
        thread
        for cycle in cycles.cycles()
        if cycle.state == "open"
        for thread in threads_of(queries.received(cycle.id)).values()
        if not thread.is_over and (at - thread.now.at).days >= configured("NEWS_DAYS")
    ]
    return [_silent(thread, at) for thread in sorted(found, key=lambda one: (one.now.at, one.reference))]


def _silent(thread: Thread, at: datetime) -> Silent:
    words = here()
    waits_for = words.gettext(AHEAD[thread.coming[0].code])
    return Silent(thread, (at - thread.now.at).days, standing_words(thread), waits_for, words.day(thread.news_due))


@bp.get("/")
@allowed(is_administrator)
def index() -> str:
    """All of them, or those that wait for one thing."""
    found, asked = silent(process_now()), request.args.get("waits", "")
    kinds = Counter(one.thread.coming[0].code for one in found)
    shown = [one for one in found if asked not in kinds or one.thread.coming[0].code == asked]
    tabs = [_tab(gettext("All"), None, len(found), asked not in kinds)]
    tabs += [_tab(gettext(AHEAD[code]), code, count, asked == code) for code, count in kinds.most_common()]
    return render_template("trace/silence.html", silent=shown, kinds=tabs, days=configured("NEWS_DAYS"))


def _tab(label: str, waits: str | None, count: int, current: bool) -> dict[str, Any]:
    return {"label": label, "href": url_for("silence.index", waits=waits), "current": current, "count": count}


def waiting() -> Markup | None:
    """How many there are, for the administrators' first page."""
    count = len(silent(process_now()))
    return fragment("trace/silence_waiting.html", count=count) if count else None
