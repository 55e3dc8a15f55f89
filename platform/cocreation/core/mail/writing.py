"""How a mail is written: from the same parts, plain text and a small HTML page in the language's direction.

The HTML loads nothing from anywhere: no image, no font, no counter.  Its styles stand in the tags, because mail
programs drop everything else, and they are the same from both sides, so that one page serves both directions.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any

from cocreation.core.i18n import N_, direction, translator

ADDRESS = re.compile(r"https?://\S+")
# «See it here: https://…», or the address alone: one press in the HTML.
ENDS_IN_ADDRESS = re.compile(r"(?P<words>[^\n]*?)[ \u00a0\u202f]*[:：]?[ \u00a0\u202f]*(?P<address>https?://\S+)")
SITE = N_("Co-creation of the open government plan")

_BODY = "margin:0;padding:16px;background-color:#f4efe5;color:#1d1b18"
_SHEET = "max-width:600px;margin:0 auto;background-color:#fdfbf7;border-top:6px solid #0b5d3b"
_FONT = "font-family:'Noto Sans','Noto Sans Arabic',Tahoma,Arial,sans-serif;text-align:start"
_SIZES = {"ltr": "font-size:16px;line-height:1.55", "rtl": "font-size:17px;line-height:1.8"}
_SITE = "margin:0;padding:16px 24px;border-bottom:1px solid #d9d2c3;color:#0b5d3b;font-weight:bold"
_BUTTON = (
    "display:inline-block;padding:10px 20px;background-color:#0b5d3b;color:#fdfbf7;text-decoration:none;"
    "font-weight:bold;border-radius:4px"
)
_LINK = "color:#0b5d3b;overflow-wrap:anywhere"
_SMALL = "margin:16px 0 0;color:#5b554b;font-size:14px"


@dataclass(frozen=True)
class Part:
    """A part of a mail.

    Args:
        kind: «text», «heading», «item» (of a list), «link» (one press), «small» (what stands at the foot).
        words: of a mail's language, unless `language` names another. href: a full address.
    """

    kind: str
    words: str
    href: str = ""
    language: str = ""


def as_rows(parts: Iterable[Part]) -> list[dict[str, str]]:
    """The parts as a row keeps them."""
    names = [field.name for field in fields(Part)]
    return [{name: getattr(part, name) for name in names} for part in parts]


def from_rows(rows: Iterable[dict[str, Any]]) -> list[Part]:
    """The parts of a row."""
    return [Part(**row) for row in rows]


def text_of(parts: Sequence[Part]) -> str:
    """The parts as plain text; an address stands on a line of its own, where no direction can break it."""
    lines = []
    for is_list, members in groupby(parts, key=lambda part: part.kind == "item"):
        written = [_plain(part) for part in members]
        lines.append("\n".join(written) if is_list else "\n\n".join(written))
    return "\n\n".join(lines)


def _plain(part: Part) -> str:
    mark = {"item": "- ", "heading": "## "}.get(part.kind, "")
    indent = "  " if part.kind == "item" else ""
    return f"{mark}{part.words}\n{indent}{part.href}" if part.href else f"{mark}{part.words}"


def parts_of(body: str) -> Iterator[Part]:
    """The parts of a plain text; a paragraph that ends in an address becomes one press."""
    for paragraph in body.split("\n\n"):
        found = ENDS_IN_ADDRESS.fullmatch(paragraph.strip())
        if found:
            yield Part("link", found["words"] or found["address"], found["address"])
        else:
            yield Part("text", paragraph)


def html_of(parts: Sequence[Part], language: str, subject: str) -> str:
    """The same words as a page of HTML, in the language's direction.

    Args:
        subject: the page's title, as the header of the mail says it.
    """
    way = "rtl" if direction(language) == "rtl" else "ltr"
    inner = []
    for is_list, members in groupby(parts, key=lambda part: part.kind == "item"):
        written = "".join(_tagged(part) for part in members)
        inner.append(f'<ul style="margin:8px 0;padding:0 20px">{written}</ul>' if is_list else written)
    site = html.escape(translator(language).gettext(SITE))
    return (
        f'<!doctype html><html lang="{language}" dir="{way}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light">'
        f"<title>{html.escape(subject)}</title></head>"
        f'<body style="{_BODY}"><div lang="{language}" dir="{way}" style="{_SHEET};{_FONT};{_SIZES[way]}">'
        f'<p style="{_SITE}">{site}</p><div style="padding:8px 24px 24px">{"".join(inner)}</div></div></body></html>\n'
    )


def _tagged(part: Part) -> str:
    words = _words(part)
    if part.kind == "heading":
        return f'<h2 style="margin:24px 0 4px;font-size:18px">{_linked(words, part.href)}</h2>'
    if part.kind == "item":
        return f'<li style="margin:4px 0">{_linked(words, part.href)}</li>'
    if part.kind == "link":
        # An address that stands for itself is shown as one; it reads from the left everywhere.
        shown = f'<bdi dir="ltr">{words}</bdi>' if part.words == part.href else words
        style = _LINK if part.words == part.href else _BUTTON
        return f'<p style="margin:20px 0"><a href="{html.escape(part.href)}" style="{style}">{shown}</a></p>'
    style = _SMALL if part.kind == "small" else "margin:16px 0 0"
    return f'<p style="{style}">{_linked(words, part.href)}</p>'


def _words(part: Part) -> str:
    """What is shown, escaped; words of people say their own language and find their own direction."""
    escaped = html.escape(part.words).replace("\n", "<br>")
    if part.kind == "text":
        return ADDRESS.sub(_address, escaped)
    if part.language:
        return f'<bdi lang="{html.escape(part.language)}">{escaped}</bdi>'
    return escaped


def _address(found: re.Match[str]) -> str:
    return f'<a href="{found[0]}" style="{_LINK}"><bdi dir="ltr">{found[0]}</bdi></a>'


def _linked(words: str, href: str) -> str:
    return f'<a href="{html.escape(href)}" style="{_LINK}">{words}</a>' if href else words
