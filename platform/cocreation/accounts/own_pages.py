"""A person's own pages: what we keep, preferences, password, sessions."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cocreation.accounts import activity, address_changes, queries, services
from cocreation.accounts.entering import Answer, next_page
from cocreation.accounts.entering import bp as pages
from cocreation.accounts.forms import AddressForm, AgainForm, ChangePasswordForm, PreferencesForm
from cocreation.accounts.lists import ROLES
from cocreation.accounts.policies import is_signed_in
from cocreation.accounts.signing import ask_again, current_account, is_fresh, own_session, refresh
from cocreation.core import limits, sessions
from cocreation.core.access import allowed, current_actor, go_back_to, public
from cocreation.core.clock import process_now
from cocreation.core.errors import Refused
from cocreation.core.i18n import gettext
from cocreation.core.places import places


@pages.route("")
@allowed(is_signed_in)
def mine() -> str:
    """What the site keeps about the person, and where to change it."""
    account = current_account()
    return render_template(
        "accounts/mine.html",
        account=account,
        ROLES=ROLES,
        pages=places().links("account.pages", user=account),
        names=queries.organisation_names(),
    )


@pages.route("/contributions")
@allowed(is_signed_in)
def contributions() -> str:
    """Everything the person proposed, said and supports, and where it stands."""
    return render_template("accounts/contributions.html", account=current_account())


@pages.route("/preferences", methods=["GET", "POST"])
@allowed(is_signed_in)
def preferences() -> Answer:
    """Change the name shown and the language of messages."""
    account = current_account()
    form = PreferencesForm(obj=account)
    if form.validate_on_submit():
        services.set_preferences(
            account=account,
            name=form.name.data or "",
            language=form.language.data,
            at=process_now(),
            rename=bool(form.rename.data),
        )
        flash(gettext("Your preferences are saved."), "done")
        return redirect(url_for("accounts.mine"), 303)
    return render_template("accounts/preferences.html", form=form, account=account), 422 if form.errors else 200


@pages.route("/password", methods=["GET", "POST"])
@allowed(is_signed_in)
def password() -> Answer:
    """Change the password; who has none yet gets a link, for an open browser alone must not be enough."""
    account = current_account()
    if account.password_hash is None:
        return _password_by_mail()
    form = ChangePasswordForm()
    form.of_email = account.email
    if form.validate_on_submit():
        if services.is_password(account, form.current.data or ""):
            return _changed(form.password.data)
        form.current.errors = [gettext("This is not your current password.")]
    return render_template("accounts/password.html", form=form, account=account), 422 if form.errors else 200


def _password_by_mail() -> Answer:
    account = current_account()
    if request.method == "POST":
        services.send_password_link(email=account.email)
        return render_template("accounts/mail_sent.html", email=account.email)
    return render_template("accounts/first_password.html", account=account)


def _changed(new: str) -> Response:
    services.change_password(
        account=current_account(), password=new, at=process_now(), keep_session=own_session().number
    )
    own_session().renew()
    flash(gettext("Your password is changed. Every other session of yours has ended."), "done")
    return redirect(url_for("accounts.mine"), 303)


@pages.route("/sessions", methods=["GET", "POST"], endpoint="sessions")
@allowed(is_signed_in)
def sessions_page() -> Answer:
    """The browsers that stand for the person now; any of them can be ended."""
    subject = current_account().reference
    if request.method == "POST":
        mark = request.form.get("mark", "")
        if mark:
            sessions.end_one(subject, mark)
        else:
            sessions.end_all(subject, but=own_session().number)
        flash(gettext("Done: a browser that stood for you does so no more."), "done")
        return redirect(url_for("accounts.sessions"), 303)
    return render_template(
        "accounts/sessions.html",
        sessions=sessions.of(subject, own=own_session().number),
        latest=activity.latest(current_account()),
    )


@pages.route("/again", methods=["GET", "POST"])
@allowed(is_signed_in)
def again() -> Answer:
    """Show that it is still oneself, before something that gives the account away."""
    account = current_account()
    form = AgainForm()
    form.next.data = next_page()
    if form.validate_on_submit():
        limits.hit("login", f"email:{limits.digest(account.email)}")
        if services.is_password(account, form.password.data or ""):
            refresh()
            return go_back_to(next_page(), url_for("accounts.mine"))
        form.password.errors = [gettext("This is not your current password.")]
    return render_template("accounts/again.html", form=form, account=account), 422 if form.errors else 200


@pages.route("/address", methods=["GET", "POST"])
@allowed(is_signed_in)
def address() -> Answer:
    """Ask for another e-mail address; nothing changes before its link is used."""
    if not is_fresh():
        return ask_again()
    account = current_account()
    form = AddressForm()
    if form.validate_on_submit():
        limits.hit_person("confirmation_mail")
        try:
            address_changes.ask(account=account, email=form.email.data, at=process_now())
        except Refused as error:
            form.email.errors = [gettext(error.message)]
        else:
            return render_template("accounts/address_asked.html", email=form.email.data.strip())
    return render_template("accounts/address.html", form=form, account=account), 422 if form.errors else 200


@pages.route("/address/<token>", methods=["GET", "POST"])
@public
def confirm_address(token: str) -> Answer:
    """Confirm the new address by the button of this page."""
    if request.method == "GET":
        return render_template("accounts/confirm_address.html", change=address_changes.change_of(token, "address"))
    owner = address_changes.change_of(token, "address").account
    own = own_session().number if current_actor().reference == owner.reference else None
    address_changes.confirm(token=token, at=process_now(), keep_session=own)
    flash(gettext("Your e-mail address is changed. Your other sessions have ended."), "done")
    return redirect(url_for("accounts.mine" if own else "accounts.sign_in"), 303)


@pages.route("/address-undo/<token>", methods=["GET", "POST"])
@public
def undo_address(token: str) -> Answer:
    """Take a change of address back, from the address the account had before."""
    if request.method == "GET":
        found = address_changes.change_of(token, "address-undo")
        return render_template("accounts/undo_address.html", change=found)
    address_changes.take_back(token=token, at=process_now())
    flash(gettext("Your old address is back, and every session has ended. A link to sign in is on its way."), "done")
    return redirect(url_for("accounts.sign_in"), 303)
