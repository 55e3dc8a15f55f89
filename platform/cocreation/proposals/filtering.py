"""The list's address read and written: filters that can be shared as links, each with its count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for

from cocreation.accounts.lists import REGIONS, VOICES
from cocreation.core.clock import process_now, to_local
from cocreation.core.i18n import N_, here
from cocreation.core.places import places
from cocreation.cycles.models import Cycle
from cocreation.proposals.facets import Facet
from cocreation.proposals.models import LANGUAGES_OF_TEXTS, STATES
from cocreation.proposals.queries import LISTED_STATES, ORDERS, Filter, narrowed
from cocreation.text.finding import Question, read_question
from cocreation.themes import queries as themes
from cocreation.themes.models import Theme

Counts = dict[str, dict[str | int | None, int]]
NONE = "none"
# As many choices of a filter that upper rooms bring as one looks through.
MOST_CHOICES = 12
ORDER_WORDS = {"newest": N_("Newest"), "discussed": N_("Most discussed"), "discover": N_("Discover")}


@dataclass(frozen=True)
class Asked:
    """What an address asks of the list: a cycle, filters, an order with its seed, a place in it."""

    cycle: Cycle
    is_usual: bool
    themes: Sequence[Theme]
    theme: Theme | None
    filter: Filter
    kept: Mapping[str, str]
    order: str
    seed: str
    cursor: str | None
    facets: Sequence[Facet]

    def href(self, **changes: str | None) -> str:
        """The address of this list with some of its parts changed; None takes a part away."""
        usual = {} if self.is_usual else {"cycle": self.cycle.slug}
        values: dict[str, Any] = {name: value for name, value in {**usual, **self.kept, **changes}.items() if value}
        return url_for("proposals.index", **values)

    @property
    def feed_href(self) -> str:
        """The address of the feed of what this list's filters let through, of what is published."""
        kept: dict[str, Any] = {
            name: value for name, value in self.kept.items() if name not in {"order", "seed", "state"}
        }
        return url_for("proposals.feed", cycle=self.cycle.slug, **kept)

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return bool(set(self.kept) - {"order", "seed"})

    @property
    def clear_href(self) -> str:
        """The address of this list without any filter."""
        return self.href(**dict.fromkeys(set(self.kept) - {"order", "seed"}))

    @property
    def question(self) -> Question:
        """What its words were understood to ask."""
        return read_question(self.kept.get("q", ""))


def today() -> str:
    """The seed of the day's shuffled order, the same for everyone."""
    return to_local(process_now()).date().isoformat()


def usual_of(cycles: Sequence[Cycle]) -> Cycle | None:
    """The cycle shown where the address names none: the newest open one, else the newest."""
    return next((cycle for cycle in cycles if cycle.state == "open"), cycles[0] if cycles else None)


def read(args: Mapping[str, str], cycles: Sequence[Cycle]) -> Asked | None:
    """What the address asks; unknown values are as if not there. None where there is no cycle yet."""
    usual = usual_of(cycles)
    cycle = next((found for found in cycles if found.slug == args.get("cycle")), usual)
    if cycle is None:
        return None
    known = themes.of_cycle(cycle.id)
    theme = next((found for found in known if found.slug == args.get("theme")), None)
    theme = themes.current_of(known)[theme.id] if theme else None
    order = args.get("order", "") if args.get("order") in ORDERS else "newest"
    facets: list[Facet] = places().values("proposal.filters", cycle_id=cycle.id)
    kept = _kept(args, theme, facets)
    seed = (args.get("seed") or today())[:40]
    if order != "newest":
        kept["order"] = order
    if order == "discover":
        kept["seed"] = seed
    asked = replace(_filter(cycle, known, theme, kept), within=_within(facets, kept))
    return Asked(cycle, cycle is usual, known, theme, asked, kept, order, seed, args.get("after"), facets)


def _within(facets: Sequence[Facet], kept: Mapping[str, str]) -> Any:
    return next((facet.within(kept[facet.name]) for facet in facets if facet.name in kept), None)


def _kept(args: Mapping[str, str], theme: Theme | None, facets: Sequence[Facet]) -> dict[str, str]:
    kept = {
        "theme": theme.slug if theme else (NONE if args.get("theme") == NONE else ""),
        "lang": _one_of(args.get("lang"), (*LANGUAGES_OF_TEXTS, "und")),
        "region": _one_of(args.get("region"), (*REGIONS, NONE)),
        "voice": _one_of(args.get("voice"), tuple(VOICES)),
        "state": _one_of(args.get("state"), LISTED_STATES[1:]),
        **{facet.name: _one_of(args.get(facet.name), tuple(facet.choices)) for facet in facets},
        "q": read_question(args.get("q") or "").query,
    }
    return {name: value for name, value in kept.items() if value}


def _one_of(value: str | None, known: Sequence[str]) -> str:
    return value if value is not None and value in known else ""


def _filter(cycle: Cycle, known: Sequence[Theme], theme: Theme | None, kept: Mapping[str, str]) -> Filter:
    ids: tuple[int, ...] | None = None
    if theme is not None:
        ids = tuple(old for old, now in themes.current_of(known).items() if now.id == theme.id)
    elif kept.get("theme") == NONE:
        ids = ()
    return Filter(
        cycle_id=cycle.id,
        theme_ids=ids,
        language=kept.get("lang"),
        region=kept.get("region"),
        voice=kept.get("voice"),
        state=kept.get("state") or "published",
        query=kept.get("q"),
    )


