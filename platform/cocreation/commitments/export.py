"""The log of a plan as a table for spreadsheets, a row for each body and project an entry concerns."""

from __future__ import annotations

from cocreation.attachments import queries as attachments
from cocreation.commitments import queries
from cocreation.commitments.models import ANSWERS, CONTACT_KINDS, PARTS, REMINDER_MEDIA, Candidate, Contact
from cocreation.commitments.policies import DOCUMENTS
from cocreation.core.i18n import current_language, gettext, here
from cocreation.core.spreadsheets import Column, Sheet, Value
from cocreation.cycles.models import Cycle

RTL = ("ar",)


def sheet_of(cycle: Cycle) -> Sheet:
    """The whole log of a plan, in the language of the page."""
    entries = queries.contacts(cycle.id)
    papers: dict[int, list[str]] = {}
    for each in attachments.of_many(DOCUMENTS, [one.id for one in entries]):
        papers.setdefault(each.holder_id, []).append(each.name)
    rows = [_row(one, candidate, papers.get(one.id, [])) for one in entries for candidate in one.candidates]
    return Sheet(
        title=gettext("Looking for holders: %(plan)s", plan=str(cycle.title)), notes=[], columns=_columns(), rows=rows,
        rtl=current_language() in RTL,
    )  # fmt: skip


def _columns() -> list[Column]:
    return [
        Column(gettext("Project"), 10), Column(gettext("Title"), 40), Column(gettext("Body"), 34),
        Column(gettext("Part"), 14), Column(gettext("Date"), 18), Column(gettext("Entry"), 14),
        Column(gettext("Reference or place"), 24), Column(gettext("The answer"), 18), Column(gettext("Function"), 24),
        Column(gettext("What was said"), 60), Column(gettext("What came of it"), 40), Column(gettext("Documents"), 30),
        Column(gettext("Public"), 10), Column(gettext("Corrections"), 12), Column(gettext("Crossed out, because"), 30),
    ]  # fmt: skip


def _row(contact: Contact, candidate: Candidate, papers: list[str]) -> list[Value]:
    words = here().gettext
    medium = words(REMINDER_MEDIA[contact.medium]) if contact.medium else ""
    return [
        candidate.project.number, str(candidate.project.title), str(candidate.organisation.name),
        words(PARTS[candidate.part]), contact.on.format(current_language()), words(CONTACT_KINDS[contact.kind]),
        contact.reference or contact.place or contact.link or medium,
        words(ANSWERS[contact.answer]) if contact.answer else "", contact.who, contact.summary, contact.outcome,
        "\n".join(papers), gettext("yes") if contact.is_public else gettext("no"), len(contact.corrections),
        contact.struck_why,
    ]  # fmt: skip
