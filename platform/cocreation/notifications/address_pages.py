"""Pages of following by an address alone: asking, the link that begins it, and the list a key in each mail opens."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from cocreation.accounts.addresses import clean_email
from cocreation.accounts.forms import email_field
from cocreation.core import limits
from cocreation.core.access import current_actor, public
from cocreation.core.clock import process_now
from cocreation.core.errors import NotFound
from cocreation.core.forms import BaseForm
from cocreation.core.i18n import current_language, gettext, written_language
from cocreation.core.web import PREFIX
from cocreation.notifications import by_address, followed, following
from cocreation.notifications import choices as paces
from cocreation.notifications.followed import Named
from cocreation.notifications.following_pages import list_of

bp = Blueprint("by_mail", __name__, url_prefix=PREFIX + "/notifications/by-mail", template_folder="templates")


class WishForm(BaseForm):
    """The address the news goes to."""

    email = email_field()
    path = HiddenField()


class ConfirmForm(BaseForm):
    """The button that begins it."""


def _thing(path: str) -> Named:
    """What is public at a path.

    Raises:
        NotFound: whether something is there that is not public, nobody learns here.
    """
    named = followed.named([path]).get(path)
    if named is None:
        raise NotFound()
    return named


@bp.route("", methods=["GET", "POST"])
@public
def wish() -> str | Response | tuple[str, int]:
    """Ask to follow a thing by mail; the answer is the same for every address."""
    path = request.values.get("path", "")[:200]
    named, back = _thing(path), f"/{current_language()}{path}"
    if current_actor().is_signed_in:
        return redirect(back, 303)
    form = WishForm(path=path)
    if form.validate_on_submit():
        _ask(form.email.data, path, named)
        return redirect(url_for("by_mail.asked", path=path), 303)
    title, spoken = named.shown(current_language())
    page = render_template("notifications/by_mail.html", form=form, title=title, lang=spoken, back=back)
    return page, 422 if form.errors else 200


def _ask(written: str, path: str, named: Named) -> None:
    email = clean_email(written)
    if by_address.was_just_wished(email=email, path=path):
        return
    limits.hit("confirmation_mail", f"email:{limits.digest(email)}")
    limits.hit_person("follow")
    # A proposal is named by its number: its title is somebody's words.
    title = followed.mark_of(path) if named.kind == "proposal" else named.shown(written_language())[0]
    by_address.wish(email=email, kind=named.kind, path=path, title=title, language=written_language())


@bp.route("/asked")
@public
def asked() -> str:
    """The link is on its way: what to do with it."""
    path = request.args.get("path", "")[:200]
    _thing(path)
    return render_template(
        "notifications/asked.html",
        back=f"/{current_language()}{path}",
        again=url_for("by_mail.wish", path=path),
        days=by_address.KEPT_FOR.days,
    )


@bp.route("/confirm/<token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> str | Response:
    """What the link begins to follow; only the button begins it, for mail scanners open every link they see."""
    found = by_address.wish_of(token)
    form = ConfirmForm()
    if form.validate_on_submit():
        account = by_address.confirm(token=token, at=process_now())
        flash(gettext("You follow it: what happens to it will be told you."), "done")
        return redirect(url_for("by_mail.mine", key=paces.key_of(account)), 303)
    title, spoken = _thing(found.path).shown(current_language())
    return render_template("notifications/confirm.html", form=form, title=title, lang=spoken, email=found.email)


@bp.route("/mine/<key>", methods=["GET", "POST"])
@public
def mine(key: str) -> str | Response | tuple[str, int]:
    """What somebody follows and when mails leave, opened by the key in their mails."""
    account = paces.account_of(key)
    here = url_for("by_mail.mine", key=key)
    if path := request.form.get("path"):
        following.unfollow(account_id=account.id, path=path[:200])
        flash(gettext("You no longer follow it."), "done")
        return redirect(here, 303)
    return list_of(account, here, by_key=True)
