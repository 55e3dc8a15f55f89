"""Zip archives whose bytes depend on what they hold, not on the hour they were made."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def packed(files: Mapping[str, bytes], day: date) -> bytes:
    """An archive of these files in this order, every one of them dated to that day at midnight."""
    made = BytesIO()
    stamp = (max(day.year, 1980), day.month, day.day, 0, 0, 0)
    with ZipFile(made, "w", ZIP_DEFLATED) as target:
        for name, content in files.items():
            entry = ZipInfo(name, stamp)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            target.writestr(entry, content)
    return made.getvalue()


def restamped(archive: bytes, day: date) -> bytes:
    """The same archive, its files in the same order and dated to that day."""
    with ZipFile(BytesIO(archive)) as source:
        return packed({name: source.read(name) for name in source.namelist()}, day)
