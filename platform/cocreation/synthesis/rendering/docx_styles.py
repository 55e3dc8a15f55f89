"""How the Word report looks: page, fonts for both scripts, headings, the styles of quotes and notes."""

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.shared import Mm, Pt, RGBColor

from cocreation.synthesis.rendering import wordml

LATIN, ARABIC = "Calibri", "Arial"
# name: (based on, size in points, bold, colour, points before, points after)
STYLES: dict[str, tuple[str, float, bool, str, float, float]] = {
    "Normal": ("", 10.5, False, wordml.INK, 0, 6),
    "Title": ("Normal", 34, True, wordml.INK, 0, 10),
    "Subtitle": ("Normal", 18, True, wordml.GREEN, 0, 26),
    "Heading 1": ("Normal", 20, True, wordml.INK, 0, 12),
    "Heading 2": ("Normal", 13, True, wordml.INK, 16, 5),
    "Report Kicker": ("Normal", 11, False, wordml.SOFT, 150, 14),
    "Report Mark": ("Normal", 11, False, wordml.INK, 18, 6),
    "Report Note": ("Normal", 9.5, False, wordml.SOFT, 0, 7),
    "Caption": ("Normal", 9, False, wordml.SOFT, 4, 4),
    "Report Label": ("Normal", 9.5, True, wordml.SOFT, 8, 3),
    "Report Quote": ("Normal", 10.5, False, wordml.INK, 0, 0),
    "Report Answer": ("Normal", 10, False, wordml.INK, 0, 0),
    "Report Cell": ("Normal", 9.5, False, wordml.INK, 0, 0),
    "Report Small": ("Normal", 8, False, wordml.INK, 0, 0),
    "toc 1": ("Normal", 10.5, True, wordml.INK, 7, 1),
    "toc 2": ("Normal", 10, False, wordml.INK, 0, 1),
}


def dress(document: Document, *, language: str, rtl: bool) -> None:
    """Give an empty document the page and the styles of the report."""
    for name, (base, size, bold, colour, before, after) in STYLES.items():
        style: Any = _style(document, name)
        if base:
            style.base_style = document.styles[base]
        style.font.size, style.font.bold = Pt(size), bold
        style.font.color.rgb = RGBColor.from_string(colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        _scripts(style, size, bold=bold)
    _details(document, rtl=rtl)
    _language(document, language, rtl=rtl)
    _page(document, rtl=rtl)


def _style(document: Document, name: str) -> Any:
    if name in document.styles:
        return document.styles[name]
    known_to_word = name.startswith("toc ")
    style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=known_to_word)
    if known_to_word:
        style.element.styleId = name.upper().replace(" ", "")
    return style


def _scripts(style: Any, size: float, *, bold: bool) -> None:
    """The font and the size of Arabic, which Word keeps apart from those of Latin."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = f'w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{LATIN}" w:cs="{ARABIC}"'
    properties.insert(0, parse_xml(f"<w:rFonts {nsdecls('w')} {fonts}/>"))
    for tag in ("w:szCs", "w:bCs", "w:i", "w:iCs", "w:spacing", "w:kern"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    _after(properties, "w:sz", "w:szCs", str(round(size * 2)))
    _after(properties, "w:b", "w:bCs", "1" if bold else "0")


def _after(properties: Any, tag: str, new: str, value: str) -> None:
    element = OxmlElement(new)
    element.set(qn("w:val"), value)
    properties.find(qn(tag)).addnext(element)


def _details(document: Document, *, rtl: bool) -> None:
    styles: Any = document.styles
    styles["Normal"].paragraph_format.line_spacing = 1.3 if rtl else 1.15
    styles["Heading 1"].paragraph_format.page_break_before = False
    styles["Title"].paragraph_format.line_spacing = 1.0
    styles["toc 2"].paragraph_format.left_indent = Mm(7)
    styles["Report Quote"].paragraph_format.left_indent = Mm(3)
    styles["Report Quote"].paragraph_format.right_indent = Mm(3)
    styles["Report Answer"].paragraph_format.left_indent = Mm(10)
    styles["Report Answer"].paragraph_format.right_indent = Mm(10)
    for name in ("Report Cell", "Report Small", "Report Note", "Report Label"):
        styles[name].paragraph_format.line_spacing = 1.15 if rtl else 1.0
    # The template draws a line under its titles.
    for border in list(styles["Title"].element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)


def _language(document: Document, language: str, *, rtl: bool) -> None:
    locale = wordml.LOCALES[language]
    for found in document.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), locale if not rtl else "fr-FR")
        found.set(qn("w:bidi"), "ar-MA")
    settings = document.settings.element
    for found in settings.iter(qn("w:compatSetting")):
        if found.get(qn("w:name")) == "compatibilityMode":
            found.set(qn("w:val"), "15")
    for old in settings.findall(qn("w:themeFontLang")):
        settings.remove(old)


def _page(document: Document, *, rtl: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(26), Mm(22)
    section.header_distance = section.footer_distance = Mm(11)
    if rtl:
        mark = OxmlElement("w:bidi")
        grid = section._sectPr.find(qn("w:docGrid"))
        grid.addprevious(mark)
