"""Who may see and answer what concerns people's data: one condition a line."""

from __future__ import annotations

from cocreation.accounts.models import Account
from cocreation.accounts.policies import is_administrator
from cocreation.core.access import Actor
from cocreation.privacy.models import DataExport, RightsRequest


def can_download(actor: Actor, export: DataExport) -> bool:
    """The person it is about, signed in, while it is kept."""
    if not isinstance(actor, Account) or not actor.is_signed_in:
        return False
    return export.account_id == actor.id and export.is_ready


def can_answer(actor: Actor, request: RightsRequest) -> bool:
    """Administrators, while it waits; never one's own request."""
    if not is_administrator(actor) or request.answered_at is not None:
        return False
    return isinstance(actor, Account) and request.account_id != actor.id
