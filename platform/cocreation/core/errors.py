"""Refusals and errors: small exceptions of the rooms, one handler, and a page that needs no database."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from flask import Flask, Response, g, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from cocreation.core.i18n import N_

log = logging.getLogger(__name__)


class Refused(Exception):
    """Something the rules do not allow. `message` is a msgid, `values` fill it; `status` is the answer's code."""

    status = 409
    message = N_("This cannot be done.")
    what_to_do = N_("Go back and try again, or write to us.")

    def __init__(self, message: str | None = None, *, what_to_do: str | None = None, **values: Any) -> None:
        super().__init__(message or self.message)
        self.message = message or self.message
        self.what_to_do = what_to_do or self.what_to_do
        # The page to go back to and its label, where there is a better one than the home page.
        self.back: tuple[str, str] | None = None
        self.values = values
        self.headers: dict[str, str] = {}


class Forbidden(Refused):
    """The person may not do this."""

    status = 403
    message = N_("You are not allowed to do this.")
    what_to_do = N_("Sign in with an account that may, or ask the secretariat.")


class SignInNeeded(Refused):
    """The door opens for signed-in people only."""

    status = 401
    message = N_("Sign in to go on.")
    what_to_do = N_("What you wrote is below: keep it, sign in, then paste it.")


class NotFound(Refused):
    """There is nothing at this address, or nothing this person may know of."""

    status = 404
    message = N_("There is no page at this address.")
    what_to_do = N_("Check the address, or start from the list of proposals.")


MESSAGES: dict[int, tuple[str, str]] = {
    400: (N_("We could not understand this request."), N_("Go back, check what you entered and try again.")),
    401: (SignInNeeded.message, SignInNeeded.what_to_do),
    403: (Forbidden.message, Forbidden.what_to_do),
    404: (NotFound.message, NotFound.what_to_do),
    405: (N_("This page cannot be used in this way."), N_("Go back and use the buttons of the page.")),
    409: (
        N_("This changed a moment ago: somebody else, or another window of yours, was quicker."),
        N_("Nothing was recorded. Go back, look at it again, then send what you wrote: it is below."),
    ),
    413: (N_("What you sent is too large."), N_("Shorten the text or send a smaller file.")),
    429: (N_("Too many requests in a short time."), N_("Wait a moment, then send it again: your text is below.")),
    500: (
        N_("Something went wrong on our side."),
        N_("Nothing was recorded. Keep your text and try again in a few minutes."),
    ),
    503: (N_("The service is busy."), N_("Nothing was recorded. Keep your text and try again in a few seconds.")),
}

# How the texts given back are named; what a person chose rather than wrote is not given back.
TEXT_NAMES = {
    "title": N_("Title"),
    "problem": N_("The problem"),
    "body": N_("Your proposal"),
    "source": N_("Your comment"),
    "why": N_("What you changed"),
    "note": N_("Your words to the author"),
    "answer": N_("Your answer to the author"),
    "name": N_("Name or pseudonym shown"),
    "email": N_("E-mail address"),
}
CHOSEN_FIELDS = frozenset({
    "action", "agreed", "by", "channel", "choice", "code", "comment", "consent", "do", "duty", "in_name_of", "kind",
    "language", "next", "organisation", "region", "remove", "revision", "seen", "side", "signed_as", "theme", "version",
    "voice",
})  # fmt: skip
SECRET_FIELDS = ("password", "csrf_token", "token", "form_id")


def typed_texts() -> list[dict[str, str]]:
    """What the person had typed in the form just sent, so that an error page can give it back."""
    try:
        fields = list(request.form.items(multi=True))
    except HTTPException:
        return []
    return [
        {"label": gettext(TEXT_NAMES.get(_plain(name), N_("The text you typed"))), "text": value}
        for name, value in fields
        if len(value) > 2 and _plain(name) not in CHOSEN_FIELDS and not any(secret in name for secret in SECRET_FIELDS)
    ]


def _plain(name: str) -> str:
    """The name of a field without the form it stands in and the language of an official text."""
    return name.rpartition("-")[2].removesuffix("_fr").removesuffix("_ar").removesuffix("_en")


