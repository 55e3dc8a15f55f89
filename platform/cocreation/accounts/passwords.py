"""Passwords: argon2id, a minimum length, no common word; the same on every keyboard (NFC)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from cocreation.core.errors import Refused
from cocreation.core.i18n import N_

# 36 ms and 19 MiB a check: OWASP's profile, small enough that sign-ins cannot exhaust the server.
hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
SHORTEST, LONGEST = 8, 1024
CONTEXT_WORDS = ("cocreation", "gouvernement", "maroc", "morocco", "plateforme")


class WeakPassword(Refused):
    """A password that would be guessed; the message says what to change."""

    status = 422


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    path = Path(__file__).with_name("common_passwords.txt")
    return frozenset(path.read_text(encoding="utf-8").split()) if path.exists() else frozenset()


def check(password: str, *, email: str = "") -> None:
    """Refuse a password that is too short, too long or easily guessed.

    Raises:
        WeakPassword: says what is wrong.
    """
    plain = unicodedata.normalize("NFC", password)
    if len(plain) < SHORTEST:
        raise WeakPassword(N_("Use at least %(size)s characters; fifteen are better."), size=SHORTEST)
    if len(plain) > LONGEST:
        raise WeakPassword(N_("Use at most %(size)s characters."), size=LONGEST)
    folded = plain.casefold()
    guessable = folded in _common() or len(set(folded)) < 4 or folded.strip("0123456789!?.") in CONTEXT_WORDS
    if guessable or (email and folded in {email.casefold(), email.casefold().partition("@")[0]}):
        raise WeakPassword(N_("This password is among the first that would be guessed. Choose another one."))


def hash_password(password: str) -> str:
    """The argon2id hash of a password."""
    return hasher.hash(unicodedata.normalize("NFC", password))


@lru_cache(maxsize=1)
def _nobody() -> str:
    return hasher.hash("nobody has this password")


def matches(password: str, hashed: str | None) -> bool:
    """Whether the password is the one; takes as long where there is no account, so that timing tells nothing."""
    if len(password) > LONGEST:
        return False
    try:
        hasher.verify(hashed or _nobody(), unicodedata.normalize("NFC", password))
    except (VerificationError, InvalidHashError):
        return False
    return hashed is not None
