"""How groups are shown: words in the reader's language, the map's places, figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g
from sqlalchemy import select

from cocreation.accounts.models import Account
from cocreation.clustering import naming
from cocreation.clustering.models import Correction, Group, Membership
from cocreation.core.db import db
from cocreation.core.i18n import current_language, gettext

WIDTH, HEIGHT, MARGIN = 1000, 640, 40
COLOURS = 6
SHOWN_REFERENCES = 6


def families_of(groups: Sequence[Group]) -> list[tuple[Group | None, list[Group]]]:
    """Groups under their families, the family of most ideas first; None where they have none."""
    found: dict[int | None, list[Group]] = {}
    for group in groups:
        found.setdefault(group.parent_id, []).append(group)
    ordered = sorted(found.values(), key=lambda members: -sum(group.size for group in members))
    return [(members[0].parent, members) for members in ordered]


def words_of(group: Group, language: str) -> list[tuple[str, str]]:
    """The words a group turns on, first in the reader's language: (word, language) pairs, at most five."""
    terms: dict[str, list[str]] = group.terms or {}
    own = terms.get(language) or []
    if own:
        return [(word, language) for word in own[:5]]
    return [(word, code) for code, words in terms.items() for word in words][:5]


def called(group: Group) -> naming.GroupTitle:
    """What a group is called, in the languages its public ideas are written in; its number where none is left."""
    known = call(() if group.id in _known() else [group])
    number = gettext("Group %(number)s", number=group.number)
    return known[group.id] or naming.GroupTitle({current_language(): number})


def call(groups: Iterable[Group]) -> dict[int, naming.GroupTitle]:
    """Ask for the titles of all the groups of a page at once, so that the page asks for none of them alone."""
    wanted = [group for group in groups if group.id not in _known()]
    if wanted:
        _known().update(naming.titles(wanted))
    return _known()


def _known() -> dict[int, naming.GroupTitle]:
    titles: dict[int, naming.GroupTitle] = g.setdefault("titles_of_groups", {})
    return titles


@dataclass(frozen=True)
class Told:
    """A correction in words: what was done, to which ideas or group, into which group, by whom and when."""

    correction: Correction
    references: tuple[str, ...]
    more: int
    group: str
    title: str
    into: str
    by: str


def told(corrections: Sequence[Correction]) -> list[Told]:
    """The corrections as a list shows them."""
    ids = {correction.by_id for correction in corrections}
    names = dict(db.session.execute(select(Account.id, Account.name).where(Account.id.in_(ids))).all())
    return [_told(correction, names.get(correction.by_id or 0, "")) for correction in corrections]


def _told(correction: Correction, by: str) -> Told:
    payload = correction.payload
    homes: dict[str, str | None] = payload.get("homes", {})
    references = sorted(homes) or list(payload.get("ids", ()))
    titles: dict[str, str] = payload.get("titles", {})
    named = payload.get("group") or next(iter(titles), "")
    return Told(
        correction=correction,
        references=tuple(references[:SHOWN_REFERENCES]),
        more=max(0, len(references) - SHOWN_REFERENCES),
        group=_number(named) if correction.kind != "split" else "",
        title=next(iter(titles.values()), ""),
        into=_into(set(homes.values())),
        by=by,
    )


def _into(names: set[str | None]) -> str:
    if not names or len(names) > 1:
        return ""
    name = next(iter(names))
    return _number(name) if name else gettext("listed apart")


def _number(name: str) -> str:
    return gettext("Group %(number)s", number=name[1:]) if name else ""


@dataclass(frozen=True)
class Spot:
    """One idea, or one group's middle, on the map."""

    x: float
    y: float
    colour: int
    label: str = ""
    name: str = ""
    size: int = 0


def _scale(values: Sequence[float], length: int) -> list[float]:
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    return [round(MARGIN + (value - low) / span * (length - 2 * MARGIN), 1) for value in values]


def map_of(memberships: Sequence[Membership]) -> dict[str, Any]:
    """The spots of ideas and of groups' middles, for an SVG of WIDTH × HEIGHT."""
    if not memberships:
        return {"ideas": [], "groups": [], "width": WIDTH, "height": HEIGHT}
    xs = _scale([found.x for found in memberships], WIDTH)
    ys = _scale([found.y for found in memberships], HEIGHT)
    places: dict[int, list[tuple[float, float]]] = {}
    ideas = []
    for found, x, y in zip(memberships, xs, ys, strict=True):
        colour = (found.group.parent_id or found.group.id) % COLOURS if found.group else COLOURS
        ideas.append(Spot(x, y, colour))
        if found.group:
            places.setdefault(found.group.id, []).append((x, y))
    by_id = {found.group.id: found.group for found in memberships if found.group}
    call(by_id.values())
    groups = [_middle(by_id[group_id], spots) for group_id, spots in places.items()]
    return {"ideas": ideas, "groups": groups, "width": WIDTH, "height": HEIGHT}


def _middle(group: Group, spots: Sequence[tuple[float, float]]) -> Spot:
    x = round(sum(spot[0] for spot in spots) / len(spots), 1)
    y = round(sum(spot[1] for spot in spots) / len(spots), 1)
    return Spot(x, y, (group.parent_id or group.id) % COLOURS, str(called(group)), group.name, len(spots))
