"""Files as pages show them: what each is called, what it is, how large, and where it is downloaded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import url_for

from cocreation.attachments import queries
from cocreation.attachments.models import TYPE_NAMES, Attachment
from cocreation.core.i18n import here


def size_shown(size: int) -> str:
    """A size in words: «340 kB», «2.4 MB»."""
    words = here()
    if size < 1_000_000:
        return words.gettext("%(size)s kB", size=words.number(max(1, round(size / 1_000))))
    return words.gettext("%(size)s MB", size=words.number(round(size / 1_000_000, 1)))


def shown(files: Iterable[Attachment]) -> list[dict[str, Any]]:
    """Files as the list of `attachments/files.html` takes them."""
    return [
        {
            "id": each.id,
            "name": each.name,
            "href": url_for("attachments.download", attachment_id=each.id),
            "kind": here().gettext(TYPE_NAMES[each.media_type]),
            "size": size_shown(each.size),
            "description": each.description,
            "for_team": each.audience == "team",
        }
        for each in files
    ]


def files_of(holder_kind: str, holder_id: int, *, for_team: bool) -> list[dict[str, Any]]:
    """The files of one holder; those for its team alone only where the reader is of it."""
    found = queries.of(holder_kind, holder_id)
    return shown(each for each in found if for_team or each.audience == "everyone")
