"""Doors of comments: writing, replying, correcting, taking back, reading a branch, the address of one comment."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from cocreation.accounts.policies import is_signed_in, is_team
from cocreation.accounts.presenting import signed_by
from cocreation.comments import (
    branches,
    editing,
    hits,
    keeping,
    personal,
    policies,
    queries,
    services,
    showing,
    telling,
)
from cocreation.comments.forms import CommentForm, EditForm, WithdrawForm
from cocreation.comments.models import EDITABLE_FOR, Comment, Thread
from cocreation.comments.showing import page_of
from cocreation.core.access import allowed, current_actor, public, require
from cocreation.core.clock import now, process_now
from cocreation.core.errors import NotFound, Refused
from cocreation.core.html import as_markup
from cocreation.core.i18n import here
from cocreation.core.limits import hit_person
from cocreation.core.places import Places
from cocreation.core.web import PREFIX, number_in
from cocreation.text.language import detect

bp = Blueprint("comments", __name__, url_prefix=PREFIX, template_folder="templates")


def _thread_or_404(thread_id: int) -> Thread:
    thread = queries.thread(thread_id)
    if thread is None or not policies.can_read(current_actor(), thread):
        raise NotFound()
    return thread


def _comment_or_404(comment_id: int | None) -> Comment:
    comment = queries.comment(comment_id) if comment_id is not None else None
    if comment is None:
        raise NotFound()
    # One's own is found wherever it stands: it can always be taken back.
    if not policies.is_author(current_actor(), comment) and not policies.can_read(current_actor(), comment.thread):
        raise NotFound()
    return comment


def _form(**given: Any) -> CommentForm:
    form = CommentForm(**given)
    form.offer(current_actor())
    return form


@bp.route("/threads/<number:thread_id>/comments", methods=["GET", "POST"])
@public
def post(thread_id: int) -> Any:
    """Write a comment, or a reply; whoever is not signed in finds their words again once they are."""
    thread = _thread_or_404(thread_id)
    if request.method == "GET":
        return _blank(thread)
    form = _form()
    parent = _comment_or_404(number_in(form.parent.data)) if form.parent.data else None
    if not form.validate_on_submit():
        return _page(thread, parent, form), 422
    person = current_actor()
    hit_person("comment", share=2 if person.is_signed_in and person.is_new else 1)
    if not person.is_signed_in:
        return _kept(thread, parent, form)
    made = services.post(
        thread=thread,
        contributor=signed_by(person, form.signed_as.data if form.signed_as else None),
        source=form.source.data,
        language=detect(form.source.data),
        side=form.side.data or None,
        parent=parent,
        about_version=form.version,
        by=person,
        at=process_now(),
        form_id=form.form_id.data,
    )
    keeping.forget(form.kept.data)
    flash(gettext("Your comment is posted. You can edit it for 15 minutes."), "done")
    return redirect(_place_of(made), 303)


def _blank(thread: Thread) -> Any:
    """The page of the form alone; filled with what was written before signing in."""
    if not thread.takes_comments(process_now()):
        raise services.ThreadClosed(what_to_do=services.ThreadClosed.nothing_lost)
    before = keeping.kept(request.args.get("kept"), thread=thread)
    if before is None:
        return _page(thread, None, _form(formdata=None, about_version=request.args.get("version", "1")))
    form = _form(formdata=None, about_version=str(before.about_version), source=before.source, side=before.side or "")
    form.kept.data = request.args.get("kept")
    parent = queries.comment(before.parent_id) if before.parent_id else None
    form.parent.data = str(parent.id) if parent else ""
    return _page(thread, parent, form)


def _kept(thread: Thread, parent: Comment | None, form: CommentForm) -> Response:
    """Keep what a visitor wrote, ask them to sign in, and bring them back to it."""
    if not thread.takes_comments(process_now()):
        raise services.ThreadClosed()
    kept = keeping.keep(
        thread=thread,
        parent=parent,
        source=form.source.data,
        side=form.side.data or None,
        about_version=form.version,
    )
    flash(gettext("Your comment is kept. Sign in to post it: you find it again as you wrote it."), "info")
    back = url_for("comments.post", thread_id=thread.id, kept=kept)
    return redirect(url_for("accounts.sign_in", next=back), 303)


def _page(thread: Thread, parent: Comment | None, form: CommentForm) -> str:
    quoted = showing.one_shown(parent, at=process_now()) if parent else None
    return render_template(
        "comments/post.html", form=form, thread=thread, back=page_of(thread), quoted=quoted, parent=parent
    )


def _place_of(comment: Comment) -> str:
    return f"{page_of(comment.thread)}?comment={comment.id}#comment-{comment.id}"


@bp.get("/comments/<number:comment_id>")
@public
def show(comment_id: int) -> Response:
    """The lasting address of a comment: its place in the page of what it is about."""
    return redirect(_place_of(_comment_or_404(comment_id)), 302)


@bp.get("/comments/<number:comment_id>/reply")
@public
def reply(comment_id: int) -> str:
    """The page to reply to a comment."""
    comment = _comment_or_404(comment_id)
    if not policies.may_reply(comment, process_now()):
        closed = services.ThreadClosed(what_to_do=services.ThreadClosed.nothing_lost)
        raise services.CannotReply() if comment.state != "visible" else closed
    form = _form(formdata=None, parent=str(comment.id), about_version=str(comment.about_version))
    return _page(comment.thread, comment, form)


@bp.get("/comments/<number:comment_id>/replies")
@public
def replies(comment_id: int) -> str:
    """The replies to one comment, page by page: what a long branch folds away."""
    comment = _comment_or_404(comment_id)
    page = branches.page_of_replies(comment=comment, cursor=request.args.get("after"))
    known = showing.reading_of(comment.thread, page.items, at=process_now())

    def beside(cursor: str | None) -> str | None:
        return url_for("comments.replies", comment_id=comment.id, after=cursor) if cursor else None

    return render_template(
        "comments/replies.html",
        head=showing.one_shown(comment, at=process_now()),
        comments=[showing.shown(branch, known) for branch in page.items],
        thread=comment.thread,
        back=_place_of(comment),
        previous_href=beside(page.previous_cursor),
        next_href=beside(page.next_cursor),
    )


@bp.route("/comments/<number:comment_id>/edit", methods=["GET", "POST"])
@allowed(is_signed_in)
def edit(comment_id: int) -> Any:
    """Correct one's comment, for a quarter of an hour."""
    comment = _comment_or_404(comment_id)
    require(policies.is_author, comment)
    if request.method == "GET" and not policies.can_edit(current_actor(), comment, now()):
        refusal = editing.TooLateToEdit if comment.state == "visible" else editing.CannotEdit
        raise _leading_back(refusal(what_to_do=refusal.nothing_lost), comment)
    shown = {"source": comment.source, "side": comment.side or "", "seen": str(comment.version_number)}
    form, other = EditForm(data=shown), None
    if form.validate_on_submit():
        try:
            return _changed(comment, form)
        except editing.EditedMeanwhile:
            # Both texts stand on one page: the next sending is made knowing the other one.
            other, form.seen.data = as_markup(comment.html), str(comment.version_number)
    until = here().hour(comment.created_at + EDITABLE_FOR)
    page = render_template("comments/edit.html", form=form, other=other, back=_place_of(comment), until=until)
    return page, 409 if other else 422 if form.errors else 200


