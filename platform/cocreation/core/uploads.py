"""Requests that carry a file: the few doors that take a larger body than the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, current_app, request

View = TypeVar("View", bound=Callable[..., Any])


def takes_file(view: View) -> View:
    """Mark a view: its requests may be as large as the setting MAX_UPLOAD_BYTES."""
    cast(Any, view).takes_file = True
    return view


def _widen() -> None:
    """Set the limit before anything reads the body: the token of the form stands in it."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "takes_file", False):
        request.max_content_length = current_app.config["MAX_UPLOAD_BYTES"]


def init_app(app: Flask) -> None:
    """Look at each request before its body is read."""
    app.before_request(_widen)
