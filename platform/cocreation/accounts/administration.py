"""Administrators' pages: roles and people; what gives somebody power waits for a second yes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cocreation.accounts import granting, policies, queries, services
from cocreation.accounts.addresses import masked
from cocreation.accounts.administration_forms import GrantForm, in_a_year
from cocreation.accounts.entering import Answer
from cocreation.accounts.lists import (
    ACCOUNT_STATES,
    ROLE_STATES,
    ROLES,
)
from cocreation.accounts.models import Account, Role
from cocreation.accounts.policies import is_administrator
from cocreation.accounts.signing import current_account
from cocreation.core.access import allowed, require
from cocreation.core.clock import process_now
from cocreation.core.errors import NotFound, Refused
from cocreation.core.forms import choices
from cocreation.core.i18n import N_, gettext
from cocreation.core.places import places
from cocreation.core.web import PREFIX

bp = Blueprint("administration_people", __name__, url_prefix=PREFIX + "/administration", template_folder="templates")
LISTS = {
    "ROLES": ROLES,
    "ROLE_STATES": ROLE_STATES,
    "ACCOUNT_STATES": ACCOUNT_STATES,
}


def _page(template: str, **values: Any) -> str:
    return render_template(
        f"accounts/{template}.html",
        only_one=queries.is_only_administrator(),
        masked=masked,
        me=current_account(),
        **LISTS,
        **values,
    )


def _status(form: Any) -> int:
    return 422 if form.errors else 200


def _role(role_id: int) -> Role:
    found = queries.role(role_id)
    if found is None:
        raise NotFound()
    return found


def _person(account_id: int) -> Account:
    found = queries.account(account_id)
    if found is None or found.state == "erased":
        raise NotFound()
    return found


@bp.route("")
@allowed(is_administrator)
def index() -> str:
    """What waits for a yes, and where the rest is."""
    return _page(
        "administration",
        roles=queries.roles(state="pending"),
        names=queries.organisation_names(),
    )


@bp.route("/roles")
@allowed(is_administrator)
def roles() -> str:
    """Every role: those that wait first, then those in force, then the ended ones."""
    order = list(ROLE_STATES)
    found = sorted(queries.roles(), key=lambda role: order.index(role.state))
    return _page("roles", roles=found, names=queries.organisation_names(), scopes=_scopes())


def _scopes() -> dict[str, str]:
    return {f"{kind}:{number}": str(words) for kind, number, words in places().values("role.scopes")}


def _grant_form() -> GrantForm:
    form = GrantForm(email=request.args.get("email", ""), ends_on=in_a_year())
    verified = queries.organisations(state="verified")
    named = [(str(one.id), str(one.name)) for one in verified]
    form.organisation.choices = choices([("", gettext("No organisation")), *named])
    form.scope.choices = choices([("", gettext("No limit")), *_scopes().items()])
    return form


@bp.route("/roles/new", methods=["GET", "POST"])
@allowed(is_administrator)
def grant() -> Answer:
    """Grant a role; it waits for a second administrator's yes."""
    form = _grant_form()
    if form.validate_on_submit():
        try:
            _grant(form)
        except Refused as error:
            form.form_errors.append(gettext(error.message, **error.values))
        else:
            flash(gettext("The role is granted. It counts once a second administrator has said yes."), "done")
            return redirect(url_for("administration_people.roles"), 303)
    return _page("grant", form=form), _status(form)


def _grant(form: GrantForm) -> None:
    account = services.by_email(form.email.data)
    if account is None:
        raise Refused(N_("Nobody has an account with this address: the person registers first."))
    granting.grant_role(
        account=account,
        role=form.role.data,
        by=current_account(),
        at=process_now(),
        scope=form.scope_of(),
        ends_at=form.ends_at(),
        manages=bool(form.manages.data),
    )


@bp.route("/roles/<number:role_id>/confirm", methods=["POST"])
@allowed(is_administrator)
def confirm(role_id: int) -> Response:
    """The second yes to a role."""
    granting.confirm_role(role=_role(role_id), by=current_account(), at=process_now())
    flash(gettext("The role is in force."), "done")
    return redirect(url_for("administration_people.roles"), 303)


@bp.route("/roles/<number:role_id>/end", methods=["POST"])
@allowed(is_administrator)
def end(role_id: int) -> Response:
    """End a role, or refuse one that waits."""
    granting.end_role(role=_role(role_id), by=current_account(), at=process_now())
    flash(gettext("The role is ended, and the person's sessions with it."), "done")
    return redirect(url_for("administration_people.roles"), 303)


@bp.route("/people")
@allowed(is_administrator)
def people() -> str:
    """Find people by their whole address or a part of the name they show."""
    asked = request.args.get("q", "")[:200]
    return _page("people", asked=asked, people=queries.people(asked))


@bp.route("/people/<number:account_id>", methods=["GET", "POST"])
@allowed(is_administrator)
def person(account_id: int) -> Answer:
    """One person: their roles, and closing or opening their account."""
    found = _person(account_id)
    if request.method == "GET":
        return _page("person", person=found, names=queries.organisation_names(), scopes=_scopes())
    if request.form.get("do") == "open":
        require(policies.can_enable, found)
        granting.enable(account=found, by=current_account(), at=process_now())
        flash(gettext("The account is open again, without the roles it had."), "done")
    else:
        require(policies.can_disable, found)
        granting.disable(account=found, by=current_account(), at=process_now())
        flash(gettext("The account is closed and its sessions have ended."), "done")
    return redirect(url_for("administration_people.person", account_id=account_id), 303)