def groups(asked: Asked, counts: Counts) -> list[dict[str, Any]]:
    """The filters as the component takes them, each choice a link with its count."""
    words = here()
    return [
        {"label": words.gettext("Theme"), "options": _themes(asked, counts["theme"]), "open": True},
        {"label": words.gettext("Language"), "options": _options(asked, "lang", _languages(), counts["language"])},
        {
            "name": "region",
            "label": words.gettext("Region"),
            "options": _options(asked, "region", _regions(), counts["region"]),
        },
        {"label": words.gettext("Voice"), "options": _options(asked, "voice", _said(VOICES), counts["voice"])},
        {"label": words.gettext("State"), "options": _states(asked, counts["state"])},
        *({"label": words.gettext(facet.label), "options": _choices(asked, facet)} for facet in asked.facets),
    ]


def _choices(asked: Asked, facet: Facet) -> list[dict[str, Any]]:
    """The choices of a filter that an upper room brings, those with the most ideas first."""
    counts = facet.counts(narrowed(replace(asked.filter, within=None)))
    chosen = asked.kept.get(facet.name)
    ordered = sorted(facet.choices, key=lambda value: (value != chosen, -counts.get(value, 0)))[:MOST_CHOICES]
    return [
        _option(
            asked, facet.name, value, facet.choices[value].label, counts.get(value, 0), value == chosen,
            facet.choices[value].lang,
        )
        for value in ordered
        if counts.get(value) or value == chosen
    ]  # fmt: skip


def chosen(asked: Asked, groups: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Every filter that is set, in words, each with the address that takes it away; the words looked for too."""
    found = [
        {"label": group["label"], "value": option["label"], "lang": option["lang"], "href": option["href"]}
        for group in groups
        for option in group["options"]
        if option["current"] and option.get("removable", True)
    ]
    if words := asked.kept.get("q"):
        found.insert(0, {"label": here().gettext("Words"), "value": words, "lang": None, "href": asked.href(q=None)})
    return found


def regions(asked: Asked, counts: Mapping[str | int | None, int]) -> list[dict[str, Any]]:
    """The regions of the map, each with its count and the address that chooses it."""
    return [
        {**_option(asked, "region", code, label, counts.get(code, 0), asked.kept.get("region") == code), "code": code}
        for code, label in ((code, here().gettext(words)) for code, words in REGIONS.items())
    ]


def _said(words: Mapping[str, str]) -> dict[str | int | None, str]:
    return {code: here().gettext(message) for code, message in words.items()}


def _languages() -> dict[str | int | None, str]:
    named: dict[str | int | None, str] = dict(LANGUAGES_OF_TEXTS.items())
    return {**named, "und": here().gettext("Language not recognised")}


def _regions() -> dict[str | int | None, str]:
    return {**_said(REGIONS), None: here().gettext("Region not given")}


def _options(
    asked: Asked, name: str, labels: Mapping[str | int | None, str], counts: Mapping[str | int | None, int]
) -> list[dict[str, Any]]:
    found = []
    for code, label in labels.items():
        value = NONE if code is None else str(code)
        current = asked.kept.get(name) == value
        if counts.get(code) or current:
            lang = value if name == "lang" and value != "und" else None
            found.append(_option(asked, name, value, label, counts.get(code, 0), current, lang))
    return found


def _option(
    asked: Asked, name: str, value: str, label: str, count: int, current: bool, lang: str | None = None
) -> dict[str, Any]:
    # A choice that is made is a link that takes it back.
    href = asked.href(**{name: None if current else value})
    return {"label": label, "href": href, "count": count, "current": current, "lang": lang}


def _themes(asked: Asked, counts: Mapping[str | int | None, int]) -> list[dict[str, Any]]:
    found, current = [], themes.current_of(asked.themes)
    for theme in asked.themes:
        if current[theme.id].id != theme.id:
            continue
        number = sum(counts.get(old, 0) for old, now in current.items() if now.id == theme.id)
        chosen = asked.theme is not None and asked.theme.id == theme.id
        if number or chosen or theme.state == "adopted":
            found.append(_option(asked, "theme", theme.slug, theme.title.marked(), number, chosen))
    if counts.get(None):
        chosen = asked.kept.get("theme") == NONE
        found.append(_option(asked, "theme", NONE, here().gettext("Theme not given"), counts[None], chosen))
    return found


def _states(asked: Asked, counts: Mapping[str | int | None, int]) -> list[dict[str, Any]]:
    found = []
    for state in LISTED_STATES:
        current = asked.filter.state == state
        if counts.get(state) or current:
            value = None if state == "published" else state
            label, number = here().gettext(STATES[state]), counts.get(state, 0)
            # The usual state is where the list begins: choosing another takes it away, nothing else does.
            option = {"label": label, "href": asked.href(state=None if current else value), "count": number}
            found.append({**option, "current": current, "lang": None, "removable": state != "published"})
    return found


def orders(asked: Asked) -> list[dict[str, Any]]:
    """The orders as tabs; the shuffled one has its seed in the address."""
    return [
        {
            "label": here().gettext(words),
            "href": asked.href(
                order=None if code == "newest" else code, seed=asked.seed if code == "discover" else None
            ),
            "current": asked.order == code,
        }
        for code, words in ORDER_WORDS.items()
    ]
