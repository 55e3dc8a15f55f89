"""What lets the site be installed on a telephone, and the page that stands in for others when the network is gone."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template, url_for

from cocreation.core.access import public
from cocreation.core.i18n import current_language, direction, gettext, page_languages
from cocreation.core.web import PREFIX

bp = Blueprint("installing", __name__, template_folder="templates")

# What the page without network is made of; never a page of a person, nor one that says anything new.
KEPT = (
    "css/site.css",
    "js/page.js",
    "js/draft.js",
    "icons/favicon.svg",
    "icons/band.svg",
    "fonts/NotoSans-Regular.woff2",
    "fonts/NotoSansArabic-Regular.woff2",
)
ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)


@lru_cache(maxsize=1)
def _version(folder: str) -> str:
    """A mark of all that is kept: where something changes, everything is fetched anew."""
    digest = hashlib.sha256()
    for name in KEPT:
        digest.update(Path(folder, name).read_bytes())
    return digest.hexdigest()[:16]


def _icon(name: str, sizes: str, purpose: str) -> dict[str, str]:
    address = url_for("static", filename=f"icons/{name}")
    return {"src": address, "sizes": sizes, "type": "image/png", "purpose": purpose}


@bp.get(PREFIX + "/manifest.webmanifest")
@public
def manifest() -> Response:
    """How the installed site is called, looks and begins, in the language of the page it was installed from."""
    language = current_language()
    described: dict[str, Any] = {
        "id": "/",
        "name": gettext("Co-creation of the open government plan"),
        "short_name": gettext("Co-creation"),
        "lang": language,
        "dir": direction(language),
        "start_url": url_for("home.index"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#fdfbf7",
        "theme_color": "#0b5d3b",
        "icons": [_icon(*each) for each in ICONS],
        "shortcuts": [{"name": gettext("Propose an idea"), "url": url_for("proposals.new")}],
    }
    response = jsonify(described)
    response.content_type = "application/manifest+json"
    return response


@bp.get("/service-worker.js")
@public
def service_worker() -> Response:
    """The small programme of the browser that shows the page without network; it keeps nothing else."""
    pages = {language: f"/{language}/offline" for language in page_languages()}
    kept = [url_for("static", filename=name) for name in KEPT]
    version = _version(str(current_app.static_folder))
    text = render_template("home/service_worker.js", version=version, pages=pages, kept=kept)
    return Response(text, content_type="text/javascript; charset=utf-8")


@bp.get(PREFIX + "/offline")
@public
def offline() -> str:
    """The page without network: what was being written on this device, to read and to go on with."""
    return render_template("home/offline.html")
