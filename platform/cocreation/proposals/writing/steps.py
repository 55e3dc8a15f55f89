"""The steps of the form in their order, which of them a draft has answered, and where it goes on."""

from __future__ import annotations

from typing import Any

from cocreation.core.i18n import N_
from cocreation.proposals.models import Proposal

# The name of each step in its address, and what the line of steps calls it.
STEPS: dict[str, str] = {
    "theme": N_("Theme"),
    "title": N_("Title"),
    "problem": N_("The problem"),
    "proposal": N_("Your proposal"),
    "concerned": N_("Who and where"),
    "documents": N_("Documents"),
    "name": N_("Name"),
    "similar": N_("Ideas like yours"),
    "check": N_("Check and send"),
}
ORDER = tuple(STEPS)


def is_answered(draft: Proposal, step: str) -> bool:
    """Whether a draft has passed a step; what may be left empty counts once its page was sent."""
    text = draft.current
    if step == "theme":
        return draft.theme is not None and draft.theme.takes_proposals
    asked = {"title": text.title, "problem": text.problem, "proposal": text.body}
    return bool(asked[step]) if step in asked else step in draft.progress.get("steps", ())


def first_open(draft: Proposal) -> str:
    """The first step that waits for an answer: where a draft goes on."""
    # Ideas like it are shown only where there are some: nobody is held up by that page.
    waiting = (step for step in ORDER if step not in {"similar", "check"} and not is_answered(draft, step))
    return next(waiting, "check")


def is_reachable(draft: Proposal, step: str) -> bool:
    """Whether all that stands before a step is answered; a step outside the order is reached from the last."""
    return ORDER.index(first_open(draft)) >= ORDER.index(step if step in STEPS else "check")


def after(draft: Proposal, step: str) -> str:
    """The step that follows, or the first one that still waits."""
    following = ORDER[ORDER.index(step) + 1] if step in STEPS else "check"
    return following if is_reachable(draft, following) else first_open(draft)


def before(step: str) -> str | None:
    """The step one comes from, None for the first."""
    place = ORDER.index(step) if step in STEPS else len(ORDER)
    return ORDER[place - 1] if place else None


def with_answer(draft: Proposal, step: str, **more: Any) -> dict[str, Any]:
    """The progress of a draft with one more step answered, and what else must be known of it."""
    answered = [*(known for known in draft.progress.get("steps", ()) if known != step), step]
    return {**draft.progress, "steps": answered, **more}
