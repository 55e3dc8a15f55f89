"""What pages show of draft commitments: items of lists, the window of comments, the thread."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import url_for

from cocreation.core.i18n import N_, here
from cocreation.core.places import places
from cocreation.cycles.models import Cycle
from cocreation.cycles.presenting import time_left
from cocreation.proposals.models import DRAFT_STATES, DraftCommitment
from cocreation.proposals.presenting import excerpt, reason_of_draft


def item(draft: DraftCommitment, at: datetime) -> dict[str, Any]:
    """A draft commitment as the component of lists takes it: in blue, the voice of an administration."""
    words = here()
    title, lang = draft.current.title.shown(words.language)
    problem, _lang = draft.current.problem.shown(lang)
    when = draft.published_at or draft.received_at or draft.created_at
    published = draft.state == "published"
    return {
        "title": title,
        "href": url_for("drafts.show", reference=draft.reference),
        "excerpt": excerpt(problem),
        "lang": lang,
        "reference": draft.reference,
        "date_text": words.day(when),
        "datetime": when.isoformat(),
        "theme": draft.theme.title.marked() if draft.theme else None,
        "voice": draft.organisation.name.marked(),
        "admin": True,
        "comments": draft.thread.visible_count if draft.thread else None,
        "station": window(draft, at) if published else words.gettext(DRAFT_STATES[draft.state]),
        "tone": "admin" if published else "wait",
    }


def window(draft: DraftCommitment, at: datetime) -> str:
    """Until when comments are taken, in words."""
    words = here()
    if draft.state != "published" or draft.opens_at is None:
        return ""
    if at < draft.opens_at:
        return words.gettext("Comments open on %(moment)s.", moment=words.moment(draft.opens_at))
    if draft.closes_at is None:
        return words.gettext("Open to comments.")
    if at >= draft.closes_at:
        return words.gettext("Comments closed on %(moment)s.", moment=words.moment(draft.closes_at))
    left = time_left(draft.closes_at, at) or ""
    return words.gettext("Open to comments until %(day)s · %(left)s", day=words.day(draft.closes_at), left=left)


def lead(draft: DraftCommitment, at: datetime) -> str:
    """What a reader may do with a published draft commitment now."""
    words = here()
    if draft.opens_at is not None and at < draft.opens_at:
        return words.gettext("A draft of an administration, soon open to your comments")
    if not draft.takes_comments(at):
        return words.gettext("A draft of an administration: its comments are closed, their answers stay")
    return words.gettext("A draft of an administration, open to your comments")


def _station(label: str, state: str, at: datetime | None = None, **more: Any) -> dict[str, Any]:
    words = here()
    dated = {"date_text": words.day(at), "datetime": at.isoformat()} if at else {}
    return {"label": words.gettext(label), "state": state, **dated, **more}


def stations(draft: DraftCommitment, cycle: Cycle, at: datetime, sums: Mapping[str, int]) -> list[dict[str, Any]]:
    """The thread of a draft commitment, which ends with what comes next and when, or with an outcome.

    Args:
        sums: of its remarks, as `draft_remarks.sums` gives them.
    """
    found = [_station(N_("Received"), "done", draft.received_at)] if draft.received_at else []
    if draft.state == "published":
        return [*found, *_published(draft, cycle, at, sums)]
    if draft.state in {"refused", "withdrawn"}:
        return [*found, _station(DRAFT_STATES[draft.state], "refused", detail=_why(draft))]
    if draft.state == "correction":
        sent_back = _station(N_("Sent back to the administration"), "now", detail=_why(draft))
        return [*found, sent_back, _station(N_("Checked again, once the corrected text is sent"), "next")]
    if draft.state == "draft":
        return [*found, _station(N_("Being written"), "now"), _station(N_("Checked by a moderator"), "next")]
    return [*found, _station(N_("Being checked"), "now"), _station(N_("Published for comment"), "next")]


def _why(draft: DraftCommitment) -> str | None:
    reason = reason_of_draft(draft)
    return " — ".join(part for part in (reason["words"], reason["note"]) if part) or None


def _published(draft: DraftCommitment, cycle: Cycle, at: datetime, sums: Mapping[str, int]) -> list[dict[str, Any]]:
    words = here()
    over = draft.closes_at is not None and at >= draft.closes_at
    published = _station(N_("Published for comment"), "done", draft.published_at)
    answers = _answers(draft, sums, over)
    comments = {"label": words.gettext("Comments"), "state": "done" if over else "now", "detail": window(draft, at)}
    found = [published, comments, answers, *places().values("draft.thread", draft=draft, cycle=cycle)]
    return with_one_now(found)


def with_one_now(stations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same stations: where the draft commitment stands is the last of those reached."""
    reached = [one for one in stations if one["state"] in {"done", "now", "refused"}]
    for one in reached[:-1]:
        one["state"] = "done"
    if reached and reached[-1]["state"] == "done":
        reached[-1]["state"] = "now"
    return stations


def _answers(draft: DraftCommitment, sums: Mapping[str, int], over: bool) -> dict[str, Any]:
    """How far the administration is with its answers; done once the window is closed and none is left."""
    words, whole = here(), sums["answered"] + sums["unanswered"]
    label = words.gettext("The administration answers the comments")
    if not whole:
        return {"label": label, "state": "next"}
    done = words.gettext(
        "%(done)s of %(total)s answered", done=words.number(sums["answered"]), total=words.number(whole)
    )
    state = "next" if not over else "done" if not sums["unanswered"] else "now"
    return {
        "label": label,
        "state": state,
        "detail": done,
        "href": url_for("drafts.remarks", reference=draft.reference),
    }
