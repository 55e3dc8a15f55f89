"""Closed lists of people and places: voices, kinds of organisation, regions, roles, each in one place."""

from __future__ import annotations

from cocreation.core.i18n import N_

# Who speaks (domain.md §1.6, actor types): shown beside every contribution.
VOICES: dict[str, str] = {
    "citizen": N_("Citizen"),
    "association": N_("Association"),
    "administration": N_("Administration"),
    "local_authority": N_("Local authority"),
    "university": N_("University or research"),
    "company": N_("Company"),
    "media": N_("Media"),
    "other": N_("Other voice"),
}

ORGANISATION_KINDS: dict[str, str] = {
    "association": N_("Association"),
    "administration": N_("Administration"),
    "local_authority": N_("Local authority"),
    "university": N_("University or research"),
    "company": N_("Company"),
    "media": N_("Media"),
    "partner": N_("Technical partner"),
}

# The twelve regions of Morocco, then those who live abroad.
REGIONS: dict[str, str] = {
    "tanger-tetouan-al-hoceima": N_("Tanger-Tétouan-Al Hoceïma"),
    "oriental": N_("L’Oriental"),
    "fes-meknes": N_("Fès-Meknès"),
    "rabat-sale-kenitra": N_("Rabat-Salé-Kénitra"),
    "beni-mellal-khenifra": N_("Béni Mellal-Khénifra"),
    "casablanca-settat": N_("Casablanca-Settat"),
    "marrakech-safi": N_("Marrakech-Safi"),
    "draa-tafilalet": N_("Drâa-Tafilalet"),
    "souss-massa": N_("Souss-Massa"),
    "guelmim-oued-noun": N_("Guelmim-Oued Noun"),
    "laayoune-sakia-el-hamra": N_("Laâyoune-Sakia El Hamra"),
    "dakhla-oued-ed-dahab": N_("Dakhla-Oued Ed-Dahab"),
    "abroad": N_("Moroccans of the world"),
}

# Roles that are granted; every confirmed person is a citizen without a row.
ROLES: dict[str, str] = {
    "representative": N_("Representative of an organisation"),
    "agent": N_("Administration agent"),
    "organiser": N_("Webinar organiser"),
    "moderator": N_("Moderator"),
    "administrator": N_("Administrator"),
}

# Roles held for one organisation, and the kinds of organisation that have them.
ROLES_OF_ORGANISATIONS: dict[str, frozenset[str]] = {
    "representative": frozenset(ORGANISATION_KINDS) - {"administration"},
    "agent": frozenset({"administration", "local_authority"}),
}

ROLE_STATES: dict[str, str] = {
    "pending": N_("Waits for a second yes"),
    "active": N_("In force"),
    "ended": N_("Role ended"),
    "refused": N_("Refused by an administrator"),
}

ORGANISATION_STATES: dict[str, str] = {
    "pending": N_("Waits for a second yes"),
    "verified": N_("Verified"),
    "refused": N_("Refused by an administrator"),
}

ACCOUNT_STATES: dict[str, str] = {
    "unconfirmed": N_("Address not confirmed"),
    "active": N_("Account open"),
    "disabled": N_("Closed by an administrator"),
    "erased": N_("Erased"),
}

# What a role may be limited to; later rooms bring workshops and sheets.
SCOPES: tuple[str, ...] = ("cycle", "organisation", "workshop", "sheet")
