"""Reads of themes, with merges followed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from cocreation.core.db import db
from cocreation.themes.models import Theme, ThemeMerge


def of_cycle(cycle_id: int, *, states: Sequence[str] | None = None) -> Sequence[Theme]:
    """The themes of a cycle in their order, all or of the states given."""
    statement = select(Theme).where(Theme.cycle_id == cycle_id).order_by(Theme.position, Theme.id)
    return db.session.scalars(statement.where(Theme.state.in_(states)) if states else statement).all()


def by_slug(cycle_id: int, slug: str) -> Theme | None:
    """One theme of a cycle."""
    return db.session.scalar(select(Theme).where(Theme.cycle_id == cycle_id, Theme.slug == slug))


def by_id(theme_id: int) -> Theme | None:
    """One theme."""
    return db.session.get(Theme, theme_id)


def current_of(themes: Sequence[Theme]) -> dict[int, Theme]:
    """For each theme of a cycle the one it stands for today: itself, or where the merges lead."""
    known = {theme.id: theme for theme in themes}
    found: dict[int, Theme] = {}
    for theme in themes:
        at = theme
        # A merge into a merged theme is refused, but a chain may still grow: its end is followed.
        for _ in range(len(known)):
            if at.merged_into_id is None or at.merged_into_id not in known:
                break
            at = known[at.merged_into_id]
        found[theme.id] = at
    return found


def today(theme: Theme) -> Theme:
    """The theme a theme stands for today: itself, unless it was merged into another."""
    return theme if theme.merged_into_id is None else current_of(of_cycle(theme.cycle_id))[theme.id]


def standing_for(theme: Theme) -> list[int]:
    """The ids of a theme and of all themes merged into it: what a filter by this theme takes in."""
    current = current_of(of_cycle(theme.cycle_id))
    return [theme_id for theme_id, today in current.items() if today.id == theme.id]


def merges_of(theme_id: int) -> Sequence[ThemeMerge]:
    """The history of a theme's merges, as source or as target."""
    return db.session.scalars(
        select(ThemeMerge)
        .where((ThemeMerge.theme_id == theme_id) | (ThemeMerge.into_id == theme_id))
        .order_by(ThemeMerge.id)
    ).all()
