"""What the engine reads: documents, put in order of id so that the order of lines never counts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

MAX_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True)
class Document:
    """One text to be grouped.

    ``author`` and ``theme`` are opaque names; an author not given counts as different from all others.
    ``comments`` is how many were made on it: it bears on what is notable, never on the groups.
    """

    id: str
    title: str = ""
    body: str = ""
    language: str | None = None
    author: str | None = None
    theme: str | None = None
    comments: int = 0

    @property
    def text(self) -> str:
        """Return title and body as one text, cut at ``MAX_CHARACTERS`` so that the worst case is bounded."""
        return f"{self.title}\n{self.body}"[:MAX_CHARACTERS]

    def as_line(self) -> dict[str, Any]:
        """Return the document as the object of an input line, without what is not given."""
        given = {
            "title": self.title,
            "body": self.body,
            "lang": self.language,
            "author": self.author,
            "theme": self.theme,
            "comments": self.comments,
        }
        return {"id": self.id, **{name: value for name, value in given.items() if value}}


class RepeatedId(ValueError):
    """Two documents bear one id."""

    def __init__(self, identifier: str) -> None:
        super().__init__(f"the id {identifier!r} stands twice")
        self.identifier = identifier


def in_order(documents: Iterable[Document]) -> tuple[Document, ...]:
    """Return the documents sorted by id.

    Raises ``TypeError`` for what is no document of text, ``RepeatedId`` when an id stands twice.
    """
    documents = list(documents)
    for document in documents:
        _check(document)
    ordered = tuple(sorted(documents, key=lambda document: document.id))
    for one, other in pairwise(ordered):
        if one.id == other.id:
            raise RepeatedId(one.id)
    return ordered


def _check(document: object) -> None:
    if not isinstance(document, Document):
        raise TypeError(f"a document is a Document, not {document!r:.60}")
    for name in ("id", "title", "body"):
        if not isinstance(getattr(document, name), str):
            raise TypeError(f"the {name} of document {document.id!r:.60} is not text")
    for name in ("language", "author", "theme"):
        if not isinstance(getattr(document, name), str | None):
            raise TypeError(f"the {name} of document {document.id!r:.60} is neither text nor None")
    if not isinstance(document.comments, int) or document.comments < 0:
        raise TypeError(f"the comments of document {document.id!r:.60} are not a whole number from 0 on")


def encode(value: object) -> bytes:
    """Return compact JSON with sorted keys in UTF-8; a lone surrogate, which UTF-8 lacks, stays an escape."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "backslashreplace")


def corpus_sha256(lines: Iterable[Mapping[str, Any]]) -> str:
    """Return the SHA-256 of lines already in order of id, each rewritten as JSON and ended by a newline."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(encode(dict(line)) + b"\n")
    return digest.hexdigest()
