"""What the pages of projects show: where each stands, what to do next, and everything that happened, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cocreation.attachments import presenting as files
from cocreation.attachments import queries as attachments
from cocreation.commitments import queries
from cocreation.commitments.awaiting import Awaited
from cocreation.commitments.models import (
    ANSWERS,
    CANDIDATE_STATES,
    CONTACT_KINDS,
    PARTS,
    PROJECT_STATES,
    REMINDER_MEDIA,
    Contact,
    Project,
    Turn,
)
from cocreation.commitments.policies import DOCUMENTS
from cocreation.core.clock import to_local
from cocreation.core.i18n import gettext, here, ngettext

TONES = {"accepts": "done", "confirmed": "done", "conditions": "wait", "consulted": "wait", "refuses": "refused",
         "none": "refused", "candidate": "plain"}  # fmt: skip


@dataclass(frozen=True)
class Happening:
    """Something of a project's story: an entry of the log, or a turn of the project."""

    day: date
    contact: Contact | None = None
    turn: Turn | None = None
    documents: Sequence[dict[str, Any]] = ()


def story_of(project: Project) -> list[Happening]:
    """Everything that happened to a project, the newest first."""
    entries = queries.contacts_of(project)
    papers = documents_of(entries)
    happened = [Happening(one.day, contact=one, documents=papers.get(one.id, ())) for one in entries]
    happened += [Happening(to_local(one.at).date(), turn=one) for one in project.turns]
    # What was written down comes before the turn it led to: read from below, the story goes on.
    return sorted(happened, key=lambda one: (one.day, one.turn is not None), reverse=True)


def documents_of(entries: Iterable[Contact]) -> dict[int, list[dict[str, Any]]]:
    """The documents of entries of the log: {contact_id: files}."""
    found: dict[int, list[Any]] = {}
    for each in attachments.of_many(DOCUMENTS, [one.id for one in entries]):
        found.setdefault(each.holder_id, []).append(each)
    return {number: files.shown(each) for number, each in found.items()}


def next_step(project: Project, awaited: Sequence[Awaited]) -> str:
    """What the secretariat does next for a project, in words."""
    states = [one.state for one in project.candidates]
    late = [one for one in awaited if one.candidate.project_id == project.id and one.is_to_remind]
    if project.state == "confirmed":
        return gettext("Its sheet can be drafted.")
    if project.state == "none":
        return gettext("Nothing more to do, unless it is opened again.")
    if not states:
        return gettext("Name the bodies that may hold it.")
    if any(one.part == "lead" and one.state in {"accepts", "conditions"} for one in project.candidates):
        return gettext("A body would hold it: confirm it.")
    if late:
        return str(ngettext("Remind %(num)s body.", "Remind %(num)s bodies.", len(late)))
    if "consulted" in states:
        return gettext("Wait for the answers.")
    if "candidate" in states:
        return gettext("Ask the bodies named.")
    return gettext("All refused: name another body, or say that no holder was found.")


def changed_words(before: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a corrected entry said before: (field, words)."""
    names = {
        "on": gettext("Date"), "reference": gettext("Reference"), "place": gettext("Place"), "link": gettext("Link"),
        "medium": gettext("By"), "answer": gettext("The answer"), "who": gettext("Function"),
        "summary": gettext("What was said"), "outcome": gettext("What came of it"),
    }  # fmt: skip
    return [(names[name], _said(name, value)) for name, value in before.items() if name in names]


def _said(name: str, value: Any) -> str:
    if name == "on":
        return str(value["as_written"])
    if name in {"answer", "medium"} and value:
        return here().gettext({**ANSWERS, **REMINDER_MEDIA}[value])
    return str(value or "—")


def sums_of(projects: Sequence[Project]) -> list[dict[str, Any]]:
    """How many projects there are in each state, the whole first, as the component of sums takes it."""
    counted = [
        {"label": here().gettext(words), "value": sum(one.state == state for one in projects)}
        for state, words in PROJECT_STATES.items()
    ]
    return [{"label": gettext("Projects"), "value": len(projects), "total": True}, *counted]


def _in(names: dict[str, str]) -> Callable[[str], str]:
    return lambda code: here().gettext(names[code])


FILTERS: dict[str, Callable[..., Any]] = {
    "project_state": _in(PROJECT_STATES),
    "holder_state": _in(CANDIDATE_STATES),
    "holder_part": _in(PARTS),
    "contact_kind": _in(CONTACT_KINDS),
    "holder_answer": _in(ANSWERS),
    "reminder_medium": _in(REMINDER_MEDIA),
    "holder_tone": TONES.__getitem__,
    "words_before": changed_words,
}
