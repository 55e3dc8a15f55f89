"""Feeds (Atom, RFC 4287) of what is published: proposals, by any filter of their list, and draft commitments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Response, render_template, request, url_for

from cocreation.accounts.presenting import name_shown
from cocreation.core.access import public
from cocreation.core.errors import NotFound
from cocreation.core.i18n import current_language, gettext
from cocreation.core.web import public_address
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.proposals import drafting, filtering, queries, reading
from cocreation.proposals.models import PUBLIC_STATES, DraftCommitment, Proposal
from cocreation.proposals.presenting import excerpt, language_of

ENTRIES = 30


@dataclass(frozen=True)
class Entry:
    """One thing of a feed: its name for ever, where it is read, its words and their language."""

    id: str
    href: str
    title: str
    summary: str
    lang: str | None
    author: str
    published: datetime


@reading.bp.get("/feed")
@public
def feed() -> Response:
    """The newest proposals of a list, by the filters its address has."""
    asked = filtering.read(request.args, cycles.cycles())
    if asked is None or asked.filter.state not in PUBLIC_STATES:
        raise NotFound()
    found = queries.listing(asked=asked.filter, size=ENTRIES).items
    title = [gettext("Proposals"), str(asked.cycle.title), *([str(asked.theme.title)] if asked.theme else [])]
    return _answer(title, asked.href(), [_of_proposal(proposal) for proposal in found], asked.cycle)


@drafting.bp.get("/feed")
@public
def feed_of_drafts() -> Response:
    """The newest draft commitments of a plan."""
    known = cycles.cycles()
    cycle = next((one for one in known if one.slug == request.args.get("cycle")), filtering.usual_of(known))
    if cycle is None:
        raise NotFound()
    found = queries.drafts(cycle_id=cycle.id, size=ENTRIES).items
    title = [gettext("Draft commitments of administrations"), str(cycle.title)]
    return _answer(title, url_for("drafts.index", cycle=cycle.slug), [_of_draft(draft) for draft in found], cycle)


def _of_proposal(proposal: Proposal) -> Entry:
    text = proposal.current
    return Entry(
        id=public_address(f"/proposals/{proposal.reference}"),
        href=public_address(url_for("proposals.show", reference=proposal.reference)),
        title=text.title,
        summary=excerpt(text.problem or text.body),
        lang=language_of(text.language),
        author=name_shown(proposal.contributor),
        published=proposal.published_at or text.created_at,
    )


def _of_draft(draft: DraftCommitment) -> Entry:
    title, lang = draft.current.title.shown(current_language())
    return Entry(
        id=public_address(f"/drafts/{draft.reference}"),
        href=public_address(url_for("drafts.show", reference=draft.reference)),
        title=title,
        summary=excerpt(draft.current.problem.shown(lang)[0]),
        lang=lang,
        author=str(draft.organisation.name),
        published=draft.published_at or draft.created_at,
    )


def _answer(title: Sequence[str], page: str, entries: Sequence[Entry], cycle: Cycle) -> Response:
    made = render_template(
        "proposals/feed.xml",
        title=" · ".join(title),
        page=public_address(page),
        own=public_address(request.full_path.rstrip("?")),
        entries=entries,
        updated=max((entry.published for entry in entries), default=cycle.created_at),
    )
    answer = Response(made, content_type="application/atom+xml; charset=utf-8")
    # A reader asks again and again: what has not changed is not sent again.
    answer.add_etag()
    answer.make_conditional(request)
    return answer
