"""Names people show: a pseudonym is welcome, a name that passes for an institution's is not."""

from __future__ import annotations

from functools import lru_cache

from cocreation.core.errors import Refused
from cocreation.core.i18n import N_
from cocreation.text.cleaning import skeleton

# Words an institution's or this site's own name begins with or holds; look-alike letters do not hide them.
OFFICIAL_WORDS = (
    "ministere", "ministre", "gouvernement", "administrateur", "administration", "secretariat", "moderateur",
    "moderation", "wilaya", "prefecture", "ministry", "minister", "government", "administrator", "moderator",
    "officiel", "official", "وزارة", "الوزارة", "وزير", "الوزير", "الحكومة", "حكومة", "رئاسة", "ولاية",
    "عمالة", "إدارة", "الإدارة", "مشرف", "المشرف", "كتابة", "رسمي",
)  # fmt: skip


class OfficialName(Refused):
    """A person's name that would be taken for an institution's."""

    status = 422
    message = N_("This name could be taken for an institution’s. Choose another one; representatives are verified.")


@lru_cache(maxsize=1)
def _official() -> frozenset[str]:
    return frozenset(skeleton(word) for word in OFFICIAL_WORDS)


def is_official(name: str) -> bool:
    """Whether a name holds the word of an institution, however its letters are drawn."""
    return any(skeleton(word) in _official() for word in name.replace("’", " ").replace("'", " ").split())


def check_name(name: str) -> None:
    """Refuse a name or pseudonym that holds the word of an institution, however its letters are drawn.

    Raises:
        OfficialName.
    """
    if is_official(name):
        raise OfficialName()
