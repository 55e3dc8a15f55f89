"""What the pages of workshops show: items with where their texts are read, people by their body, figures in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask import url_for

from cocreation.clustering.hits import WHOLE
from cocreation.clustering.presenting import call, called
from cocreation.core.clock import process_now
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText, current_language, gettext, here
from cocreation.cycles.models import Cycle
from cocreation.evaluation import deciding, queries
from cocreation.evaluation.grids import rules_of
from cocreation.evaluation.models import (
    GRID_STATES,
    OUTCOMES,
    WORKSHOP_STATES,
    Criterion,
    Item,
    Score,
    Seat,
    Workshop,
)
from cocreation.evaluation.ranking import Standing
from cocreation.evaluation.results import Results
from cocreation.proposals import supporting
from cocreation.proposals.models import Proposal
from cocreation.synthesis.rendering.blocks import web_address
from cocreation.themes.models import Theme

# The drawing of an interval is this wide, with a margin on both sides for the mark of the rank itself.
WIDTH, MARGIN = 120, 6


@dataclass(frozen=True)
class ShownItem:
    """An item with its words: `language` is that of the title, `href` where everyone reads it.

    `support` counts those who support its ideas, shown beside and weighed nowhere; None where the plan shows no counts.
    """

    item: Item
    title: str
    language: str
    href: str
    ideas: Sequence[Proposal]
    is_gone: bool
    support: supporting.Counts | None


def items_of(workshop: Workshop) -> list[ShownItem]:
    """The items of a workshop as its pages show them, in their order."""
    items = queries.items(workshop.id)
    ideas, gone = queries.ideas_of(items), queries.gone(items)
    call(item.group for item in items if item.group is not None)
    support = _support(workshop.cycle, ideas)
    return [
        ShownItem(item, *_words(item, workshop.cycle), ideas[item.id], item.id in gone, support.get(item.id))
        for item in items
    ]


def _support(cycle: Cycle, ideas: dict[int, list[Proposal]]) -> dict[int, supporting.Counts]:
    """Who supports the ideas of each item, where the plan shows it."""
    if not supporting.shows_counts(cycle, process_now()):
        return {}
    return supporting.counts_together({item: [one.id for one in found] for item, found in ideas.items() if found})


def _words(item: Item, cycle: Cycle) -> tuple[str, str, str]:
    if item.group is not None:
        theme = db.session.get(Theme, item.group.run.theme_id) if item.group.run.theme_id else None
        scope = theme.slug if theme else WHOLE
        href = url_for("groups.show", slug=cycle.slug, scope=scope, name=item.group.name)
        return (*called(item.group).shown(current_language()), href)
    if item.draft is not None:
        href = url_for("drafts.show", reference=item.draft.reference)
        return (*item.draft.current.title.shown(current_language()), href)
    if item.proposal is None:
        raise LookupError("an item stands for something")
    text = item.proposal.current
    words = text.title if item.proposal.state == "published" else item.proposal.reference or ""
    return words, text.language, url_for("proposals.show", reference=item.proposal.reference)


def body_of(seat: Seat) -> str:
    """Whom somebody sits for."""
    return str(seat.organisation.name) if seat.organisation else gettext("Internal team of the ministry")


@dataclass(frozen=True)
class Line:
    """A row of the table of results: the item, where it stands in words, its interval drawn, its decision."""

    shown: ShownItem
    standing: Standing[int] | None
    divided_by: Criterion | None
    departs: bool
    into: ShownItem | None
    # Where the interval begins and ends and where the rank lies, in units of the drawing.
    start: float = 0
    end: float = 0
    spot: float = 0


def lines_of(workshop: Workshop, results: Results, *, by_disagreement: bool = False) -> list[Line]:
    """The rows of the table of results, by rank or with what divides first."""
    shown = {one.item.id: one for one in items_of(workshop)}
    criteria = {one.id: one for one in workshop.grid.criteria} if workshop.grid else {}
    departing = deciding.departures(results.items, results.standings)
    ordered = results.by_disagreement if by_disagreement else results.by_rank
    return [
        _line(shown[item.id], results, criteria, item.id in departing, shown.get(item.merged_into_id or 0))
        for item in ordered
    ]


def _line(
    shown: ShownItem, results: Results, criteria: dict[int, Criterion], departs: bool, into: ShownItem | None
) -> Line:
    standing = results.standings.get(shown.item.id)
    if standing is None:
        return Line(shown, None, None, departs, into)
    step = (WIDTH - 2 * MARGIN) / max(1, len(results.standings) - 1)
    start, end, spot = (round(MARGIN + (rank - 1) * step, 1) for rank in (standing.best, standing.worst, standing.rank))
    return Line(shown, standing, criteria.get(standing.divided_by or 0), departs, into, start, end, spot)


def score_of(workshop: Workshop, score: Score) -> Fraction:
    """What one evaluator's marks for one item come to, from 0 to 100."""
    found = rules_of(workshop.grid).score(score.values()) if workshop.grid else None
    return found if found is not None else Fraction(0)


def points(value: Fraction) -> str:
    """A score with one decimal, as the page writes numbers."""
    return here().number(round(float(value), 1))


def paragraphs(text: OfficialText) -> list[tuple[str, str]]:
    """The paragraphs of an official text in the reader’s language, or the one it is in, each with that language."""
    words, code = text.shown(current_language())
    return [(part.strip(), code) for part in words.replace("\r\n", "\n").split("\n\n") if part.strip()]


# Words are looked up at each call: what a template sets outside its blocks would keep the first reader's language.
FILTERS: dict[str, Callable[..., object]] = {
    "points": points,
    "score_of": score_of,
    "body": body_of,
    "web_address": web_address,
    "paragraphs": paragraphs,
    "workshop_state": lambda code: gettext(WORKSHOP_STATES[code]),
    "workshop_outcome": lambda code: gettext(OUTCOMES[code]),
    "grid_state": lambda code: gettext(GRID_STATES[code]),
}
