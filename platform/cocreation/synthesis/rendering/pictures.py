"""Drawings as pictures, for the formats that take no SVG, and addresses as squares a telephone reads."""

import io
import re
from html import unescape
from struct import unpack_from

import segno

from cocreation.synthesis.rendering.blocks import RIGHT_TO_LEFT, said
from cocreation.synthesis.rendering.typesetting import as_png

# 166 mm, the width of the text of the Word report, at a density that prints well.
DENSITY = 220
_BOX = re.compile(r'viewBox="(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+)"')
# As `synthesis.charts` writes them.
_WORDS = re.compile(
    r'<text x="(-?[\d.]+)" y="(-?[\d.]+)" text-anchor="(\w+)" fill="(#\w+)" font-size="(\d+)"'
    r'( font-weight="700")?>([^<]*)</text>'
)


def laid_out(svg: str, within: str) -> dict[str, object]:
    """A drawing without its words, and its words with their places, for what sets type itself.

    What draws an SVG for print gives up where words join letters of two scripts in one line; Typst does not.

    Args:
        within: the language of the report.
    """
    left, top, wide, high = map(float, _BOX.search(svg).groups())  # type: ignore[union-attr]
    words = [
        {
            "x": float(x) - left,
            "y": float(y) - top,
            "anchor": anchor,
            "colour": colour,
            "size": int(size),
            "bold": bool(bold),
            "said": vars(said(unescape(text), "", within=within)),
        }
        for x, y, anchor, colour, size, bold, text in _WORDS.findall(svg)
    ]
    return {"svg": _WORDS.sub("", svg), "words": words, "wide": wide, "high": high}


def drawn(svg: str, within: str) -> bytes:
    """The drawing as PNG; the same drawing gives the same bytes."""
    direction = "rtl" if within in RIGHT_TO_LEFT else "ltr"
    return as_png("chart.typ", {**laid_out(svg, within), "language": within, "direction": direction}, DENSITY)


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height in pixels (PNG specification, chunk IHDR)."""
    wide, high = unpack_from(">II", png, 16)
    return wide, high


def square(address: str) -> str:
    """The address as a QR code in SVG, dark on light; empty without an address."""
    if not address:
        return ""
    made = io.BytesIO()
    segno.make(address, error="m", micro=False).save(made, kind="svg", border=0, dark="#1d1b18", nl=False)
    return made.getvalue().decode()
