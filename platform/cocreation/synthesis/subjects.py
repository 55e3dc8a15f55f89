"""Subjects that cross the themes of a plan: which groups and ideas speak of health, of water, of schools.

A subject is a concept of the lexicon with those that lead to it, so that it is found in whatever words and language.
"""

from __future__ import annotations

from collections.abc import Set

from cocreation.core.i18n import N_
from cocreation.synthesis.corpus import Corpus
from cocreation.synthesis.document import Subject, Within
from cocreation.text.lexicon import PREFIX

# A subject by its key: its name, the concepts of which one is enough to speak of it, and those of which two are needed.
SUBJECTS: dict[str, tuple[str, str, str]] = {
    "health": (
        N_("Health"),
        "health hospital",
        "health-centre doctor nurse medicine emergency mental-health health-insurance cancer diabetes dialysis "
        "medical-equipment medical-file telemedicine medical-shortage vaccine pharmacy ambulance surgery dentist "
        "intensive-care medical-desert health-worker private-clinic chronic-disease medicine-price hospital-visit",
    ),
    "education": (
        N_("Education"),
        "education school",
        "teacher pupil student university exam scholarship textbook high-school middle-school primary-school "
        "school-canteen dropout",
    ),
    "employment": (
        N_("Employment"),
        "employment unemployment",
        "worker salary job-offer recruitment internship vocational-training",
    ),
    "housing": (
        N_("Housing"),
        "housing slum",
        "land property rent urban-planning building-permit housing-loan land-title",
    ),
    "water": (
        N_("Water"),
        "water water-cut",
        "drought dam well irrigation sanitation water-quality leak water-meter fountain",
    ),
    "environment": (
        N_("Environment"),
        "environment pollution",
        "waste recycling forest landfill factory-emission biodiversity climate green-space river",
    ),
    "transport": (
        N_("Transport"),
        "transport bus",
        "tram train taxi road traffic school-transport driver bus-stop",
    ),
    "women": (
        N_("Women"),
        "woman gender",
        "equality women-representation violence-against-women street-harassment gender-budget",
    ),
    "youth": (
        N_("Young people"),
        "youth youth-council",
        "youth-centre youth-policy youth-parliament student-card",
    ),
    "disability": (
        N_("Disability"),
        "disability blind deaf wheelchair",
        "accessibility access-ramp sign-interpreter braille-docs",
    ),
    "amazigh": (
        N_("Amazigh language"),
        "amazigh tifinagh",
        "amazigh-services language",
    ),
    "rural": (
        N_("Countryside and mountains"),
        "rural mountain",
        "village enclave road-rural rural-coverage",
    ),
    "diaspora": (
        N_("Moroccans of the world"),
        "diaspora consulate",
        "embassy diaspora-vote returnee consular-services",
    ),
    "justice": (
        N_("Justice"),
        "justice court judge",
        "judgment lawyer lawsuit hearing case-law legal-aid",
    ),
    "corruption": (
        N_("Corruption"),
        "corruption bribe whistleblower",
        "fraud embezzlement asset-declaration conflict-of-interest",
    ),
    "internet": (
        N_("Internet"),
        "internet digital-divide",
        "connect telecom rural-coverage wifi-public fibre",
    ),
}
# A group stands under a subject where this part of its ideas speak of it, and two of them at least.
LEAST, PART = 2, 3


def speaks(subject: str, meaning: Set[str]) -> bool:
    """Whether a text of that meaning (its concepts) speaks of a subject."""
    enough, leading = ({f"{PREFIX}{one}" for one in concepts.split()} for concepts in SUBJECTS[subject][1:])
    return bool(enough & meaning) or len(leading & meaning) >= LEAST


def subjects(corpus: Corpus) -> tuple[Subject, ...]:
    """The subjects somebody speaks of, in the order of the alphabet of the report's language."""
    found = (_subject(corpus, key) for key in SUBJECTS)
    return tuple(sorted((one for one in found if one.groups or one.others), key=lambda one: one.label))


def _subject(corpus: Corpus, key: str) -> Subject:
    speaking = {one.reference or "" for one in corpus.published if speaks(key, corpus.meaning(one))}
    groups = []
    for placed in sorted(corpus.placed, key=lambda one: one.number):
        own = tuple(sorted(speaking & {member.proposal.reference or "" for member in placed.members}))
        if len(own) >= LEAST and PART * len(own) >= len(placed.members):
            groups.append(Within(group=placed.number, references=own))
    named = {reference for group in groups for reference in group.references}
    return Subject(
        key=key,
        label=corpus.words.gettext(SUBJECTS[key][0]),
        groups=tuple(sorted(groups, key=lambda one: (-len(one.references), one.group))),
        others=tuple(sorted(speaking - named)),
    )
