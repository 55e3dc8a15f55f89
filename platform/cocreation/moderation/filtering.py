"""The filters of the queue as they stand in an address, so that a view of the queue can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from cocreation.accounts.lists import VOICES
from cocreation.accounts.models import Account
from cocreation.accounts.policies import is_team_of
from cocreation.core.access import Actor
from cocreation.core.i18n import N_, gettext
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.moderation.policies import sees_whole_queue
from cocreation.moderation.queries import QUEUES, Filter
from cocreation.moderation.things import Thing, kind_of
from cocreation.proposals.models import LANGUAGES_OF_TEXTS
from cocreation.themes import queries as themes
from cocreation.themes.models import Theme

TABS: dict[str, str] = {
    "": N_("Everything"),
    "second_look": N_("Second looks"),
    "report": N_("Reported"),
    "proposal": N_("Proposals"),
    "revision": N_("New texts"),
    "draft": N_("Draft commitments"),
    "comment": N_("Comments"),
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for, and the filter it makes."""

    values: Mapping[str, str]
    filter: Filter
    cycles: Sequence[Cycle]
    themes: Sequence[Theme]
    cursor: str | None

    def href(self, endpoint: str = "moderation.index", **more: Any) -> str:
        """An address with the same filters; `more` adds to them or, where None, takes away."""
        return url_for(endpoint, **{**self.values, **more})

    def item(self, thing: Thing, endpoint: str = "moderation.item", **more: Any) -> str:
        """The address of a thing on the desk, beside the same page of the same queue."""
        return self.href(endpoint, kind=kind_of(thing), object_id=thing.id, after=self.cursor, **more)


def _chosen_cycle(args: Mapping[str, str], known: Sequence[Cycle]) -> Cycle | None:
    return next((cycle for cycle in known if cycle.slug == args.get("cycle")), None)


def _limits(actor: Actor, chosen: Cycle | None) -> tuple[int, ...] | None:
    """The cycles whose things are shown: the one chosen, else those the moderator is limited to."""
    if chosen is not None:
        return (chosen.id,)
    # No cycle has the number 0: only a role without limit covers it.
    if not isinstance(actor, Account) or actor.has_role("moderator", scope=("cycle", 0)):
        return None
    return tuple(actor.scopes("moderator")) or None


def _theme_ids(chosen: str | None, known: Sequence[Theme]) -> tuple[int, ...] | None:
    if chosen == "none":
        return ()
    current = themes.current_of(known)
    asked = next((theme for theme in known if str(theme.id) == chosen), None)
    if asked is None:
        return None
    return tuple(theme_id for theme_id, today in current.items() if today.id == asked.id)


def read(args: Mapping[str, str], actor: Actor) -> Asked:
    """Read the filters of an address; what is not known is left out, never refused."""
    known = [cycle for cycle in cycles.cycles(with_drafts=True) if is_team_of(actor, cycle.id)]
    chosen = _chosen_cycle(args, known)
    shown = chosen or next((cycle for cycle in known if cycle.state == "open"), None)
    of_cycle = themes.of_cycle(shown.id) if shown else []
    theme_ids = _theme_ids(args.get("theme"), of_cycle)
    kind = args.get("part") if args.get("part") in QUEUES else None
    kinds = (kind,) if kind else None
    asked = {
        "cycle": chosen.slug if chosen else None,
        "theme": args.get("theme") if theme_ids is not None else None,
        "lang": args.get("lang") if args.get("lang") in LANGUAGES_OF_TEXTS else None,
        "voice": args.get("voice") if args.get("voice") in VOICES else None,
        "part": kind,
    }
    narrowed = Filter(
        theme_ids=theme_ids,
        language=asked["lang"],
        voice=asked["voice"],
        kinds=kinds if sees_whole_queue(actor) else ("second_look",),
        cycle_ids=_limits(actor, chosen),
    )
    values = {name: value for name, value in asked.items() if value}
    return Asked(values, narrowed, known, of_cycle, args.get("after"))


def tabs(asked: Asked, counts: Mapping[str, int], actor: Actor) -> list[dict[str, Any]]:
    """The parts of the queue with what waits in each."""
    shown = TABS if sees_whole_queue(actor) else {"second_look": TABS["second_look"]}
    return [
        {
            "label": gettext(words),
            "href": asked.href(part=kind or None),
            "count": counts[kind] if kind else sum(counts.values()),
            "current": asked.values.get("part", "") == kind or len(shown) == 1,
        }
        for kind, words in shown.items()
    ]


def selects(asked: Asked) -> list[dict[str, Any]]:
    """The other filters, as lists to choose from: [{name, label, value, options: [(value, words)]}]."""
    current = [theme for theme in asked.themes if theme.state in {"adopted", "proposed"}]
    found: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("theme", gettext("Theme"), [*((str(theme.id), str(theme.title)) for theme in current),
                                     ("none", gettext("Theme not given"))]),
        ("lang", gettext("Language"), list(LANGUAGES_OF_TEXTS.items())),
        ("voice", gettext("Written by"), [(voice, gettext(words)) for voice, words in VOICES.items()]),
    ]  # fmt: skip
    if len(asked.cycles) > 1:
        found.append(("cycle", gettext("Plan"), [(cycle.slug, str(cycle.title)) for cycle in asked.cycles]))
    return [
        {"name": name, "label": label, "value": asked.values.get(name, ""), "options": options}
        for name, label, options in found
    ]
