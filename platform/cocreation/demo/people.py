"""The accounts of the demonstration, one for each role, with the password that opens them in development."""

from __future__ import annotations

from dataclasses import dataclass

# Known to everyone: the demonstration is refused in production, and these addresses reach nobody.
PASSWORD = "Chellah-et-Oudayas-2020"  # noqa: S105


@dataclass(frozen=True)
class Person:
    """Somebody of the demonstration: the mark events know them by, what they may do and for whom."""

    key: str
    email: str
    name: str
    language: str
    what: str
    role: str | None = None
    organisation: str | None = None


PEOPLE: tuple[Person, ...] = (
    Person("citizen-fr", "citoyenne@example.org", "Salma de Salé", "fr", "citizen, in French"),
    Person("citizen-ar", "mouaten@example.org", "ياسين من وجدة", "ar", "citizen, in Arabic"),
    Person(
        "association", "association@example.org", "Leïla", "fr", "representative of Espace Associatif",
        "representative", "espace-associatif",
    ),
    Person(
        "agent", "agent@example.org", "Omar", "fr", "agent of the Department of Administrative Reform",
        "agent", "dra",
    ),
    Person("moderator-1", "moderation1@example.org", "Nadia", "fr", "moderator", "moderator"),
    Person("moderator-2", "moderation2@example.org", "إدريس", "ar", "moderator", "moderator"),
    Person("administrator-1", "secretariat1@example.org", "Karim", "fr", "administrator", "administrator"),
    Person("administrator-2", "secretariat2@example.org", "هند", "ar", "administrator", "administrator"),
)  # fmt: skip
