"""The report as PDF/UA with bookmarks, A4."""

from dataclasses import asdict

from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.rendering.story import told
from cocreation.synthesis.rendering.typesetting import as_pdf


def render(document: ReportDocument) -> bytes:
    """The report as a tagged PDF; the same report gives the same bytes."""
    return as_pdf("report.typ", asdict(told(document)), document.dated_on)
