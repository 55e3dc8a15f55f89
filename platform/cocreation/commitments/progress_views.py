"""The public pages of commitments: a plan's dashboard, one stable page each, and the committee's table of a meeting."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, render_template
from markupsafe import Markup

from cocreation.commitments import (
    progress_board,
    progress_desk,
    progress_files,
    progress_personal,
    progress_policies,
    progress_queries,
)
from cocreation.commitments.progress_models import ACTION_STATES, BASES, BLOCKERS, CLOSURES, Action, Commitment
from cocreation.commitments.progress_table import date_words, table_of
from cocreation.core.access import current_actor, public
from cocreation.core.clock import process_now, to_local
from cocreation.core.errors import NotFound
from cocreation.core.files import content_disposition
from cocreation.core.i18n import N_, OfficialText, gettext, here, written_language
from cocreation.core.limits import hit_person
from cocreation.core.places import Link, Places, fragment
from cocreation.core.web import PREFIX
from cocreation.cycles.models import Cycle
from cocreation.cycles.views import cycle_or_404
from cocreation.meetings.models import Meeting
from cocreation.meetings.views import meeting_or_404

bp = Blueprint("commitments", __name__, url_prefix=PREFIX + "/commitments", template_folder="templates")
TONES = {"complete": "done", "incomplete": "refused", "open": "wait", "done": "done", "cancelled": "refused"}


@bp.get("/<slug>")
@public
def plan(slug: str) -> str:
    """A plan's commitments, by theme, with what is late, held up, re-planned and cancelled."""
    found = cycle_or_404(slug)
    commitments = progress_queries.commitments(found.id)
    if not commitments:
        raise NotFound()
    today = to_local(process_now()).date()
    return render_template(
        "commitments/plan.html",
        cycle=found,
        themes=_by_theme(commitments),
        counts={one.id: progress_board.counts_of([one], today) for one in commitments},
        total=progress_board.counts_of(commitments, today),
        mean=progress_board.mean_of(commitments),
        holders=progress_board.by_holder(commitments, today),
        meetings=progress_queries.meetings_of(found.id),
    )


def _by_theme(commitments: Any) -> list[tuple[OfficialText, list[Commitment]]]:
    """The commitments under the title of their theme, in the order of their numbers."""
    found: dict[int | None, tuple[OfficialText, list[Commitment]]] = {}
    for one in commitments:
        title = one.theme.title if one.theme else OfficialText()
        found.setdefault(one.theme_id, (title, []))[1].append(one)
    return list(found.values())


@bp.get("/<slug>/<number:number>")
@public
def show(slug: str, number: int) -> str:
    """One commitment: how far it is, meeting after meeting, its actions with every date they had."""
    found = cycle_or_404(slug)
    commitment = progress_queries.commitment(found.id, number)
    if commitment is None:
        raise NotFound()
    today = to_local(process_now()).date()
    return render_template(
        "commitments/commitment.html",
        cycle=found,
        commitment=commitment,
        now=commitment.history[-1] if commitment.history else None,
        dots=progress_board.dots_of(commitment),
        actions=[(one, one.standing(today), progress_board.is_late(one, today)) for one in commitment.actions],
        blockers=[one for one in commitment.blockers if one.holds(today)],
        may_report=progress_policies.can_report(current_actor(), commitment),
        size=(progress_board.WIDTH, progress_board.HEIGHT, progress_board.EDGE),
    )


def _table_or_404(slug: str, day: str) -> tuple[Cycle, Meeting]:
    found, meeting = cycle_or_404(slug), meeting_or_404(day)
    if found not in progress_queries.plans_of(meeting.id):
        raise NotFound()
    return found, meeting


@bp.get("/<slug>/meetings/<day>")
@public
def table(slug: str, day: str) -> str:
    """The committee's table of a meeting, in the columns of the minutes, with the change since the one before."""
    found, meeting = _table_or_404(slug, day)
    made = table_of(progress_queries.commitments(found.id), meeting, written_language())
    words = here()
    rows = [
        (row, progress_files.progress_lines(row, words), progress_files.signed(row.change, words)) for row in made.rows
    ]
    return render_template(
        "commitments/table.html", cycle=found, meeting=meeting, rows=rows, mean=progress_files.mean_line(made)
    )


@bp.get("/<slug>/meetings/<day>/table.<any(csv, xlsx, docx, pdf):extension>")
@public
def table_file(slug: str, day: str, extension: str) -> Response:
    """The same as a file, in the language of the page."""
    found, meeting = _table_or_404(slug, day)
    hit_person("table")
    language = written_language()
    content = progress_files.made(found, meeting, language, extension)
    answer = Response(content, content_type=progress_files.FORMATS[extension])
    name = progress_files.file_name(found, meeting, language, extension)
    answer.headers["Content-Disposition"] = content_disposition(name)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _action_name(action: Action) -> str:
    """«Activity 12 · Training plan»; what has neither number nor title is «The remaining actions»."""
    number = here().ngettext("Activity %(numbers)s", "Activities %(numbers)s", 1, numbers=str(action.number))
    parts = [number if action.number is not None else "", str(action.title)]
    return " · ".join(part for part in parts if part) or gettext("The remaining actions")


def _named(words: dict[str, str]) -> Any:
    return lambda code: gettext(words[code])


FILTERS = {
    "action_state": _named(ACTION_STATES),
    "progress_basis": _named(BASES),
    "blocker_kind": _named(BLOCKERS),
    "closure": _named(CLOSURES),
    "progress_tone": lambda code: TONES.get(code, "wait"),
    "action_name": _action_name,
    "action_date": lambda turn: date_words(turn, written_language()),
}


def _on_cycle(cycle: Cycle) -> Markup | None:
    if not progress_queries.has_commitments(cycle.id):
        return None
    return fragment("commitments/progress_on_cycle.html", cycle=cycle)


def _on_meeting(meeting: Meeting) -> Markup | None:
    plans = progress_queries.plans_of(meeting.id)
    return fragment("commitments/on_meeting.html", meeting=meeting, plans=plans) if plans else None


def _on_desk(meeting: Meeting) -> Markup | None:
    plans = progress_queries.plans()
    return fragment("commitments/on_meeting_desk.html", meeting=meeting, plans=plans) if plans else None


def _navigation(actor: Any) -> list[Link]:
    if progress_policies.can_consolidate(actor) or (actor.is_signed_in and progress_queries.held_by(actor)):
        return [Link("progress_desk.index", N_("Progress of the commitments"), 70)]
    return []


def register(app: Flask, places: Places) -> None:
    """Open the doors of progress and fill the places of lower rooms."""
    app.register_blueprint(bp)
    app.register_blueprint(progress_desk.bp)
    app.jinja_env.filters.update(FILTERS)
    places.fill("account.data", progress_personal.holdings)
    places.fill("cycle.aside", _on_cycle)
    places.fill("meeting.record", _on_meeting)
    places.fill("meeting.desk", _on_desk)
    places.fill("account.navigation", _navigation)
