"""The pages of the form: the start, one page a question, a draft kept, come back to, or thrown away."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext
from sqlalchemy.orm.exc import StaleDataError

from cocreation.accounts.presenting import signed_by
from cocreation.accounts.services import contributor_for, external_contributor
from cocreation.core import limits
from cocreation.core.access import current_actor, public
from cocreation.core.clock import process_now
from cocreation.core.db import db
from cocreation.core.forms import csrf
from cocreation.core.i18n import written_language
from cocreation.core.once import once_key
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.cycles.policies import collects
from cocreation.proposals import presenting, services
from cocreation.proposals.forms import WithdrawForm
from cocreation.proposals.keeping import sent_before
from cocreation.proposals.models import Proposal
from cocreation.proposals.reading import bp
from cocreation.proposals.responding import link_begun
from cocreation.proposals.writing import browser, keys, opening, steps
from cocreation.proposals.writing.forms import FORMS, NameForm, SignatureForm, StepForm, ThemeForm
from cocreation.text.language import detect
from cocreation.themes import queries as themes

STEP_PAGES = "any(theme, title, problem, proposal, concerned, name, language)"


@csrf.exempt
@bp.route("/new", methods=["GET", "POST"])
@public
def new() -> Any:
    """What is asked, how long it takes and what becomes of it; the button begins, and needs nothing yet."""
    cycle = cycles.current()
    if request.method == "POST":
        limits.hit_person("writing")
        # It changes nothing but this browser's own session, so it needs no proof of where it comes from:
        # asking for one would set a cookie on everyone who only reads the page.
        session["writing"] = True
        return redirect(url_for("proposals.begin", cookies="set"), 303)
    at = process_now()
    collecting = cycle is not None and collects(cycle, at)
    return render_template(
        "proposals/writing/start.html" if collecting else "proposals/closed.html",
        when=presenting.door_words(cycle, at),
        drafts=opening.drafts_shown(),
        cookies_off=request.args.get("cookies") == "off",
    )


@bp.route("/new/theme", methods=["GET", "POST"])
@public
def begin() -> Any:
    """The first question: its answer makes the draft."""
    cycle = cycles.current()
    if cycle is None or not (collects(cycle, process_now()) or request.method == "POST"):
        return redirect(url_for("proposals.new"), 303)
    if request.method == "GET" and not session:
        return redirect(url_for("proposals.new", cookies="off" if request.args.get("cookies") else None), 303)
    form = ThemeForm.of(None)
    form.offer(themes.of_cycle(cycle.id, states=["adopted"]))
    if form.validate_on_submit():
        return _begun(cycle, form)
    return _page(form, None, "theme")


def _begun(cycle: Cycle, form: ThemeForm) -> Response:
    person = current_actor()
    by = person if person.is_signed_in else None
    # Of a visitor the session is part of the form's number, so that nobody finds another's text by guessing it.
    number = form.form_id.data if by else f"{getattr(session, 'number', '')}\n{form.form_id.data}"
    draft = sent_before(once_key(by, number) or "")
    if draft is None:
        limits.hit_person("draft")
        keys.sweep()
        signed = contributor_for(by) if by else external_contributor(name="", voice="citizen")
        draft = services.save_draft(
            cycle=cycle, contributor=signed, theme=form.changes()["theme"], title="", problem="", body="",
            language="und", region=None, by=by, at=process_now(), form_id=number,
        )  # fmt: skip
        link_begun(draft, person)
    if draft.state != "draft":
        return _to(url_for("proposals.show", reference=draft.reference))
    response = _to(opening.address(draft, steps.after(draft, "theme")))
    if by is None:
        browser.keep(response, keys.give_key(draft, "browser", written_language(), token=browser.key()))
    return response


def _to(where: str) -> Response:
    return make_response(redirect(where, 303))


@bp.get("/draft/<number:draft_id>")
@public
def draft(draft_id: int) -> Any:
    """Go on with a draft where it was left."""
    found = opening.draft_of(draft_id)
    return redirect(opening.address(found, steps.first_open(found)), 303)


@bp.route(f"/draft/<number:draft_id>/<{STEP_PAGES}:step>", methods=["GET", "POST"])
@public
def step(draft_id: int, step: str) -> Any:
    """One question about a draft, its answer kept as soon as it is sent."""
    found = opening.draft_of(draft_id)
    if not steps.is_reachable(found, step):
        return redirect(opening.address(found, steps.first_open(found)), 303)
    form = _form(found, step)
    if opening.leaves():
        form.ask_nothing()
    if not form.validate_on_submit():
        return _page(form, found, step)
    limits.hit_person("writing")
    try:
        if form.is_stale(found):
            return _conflict(form, found, step)
        _keep(found, step, form)
    except (services.EditedMeanwhile, StaleDataError):
        db.session.rollback()
        return _conflict(form, opening.draft_of(draft_id), step)
    return opening.onwards(found, step)


def _form(found: Proposal, step: str) -> StepForm:
    person = current_actor()
    if step != "name":
        form = FORMS[step](found)
        if isinstance(form, ThemeForm):
            form.offer(themes.of_cycle(found.cycle_id, states=["adopted"]))
        return form
    if not person.is_signed_in:
        return NameForm.of(found)
    signature = SignatureForm.of(found)
    signature.offer(person)
    return signature


def _page(form: StepForm, found: Proposal | None, step: str, **more: Any) -> Any:
    values = {**opening.frame(found, step), "form": form, **more}
    return opening.private(render_template(f"proposals/writing/{step}.html", **values), 422 if form.errors else 200)


def _conflict(form: StepForm, found: Proposal, step: str) -> Any:
    """Both texts on one page: nothing is lost, and the next sending is made knowing the other one."""
    other = [str(value) for value in form.filled(found).values()]
    form.seen.data = form.mark(found)
    values = {**opening.frame(found, step), "form": form, "other": "\n\n".join(other)}
    return opening.private(render_template(f"proposals/writing/{step}.html", **values), 409)


def _keep(found: Proposal, step: str, form: StepForm) -> None:
    """Write an answer into the draft, which then is its author's own if they are signed in."""
    person, answer, text = current_actor(), form.changes(), found.current
    if person.is_signed_in:
        keys.adopt(found, person)
    title, problem, body = (answer.get(name, getattr(text, name)) for name in ("title", "problem", "body"))
    chosen = {"language": answer["language"]} if answer.get("language") else {}
    progress = steps.with_answer(found, step, **chosen)
    services.save_draft(
        cycle=_cycle_of(found),
        contributor=_signed(found, form),
        theme=answer.get("theme", found.theme),
        title=title,
        problem=problem,
        body=body,
        language=progress.get("language") or detect(" ".join((title, problem, body))),
        region=answer.get("region", found.region),
        by=person if person.is_signed_in else None,
        at=process_now(),
        draft=found,
    )
    found.concerned = answer.get("concerned", found.concerned)
    found.progress = progress
    keys.prolong(found)


