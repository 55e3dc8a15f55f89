"""Pages set by Typst with our fonts alone; every text goes in as JSON, never as markup."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

import typst

from cocreation.synthesis.rendering.glyphs import FONTS, drawable

FOLDER = Path(__file__).parent
# A word longer than this may break anywhere: a line would otherwise run off the page.
LONG_WORD = 34
# Typst keeps what it computed through so many compilations: a large report would fill the memory of the worker.
KEPT, LARGE = 11, 200_000
_LONG = re.compile(rf"[^\s\u200b]{{{LONG_WORD},}}")


def as_pdf(template: str, data: object, day: date) -> bytes:
    """The template filled with data as PDF/UA, dated to that day.

    Args:
        template: the name of a file beside this module. data: what JSON can hold.

    Raises:
        typst.TypstError: when the template itself is wrong; no text can cause it.
    """
    dated = datetime.combine(day, time(12), tzinfo=UTC)
    words = json.dumps(_ready(data), ensure_ascii=False)
    made = _compiler(template, words).compile(format="pdf", pdf_standards=["ua-1"], timestamp=dated)
    if len(words) > LARGE:
        _forget()
    assert isinstance(made, bytes)  # noqa: S101 - one output was asked for; this narrows the type only.
    return made


def as_png(template: str, data: object, density: int) -> bytes:
    """The one page of the template filled with data, as a picture of that many points an inch."""
    words = json.dumps(_ready(data), ensure_ascii=False)
    made = _compiler(template, words).compile(format="png", ppi=density)
    assert isinstance(made, bytes)  # noqa: S101 - as above: the template has one page.
    return made


def _compiler(template: str, words: str) -> typst.Compiler:
    return typst.Compiler(FOLDER / template, root=FOLDER, font_paths=_fonts(), sys_inputs={"data": words})


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def _forget() -> None:
    """Let Typst drop what it keeps of earlier compilations, by as many empty pages."""
    for _ in range(KEPT):
        typst.compile(b"#set page(width: 1cm, height: 1cm)", font_paths=_fonts())


def _ready(value: object, key: str = "") -> object:
    """The value with its texts ready for the page: drawable, with words that can break."""
    if isinstance(value, str):
        # Addresses and drawings have no lines to break.
        return drawable(value) if key in ("url", "svg") else _LONG.sub(_breakable, drawable(value))
    if isinstance(value, dict):
        return {name: _ready(item, name) for name, item in value.items()}
    return [_ready(item, key) for item in value] if isinstance(value, list | tuple) else value


def _breakable(match: re.Match[str]) -> str:
    word = match.group()
    return "\u200b".join(word[start : start + 12] for start in range(0, len(word), 12))
