"""The archive of a frozen version: its document and what it rests on, one JSON file that can be checked offline.

Pure: it is read and checked without the database and without the web. It holds voices and references, never a
person's name or account.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cocreation.core.i18n import N_
from cocreation.synthesis.coverage import covered
from cocreation.synthesis.document import ReportDocument

SCHEMA = "cocreation/report-archive/1"
MANIFEST = "cocreation/report-manifest/1"
# How the number of a manifest is written, in every file of the version.
NUMBER = re.compile(r"\b[A-Z0-9]+-(?:fr|ar|en)-[0-9]+-[0-9a-f]{16}\b")


class NotAnArchive(ValueError):
    """A file that is not an archive of a report, or not whole."""


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: the same value gives the same text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def corpus_sha256(lines: Sequence[Sequence[Any]]) -> str:
    """The hash of what a report counts: a line for each reference, with its state, its text's digest, its group."""
    return hashlib.sha256(canonical(lines).encode()).hexdigest()


def archived(document: str, basis: str) -> bytes:
    """The archive of a version as the bytes of its file.

    Args:
        document: the frozen document, as JSON. basis: what it rests on, as JSON.
    """
    manifest = json.dumps(ReportDocument.from_json(document).manifest)
    text = f'{{"schema":"{SCHEMA}","manifest":{manifest},"document":{document},"basis":{basis}}}\n'
    return text.encode("utf-8", "backslashreplace")


def name_of(document: ReportDocument, kind: str) -> str:
    """The name of the file beside those of a version: its «archive» or its «manifest»."""
    return f"{document.slug}-{kind}-{document.language}-v{document.version}.json"


def manifest_of(document: ReportDocument, checksums: Mapping[str, str]) -> bytes:
    """The manifest that stands beside the files of a version.

    Args:
        checksums: {name of a file: its SHA-256}, the archive among them.
    """
    told = {
        "schema": MANIFEST,
        "manifest": document.manifest,
        "corpus_sha256": document.corpus_sha256,
        "files": dict(sorted(checksums.items())),
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def checksums_of(content: bytes) -> tuple[str, dict[str, str]]:
    """The number and the checksums a manifest tells.

    Raises:
        NotAnArchive: it is no manifest.
    """
    try:
        told = json.loads(content)
        if told["schema"] != MANIFEST:
            raise NotAnArchive(str(told["schema"]))
        return str(told["manifest"]), {str(name): str(sha256) for name, sha256 in told["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotAnArchive(str(error)) from error


@dataclass(frozen=True)
class Archive:
    """A frozen version as it was archived."""

    manifest: str
    document: ReportDocument
    basis: dict[str, Any]

    @classmethod
    def read(cls, content: bytes) -> Archive:
        """The archive these bytes hold.

        Raises:
            NotAnArchive.
        """
        try:
            data = json.loads(content)
            if data["schema"] != SCHEMA:
                raise NotAnArchive(str(data["schema"]))
            document = ReportDocument.from_json(json.dumps(data["document"]))
            return cls(str(data["manifest"]), document, dict(data["basis"]))
        except (ValueError, KeyError, TypeError) as error:
            raise NotAnArchive(str(error)) from error

    @property
    def parts(self) -> dict[str, str]:
        """What its files were drawn with: {name: version}; empty in a version frozen before this was kept."""
        return dict(self.basis.get("parts", {}))

    def faults(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """What does not agree inside the archive: messages (msgids) with their values."""
        if self.document.manifest != self.manifest:
            values = {"told": self.manifest, "found": self.document.manifest}
            yield N_("The archive calls itself %(told)s, but what it holds is %(found)s: it was changed."), values
        lines = self.basis.get("corpus")
        if lines is None:
            return
        if corpus_sha256(lines) != self.document.corpus_sha256:
            yield N_("The list of ideas in the archive is not the one the report was made from."), {}
        yield from self._uncovered(lines)

    def _uncovered(self, lines: Sequence[Sequence[Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
        received = [reference for reference, _ in self.basis.get("receipts", [])]
        for fault in covered(self.document, received).faults:
            message, values = fault.what
            yield N_("%(reference)s: %(what)s"), {"reference": fault.reference or "—", "what": (message, values)}
        stands = {row.reference: (row.state, row.group) for row in self.document.annex}
        message = N_("%(reference)s stands elsewhere in the report than in the list of ideas.")
        for reference, state, _, group in lines:
            if stands.get(reference, (state, group)) != (state, group):
                yield message, {"reference": reference}