def _cycle_of(found: Proposal) -> Cycle:
    cycle = cycles.by_id(found.cycle_id)
    if cycle is None:
        raise services.NotPossible()
    return cycle


def _signed(found: Proposal, form: StepForm) -> Any:
    if isinstance(form, SignatureForm):
        other = form.name.data if form.signed_as.data == "other" else None
        return signed_by(current_actor(), form.signed_as.data, name=other)
    if isinstance(form, NameForm):
        found.contributor.name = form.name.data or ""
    return found.contributor


@bp.route("/draft/<number:draft_id>/delete", methods=["GET", "POST"])
@public
def delete(draft_id: int) -> Any:
    """Throw a draft away; of one without account, only what this browser knows of it where a link leads to it."""
    found = opening.draft_of(draft_id)
    form = WithdrawForm()
    if not form.validate_on_submit():
        page = render_template("proposals/writing/forget.html", form=form, draft=found, back_href=_back(found))
        return opening.private(page)
    if current_actor().is_signed_in:
        services.throw_away(draft=found)
        flash(gettext("The draft is deleted."), "done")
        return _to(url_for("proposals.mine"))
    kept = keys.forget_here(found, browser.key() or "")
    said = gettext("Nothing of the draft is left on this device.")
    flash(said if kept else gettext("The draft is deleted."), "done")
    response = _to(url_for("proposals.new"))
    if not keys.drafts_of(browser.key()):
        browser.forget(response)
    return response


def _back(found: Proposal) -> str:
    if current_actor().is_signed_in:
        return url_for("proposals.mine")
    return opening.address(found, steps.first_open(found))
