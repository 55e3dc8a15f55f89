"""Drawings as pictures, for the formats that take no SVG, and addresses as squares a telephone reads."""

import io
from struct import unpack_from

import segno

from cocreation.synthesis.rendering.typesetting import as_png

# 166 mm, the width of the text of the Word report, at a density that prints well.
DENSITY = 220


def drawn(svg: str) -> bytes:
    """The drawing as PNG; the same drawing gives the same bytes."""
    return as_png("chart.typ", {"svg": svg}, DENSITY)


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
