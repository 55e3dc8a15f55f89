"""Administrators' pages of organisations: entering, verifying with two yeses, refusing with a reason, managers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from cocreation.accounts import organising
from cocreation.accounts import queries as people
from cocreation.accounts.administration_forms import NewOrganisationForm
from cocreation.accounts.lists import ORGANISATION_STATES
from cocreation.accounts.models import Organisation
from cocreation.accounts.names import is_official
from cocreation.accounts.policies import can_refuse_organisation, is_administrator
from cocreation.accounts.signing import current_account
from cocreation.attachments import presenting as files
from cocreation.core.access import allowed, require
from cocreation.core.clock import process_now
from cocreation.core.errors import NotFound, Refused
from cocreation.core.i18n import OfficialText, gettext
from cocreation.core.places import fragment
from cocreation.core.web import PREFIX
from cocreation.organisations import queries, services
from cocreation.organisations.forms import DetailsForm, RefusalForm
from cocreation.organisations.pages import LISTS, Answer, words_of

desk = Blueprint(
    "organisation_desk", __name__, url_prefix=PREFIX + "/administration/organisations", template_folder="templates"
)
PUBLIC_BODIES = {"administration", "local_authority"}


def _page(template: str, **values: Any) -> str:
    return render_template(
        f"organisations/{template}.html",
        only_one=people.is_only_administrator(),
        STATES=ORGANISATION_STATES,
        **LISTS,
        **values,
    )


def _organisation(slug: str) -> Organisation:
    found = people.organisation(slug)
    if found is None:
        raise NotFound()
    return found


def waiting() -> Markup | None:
    """What the administrators' first page says of organisations."""
    found, alone = queries.waiting(), queries.without_manager()
    if not found and not alone:
        return None
    return fragment("organisations/waiting.html", organisations=found, alone=alone, **LISTS)


@desk.route("")
@allowed(is_administrator)
def index() -> str:
    """Every organisation with its state."""
    alone = {one.id for one in queries.without_manager()}
    found = sorted(people.organisations(), key=lambda one: not one.waits)
    return _page("desk", organisations=found, alone=alone)


@desk.route("/new", methods=["GET", "POST"])
@allowed(is_administrator)
def new() -> Answer:
    """Enter an organisation."""
    form = NewOrganisationForm()
    if form.validate_on_submit():
        try:
            organising.propose_organisation(
                slug=form.slug.data,
                name=form.name,
                kind=form.kind.data,
                acronym=form.acronym.data or "",
                region=form.region.data or None,
                by=current_account(),
                at=process_now(),
            )
        except Refused as error:
            form.form_errors.append(words_of(error))
        else:
            flash(gettext("The organisation is entered. It waits for a second administrator's yes."), "done")
            return redirect(url_for("organisation_desk.index"), 303)
    return _page("desk_new", form=form), 422 if form.errors else 200


@desk.route("/<slug>")
@allowed(is_administrator)
def show(slug: str) -> str:
    """One organisation: what it shows of itself, whom it resembles, and the decision."""
    return _shown(_organisation(slug), RefusalForm())


def _shown(found: Organisation, form: RefusalForm) -> str:
    wished = found.wished or {"name": found.name, "acronym": found.acronym}
    return _page(
        "desk_show",
        organisation=found,
        wished=OfficialText(wished["name"]),
        acronym=wished["acronym"],
        flags=services.flags(found),
        official=found.kind not in PUBLIC_BODIES and any(is_official(text) for text in wished["name"].values()),
        files=files.files_of("organisation", found.id, for_team=True),
        roles=queries.people(found.id),
        names=queries.shown_names(
            one for one in (found.proposed_by_id, found.first_yes_by_id, found.verified_by_id) if one
        ),
        form=form,
    )


@desk.route("/<slug>/edit", methods=["GET", "POST"])
@allowed(is_administrator)
def edit(slug: str) -> Answer:
    """Correct an organisation."""
    found = _organisation(slug)
    written = {f"name_{code}": text for code, text in found.name.items()}
    form = DetailsForm(
        data={**written, "acronym": found.acronym, "region": found.region or "", "website": found.website}
    )
    if form.validate_on_submit():
        organising.edit_organisation(
            organisation=found,
            name=form.name,
            acronym=form.acronym.data or "",
            region=form.region.data or None,
            website=form.website.data or "",
            by=current_account(),
            at=process_now(),
        )
        flash(gettext("The organisation is saved. Another name waits for a second administrator's yes."), "done")
        return redirect(url_for("organisation_desk.show", slug=slug), 303)
    return _page("desk_edit", form=form, organisation=found), 422 if form.errors else 200


@desk.route("/<slug>/verify", methods=["POST"])
@allowed(is_administrator)
def verify(slug: str) -> Response:
    """A yes to an organisation, or to its new name."""
    if services.verify(organisation=_organisation(slug), by=current_account(), at=process_now()):
        flash(gettext("The organisation is verified: its people can speak in its name."), "done")
    else:
        flash(gettext("Your yes is kept. It counts once another administrator has said yes too."), "done")
    return redirect(url_for("organisation_desk.index"), 303)


@desk.route("/<slug>/refuse", methods=["POST"])
@allowed(is_administrator)
def refuse(slug: str) -> Answer:
    """Refuse an organisation or its new name, with a reason."""
    found = _organisation(slug)
    require(can_refuse_organisation, found)
    form = RefusalForm()
    if not form.validate_on_submit():
        return _shown(found, form), 422
    services.refuse(organisation=found, by=current_account(), at=process_now(), reason=form.reason.data)
    flash(gettext("The refusal is kept, and whoever asked is told why."), "done")
    return redirect(url_for("organisation_desk.index"), 303)
