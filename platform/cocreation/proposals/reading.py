"""Public pages of proposals: the list, one proposal with its thread, the history of its text."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from cocreation.accounts.presenting import name_shown, region_shown, voice_shown
from cocreation.comments.presenting import thread_panel
from cocreation.core.access import current_actor, public
from cocreation.core.clock import process_now
from cocreation.core.errors import NotFound
from cocreation.core.html import as_markup
from cocreation.core.i18n import current_language
from cocreation.core.places import places
from cocreation.core.web import PREFIX, public_address
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.cycles.policies import can_see as can_see_cycle
from cocreation.cycles.policies import collects
from cocreation.proposals import filtering, policies, presenting, queries
from cocreation.proposals.beside import beside
from cocreation.proposals.models import LANGUAGES_OF_TEXTS, PUBLIC_STATES, Proposal, ProposalVersion
from cocreation.themes import queries as themes

bp = Blueprint("proposals", __name__, url_prefix=PREFIX + "/proposals", template_folder="templates")
# So many that a first visit stays under 100 kB, fonts apart.
IDEAS_ON_A_PAGE = 12


@bp.get("")
@public
def index() -> str:
    """The public list: search, filters with their counts, orders, pages by key."""
    known = cycles.cycles()
    asked = filtering.read(request.args, known)
    if asked is None:
        return render_template("proposals/none.html")
    page = queries.listing(
        asked=asked.filter, order=asked.order, seed=asked.seed, cursor=asked.cursor, size=IDEAS_ON_A_PAGE
    )
    counts = queries.counts(asked.filter)
    groups = filtering.groups(asked, counts)
    return render_template(
        "proposals/index.html",
        asked=asked,
        cycles=known,
        items=_items(asked, page.items),
        total=counts["state"].get(asked.filter.state, 0),
        groups=groups,
        chosen=filtering.chosen(asked, groups),
        regions=filtering.regions(asked, counts["region"]),
        orders=filtering.orders(asked),
        next_href=asked.href(after=page.next_cursor) if page.next_cursor else None,
        previous_href=asked.href(after=page.previous_cursor) if page.previous_cursor else None,
        collecting=collects(asked.cycle, process_now()),
    )


def _items(asked: filtering.Asked, found: list[Proposal]) -> list[dict[str, Any]]:
    current, said = themes.current_of(asked.themes), presenting.said_of(found)
    readable = asked.filter.state in PUBLIC_STATES
    return [
        presenting.item(proposal, current=current, cycle_slug=asked.cycle.slug, said=said, readable=readable)
        for proposal in found
    ]


def proposal_or_404(reference: str) -> tuple[Proposal, Cycle]:
    """A proposal the person may know of, with its cycle; NotFound otherwise."""
    proposal = queries.by_reference(reference.upper())
    if proposal is None or not policies.can_see(current_actor(), proposal):
        raise NotFound()
    cycle = cycles.by_id(proposal.cycle_id)
    if cycle is None or not can_see_cycle(current_actor(), cycle):
        raise NotFound()
    return proposal, cycle


@bp.get("/<reference>")
@public
def show(reference: str) -> str:
    """One proposal: its text, the thread of the idea, comments; where it was refused, the reason alone."""
    proposal, cycle = proposal_or_404(reference)
    return render_template(
        "proposals/show.html",
        proposal=proposal,
        cycle=cycle,
        readable=policies.can_read_text(current_actor(), proposal),
        text=texts(proposal.current),
        signed=_signed(proposal),
        theme=_themes(proposal),
        state=presenting.state_shown(proposal.state),
        reason=presenting.reason_of(proposal),
        public=presenting.is_public(proposal),
        stations=places().values("proposal.thread", proposal=proposal),
        panel=_panel(proposal),
        **beside(proposal, cycle),
        address=public_address(f"/{current_language()}/proposals/{proposal.reference}"),
    )


def texts(version: ProposalVersion) -> dict[str, Any]:
    """A version as pages show it: its words in their own language."""
    return {
        "title": version.title,
        "lang": presenting.language_of(version.language),
        "language": LANGUAGES_OF_TEXTS.get(version.language),
        "problem": as_markup(version.problem_html),
        "body": as_markup(version.body_html),
        "summary": presenting.excerpt(version.problem or version.body),
    }


def _signed(proposal: Proposal) -> dict[str, Any]:
    return {
        "name": name_shown(proposal.contributor),
        "voice": voice_shown(proposal.contributor),
        "region": region_shown(proposal.region),
        "concerned": presenting.concerned_shown(proposal),
    }


def _themes(proposal: Proposal) -> dict[str, Any]:
    """The theme it stands in today, and the author's own where a merge or a moderator moved it."""
    if proposal.theme is None:
        return {"now": None, "original": proposal.original_theme}
    now = themes.today(proposal.theme)
    original = proposal.original_theme
    return {"now": now, "original": original if original and original.id != now.id else None}


def _panel(proposal: Proposal) -> dict[str, Any] | None:
    if proposal.thread is None or not presenting.is_public(proposal):
        return None
    return thread_panel(proposal.thread, about_version=proposal.version_number, author=proposal.contributor_id)
