"""What a mail that gathers news says: under each thing what happened to it, comments counted and not repeated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from cocreation.accounts.models import Account
from cocreation.core.db import db
from cocreation.core.i18n import N_, translator
from cocreation.core.mail import Part
from cocreation.core.web import public_address
from cocreation.notifications import followed
from cocreation.notifications.choices import key_of
from cocreation.notifications.followed import Named
from cocreation.notifications.models import Event, Notification
from cocreation.notifications.wording import address_of, words_of

COMMENT = "comment"


@dataclass(frozen=True)
class Said:
    """The subject of a mail and its parts."""

    subject: str
    parts: list[Part]


def of(account: Account, rows: Sequence[Notification], ends: str) -> Said | None:
    """What a mail with some rows says in a person's language.

    Args:
        rows: what the mail has taken, oldest first. ends: the address that ends such mails.

    Returns:
        None where everything they show was hidden or withdrawn meanwhile.
    """
    events = _events(rows)
    gone = followed.gone(events.values())
    shown = [row for row in rows if row.event_id not in gone]
    if not shown:
        return None
    sections = _sections(shown, events)
    names = followed.named(path for path in sections if path)
    parts = [Part("text", translator(account.language).gettext(N_("Hello,")))]
    lines = 0
    for path, members in sections.items():
        items = list(_items(members, account.language))
        lines += len(items)
        parts += [_heading(path, names.get(path), account.language), *items]
    parts += _foot(account, ends)
    if lines == 1:
        return Said(words_of(shown[-1], account.language), parts)
    return Said(_subject(len(sections), sections, names, account.language, len(shown)), parts)


def _events(rows: Iterable[Notification]) -> dict[int, Event]:
    ids = sorted({row.event_id for row in rows if row.event_id})
    found: dict[int, Event] = {}
    for start in range(0, len(ids), 500):
        for event in db.session.scalars(select(Event).where(Event.id.in_(ids[start : start + 500]))):
            found[event.id] = event
    return found


def _sections(rows: Iterable[Notification], events: dict[int, Event]) -> dict[str, list[Notification]]:
    """The rows under the address of the thing that heads them; what concerns the person alone under none."""
    found: dict[str, list[Notification]] = {}
    for row in rows:
        event = events.get(row.event_id or 0)
        found.setdefault(event.about[0] if event and event.about else "", []).append(row)
    return found


def _heading(path: str, named: Named | None, language: str) -> Part:
    if not path:
        return Part("heading", translator(language).gettext(N_("About you")))
    if named is None:
        return Part("heading", followed.mark_of(path), address_of(path, language))
    title, spoken = named.shown(language)
    return Part("heading", title, address_of(path, language), language="" if spoken == language else spoken)


def _items(rows: Sequence[Notification], language: str) -> Iterable[Part]:
    words, comments = translator(language), [row for row in rows if row.kind == COMMENT]
    for row in rows:
        if row.kind != COMMENT or len(comments) == 1:
            yield Part("item", words_of(row, language), address_of(row.path, language))
        elif row is comments[0]:
            said = words.ngettext("%(num)s new comment", "%(num)s new comments", len(comments))
            yield Part("item", said, address_of(row.path, language))


def _subject(
    count: int, sections: dict[str, list[Notification]], names: dict[str, Named], language: str, told: int
) -> str:
    words = translator(language)
    if count == 1:
        path = next(iter(sections))
        title = names[path].shown(language)[0] if path in names else followed.mark_of(path)
        news = words.ngettext("%(num)s piece of news", "%(num)s pieces of news", told)
        return words.gettext(N_("%(title)s: %(news)s"), title=title, news=news) if path else news
    return words.ngettext("News of %(num)s thing you follow", "News of %(num)s things you follow", count)


def _foot(account: Account, ends: str) -> list[Part]:
    words = translator(account.language)
    choose = public_address(f"/{account.language}/notifications/by-mail/mine/{key_of(account)}")
    return [
        Part("text", words.gettext(N_("The co-creation secretariat"))),
        Part("small", words.gettext(N_("Choose what you follow and when we write to you")), choose),
        Part("small", words.gettext(N_("Stop these mails")), ends),
    ]
