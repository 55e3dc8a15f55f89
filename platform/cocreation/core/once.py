"""Forms that count once: the key under which a first sending is found again by a second one."""

from __future__ import annotations

import hashlib
from typing import Protocol


class Referenced(Protocol):
    """Whoever has a mark for the journal."""

    @property
    def reference(self) -> str | None:
        """The opaque mark."""


def once_key(by: Referenced | None, form_id: str | None) -> str | None:
    """The key of one sending of one form by one person, 40 hexadecimal digits.

    The person is part of it, so that nobody finds another's text by guessing a form's number.

    Args:
        form_id: what the form's hidden field says, of any length; None where the sending has no number.
    """
    if not form_id:
        return None
    words = f"{by.reference if by else ''}\n{form_id}"
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:40]
