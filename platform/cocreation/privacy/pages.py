"""A person's pages: the data held about them, the files to take away, erasing the account, asking for something."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from cocreation.accounts import services as accounts
from cocreation.accounts.policies import is_signed_in
from cocreation.accounts.signing import current_account, sign_out
from cocreation.attachments.presenting import size_shown
from cocreation.core import limits
from cocreation.core.access import allowed, current_actor, public
from cocreation.core.clock import process_now
from cocreation.core.errors import NotFound
from cocreation.core.files import content_disposition
from cocreation.core.i18n import gettext, here, written_language
from cocreation.core.places import places
from cocreation.core.web import PREFIX
from cocreation.privacy import erasing, exporting, policies, queries, services
from cocreation.privacy.forms import EraseForm, OutsidersForm, RightsForm
from cocreation.privacy.models import OUTCOMES, RIGHTS, DataExport

bp = Blueprint("privacy", __name__, url_prefix=PREFIX, template_folder="templates")
Answer = Response | str | tuple[str, int]
MEDIA = {"json": "application/json", "zip": "application/zip"}
LISTS = {"RIGHTS": RIGHTS, "OUTCOMES": OUTCOMES}


def page(template: str, **values: Any) -> str:
    """A page of the room, with the lists its words come from."""
    return render_template(f"privacy/{template}.html", **LISTS, **values)


@bp.route("/account/data")
@allowed(is_signed_in)
def data() -> str:
    """What is held about the person, and what they may do with it."""
    account = current_account()
    exports = queries.exports_of(account.id)
    return page(
        "data",
        exports=exports,
        making=any(not one.is_ready and one.job and not one.job.is_over for one in exports),
        size=size_shown,
        requests=queries.requests_of(account.id),
        sections=[(one, len(one.rows(account))) for one in exporting.sections()],
    )


@bp.route("/account/data/export", methods=["POST"])
@allowed(is_signed_in)
def export() -> Response:
    """Ask for the files of one's data; they are made within a minute."""
    limits.hit_person("export")
    exporting.ask(account=current_account(), language=written_language())
    return redirect(url_for("privacy.data", _anchor="take-away"), 303)


def _own(export_id: int) -> DataExport:
    found = queries.export(export_id)
    if found is None or found.account_id != current_account().id:
        raise NotFound()
    return found


@bp.route("/account/data/<number:export_id>/progress.json")
@allowed(is_signed_in)
def progress(export_id: int) -> Response:
    """How far the files are, for the bar that follows them."""
    found = _own(export_id)
    job = found.job
    share = job.progress if job else 0.0
    words = gettext(job.step) if job and job.step else ""
    return jsonify(over=job is None or job.is_over, value=share, text=f"{words} {here().percent(share)}")


@bp.route("/account/data/<number:export_id>/download.<any(json, zip):format_name>")
@allowed(is_signed_in)
def download(export_id: int, format_name: str) -> Response:
    """One file of one's own data: nobody else's session opens it."""
    found = _own(export_id)
    if not policies.can_download(current_actor(), found):
        raise NotFound()
    key = found.json_key if format_name == "json" else found.zip_key
    response = send_file(exporting.storage().open(key), mimetype=MEDIA[format_name], etag=False, conditional=False)
    response.headers["Cache-Control"] = "private, no-store"
    name = gettext("my-data")
    response.headers["Content-Disposition"] = content_disposition(f"{name}.{format_name}")
    return response


@bp.route("/account/erase", methods=["GET", "POST"])
@allowed(is_signed_in)
def erase() -> Answer:
    """What erasing does, and the first of its two confirmations."""
    account = current_account()
    form = EraseForm()
    if form.validate_on_submit():
        limits.hit("login", f"email:{limits.digest(account.email)}")
        if request.form.get("by") == "link":
            erasing.send_link(account=account, choice=form.choice.data)
            return page("erase_mailed", email=account.email)
        if accounts.is_password(account, form.password.data or ""):
            return _erased(form.choice.data)
        form.password.errors = [gettext("This is not your current password.")]
    held = [(one, len(one.rows(account))) for one in exporting.sections()]
    settle = places().values("account.leaving", user=account)
    shown = page("erase", form=form, account=account, held=[pair for pair in held if pair[1]], settle=settle)
    return shown, 422 if form.errors else 200


def _erased(choice: str) -> Response:
    erasing.erase(account=current_account(), choice=choice, at=process_now())
    sign_out()
    return redirect(url_for("privacy.erased"), 303)


@bp.route("/account/erase/<token>", methods=["GET", "POST"])
@public
def erase_by_link(token: str) -> Answer:
    """The second confirmation, by the link: only the button of this page erases."""
    account, choice = erasing.of_link(token)
    if request.method == "GET":
        return page("erase_by_link", account=account, choice=choice, CHOICES=erasing.CHOICES)
    own = current_actor().reference == account.reference
    erasing.erase(account=account, choice=choice, at=process_now())
    if own:
        sign_out()
    return redirect(url_for("privacy.erased"), 303)


@bp.route("/account/erased")
@public
def erased() -> str:
    """Say that it is done."""
    return page("erased")


@bp.route("/rights", methods=["GET", "POST"])
@public
def rights() -> Answer:
    """Ask something about one's data, with an account or without one: answered within ten days."""
    actor = current_actor()
    form = RightsForm() if actor.is_signed_in else OutsidersForm()
    asked = request.args.get("kind", "")
    if request.method == "GET" and asked in RIGHTS:
        form.kind.data = asked
    if form.validate_on_submit():
        limits.hit_person("rights")
        made = services.file_request(
            kind=form.kind.data,
            words=form.words.data,
            email="" if actor.is_signed_in else form.email.data,
            language=written_language(),
            account=current_account() if actor.is_signed_in else None,
            at=process_now(),
            form_id=form.form_id.data,
        )
        return page("received", asked=made)
    return page("rights", form=form), 422 if form.errors else 200
