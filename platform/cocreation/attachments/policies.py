"""Whose eyes a file is for: the room of its holder says; a file nobody answers for is nobody's."""

from __future__ import annotations

from collections.abc import Iterable


def can_read(answers: Iterable[bool]) -> bool:
    """Whether some room lets the person read it, and none refuses.

    Args:
        answers: what the rooms say of its holder (place «attachment.reading»); none at all is a no.
    """
    found = list(answers)
    return bool(found) and all(found)
