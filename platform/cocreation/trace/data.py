"""The thread of an idea as open data: stable keys, dates as ISO 8601, words in the language of the address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cocreation.core.i18n import current_language
from cocreation.core.web import public_address
from cocreation.proposals.models import PUBLIC_STATES, Proposal
from cocreation.trace.presenting import Shown, Words, shown, standing_words
from cocreation.trace.thread import Coming, Station, Thread

FORMAT = "cocreation/thread/1"


def of_thread(idea: Proposal, thread: Thread) -> dict[str, Any]:
    """One idea from its receipt to today; of one that is not public its title is left out."""
    stations = shown(thread)
    behind, coming = stations[: len(thread.stations)], stations[len(thread.stations) :]
    return {
        "format": FORMAT,
        "reference": thread.reference,
        "url": page_of(f"/trace/{thread.reference}"),
        "language": current_language(),
        "title": said(title_of(idea)),
        "standing": {"code": thread.standing, "words": standing_words(thread)},
        "is_over": thread.is_over,
        "news_due": _date(thread.news_due),
        "stations": [
            station(one, words, is_now=one is thread.now) for one, words in zip(thread.stations, behind, strict=True)
        ],
        "coming": [_coming(one, words) for one, words in zip(thread.coming, coming, strict=True)],
    }


def title_of(idea: Proposal) -> Words:
    """The title of an idea whose text is public; nothing of any other."""
    return Words(idea.current.title, idea.current.language) if idea.state in PUBLIC_STATES else Words()


def station(one: Station, words: Shown, *, is_now: bool) -> dict[str, Any]:
    """One thing that happened, with the number of the journal line that proves it."""
    return {
        "code": one.code,
        "words": words.label,
        "at": one.at.isoformat(),
        "now": is_now,
        "standing": one.standing or None,
        "by": words.by or None,
        "title": said(words.title),
        "reason": said(words.reason),
        "url": page_of(words.path) if words.path else None,
        "link": words.link or None,
        "journal": one.sequence,
    }


def _coming(one: Coming, words: Shown) -> dict[str, Any]:
    return {"code": one.code, "words": words.label, "when": words.day or None, "due": _date(one.due)}


def said(words: Words) -> dict[str, str] | None:
    """A text with its language; None where nothing is said."""
    return {"text": words.text, "language": words.language} if words.text else None


def page_of(path: str) -> str:
    """The full address of a page in the language of the address."""
    return public_address(f"/{current_language()}{path}")


def _date(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
