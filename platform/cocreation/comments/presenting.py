"""What a page shows of a thread: a page of its comments in the order asked for, and the form or why there is none."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import request, url_for

from cocreation.accounts.models import Account
from cocreation.comments import branches, policies, queries, showing
from cocreation.comments.branches import Branch
from cocreation.comments.forms import CommentForm
from cocreation.comments.models import SIDES, Comment, Thread
from cocreation.comments.showing import reason_shown
from cocreation.core import paging
from cocreation.core.access import current_actor
from cocreation.core.clock import process_now
from cocreation.core.i18n import N_, here
from cocreation.core.web import number_in

__all__ = ["ORDERS", "reason_shown", "thread_panel"]

# The orders of a thread; the first is the usual one and is not written into the address.
ORDERS: dict[str, str] = {"": N_("By discussion"), "newest": N_("Newest first"), "oldest": N_("Oldest first")}


def thread_panel(thread: Thread, *, about_version: int = 1, author: int | None = None) -> dict[str, Any]:
    """Everything `comments/thread.html` shows of a thread, at the place and in the order the address asks for.

    Args:
        about_version: the version of the thing that is shown, of which new comments will speak.
        author: the contributor who signed the thing.
    """
    at, actor = process_now(), current_actor()
    holding = _asked_for(thread)
    order = request.args.get("order", "") if holding is None and request.args.get("order") in ORDERS else ""
    page = _page(thread, order, holding)
    known = showing.reading_of(
        thread, page.items, at=at, author=author, version=about_version, current=holding.id if holding else None
    )
    sides = queries.side_counts([thread.id])[thread.id] if thread.visible_count else {}
    return {
        "thread": thread,
        "comments": [showing.shown(branch, known) for branch in page.items],
        "sides": [(here().gettext(SIDES[code]), number) for code, number in sides.items() if code and number],
        "total": thread.visible_count,
        "orders": _orders(order) if thread.visible_count > 1 else [],
        "version": about_version,
        "form": _form(actor, about_version) if policies.can_comment(actor, thread, at) else None,
        "sign_in": not actor.is_signed_in and thread.takes_comments(at),
        "sign_in_href": url_for("accounts.sign_in", next=request.path + "#comment-form"),
        "closed": None if thread.takes_comments(at) else showing.closed_words(thread, at),
        "window": _window(thread, at),
        "previous_href": _here(order, page.previous_cursor),
        "next_href": _here(order, page.next_cursor),
    }


def _page(thread: Thread, order: str, holding: Comment | None) -> paging.Page[Branch]:
    cursor = request.args.get("after")
    if order:
        return branches.page_by_time(thread_id=thread.id, newest=order == "newest", cursor=cursor)
    return branches.page_of_thread(thread_id=thread.id, cursor=cursor, holding=holding)


def _asked_for(thread: Thread) -> Comment | None:
    asked = number_in(request.args.get("comment"))
    found = queries.comment(asked) if asked is not None else None
    return found if found is not None and found.thread_id == thread.id else None


def _here(order: str, cursor: str | None) -> str | None:
    return _address(order, after=cursor) if cursor is not None else None


def _address(order: str, **more: Any) -> str:
    # The page may be one of another room, with parameters of its own: they stay.
    kept = {name: value for name, value in request.args.items() if name not in {"order", "after", "comment"}}
    values = {**kept, **(request.view_args or {}), **more}
    return url_for(request.endpoint or "home.index", **values, order=order or None, _anchor="comments")


def _orders(chosen: str) -> list[dict[str, Any]]:
    return [
        {"label": here().gettext(words), "href": _address(order), "current": order == chosen}
        for order, words in ORDERS.items()
    ]


def _window(thread: Thread, at: datetime) -> str:
    """Until when comments are taken, where that has an end."""
    if thread.closes_at is None or not thread.takes_comments(at):
        return ""
    return here().gettext("Comments are taken until %(moment)s.", moment=here().moment(thread.closes_at))


def _form(person: Account, about_version: int) -> CommentForm:
    form = CommentForm(formdata=None, about_version=str(about_version))
    form.offer(person)
    return form
