"""The sums as open data: JSON, and tables for spreadsheets."""

from __future__ import annotations

from typing import Any

from cocreation.core.clock import process_now, to_local
from cocreation.core.i18n import N_, here
from cocreation.core.spreadsheets import Column, Sheet
from cocreation.cycles.models import Cycle
from cocreation.trace import reckoning
from cocreation.trace.balance import PARTINGS, STATIONS, Balance
from cocreation.trace.balance_shown import values_of


def as_data(cycle: Cycle, found: Balance) -> dict[str, Any]:
    """Every sum of a cycle, by stations and their flows, and by theme, voice, language and region."""
    words = here()
    return {
        "plan": cycle.slug,
        "as_of": to_local(process_now()).isoformat(),
        "received": found.received,
        "counted": found.total,
        "stations": [
            {"code": code, "label": words.gettext(STATIONS[code].label), "fate": STATIONS[code].fate, "ideas": number}
            for code, number in found.standing().items()
        ],
        "flows": [{"from": begin, "to": end, "ideas": number} for (begin, end), number in found.flows().items()],
        "by": {
            parting: {
                value.code: {"label": str(value.label), "stations": found.parts[parting][key]}
                for key, value in values_of(cycle, parting).items()
                if key in found.parts[parting]
            }
            for parting in PARTINGS
        },
    }


def sheet_of_sums(cycle: Cycle, found: Balance) -> Sheet:
    """The same as a table: a row for each station, alone and within each theme, voice, language and region."""
    words = here()
    rows: list[tuple[str | int, ...]] = [
        ("", "", "", code, words.gettext(STATIONS[code].label), number) for code, number in found.standing().items()
    ]
    for parting in PARTINGS:
        for key, value in values_of(cycle, parting).items():
            rows += [
                (parting, value.code, str(value.label), code, words.gettext(STATIONS[code].label), number)
                for code, number in found.parts[parting].get(key, {}).items()
            ]
    return _sheet(cycle, (N_("By"), N_("Code"), N_("Name"), N_("Station"), N_("In words"), N_("Ideas")), rows)


def sheet_of_ideas(cycle: Cycle) -> Sheet:
    """Every idea received with the one station where it stands."""
    words, names = here(), reckoning.references(cycle)
    rows: list[tuple[str | int, ...]] = [
        (names[idea.id], idea.way[-1], words.gettext(STATIONS[idea.way[-1]].label))
        for idea in reckoning.ideas_of(cycle)
    ]
    return _sheet(cycle, (N_("Reference"), N_("Station"), N_("In words")), rows)


def _sheet(cycle: Cycle, heads: tuple[str, ...], rows: list[tuple[str | int, ...]]) -> Sheet:
    return Sheet(cycle.slug, (), [Column(here().gettext(head), 20) for head in heads], rows)
