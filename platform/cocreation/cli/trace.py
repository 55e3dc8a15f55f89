"""`cocreation trace`: the sums of the ideas, and whether they agree."""

from __future__ import annotations

import json
import sys

import click
from flask.cli import with_appcontext

from cocreation.cli.speaking import NO_CYCLE, process_time, say, speaker, stop, with_language
from cocreation.core.clock import process_at
from cocreation.core.db import writing
from cocreation.core.i18n import N_, Translator
from cocreation.cycles import queries as cycles
from cocreation.trace import reckoning
from cocreation.trace.balance import STEPS, Balance
from cocreation.trace.checking import Fault


@click.group("trace")
def trace() -> None:
    """Follow every idea to what became of it."""


@trace.command("balance")
@click.option("--cycle", "slug", required=True, help="Short name of the cycle.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@with_language
@with_appcontext
def balance(slug: str, as_json: bool, lang: str | None) -> None:
    """Count each idea received and compare journal and tables: 0 where all agrees, 1 where not, with the names."""
    words = speaker(lang)
    with writing(False), process_at(process_time()):
        reckoning.read_one_moment()
        cycle = cycles.by_slug(slug)
        if cycle is None:
            stop([words.gettext(NO_CYCLE, slug=slug)])
        found = reckoning.balance_of(cycle)
        faults = [*reckoning.check(cycle), *reckoning.check_chain()]
    if as_json:
        say(json.dumps(_data(slug, found, faults), ensure_ascii=False))
    else:
        _table(found, words)
        for fault in faults:
            print(_said(fault, words), file=sys.stderr)
    if faults:
        sys.exit(1)


def _table(found: Balance, words: Translator) -> None:
    standing = found.standing()
    say(f"{words.gettext(N_('Received'))}\t{words.number(found.received)}")
    for step in STEPS.values():
        for code, station in step.stations.items():
            if standing[code]:
                label = f"{words.gettext(step.label)} · {words.gettext(station.label)}"
                say(f"{label}\t{words.number(standing[code])}")
    say(f"{words.gettext(N_('Total'))}\t{words.number(found.total)}")


def _said(fault: Fault, words: Translator) -> str:
    message, values = fault.what
    return f"{fault.name or 'Σ'}: {words.gettext(message, **values)} {words.gettext(fault.what_to_do)}"


def _data(slug: str, found: Balance, faults: list[Fault]) -> dict[str, object]:
    return {
        "cycle": slug,
        "received": found.received,
        "counted": found.total,
        "stations": dict(found.standing()),
        "faults": [
            {"name": one.name, "kind": one.kind, "told": one.told, "found": one.found} for one in faults
        ],
    }  # fmt: skip
