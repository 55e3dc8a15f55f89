"""Pages of authors: writing, checking and sending a proposal, editing it, taking it back, following one's own."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm.exc import StaleDataError

from cocreation.accounts.policies import is_signed_in
from cocreation.accounts.presenting import name_shown, region_shown, signed_by
from cocreation.accounts.queries import contributors_of
from cocreation.core.access import allowed, current_actor, public, require
from cocreation.core.clock import process_now
from cocreation.core.db import db
from cocreation.core.errors import NotFound
from cocreation.core.limits import hit_person
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.cycles.policies import collects
from cocreation.proposals import policies, presenting, queries, services
from cocreation.proposals.forms import ProposalForm, SendForm, TextForm, WithdrawForm
from cocreation.proposals.models import LANGUAGES_OF_TEXTS, Proposal
from cocreation.proposals.reading import bp, proposal_or_404, texts
from cocreation.text.language import detect
from cocreation.themes import queries as themes
from cocreation.themes.models import Theme


@bp.route("/new", methods=["GET", "POST"])
@public
def new() -> Any:
    """Write a proposal; what is typed is kept as a draft at every step, also while none is taken."""
    cycle = cycles.current()
    if not current_actor().is_signed_in:
        if request.method == "POST":
            require(is_signed_in)
        return _door(cycle, "proposals/start.html")
    if cycle is None or (request.method == "GET" and not collects(cycle, process_now())):
        return _door(cycle, "proposals/closed.html")
    return _write(cycle, None)


def _door(cycle: Cycle | None, template: str) -> str:
    at = process_now()
    return render_template(
        template,
        cycle=cycle,
        collecting=cycle is not None and collects(cycle, at),
        when=presenting.door_words(cycle, at),
        drafts=_drafts_of(current_actor()),
    )


def _drafts_of(person: Any) -> list[Proposal]:
    if not person.is_signed_in:
        return []
    mine = queries.of_contributors(contributors_of(person.id))
    return [proposal for proposal in mine if proposal.state == "draft"]


@bp.route("/draft/<number:draft_id>", methods=["GET", "POST"])
@allowed(is_signed_in)
def draft(draft_id: int) -> Any:
    """Go on with a draft of one's own."""
    found = _draft_or_404(draft_id)
    if found.state != "draft":
        return redirect(url_for("proposals.show", reference=found.reference), 303)
    cycle = cycles.by_id(found.cycle_id)
    return _write(cycle, found) if cycle else _door(None, "proposals/closed.html")


def _draft_or_404(draft_id: int) -> Proposal:
    found = queries.by_id(draft_id)
    if found is None or not policies.is_author(current_actor(), found):
        raise NotFound()
    return found


def _write(cycle: Cycle, found: Proposal | None) -> Any:
    """The page of the form: shown, or taken in and kept."""
    form = ProposalForm(data=_filled(found) if found else None)
    form.offer_themes(themes.of_cycle(cycle.id, states=["adopted"]))
    form.offer_names(current_actor())
    collecting = collects(cycle, process_now())
    goes_on = request.form.get("action") == "continue"
    if not goes_on:
        form.ask_nothing()
    if form.validate_on_submit():
        try:
            kept = _keep(cycle, found, form)
        except (services.EditedMeanwhile, StaleDataError):
            return _conflict(form, found, cycle)
        return _kept(kept, goes_on=goes_on, collecting=collecting)
    if request.method == "GET" and found is None:
        form.revision.data = ""
    page = _form_page(form, cycle, found)
    return page, 422 if form.errors else 200


def _form_page(form: TextForm, cycle: Cycle, found: Proposal | None, **more: Any) -> str:
    at = process_now()
    return render_template(
        "proposals/write.html",
        form=form,
        cycle=cycle,
        draft=found,
        collecting=collects(cycle, at),
        when=presenting.door_words(cycle, at),
        **more,
    )


def _filled(found: Proposal) -> dict[str, Any]:
    text = found.current
    return {
        "theme": str(found.theme_id or ""),
        "title": text.title,
        "problem": text.problem,
        "body": text.body,
        "language": text.language if text.language in LANGUAGES_OF_TEXTS else "",
        "region": found.region or "",
        "revision": str(found.revision),
        **_filled_name(found),
    }


def _filled_name(found: Proposal) -> dict[str, str]:
    signed, person = found.contributor, current_actor()
    if signed.organisation_id is not None:
        return {"signed_as": str(signed.organisation_id)}
    return {"signed_as": "me"} if signed.name == person.name else {"signed_as": "other", "name": signed.name}


def _theme_of(form: TextForm, cycle_id: int) -> Theme | None:
    chosen = {str(theme.id): theme for theme in themes.of_cycle(cycle_id, states=["adopted"])}
    return chosen.get(form.theme.data or "")


def _words_of(form: TextForm) -> dict[str, Any]:
    """The text of a form; the author's choice of its language wins over what is recognised."""
    title, problem, body = form.title.data or "", form.problem.data or "", form.body.data or ""
    return {
        "title": title,
        "problem": problem,
        "body": body,
        "language": form.language.data or detect(" ".join((title, problem, body))),
        "region": form.region.data or None,
    }


