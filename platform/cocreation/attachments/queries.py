"""Reads of attached files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from cocreation.attachments.models import Attachment
from cocreation.core.db import db


def by_id(attachment_id: int) -> Attachment | None:
    """One file."""
    return db.session.get(Attachment, attachment_id)


def of(holder_kind: str, holder_id: int) -> Sequence[Attachment]:
    """The files of one holder, in the order they were added."""
    return of_many(holder_kind, [holder_id])


def of_many(holder_kind: str, holder_ids: Iterable[int]) -> Sequence[Attachment]:
    """The files of several holders, each holder's in the order they were added: one statement."""
    return db.session.scalars(
        select(Attachment)
        .where(Attachment.holder_kind == holder_kind, Attachment.holder_id.in_(list(holder_ids)))
        .order_by(Attachment.holder_id, Attachment.position)
    ).all()


def every() -> Iterable[Attachment]:
    """Every file known, for checking what is kept."""
    return db.session.scalars(select(Attachment).order_by(Attachment.id).execution_options(yield_per=500))


def known_keys(keys: Sequence[str]) -> set[str]:
    """Those of some keys that a row points at."""
    return set(db.session.scalars(select(Attachment.key).where(Attachment.key.in_(keys))))
