"""Pages for coming in: sign in by password or link, sign out, register, confirm, forgotten password."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from cocreation.accounts import activity, addresses, links, passwords, services
from cocreation.accounts.forms import EmailForm, NewPasswordForm, RegisterForm, SignInForm
from cocreation.accounts.models import Account
from cocreation.accounts.signing import sign_in, sign_out
from cocreation.core import limits
from cocreation.core.access import current_actor, go_back_to, is_local, public
from cocreation.core.clock import process_now
from cocreation.core.i18n import gettext, written_language
from cocreation.core.web import PREFIX

bp = Blueprint("accounts", __name__, url_prefix=PREFIX + "/account", template_folder="templates")
Answer = Response | str | tuple[str, int]

# The digest of a password chosen while registering waits in the browser's own session, not in the account:
# whoever registers somebody else's address leaves no password behind when that person confirms it.
CHOSEN_MEANWHILE = "chosen_meanwhile"


def next_page() -> str:
    """The local page to go on to after signing in, or nothing."""
    asked = request.form.get("next") or request.args.get("next") or ""
    return asked if is_local(asked) else ""


def _enter(account: Account, address: str = "", *, method: str = "link") -> Response:
    onwards = address or next_page()
    sign_in(account)
    activity.note(account=account, method=method, device=session["device"])
    return go_back_to(onwards, url_for("accounts.mine"))


def _count_attempt(name: str, email: str) -> None:
    # The account first, whoever tries; then whoever tries, whatever the account.
    limits.hit(name, f"email:{limits.digest(addresses.clean_email(email))}")
    limits.hit_person(name)


@bp.route("/sign-in", methods=["GET", "POST"], endpoint="sign_in")
@public
def sign_in_page() -> Answer:
    """Sign in by password, or go on to a link by e-mail."""
    if current_actor().is_signed_in and request.method == "GET":
        return go_back_to(next_page(), url_for("accounts.mine"))
    form = SignInForm()
    form.next.data = next_page()
    if form.validate_on_submit():
        _count_attempt("login", form.email.data)
        limits.hit("login_all", "everybody")
        try:
            account = services.sign_in_by_password(email=form.email.data, password=form.password.data)
            return _enter(account, method="password")
        except services.WrongPassword as error:
            form.form_errors.append(gettext(error.message))
    status = 422 if form.errors else 200
    return render_template("accounts/sign_in.html", form=form), status


@bp.route("/sign-out", methods=["POST"], endpoint="sign_out")
@public
def sign_out_page() -> Response:
    """End this browser's session."""
    sign_out()
    return redirect(url_for("accounts.signed_out"), 303)


@bp.route("/signed-out")
@public
def signed_out() -> str:
    """Say that one is signed out; the page keeps nothing in a session."""
    return render_template("accounts/signed_out.html")


@bp.route("/link", methods=["GET", "POST"])
@public
def ask_link() -> Answer:
    """Send a link that signs in; the answer is the same for every address."""
    form = EmailForm()
    form.next.data = next_page()
    if form.validate_on_submit():
        limits.hit_person("login")
        services.send_sign_in_link(email=form.email.data)
        session["after_link"] = next_page()
        return render_template("accounts/mail_sent.html", email=form.email.data.strip())
    return render_template("accounts/ask_link.html", form=form), 422 if form.errors else 200


@bp.route("/sign-in/<token>", methods=["GET", "POST"])
@public
def by_link(token: str) -> Answer:
    """Show whose link it is; only the button uses it, for mail scanners open every link they see."""
    if request.method == "POST":
        onwards = str(session.get("after_link") or "")
        return _enter(services.sign_in_by_link(token=token), onwards)
    return render_template("accounts/by_link.html", account=links.account_of(token, "sign-in"))


@bp.route("/register", methods=["GET", "POST"], endpoint="register")
@public
def register_page() -> Answer:
    """Open an account that waits for its address to be confirmed; one answer for every address."""
    form = RegisterForm(language=written_language())
    form.next.data = next_page()
    if form.validate_on_submit():
        limits.hit_person("signup")
        email = form.email.data
        services.register(email=email, name=form.name.data or "", language=form.language.data, at=process_now())
        session["after_link"] = next_page()
        session[CHOSEN_MEANWHILE] = _waiting(email, form.password.data)
        return render_template("accounts/mail_sent.html", email=email.strip(), registering=True)
    return render_template("accounts/register.html", form=form), 422 if form.errors else 200


def _waiting(email: str, password: str | None) -> list[str]:
    return [addresses.clean_email(email), passwords.hash_password(password)] if password else []


@bp.route("/confirm/<token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> Answer:
    """Confirm an address by the button of this page, then come in."""
    account = links.account_of(token, "confirm")
    if request.method == "GET":
        return render_template("accounts/confirm.html", account=account)
    waiting = session.get(CHOSEN_MEANWHILE) or ["", ""]
    hashed = waiting[1] if waiting[0] == account.email else None
    onwards = str(session.get("after_link") or "")
    return _enter(services.confirm(token=token, at=process_now(), password_hash=hashed), onwards)


@bp.route("/forgotten", methods=["GET", "POST"])
@public
def forgotten() -> Answer:
    """Send a link to choose a new password; the answer is the same for every address."""
    form = EmailForm()
    if form.validate_on_submit():
        _count_attempt("reset", form.email.data)
        services.send_password_link(email=form.email.data)
        return render_template("accounts/mail_sent.html", email=form.email.data.strip())
    return render_template("accounts/forgotten.html", form=form), 422 if form.errors else 200


@bp.route("/password/<token>", methods=["GET", "POST"])
@public
def new_password(token: str) -> Answer:
    """Choose a new password by a link, then come in."""
    account = links.account_of(token, "password")
    form = NewPasswordForm()
    form.of_email = account.email
    if form.validate_on_submit():
        links.use(token, "password")
        services.change_password(account=account, password=form.password.data, at=process_now())
        return _enter(account)
    return render_template("accounts/new_password.html", form=form, account=account), 422 if form.errors else 200
