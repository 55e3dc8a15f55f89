"""The life of a draft commitment: an administration posts it, it is checked, published and commented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from cocreation.accounts.models import Account, Contributor, Organisation
from cocreation.comments import services as comments
from cocreation.core import search
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.core.once import once_key
from cocreation.cycles.models import Cycle
from cocreation.cycles.services import next_reference
from cocreation.journal import services as journal
from cocreation.proposals.models import DRAFT_TRANSITIONS, DraftCommitment, DraftVersion
from cocreation.proposals.refusals import BadWindow, EditedMeanwhile, NotPossible
from cocreation.proposals.telling import follow_own
from cocreation.proposals.versions import thing_of_draft
from cocreation.themes.models import Theme

DECIDED = ("published", "correction", "refused")


@dataclass(frozen=True)
class DraftText:
    """What a draft commitment says: four texts, each in the languages the administration gave, and a contact."""

    title: Mapping[str, str]
    problem: Mapping[str, str]
    content: Mapping[str, str]
    expected_result: Mapping[str, str]
    contact: str


def _version(text: DraftText, number: int, why: str, at: datetime) -> DraftVersion:
    version = DraftVersion(number=number, why=why, created_at=at)
    _fill(version, text)
    return version


def _fill(version: DraftVersion, text: DraftText) -> None:
    version.title, version.problem = OfficialText(text.title), OfficialText(text.problem)
    version.content, version.expected_result = OfficialText(text.content), OfficialText(text.expected_result)
    version.contact = text.contact


def post_draft(
    *,
    cycle: Cycle,
    organisation: Organisation,
    contributor: Contributor,
    theme: Theme | None,
    text: DraftText,
    by: Account | None,
    at: datetime,
    form_id: str | None = None,
) -> DraftCommitment:
    """Keep a draft commitment of a body, with its reference; `submit_draft` sends it to the moderators.

    Args:
        form_id: the number of the form sent; sent twice, the first draft is given back.
    """
    key = once_key(by, form_id)
    if key and (sent := _sent_before(key)):
        return sent
    draft = DraftCommitment(
        cycle_id=cycle.id, reference=next_reference(cycle), organisation=organisation, contributor=contributor,
        theme=theme, state="draft", version_number=1, form_id=key, created_at=now(),
    )  # fmt: skip
    draft.versions.append(_version(text, 1, "", at))
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError:
        # Another click of the same form was quicker; anything else is a fault and says so.
        sent = _sent_before(key) if key else None
        if sent is None:
            raise
        return sent
    _journal("draft.saved", draft, by, contributor.acting_role, at, None)
    return draft


def _sent_before(key: str) -> DraftCommitment | None:
    return db.session.scalar(select(DraftCommitment).where(DraftCommitment.form_id == key))


def submit_draft(*, draft: DraftCommitment, by: Account | None, at: datetime) -> None:
    """Send a draft commitment to the moderators.

    Raises:
        NotPossible.
    """
    before = _change(draft, "submitted")
    draft.received_at = draft.received_at or at
    db.session.flush()
    _journal("draft.submitted", draft, by, draft.contributor.acting_role, at, before)
    follow_own(draft, by)


def edit_draft(
    *,
    draft: DraftCommitment,
    theme: Theme | None,
    text: DraftText,
    why: str,
    by: Account | None,
    at: datetime,
    revision_seen: int | None = None,
) -> None:
    """Change a draft commitment: written over while it is not sent, a new version afterwards; back to the queue.

    Raises:
        NotPossible: it was checked in the meantime. EditedMeanwhile.
    """
    if draft.state not in {"draft", "submitted", "correction"}:
        raise NotPossible()
    if revision_seen is not None and revision_seen != draft.revision:
        raise EditedMeanwhile()
    before = draft.state
    draft.theme = theme
    if draft.state == "draft":
        _fill(draft.versions[0], text)
        # Only the text changed: the revision, by which another window is told, must rise all the same.
        flag_modified(draft, "theme_id")
    else:
        draft.versions.append(_version(text, draft.version_number + 1, why, at))
        draft.version_number += 1
        draft.state, draft.reason_code, draft.reason_note = "submitted", None, None
    db.session.flush()
    db.session.refresh(draft, ["current"])
    _journal("draft.edited", draft, by, draft.contributor.acting_role, at, before)


def withdraw_draft(*, draft: DraftCommitment, by: Account | None, at: datetime) -> None:
    """Take a draft commitment back.

    Raises:
        NotPossible.
    """
    before = _change(draft, "withdrawn")
    _journal("draft.withdrawn", draft, by, draft.contributor.acting_role, at, before)


def decide_draft(
    *,
    draft: DraftCommitment,
    to: str,
    by: Account | None,
    role: str,
    at: datetime,
    reason_code: str | None = None,
    note: str | None = None,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
) -> None:
    """Publish a draft commitment with its comment window, send it back, or refuse it.

    Args:
        opens_at, closes_at: the window (process time); it opens at once and has no end where they are None.

    Raises:
        NotPossible. BadWindow: it would close before it opens.
    """
    if to not in DECIDED:
        raise NotPossible()
    if to == "published":
        draft.opens_at, draft.closes_at = opens_at or at, closes_at
        draft.published_at = at
        if closes_at is not None and closes_at <= draft.opens_at:
            raise BadWindow()
    before = _change(draft, to, reason_code, note)
    _journal(f"draft.{to}", draft, by, role, at, before, reason_code)


def restore_draft(
    *,
    draft: DraftCommitment,
    to: str,
    by: Account | None,
    role: str,
    at: datetime,
    reason_code: str | None = None,
    note: str | None = None,
) -> None:
    """Put a draft commitment back into the state it had before a decision that is undone.

    Raises:
        NotPossible.
    """
    before = _change(draft, to, reason_code, note)
    _journal("draft.restored", draft, by, role, at, before, reason_code)


def _change(draft: DraftCommitment, to: str, reason_code: str | None = None, note: str | None = None) -> str:
    before = draft.state
    if to not in DRAFT_TRANSITIONS[before]:
        raise NotPossible()
    draft.state, draft.reason_code, draft.reason_note = to, reason_code, note
    keep_draft_in_step(draft)
    return before


def keep_draft_in_step(draft: DraftCommitment) -> None:
    """Open or close the thread with its window, and index or forget the text, as the state asks."""
    published = draft.state == "published"
    if published and draft.thread is None:
        draft.thread = comments.open_thread(
            cycle_id=draft.cycle_id,
            about_kind="draft",
            about_reference=draft.reference,
            about_path=f"/drafts/{draft.reference}",
        )
    if draft.thread is not None:
        comments.set_open(thread_id=draft.thread.id, is_open=published)
        comments.set_public(thread_id=draft.thread.id, is_public=published)
        comments.set_window(thread_id=draft.thread.id, opens_at=draft.opens_at, closes_at=draft.closes_at)
    db.session.flush()
    if published:
        search.put("draft", thing_of_draft(draft))
    else:
        search.remove(kind="draft", object_id=draft.id)


def _journal(
    action: str,
    draft: DraftCommitment,
    by: Account | None,
    role: str,
    at: datetime,
    before: str | None,
    reason_code: str | None = None,
) -> None:
    journal.record(
        action=action,
        object_kind="draft",
        object_id=draft.id,
        by=by,
        role=role,
        at=at,
        from_state=before,
        to_state=draft.state,
        reason_code=reason_code,
        detail={"version": draft.version_number},
    )
