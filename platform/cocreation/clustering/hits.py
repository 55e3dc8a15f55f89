"""Groups of ideas as the search reads and shows them: those of the published grouping, by title and words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import url_for
from sqlalchemy import select

from cocreation.clustering import naming
from cocreation.clustering.models import Group, GroupingRun
from cocreation.clustering.presenting import call, called
from cocreation.core.db import db
from cocreation.core.i18n import N_, current_language, here
from cocreation.core.search import Hit, Source, Thing
from cocreation.cycles.models import Cycle
from cocreation.themes.models import Theme

WHOLE = "all"


def _rows(ids: Sequence[int] | None = None) -> list[tuple[Group, str, str | None]]:
    statement = (
        select(Group, Cycle.slug, Theme.slug)
        .join(GroupingRun, GroupingRun.id == Group.run_id)
        .join(Cycle, Cycle.id == GroupingRun.cycle_id)
        .outerjoin(Theme, Theme.id == GroupingRun.theme_id)
        .where(GroupingRun.state == "published", Group.is_family.is_(False), Group.size > 0)
        .order_by(Group.size.desc(), Group.id)
    )
    found = db.session.execute(statement if ids is None else statement.where(Group.id.in_(ids)))
    return [(row[0], row[1], row[2]) for row in found]


def things() -> Iterable[Thing]:
    """Every group of a published grouping, the largest first."""
    groups = [row[0] for row in _rows()]
    titles = naming.titles(groups)
    for group in groups:
        words = [str(word) for found in group.terms.values() for word in found]
        title, language = titles[group.id].shown(group.title_language)
        yield Thing(group.id, "\n".join([*titles[group.id].values(), *words]), language, title)


def hits(ids: Sequence[int]) -> dict[int, Hit]:
    """The published groups among these, with what is shown of each."""
    rows = _rows(ids)
    call(row[0] for row in rows)
    return {group.id: _hit(group, cycle, theme) for group, cycle, theme in rows}


def _hit(group: Group, cycle: str, theme: str | None) -> Hit:
    title, language = called(group).shown(current_language())
    # The words it turns on, in the language of its title: a line in several is read in no direction.
    words = " · ".join(str(word) for word in group.terms.get(language, []))
    href = url_for("groups.show", slug=cycle, scope=theme or WHOLE, name=group.name)
    said = (here().ngettext("%(num)s idea", "%(num)s ideas", group.size),)
    return Hit(title, href, words, language, said=said)


SOURCE = Source(N_("Groups of ideas"), things, hits, is_small=True, order=25)
