"""The files a person takes away: everything every room holds about them, as JSON and as an archive."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from cocreation.accounts.models import Account
from cocreation.accounts.personal import COLUMN_WORDS, Holding, holdings
from cocreation.attachments import queries as attachments
from cocreation.attachments.services import storage as attached_files
from cocreation.core import jobs
from cocreation.core.clock import now
from cocreation.core.db import db, writing
from cocreation.core.files import FolderStorage, NoSuchFile, shown_name
from cocreation.core.i18n import N_, translator
from cocreation.core.web import configured
from cocreation.notifications import services as notifications
from cocreation.privacy import queries
from cocreation.privacy.models import KEPT_FOR, DataExport

KIND, FORMAT = "data-export", "cocreation/my-data/1"


def storage() -> FolderStorage:
    """Where the files lie: beside the database, never under the web root."""
    return FolderStorage(Path(configured("INSTANCE_PATH")) / "exports")


def ask(*, account: Account, language: str) -> DataExport:
    """Ask for the files of a person's data; while some are being made, those are given back."""
    for found in queries.exports_of(account.id):
        if found.made_at is None and found.job is not None and not found.job.is_over:
            return found
    export = DataExport(account_id=account.id, language=language, asked_at=now())
    db.session.add(export)
    db.session.flush()
    job = jobs.enqueue(kind=KIND, payload={"export": export.id}, by=account.reference)
    export.job_id = job.id
    db.session.flush()
    return export


def collect(account: Account, progress: jobs.Progress | None = None) -> dict[str, Any]:
    """Everything held about a person, by section, each with its data dictionary.

    Returns:
        {"format", "made_at", "sections": {name: {"title", "after_erasure", "columns", "rows"}}}, JSON throughout.
    """
    words = translator(account.language)
    sections = {}
    every = list(holdings())
    for number, holding in enumerate(every):
        if progress is not None:
            progress(N_("Reading what is held about you"), 0.8 * number / len(every))
        sections[holding.name] = {
            "title": words.gettext(holding.words),
            "after_erasure": words.gettext(holding.fate),
            "columns": {name: words.gettext(COLUMN_WORDS[name]) for name in holding.give},
            "rows": holding.given(account),
        }
    return {"format": FORMAT, "made_at": now().isoformat(), "sections": sections}


def _packed(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def archive(everything: dict[str, Any], files: Iterator[tuple[str, bytes]], language: str) -> bytes:
    """The archive: a page of contents, one file a section, and the files the person attached."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("LISEZ-MOI.txt" if language == "fr" else "README.txt", _contents(everything, language))
        packed.writestr("everything.json", _packed(everything))
        for name, section in everything["sections"].items():
            if section["rows"]:
                packed.writestr(f"sections/{name}.json", _packed(section))
        for name, content in files:
            packed.writestr(f"files/{name}", content)
    return target.getvalue()


def _contents(everything: dict[str, Any], language: str) -> str:
    words = translator(language)
    lines = [words.gettext(N_("What the co-creation platform holds about you")), ""]
    erasing = words.gettext(N_("If you erase your account:"))
    for name, section in everything["sections"].items():
        lines.append(f"- {section['title']} ({name}): {words.number(len(section['rows']))}")
        lines.append(f"  {erasing} {section['after_erasure']}")
    return "\r\n".join(lines) + "\r\n"


def _files_of(everything: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    for row in everything["sections"]["attachment"]["rows"]:
        found = attachments.by_id(row["id"])
        # A file that vanished from the storage is no reason to keep the rest from the person.
        with suppress(NoSuchFile):
            if found is not None:
                with attached_files().open(found.key) as file:
                    yield f"{row['id']}-{shown_name(found.name)}", file.read()


def make(payload: dict[str, Any], progress: jobs.Progress) -> dict[str, Any] | None:
    """The job: read, write both files, and tell the person."""
    # One transaction that only reads: the whole is of one moment, and keeps nobody from writing meanwhile.
    with writing(False):
        read = _read(int(payload["export"]), progress)
        jobs.let_go()
    return _keep(int(payload["export"]), *read) if read else None


def _read(export_id: int, progress: jobs.Progress) -> tuple[bytes, bytes] | None:
    export = queries.export(export_id)
    account = db.session.get(Account, export.account_id) if export else None
    if account is None or account.state != "active":
        return None
    everything = collect(account, progress)
    progress(N_("Writing the files"), 0.9)
    return _packed(everything), archive(everything, _files_of(everything), account.language)


def _keep(export_id: int, whole: bytes, packed: bytes) -> dict[str, Any] | None:
    export = db.session.get(DataExport, export_id, populate_existing=True)
    # The account may have been erased while the files were written.
    if export is None:
        return None
    export.json_key, export.json_size = storage().save(whole, suffix=".json"), len(whole)
    export.zip_key, export.zip_size = storage().save(packed, suffix=".zip"), len(packed)
    export.made_at, export.expires_at = now(), now() + KEPT_FOR
    notifications.tell(
        account_id=export.account_id,
        kind="export-ready",
        message=N_("The file of your data is ready"),
        path="/account/data",
        paragraphs=[(N_("Sign in to download it. It is deleted after three days."), {})],
    )
    return {"export": export.id}


def delete(export: DataExport) -> None:
    """Remove the files of an export, and its row."""
    for key in (export.json_key, export.zip_key):
        if key:
            storage().delete(key)
    db.session.delete(export)
    db.session.flush()


def tidy() -> int:
    """Delete the files whose days are over, and those no row knows any more.

    Returns:
        How many exports were deleted.
    """
    old = queries.expired()
    for export in old:
        delete(export)
    _sweep_folder()
    return len(old)


def _sweep_folder() -> None:
    # A worker killed between writing a file and its row leaves the file behind.
    limit = time.time() - (KEPT_FOR + timedelta(days=1)).total_seconds()
    root = storage().root
    for path in root.rglob("*") if root.is_dir() else ():
        if path.is_file() and path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)


def sections() -> list[Holding]:
    """What the page of erasure says of each table."""
    return list(holdings())
