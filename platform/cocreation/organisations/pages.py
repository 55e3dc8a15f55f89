"""Public pages of organisations, registering one, and a person's own organisations."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cocreation.accounts.lists import ORGANISATION_KINDS, REGIONS
from cocreation.accounts.models import Organisation
from cocreation.accounts.policies import is_signed_in
from cocreation.accounts.queries import organisation as by_slug
from cocreation.accounts.signing import current_account
from cocreation.attachments.receiving import receive
from cocreation.core import limits
from cocreation.core.access import allowed, current_actor, public, require
from cocreation.core.clock import process_now
from cocreation.core.errors import NotFound, Refused
from cocreation.core.i18n import gettext
from cocreation.core.web import PREFIX
from cocreation.organisations import policies, queries, services
from cocreation.organisations.forms import DetailsForm, RegistrationForm

bp = Blueprint("organisations", __name__, url_prefix=PREFIX + "/organisations", template_folder="templates")
Answer = Response | str | tuple[str, int]
LISTS = {"KINDS": ORGANISATION_KINDS, "REGIONS": REGIONS}


def page(template: str, **values: Any) -> str:
    """A page of the room, with the lists its words come from."""
    return render_template(f"organisations/{template}.html", **LISTS, **values)


def organisation_or_404(slug: str) -> Organisation:
    """An organisation the person may know of."""
    found = by_slug(slug)
    if found is None or not policies.can_see(current_actor(), found):
        raise NotFound()
    return found


def words_of(refusal: Refused) -> str:
    """What a refusal says, in the reader's language."""
    return gettext(refusal.message, **refusal.values)


@bp.route("")
@public
def index() -> str:
    """The verified organisations, by kind or by words."""
    kind = request.args.get("kind", "")
    kind = kind if kind in ORGANISATION_KINDS else ""
    asked = request.args.get("q", "")[:200]
    found = queries.public(kind=kind or None, words=asked, cursor=request.args.get("cursor"))
    return page("index", kind=kind, asked=asked, found=found, kinds=queries.kinds())


@bp.route("/new", methods=["GET", "POST"])
@allowed(is_signed_in)
def new() -> Answer:
    """Register an organisation: two administrators verify it."""
    form = RegistrationForm()
    if form.validate_on_submit():
        limits.hit_person("organisation")
        if made := _register(form):
            flash(gettext("Your organisation is registered. Two administrators verify it: you will be told."), "done")
            return redirect(url_for("organisations.mine", _anchor=made.slug), 303)
    return page("new", form=form), 422 if form.errors else 200


def _register(form: RegistrationForm) -> Organisation | None:
    """The organisation registered; None where the form says why not, and the answer then keeps nothing."""
    try:
        made = services.register(
            name=form.name,
            acronym=form.acronym.data or "",
            kind=form.kind.data,
            region=form.region.data or None,
            website=form.website.data or "",
            proof=form.proof.data,
            by=current_account(),
            at=process_now(),
        )
    except services.AlreadyThere as refusal:
        form.name_fr.errors = [words_of(refusal)]
        return None
    return made if not form.file.data or _attached(form, made) else None


def _attached(form: RegistrationForm, made: Organisation) -> bool:
    return receive(
        form,
        holder_kind="organisation",
        holder_id=made.id,
        by=current_account(),
        role="citizen",
        audience="team",
    )


@bp.route("/mine")
@allowed(is_signed_in)
def mine() -> str:
    """The organisations the person speaks for, and those they registered."""
    account = current_account()
    return page(
        "mine",
        spoken=[(one, policies.role_of(account, one)) for one in queries.of_person(account)],
        registered=queries.registered_by(account.id),
        account=account,
    )


@bp.route("/<slug>")
@public
def show(slug: str) -> str:
    """One organisation: who it is, and what it proposed and said."""
    return page("show", organisation=organisation_or_404(slug))


@bp.route("/<slug>/edit", methods=["GET", "POST"])
@allowed(is_signed_in)
def edit(slug: str) -> Answer:
    """Correct an organisation; another name waits for two administrators."""
    found = organisation_or_404(slug)
    require(policies.can_edit, found)
    written = {f"name_{code}": text for code, text in found.name.items()}
    form = DetailsForm(
        data={**written, "acronym": found.acronym, "region": found.region or "", "website": found.website}
    )
    if form.validate_on_submit():
        try:
            services.change(
                organisation=found,
                name=form.name,
                acronym=form.acronym.data or "",
                region=form.region.data or None,
                website=form.website.data or "",
                by=current_account(),
                at=process_now(),
            )
        except services.AlreadyThere as refusal:
            form.name_fr.errors = [words_of(refusal)]
        else:
            flash(gettext("Saved. Another name waits for two administrators; until then the old one is shown."), "done")
            return redirect(url_for("organisations.mine"), 303)
    return page("edit", form=form, organisation=found), 422 if form.errors else 200
