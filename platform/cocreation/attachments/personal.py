"""What this room holds about a person."""

from __future__ import annotations

from cocreation.accounts.personal import Holding, held, unlinking
from cocreation.attachments.models import Attachment
from cocreation.core.i18n import N_


def holdings() -> list[Holding]:
    """The table of files."""
    return [
        held(
            Attachment,
            Attachment.by_id,
            give="id holder_kind holder_id name media_type size description created_at",
            words=N_("Files you attached"),
            fate=N_("Stay with the texts that stay, without any link to you; those of deleted drafts are deleted."),
            erase=unlinking(Attachment, Attachment.by_id),
        )
    ]
