"""What those who follow a proposal or a draft commitment are told of it, and how both are named."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from cocreation.accounts.models import Account
from cocreation.core.db import db
from cocreation.core.i18n import N_
from cocreation.cycles.models import Cycle
from cocreation.cycles.telling import path_of as path_of_cycle
from cocreation.notifications import services as notifications
from cocreation.notifications.followed import Named
from cocreation.proposals.models import PUBLIC_STATES, DraftCommitment, Proposal
from cocreation.themes.telling import path_of as path_of_theme

_PROPOSALS, _DRAFTS = "/proposals/", "/drafts/"


def path_of(thing: Proposal | DraftCommitment) -> str:
    """Where a proposal or a draft commitment is shown, without language."""
    return f"{_PROPOSALS if isinstance(thing, Proposal) else _DRAFTS}{thing.reference}"


def places_of(thing: Proposal | DraftCommitment) -> list[str]:
    """What is followed where it appears: itself, its theme, its plan."""
    themes = [path_of_theme(thing.theme)] if thing.theme else []
    return [path_of(thing), *themes, path_of_cycle(db.session.get_one(Cycle, thing.cycle_id))]


def follow_own(thing: Proposal | DraftCommitment, by: Account | None) -> None:
    """Have the person who sends something follow it; who types in for another does not."""
    if by is not None and thing.contributor.account_id == by.id:
        kind = "proposal" if isinstance(thing, Proposal) else "draft"
        notifications.follow(account_id=by.id, kind=kind, path=path_of(thing), by_itself=True)


def tell_withdrawn(proposal: Proposal, by: Account | None) -> None:
    """Tell those who follow it that its author took it back."""
    notifications.emit(
        mark=f"withdrawn:proposal:{proposal.id}",
        kind="proposal.withdrawn",
        about=[path_of(proposal)],
        message=N_("%(reference)s was withdrawn by its author."),
        values={"reference": proposal.reference},
        path=path_of(proposal),
        by=by,
    )


def named(paths: Sequence[str]) -> dict[str, Named]:
    """The public proposals and draft commitments at some addresses."""
    found: dict[str, Named] = {}
    ideas = [path.removeprefix(_PROPOSALS) for path in paths if path.startswith(_PROPOSALS)]
    if ideas:
        asked = select(Proposal).options(joinedload(Proposal.current))
        public = asked.where(Proposal.reference.in_(ideas), Proposal.state.in_(PUBLIC_STATES))
        for idea in db.session.scalars(public):
            found[path_of(idea)] = Named("proposal", {idea.current.language: idea.current.title})
    drafts = [path.removeprefix(_DRAFTS) for path in paths if path.startswith(_DRAFTS)]
    if drafts:
        published = select(DraftCommitment).where(
            DraftCommitment.reference.in_(drafts), DraftCommitment.state == "published"
        )
        for draft in db.session.scalars(published):
            found[path_of(draft)] = Named("draft", dict(draft.current.title))
    return found


def gone(kind: str, ids: Sequence[int]) -> set[int] | None:
    """The proposals and draft commitments that may no longer be shown."""
    if kind == "proposal":
        shown = select(Proposal.id).where(Proposal.id.in_(ids), Proposal.state.in_(PUBLIC_STATES))
    elif kind == "draft":
        shown = select(DraftCommitment.id).where(DraftCommitment.id.in_(ids), DraftCommitment.state == "published")
    else:
        return None
    return set(ids) - set(db.session.scalars(shown))
