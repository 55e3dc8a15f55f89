"""Themes as the search reads and shows them: few, official, in every language they are written in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import url_for
from sqlalchemy import select

from cocreation.core.db import db
from cocreation.core.i18n import N_, current_language
from cocreation.core.search import Hit, Source, Thing
from cocreation.cycles.models import Cycle
from cocreation.themes.models import Theme

SHOWN = ("proposed", "adopted")


def _shown() -> Iterable[tuple[Theme, Cycle]]:
    statement = select(Theme, Cycle).join(Cycle, Cycle.id == Theme.cycle_id)
    statement = statement.where(Theme.state.in_(SHOWN), Cycle.state != "draft")
    return [(row[0], row[1]) for row in db.session.execute(statement.order_by(Cycle.id.desc(), Theme.position))]


def things() -> Iterable[Thing]:
    """Every theme that people may see, with its words in all its languages."""
    for theme, _ in _shown():
        texts = [*theme.title.values(), *(theme.text or {}).values()]
        yield Thing(theme.id, "\n".join(texts), None, "\n".join(theme.title.values()))


def hits(ids: Sequence[int]) -> dict[int, Hit]:
    """The visible themes among these, with what is shown of each."""
    return {theme.id: _hit(theme, cycle) for theme, cycle in _shown() if theme.id in set(ids)}


def _hit(theme: Theme, cycle: Cycle) -> Hit:
    title, language = theme.title.shown(current_language())
    href = url_for("themes.show", cycle_slug=cycle.slug, slug=theme.slug)
    return Hit(title, href, str(theme.text or ""), language, said=(cycle.title.marked(),))


SOURCE = Source(N_("Themes"), things, hits, is_small=True, order=40)
