"""The history of a text: every version with its date and why, and any two of them side by side, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext

from cocreation.comments.presenting import reason_shown
from cocreation.core.access import current_actor, public
from cocreation.core.errors import NotFound
from cocreation.core.html import as_markup
from cocreation.core.i18n import LANGUAGES, N_, direction
from cocreation.proposals import policies, presenting, queries
from cocreation.proposals.differences import changes, readable
from cocreation.proposals.filing import files_of
from cocreation.proposals.models import Proposal, ProposalVersion
from cocreation.proposals.reading import bp, proposal_or_404
from cocreation.proposals.versions import once_public

PARTS: dict[str, str] = {"title": N_("Title"), "problem": N_("The problem"), "body": N_("The proposal")}
# How a version stands that is not, or not yet, a text of the proposal: words and tone.
STANDINGS: dict[str, tuple[str, str]] = {
    "proposed": (N_("Waiting to be checked"), "wait"),
    "refused": (N_("Not taken"), "refused"),
    "withdrawn": (N_("Taken back by its author"), "plain"),
}


@bp.get("/<reference>/history")
@public
def history(reference: str) -> str:
    """The texts the proposal has had, the newest first, and two of them compared."""
    proposal, cycle = proposal_or_404(reference)
    if not policies.can_read_text(current_actor(), proposal):
        raise NotFound()
    found = versions_shown(proposal)
    before, after = _asked(found)
    return render_template(
        "proposals/history.html",
        proposal=proposal,
        cycle=cycle,
        versions=[_entry(proposal, version, earlier) for version, earlier in _with_earlier(found)][::-1],
        choices=[(version.number, _named(proposal, version)) for version in found],
        before=before,
        after=after,
        parts=compared(before, after) if before and after else [],
    )


def versions_shown(proposal: Proposal) -> list[ProposalVersion]:
    """Every version for its author and the team; for the others those that have been public."""
    found = list(queries.versions(proposal.id))
    if policies.can_read_every_version(current_actor(), proposal):
        return found
    return once_public(found, proposal.published_at)


def _with_earlier(found: Sequence[ProposalVersion]) -> list[tuple[ProposalVersion, ProposalVersion | None]]:
    """Each version with the text it was to replace: the last one taken before it."""
    pairs: list[tuple[ProposalVersion, ProposalVersion | None]] = []
    last = None
    for version in found:
        pairs.append((version, last))
        last = version if version.state == "accepted" else last
    return pairs


def _asked(found: Sequence[ProposalVersion]) -> tuple[ProposalVersion | None, ProposalVersion | None]:
    """The two versions to compare: those asked for, in their order; else the last one with the one before."""
    known = {str(version.number): version for version in found}
    one, other = known.get(request.args.get("from", "")), known.get(request.args.get("to", ""))
    if one is not None and other is not None and one is not other:
        return (one, other) if one.number < other.number else (other, one)
    pairs = [pair for pair in _with_earlier(found) if pair[1] is not None]
    return (pairs[-1][1], pairs[-1][0]) if pairs else (None, None)


def _named(proposal: Proposal, version: ProposalVersion) -> str:
    words = gettext("Version %(number)s", number=version.number)
    now = gettext("shown now")
    return f"{words} · {now}" if version.number == proposal.version_number else words


def _entry(proposal: Proposal, version: ProposalVersion, earlier: ProposalVersion | None) -> dict[str, Any]:
    standing = STANDINGS.get(version.state)
    if version.number == proposal.version_number:
        standing = (N_("Shown now"), "done")
    return {
        "version": version,
        "lang": presenting.language_of(version.language),
        "state": gettext(standing[0]) if standing else None,
        "tone": standing[1] if standing else None,
        "reason": reason_shown("refuse", version.reason_code) if version.state == "refused" else None,
        "note": version.reason_note if version.state == "refused" else None,
        "problem": as_markup(version.problem_html),
        "body": as_markup(version.body_html),
        "files": files_of(version),
        "compare_href": compare_href(proposal, earlier.number, version.number) if earlier else None,
        "earlier": earlier.number if earlier else None,
        "can_take_back": version.state == "proposed" and policies.can_revise(current_actor(), proposal),
    }


def compare_href(proposal: Proposal, before: int, after: int) -> str:
    """Where two versions of a proposal stand side by side."""
    values: dict[str, Any] = {"from": before, "to": after}
    return url_for("proposals.history", reference=proposal.reference, _anchor="comparison", **values)


def compared(before: ProposalVersion, after: ProposalVersion) -> list[dict[str, Any]]:
    """What differs between two texts, part by part: [{label, same, lang, dir, pieces, before, after}].

    Texts of two directions of writing are not woven into one line: each stands whole, as removed and as added.
    """
    found, one_way = [], _direction(before) == _direction(after)
    for part, label in PARTS.items():
        first, last = getattr(before, part), getattr(after, part)
        found.append(
            {
                "label": gettext(label),
                "same": first == last,
                "pieces": readable(changes(first, last)) if one_way and first != last else [],
                "before": _side(before, first),
                "after": _side(after, last),
            }
        )
    return found


def _side(version: ProposalVersion, text: str) -> dict[str, Any]:
    return {"text": text, "lang": presenting.language_of(version.language), "dir": _direction(version)}


def _direction(version: ProposalVersion) -> str:
    return direction(version.language) if version.language in LANGUAGES else "auto"
