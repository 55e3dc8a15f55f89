"""The formats of the report; each is drawn by its own module, loaded only when it draws."""

import ctypes
import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

from cocreation.core.i18n import N_
from cocreation.synthesis.document import ReportDocument


@dataclass(frozen=True)
class Format:
    """A format of the report: what its files are called and how one is drawn.

    ``label`` names it for people, ``part`` says in the name of a file what it holds.
    """

    name: str
    label: str
    extension: str
    media_type: str
    part: str = "report"

    @property
    def module(self) -> str:
        """The module that draws it.

        It is loaded at the first drawing: pages that only serve stored files must not carry Typst, python-docx or
        XlsxWriter.
        """
        return f"{__name__}.{self.name}"

    def render(self, document: ReportDocument) -> bytes:
        """The report in this format; the same report gives the same bytes."""
        draw: Callable[[ReportDocument], bytes] = import_module(self.module).render
        return draw(document)

    def filename(self, document: ReportDocument) -> str:
        """The name of the file of a report."""
        return self.named(document.slug, document.language, 0 if document.is_draft else document.version)

    def named(self, slug: str, language: str, version: int) -> str:
        """The name of a file: cycle, what it holds, language and version, «draft» for version 0."""
        return f"{slug}-{self.part}-{language}-{f'v{version}' if version else 'draft'}.{self.extension}"


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("pdf", N_("PDF"), "pdf", "application/pdf"),
        Format("docx", N_("Word"), "docx", f"{_OFFICE}.wordprocessingml.document"),
        Format("xlsx", N_("Excel, with the scoring grid"), "xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
        Format("html", N_("Web page in one file"), "html", "text/html; charset=utf-8"),
        Format("summary", N_("One page (PDF)"), "pdf", "application/pdf", "summary"),
        Format("cards", N_("Cards for the workshop (PDF)"), "pdf", "application/pdf", "cards"),
        Format("csv", N_("Ideas (CSV)"), "csv", "text/csv; charset=utf-8", "ideas"),
        Format("json", N_("Data (JSON)"), "json", "application/json"),
        Format("bundle", N_("Everything (ZIP)"), "zip", "application/zip", "bundle"),
    )
}
# What the archive holds as files of their own; its first page and its tables are drawn for it.
BUNDLED = ("pdf", "docx", "xlsx", "summary", "cards", "json")


def drawn(document: ReportDocument) -> Iterator[tuple[str, bytes]]:
    """Every format by name, one after the other; the archive, last, holds the files drawn before it."""
    made: dict[str, bytes] = {}
    for name, one in FORMATS.items():
        if name == "bundle":
            made[name] = import_module(one.module).bundle(document, made)
        else:
            made[name] = one.render(document)
        _let_go()
        yield name, made[name]


def _let_go() -> None:
    """Give back the memory of what was drawn: a Word document, held in circles, would weigh on what follows it."""
    gc.collect()
    # Only the C library of GNU keeps what was freed until it is asked for it.
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)
