"""The desk of answers: what lacks one, in bulk or one by one; their publication; the queue of reactions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from cocreation.accounts.signing import current_account
from cocreation.core.access import allowed, current_actor, require
from cocreation.core.clock import process_now
from cocreation.core.db import db
from cocreation.core.errors import NotFound
from cocreation.core.forms import choices
from cocreation.core.i18n import OfficialText, gettext, ngettext
from cocreation.core.official import filled, text_of
from cocreation.core.places import fragment
from cocreation.core.web import PREFIX
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.cycles.views import cycle_or_404
from cocreation.evaluation import answering, answers, policies, presenting, press, publishing, queries, reactions
from cocreation.evaluation.answer_forms import BulkForm, OwnWordsForm, ProposeForm, SettleForm, WordsForm
from cocreation.evaluation.answer_models import ANSWERED, REACTION_KINDS, RESOLUTIONS, Reaction
from cocreation.evaluation.answers import Subject
from cocreation.evaluation.models import GATE_REASONS, Item
from cocreation.proposals.models import Proposal
from cocreation.proposals.queries import by_reference

bp = Blueprint("answer_desk", __name__, url_prefix=PREFIX + "/answer-desk", template_folder="templates")
LISTS = {"outcomes": ANSWERED, "kinds": REACTION_KINDS, "resolutions": RESOLUTIONS}


def _page(template: str, **values: Any) -> str:
    return render_template(f"evaluation/{template}.html", **LISTS, **values)


def _own_cycle_or_404(slug: str) -> Cycle:
    cycle = cycle_or_404(slug)
    require(policies.can_sift_in, cycle.id)
    return cycle


def _titles(cycle: Cycle) -> dict[str, str]:
    """What each subject is called: {key: words}."""
    return {
        f"item-{shown.item.id}": shown.title
        for workshop in queries.workshops(cycle.id)
        for shown in presenting.items_of(workshop)
    }


def _named(subject: Subject, titles: dict[str, str]) -> str:
    if isinstance(subject.of, Item):
        return titles[subject.key]
    return gettext(GATE_REASONS[subject.of.gate][subject.of.reason_code])


@bp.route("/<slug>", methods=["GET", "POST"])
@allowed(policies.can_sift)
def index(slug: str) -> Any:
    """What is answered and what lacks it, by outcome and language; several answered at once."""
    cycle = _own_cycle_or_404(slug)
    every, titles = answers.subjects(cycle.id), _titles(cycle)
    asked: dict[str, Any] = {name: request.args.get(name, "") for name in ("outcome", "lacks")}
    shown = [one for one in every if _is_asked(one, asked)]
    form = BulkForm(data={"how": "offered"})
    form.things.choices = choices([(one.key, _named(one, titles)) for one in shown])
    if form.is_submitted() and form.validate() and _answer_ticked(form, shown):
        return redirect(url_for("answer_desk.index", slug=slug, **asked), 303)
    page = _page(
        "answer_desk", cycle=cycle, every=every, shown=shown, form=form, asked=asked,
        hints={one.key: _hint(one, slug) for one in shown}, faults=answers.faults(cycle.id),
        waiting=[one for one in answers.reactions(cycle.id) if one.resolution is None],
        lacking={code: sum(code in one.lacks for one in every) for code in answers.NEEDED},
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _is_asked(subject: Subject, asked: dict[str, Any]) -> bool:
    lacks = asked["lacks"]
    return (not asked["outcome"] or subject.outcome == asked["outcome"]) and (
        not lacks or (bool(subject.lacks) if lacks == "any" else lacks in subject.lacks)
    )


def _hint(subject: Subject, slug: str) -> Markup:
    return fragment("evaluation/answer_hint.html", subject=subject, slug=slug, **LISTS)


def _answer_ticked(form: BulkForm, shown: list[Subject]) -> bool:
    """Answer what is ticked; False, with the reason beside its field, where nothing can be answered."""
    ticked = [one for one in shown if one.key in (form.things.data or ())]
    words = text_of(form, "words") if form.how.data == "words" else None
    if words is not None and not words:
        form.words_fr.errors = [*form.words_fr.errors, gettext("Write it in at least one language.")]
        return False
    if not ticked:
        form.things.errors = [*form.things.errors, gettext("Tick at least one.")]
        return False
    made = answering.write_many(subjects=ticked, words=words, by=current_actor(), at=process_now())
    flash(ngettext("%(num)s answer is written.", "%(num)s answers are written.", len(made)), "done")
    return True


@bp.route("/<slug>/answer/<key>", methods=["GET", "POST"])
@allowed(policies.can_sift)
def edit(slug: str, key: str) -> Any:
    """Write one answer."""
    cycle = _own_cycle_or_404(slug)
    subject = answers.subject(cycle.id, key)
    if subject is None:
        raise NotFound()
    seen = subject.answer.revision if subject.answer else 0
    form = WordsForm(data={**filled("words", subject.words or subject.offered), "seen": str(seen)})
    theirs: OfficialText | None = None
    if form.is_submitted() and form.validate():
        try:
            answering.write(
                subject=subject, words=text_of(form, "words"), seen=form.revision, by=current_actor(), at=process_now()
            )
        except answering.Changed as changed:
            theirs = changed.words
            form.seen.data = str(seen)
        else:
            flash(gettext("The answer is written; it is public once the answers are published."), "done")
            return redirect(url_for("answer_desk.index", slug=slug, lacks="any"), 303)
    ideas = db.session.query(Proposal).filter(Proposal.id.in_(subject.ideas)).order_by(Proposal.reference).all()
    page = _page(
        "answer_edit", cycle=cycle, subject=subject, title=_named(subject, _titles(cycle)), form=form, theirs=theirs,
        ideas=ideas, own=answers.adapted(cycle.id),
    )  # fmt: skip
    return page, 409 if theirs is not None else (422 if form.errors else 200)


@bp.route("/<slug>/idea/<reference>", methods=["GET", "POST"])
@allowed(policies.can_sift)
def adapt(slug: str, reference: str) -> Any:
    """Write words for one idea, beside the answer to its group."""
    cycle, proposal = _own_cycle_or_404(slug), by_reference(reference.upper())
    if proposal is None or proposal.cycle_id != cycle.id:
        raise NotFound()
    known = answers.adapted(cycle.id).get(proposal.id)
    form = OwnWordsForm(
        data={**filled("words", known.words if known else None), "seen": str(known.revision if known else 0)}
    )
    theirs: OfficialText | None = None
    if form.is_submitted() and form.validate():
        words = text_of(form, "words")
        try:
            answering.adapt(proposal=proposal, words=words, seen=form.revision, by=current_actor(), at=process_now())
        except answering.Changed as changed:
            theirs = changed.words
            form.seen.data = str(known.revision if known else 0)
        else:
            flash(gettext("The words for this idea are written."), "done")
            return redirect(url_for("answer_desk.index", slug=slug), 303)
    general = answers.ready(cycle.id).get(proposal.id)
    page = _page("answer_adapt", cycle=cycle, proposal=proposal, form=form, theirs=theirs, general=general)
    return page, 409 if theirs is not None else (422 if form.errors else 200)


@bp.route("/<slug>/publication", methods=["GET", "POST"])
@allowed(policies.can_propose_answers)
def publication(slug: str) -> Any:
    """Check that nothing is missing, word the press text, propose the whole for publication."""
    cycle = _own_cycle_or_404(slug)
    waiting = answers.proposed(cycle.id)
    press_text = waiting.press if waiting else press.drafted(cycle)
    form = ProposeForm(data={**filled("press", press_text), **filled("note", waiting.note if waiting else None)})
    if form.validate_on_submit():
        publishing.propose(
            cycle=cycle, note=text_of(form, "note"), press=text_of(form, "press"), by=current_account(),
            at=process_now(),
        )  # fmt: skip
        flash(gettext("Proposed. The answers are public once another administrator publishes them."), "done")
        return redirect(url_for("answer_desk.publication", slug=slug), 303)
    rows = publishing.changed(cycle.id)
    page = _page(
        "answer_publication", cycle=cycle, form=form, waiting=waiting, faults=answers.faults(cycle.id), rows=rows,
        counts={code: sum(row.outcome == code for row in rows) for code in ANSWERED},
        earlier=answers.publications(cycle.id),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.post("/<slug>/publication/publish")
@allowed(policies.can_propose_answers)
def publish(slug: str) -> Response:
    """The second yes."""
    waiting = answers.proposed(_own_cycle_or_404(slug).id)
    if waiting is None:
        raise NotFound()
    publishing.publish(publication=waiting, by=current_account(), at=process_now())
    flash(gettext("The answers are public, and their authors are told."), "done")
    return redirect(url_for("answers.cycle", slug=slug), 303)


@bp.get("/<slug>/reactions")
@allowed(policies.can_settle)
def queue(slug: str) -> str:
    """The reactions of authors, those that wait longest first."""
    cycle = _own_cycle_or_404(slug)
    return _page("reactions", cycle=cycle, found=answers.reactions(cycle.id))


@bp.route("/reactions/<number:reaction_id>", methods=["GET", "POST"])
@allowed(policies.can_settle)
def reaction(reaction_id: int) -> Any:
    """One reaction, and what comes of it."""
    found = db.session.get(Reaction, reaction_id)
    if found is None:
        raise NotFound()
    form, cycle = SettleForm(), found.answer.publication.cycle
    if form.validate_on_submit():
        reactions.settle(
            reaction=found, resolution=form.resolution.data, reply=form.reply.data, own_words=text_of(form, "words"),
            by=current_account(), at=process_now(),
        )  # fmt: skip
        flash(gettext("The author is told."), "done")
        return redirect(url_for("answer_desk.queue", slug=cycle.slug), 303)
    page = _page("reaction", cycle=cycle, reaction=found, answer=found.answer, form=form)
    return page, 422 if form.errors else 200


def waiting() -> Markup | None:
    """What the administrators' first page says of reactions."""
    found = [(cycle, one) for cycle in cycles.cycles() for one in answers.reactions(cycle.id) if one.resolution is None]
    return fragment("evaluation/reactions_waiting.html", found=found) if found else None
