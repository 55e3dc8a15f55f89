"""The thread of an idea in words: for the pages, the open data and the printed sheet alike."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from cocreation.accounts.lists import ROLES
from cocreation.clustering.models import Group
from cocreation.clustering.presenting import called
from cocreation.core.clock import process_now
from cocreation.core.i18n import N_, OfficialText, Translator, current_language, direction, here
from cocreation.cycles.presenting import dates_of
from cocreation.evaluation.models import DUTIES
from cocreation.proposals.models import CHANNELS, STATES, Proposal
from cocreation.proposals.presenting import Told
from cocreation.synthesis.rendering.blocks import plain, said, web_address
from cocreation.trace.stations import thread_of, threads_of
from cocreation.trace.thread import AHEAD, LEFT_OUT, STANDINGS, STATIONS, Coming, Station, Thread

# Who decided, as far as the public learns it.
_BY: dict[str, str] = {**ROLES, "chair": DUTIES["chair"]}
# What the link of a station says, where it is not simply «Read».
_LINKS: dict[str, str] = {
    "grouped": N_("See this group"),
    "regrouped": N_("See this group"),
    "in_report": N_("Read the report"),
    "listed": N_("See the workshop"),
    "scored": N_("See the workshop"),
    "decided": N_("See the workshop"),
    "answered": N_("Read the answer"),
}
# How far on its way of eight stations an idea is, for the small thread of lists; what ended has none.
_WAY = {
    "submitted": 0, "correction": 1, "published": 2, "linked": 3, "listed": 3, "scored": 4, "reformulate": 4,
    "retained": 5, "merged": 5,
}  # fmt: skip


@dataclass(frozen=True)
class Words:
    """A text with its language; empty where nothing is said."""

    text: str = ""
    language: str = ""

    @property
    def marked(self) -> Markup:
        """For a page, in its own language and direction."""
        return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(self.language, direction(self.language), self.text)


@dataclass(frozen=True)
class Shown:
    """A station as it is read; `state` is done, now, next or refused."""

    code: str
    label: str
    state: str
    day: str = ""
    moment: str = ""
    by: str = ""
    title: Words = Words()
    reason: Words = Words()
    path: str = ""
    link: str = ""
    link_words: str = ""


def shown(thread: Thread) -> list[Shown]:
    """Every station of a thread in the language of the page, then what comes next."""
    words = here()
    last = thread.stations[-1] if thread.stations else None
    behind = [_behind(one, _state(one, one is last), words) for one in thread.stations]
    return [*behind, *(_ahead(one, thread if place == 0 else None, words) for place, one in enumerate(thread.coming))]


def _state(station: Station, is_last: bool) -> str:
    if not is_last:
        return "done"
    return "refused" if LEFT_OUT & {station.code, station.standing} else "now"


def _behind(station: Station, state: str, words: Translator) -> Shown:
    who = _BY.get(station.role, "") if station.code != "received" else ""
    by = N_("decided before the import, elsewhere") if station.elsewhere and station.code != "received" else who
    reason = _words(station.reason, words)
    if station.code == "received" and (channel := station.values.get("channel")):
        reason = Words(words.gettext(CHANNELS[channel]), words.language)
    link_words = _LINKS.get(station.code, N_("Read"))
    return Shown(
        station.code, label_of(station, words), state, words.day(station.at), station.at.isoformat(),
        by=words.gettext(by), title=_words(station.title, words), reason=reason, path=station.path,
        link=web_address(station.link), link_words=words.gettext(link_words),
    )  # fmt: skip


def label_of(station: Station, words: Translator) -> str:
    """What a station is called, with what it names."""
    values: dict[str, Any] = {
        name: value.shown(words.language)[0] if isinstance(value, OfficialText) else value
        for name, value in station.values.items()
    }
    if answer := values.get("answer"):
        values["answer"] = words.gettext(answer)
    if "size" in values:
        return words.ngettext("%(num)s idea in this group", "%(num)s ideas in this group", values["size"])
    if station.code == "grouped" and values.get("others"):
        return words.ngettext(
            "Grouped with %(num)s similar idea", "Grouped with %(num)s similar ideas", values["others"]
        )
    return words.gettext(STATIONS[station.code], **values)


def _words(text: str | OfficialText | Group | None, words: Translator) -> Words:
    if not text:
        return Words()
    if isinstance(text, str):
        return Words(words.gettext(text), words.language)
    named = called(text) if isinstance(text, Group) else text
    return Words(*named.shown(words.language))


def _ahead(coming: Coming, thread: Thread | None, words: Translator) -> Shown:
    """What comes next; the first of it says when news is due."""
    day = words.day(coming.day) if coming.day is not None else ""
    if coming.phase is not None:
        day = words.gettext("after the collection of ideas") if coming.code == "grouped" else dates_of(coming.phase)
    moment = coming.day.isoformat() if coming.day is not None else ""
    due = Words(due_words(thread), words.language) if thread is not None else Words()
    return Shown(coming.code, words.gettext(AHEAD[coming.code]), "next", day, moment, reason=due)


def due_words(thread: Thread) -> str:
    """When news of an idea is due, or was; empty at an end."""
    if thread.news_due is None:
        return ""
    words, is_late = here(), thread.news_due < process_now()
    message = N_("News was due on %(day)s; the secretariat knows.") if is_late else N_("News by %(day)s.")
    return words.gettext(message, day=words.day(thread.news_due))


def component(stations: Sequence[Shown]) -> list[dict[str, Any]]:
    """Stations as the component of the thread takes them."""
    return [_component(one) for one in stations]


def _component(one: Shown) -> dict[str, Any]:
    parts = [part.marked for part in (one.title, one.reason) if part.text]
    return {
        "label": one.label, "state": one.state, "date_text": one.day, "datetime": one.moment, "by": one.by,
        "detail": Markup(" — ").join(parts),
        "href": f"/{current_language()}{one.path}" if one.path else one.link,
        "href_label": one.link_words,
    }  # fmt: skip


def printed(thread: Thread) -> list[dict[str, Any]]:
    """Every station as the printed sheet draws it."""
    return [_printed(one) for one in shown(thread)]


def _printed(one: Shown) -> dict[str, Any]:
    within = current_language()
    parts = [said(part.text, part.language, within=within) for part in (one.title, one.reason) if part.text]
    return {
        "label": plain(one.label), "state": one.state, "day": one.day, "by": one.by, "link": one.link,
        "details": [vars(part) for part in parts],
    }  # fmt: skip


def on_page(proposal: Proposal) -> list[dict[str, Any]]:
    """The thread of an idea, for its own page."""
    return component(shown(thread_of(proposal)))


def told(proposals: Collection[Proposal]) -> dict[int, Told]:
    """What lists say of each idea: where it stands, and when its author hears more."""
    return {number: _told(thread) for number, thread in threads_of(proposals).items()}


def _told(thread: Thread) -> Told:
    behind = _WAY.get(thread.standing)
    tone = "refused" if thread.standing in LEFT_OUT else "done"
    codes = {one.code for one in thread.stations}
    if behind is not None:
        behind += "grouped" in codes and thread.standing == "published"
    return Told(standing_words(thread), behind, tone, due_words(thread))


def standing_words(thread: Thread) -> str:
    """Where an idea stands, in a few words."""
    words = here()
    group = next((one for one in reversed(thread.stations) if one.code in {"grouped", "regrouped", "apart"}), None)
    if thread.standing == "published" and group is not None and group.code != "apart":
        return words.gettext("Group %(number)s", number=group.values["number"])
    found = STATES if thread.standing in STATES and thread.now.code == thread.standing else STANDINGS
    return words.gettext(found[thread.standing])
