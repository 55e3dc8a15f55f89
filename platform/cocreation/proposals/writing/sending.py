"""The end of the form: check the answers, prove an address where there is no account, send, and what comes next."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_wtf.csrf import CSRFError

from cocreation.accounts.addresses import clean_email, masked
from cocreation.accounts.models import Account
from cocreation.accounts.policies import can_speak_for
from cocreation.accounts.presenting import name_shown, region_shown
from cocreation.accounts.services import open_account
from cocreation.accounts.signing import sign_in
from cocreation.core import limits
from cocreation.core.access import current_actor, public, require
from cocreation.core.clock import process_now
from cocreation.core.db import db
from cocreation.core.forms import csrf
from cocreation.core.i18n import written_language
from cocreation.cycles import queries as cycles
from cocreation.cycles.policies import collects
from cocreation.proposals import attaching, policies, presenting, services
from cocreation.proposals.models import LANGUAGES_OF_TEXTS, Proposal
from cocreation.proposals.reading import bp, proposal_or_404
from cocreation.proposals.writing import browser, confirming, keys, linking, opening, steps
from cocreation.proposals.writing.forms import AddressForm, LinkForm, SendForm, isolated, mark_of

# In the session of the browser that sent it: whose page of confirmation it may see without signing in.
JUST_SENT = "just_sent"


@bp.route("/draft/<number:draft_id>/check", methods=["GET", "POST"])
@public
def check(draft_id: int) -> Any:
    """Check the answers, then send; a visitor gives the address to which the link that sends it goes."""
    draft = opening.draft_of(draft_id)
    if (waiting := steps.first_open(draft)) != "check":
        flash(gettext("Something is missing: answer this question before you send it."), "warning")
        return redirect(opening.address(draft, waiting), 303)
    person = current_actor()
    form = SendForm() if person.is_signed_in else AddressForm()
    if form.validate_on_submit():
        return _send(draft, person) if person.is_signed_in else _mail(draft, form.email.data)
    cycle = cycles.by_id(draft.cycle_id)
    page = render_template(
        "proposals/writing/check.html",
        form=form,
        rows=answers(draft),
        closed="" if cycle and collects(cycle, process_now()) else presenting.door_words(cycle, process_now()),
        **opening.frame(draft, "check"),
    )
    return opening.private(page, 422 if form.errors else 200)


def answers(draft: Proposal, *, to_change: bool = True) -> list[dict[str, Any]]:
    """What a draft says, line by line, each with the page on which it is changed."""
    text, lang = draft.current, presenting.language_of(draft.current.language)
    rows: list[tuple[str, str | None, str | None, str]] = [
        (gettext("Theme"), draft.theme.title.marked() if draft.theme else "", None, "theme"),
        (gettext("Title"), text.title, lang, "title"),
        (gettext("The problem"), text.problem, lang, "problem"),
        (gettext("Your proposal"), text.body, lang, "proposal"),
        (gettext("Language of your text"), LANGUAGES_OF_TEXTS.get(text.language, ""), None, "language"),
        (gettext("Region"), region_shown(draft.region), None, "concerned"),
        (gettext("Whom it concerns most"), presenting.concerned_shown(draft), None, "concerned"),
        (gettext("Documents"), ", ".join(file["name"] for file in attaching.files_of(text)), None, "documents"),
        (gettext("Name published"), name_shown(draft.contributor), None, "name"),
    ]
    if draft.variant_of is not None:
        # The reference is isolated: at the beginning it would turn an Arabic title round.
        same = f"{draft.variant_of.current.title} · {isolated(draft.variant_of.reference or '')}"
        said_in = presenting.language_of(draft.variant_of.current.language)
        rows.append((gettext("Same idea, in your own words"), same, said_in, "similar"))
    return [
        {"label": label, "value": value, "lang": language, "href": _change(draft, step) if to_change else None}
        for label, value, language, step in rows
    ]


def _change(draft: Proposal, step: str) -> str:
    return opening.address(draft, step) + "?back=check"


def _send(draft: Proposal, person: Account) -> Any:
    keys.adopt(draft, person)
    body = draft.contributor.organisation
    if body is not None and not can_speak_for(person, body):
        flash(gettext("You no longer speak for this organisation: choose another name."), "warning")
        return redirect(opening.address(draft, "name"), 303)
    limits.hit_person("proposal", share=2 if person.is_new else 1)
    try:
        sent = services.submit_whole(draft=draft, by=person, at=process_now())
    except services.CollectionClosed:
        return _closed(draft)
    return redirect(url_for("proposals.sent", reference=sent.reference), 303)


def _closed(draft: Proposal) -> Response:
    # The draft stays as it is: nothing typed is lost by coming late.
    flash(gettext("The collection of ideas is closed: your text is kept as a draft."), "warning")
    return make_response(redirect(url_for("proposals.draft", draft_id=draft.id), 303))


def _mail(draft: Proposal, written: str) -> Any:
    """Send the link that sends the proposal; the answer is the same whether the address is known or not."""
    linking.mail_link(draft=draft, purpose="send", email=clean_email(written), language=written_language())
    return redirect(url_for("proposals.waiting", draft_id=draft.id), 303)


@bp.get("/draft/<number:draft_id>/waiting")
@public
def waiting(draft_id: int) -> Any:
    """Not sent yet: where the link was sent to, and what to do when it does not come."""
    draft = opening.draft_of(draft_id)
    email = keys.waits_for(draft)
    if email is None:
        return redirect(opening.address(draft, "check"), 303)
    return opening.private(
        render_template(
            "proposals/writing/waiting.html", draft=draft, email=masked(email), days=keys.LINK_THAT_SENDS.days
        )
    )


@csrf.exempt
@bp.route("/send/<token>", methods=["GET", "POST"])
@public
def send_by_link(token: str) -> Any:
    """What the link would send; only the button sends it, for mail scanners open every link they see."""
    try:
        return _page_of(keys.open_by(token, "send"), token)
    except keys.DeadLink:
        db.session.rollback()
        if (already := _pressed_before(token)) is None:
            raise
        return already


def _page_of(opened: keys.Opened, token: str) -> Any:
    form, said = LinkForm(), answers(opened.draft, to_change=False)
    mark = mark_of("\n".join(str(row["value"]) for row in said))
    sends = form.validate_on_submit()
    if "csrf_token" in form.errors:
        # Asked for here and not at the edge: the first of two presses signs in, under a new session, and the second
        # one, which still has the old token, is told by the used link what became of the first.
        raise CSRFError()
    if sends and form.seen.data == mark:
        return _prove_and_send(opened)
    form.seen.data = mark
    page = render_template(
        "proposals/writing/send.html",
        form=form, rows=said, email=opened.key.email, changed=sends, token=token,
    )  # fmt: skip
    return opening.private(page, 409 if sends else 200)


def _pressed_before(token: str) -> Any:
    """What a link that was pressed already answers: what it sent, or the draft where that could not be sent."""
    proposal = keys.used(token)
    if proposal is not None and proposal.state != "draft":
        if request.method == "POST" and _may_see_sent(proposal):
            # The second press of two, in the browser that sent it: it lands where the first one did.
            return redirect(url_for("proposals.sent", reference=proposal.reference), 303)
        return opening.private(render_template("proposals/writing/already.html", proposal=proposal))
    if proposal is not None and opening.may_write(proposal):
        return redirect(url_for("proposals.draft", draft_id=proposal.id), 303)
    return None


def _prove_and_send(opened: keys.Opened) -> Any:
    """The link proves the address: its account opens, without a password, and the proposal is sent in its name."""
    draft, at, email = opened.draft, process_now(), opened.key.email or ""
    keys.use_up(opened)
    account, _new = open_account(email=email, name=draft.contributor.name, language=written_language(), at=at)
    limits.hit("proposal", f"person:{account.reference}", share=2 if account.is_new else 1)
    keys.adopt(draft, account)
    response = _sent_by(account, draft)
    if not keys.drafts_of(browser.key()):
        browser.forget(response)
    return response


def _sent_by(account: Account, draft: Proposal) -> Response:
    if steps.first_open(draft) != "check":
        _come_in(account)
        flash(gettext("Something is missing: answer this question before you send it."), "warning")
        return make_response(redirect(url_for("proposals.draft", draft_id=draft.id), 303))
    try:
        sent = services.submit_whole(draft=draft, by=account, at=process_now())
    except services.CollectionClosed:
        _come_in(account)
        return _closed(draft)
    _come_in(account)
    session[JUST_SENT] = sent.reference
    return make_response(redirect(url_for("proposals.sent", reference=sent.reference), 303))


def _come_in(account: Account) -> None:
    """Sign in where nobody is, as a sign-in link would; whoever holds a role comes in by the usual door alone."""
    if not current_actor().is_signed_in and not account.roles:
        sign_in(account)


@bp.post("/send/<token>/refuse")
@public
def refuse_link(token: str) -> Any:
    """Someone gave an address that is not theirs: the link dies, and nothing is sent in its name."""
    proposal = keys.used(token)
    if proposal is not None and proposal.state != "draft":
        return redirect(url_for("proposals.send_by_link", token=token), 303)
    if proposal is None:
        keys.use_up(keys.open_by(token, "send"))
    flash(gettext("Nothing is sent with your address, and the link no longer works."), "done")
    return redirect(url_for("proposals.index"), 303)


def _may_see_sent(proposal: Proposal) -> bool:
    return session.get(JUST_SENT) == proposal.reference or policies.is_author(current_actor(), proposal)


@bp.get("/<reference>/sent")
@public
def sent(reference: str) -> Any:
    """The reference, what happens next and when; the page stays valid when it is kept."""
    proposal, cycle = proposal_or_404(reference)
    if not _may_see_sent(proposal):
        opening.ask_to_sign_in()
        require(policies.is_author, proposal)
    address = confirming.address_of(proposal)
    page = render_template(
        "proposals/writing/sent.html",
        proposal=proposal,
        address=address,
        qr=confirming.qr(address),
        coming=confirming.what_comes_next(proposal, cycle),
        no_password=current_actor().is_signed_in and current_actor().password_hash is None,
    )
    return opening.private(page)
