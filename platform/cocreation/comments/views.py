"""Doors of comments: posting, replying without JavaScript, taking back, and the address of one comment."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from cocreation.accounts.policies import is_signed_in
from cocreation.accounts.presenting import signed_by
from cocreation.comments import policies, presenting, queries, services
from cocreation.comments.forms import CommentForm, WithdrawForm
from cocreation.comments.models import Comment, Thread
from cocreation.comments.queries import Branch
from cocreation.core.access import allowed, current_actor, public, require
from cocreation.core.clock import process_now
from cocreation.core.errors import NotFound
from cocreation.core.i18n import current_language
from cocreation.core.limits import hit_person
from cocreation.core.places import Places
from cocreation.core.web import PREFIX
from cocreation.text.language import detect

bp = Blueprint("comments", __name__, url_prefix=PREFIX, template_folder="templates")


def _thread_or_404(thread_id: int) -> Thread:
    thread = queries.thread(thread_id)
    if thread is None:
        raise NotFound()
    return thread


def _comment_or_404(comment_id: int | None) -> Comment:
    comment = queries.comment(comment_id) if comment_id is not None else None
    if comment is None:
        raise NotFound()
    return comment


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 16 else None


def page_of(thread: Thread) -> str:
    """The page of the thing a thread is about."""
    return f"/{current_language()}{thread.about_path}"


def _form() -> CommentForm:
    form = CommentForm()
    form.offer(current_actor())
    return form


@bp.post("/threads/<number:thread_id>/comments")
@allowed(is_signed_in)
def post(thread_id: int) -> Any:
    """Post a comment, or a reply to one."""
    thread = _thread_or_404(thread_id)
    form = _form()
    parent = _comment_or_404(_number(form.parent.data)) if form.parent.data else None
    if not form.validate_on_submit():
        return _page(thread, parent, form), 422
    person = current_actor()
    hit_person("comment", share=2 if person.is_new else 1)
    made = services.post(
        thread=thread,
        contributor=signed_by(person, form.signed_as.data if form.signed_as else None),
        source=form.source.data,
        language=detect(form.source.data),
        side=form.side.data or None,
        parent=parent,
        about_version=min(_number(form.about_version.data) or 1, 10_000),
        by=person,
        at=process_now(),
        form_id=form.form_id.data,
    )
    flash(gettext("Your comment is posted."), "done")
    return redirect(url_for("comments.show", comment_id=made.id), 303)


def _page(thread: Thread, parent: Comment | None, form: CommentForm) -> str:
    quoted = presenting.shown(Branch(parent), at=process_now()) if parent else None
    return render_template(
        "comments/post.html", form=form, thread=thread, back=page_of(thread), quoted=quoted, parent=parent
    )


@bp.get("/comments/<number:comment_id>")
@public
def show(comment_id: int) -> Response:
    """The lasting address of a comment: its place in the page of what it is about."""
    comment = _comment_or_404(comment_id)
    return redirect(f"{page_of(comment.thread)}?comment={comment.id}#comment-{comment.id}", 302)


@bp.get("/comments/<number:comment_id>/reply")
@allowed(is_signed_in)
def reply(comment_id: int) -> str:
    """The page to reply to a comment."""
    comment = _comment_or_404(comment_id)
    if not policies.can_reply(current_actor(), comment, process_now()):
        raise services.CannotReply() if comment.state != "visible" else services.ThreadClosed()
    form = _form()
    form.parent.data, form.about_version.data = str(comment.id), str(comment.about_version)
    return _page(comment.thread, comment, form)


@bp.route("/comments/<number:comment_id>/withdraw", methods=["GET", "POST"])
@allowed(is_signed_in)
def withdraw(comment_id: int) -> Any:
    """Take one's comment back, after a page that says what that means."""
    comment = _comment_or_404(comment_id)
    require(policies.is_author, comment)
    form = WithdrawForm()
    if form.validate_on_submit():
        services.withdraw(comment=comment, by=current_actor(), at=process_now())
        flash(gettext("Your comment is withdrawn."), "done")
        return redirect(page_of(comment.thread) + "#comments", 303)
    quoted = presenting.shown(Branch(comment), at=process_now())
    return render_template("comments/withdraw.html", form=form, back=page_of(comment.thread), quoted=quoted)


def _own_actions(comment: Comment) -> Markup | None:
    if not policies.can_withdraw(current_actor(), comment):
        return None
    href = url_for("comments.withdraw", comment_id=comment.id)
    return Markup('<a href="{}">{}</a>').format(href, gettext("Withdraw"))


def register(app: Flask, places: Places) -> None:
    """Open the room's doors; a comment's author may withdraw it where it stands."""
    app.register_blueprint(bp)
    places.fill("comment.actions", _own_actions)
