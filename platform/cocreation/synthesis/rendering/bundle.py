"""Everything in one archive that stands alone, to unpack on any web server or to keep; it opens at index.html."""

import hashlib
from collections.abc import Iterable, Mapping

from cocreation.core.i18n import N_
from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.rendering import BUNDLED, FORMATS
from cocreation.synthesis.rendering.archive import packed
from cocreation.synthesis.rendering.csv import as_csv
from cocreation.synthesis.rendering.html import Beside, page
from cocreation.synthesis.rendering.labels import Labels
from cocreation.synthesis.rendering.schema import schema
from cocreation.synthesis.rendering.tables import sheets

CHECK = N_("Check the files with: sha256sum -c SHA256SUMS")


def render(document: ReportDocument) -> bytes:
    """The archive, every file of it drawn anew."""
    return bundle(document, {name: FORMATS[name].render(document) for name in BUNDLED})


def bundle(document: ReportDocument, drawn: Mapping[str, bytes]) -> bytes:
    """The archive of files drawn already.

    Args:
        drawn: the content of each format of `BUNDLED`.
    """
    labels = Labels(document.language)
    files = {FORMATS[name].filename(document): drawn[name] for name in BUNDLED}
    named = {FORMATS[name].filename(document): labels.gettext(FORMATS[name].label) for name in BUNDLED}
    for sheet in sheets(document, labels):
        path = f"data/{sheet.key}.csv"
        files[path], named[path] = as_csv(sheet, document, labels), f"{sheet.title} (CSV)"
    files["data/report.schema.json"] = schema()
    named["data/report.schema.json"] = labels.gettext("Fields of the JSON (JSON Schema)")
    beside = [Beside(path, label, labels.size(len(files[path]))) for path, label in named.items()]
    files = {"index.html": page(document, beside), "README.txt": _readme(document, labels, named), **files}
    return packed({**files, "SHA256SUMS": _checksums(files.items())}, document.dated_on)


def _readme(document: ReportDocument, labels: Labels, named: Mapping[str, str]) -> bytes:
    lines = [f"{labels.title} – {document.cycle}", labels.running(document), document.url, ""]
    lines += [f"index.html: {labels.title}", *(f"{path}: {label}" for path, label in named.items())]
    return "\n".join([*lines, "", labels.gettext(CHECK), ""]).encode("utf-8", "replace")


def _checksums(files: Iterable[tuple[str, bytes]]) -> bytes:
    lines = (f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in files)
    return "".join(lines).encode()
