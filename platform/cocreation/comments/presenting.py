"""What a page shows of a thread: its comments, counts by side, and the form or why there is none."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import request, url_for

from cocreation.accounts.models import Account
from cocreation.accounts.presenting import is_administration, name_shown, voice_shown
from cocreation.comments import policies, queries
from cocreation.comments.forms import CommentForm
from cocreation.comments.models import SIDES, Comment, Thread
from cocreation.comments.queries import Branch
from cocreation.core.access import current_actor
from cocreation.core.clock import process_now
from cocreation.core.html import as_markup
from cocreation.core.i18n import here
from cocreation.core.places import places


def reason_shown(decision: str, code: str | None) -> str:
    """Why something was decided, in words; the code itself where no room knows it."""
    found = places().values("reason.words", decision=decision, code=code) if code else []
    if not found:
        return code or ""
    message = found[0]["words"]
    return here().gettext(message)


def shown(branch: Branch, *, at: datetime, author: int | None = None) -> dict[str, Any]:
    """A comment and its replies as the component takes them.

    Args:
        author: the contributor who signed the thing itself, whose comments say so (never the account: a person
            who signs elsewhere with another name is not given away).
    """
    comment = branch.comment
    hidden, withdrawn = comment.state == "hidden", comment.state == "withdrawn"
    can_reply = policies.can_reply(current_actor(), comment, at)
    return {
        "id": comment.id,
        "author": here().gettext("Comment withdrawn") if withdrawn else name_shown(comment.contributor),
        "voice": None if withdrawn else voice_shown(comment.contributor),
        "admin": is_administration(comment.contributor) and not withdrawn,
        "date_text": here().day(comment.received_at),
        "datetime": comment.received_at.isoformat(),
        "lang": comment.language if comment.language != "und" else None,
        "body": as_markup(comment.html),
        "side": None if withdrawn else comment.side,
        "hidden_reason": reason_shown("hide", comment.reason_code) if hidden else None,
        "withdrawn": withdrawn,
        "by_author": author is not None and comment.contributor_id == author and not withdrawn,
        "reply_href": url_for("comments.reply", comment_id=comment.id) if can_reply else None,
        "actions": places().html("comment.actions", comment=comment),
        "replies": [shown(reply, at=at, author=author) for reply in branch.replies],
    }


def thread_panel(thread: Thread, *, about_version: int = 1, author: int | None = None) -> dict[str, Any]:
    """Everything `comments/thread.html` shows of a thread, at the place of it the address asks for.

    Args:
        about_version: the version of the thing that is shown, of which new comments will speak.
    """
    at, actor = process_now(), current_actor()
    first = _asked_for(thread)
    page = queries.page_of_thread(thread_id=thread.id, cursor=request.args.get("after"), first=first)
    sides = queries.side_counts([thread.id])[thread.id]
    return {
        "thread": thread,
        "comments": [shown(branch, at=at, author=author) for branch in page.items],
        "sides": [(here().gettext(SIDES[code]), number) for code, number in sides.items() if code and number],
        "total": thread.visible_count,
        "form": _form(actor, about_version) if policies.can_comment(actor, thread, at) else None,
        "sign_in": not actor.is_signed_in and thread.takes_comments(at),
        "sign_in_href": url_for("accounts.sign_in", next=request.path + "#comment-form"),
        "closed": None if thread.takes_comments(at) else closed_words(thread, at),
        "previous_href": _here(page.previous_cursor),
        "next_href": _here(page.next_cursor),
        "all_href": _here("") if first is not None else None,
    }


def _asked_for(thread: Thread) -> Comment | None:
    asked = request.args.get("comment", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 16):
        return None
    return queries.root_of(int(asked), thread_id=thread.id)


def _here(cursor: str | None) -> str | None:
    if cursor is None or request.endpoint is None:
        return None
    values = dict(request.view_args or {})
    return url_for(request.endpoint, **values, after=cursor or None, _anchor="comments")


def _form(person: Account, about_version: int) -> CommentForm:
    form = CommentForm(formdata=None, about_version=str(about_version))
    form.offer(person)
    return form


def closed_words(thread: Thread, at: datetime) -> str:
    """Why no comment is taken: not yet, not any more, or not here."""
    words = here()
    if thread.is_open and thread.opens_at and at < thread.opens_at:
        return words.gettext("Comments open on %(moment)s.", moment=words.moment(thread.opens_at))
    if thread.is_open and thread.closes_at and at >= thread.closes_at:
        return words.gettext("Comments closed on %(moment)s.", moment=words.moment(thread.closes_at))
    return words.gettext("Comments are closed here.")
