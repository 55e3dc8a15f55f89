"""What the page of the sums shows: figures with their words and addresses, and the two drawings of the flow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import url_for

from cocreation.accounts.lists import REGIONS, VOICES
from cocreation.core.i18n import N_, OfficialText, current_language, direction, here
from cocreation.cycles.models import Cycle
from cocreation.proposals.models import LANGUAGES_OF_TEXTS
from cocreation.themes import queries as themes
from cocreation.trace import flow
from cocreation.trace.balance import FATES, STATIONS, STEPS, Balance, Parted, totals

PARTING_WORDS: dict[str, str] = {
    "theme": N_("Theme"),
    "voice": N_("Voice"),
    "language": N_("Language"),
    "region": N_("Region"),
}
# How an address says «not given».
NONE = "none"
TONES = {"": "on", "under_way": "wait", "retained": "kept", "refused": "refused"}


class Value(NamedTuple):
    """A theme, voice, language or region: as an address has it, in words, and their language if not the page's."""

    code: str
    label: str | OfficialText
    lang: str | None = None


@dataclass(frozen=True)
class Row:
    """A row of a table of the sums: its words, the address of its ideas, its numbers."""

    label: str | OfficialText
    href: str
    cells: Sequence[int]
    lang: str | None = None

    @property
    def total(self) -> int:
        """The sum of the row."""
        return sum(self.cells)


def listed(cycle: Cycle, **asked: str) -> str:
    """The address of the ideas behind a number."""
    values: dict[str, Any] = {name: value for name, value in asked.items() if value}
    return url_for("balance.ideas", slug=cycle.slug, **values)


def sums(cycle: Cycle, found: Balance) -> list[dict[str, Any]]:
    """Everything received, then what became of it, as the component of sums takes them."""
    words, fates = here(), totals(found.standing())
    whole = {"label": words.gettext("ideas received"), "value": found.received, "total": True, "href": listed(cycle)}
    parts = [
        {"label": words.gettext(label), "value": fates[code], "href": listed(cycle, fate=code)}
        for code, label in FATES.items()
        if fates[code]
    ]
    return [whole, *parts]


def pictures(found: Balance) -> dict[str, flow.Picture]:
    """The flow for a wide page and for a narrow one; none before anything flows."""
    words, passing = here(), found.passing()
    columns = [
        [
            flow.Box(code, words.gettext(one.label), passing[code], words.number(passing[code]), _tone(one.fate))
            for code, one in step.stations.items()
            if passing[code]
        ]
        for step in STEPS.values()
    ]
    columns = [column for column in columns if column]
    if len(columns) < 2:
        return {}
    rtl = direction(current_language()) == "rtl"
    return {"wide": flow.wide(columns, found.flows(), rtl=rtl), "tall": flow.tall(columns, rtl=rtl)}


def _tone(fate: str) -> str:
    return TONES.get(fate, "end")


def steps(cycle: Cycle, found: Balance) -> list[tuple[str, list[Row]]]:
    """The stations where ideas stand now, step by step: (words of the step, rows)."""
    standing = found.standing()
    shown = [
        (
            step.label,
            [
                Row(here().gettext(one.label), listed(cycle, at=code), (standing[code],))
                for code, one in step.stations.items()
                if standing[code]
            ],
        )
        for step in STEPS.values()
    ]
    return [(label, rows) for label, rows in shown if rows]


def values_of(cycle: Cycle, parting: str) -> Mapping[Parted, Value]:
    """The values of a parting in their order; None is «not given»."""
    words = here()
    if parting == "theme":
        titled: dict[Parted, Value] = {one.id: Value(one.slug, one.title) for one in themes.of_cycle(cycle.id)}
        return titled | {None: Value(NONE, words.gettext("Theme not given"))}
    if parting == "language":
        spoken: dict[Parted, Value] = {code: Value(code, name, code) for code, name in LANGUAGES_OF_TEXTS.items()}
        unknown = words.gettext("Language not recognised")
        return spoken | {"und": Value("und", unknown), None: Value(NONE, unknown)}
    named, nothing = (VOICES, "Other voice") if parting == "voice" else (REGIONS, "Region not given")
    known: dict[Parted, Value] = {code: Value(code, words.gettext(label)) for code, label in named.items()}
    return known | {None: Value(NONE, words.gettext(nothing))}


def rows(cycle: Cycle, found: Balance, parting: str) -> list[Row]:
    """A row a value of a parting: how many of it met which fate."""
    fates = found.fates(parting)
    return [
        Row(value.label, listed(cycle, **{parting: value.code}), [fates[key][code] for code in FATES], value.lang)
        for key, value in values_of(cycle, parting).items()
        if key in fates
    ]


def asked(cycle: Cycle, args: Mapping[str, str]) -> tuple[dict[str, Parted], list[str | OfficialText]]:
    """What an address narrows the list to, and the same in words; what it does not know is as if not there."""
    chosen: dict[str, Parted] = {}
    said: list[str | OfficialText] = []
    labels = {"at": {code: one.label for code, one in STATIONS.items()}, "fate": FATES}
    for name, known in labels.items():
        if args.get(name) in known:
            chosen[name] = args[name]
            said.append(here().gettext(known[args[name]]))
    for parting in PARTING_WORDS:
        for key, value in values_of(cycle, parting).items():
            if args.get(parting) == value.code:
                chosen[parting] = key
                said.append(value.label)
    return chosen, said
