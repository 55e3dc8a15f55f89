"""Paragraphs and tables of a Word document as XML text: python-docx is slow to build a thousand rows with.

Directions are written twice, as Word wants them: ``w:bidi`` on the paragraph, ``w:rtl`` on each run.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

INK, SOFT, LINE, GREEN, OCHRE, BLUE = "1D1B18", "5B554B", "D9D2C3", "0B5D3B", "8A5A00", "1F4E79"
COLOURS = {"green": GREEN, "ochre": OCHRE, "blue": BLUE, "soft": SOFT}
WASHES = {"green": "EEF5F1", "ochre": "FAF3E3", "blue": "EBF1F8", "soft": "F5F2EA"}
LOCALES = {"fr": "fr-FR", "ar": "ar-MA", "ary": "ar-MA", "en": "en-GB", "zgh": "zgh-MA", "es": "es-ES"}
# Word joins two tables or two shades that touch; a thin empty line after each keeps them apart.
GAP = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="140" w:lineRule="exact"/></w:pPr></w:p>'


@dataclass(frozen=True)
class Style:
    """How a run looks; ``size`` in points, empty strings and zero leave it to the style of its paragraph."""

    colour: str = ""
    size: float = 0
    bold: bool = False


PLAIN = Style()


def run(text: str, *, rtl: bool, language: str = "", style: Style = PLAIN) -> str:
    """A run of text; line feeds become breaks, tabs become tabs."""
    looks = "<w:b/><w:bCs/>" if style.bold else ""
    looks += f'<w:color w:val="{style.colour}"/>' if style.colour else ""
    if style.size:
        half = round(style.size * 2)
        looks += f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    looks += "<w:rtl/>" if rtl else ""
    locale = LOCALES.get(language, "")
    looks += f'<w:lang w:{"bidi" if rtl else "val"}="{locale}"/>' if locale else ""
    pieces = "<w:br/>".join(_line(line) for line in text.split("\n"))
    return f"<w:r><w:rPr>{looks}</w:rPr>{pieces}</w:r>"


def _line(line: str) -> str:
    parts = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in line.split("\t"))
    return "<w:tab/>".join(parts)


def field(instruction: str, *, rtl: bool, shown: str = "1") -> str:
    """A field that Word works out itself, with what it shows until then."""
    inner = run(shown, rtl=rtl)
    return f"<w:fldSimple w:instr={quoteattr(instruction)}>{inner}</w:fldSimple>"


def paragraph(
    content: str,
    *,
    rtl: bool,
    style: str = "",
    shade: str = "",
    keep: bool = False,
    start: str = "",
    properties: str = "",
) -> str:
    """A paragraph of runs.

    Args:
        content: the XML of its runs and links.
        rtl: whether it reads from right to left.
        style: the identifier of its style, the normal one when empty.
        shade: the colour behind it, six hexadecimal digits.
        keep: whether it stays on the page of the next paragraph.
        start: properties that stand before the shade.
        properties: more properties, in the order of the schema after the shade.
    """
    looks = f'<w:pStyle w:val="{style}"/>' if style else ""
    looks += "<w:keepNext/>" if keep else ""
    looks += start
    looks += f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    looks += "<w:bidi/>" if rtl else ""
    return f"<w:p><w:pPr>{looks}{properties}</w:pPr>{content}</w:p>"


def bar(share: float, width: int, colour: str, *, rtl: bool) -> str:
    """A bar: an empty shaded paragraph whose end indent leaves ``share`` of ``width`` twips."""
    rest = max(0, round(width * (1 - max(share, 0.01))))
    looks = f'<w:spacing w:before="50" w:after="0" w:line="170" w:lineRule="exact"/><w:ind w:right="{rest}"/>'
    return paragraph("", rtl=rtl, shade=colour, properties=looks)


@dataclass(frozen=True)
class Cell:
    """A cell: its paragraphs as XML, and the colour behind them."""

    content: str
    shade: str = ""


def row(cells: Sequence[Cell], widths: Sequence[int], *, head: bool = False, whole: bool = False) -> str:
    """A row; a head is repeated on each page, a whole row stays on one page."""
    looks = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if head else "")
    looks = f"<w:trPr>{looks}</w:trPr>" if looks else ""
    made = (_cell(cell, width) for cell, width in zip(cells, widths, strict=True))
    return f"<w:tr>{looks}{''.join(made)}</w:tr>"


def _cell(cell: Cell, width: int) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.shade}"/>' if cell.shade else ""
    looks = f'<w:tcW w:w="{width}" w:type="dxa"/>{shade}'
    return f"<w:tc><w:tcPr>{looks}</w:tcPr>{cell.content}</w:tc>"


def table(rows: Iterable[str], widths: Sequence[int], *, rtl: bool, title: str = "") -> str:
    """A table of fixed widths in twips; right to left its first column stands on the right.

    Args:
        title: what a screen reader says of it.
    """
    side = f'w:val="single" w:sz="4" w:space="0" w:color="{LINE}"'
    borders = f"<w:top {side}/><w:bottom {side}/><w:insideH {side}/>"
    looks = "<w:bidiVisual/>" if rtl else ""
    looks += f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
    looks += '<w:tblLayout w:type="fixed"/>'
    margins = "".join(
        f'<w:{edge} w:w="{size}" w:type="dxa"/>'
        for edge, size in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80))
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    said = f"<w:tblCaption w:val={quoteattr(title)}/>" if title else ""
    head = f"<w:tblPr>{looks}<w:tblCellMar>{margins}</w:tblCellMar>{said}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    return f"<w:tbl>{head}{''.join(rows)}</w:tbl>{GAP}"


def picture(relation: str, number: int, size: tuple[int, int], described: str) -> str:
    """A run that holds a picture.

    Args:
        relation: the identifier of its relation. number: unique in the document. size: width and height in EMU.
        described: what it shows, for those who do not see it.
    """
    wide, high = size
    naming = f'id="{number}" name="Picture {number}" descr={quoteattr(described)}'
    shape = f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
    shape += '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    inner = f"<pic:nvPicPr><pic:cNvPr {naming}/><pic:cNvPicPr/></pic:nvPicPr>"
    inner += f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    kind = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    graphic = f'<a:graphic><a:graphicData uri="{kind}"><pic:pic>{inner}<pic:spPr>{shape}</pic:spPr></pic:pic>'
    graphic += "</a:graphicData></a:graphic>"
    frame = f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
    return f"<w:r><w:drawing>{frame}<wp:docPr {naming}/>{graphic}</wp:inline></w:drawing></w:r>"


def body(xml: str) -> Any:
    """The body of a document that holds that XML."""
    return parse_xml(f"<w:body {nsdecls('w', 'r', 'wp', 'a', 'pic')}>{xml}</w:body>")
