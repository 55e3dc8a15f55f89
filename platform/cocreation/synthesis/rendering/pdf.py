"""The report as PDF/UA, set by Typst; every text goes in as JSON, never as markup."""

import json
import re
from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path

import typst

from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.rendering.blocks import Story, web_address
from cocreation.synthesis.rendering.glyphs import FONTS, drawable
from cocreation.synthesis.rendering.story import told

TEMPLATE = Path(__file__).with_name("report.typ")
# A word longer than this may break anywhere: a line would otherwise run off the page.
LONG_WORD = 34
_LONG = re.compile(rf"[^\s\u200b]{{{LONG_WORD},}}")


def render(document: ReportDocument) -> bytes:
    """The report as a tagged PDF with bookmarks, A4.

    Raises:
        typst.TypstError: when the template itself is wrong; no text of a report can cause it.
    """
    compiler = typst.Compiler(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS]),
        sys_inputs={"story": _json(told(document))},
    )
    dated = datetime.combine(document.dated_on, time(12), tzinfo=UTC)
    pdf = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=dated)
    assert isinstance(pdf, bytes)  # noqa: S101 - one output was asked for; this narrows the type only.
    return pdf


def _json(story: Story) -> str:
    return json.dumps(_ready(asdict(story)), ensure_ascii=False)


def _ready(value: object, key: str = "") -> object:
    """The value with its texts ready for the page: breakable words, addresses of the web only."""
    if isinstance(value, str):
        return web_address(value) if key == "url" else _LONG.sub(_breakable, drawable(value))
    if isinstance(value, dict):
        return {name: _ready(item, name) for name, item in value.items()}
    return [_ready(item, key) for item in value] if isinstance(value, list | tuple) else value


def _breakable(match: re.Match[str]) -> str:
    word = match.group()
    return "\u200b".join(word[start : start + 12] for start in range(0, len(word), 12))
