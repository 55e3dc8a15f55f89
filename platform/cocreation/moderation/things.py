"""What is moderated: proposals and their new texts, draft commitments and comments, seen alike."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from cocreation.comments.models import Comment
from cocreation.core.db import db
from cocreation.moderation.models import Decision
from cocreation.proposals.models import PUBLIC_STATES, DraftCommitment, Proposal, ProposalVersion
from cocreation.proposals.policies import DRAFT_VISIBLE

Thing = Proposal | DraftCommitment | Comment | ProposalVersion
KINDS: dict[str, Any] = {
    "proposal": Proposal, "draft": DraftCommitment, "comment": Comment, "revision": ProposalVersion,
}  # fmt: skip
# The states in which everyone reads a thing.
PUBLIC: dict[str, tuple[str, ...]] = {
    "proposal": PUBLIC_STATES, "draft": DRAFT_VISIBLE, "comment": ("visible",), "revision": (),
}  # fmt: skip


def kind_of(thing: Thing) -> str:
    """Its kind: «proposal», «draft», «comment» or «revision»."""
    return next(kind for kind, model in KINDS.items() if isinstance(thing, model))


def load(kind: str, object_id: int) -> Thing | None:
    """One thing by its kind and number; None where there is none, or nobody has sent it yet."""
    model = KINDS.get(kind)
    found: Thing | None = db.session.get(model, object_id) if model else None
    if isinstance(found, ProposalVersion):
        # The texts from before publication were decided on with their proposal.
        return found if found.state == "proposed" or found.decided_at is not None else None
    return None if found is None or found.state == "draft" else found


def lock(thing: Thing) -> None:
    """Keep everyone else from deciding on it until this transaction ends, and read it as it stands now."""
    model = type(thing)
    # Only the bare row is locked: PostgreSQL locks no row that an outer join may leave empty.
    db.session.execute(select(model.id).where(model.id == thing.id).with_for_update())
    db.session.refresh(thing)
    if isinstance(thing, ProposalVersion):
        lock(thing.proposal)


def last_decision(thing: Thing) -> Decision | None:
    """The newest decision on it that was not undone."""
    return db.session.scalar(
        select(Decision)
        .where(Decision.object_kind == kind_of(thing), Decision.object_id == thing.id, Decision.undone_at.is_(None))
        .order_by(Decision.id.desc())
        .limit(1)
    )


def revision_of(thing: Thing) -> int:
    """A number that rises when somebody decides or the author changes it: what a moderator has seen."""
    return thing.proposal.revision if isinstance(thing, ProposalVersion) else thing.revision


def version_of(thing: Thing) -> int:
    """The number of the text decided on."""
    return thing.number if isinstance(thing, ProposalVersion) else thing.version_number


def cycle_id_of(thing: Thing) -> int:
    """The cycle it belongs to."""
    return thing.thread.cycle_id if isinstance(thing, Comment) else thing.cycle_id


def reference_of(thing: Thing) -> str:
    """Its public reference; a comment is named after the thing it speaks of."""
    return thing.thread.about_reference if isinstance(thing, Comment) else thing.reference or ""


def path_of(thing: Thing) -> str:
    """Where its author reads it, without language."""
    if isinstance(thing, Comment):
        return f"/comments/{thing.id}"
    if isinstance(thing, ProposalVersion):
        return f"/proposals/{thing.reference}/history"
    return f"/{'proposals' if isinstance(thing, Proposal) else 'drafts'}/{thing.reference}"


def organisation_id_of(thing: Thing) -> int | None:
    """The organisation it speaks for, if any."""
    return thing.organisation_id if isinstance(thing, DraftCommitment) else thing.contributor.organisation_id


def author_id_of(thing: Thing) -> int | None:
    """The account of whoever sent it, if any: they are told what is decided."""
    sent_by = thing.by_id if isinstance(thing, ProposalVersion) else None
    return sent_by or thing.contributor.account_id


def is_waiting(thing: Thing) -> bool:
    """Whether it stands in the queue."""
    if isinstance(thing, ProposalVersion):
        return thing.state == "proposed" and thing.proposal.state == "published"
    if isinstance(thing, Comment):
        return thing.state == "visible" and thing.checked_at is None
    return thing.state == "submitted"


def can_be_reported(thing: Thing) -> bool:
    """Whether everyone can read it: what is not public needs no report."""
    return thing.state in PUBLIC[kind_of(thing)] and (not isinstance(thing, Comment) or thing.thread.is_public)
