"""What a browser keeps of drafts without an account: one key in a cookie, set by the first answer and never before."""

from __future__ import annotations

from flask import Response, current_app, request

from cocreation.proposals.writing.keys import kept_for


def _name() -> str:
    return "__Host-draft" if current_app.config["SESSION_COOKIE_SECURE"] else "draft"


def key() -> str | None:
    """The key this browser has, whatever it opens."""
    found = request.cookies.get(_name())
    return found if found and len(found) <= 100 else None


def keep(response: Response, token: str) -> None:
    """Have the browser keep a key as long as its drafts are kept: a session that ends loses no text."""
    response.set_cookie(
        _name(),
        token,
        max_age=int(kept_for().total_seconds()),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )


def forget(response: Response) -> None:
    """Have the browser keep no key any more."""
    response.delete_cookie(_name(), path="/", secure=current_app.config["SESSION_COOKIE_SECURE"])
