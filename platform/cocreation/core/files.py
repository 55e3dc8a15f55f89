"""Files kept outside the web root: random names, whole or not at all, given back only as downloads.

What a person called a file is text to show and to offer at download; it never names anything on disk.
"""

import os
import re
import secrets
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import quote

from cocreation.core.clock import now

CHUNK = 64 * 1024
MAX_NAME = 150
_KEY = re.compile(r"([0-9a-f]{2})/([0-9a-f]{2})/[0-9a-f]{32}(\.[a-z0-9]{1,10})?")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,10}")
_RESERVED = re.compile(r'[\\/:*?"<>|]+')


class NoSuchFile(LookupError):
    """There is no file under this key, or the key is none of ours."""


class FileTooLarge(ValueError):
    """The file is larger than its caller allows; nothing of it is kept."""


class Storage(Protocol):
    """Where files are kept; a key is all a row of the database holds of one."""

    def save(self, content: bytes | BinaryIO, *, suffix: str = "", limit: int | None = None) -> str:
        """Keep `content` (at most `limit` bytes) and return its key, which ends in `suffix` («.pdf» or nothing)."""

    def open(self, key: str) -> BinaryIO:
        """Return the file of a key, open for reading; raises NoSuchFile."""

    def delete(self, key: str) -> None:
        """Remove the file of a key; one that is already gone is no error."""

    def exists(self, key: str) -> bool:
        """Tell whether a key has a file."""

    def keys(self, *, older_than: timedelta) -> Iterator[str]:
        """Give the keys of the files kept for longer than an age."""


class FolderStorage:
    """Files in a folder, two levels deep, so that no folder holds more than some hundreds of them."""

    def __init__(self, root: str | Path) -> None:
        self.root = Path(root)

    def save(self, content: bytes | BinaryIO, *, suffix: str = "", limit: int | None = None) -> str:
        """Keep `content` under a new random key; after a crash it is there whole or not at all.

        Args:
            content: the bytes, or a stream read to its end.
            suffix: what the key ends in: a dot and 1 to 10 lower-case letters or digits, or nothing.
            limit: the most bytes taken; None for no limit.

        Raises:
            ValueError: for any other suffix.
            FileTooLarge: past the limit; nothing is kept.
        """
        if suffix and not _SUFFIX.fullmatch(suffix):
            raise ValueError(f"not a suffix: {suffix!r}")
        name = secrets.token_hex(16)
        key = f"{name[:2]}/{name[2:4]}/{name}{suffix}"
        target = self.root / key
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(prefix=".partial-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                _copy(content, file, limit)
                file.flush()
                os.fsync(file.fileno())
            Path(partial).replace(target)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise
        _remember(target.parent)
        return key

    def open(self, key: str) -> BinaryIO:
        """Return the file of a key, open for reading; raises NoSuchFile."""
        try:
            return self._path(key).open("rb")
        except FileNotFoundError as error:
            raise NoSuchFile(key[:100]) from error

    def delete(self, key: str) -> None:
        """Remove the file of a key; one that is already gone is no error, a key of another form is."""
        self._path(key).unlink(missing_ok=True)

    def exists(self, key: str) -> bool:
        """Tell whether a key has a file."""
        try:
            return self._path(key).is_file()
        except NoSuchFile:
            return False

    def keys(self, *, older_than: timedelta) -> Iterator[str]:
        """Give the keys of the files kept for longer than an age, by the real clock."""
        before = (now() - older_than).timestamp()
        for path in sorted(self.root.glob("??/??/*")):
            key = path.relative_to(self.root).as_posix()
            if _KEY.fullmatch(key) and path.stat().st_mtime <= before:
                yield key

    def _path(self, key: str) -> Path:
        """Return where a key's file lies; only keys as `save` writes them lead anywhere."""
        match = _KEY.fullmatch(key)
        if not match or key[6:10] != match[1] + match[2]:
            raise NoSuchFile(key[:100])
        path = self.root / key
        # A link put into the folder from outside would lead out of it.
        if not path.resolve().is_relative_to(self.root.resolve()):
            raise NoSuchFile(key)
        return path


def _copy(content: bytes | BinaryIO, file: BinaryIO, limit: int | None) -> None:
    taken = 0
    while chunk := content[taken : taken + CHUNK] if isinstance(content, bytes) else content.read(CHUNK):
        taken += len(chunk)
        if limit is not None and taken > limit:
            raise FileTooLarge(f"more than {limit} bytes")
        file.write(chunk)


def _remember(folder: Path) -> None:
    """Have the folder itself written down, without which a new name may be lost with the power."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def shown_name(filename: str, fallback: str = "document") -> str:
    """Return a name safe to show and to save under, in any script: no path, no control or bidi character.

    Kept to 150 characters, its suffix included.
    """
    visible = "".join(
        char
        for char in unicodedata.normalize("NFC", filename)
        if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )
    stem, dot, suffix = _RESERVED.sub("_", visible).strip(" ._").rpartition(".")
    if not dot or not stem or not re.fullmatch(r"\w{1,10}", suffix):
        stem, dot, suffix = stem + dot + suffix, "", ""
    stem = stem[: MAX_NAME - len(suffix) - 1].strip(" .")
    # A file that was all suffix, like «.pdf», keeps it.
    return f"{stem}{dot}{suffix}" if stem else fallback


def content_disposition(filename: str, *, fallback: str = "document") -> str:
    """Return the Content-Disposition of a download (RFC 6266): an ASCII name, and the real one in UTF-8.

    `مقترح.pdf` becomes `attachment; filename="document.pdf"; filename*=UTF-8''%D9%85…`.
    """
    name = shown_name(filename, fallback)
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        stem, suffix = name, ""
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9_() -]+", "_", plain).strip(" _-") or fallback
    if dot and suffix.isascii():
        plain += f".{suffix}"
    header = f'attachment; filename="{plain}"'
    return header if plain == name else f"{header}; filename*=UTF-8''{quote(name, safe='')}"
