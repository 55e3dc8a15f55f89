"""The formats of the report; each is drawn by its own module, loaded only when it draws."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from cocreation.synthesis.document import ReportDocument


@dataclass(frozen=True)
class Format:
    """A format of the report: what its files are called and how one is drawn.

    ``module`` names the module that draws it. It is loaded at the first drawing, because pages that only
    serve stored files must not carry Typst, python-docx or XlsxWriter.
    """

    name: str
    extension: str
    media_type: str
    module: str

    def render(self, document: ReportDocument) -> bytes:
        """The report in this format; the same report gives the same bytes."""
        draw: Callable[[ReportDocument], bytes] = import_module(f"{__name__}.{self.module}").render
        return draw(document)

    def filename(self, document: ReportDocument) -> str:
        """The name of the file: cycle, language and version, «draft» when it is one."""
        version = "draft" if document.is_draft else f"v{document.version}"
        return f"{document.slug}-report-{document.language}-{version}.{self.extension}"


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("pdf", "pdf", "application/pdf", "pdf"),
        Format("docx", "docx", f"{_OFFICE}.wordprocessingml.document", "docx"),
        Format("xlsx", "xlsx", f"{_OFFICE}.spreadsheetml.sheet", "xlsx"),
        Format("csv", "csv", "text/csv; charset=utf-8", "csv"),
        Format("json", "json", "application/json", "json"),
    )
}
