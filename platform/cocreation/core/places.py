"""Named places that upper rooms fill: the only way something of an upper room reaches a lower room's page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, render_template, request, url_for
from markupsafe import Markup

from cocreation.core.i18n import gettext

# Each place: who shows it, and what the fillers are called with.
PLACES: dict[str, str] = {
    "proposal.answer": "above the text of a proposal, with `proposal`: the answer published to it",
    "proposal.aside": "beside a proposal, with `proposal`: its group, the reports that cite it",
    "proposal.thread": "the thread of an idea, with `proposal`: its stations as the component takes them",
    "draft.thread": "the thread of a draft commitment, with `draft` and `cycle`: its stations after its publication",
    "proposal.similar": "while writing, with `cycle_id`, `title`, `text`, `language`, `actor`: ideas near it",
    "proposal.filters": "filters of the list of proposals, with `cycle_id`: a Facet, or None",
    "proposal.state": "lists, with `proposals`: {id: Told} said of each",
    "cycle.aside": "on a cycle's page, with `cycle`: published groups, report versions",
    "home.sections": "sections of the home page, with `cycle`",
    "comment.actions": "below a comment, with `comment`: what a moderator or its author may do",
    "proposal.actions": "below a proposal, with `proposal`: a second look, a moderator's decision",
    "draft.actions": "below a draft commitment, with `draft`",
    "draft.remarks": "on the table of its remarks, with `draft`: more files to download, a list of label and href",
    "attachment.reading": "a file, with `attachment` and `actor`: may the person read what it hangs on, or None",
    "following": "on the page of a thing, with `kind` and `path`: the button to follow it",
    "things.named": "what is followed, with `paths`: {path: followed.Named} for those that are public",
    "things.gone": "what people are told of, with `kind` and `ids`: the set of those that may no longer be shown",
    "reason.words": "why something was decided, with `decision` and `code`: a msgid and where to go, or None",
    "meeting.record": "on a meeting's page, with `meeting`: the progress it recorded",
    "meeting.desk": "on the desk of a meeting, with `meeting`: what is to be prepared for it",
    "account.data": "what a room's tables hold about people: a list of `accounts.personal.Holding`",
    "account.contributions": "a person's own contributions and where they stand, with `user`",
    "account.preferences": "on the page of preferences, with `user`: which mails one wishes",
    "account.pages": "on the page of one's account, with `user`: a list of Link",
    "account.leaving": "what to settle before erasing one's account, with `user`: words",
    "administration.tabs": "the tabs of the administrators' desk: a list of Link",
    "administration.waiting": "on the administrators' first page: what waits for them",
    "organisation.contributions": "on an organisation's public page, with `organisation`: what it proposed and said",
    "account.navigation": "links for the person, with `actor`: a list of Link",
    "role.scopes": "what a moderator's role may be limited to: a list of (kind, id, words)",
    "navigation": "the main navigation: a list of Link",
    "footer": "the links at the foot of every page: a list of Link",
}

Filler = Callable[..., Any]


@dataclass(frozen=True)
class Link:
    """A link of a navigation: where it goes, its words (a msgid), its place in the order."""

    endpoint: str
    words: str
    order: int = 50
    # Sent as a form, for what changes something (signing out).
    post: bool = False

    def shown(self) -> dict[str, Any]:
        """What the page skeleton shows: label, href, whether it is the current page."""
        here = (request.endpoint or "").partition(".")[0] == self.endpoint.partition(".")[0]
        current = request.endpoint == self.endpoint or (here and self.endpoint.endswith(".index"))
        return {"label": gettext(self.words), "href": url_for(self.endpoint), "current": current, "post": self.post}


def fragment(template: str, **context: Any) -> Markup:
    """A piece of a page for a place, from a template: what templates give is escaped already."""
    return Markup(render_template(template, **context))  # noqa: S704


class Places:
    """The registry: rooms fill named places while the application is made, pages ask for what stands there."""

    def __init__(self) -> None:
        self._fillers: dict[str, list[Filler]] = {name: [] for name in PLACES}

    def fill(self, place: str, filler: Filler) -> None:
        """Put `filler` in `place`; raises KeyError where the place is unknown."""
        self._fillers[place].append(filler)

    def fillers(self, place: str) -> list[Filler]:
        """Who fills a place, in the order of filling."""
        return list(self._fillers[place])

    def values(self, place: str, **context: Any) -> list[Any]:
        """What every filler gives for this context; None is left out and lists are laid end to end."""
        found: list[Any] = []
        for filler in self._fillers[place]:
            value = filler(**context)
            if isinstance(value, list):
                found.extend(value)
            elif value is not None:
                found.append(value)
        return found

    def links(self, place: str, **context: Any) -> list[dict[str, Any]]:
        """The links of a navigation place, in order."""
        return [link.shown() for link in sorted(self.values(place, **context), key=lambda link: link.order)]

    def html(self, place: str, **context: Any) -> Markup:
        """The same, joined as markup for a template."""
        return Markup("\n").join(value for value in self.values(place, **context) if value)


def places() -> Places:
    """The registry of the running application."""
    registry: Places = current_app.extensions["cocreation.places"]
    return registry


def init_app(app: Flask) -> Places:
    """Give the application its registry and let templates ask for places."""
    registry = Places()
    app.extensions["cocreation.places"] = registry
    app.jinja_env.globals["place"] = registry.html
    app.jinja_env.globals["links"] = registry.links
    return registry
