"""The report as PDF/UA with bookmarks, A4."""

from dataclasses import asdict
from datetime import date
from typing import Any

from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.rendering.blocks import Story
from cocreation.synthesis.rendering.pictures import laid_out
from cocreation.synthesis.rendering.story import told
from cocreation.synthesis.rendering.typesetting import as_pdf


def render(document: ReportDocument) -> bytes:
    """The report as a tagged PDF; the same report gives the same bytes."""
    return story_as_pdf(told(document), document.dated_on)


def story_as_pdf(story: Story, day: date) -> bytes:
    """A story as a tagged PDF, dated to that day."""
    return as_pdf("report.typ", _data(story), day)


def _data(story: Story) -> dict[str, Any]:
    data = asdict(story)
    charts = (block for block in data["blocks"] if block["kind"] == "chart")
    for block in charts:
        block.update(laid_out(block["svg"], story.language))
    return data
