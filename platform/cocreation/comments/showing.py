"""How comments are shown: who speaks, what they answer, what was edited, what the administration answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import url_for

from cocreation.accounts.presenting import is_administration, name_shown, voice_shown
from cocreation.comments import answers, policies, queries
from cocreation.comments.answers import GivenAnswer
from cocreation.comments.branches import Branch
from cocreation.comments.models import Comment, Thread
from cocreation.core.access import current_actor
from cocreation.core.clock import now
from cocreation.core.html import as_markup
from cocreation.core.i18n import current_language, here
from cocreation.core.places import places


@dataclass(frozen=True)
class Reading:
    """What is known of a page of comments before each is shown, so that none asks the database for itself.

    `author` is the contributor who signed the thing itself, whose comments say so (never the account: a person who
    signs elsewhere with another name is not given away); `version` the one of the thing that is shown.
    """

    at: datetime
    author: int | None = None
    version: int | None = None
    # The comment an address names, which is marked.
    current: int | None = None
    team: Mapping[int, str] = field(default_factory=dict)
    answers: Mapping[int, list[GivenAnswer]] = field(default_factory=dict)


def reading_of(thread: Thread, branches: Sequence[Branch], *, at: datetime, **more: Any) -> Reading:
    """What is known of some branches of a thread: who is of the team, and the answers, in three statements."""
    found = list(_everyone(branches))
    team = queries.marks_of(found, cycle_id=thread.cycle_id)
    return Reading(at=at, team=team, answers=answers.answers_to(comment.id for comment in found), **more)


def _everyone(branches: Sequence[Branch]) -> Iterator[Comment]:
    for branch in branches:
        yield branch.comment
        yield from _everyone(branch.replies)


def page_of(thread: Thread) -> str:
    """The page of the thing a thread is about."""
    return f"/{current_language()}{thread.about_path}"


def lang_of(code: str) -> str | None:
    """The language of somebody's words for `lang`, None where it is not known."""
    return code if code != "und" else None


def reason_shown(decision: str, code: str | None) -> str:
    """Why something was decided, in words; the code itself where no room knows it."""
    found = places().values("reason.words", decision=decision, code=code) if code else []
    if not found:
        return code or ""
    message = found[0]["words"]
    return here().gettext(message)


def shown(branch: Branch, reading: Reading) -> dict[str, Any]:
    """A comment and its replies as the component takes them."""
    comment = branch.comment
    hidden, withdrawn = comment.state == "hidden", comment.state == "withdrawn"
    can_reply = policies.may_reply(comment, reading.at)
    can_edit = policies.can_edit(current_actor(), comment, now())
    return {
        "id": comment.id,
        **({"author": here().gettext("Comment withdrawn")} if withdrawn else _speaker(comment, reading)),
        "date_text": here().day(comment.received_at),
        "datetime": comment.received_at.isoformat(),
        "lang": lang_of(comment.language),
        "body": as_markup(comment.html),
        "hidden_reason": reason_shown("hide", comment.reason_code) if hidden else None,
        "withdrawn": withdrawn,
        "current": comment.id == reading.current,
        "edited": _edited(comment),
        "about": None if withdrawn else _about(comment, reading),
        "in_reply_to": _in_reply_to(branch.parent),
        "permalink": url_for("comments.show", comment_id=comment.id),
        "reply_href": url_for("comments.reply", comment_id=comment.id) if can_reply else None,
        "edit_href": url_for("comments.edit", comment_id=comment.id) if can_edit else None,
        "actions": places().html("comment.actions", comment=comment),
        "answers": [answer_shown(given, comment.thread) for given in reading.answers.get(comment.id, [])],
        "replies": [shown(reply, reading) for reply in branch.replies],
        "earlier": _folded(comment, branch.earlier, branch.earlier_cursor, before=True),
        "later": _folded(comment, branch.later, branch.later_cursor),
    }


def _speaker(comment: Comment, reading: Reading) -> dict[str, Any]:
    """Who speaks: their name, their voice, and what one must know of them."""
    signed = comment.contributor
    return {
        "author": name_shown(signed),
        "voice": voice_shown(signed),
        "admin": is_administration(signed),
        "team": reading.team.get(signed.account_id) if signed.account_id else None,
        "by_author": reading.author is not None and signed.id == reading.author,
        "side": comment.side,
    }


def _edited(comment: Comment) -> dict[str, Any] | None:
    if comment.edited_at is None or comment.state == "withdrawn":
        return None
    readable = policies.can_read_earlier(current_actor(), comment)
    return {
        "words": here().gettext("edited at %(hour)s", hour=here().hour(comment.edited_at)),
        "datetime": comment.edited_at.isoformat(),
        "href": url_for("comments.history", comment_id=comment.id) if readable else None,
    }


def _about(comment: Comment, reading: Reading) -> dict[str, Any] | None:
    """The version it spoke of, where another one stands there now."""
    if reading.version is None or comment.about_version >= reading.version:
        return None
    words = here().gettext("speaks of version %(number)s", number=comment.about_version)
    about = comment.thread
    href = f"{page_of(about)}/history?from={comment.about_version}&to={reading.version}#comparison"
    return {"words": words, "href": href if about.about_kind == "proposal" else None}


def _in_reply_to(parent: Comment | None) -> dict[str, Any] | None:
    if parent is None:
        return None
    gone = parent.state == "withdrawn"
    name = here().gettext("Comment withdrawn") if gone else name_shown(parent.contributor)
    return {"name": name, "href": url_for("comments.show", comment_id=parent.id)}


def _folded(comment: Comment, number: int, cursor: str | None, *, before: bool = False) -> dict[str, Any] | None:
    if not number:
        return None
    words = here()
    label = (
        words.ngettext("Show %(num)s earlier reply", "Show %(num)s earlier replies", number)
        if before
        else words.ngettext("Show %(num)s more reply", "Show %(num)s more replies", number)
    )
    return {"label": label, "href": url_for("comments.replies", comment_id=comment.id, after=cursor)}


def answer_shown(given: GivenAnswer, thread: Thread) -> dict[str, Any]:
    """An answer of the administration, and whether others were given the same."""
    answer, others = given.answer, given.given_to - 1
    words = here()
    said = words.ngettext("Also given to %(num)s other comment", "Also given to %(num)s other comments", others)
    return {
        "id": answer.id,
        "author": name_shown(answer.contributor),
        "date_text": words.day(answer.answered_at),
        "datetime": answer.answered_at.isoformat(),
        "lang": lang_of(answer.language),
        "body": as_markup(answer.html),
        "others": said if others else "",
        "href": f"{page_of(thread)}/answers?answer={answer.id}",
    }


def one_shown(comment: Comment, *, at: datetime) -> dict[str, Any]:
    """One comment alone, without its replies and without what may be done with it, as a page quotes it."""
    branch = Branch(comment)
    found = shown(branch, reading_of(comment.thread, [branch], at=at))
    return {**found, "reply_href": None, "edit_href": None, "actions": ""}


def closed_words(thread: Thread, at: datetime) -> str:
    """Why no comment is taken: not yet, not any more, or not here."""
    words = here()
    if thread.is_open and thread.opens_at and at < thread.opens_at:
        return words.gettext("Comments open on %(moment)s.", moment=words.moment(thread.opens_at))
    if thread.is_open and thread.closes_at and at >= thread.closes_at:
        return words.gettext("Comments closed on %(moment)s.", moment=words.moment(thread.closes_at))
    return words.gettext("Comments are closed here.")
