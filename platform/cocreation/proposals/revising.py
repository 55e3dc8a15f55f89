"""A new text after publication: proposed with a word of why, checked while the present one stays, taken or not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from cocreation.accounts.models import Account
from cocreation.attachments import queries as attachments
from cocreation.attachments import services as files
from cocreation.core.db import db
from cocreation.cycles.models import Cycle
from cocreation.journal import services as journal
from cocreation.proposals.models import Proposal, ProposalVersion
from cocreation.proposals.refusals import EditedMeanwhile, NotPossible, SameText, TextIsFixed, TextWaits
from cocreation.proposals.services import check_seen, keep_in_step
from cocreation.proposals.versions import new_version, waiting_of

# What files hang on: one text of a proposal.
FILES = "proposal"


def takes_new_texts(cycle: Cycle, at: datetime) -> bool:
    """Whether texts may still change: from the opening of the prioritisation on, the workshop reads them.

    Args:
        at: process time.
    """
    opens = next(phase.opens_at for phase in cycle.phases if phase.code == "prioritisation")
    return cycle.state == "open" and (opens is None or at < opens)


def propose(
    *,
    proposal: Proposal,
    cycle: Cycle,
    title: str,
    problem: str,
    body: str,
    language: str,
    why: str,
    by: Account | None,
    at: datetime,
    revision_seen: int | None = None,
    keep: set[int] | None = None,
    brings_file: bool = False,
) -> ProposalVersion:
    """Propose a new text of a published proposal; it waits in the queue while the present one stays shown.

    Args:
        why: what changed and why, in the author's words. keep: the numbers of the files it keeps; None keeps all.
        brings_file: whether a file is added to it next. at: process time.

    Raises:
        NotPossible, TextIsFixed, EditedMeanwhile, TextWaits, SameText.
    """
    if proposal.state != "published":
        raise NotPossible()
    if not takes_new_texts(cycle, at):
        raise TextIsFixed()
    if waiting_of(proposal.versions) is not None:
        raise TextWaits()
    check_seen(proposal, revision_seen)
    number = max(version.number for version in proposal.versions) + 1
    made = new_version(number, title, problem, body, language, why, at)
    if made.digest == proposal.current.digest and not brings_file and _keeps_all(proposal, keep):
        raise SameText()
    made.state, made.by_id = "proposed", by.id if by else None
    _insert(proposal, made)
    files.carry(holder_kind=FILES, holder_id=proposal.current.id, to_id=made.id, keep=keep)
    _journal("proposal.version_proposed", made, by, proposal.contributor.acting_role, at)
    return made


def _keeps_all(proposal: Proposal, keep: set[int] | None) -> bool:
    return keep is None or {each.id for each in attachments.of(FILES, proposal.current.id)} <= keep


def _insert(proposal: Proposal, made: ProposalVersion) -> None:
    """Keep the new text; of two sent at once the second one is told."""
    try:
        with db.session.begin_nested():
            made.proposal_id = proposal.id
            db.session.add(made)
    except IntegrityError as error:
        raise TextWaits() from error
    db.session.expire(proposal, ["versions"])
    _touch(proposal)


def _touch(proposal: Proposal) -> None:
    """Raise the revision, so that whoever opened it before is told that something changed."""
    flag_modified(proposal, "region")
    db.session.flush()


def take_back(*, version: ProposalVersion, by: Account | None, at: datetime) -> None:
    """Take back a new text that was not checked yet.

    Raises:
        NotPossible.
    """
    if version.state != "proposed":
        raise NotPossible()
    version.state = "withdrawn"
    _touch(version.proposal)
    _journal("proposal.version_withdrawn", version, by, version.proposal.contributor.acting_role, at)


def decide_version(
    *,
    version: ProposalVersion,
    to: str,
    by: Account | None,
    role: str,
    at: datetime,
    reason_code: str | None = None,
    note: str | None = None,
) -> None:
    """Take a proposed text as the proposal's own («accepted»), or not («refused», with a reason).

    Raises:
        NotPossible: it waits no more, or its proposal is not published any more.
    """
    proposal = version.proposal
    if version.state != "proposed" or proposal.state != "published" or to not in {"accepted", "refused"}:
        raise NotPossible()
    version.state, version.decided_at = to, at
    version.reason_code, version.reason_note = reason_code, note
    if to == "accepted":
        _stand(proposal, version.number)
    _touch(proposal)
    action = "proposal.version" if to == "accepted" else "proposal.version_refused"
    _journal(action, version, by, role, at, reason_code)


def restore_version(
    *, version: ProposalVersion, number_before: int, by: Account | None, role: str, at: datetime
) -> None:
    """Have a text wait again whose decision is undone.

    Args:
        number_before: the number of the text that stood before the decision.

    Raises:
        NotPossible: another new text waits by now.
    """
    proposal = version.proposal
    if waiting_of(proposal.versions) is not None or version.state not in {"accepted", "refused"}:
        raise NotPossible()
    if version.state == "accepted":
        _stand(proposal, number_before)
    version.state, version.decided_at, version.reason_code, version.reason_note = "proposed", None, None, None
    _touch(proposal)
    _journal("proposal.version_restored", version, by, role, at)


def _stand(proposal: Proposal, number: int) -> None:
    """Make one of a proposal's texts the present one: shown, searched and grouped from now on."""
    proposal.version_number = number
    db.session.flush()
    db.session.refresh(proposal, ["current"])
    keep_in_step(proposal)


def _journal(
    action: str, version: ProposalVersion, by: Account | None, role: str, at: datetime, reason_code: str | None = None
) -> None:
    state = version.proposal.state
    detail: dict[str, Any] = {"version": version.number, "digest": version.digest}
    journal.record(
        action=action, object_kind="proposal", object_id=version.proposal_id, by=by, role=role, at=at,
        from_state=state, to_state=state, reason_code=reason_code, detail=detail,
    )  # fmt: skip


__all__ = [
    "FILES", "EditedMeanwhile", "NotPossible", "SameText", "TextIsFixed", "TextWaits", "decide_version", "propose",
    "restore_version", "take_back", "takes_new_texts",
]  # fmt: skip
