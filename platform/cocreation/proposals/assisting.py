"""What came on paper, by phone, by mail or in a session is typed in for somebody else, as their words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from cocreation.accounts.models import Account
from cocreation.accounts.services import external_contributor
from cocreation.core.db import db
from cocreation.core.once import once_key
from cocreation.cycles.models import Cycle
from cocreation.cycles.policies import collects
from cocreation.cycles.services import next_reference
from cocreation.journal import services as journal
from cocreation.proposals.keeping import insert, new_row, sent_before
from cocreation.proposals.models import Proposal
from cocreation.proposals.policies import typing_role
from cocreation.proposals.refusals import NotReceivedThen, ThemeNotOpen
from cocreation.themes.models import Theme


def type_in(
    *,
    cycle: Cycle,
    theme: Theme | None,
    title: str,
    problem: str,
    body: str,
    language: str,
    region: str | None,
    channel: str,
    source_reference: str,
    received_at: datetime,
    voice: str,
    name: str,
    consent: str,
    by: Account,
    at: datetime,
    form_id: str | None = None,
) -> Proposal:
    """Type in somebody else's idea: it gets its reference and waits in the queue, where another person decides.

    Args:
        channel: of TYPED_CHANNELS. consent: of CONSENTS. received_at: when it came, at: now (process time).
        name: kept only where the person agreed that it is shown.
        form_id: the number of the form sent; sent twice, the first proposal is given back.

    Raises: NotReceivedThen, ThemeNotOpen.
    """
    key = once_key(by, form_id)
    if key and (sent := sent_before(key)):
        return sent
    _check(cycle, theme, received_at, at)
    author = external_contributor(name=name if consent == "text_and_name" else "", voice=voice)
    made = new_row(cycle, author, theme, region, channel, key)
    made.typed_by_id, made.source_reference, made.consent = by.id, source_reference, consent
    made.received_at, made.state, made.reference = received_at, "submitted", next_reference(cycle)
    kept = insert(made, title, problem, body, language, at)
    if kept is made:
        _journal(made, by, at)
    return kept


def _check(cycle: Cycle, theme: Theme | None, received_at: datetime, at: datetime) -> None:
    if received_at > at or not collects(cycle, received_at):
        raise NotReceivedThen()
    if theme is not None and (theme.cycle_id != cycle.id or not theme.takes_proposals):
        raise ThemeNotOpen()


def _journal(made: Proposal, by: Account, at: datetime) -> None:
    journal.record(
        action="proposal.typed_in",
        object_kind="proposal",
        object_id=made.id,
        by=by,
        role=typing_role(by, made.cycle_id),
        at=at,
        from_state="draft",
        to_state="submitted",
        detail={
            "reference": made.reference,
            "version": 1,
            "digest": made.versions[0].digest,
            "channel": made.channel,
            "consent": made.consent,
        },
    )


def typed_before(cycle_id: int, source_reference: str) -> Proposal | None:
    """What was typed in already from a sheet of paper with this number."""
    return db.session.scalar(
        select(Proposal).where(
            Proposal.cycle_id == cycle_id,
            Proposal.channel == "paper",
            Proposal.typed_by_id.is_not(None),
            Proposal.source_reference == source_reference,
            Proposal.state != "withdrawn",
        )
    )
