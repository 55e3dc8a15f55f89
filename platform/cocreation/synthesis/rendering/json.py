"""The report as JSON: the frozen value itself, which reads back without loss."""

from cocreation.synthesis.document import ReportDocument


def render(document: ReportDocument) -> bytes:
    """The report as UTF-8 JSON ending in a line feed."""
    # A lone surrogate has no UTF-8; written \udXXX it is the JSON escape of the same character.
    return document.to_json().encode("utf-8", "backslashreplace") + b"\n"
