"""Pages of an organisation's people: who speaks for it, invitations, leaving."""

from __future__ import annotations

from flask import flash, redirect, request, url_for

from cocreation.accounts.addresses import masked
from cocreation.accounts.models import Organisation, Role
from cocreation.accounts.policies import is_signed_in
from cocreation.accounts.signing import current_account
from cocreation.core import limits
from cocreation.core.access import allowed, current_actor, public, require
from cocreation.core.clock import process_now
from cocreation.core.errors import Forbidden, NotFound, Refused, SignInNeeded
from cocreation.core.forms import choices
from cocreation.core.i18n import gettext, written_language
from cocreation.organisations import membership, policies, queries
from cocreation.organisations.forms import InviteForm, LeaveForm
from cocreation.organisations.models import DUTIES
from cocreation.organisations.pages import Answer, bp, organisation_or_404, page, words_of


@bp.route("/<slug>/people", methods=["GET", "POST"])
@allowed(is_signed_in)
def people(slug: str) -> Answer:
    """Who speaks for an organisation, and the form that invites."""
    found = organisation_or_404(slug)
    require(policies.can_see_people, found)
    form = InviteForm(language=written_language())
    if request.method == "POST":
        require(policies.can_manage, found)
        if form.validate() and _invite(found, form):
            flash(gettext("The invitation is sent. It can be answered for fourteen days."), "done")
            return redirect(url_for("organisations.people", slug=slug), 303)
    return _people(found, form), 422 if form.errors else 200


def _people(found: Organisation, form: InviteForm) -> str:
    return page(
        "people",
        organisation=found,
        form=form,
        roles=queries.people(found.id),
        invitations=queries.invitations(found.id),
        masked=masked,
        DUTIES=DUTIES,
        me=current_account(),
    )


def _invite(found: Organisation, form: InviteForm) -> bool:
    limits.hit_person("invitation")
    limits.hit("invitation_mail", f"email:{limits.digest(form.email.data.strip().lower())}")
    try:
        membership.invite(
            organisation=found,
            email=form.email.data,
            duty=form.duty.data,
            language=form.language.data,
            by=current_account(),
            at=process_now(),
        )
    except membership.AlreadyMember as refusal:
        form.email.errors = [words_of(refusal)]
        return False
    return True


def _role(found: Organisation, role_id: int) -> Role:
    role = queries.role(role_id)
    if role is None or (role.scope_kind, role.scope_id) != ("organisation", found.id):
        raise NotFound()
    return role


@bp.route("/<slug>/people/<number:role_id>", methods=["POST"])
@allowed(is_signed_in)
def change(slug: str, role_id: int) -> Answer:
    """Give somebody another duty, renew their role, or end it."""
    found = organisation_or_404(slug)
    role = _role(found, role_id)
    asked = request.form.get("do", "")
    by, at = current_account(), process_now()
    if asked == "renew" and role.account_id == by.id:
        require(policies.can_manage, found)
    else:
        require(policies.can_change_member, found, role)
    if asked == "renew":
        membership.renew(role=role, by=by, at=at)
    elif asked == "remove":
        membership.remove(role=role, organisation=found, by=by, at=at)
    elif asked in DUTIES:
        membership.set_duty(role=role, organisation=found, duty=asked, by=by, at=at)
    else:
        raise Refused()
    flash(gettext("Done."), "done")
    return redirect(url_for("organisations.people", slug=slug), 303)


@bp.route("/<slug>/invitations/<number:invitation_id>/withdraw", methods=["POST"])
@allowed(is_signed_in)
def withdraw(slug: str, invitation_id: int) -> Answer:
    """Take an invitation back."""
    found = organisation_or_404(slug)
    require(policies.can_manage, found)
    invitation = queries.invitation(invitation_id)
    if invitation is None or invitation.organisation_id != found.id:
        raise NotFound()
    membership.withdraw(invitation=invitation, by=current_account(), at=process_now())
    flash(gettext("The invitation is withdrawn: its link works no more."), "done")
    return redirect(url_for("organisations.people", slug=slug), 303)


@bp.route("/<slug>/leave", methods=["GET", "POST"])
@allowed(is_signed_in)
def leave(slug: str) -> Answer:
    """Stop speaking for an organisation."""
    found = organisation_or_404(slug)
    role = policies.role_of(current_account(), found)
    if role is None:
        raise Forbidden()
    others = [one for one in queries.people(found.id) if one.account_id != current_account().id]
    last = role.manages and not any(one.manages for one in others)
    form = LeaveForm()
    named = [(str(one.id), one.account.name or gettext("Name not given")) for one in others] if last else []
    form.successor.choices = choices(named)
    if form.validate_on_submit():
        try:
            membership.leave(
                role=role,
                organisation=found,
                by=current_account(),
                at=process_now(),
                successor=next((one for one in others if str(one.id) == form.successor.data), None),
                without=bool(form.without.data),
            )
        except membership.LastManager as refusal:
            (form.successor if named else form.without).errors = [words_of(refusal)]
        else:
            flash(gettext("You no longer speak for this organisation."), "done")
            return redirect(url_for("organisations.mine"), 303)
    return page("leave", organisation=found, form=form, last=last, named=named), 422 if form.errors else 200


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@public
def invitation(token: str) -> Answer:
    """Show an invitation; only its buttons answer it, for mail scanners open every link they see."""
    found = membership.opened(token)
    actor = current_actor()
    if request.method == "GET":
        mine = policies.can_answer(actor, found)
        address = masked(found.email)
        return page("invitation", invitation=found, mine=mine, address=address, DUTIES=DUTIES, token=token)
    if not actor.is_signed_in:
        raise SignInNeeded()
    if request.form.get("do") == "accept":
        membership.accept(invitation=found, by=current_account(), at=process_now())
        flash(gettext("You now speak for this organisation: choose its name when you sign a contribution."), "done")
        return redirect(url_for("organisations.people", slug=found.organisation.slug), 303)
    membership.decline(invitation=found, by=current_account(), at=process_now())
    flash(gettext("The invitation is declined."), "done")
    return redirect(url_for("organisations.mine"), 303)
