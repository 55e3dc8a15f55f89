"""The parts a report's files are drawn with, each with its version: the same parts give the same bytes."""

from __future__ import annotations

import hashlib
import platform
import zlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

from cocreation.core.i18n import CATALOGUES

LIBRARIES = ("babel", "jinja2", "lxml", "python-docx", "segno", "typst", "xlsxwriter")
HERE = Path(__file__).parent
PACKAGE = HERE.parent
STATIC = PACKAGE / "core" / "static"
# What the drawing modules use of ours, beside one another: a test compares their imports with this list.
USED = (
    "core/i18n.py",
    "core/regions.py",
    "core/spreadsheets.py",
    "synthesis/charts.py",
    "synthesis/document.py",
    "synthesis/listings.py",
    "synthesis/values.py",
    "text/sentences.py",
)


@cache
def parts() -> dict[str, str]:
    """{name: version} of Python, of the libraries, and the digest of our own drawing code, words and fonts."""
    ours = hashlib.sha256()
    for path in _ours():
        ours.update(path.name.encode() + b"\0" + path.read_bytes())
    found = {name: version(name) for name in LIBRARIES}
    python = ".".join(platform.python_version_tuple()[:2])
    return {**found, "python": python, "zlib": zlib.ZLIB_RUNTIME_VERSION, "cocreation": ours.hexdigest()[:16]}


def _ours() -> Iterator[Path]:
    yield from (PACKAGE / name for name in USED)
    yield from sorted(path for path in (HERE / "rendering").rglob("*.*") if path.suffix != ".pyc")
    yield from sorted((HERE / "templates").rglob("*.html"))
    yield from sorted(CATALOGUES.glob("*/LC_MESSAGES/messages.mo"))
    yield STATIC / "css" / "site.css"
    yield from sorted((STATIC / "fonts").glob("NotoSans*"))
