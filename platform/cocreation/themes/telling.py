"""What those who follow a theme are told of the theme itself."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from cocreation.accounts.models import Account
from cocreation.core.db import db
from cocreation.core.i18n import N_
from cocreation.cycles.models import Cycle
from cocreation.notifications import services as notifications
from cocreation.notifications.followed import Named
from cocreation.themes.models import Theme, ThemeMerge

_PREFIX = "/themes/"


def path_of(theme: Theme) -> str:
    """Where a theme is shown, without language."""
    return f"{_PREFIX}{db.session.get_one(Cycle, theme.cycle_id).slug}/{theme.slug}"


def named(paths: Sequence[str]) -> dict[str, Named]:
    """The public themes at some addresses."""
    wanted = {path for path in paths if path.startswith(_PREFIX)}
    if not wanted:
        return {}
    slugs = {path.rpartition("/")[2] for path in wanted}
    found = {}
    asked = (
        select(Theme, Cycle.slug)
        .join(Cycle, Cycle.id == Theme.cycle_id)
        .where(Theme.slug.in_(slugs), Theme.state.not_in(("draft", "withdrawn")), Cycle.state != "draft")
    )
    for theme, cycle_slug in db.session.execute(asked):
        path = f"{_PREFIX}{cycle_slug}/{theme.slug}"
        if path in wanted:
            found[path] = Named("theme", dict(theme.title))
    return found


def tell_merged(theme: Theme, merging: ThemeMerge, by: Account | None) -> None:
    """Tell of a merging those who follow one theme or the other."""
    into = db.session.get_one(Theme, merging.into_id)
    notifications.emit(
        mark=f"theme.merged:{merging.id}",
        kind="theme.merged",
        about=[path_of(theme), path_of(into)],
        message=N_("The theme «%(theme)s» is merged into «%(other)s»."),
        values={"theme": dict(theme.title), "other": dict(into.title)},
        path=path_of(theme),
        by=by,
    )
