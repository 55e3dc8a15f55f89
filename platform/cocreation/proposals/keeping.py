"""Rows of drafts: made once, written over while they are not sent, thrown away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from cocreation.accounts.models import Contributor
from cocreation.attachments import services as files
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.cycles.models import Cycle
from cocreation.proposals.models import DraftKey, Proposal, ProposalVersion
from cocreation.proposals.refusals import NotPossible
from cocreation.proposals.versions import fill, new_version
from cocreation.themes.models import Theme


def sent_before(key: str) -> Proposal | None:
    """The proposal a form already made, whatever became of it."""
    return db.session.scalar(select(Proposal).where(Proposal.form_id == key))


def new_row(
    cycle: Cycle, contributor: Contributor, theme: Theme | None, region: str | None, channel: str, key: str | None
) -> Proposal:
    """A row for a text that is not sent; it has no reference yet."""
    return Proposal(
        cycle_id=cycle.id,
        contributor=contributor,
        theme=theme,
        original_theme=theme,
        region=region,
        channel=channel,
        state="draft",
        version_number=1,
        form_id=key,
        created_at=now(),
    )


def insert(proposal: Proposal, title: str, problem: str, body: str, language: str, at: datetime) -> Proposal:
    """Keep a new row with its first text; of two sendings of one form the first row is given back."""
    proposal.versions.append(new_version(1, title, problem, body, language, "", at))
    try:
        with db.session.begin_nested():
            db.session.add(proposal)
    except IntegrityError:
        # Another click of the same form was quicker; anything else is a fault and says so.
        sent = sent_before(proposal.form_id) if proposal.form_id else None
        if sent is None:
            raise
        return sent
    return proposal


def write_over(proposal: Proposal, title: str, problem: str, body: str, language: str) -> None:
    """Write the text of a draft anew."""
    # A draft has one version, written over; its revision rises even where only the text changed.
    fill(proposal.versions[0], title, problem, body, language)
    flag_modified(proposal, "region")
    db.session.flush()


def throw_away(*, draft: Proposal) -> None:
    """Delete a draft and its text: nobody but its author ever knew of it.

    Raises:
        NotPossible: it was sent.
    """
    if draft.state != "draft":
        raise NotPossible()
    signed = draft.contributor
    keys: Any = db.session.execute(delete(DraftKey).where(DraftKey.proposal_id == draft.id))
    files.forget(holder_kind="proposal", holder_ids=[version.id for version in draft.versions])
    db.session.execute(delete(ProposalVersion).where(ProposalVersion.proposal_id == draft.id))
    db.session.expire(draft, ["versions", "current"])
    db.session.delete(draft)
    db.session.flush()
    # Before there is an account a name stands in for it, made for this one draft.
    if keys.rowcount and signed.account_id is None:
        db.session.delete(signed)
        db.session.flush()
