"""Proposals and draft commitments as the search reads and shows them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import select

from cocreation.accounts.presenting import is_administration
from cocreation.core.db import db
from cocreation.core.html import plain_text
from cocreation.core.i18n import N_, current_language, here
from cocreation.core.search import Hit, Source
from cocreation.proposals import queries
from cocreation.proposals.models import PUBLIC_STATES, DraftCommitment, Proposal
from cocreation.proposals.presenting import language_of, signature, state_shown


def proposals(ids: Sequence[int]) -> dict[int, Hit]:
    """The public proposals among these, with what is shown of each."""
    statement = select(Proposal).where(Proposal.id.in_(ids), Proposal.state.in_(PUBLIC_STATES))
    return {proposal.id: _of_proposal(proposal) for proposal in db.session.scalars(statement)}


def _of_proposal(proposal: Proposal) -> Hit:
    text = proposal.current
    said = [signature(proposal), here().day(proposal.received_at)]
    if proposal.state != "published":
        said.append(state_shown(proposal.state))
    return Hit(
        title=text.title,
        href=url_for("proposals.show", reference=proposal.reference),
        text=plain_text(f"{text.problem_html}\n{text.body_html}"),
        lang=language_of(text.language),
        reference=proposal.reference,
        said=said,
        admin=is_administration(proposal.contributor),
    )


def proposal_of(reference: str) -> Hit | None:
    """The proposal of a reference, where its text is public."""
    proposal = queries.by_reference(reference)
    return _of_proposal(proposal) if proposal is not None and proposal.state in PUBLIC_STATES else None


def drafts(ids: Sequence[int]) -> dict[int, Hit]:
    """The published draft commitments among these, with what is shown of each."""
    statement = select(DraftCommitment).where(DraftCommitment.id.in_(ids), DraftCommitment.state == "published")
    return {draft.id: _of_draft(draft) for draft in db.session.scalars(statement)}


def _of_draft(draft: DraftCommitment) -> Hit:
    text = draft.current
    title, language = text.title.shown(current_language())
    words = " ".join(found.get(language, "") for found in (text.problem, text.content, text.expected_result))
    return Hit(
        title=title,
        href=url_for("drafts.show", reference=draft.reference),
        text=words,
        lang=language,
        reference=draft.reference,
        said=(str(draft.organisation.name), here().day(draft.published_at)),
        admin=True,
    )


def draft_of(reference: str) -> Hit | None:
    """The draft commitment of a reference, where it is published."""
    draft = queries.draft_by_reference(reference)
    return _of_draft(draft) if draft is not None and draft.state == "published" else None


PROPOSALS = Source(
    N_("Proposals"),
    queries.searchable,
    proposals,
    proposal_of,
    order=10,
    more=lambda query: url_for("proposals.index", q=query),
)
DRAFTS = Source(N_("Draft commitments"), queries.searchable_drafts, drafts, draft_of, order=20)
