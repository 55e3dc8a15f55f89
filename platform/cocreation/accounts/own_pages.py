"""A person's own pages: what we keep, preferences, password, sessions."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cocreation.accounts import services
from cocreation.accounts.entering import Answer
from cocreation.accounts.entering import bp as pages
from cocreation.accounts.forms import ChangePasswordForm, PreferencesForm
from cocreation.accounts.lists import ROLES
from cocreation.accounts.policies import is_signed_in
from cocreation.accounts.signing import current_account, own_session
from cocreation.core import sessions
from cocreation.core.access import allowed
from cocreation.core.clock import process_now
from cocreation.core.i18n import gettext


@pages.route("")
@allowed(is_signed_in)
def mine() -> str:
    """What the site keeps about the person, and where to change it."""
    return render_template("accounts/mine.html", account=current_account(), ROLES=ROLES)


@pages.route("/preferences", methods=["GET", "POST"])
@allowed(is_signed_in)
def preferences() -> Answer:
    """Change the name shown and the language of messages."""
    account = current_account()
    form = PreferencesForm(obj=account)
    if form.validate_on_submit():
        services.set_preferences(account=account, name=form.name.data or "", language=form.language.data)
        flash(gettext("Your preferences are saved."), "done")
        return redirect(url_for("accounts.mine"), 303)
    return render_template("accounts/preferences.html", form=form), 422 if form.errors else 200


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
    return render_template("accounts/sessions.html", sessions=sessions.of(subject, own=own_session().number))
