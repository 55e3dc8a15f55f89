"""What stands in the database before and after the demonstration is loaded."""

from __future__ import annotations

from sqlalchemy import exists, func, select

from cocreation.accounts.models import Account, Organisation
from cocreation.comments.models import Comment
from cocreation.core.db import db
from cocreation.cycles.models import Cycle
from cocreation.journal.models import JournalLine
from cocreation.proposals.models import DraftCommitment, Proposal

COUNTED = {
    "accounts": Account,
    "organisations": Organisation,
    "proposals": Proposal,
    "comments": Comment,
    "draft commitments": DraftCommitment,
    "journal lines": JournalLine,
}


def is_empty() -> bool:
    """Whether nobody and nothing is there yet."""
    found = db.session.scalar(select(exists(select(Account.id)) | exists(select(Cycle.id))))
    return not found


def counts() -> dict[str, int]:
    """How many rows of each kind the database holds."""
    return {name: db.session.scalar(select(func.count()).select_from(model)) or 0 for name, model in COUNTED.items()}