def error_page(
    status: int,
    title: str,
    what_to_do: str,
    number: str = "",
    retry: dict[str, Any] | None = None,
    back: tuple[str, str] | None = None,
) -> tuple[str, int]:
    """The page of an error, with the typed text kept; falls back to bare text if the template itself fails.

    Args:
        retry: action, fields and label of a form that sends the same thing again.
        back: address and label of the page to go back to; None for the home page.
    """
    g.error_page = True
    try:
        return (
            render_template(
                "errors/error.html",
                title=title,
                message=what_to_do,
                kept_text=typed_texts(),
                retry=retry,
                back=back,
                reference=number or None,
                status=status,
            ),
            status,
        )
    except Exception:
        log.exception("the error page failed")
        return f"{status} {title} {what_to_do}", status


def _on_refused(error: Refused) -> Any:
    message, what_to_do = (gettext(text, **error.values) for text in (error.message, error.what_to_do))
    body, status = error_page(error.status, message, what_to_do, back=error.back)
    return body, status, error.headers


def _on_http(error: HTTPException) -> Any:
    code = error.code or 500
    if code < 400:
        return error
    message, what_to_do = MESSAGES.get(code, MESSAGES[400] if code < 500 else MESSAGES[500])
    if isinstance(error, SecurityError):
        # For a host that is not ours no address can be built: it gets bare words, and fills no log with traces.
        return Response(f"{gettext(message)} {gettext(what_to_do)}", code, mimetype="text/plain")
    body, status = error_page(code, gettext(message), gettext(what_to_do))
    response = error.get_response()
    response.set_data(body)
    response.content_type = "text/html; charset=utf-8"
    return response, status


def _same_form() -> dict[str, Any]:
    # The form as it was sent, with a new token: one press sends it again. Passwords are asked anew.
    fields = {name: value for name, value in request.form.items() if "password" not in name}
    return {
        "action": request.full_path.rstrip("?"),
        "fields": {**fields, "csrf_token": generate_csrf()},
        "label": gettext("Send again"),
    }


def _came_from_here() -> bool:
    # A foreign page that sends a forged form must not be handed a button that makes it valid.
    origin = request.headers.get("Origin")
    return origin == request.host_url.rstrip("/") if origin else request.headers.get("Sec-Fetch-Site") == "same-origin"


def _on_csrf(_error: CSRFError) -> Any:
    return error_page(
        400,
        gettext("This form was open too long, or in another window."),
        gettext("Nothing was recorded, and nothing you typed is lost: it is below."),
        retry=_same_form() if _came_from_here() else None,
    )


def _on_busy(error: OperationalError) -> Any:
    log.warning("database: %s", error.orig)
    body, status = error_page(503, gettext(MESSAGES[503][0]), gettext(MESSAGES[503][1]))
    return body, status, {"Retry-After": "5"}


def _on_stale(_error: StaleDataError) -> Any:
    # A row was written over between its reading and its writing; the second of the two is told.
    return error_page(409, gettext(MESSAGES[409][0]), gettext(MESSAGES[409][1]))


# How PostgreSQL and SQLite say that a row of the same name stands there already.
_TWICE = frozenset({"23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"})


def _on_integrity(error: IntegrityError) -> Any:
    # Two people, or two presses of a button, made the same thing at the same moment; anything else is a fault of ours.
    said = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None)
    if said not in _TWICE:
        return _on_anything(error)
    log.warning("database: %s", error.orig)
    return error_page(409, gettext(MESSAGES[409][0]), gettext(MESSAGES[409][1]))


def _on_anything(_error: Exception) -> Any:
    number = uuid.uuid4().hex[:8]
    log.exception("error %s at %s", number, request.path)
    return error_page(500, gettext(MESSAGES[500][0]), gettext(MESSAGES[500][1]), number)


def init_app(app: Flask) -> None:
    """Install the handlers."""
    app.register_error_handler(Refused, _on_refused)
    app.register_error_handler(CSRFError, _on_csrf)
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(OperationalError, _on_busy)
    app.register_error_handler(StaleDataError, _on_stale)
    app.register_error_handler(IntegrityError, _on_integrity)
    if not app.config.get("PROPAGATE"):
        app.register_error_handler(Exception, _on_anything)