def _changed(comment: Comment, form: EditForm) -> Response:
    try:
        editing.edit(
            comment=comment,
            source=form.source.data,
            language=detect(form.source.data),
            side=form.side.data or None,
            version_seen=number_in(form.seen.data) or 0,
            by=current_actor(),
            at=process_now(),
        )
    except (editing.TooLateToEdit, editing.CannotEdit) as refusal:
        raise _leading_back(refusal, comment) from refusal
    flash(gettext("Your comment is changed."), "done")
    return redirect(_place_of(comment), 303)


def _leading_back(refusal: Refused, comment: Comment) -> Refused:
    """A refusal whose page leads back to the comment."""
    refusal.back = (_place_of(comment), gettext("Back to the comment"))
    return refusal


@bp.get("/comments/<number:comment_id>/history")
@allowed(is_team)
def history(comment_id: int) -> str:
    """What a comment said before its author edited it, for the team."""
    comment = _comment_or_404(comment_id)
    if comment.edited_at is None or not policies.can_read_earlier(current_actor(), comment):
        raise NotFound()
    texts = [
        {"words": as_markup(text.html), "lang": showing.lang_of(text.language), "at": text.written_at}
        for text in queries.texts_before(comment.id)
    ]
    now_there = showing.one_shown(comment, at=process_now())
    return render_template("comments/history.html", comment=now_there, texts=texts, back=_place_of(comment))


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
    quoted = showing.one_shown(comment, at=process_now())
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
    places.fill("things.gone", telling.gone)
    places.fill("account.data", personal.holdings)
    app.extensions["cocreation.search"]["comment"] = hits.SOURCE
