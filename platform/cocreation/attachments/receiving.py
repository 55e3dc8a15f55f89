"""Attaching what a form brings; what is refused is said beside its field."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext

from cocreation.accounts.models import Account
from cocreation.attachments import services
from cocreation.attachments.refusals import NO_DESCRIPTION, BadFile
from cocreation.core.clock import process_now


def receive(
    form: Any,
    *,
    holder_kind: str,
    holder_id: int,
    by: Account | None,
    role: str,
    audience: str = "everyone",
    most: int = services.MOST,
) -> bool:
    """Attach what a form with the fields `file` and `description` brings; False where it is refused, with words.

    Args:
        role: in which role the person acts, for the journal. audience: «everyone» or «team».
    """
    upload, description = form.file.data, form.description.data if "description" in form else ""
    try:
        services.attach(
            holder_kind=holder_kind, holder_id=holder_id, upload=upload.stream, filename=upload.filename or "",
            description=description or "", by=by, role=role, at=process_now(), audience=audience, most=most,
        )  # fmt: skip
    except BadFile as refusal:
        field = form.description if refusal.message == NO_DESCRIPTION else form.file
        field.errors = [gettext(refusal.message, **refusal.values)]
        return False
    return True
