"""Making themes, opening them to comment, adopting, merging and un-merging them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from cocreation.accounts.models import Account
from cocreation.comments import services as comments
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_, OfficialText
from cocreation.cycles.models import Cycle
from cocreation.journal import services as journal
from cocreation.notifications import services as notifications
from cocreation.themes import telling
from cocreation.themes.models import TRANSITIONS, Theme, ThemeMerge


class NotPossible(Refused):
    """A change of state the life of a theme does not know."""

    message = N_("A theme in this state cannot be changed in this way.")


class SlugTaken(Refused):
    """Another theme of the cycle has this short name."""

    message = N_("Another theme of this cycle has this short name. Choose another one.")


def create_theme(
    *,
    cycle: Cycle,
    slug: str,
    title: OfficialText,
    text: OfficialText | None,
    by: Account | None,
    at: datetime,
    state: str = "draft",
) -> Theme:
    """Add a theme at the end of the cycle's list, with the thread of its comments.

    Raises:
        SlugTaken.
    """
    if db.session.scalar(select(Theme.id).where(Theme.cycle_id == cycle.id, Theme.slug == slug)):
        raise SlugTaken()
    last = db.session.scalar(select(func.max(Theme.position)).where(Theme.cycle_id == cycle.id))
    thread = comments.open_thread(
        cycle_id=cycle.id,
        about_kind="theme",
        about_reference=slug,
        about_path=f"/themes/{cycle.slug}/{slug}",
        is_open=state == "proposed",
    )
    theme = Theme(
        cycle_id=cycle.id,
        slug=slug,
        position=0 if last is None else last + 1,
        title=title,
        text=text,
        state=state,
        thread_id=thread.id,
    )
    db.session.add(theme)
    db.session.flush()
    _journal("theme.created", theme, by, at, None, state)
    return theme


def _journal(
    action: str, theme: Theme, by: Account | None, at: datetime, before: str | None, after: str | None
) -> None:
    journal.record(
        action=action,
        object_kind="theme",
        object_id=theme.id,
        by=by,
        role="administrator",
        at=at,
        from_state=before,
        to_state=after,
        detail={"into": theme.merged_into_id} if theme.merged_into_id else None,
    )


def edit_theme(
    *, theme: Theme, title: OfficialText, text: OfficialText | None, by: Account | None, at: datetime
) -> None:
    """Correct a theme's words."""
    theme.title, theme.text = title, text
    _journal("theme.edited", theme, by, at, theme.state, theme.state)


def move_theme(*, theme: Theme, up: bool, by: Account | None, at: datetime) -> None:
    """Move a theme one place up or down in the order of its cycle."""
    order = list(
        db.session.scalars(select(Theme).where(Theme.cycle_id == theme.cycle_id).order_by(Theme.position, Theme.id))
    )
    place = order.index(theme)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    for position, found in enumerate(order):
        found.position = position
    _journal("theme.moved", theme, by, at, theme.state, theme.state)


def set_state(*, theme: Theme, to: str, by: Account | None, at: datetime) -> None:
    """Propose, adopt, withdraw a theme, or take it back to draft.

    Raises:
        NotPossible.
    """
    if to == "merged" or to not in TRANSITIONS[theme.state] or theme.state == "merged":
        raise NotPossible()
    before, theme.state = theme.state, to
    if theme.thread_id:
        comments.set_open(thread_id=theme.thread_id, is_open=to == "proposed")
    _journal(f"theme.{to}", theme, by, at, before, to)


def merge(*, theme: Theme, into: Theme, reason: OfficialText, by: Account | None, at: datetime) -> ThemeMerge:
    """Merge an adopted theme into another one of its cycle; its proposals keep it as their original theme.

    Raises:
        NotPossible: not adopted, not of the same cycle, or into itself.
    """
    good = theme.state == "adopted" and into.state == "adopted" and theme.cycle_id == into.cycle_id
    if not good or theme.id == into.id:
        raise NotPossible(N_("Only two adopted themes of one cycle can be merged."))
    theme.state, theme.merged_into_id = "merged", into.id
    made = ThemeMerge(theme_id=theme.id, into_id=into.id, reason=reason, at=at, by_id=by.id if by else None)
    db.session.add(made)
    db.session.flush()
    _journal("theme.merged", theme, by, at, "adopted", "merged")
    telling.tell_merged(theme, made, by)
    return made


def undo_merge(*, theme: Theme, by: Account | None, at: datetime) -> None:
    """Restore a merged theme as it was before.

    Raises:
        NotPossible: it is not merged.
    """
    if theme.state != "merged":
        raise NotPossible()
    made = db.session.scalar(
        select(ThemeMerge)
        .where(ThemeMerge.theme_id == theme.id, ThemeMerge.undone_at.is_(None))
        .order_by(ThemeMerge.id.desc())
        .limit(1)
    )
    if made is not None:
        made.undone_at, made.undone_by_id = at, by.id if by else None
        notifications.take_back_event(f"theme.merged:{made.id}")
    theme.state, theme.merged_into_id = "adopted", None
    _journal("theme.unmerged", theme, by, at, "merged", "adopted")
