"""The moderators' desk: the queue at the start side, the text in the middle, the decision at the end side."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from cocreation.accounts.signing import current_account
from cocreation.comments.models import Comment
from cocreation.core.access import allowed, current_actor, require
from cocreation.core.clock import now, process_now
from cocreation.core.errors import NotFound
from cocreation.core.web import PREFIX, configured
from cocreation.moderation import filtering, policies, presenting, queries, reports, resembling, services
from cocreation.moderation.filtering import Asked
from cocreation.moderation.forms import AnswerForm, DecisionForm, DraftAnswerForm, form_for
from cocreation.moderation.models import DECISIONS, Decision, SecondLook
from cocreation.moderation.things import Thing, cycle_id_of, is_waiting, kind_of, load, revision_of
from cocreation.moderation.words import KEYS, KIND_WORDS
from cocreation.proposals.models import DraftCommitment
from cocreation.themes import queries as themes
from cocreation.themes.models import Theme

bp = Blueprint("moderation", __name__, url_prefix=PREFIX + "/moderation", template_folder="templates")
ITEM = "/<any(proposal, draft, comment, revision):kind>/<number:object_id>"


@bp.get("")
@allowed(policies.can_open_desk)
def index() -> str:
    """The queue, with what has waited longest open beside it."""
    asked = filtering.read(request.args, current_actor())
    page = queries.queue(asked=asked.filter, cursor=asked.cursor)
    return _desk(asked, page, page.items[0].thing if page.items else None)


@bp.get(ITEM)
@allowed(policies.can_open_desk)
def item(kind: str, object_id: int) -> str:
    """One thing on the desk, wherever it stands."""
    thing = _thing_or_404(kind, object_id)
    asked = filtering.read(request.args, current_actor())
    return _desk(asked, queries.queue(asked=asked.filter, cursor=asked.cursor), thing)


def _thing_or_404(kind: str, object_id: int) -> Thing:
    thing = load(kind, object_id)
    if thing is None or not policies.can_see(current_actor(), thing):
        raise NotFound()
    return thing


def _desk(asked: Asked, page: Any, thing: Thing | None, sent: DecisionForm | AnswerForm | None = None) -> str:
    actor, at = current_actor(), process_now()
    newest = queries.newest_by(account_id=actor.id, at=now())
    undone = load(newest.object_kind, newest.object_id) if newest else None
    return render_template(
        "moderation/desk.html",
        form=sent,
        asked=asked,
        lines=[presenting.line(found, asked, current=thing, actor=actor, at=at) for found in page.items],
        next_href=asked.href(after=page.next_cursor) if page.next_cursor else None,
        previous_href=asked.href(after=page.previous_cursor) if page.previous_cursor else None,
        next_item=_beside(asked, page, thing),
        tabs=filtering.tabs(asked, queries.counts(asked=asked.filter), actor),
        selects=filtering.selects(asked),
        undo=presenting.undo_bar(newest, undone),
        shown=_shown(thing, asked, sent) if thing is not None else None,
    )


def _beside(asked: Asked, page: Any, thing: Thing | None) -> str | None:
    """The address of the line after the open one, for who wants to leave it for later."""
    things = [found.thing for found in page.items]
    after = things[things.index(thing) + 1 :] if thing in things else things
    return asked.item(after[0]) if after and after[0] is not thing else None


def _shown(thing: Thing, asked: Asked, sent: DecisionForm | AnswerForm | None) -> dict[str, Any]:
    """Everything the desk says of one thing."""
    actor, decisions, look = current_actor(), queries.decisions_on(thing), queries.second_look_at(thing)
    title, lang = presenting.title_of(thing)
    before = presenting.version_before(thing, decisions)
    waiting = look if look is not None and look.state == "waiting" else None
    sent_in = reports.on(thing)
    waiting_reports = sum(report.state == "waiting" for report in sent_in)
    query = request.args.get("similar", "")
    return {
        "thing": thing,
        "kind": kind_of(thing),
        "title": title,
        "lang": lang,
        "state": presenting.state_of(thing),
        "href": presenting.public_href(thing),
        "facts": presenting.facts(thing, queries.written_beside(thing)),
        "blocks": presenting.blocks(thing),
        "files": presenting.files(thing),
        "differences": presenting.differences(before, thing),
        "why": "" if before is None else thing.current.why,  # type: ignore[union-attr]
        "context": presenting.context_of(thing) if isinstance(thing, Comment) else None,
        "decisions": [presenting.decision_shown(found) for found in decisions],
        "look": presenting.look_shown(look, thing) if look else None,
        "answer": _answer_form(thing, sent)
        if waiting and policies.can_look_again(actor, thing, waiting.decision)
        else None,
        "reports": [presenting.report_shown(report) for report in sent_in],
        "reported": presenting.reported_words(waiting_reports) if waiting_reports else "",
        "texts_before": presenting.texts_before(thing),
        "forms": _forms(thing, asked, waiting_reports > 0, sent) if policies.can_decide(actor, thing) else [],
        "own": policies.is_own(actor, thing),
        "here": url_for("moderation.item", kind=kind_of(thing), object_id=thing.id),
        "kept": {**asked.values, **({"after": asked.cursor} if asked.cursor else {})},
        "similar": query,
        "found": presenting.similar(thing, query) if query else resembling.near_ideas(thing),
        "near_group": resembling.near_group(thing),
    }


def _themes_of(thing: Thing, asked: Asked) -> list[Theme]:
    cycle_id = cycle_id_of(thing)
    here = [theme for theme in asked.themes if theme.cycle_id == cycle_id]
    return here or list(themes.of_cycle(cycle_id))


def _forms(thing: Thing, asked: Asked, reported: bool, sent: DecisionForm | AnswerForm | None) -> list[dict[str, Any]]:
    """The forms of the decisions a thing takes: [{code, label, key, action, form, open}]."""
    known, found = _themes_of(thing, asked), []
    for code in services.options(thing, reported=reported):
        mine = isinstance(sent, DecisionForm) and sent.code == code
        form = sent if mine else form_for(
            code, thing, themes=known, at=process_now(), revision=revision_of(thing)
        )  # fmt: skip
        found.append(
            {
                "code": code,
                "label": gettext(DECISIONS[code]),
                "key": KEYS[code],
                "action": asked.item(thing, "moderation.decide", code=code),
                "form": form,
                "open": mine,
            }
        )
    return found


def _answer_form(thing: Thing, sent: DecisionForm | AnswerForm | None) -> AnswerForm:
    if isinstance(sent, AnswerForm):
        return sent
    kind = DraftAnswerForm if isinstance(thing, DraftCommitment) else AnswerForm
    form = kind(formdata=None)
    if isinstance(form, DraftAnswerForm):
        form.propose(process_now())
    return form


@bp.post(ITEM + "/<code>")
@allowed(policies.can_open_desk)
def decide(kind: str, object_id: int, code: str) -> Any:
    """Decide, then go to what comes next in the same queue."""
    thing = _thing_or_404(kind, object_id)
    require(policies.can_decide, thing)
    asked = filtering.read(request.args, current_actor())
    if code not in DECISIONS:
        raise NotFound()
    form = form_for(code, thing, themes=_themes_of(thing, asked), at=process_now(), sent=True)
    # What the thing takes no more is not read: the service says who decided meanwhile, and why.
    offered = code in services.options(thing, reported=reports.is_reported(thing))
    try:
        if offered and not form.validate_on_submit():
            return _again(asked, thing, form)
        coming = _coming(asked, thing)
        services.decide(
            kind=kind,
            object_id=object_id,
            revision_seen=form.revision_seen,
            code=code,
            by=current_account(),
            at=process_now(),
            undo_seconds=configured("MODERATION_UNDO_SECONDS"),
            **(form.values() if offered else {}),
        )
    except services.AlreadyDecided as refusal:
        return _already(refusal.decision, thing, asked)
    return redirect(asked.item(thing) if code == "move" else coming, 303)


def _again(asked: Asked, thing: Thing, form: DecisionForm | AnswerForm) -> tuple[str, int]:
    return _desk(asked, queries.queue(asked=asked.filter, cursor=asked.cursor), thing, form), 422


def _coming(asked: Asked, thing: Thing) -> str:
    """Where to go after a decision: the next thing in the queue, else the empty queue."""
    since = thing.received_at if is_waiting(thing) else None
    found = queries.next_after(asked=asked.filter, thing=thing, since=since)
    return asked.href("moderation.item", kind=found[0], object_id=found[1]) if found else asked.href()


def _already(decision: Decision, thing: Thing, asked: Asked) -> tuple[str, int]:
    title, lang = presenting.title_of(thing)
    page = render_template(
        "moderation/already.html",
        title=title,
        lang=lang,
        decision=presenting.decision_shown(decision),
        href=asked.item(thing),
        next_href=_coming(asked, thing),
    )
    return page, 409


@bp.post("/second-looks/<number:look_id>")
@allowed(policies.can_open_desk)
def answer(look_id: int) -> Any:
    """Answer a second look: the decision stands, or it is changed."""
    look = queries.second_look(look_id)
    if look is None:
        raise NotFound()
    thing = _thing_or_404(look.object_kind, look.object_id)
    require(policies.can_look_again, thing, look.decision)
    asked = filtering.read(request.args, current_actor())
    form = DraftAnswerForm() if isinstance(thing, DraftCommitment) else AnswerForm()
    upheld = request.form.get("upheld") == "1"
    if upheld and isinstance(form, DraftAnswerForm):
        del form.opens_at, form.closes_at
    if not form.validate_on_submit():
        return _again(asked, thing, form)
    try:
        _answered(look, upheld, form)
    except services.AlreadyDecided as refusal:
        return _already(refusal.decision, thing, asked)
    return redirect(_coming(asked, thing), 303)


def _answered(look: SecondLook, upheld: bool, form: AnswerForm) -> None:
    window = form.window() if isinstance(form, DraftAnswerForm) and not upheld else {}
    services.answer_second_look(
        look=look,
        upheld=upheld,
        answer=form.answer.data or "",
        by=current_account(),
        at=process_now(),
        undo_seconds=configured("MODERATION_UNDO_SECONDS"),
        **window,
    )


@bp.get("/decisions")
@allowed(policies.can_open_desk)
def decisions() -> str:
    """What the person decided, the newest first; what can still be undone says so."""
    page = queries.decisions_by(account_id=current_account().id, cursor=request.args.get("after"))
    things, at = queries.things_of(page.items), now()
    rows = [
        {
            **presenting.decision_shown(found),
            "thing": presenting.title_of(things[key])
            if (key := (found.object_kind, found.object_id)) in things
            else None,
            "kind": gettext(KIND_WORDS[found.object_kind]),
            "href": url_for("moderation.item", kind=found.object_kind, object_id=found.object_id),
            "undo": url_for("moderation.undo", decision_id=found.id) if found.can_be_undone(at) else None,
        }
        for found in page.items
    ]
    return render_template(
        "moderation/decisions.html",
        rows=rows,
        next_href=url_for("moderation.decisions", after=page.next_cursor) if page.next_cursor else None,
        previous_href=url_for("moderation.decisions", after=page.previous_cursor) if page.previous_cursor else None,
    )


@bp.post("/decisions/<number:decision_id>/undo")
@allowed(policies.can_open_desk)
def undo(decision_id: int) -> Response:
    """Undo a decision whose mail has not left, and show the thing again."""
    found = queries.decision(decision_id)
    if found is None:
        raise NotFound()
    require(policies.can_undo, found)
    services.undo(decision=found, by=current_account(), at=process_now())
    flash(gettext("The decision is undone: nobody was told."), "done")
    return redirect(url_for("moderation.item", kind=found.object_kind, object_id=found.object_id), 303)
