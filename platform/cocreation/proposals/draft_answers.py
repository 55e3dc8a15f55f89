"""Pages of answers: the desk where an administration answers comments, and the table of remarks and answers."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from markupsafe import Markup

from cocreation.accounts.presenting import signed_by
from cocreation.comments import answers
from cocreation.comments.models import Comment, Thread
from cocreation.comments.showing import one_shown
from cocreation.core import spreadsheets
from cocreation.core.access import allowed, current_actor, public, require
from cocreation.core.clock import process_now
from cocreation.core.errors import NotFound
from cocreation.core.files import content_disposition
from cocreation.core.i18n import current_language
from cocreation.core.limits import hit_person
from cocreation.core.places import Places, places
from cocreation.core.web import number_in
from cocreation.proposals import draft_remarks, policies, queries
from cocreation.proposals.draft_forms import AnswerForm
from cocreation.proposals.drafting import bp, draft_or_404
from cocreation.proposals.models import DraftCommitment
from cocreation.text.language import detect

# The parts of the desk: which comments each holds.
PARTS: dict[str, bool | None] = {"unanswered": False, "answered": True, "all": None}
FILES = {"csv": (spreadsheets.CSV, spreadsheets.as_csv), "xlsx": (spreadsheets.XLSX, spreadsheets.as_xlsx)}


def published_or_404(reference: str) -> tuple[DraftCommitment, Thread]:
    """A published draft commitment and its thread; NotFound otherwise."""
    draft, _cycle = draft_or_404(reference)
    if draft.state != "published" or draft.thread is None:
        raise NotFound()
    return draft, draft.thread


@bp.route("/<reference>/answering", methods=["GET", "POST"])
@allowed(policies.can_post_draft)
def answering(reference: str) -> Any:
    """The desk of the administration: its comments, those without an answer first, and one answer for those ticked."""
    draft, thread = published_or_404(reference)
    require(policies.can_answer, draft)
    form = AnswerForm()
    asked = request.form.getlist("comment") if request.method == "POST" else request.args.getlist("comment")
    ids = [number for text in asked if (number := number_in(text)) is not None]
    ticked = answers.chosen_of(thread_id=thread.id, organisation_id=draft.organisation_id, ids=ids)
    valid = form.validate_on_submit()
    if request.method == "POST" and not ticked:
        form.nothing_chosen()
    elif valid:
        return _answered(draft, thread, ticked, form)
    page = _desk(draft, thread, form, {comment.id for comment in ticked}, ticked)
    return page, 422 if request.method == "POST" else 200


def _answered(draft: DraftCommitment, thread: Thread, ticked: Any, form: AnswerForm) -> Any:
    person = current_actor()
    answers.give(
        thread=thread,
        comments=ticked,
        contributor=signed_by(person, str(draft.organisation_id)),
        source=form.source.data,
        language=detect(form.source.data),
        by=person,
        at=process_now(),
        form_id=form.form_id.data,
    )
    told = ngettext(
        "Your answer is shown under %(num)s comment, and its author is told.",
        "Your answer is shown under %(num)s comments, and their authors are told.",
        len(ticked),
    )
    flash(told, "done")
    return redirect(url_for("drafts.answering", reference=draft.reference), 303)


def _desk(draft: DraftCommitment, thread: Thread, form: AnswerForm, ticked: set[int], chosen: Any) -> str:
    part = request.args.get("part", "")
    part = part if part in PARTS else "unanswered"
    page = answers.remarks(
        thread_id=thread.id,
        organisation_id=draft.organisation_id,
        answered=PARTS[part],
        cursor=request.args.get("after"),
    )
    # What is ticked stays before one's eyes, on whatever page of the list it stands.
    shown = [*(one for one in chosen if one not in page.items and one.state == "visible"), *page.items]
    at = process_now()

    def beside(cursor: str | None) -> str | None:
        return url_for("drafts.answering", reference=draft.reference, part=part, after=cursor) if cursor else None

    return render_template(
        "proposals/drafts/answering.html",
        draft=draft,
        form=form,
        rows=[{"comment": one_shown(one, at=at), "ticked": one.id in ticked} for one in shown],
        tabs=_tabs(draft, part),
        next_href=beside(page.next_cursor),
        previous_href=beside(page.previous_cursor),
    )


def _tabs(draft: DraftCommitment, part: str) -> list[dict[str, Any]]:
    counted = draft_remarks.sums(draft)
    counted["all"] = counted["answered"] + counted["unanswered"]
    words = {"unanswered": gettext("Not answered yet"), "answered": gettext("Answered"), "all": gettext("All")}
    return [
        {
            "label": words[name],
            "count": counted[name],
            "current": name == part,
            "href": url_for("drafts.answering", reference=draft.reference, part=None if name == "unanswered" else name),
        }
        for name in PARTS
    ]


@bp.get("/<reference>/answers")
@public
def remarks(reference: str) -> str:
    """The table of remarks and answers, page by page; or only what one answer was given to."""
    draft, thread = published_or_404(reference)
    answer_id = number_in(request.args.get("answer"))
    page = answers.rows(
        thread_id=thread.id,
        organisation_id=draft.organisation_id,
        answer_id=answer_id,
        cursor=request.args.get("after"),
    )

    def beside(cursor: str | None) -> str | None:
        kept: dict[str, Any] = {"answer": answer_id, "after": cursor}
        return url_for("drafts.remarks", reference=draft.reference, **kept) if cursor else None

    return render_template(
        "proposals/drafts/remarks.html",
        draft=draft,
        sums=draft_remarks.sums(draft),
        rows=draft_remarks.remarks(draft, page.items),
        standing=draft_remarks.STANDING,
        one_answer=answer_id is not None,
        more_files=places().values("draft.remarks", draft=draft),
        next_href=beside(page.next_cursor),
        previous_href=beside(page.previous_cursor),
    )


@bp.get("/<reference>/answers.<any(csv, xlsx):kind>")
@public
def remarks_file(reference: str, kind: str) -> Response:
    """The whole table as a file for spreadsheets, in the language of the address."""
    draft, _thread = published_or_404(reference)
    hit_person("table")
    media_type, made = FILES[kind]
    answer = Response(made(draft_remarks.sheet(draft, process_now())), mimetype=media_type.partition(";")[0])
    name = f"{draft.reference}-{gettext('remarks')}-{current_language()}.{kind}"
    answer.headers["Content-Type"] = media_type
    answer.headers["Content-Disposition"] = content_disposition(name)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _draft_of(thread: Thread) -> DraftCommitment | None:
    """The draft commitment a thread is about, asked of the database once a page."""
    known: dict[int, DraftCommitment | None] = g.setdefault("drafts_of_threads", {})
    if thread.id not in known:
        known[thread.id] = queries.draft_by_reference(thread.about_reference) if thread.about_kind == "draft" else None
    return known[thread.id]


def _answer_link(comment: Comment) -> Markup | None:
    """Where an agent of the body answers a comment of somebody else."""
    actor = current_actor()
    if comment.state != "visible" or not policies.can_post_draft(actor):
        return None
    draft = _draft_of(comment.thread)
    if draft is None or not policies.can_answer(actor, draft):
        return None
    if comment.contributor.organisation_id == draft.organisation_id:
        return None
    href = url_for("drafts.answering", reference=draft.reference, comment=comment.id)
    return Markup('<a href="{}">{}</a>').format(href, gettext("Answer for the administration"))


def fill(registry: Places) -> None:
    """Put the link to answer below each comment on a draft commitment, for the agents of its body."""
    registry.fill("comment.actions", _answer_link)
