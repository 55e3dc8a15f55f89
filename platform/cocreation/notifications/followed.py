"""What lower rooms cannot know of the things people follow: upper rooms give it through two places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cocreation.core.places import places
from cocreation.notifications.models import Event


@dataclass(frozen=True)
class Named:
    """A public thing as lists and mails name it: its title, and the language the title is in.

    Args:
        title: words by language for official things ({"fr": …}), else the one title under its own language.
    """

    kind: str
    title: dict[str, str]

    def shown(self, language: str) -> tuple[str, str]:
        """The title and its language: the one asked for, else French, else whichever there is."""
        for code in (language, "fr", *self.title):
            if self.title.get(code):
                return self.title[code], code
        return "", language


def named(paths: Iterable[str]) -> dict[str, Named]:
    """The public things at some addresses; what is missing is not public, or not there."""
    wanted = sorted(set(paths))
    found: dict[str, Named] = {}
    for part in places().values("things.named", paths=wanted) if wanted else ():
        found.update(part)
    return found


def gone(events: Iterable[Event]) -> set[int]:
    """The events nobody is told of any more, because what they show was hidden or withdrawn."""
    asked: dict[str, dict[int, list[int]]] = {}
    for event in events:
        if event.subject_kind and event.subject_id:
            asked.setdefault(event.subject_kind, {}).setdefault(event.subject_id, []).append(event.id)
    found: set[int] = set()
    for kind, by_subject in asked.items():
        for ids in places().values("things.gone", kind=kind, ids=sorted(by_subject)):
            found.update(event_id for subject in ids for event_id in by_subject.get(subject, ()))
    return found


def mark_of(path: str) -> str:
    """What a thing is called where its title may not be shown: the end of its address, its reference."""
    return path.rstrip("/").rpartition("/")[2]