def _keep(cycle: Cycle, found: Proposal | None, form: ProposalForm) -> Proposal:
    person = current_actor()
    other = form.name.data if form.signed_as.data == "other" else None
    return services.save_draft(
        cycle=cycle,
        contributor=signed_by(person, form.signed_as.data, name=other),
        theme=_theme_of(form, cycle.id),
        by=person,
        at=process_now(),
        form_id=form.form_id.data,
        draft=found,
        revision_seen=form.seen() if found else None,
        **_words_of(form),
    )


def _kept(kept: Proposal, *, goes_on: bool, collecting: bool) -> Any:
    if kept.state != "draft":
        flash(gettext("This proposal is already sent."), "info")
        return redirect(url_for("proposals.show", reference=kept.reference), 303)
    if goes_on and collecting:
        return redirect(url_for("proposals.check", draft_id=kept.id), 303)
    flash(gettext("Your text is kept as a draft. Only you see it."), "done")
    return redirect(url_for("proposals.draft", draft_id=kept.id), 303)


def _conflict(form: TextForm, found: Proposal | None, cycle: Cycle) -> Any:
    """Both texts side by side: nothing is lost, and the next sending is made knowing the other one."""
    number = found.id if found else 0
    db.session.rollback()
    other = queries.by_id(number)
    if other is None:
        raise services.NotPossible()
    form.revision.data = str(other.revision)
    return _form_page(form, cycle, other, conflict=texts(other.current)), 409


@bp.route("/draft/<number:draft_id>/check", methods=["GET", "POST"])
@allowed(is_signed_in)
def check(draft_id: int) -> Any:
    """Check the answers, then send."""
    found = _draft_or_404(draft_id)
    if found.state != "draft":
        return redirect(url_for("proposals.show", reference=found.reference), 303)
    cycle = cycles.by_id(found.cycle_id)
    if cycle is None or not _is_whole(found):
        flash(gettext("Something is missing: fill in every part before you send it."), "warning")
        return redirect(url_for("proposals.draft", draft_id=found.id), 303)
    form = SendForm()
    if form.validate_on_submit():
        return _send(found, cycle)
    return render_template("proposals/check.html", form=form, draft=found, rows=_answers(found))


def _is_whole(found: Proposal) -> bool:
    text = found.current
    return bool(found.theme_id and text.title and text.problem and text.body)


def _send(found: Proposal, cycle: Cycle) -> Any:
    person = current_actor()
    hit_person("proposal", share=2 if person.is_new else 1)
    text = found.current
    try:
        sent = services.submit(
            cycle=cycle, contributor=found.contributor, theme=found.theme, title=text.title, problem=text.problem,
            body=text.body, language=text.language, region=found.region, by=person, at=process_now(), draft=found,
        )  # fmt: skip
    except services.CollectionClosed:
        # The draft stays as it is: nothing typed is lost by coming late.
        flash(gettext("The collection of ideas is closed: your text is kept as a draft."), "warning")
        return redirect(url_for("proposals.draft", draft_id=found.id), 303)
    return redirect(url_for("proposals.sent", reference=sent.reference), 303)


def _answers(found: Proposal) -> list[dict[str, Any]]:
    text, lang = found.current, presenting.language_of(found.current.language)
    form = url_for("proposals.draft", draft_id=found.id)
    rows = [
        (gettext("Theme"), str(found.theme.title) if found.theme else "", None, "theme"),
        (gettext("Title"), text.title, lang, "title"),
        (gettext("The problem"), text.problem, lang, "problem"),
        (gettext("Your proposal"), text.body, lang, "body"),
        (gettext("Language of your text"), LANGUAGES_OF_TEXTS.get(text.language, ""), None, "language"),
        (gettext("Region it is about"), region_shown(found.region), None, "region"),
        (gettext("In whose name"), name_shown(found.contributor), None, "signed_as"),
    ]
    return [
        {"label": label, "value": value, "lang": language, "href": f"{form}#{name}"}
        for label, value, language, name in rows
    ]


@bp.get("/<reference>/sent")
@allowed(is_signed_in)
def sent(reference: str) -> str:
    """The reference, what happens next and when; the page stays valid when it is kept."""
    proposal, cycle = proposal_or_404(reference)
    require(policies.is_author, proposal)
    return render_template("proposals/sent.html", proposal=proposal, cycle=cycle)


@bp.route("/draft/<number:draft_id>/delete", methods=["GET", "POST"])
@allowed(is_signed_in)
def delete(draft_id: int) -> Any:
    """Throw a draft away."""
    found = _draft_or_404(draft_id)
    if found.state != "draft":
        raise services.NotPossible()
    form = WithdrawForm()
    if form.validate_on_submit():
        services.throw_away(draft=found)
        flash(gettext("The draft is deleted."), "done")
        return redirect(url_for("proposals.mine"), 303)
    return render_template("proposals/withdraw.html", form=form, proposal=found)
