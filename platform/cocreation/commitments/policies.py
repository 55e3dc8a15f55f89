"""Who looks for holders, who answers, who reads what: one condition a line."""

from __future__ import annotations

from collections.abc import Iterable

from cocreation.accounts.policies import can_speak_for, is_administrator, is_signed_in
from cocreation.attachments.models import Attachment
from cocreation.commitments.models import Candidate, Contact, Project, is_retained
from cocreation.core.access import Actor

# The secretariat looks for holders and keeps the log.
can_seek = is_administrator
# Any of these may be asked; whose request it is, is asked of the request.
can_be_asked = is_signed_in

DOCUMENTS = "holder_contact"


def can_see_project(actor: Actor, project: Project) -> bool:
    """Everyone, while a closed workshop retains it; the secretariat always."""
    return is_retained(project.item) or is_administrator(actor)


def can_see_request(actor: Actor, candidate: Candidate) -> bool:
    """Those who speak for the body, once it was asked."""
    return candidate.state != "candidate" and can_speak_for(actor, candidate.organisation)


def can_answer(actor: Actor, candidate: Candidate) -> bool:
    """Those who speak for the body, until the project is concluded; an answer may be changed until then."""
    return can_see_request(actor, candidate) and candidate.state != "confirmed" and _is_sought(candidate)


def _is_sought(candidate: Candidate) -> bool:
    # A partner may still answer where the lead is confirmed.
    state = candidate.project.state
    return state == "consulted" or (state == "confirmed" and candidate.part == "partner")


def can_read_document(actor: Actor, attachment: Attachment, contact: Contact | None) -> bool:
    """The secretariat; and whoever speaks for the body a letter went to, or an answer came from."""
    if attachment.holder_kind != DOCUMENTS or contact is None:
        return False
    return is_administrator(actor) or (contact.kind in {"letter", "answer"} and _is_asked(actor, contact.candidates))


def _is_asked(actor: Actor, candidates: Iterable[Candidate]) -> bool:
    return any(can_see_request(actor, one) for one in candidates)
