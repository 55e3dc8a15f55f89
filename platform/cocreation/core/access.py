"""Doors: every endpoint says who may enter; start-up fails on a bare one."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, cast, runtime_checkable
from urllib.parse import urlsplit

from flask import Flask, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from cocreation.core.errors import Forbidden, SignInNeeded

View = TypeVar("View", bound=Callable[..., Any])


@runtime_checkable
class Actor(Protocol):
    """Who acts: a person with an account, or a visitor."""

    @property
    def reference(self) -> str | None:
        """An opaque mark for the journal («user:12»), None for a visitor."""

    @property
    def is_signed_in(self) -> bool:
        """Whether this is a person with a confirmed account."""

    def has_role(self, role: str, *, scope: tuple[str, int] | None = None) -> bool:
        """Whether the person holds the role now, everywhere or within `scope` (kind, id)."""


class Visitor:
    """Someone who is not signed in."""

    id: int | None = None
    reference: str | None = None
    is_signed_in = False

    def has_role(self, role: str, *, scope: tuple[str, int] | None = None) -> bool:
        """A visitor holds no role."""
        return False


Policy = Callable[..., bool]


@dataclass(frozen=True)
class Door:
    """Who may enter an endpoint: everyone, or those a policy lets in."""

    policy: Policy | None

    @property
    def words(self) -> str:
        """`public`, or the policy's name: what the list of routes shows."""
        return "public" if self.policy is None else f"{self.policy.__module__}.{self.policy.__name__}"


class BareDoor(RuntimeError):
    """An endpoint carries neither `@public` nor `@allowed(policy)`."""


def public(view: View) -> View:
    """Everyone may enter; objects inside may still be refused by the view's own policy."""
    cast(Any, view).door = Door(None)
    return view


def allowed(policy: Policy) -> Callable[[View], View]:
    """Only those may enter for whom `policy(actor)` is true."""

    def mark(view: View) -> View:
        cast(Any, view).door = Door(policy)
        return view

    return mark


def current_actor() -> Any:
    """Who makes this request."""
    actor = getattr(g, "actor", None)
    return actor if actor is not None else Visitor()


def require(policy: Policy, *things: Any) -> None:
    """Go on only where the policy says yes for the current actor.

    Raises:
        SignInNeeded: a visitor was refused. Forbidden: a signed-in person was.
    """
    actor = current_actor()
    if not policy(actor, *things):
        raise Forbidden() if actor.is_signed_in else SignInNeeded()


def can(name: str, *things: Any) -> bool:
    """What templates ask: `can("proposals.can_edit", proposal)` is the very policy the door asks."""
    room, _, rule = name.rpartition(".")
    policy = getattr(importlib.import_module(f"cocreation.{room}.policies"), rule)
    return bool(policy(current_actor(), *things))


def is_local(address: str | None) -> bool:
    """Whether an address stays on this site: a path from the root, nothing a browser reads otherwise."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return False
    if any(ord(sign) < 33 or sign == "\\" for sign in address):
        return False
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


def go_back_to(address: str | None, otherwise: str) -> Response:
    """Redirect to a local address, else to the known one (security.md row 22: open redirects)."""
    return redirect(address if is_local(address) and address else otherwise, 303)


def _ask_door() -> Response | None:
    if request.endpoint is None or request.endpoint == "static":
        return None
    view = current_app.view_functions[request.endpoint]
    door: Door | None = getattr(view, "door", None)
    if door is None:
        raise Forbidden()
    if door.policy is None or door.policy(current_actor()):
        return None
    if current_actor().is_signed_in:
        raise Forbidden()
    if request.method == "GET":
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    raise SignInNeeded()


def check(app: Flask) -> None:
    """Refuse to start while an endpoint has no door.

    Raises:
        BareDoor: names the endpoints.
    """
    bare = sorted(
        {
            rule.endpoint
            for rule in app.url_map.iter_rules()
            if rule.endpoint != "static" and not hasattr(app.view_functions[rule.endpoint], "door")
        }
    )
    if bare:
        raise BareDoor(f"these endpoints need @public or @allowed(policy): {', '.join(bare)}")


def init_app(app: Flask) -> None:
    """Ask the door before every request and let templates ask the same policies."""
    app.before_request(_ask_door)
    app.jinja_env.globals["can"] = can
