"""The report as one HTML page that stands alone: styles and fonts inside, no request to anybody."""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from cocreation import core
from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.rendering.blocks import plain
from cocreation.synthesis.rendering.labels import Labels
from cocreation.synthesis.rendering.story import told

TEMPLATES = Path(__file__).parent.parent / "templates"
STATIC = Path(core.__file__).parent / "static"
_FACE = re.compile(r"@font-face\{[^}]*\}")
_FILE = re.compile(r'url\("\.\./(fonts/[^"]+)"\)')
_RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?")


@dataclass(frozen=True)
class Beside:
    """A file that stands beside the page: its name, what it is, its size in words."""

    href: str
    label: str
    size: str


def render(document: ReportDocument) -> bytes:
    """The report as a page."""
    return page(document, ())


def page(document: ReportDocument, beside: Sequence[Beside]) -> bytes:
    """The report as a page that leads to the files beside it.

    Args:
        beside: the files that stand in the same folder.
    """
    labels = Labels(document.language)
    body = _environment().get_template("synthesis/standalone.html").render(
        story=told(document),
        running=labels.running(document),
        address=document.url,
        online=labels.gettext("The report on the platform"),
        beside=beside,
        files=labels.gettext("The files of the report"),
    )  # fmt: skip
    # The place of the style sheet comes before any text of a person.
    return plain(body.replace("@@STYLE@@", _style(body), 1)).encode() + b"\n"


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _style(text: str) -> str:
    """The style sheet of the site with the fonts that the text needs inside it, and no other."""
    sheet = (STATIC / "css" / "site.css").read_text(encoding="utf-8")
    letters = {ord(letter) for letter in set(text)}
    return _FACE.sub(lambda face: _FILE.sub(_inside, face.group()) if _draws(face.group(), letters) else "", sheet)


def _draws(face: str, letters: set[int]) -> bool:
    ranges = [(int(first, 16), int(last or first, 16)) for first, last in _RANGE.findall(face)]
    return any(first <= letter <= last for first, last in ranges for letter in letters)


def _inside(file: re.Match[str]) -> str:
    packed = b64encode((STATIC / file.group(1)).read_bytes()).decode()
    return f'url("data:font/woff2;base64,{packed}")'
