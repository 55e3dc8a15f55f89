"""The life of a proposal: saved, sent, edited, decided, moved, withdrawn; each change with its journal line."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cocreation.accounts.models import Account, Contributor
from cocreation.attachments import services as files
from cocreation.comments import services as comments
from cocreation.core import search
from cocreation.core.db import db
from cocreation.core.i18n import N_
from cocreation.core.once import once_key
from cocreation.core.web import configured
from cocreation.cycles.models import Cycle
from cocreation.cycles.policies import collects
from cocreation.cycles.services import next_reference
from cocreation.journal import services as journal
from cocreation.notifications import services as notifications
from cocreation.proposals.drafts import (
    DraftText,
    decide_draft,
    edit_draft,
    post_draft,
    restore_draft,
    submit_draft,
    withdraw_draft,
)
from cocreation.proposals.keeping import insert, new_row, sent_before, throw_away, write_over
from cocreation.proposals.models import DECIDED, PUBLIC_STATES, TRANSITIONS, Proposal, ProposalVersion
from cocreation.proposals.refusals import BadWindow, CollectionClosed, EditedMeanwhile, NotPossible, ThemeNotOpen
from cocreation.proposals.telling import follow_own, path_of, tell_withdrawn
from cocreation.proposals.versions import new_version, thing_of
from cocreation.themes.models import Theme

__all__ = [
    "BadWindow", "CollectionClosed", "DraftText", "EditedMeanwhile", "NotPossible", "ThemeNotOpen", "add_version",
    "check_seen", "decide", "decide_draft", "edit", "edit_draft", "keep_in_step", "move", "path_of", "post_draft",
    "restore", "restore_draft", "save_draft", "submit", "submit_draft", "submit_whole", "throw_away", "withdraw",
    "withdraw_draft",
]  # fmt: skip


def save_draft(
    *,
    cycle: Cycle,
    contributor: Contributor,
    theme: Theme | None,
    title: str,
    problem: str,
    body: str,
    language: str,
    region: str | None,
    by: Account | None,
    at: datetime,
    form_id: str | None = None,
    draft: Proposal | None = None,
    revision_seen: int | None = None,
) -> Proposal:
    """Keep a text its author has not sent; it may be incomplete, and only its author sees it.

    Args:
        form_id: the number of the form sent; sent twice, the first row is given back.
        draft: the row to write over. revision_seen: its revision when the author opened it.

    Raises:
        NotPossible: it is not a draft any more. EditedMeanwhile.
    """
    key = once_key(by, form_id)
    if draft is None and key and (sent := sent_before(key)):
        if sent.state != "draft":
            return sent
        draft = sent
    if draft is None:
        return insert(new_row(cycle, contributor, theme, region, "online", key), title, problem, body, language, at)
    if draft.state != "draft":
        raise NotPossible()
    check_seen(draft, revision_seen)
    draft.contributor, draft.theme, draft.original_theme, draft.region = contributor, theme, theme, region
    write_over(draft, title, problem, body, language)
    return draft


def _receive(
    proposal: Proposal, cycle: Cycle, contributor: Contributor, by: Account | None, at: datetime, late: bool
) -> None:
    """Give a draft its reference and its place in the queue."""
    proposal.reference, proposal.received_at, proposal.state = next_reference(cycle), at, "submitted"
    db.session.flush()
    detail: dict[str, Any] = {"reference": proposal.reference, "version": 1, "digest": proposal.current.digest}
    if late:
        detail["grace"] = True
    _journal("proposal.submitted", proposal, by, contributor.acting_role, at, "draft", detail=detail)
    follow_own(proposal, by)
    _confirm(proposal, by)


def submit(
    *,
    cycle: Cycle,
    contributor: Contributor,
    theme: Theme | None,
    title: str,
    problem: str,
    body: str,
    language: str,
    region: str | None,
    by: Account | None,
    at: datetime,
    form_id: str | None = None,
    channel: str = "online",
    draft: Proposal | None = None,
    revision_seen: int | None = None,
) -> Proposal:
    """Send a proposal: it gets its reference and waits in the moderators' queue.

    Args:
        title, problem, body: cleaned text. theme: None where none was given. draft: the draft it was written as.
        form_id: the number of the form sent; sent twice, the first proposal is given back.

    Raises:
        CollectionClosed, ThemeNotOpen, NotPossible, EditedMeanwhile.
    """
    key = once_key(by, form_id)
    if key and (sent := sent_before(key)) and sent.state != "draft":
        return sent
    late = _check_open(cycle, at, theme)
    proposal = save_draft(
        cycle=cycle, contributor=contributor, theme=theme, title=title, problem=problem, body=body, language=language,
        region=region, by=by, at=at, form_id=form_id, draft=draft, revision_seen=revision_seen,
    )  # fmt: skip
    if proposal.state != "draft":
        return proposal
    proposal.channel, proposal.form_id = channel, proposal.form_id or key
    _receive(proposal, cycle, contributor, by, at, late)
    return proposal


def submit_whole(*, draft: Proposal, by: Account, at: datetime) -> Proposal:
    """Send a draft as it was written, signed as it is; what only served its writing is not kept.

    Raises:
        CollectionClosed, ThemeNotOpen, NotPossible.
    """
    text, cycle = draft.current, db.session.get_one(Cycle, draft.cycle_id)
    sent = submit(
        cycle=cycle, contributor=draft.contributor, theme=draft.theme, title=text.title, problem=text.problem,
        body=text.body, language=text.language, region=draft.region, by=by, at=at, draft=draft,
    )  # fmt: skip
    sent.progress = {}
    return sent


def _check_open(cycle: Cycle, at: datetime, theme: Theme | None) -> bool:
    """Whether the sending is late but within the grace; raises CollectionClosed past it, or ThemeNotOpen."""
    late = not collects(cycle, at)
    if late and not collects(cycle, at - timedelta(seconds=configured("SUBMISSION_GRACE_SECONDS"))):
        raise CollectionClosed()
    if theme is not None and (theme.cycle_id != cycle.id or not theme.takes_proposals):
        raise ThemeNotOpen()
    return late


def _confirm(proposal: Proposal, by: Account | None) -> None:
    notifications.tell(
        account_id=by.id if by else None,
        kind="proposal.submitted",
        message=N_("We have received your proposal %(reference)s."),
        values={"reference": proposal.reference},
        path=path_of(proposal),
        paragraphs=[
            (N_("Its title: %(title)s"), {"title": proposal.current.title}),
            (N_("The problem: %(text)s"), {"text": proposal.current.problem}),
            (N_("What you propose: %(text)s"), {"text": proposal.current.body}),
            (N_("A moderator reads it next; you will be told what is decided and why."), {}),
        ],
    )


def add_version(
    *, proposal: Proposal, title: str, problem: str, body: str, language: str, why: str, at: datetime
) -> ProposalVersion:
    """Give a proposal its next text; comments and groups keep pointing at the one they speak of."""
    before = proposal.current
    number = max(each.number for each in proposal.versions) + 1
    version = new_version(number, title, problem, body, language, why, at)
    proposal.versions.append(version)
    proposal.version_number = version.number
    db.session.flush()
    files.carry(holder_kind="proposal", holder_id=before.id, to_id=version.id)
    db.session.refresh(proposal, ["current"])
    return version


def check_seen(proposal: Proposal, revision_seen: int | None) -> None:
    """Go on only where the proposal is still as the person saw it.

    Raises:
        EditedMeanwhile.
    """
    if revision_seen is not None and revision_seen != proposal.revision:
        raise EditedMeanwhile()


def edit(
    *,
    proposal: Proposal,
    theme: Theme | None,
    title: str,
    problem: str,
    body: str,
    language: str,
    region: str | None,
    why: str,
    by: Account | None,
    at: datetime,
    revision_seen: int | None = None,
) -> ProposalVersion:
    """Change the text of a proposal that was not checked yet, or that was sent back: a new version, and the queue.

    Raises:
        NotPossible: it was checked in the meantime. EditedMeanwhile. ThemeNotOpen.
    """
    if proposal.state not in {"submitted", "correction"}:
        raise NotPossible()
    check_seen(proposal, revision_seen)
    if theme is not None and theme.id != proposal.theme_id:
        if theme.cycle_id != proposal.cycle_id or not theme.takes_proposals:
            raise ThemeNotOpen()
        proposal.theme = proposal.original_theme = theme
    before = proposal.state
    proposal.region, proposal.state = region, "submitted"
    proposal.reason_code = proposal.reason_note = None
    version = add_version(proposal=proposal, title=title, problem=problem, body=body, language=language, why=why, at=at)
    detail = {"version": version.number, "digest": version.digest}
    _journal("proposal.edited", proposal, by, proposal.contributor.acting_role, at, before, detail=detail)
    return version


def withdraw(*, proposal: Proposal, by: Account | None, at: datetime) -> None:
    """Take a proposal back: its reference stays, its text is no longer shown.

    Raises:
        NotPossible.
    """
    before = _change(proposal, "withdrawn")
    _journal("proposal.withdrawn", proposal, by, proposal.contributor.acting_role, at, before)
    if before == "published":
        tell_withdrawn(proposal, by)


def decide(
    *,
    proposal: Proposal,
    to: str,
    by: Account | None,
    role: str,
    at: datetime,
    reason_code: str | None = None,
    note: str | None = None,
    duplicate_of: Proposal | None = None,
) -> None:
    """Publish a proposal, send it back, refuse it, direct it elsewhere, or link it to the one it repeats.

    Args:
        to: one of DECIDED. role: in which role. reason_code, note: what its page says of the decision.
        duplicate_of: the published proposal it repeats, for «duplicate».

    Raises:
        NotPossible: the life of a proposal does not know this step, or the other one cannot be repeated.
    """
    if to not in DECIDED or not _can_repeat(proposal, to, duplicate_of):
        raise NotPossible()
    before = _change(proposal, to, reason_code, note, duplicate_of, at)
    detail = {"duplicate_of": duplicate_of.id} if duplicate_of else None
    _journal(f"proposal.{to}", proposal, by, role, at, before, reason_code, detail)


def _can_repeat(proposal: Proposal, to: str, other: Proposal | None) -> bool:
    if to != "duplicate":
        return other is None
    return other is not None and other.id != proposal.id and other.state == "published"


def restore(
    *,
    proposal: Proposal,
    to: str,
    by: Account | None,
    role: str,
    at: datetime,
    reason_code: str | None = None,
    note: str | None = None,
    duplicate_of: Proposal | None = None,
) -> None:
    """Put a proposal back into the state it had before a decision that is undone.

    Raises:
        NotPossible.
    """
    before = _change(proposal, to, reason_code, note, duplicate_of, proposal.published_at or at)
    _journal("proposal.restored", proposal, by, role, at, before, reason_code)


def _change(
    proposal: Proposal,
    to: str,
    reason_code: str | None = None,
    note: str | None = None,
    duplicate_of: Proposal | None = None,
    at: datetime | None = None,
) -> str:
    """Take a proposal to another state, with its thread and its place in the search; gives the state before."""
    before = proposal.state
    if to not in TRANSITIONS[before]:
        raise NotPossible()
    proposal.state = to
    proposal.reason_code, proposal.reason_note, proposal.duplicate_of = reason_code, note, duplicate_of
    if to == "published":
        proposal.published_at = at
    keep_in_step(proposal)
    return before


def keep_in_step(proposal: Proposal) -> None:
    """Open or close the thread, index or forget the text, and say again what lists count, as the state asks."""
    if proposal.state == "published" and proposal.thread is None:
        proposal.thread = comments.open_thread(
            cycle_id=proposal.cycle_id,
            about_kind="proposal",
            about_reference=proposal.reference or "",
            about_path=path_of(proposal),
        )
    if proposal.thread is not None:
        proposal.thread.is_open = proposal.state == "published"
        comments.set_public(thread_id=proposal.thread.id, is_public=proposal.state in PUBLIC_STATES)
    proposal.language, proposal.voice = proposal.current.language, proposal.contributor.voice
    db.session.flush()
    if proposal.state in PUBLIC_STATES:
        search.put("proposal", thing_of(proposal))
    else:
        search.remove(kind="proposal", object_id=proposal.id)


def move(*, proposal: Proposal, theme: Theme | None, by: Account | None, role: str, at: datetime) -> None:
    """Move a proposal to another theme of its cycle; the author's own choice stays known.

    Args:
        theme: None puts it back to «not given», when a move is undone.

    Raises:
        ThemeNotOpen: a theme of another cycle.
    """
    if theme is not None and theme.cycle_id != proposal.cycle_id:
        raise ThemeNotOpen()
    detail = {"from_theme": proposal.theme_id, "to_theme": theme.id if theme else None}
    proposal.theme = theme
    db.session.flush()
    _journal("proposal.moved", proposal, by, role, at, proposal.state, detail=detail)


def _journal(
    action: str,
    proposal: Proposal,
    by: Account | None,
    role: str,
    at: datetime,
    before: str,
    reason_code: str | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    journal.record(
        action=action,
        object_kind="proposal",
        object_id=proposal.id,
        by=by,
        role=role,
        at=at,
        from_state=before,
        to_state=proposal.state,
        reason_code=reason_code,
        detail=detail,
    )
