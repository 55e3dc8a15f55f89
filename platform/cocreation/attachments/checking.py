"""What a file is: told by its content and not by its name, and both must agree."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from cocreation.attachments.documents import PDF, check_archive, check_pdf
from cocreation.attachments.images import FORMATS, drawn_anew
from cocreation.attachments.models import TYPE_NAMES, TYPES
from cocreation.attachments.refusals import EMPTY, TOO_LARGE, UNKNOWN, WRONG_NAME, BadFile
from cocreation.core.files import shown_name
from cocreation.core.i18n import here

MOST_BYTES = 10_000_000


@dataclass(frozen=True)
class Checked:
    """A file as it is kept: its bytes (an image drawn anew), its media type, its name made safe to show."""

    content: bytes
    media_type: str
    name: str

    @property
    def suffix(self) -> str:
        """What its key ends in."""
        return TYPES[self.media_type][0]


def check(content: bytes, filename: str) -> Checked:
    """The file as it may be kept.

    Args:
        filename: what the person called it, in any script.

    Raises:
        BadFile: says why, and what to do instead.
    """
    if not content:
        raise BadFile(EMPTY)
    if len(content) > MOST_BYTES:
        raise BadFile(TOO_LARGE)
    media_type = _recognised(content)
    name = shown_name(filename)
    suffix = PurePath(name).suffix.lower()
    if suffix not in TYPES[media_type]:
        raise BadFile(WRONG_NAME, suffix=suffix or "—", kind=here().gettext(TYPE_NAMES[media_type]))
    if media_type == PDF:
        check_pdf(content)
    return Checked(drawn_anew(content, media_type) if media_type in FORMATS else content, media_type, name)


def _recognised(content: bytes) -> str:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return check_archive(content)
    raise BadFile(UNKNOWN)
