"""Headers of every answer: a content policy with a nonce and no foreign source, and no cached private page."""

from __future__ import annotations

import secrets

from flask import Flask, Response, current_app, g, request

from cocreation.core.i18n import current_language


def nonce() -> str:
    """The nonce of this answer's own scripts and styles."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _policy() -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'nonce-{nonce()}'",
            f"style-src 'self' 'nonce-{nonce()}'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "object-src 'none'",
            "frame-ancestors 'none'",
        )
    )


def _set_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _policy())
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
    if response.mimetype == "text/html":
        headers.setdefault("Content-Language", current_language())
    if current_app.config["ENVIRONMENT"] == "production":
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    # A signed-in answer must never be kept by a shared cache; an anonymous one depends on no cookie.
    if request.endpoint != "static" and "Cache-Control" not in headers:
        # A plain mark rather than the person: after a failure of the database the row can no longer be read.
        signed_in = getattr(g, "signed_in", False)
        headers["Cache-Control"] = "no-store" if signed_in or request.method != "GET" else "no-cache"
        response.vary.add("Cookie")
    return response


def init_app(app: Flask) -> None:
    """Add the headers to every answer."""
    app.after_request(_set_headers)
    app.jinja_env.globals["csp_nonce"] = nonce
