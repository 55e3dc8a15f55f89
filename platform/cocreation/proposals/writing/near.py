"""Ideas like the one being written: a step of the form, and a hint beside the question while it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from flask import redirect, render_template, request

from cocreation.core import limits
from cocreation.core.access import current_actor, public
from cocreation.core.i18n import direction
from cocreation.cycles import queries as cycles
from cocreation.cycles.policies import can_see
from cocreation.proposals import queries, variants
from cocreation.proposals.models import Proposal
from cocreation.proposals.presenting import excerpt, language_of
from cocreation.proposals.reading import bp
from cocreation.proposals.refusals import NoVariant
from cocreation.proposals.similar import SimilarIdea, similar_ideas
from cocreation.proposals.writing import opening, steps
from cocreation.proposals.writing.forms import SimilarForm
from cocreation.text.cleaning import clean_text

# What is read of a text while it is typed: its beginning tells what it is about.
READ = 4_000


def ideas_near(draft: Proposal) -> list[SimilarIdea]:
    """The published ideas nearest to a draft, with the one it says in other words where it was chosen."""
    text, chosen = draft.current, draft.variant_of
    found = similar_ideas(
        cycle_id=draft.cycle_id,
        title=text.title,
        text=f"{text.problem}\n{text.body}"[:READ],
        language=language_of(text.language),
        actor=current_actor(),
    )
    if chosen is None or chosen.state != "published" or chosen.reference in {idea.reference for idea in found}:
        return found
    return [_as_near(chosen), *found]


def _as_near(proposal: Proposal) -> SimilarIdea:
    text = proposal.current
    beginning = excerpt(text.problem or text.body)
    return SimilarIdea(proposal.reference or "", text.title, text.language, beginning, ())


def titles_of(draft: Proposal, found: Sequence[SimilarIdea]) -> dict[str, str]:
    """The titles, by reference, of the ideas a draft may say in other words: those near it, and the one chosen."""
    titles = {idea.reference: idea.title for idea in found}
    if draft.variant_of is not None and draft.variant_of.reference:
        titles.setdefault(draft.variant_of.reference, draft.variant_of.current.title)
    return titles


def shown(found: Sequence[SimilarIdea]) -> list[dict[str, Any]]:
    """Ideas as pages show them: each in its own language and direction."""
    return [
        {"idea": idea, "lang": language_of(idea.language), "dir": direction(idea.language), "shared": idea.shared}
        for idea in found
    ]


@bp.route("/draft/<number:draft_id>/similar", methods=["GET", "POST"])
@public
def similar(draft_id: int) -> Any:
    """Ideas like yours: comment on one, say one in your own words, or go on; passed where nothing is near."""
    draft = opening.draft_of(draft_id)
    if not steps.is_reachable(draft, "similar"):
        return redirect(opening.address(draft, steps.first_open(draft)), 303)
    found = ideas_near(draft)
    if not found and draft.variant_of is None and request.method == "GET":
        return redirect(opening.address(draft, "check"), 303)
    form = SimilarForm.of(draft)
    form.offer(titles_of(draft, found))
    if form.validate_on_submit():
        limits.hit_person("writing")
        _choose(draft, form.chosen)
        return redirect(opening.address(draft, "check"), 303)
    page = render_template(
        "proposals/writing/similar.html", form=form, ideas=shown(found), **opening.frame(draft, "similar")
    )
    return opening.private(page, 422 if form.errors else 200)


def _choose(draft: Proposal, reference: str | None) -> None:
    """Link the draft to the idea it says in other words, or to none."""
    other = queries.by_reference(reference) if reference else None
    if other is None:
        variants.unlink(draft=draft)
        return
    # Withdrawn meanwhile, or one's own: the draft is then an idea like any other.
    with suppress(NoVariant):
        variants.link(draft=draft, original=other, by=current_actor())


@bp.post("/similar")
@public
def hint() -> Any:
    """A few lines for the page that asks while one types; nothing is kept of what was sent."""
    limits.hit_person("hint")
    cycle = cycles.current()
    title = clean_text(request.form.get("title", "")[:READ], multiline=False)
    text = clean_text(request.form.get("text", "")[:READ])
    found = []
    if cycle is not None and can_see(current_actor(), cycle):
        found = similar_ideas(cycle_id=cycle.id, title=title, text=text, language=None, actor=current_actor())
    return opening.private(render_template("proposals/writing/_near.html", ideas=shown(found), live=True))
