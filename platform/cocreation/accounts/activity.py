"""A person's latest sign-ins, for their own eyes: what they do not know is somebody else's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select

from cocreation.accounts.models import Account, SignIn
from cocreation.core.clock import now
from cocreation.core.db import db

KEPT, SHOWN = timedelta(days=90), 10


def note(*, account: Account, method: str, device: str) -> None:
    """Remember one sign-in, and forget those older than ninety days.

    Args:
        method: «password» or «link». device: words of `devices`.
    """
    db.session.execute(delete(SignIn).where(SignIn.account_id == account.id, SignIn.at < now() - KEPT))
    db.session.add(SignIn(account_id=account.id, at=now(), method=method, device=device))
    db.session.flush()


def latest(account: Account) -> Sequence[SignIn]:
    """The last ten sign-ins of a person, the newest first."""
    return db.session.scalars(
        select(SignIn).where(SignIn.account_id == account.id).order_by(SignIn.id.desc()).limit(SHOWN)
    ).all()
