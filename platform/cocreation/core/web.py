"""One way through: a request's transaction is committed once, at the edge, and rolled back on any exception."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, g, request, url_for
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter, Map, ValidationError
from werkzeug.routing.converters import AnyConverter, UnicodeConverter

from cocreation.core import uploads
from cocreation.core.access import current_actor
from cocreation.core.clock import process_date_override, process_now
from cocreation.core.db import db
from cocreation.core.errors import NotFound
from cocreation.core.i18n import (
    current_language,
    direction,
    gettext,
    here,
    language_links,
    page_languages,
    written_language,
)
from cocreation.core.places import Places, places
from cocreation.core.regions import SHAPES

# Every room's blueprint stands below this prefix: the language is part of every address.
PREFIX = "/<language:language>"
# PostgreSQL numbers rows with four bytes, and answers an error to anything beyond.
LARGEST = 2**31 - 1


def public_address(path: str) -> str:
    """The full address of a path, from the configured public address and never from the request's Host."""
    return str(current_app.config["PUBLIC_URL"]).rstrip("/") + path


def configured(name: str) -> Any:
    """The value of a setting of the running application, for services, which never see the web framework."""
    return current_app.config[name]


def signing_keys() -> list[str]:
    """The keys links are signed with, the newest last, as itsdangerous wants them."""
    return [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]


def number_in(text: str | None) -> int | None:
    """The number of a row, as an address or a hidden field gives it; None for what no row can have as its number."""
    if not text or len(text) > len(str(LARGEST)) or not (text.isascii() and text.isdecimal()):
        return None
    return int(text) if int(text) <= LARGEST else None


class Number(BaseConverter):
    """A row's number in an address (security.md §3, items 50 to 52)."""

    regex = r"[0-9]{1,10}"

    def to_python(self, value: str) -> int:
        """The digits as a number.

        Raises:
            ValidationError: no row can have it; the address leads nowhere.
        """
        found = number_in(value)
        if found is None:
            raise ValidationError
        return found


def _language_converter(app: Flask) -> type[BaseConverter]:
    """What takes the languages of the application's pages from an address, and nothing else."""

    class Language(AnyConverter):
        def __init__(self, url_map: Map) -> None:
            super().__init__(url_map, *page_languages(app.config))

    return Language


class Platform(Flask):
    """Flask, with the transaction of each request kept at its edge."""

    def dispatch_request(self) -> Any:
        """Answer, then commit once: only a whole answer below 400 leaves something behind."""
        response = self.make_response(super().dispatch_request())
        if response.status_code < 400:
            db.session.commit()
        else:
            db.session.rollback()
        return response

    def handle_user_exception(self, e: Exception) -> Any:
        """Undo what the request began, before any handler looks at the database."""
        db.session.rollback()
        return super().handle_user_exception(e)


def _stand_on_process_date(app: Flask) -> None:
    """Have each request stand on the process date of its application, and on no other's afterwards."""

    def stand() -> None:
        if app.config["PROCESS_DATE"]:
            g.process_date_before = process_date_override.set(app.config["PROCESS_DATE"])

    def step_down(_error: BaseException | None) -> None:
        if before := g.pop("process_date_before", None):
            process_date_override.reset(before)

    app.before_request(stand)
    app.teardown_request(step_down)


def _band(app: Flask) -> str | None:
    if not app.config["PROCESS_DATE"]:
        return None
    return gettext("Demonstration: the process stands on %(day)s.", day=here().day(process_now()))


def _navigation() -> dict[str, Any]:
    # The page of an error must not need the database or a known address: it stands without menus.
    if getattr(g, "error_page", False):
        return {"languages": [], "navigation": [], "account_links": [], "footer_links": []}
    # A page is made of several templates, each of which is given this: it is worked out for the first of them.
    if "menus" not in g:
        g.menus = _menus(places())
    menus: dict[str, Any] = g.menus
    return menus


def _menus(registry: Places) -> dict[str, Any]:
    return {
        "languages": [{**link, "address": public_address(link["href"])} for link in language_links()],
        "navigation": registry.links("navigation"),
        "account_links": registry.links("account.navigation", actor=current_actor()),
        "footer_links": registry.links("footer"),
    }


def _context(app: Flask) -> dict[str, Any]:
    language = current_language()
    return {
        **_navigation(),
        "home_href": f"/{language}/",
        "language": language,
        "direction": direction(language),
        "site_name": gettext("Co-creation of the open government plan"),
        "process_band": _band(app),
        "page_address": public_address(quote(request.path)),
        "page_card": public_address(url_for("static", filename=f"cards/{written_language()}.png")),
    }


def _refuse_strange_bytes() -> None:
    # PostgreSQL takes no NUL, in whatever parameter it comes.
    if "\x00" in request.path or b"%00" in request.query_string or b"\x00" in request.query_string:
        raise NotFound()


def _no_cookie_on_static(response: Response) -> Response:
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def init_app(app: Flask) -> None:
    """Install the converters, the context of every page and the trust in proxies, where one is set."""
    app.url_map.converters["number"] = Number
    app.url_map.converters["language"] = _language_converter(app)
    # An address typed with or without its last slash is the same page.
    app.url_map.strict_slashes = False
    app.url_map.converters["string"] = UnicodeConverter
    if hops := app.config["PROXY_HOPS"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    _stand_on_process_date(app)
    app.before_request(_refuse_strange_bytes)
    uploads.init_app(app)
    app.after_request(_no_cookie_on_static)
    app.context_processor(lambda: _context(app))
    app.jinja_env.globals["REGION_SHAPES"] = SHAPES
