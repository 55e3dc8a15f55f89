"""Which draft a page is about, who may write on it, and the steps of its form as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, flash, make_response, redirect, request, url_for
from flask_babel import gettext

from cocreation.accounts.queries import contributors_of
from cocreation.core.access import current_actor
from cocreation.core.errors import NotFound, SignInNeeded
from cocreation.proposals import policies, queries
from cocreation.proposals.models import Proposal
from cocreation.proposals.writing import browser, keys, steps


def may_write(draft: Proposal) -> bool:
    """Its author, or the browser it is written in while it has no account."""
    return policies.is_author(current_actor(), draft) or keys.opens(browser.key(), draft)


def draft_of(draft_id: int) -> Proposal:
    """The draft of a page; what one may not write on is not known to exist.

    Raises:
        NotFound: for someone signed in. SignInNeeded: for a visitor, whose session may only have ended.
    """
    # Of two presses of a button at the same moment the second one waits, and finds what the first one left.
    found = queries.held_by_id(draft_id) if request.method == "POST" else queries.by_id(draft_id)
    if found is not None and may_write(found):
        if found.state != "draft":
            # A second press of the button that sends it lands where the first one did.
            page = "sent" if request.method == "POST" else "show"
            abort(redirect(url_for(f"proposals.{page}", reference=found.reference), 303))
        return found
    ask_to_sign_in()
    raise NotFound()


def ask_to_sign_in() -> None:
    """Send a visitor to the sign-in page, and back here afterwards.

    Raises:
        SignInNeeded: what was sent cannot be asked again; the page of the refusal gives the text back.
    """
    if current_actor().is_signed_in:
        return
    if request.method == "GET":
        abort(redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303))
    raise SignInNeeded()


def own_drafts() -> list[Proposal]:
    """The drafts of whoever asks: those of their account, then those of this browser."""
    person = current_actor()
    mine: Sequence[Proposal] = queries.of_contributors(contributors_of(person.id)) if person.is_signed_in else ()
    return [*(found for found in mine if found.state == "draft"), *keys.drafts_of(browser.key())]


def drafts_shown() -> list[dict[str, Any]]:
    """The same as lists show them, with the address that a link to send it waits at."""
    return [{"draft": found, "waits": keys.waits_for(found)} for found in own_drafts()]


def private(page: str, status: int = 200) -> Response:
    """A page that holds somebody's unsent text: no browser and no cache keeps it."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def address(draft: Proposal | None, step: str) -> str:
    """Where a step of a draft is answered."""
    if draft is None:
        return url_for("proposals.begin") if step == "theme" else url_for("proposals.new")
    if step in {"documents", "similar", "check"}:
        return url_for(f"proposals.{step}", draft_id=draft.id)
    return url_for("proposals.step", draft_id=draft.id, step=step)


def from_check() -> bool:
    """Whether the page was opened from the last one, to which it then returns."""
    return request.args.get("back") == "check"


def leaves() -> bool:
    """Whether whoever sends the page wants to stop here and come back later."""
    return request.form.get("action") == "leave"


def onwards(draft: Proposal, step: str) -> Response:
    """Where an answer leads: to the next question, back to the last page, or out with the draft kept."""
    if not leaves():
        goes_to = steps.first_open(draft) if from_check() else steps.after(draft, step)
        return make_response(redirect(address(draft, goes_to), 303))
    if not current_actor().is_signed_in:
        return make_response(redirect(url_for("proposals.leave", draft_id=draft.id), 303))
    flash(gettext("Your text is kept as a draft. Only you see it."), "done")
    return make_response(redirect(url_for("proposals.mine"), 303))


def frame(draft: Proposal | None, step: str) -> dict[str, Any]:
    """What every page of the form shows around its question."""
    earlier = "check" if from_check() else steps.before(step)
    back = address(draft, earlier) if earlier else url_for("proposals.new")
    return {
        "draft": draft,
        "step": step,
        "labels": [gettext(label) for label in steps.STEPS.values()],
        "number": steps.ORDER.index(step) + 1 if step in steps.STEPS else 0,
        "back_href": back,
        "signed_in": current_actor().is_signed_in,
    }
