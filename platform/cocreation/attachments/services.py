"""Attaching files, taking them away, carrying them to the next text, and looking after the storage."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from cocreation.accounts.models import Account
from cocreation.attachments import queries
from cocreation.attachments.checking import MOST_BYTES, Checked, check
from cocreation.attachments.models import IMAGE_TYPES, Attachment
from cocreation.attachments.refusals import NO_DESCRIPTION, TOO_MANY, TWICE, BadFile
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.files import FolderStorage, NoSuchFile, Storage
from cocreation.core.web import configured
from cocreation.journal import services as journal

# How many files one thing may have, unless its room says otherwise.
MOST = 3
# A file without a row may belong to a change that is not committed yet: it is let alone for a day.
ORPHAN_AGE = timedelta(days=1)


def storage() -> Storage:
    """Where the files of this installation are kept."""
    return FolderStorage(Path(configured("INSTANCE_PATH")) / "files")


def attach(
    *,
    holder_kind: str,
    holder_id: int,
    upload: BinaryIO,
    filename: str,
    description: str,
    by: Account | None,
    role: str,
    at: datetime,
    audience: str = "everyone",
    most: int = MOST,
) -> Attachment:
    """Keep a file and hang it on its holder.

    Args:
        upload: the bytes as sent. filename: what the person called it. description: what an image shows.
        audience: «everyone» who may read the holder, or its «team» alone. most: how many files it may have.

    Raises:
        BadFile: not taken, one too many, there already under another name, or an image without a description.
    """
    content = upload.read(MOST_BYTES + 1)
    checked = check(content, filename)
    if checked.media_type in IMAGE_TYPES and not description and audience == "everyone":
        raise BadFile(NO_DESCRIPTION)
    made = _row(checked, content)
    made.holder_kind, made.holder_id, made.audience, made.description = holder_kind, holder_id, audience, description
    made.by_id = by.id if by else None
    if (attached := _pressed_before(made)) is not None:
        return attached
    _free_place(holder_kind, holder_id, most)
    made.key = storage().save(checked.content, suffix=checked.suffix)
    try:
        _insert(made, most)
    except BadFile:
        storage().delete(made.key)
        raise
    _journal("attachment.added", made, by, role, at)
    return made


def _row(checked: Checked, content: bytes) -> Attachment:
    return Attachment(
        name=checked.name,
        media_type=checked.media_type,
        size=len(checked.content),
        digest=hashlib.sha256(content).hexdigest(),
        stored_digest=hashlib.sha256(checked.content).hexdigest(),
        created_at=now(),
    )


def _free_place(holder_kind: str, holder_id: int, most: int) -> int:
    """The first place that no file of a holder has.

    Raises:
        BadFile: it has as many as it may.
    """
    free = set(range(1, most + 1)) - {each.position for each in queries.of(holder_kind, holder_id)}
    if not free:
        raise BadFile(TOO_MANY, most=most)
    return min(free)


def _same_as(made: Attachment) -> Attachment | None:
    held = queries.of(made.holder_kind, made.holder_id)
    return next((each for each in held if each.digest == made.digest), None)


def _pressed_before(made: Attachment) -> Attachment | None:
    """What the first of two presses has attached; the same content under another name is refused."""
    same = _same_as(made)
    if same is not None and same.name != made.name:
        raise BadFile(TWICE)
    return same


def _refuse_twice(made: Attachment) -> None:
    if _same_as(made) is not None:
        raise BadFile(TWICE)


def _insert(made: Attachment, most: int) -> None:
    """Keep the row at the first free place; of two sendings at once the second takes the next one, if there is any.

    Raises:
        BadFile: there is none left, or the same content came meanwhile.
    """
    # Each time it is overtaken a place fills: after as many times as there are places none is left, which is said.
    for _attempt in range(most + 1):
        try:
            made.position = _free_place(made.holder_kind, made.holder_id, most)
            with db.session.begin_nested():
                db.session.add(made)
        except IntegrityError as error:
            again = error
        else:
            return
        _refuse_twice(made)
    raise again


def remove(*, attachment: Attachment, by: Account | None, role: str, at: datetime) -> None:
    """Take a file away; its content goes with the next sweep, unless another text still has it."""
    _journal("attachment.removed", attachment, by, role, at)
    db.session.delete(attachment)
    db.session.flush()


def remove_all(*, holder_kind: str, holder_id: int, by: Account | None, role: str, at: datetime) -> None:
    """Take every file of a holder away."""
    for each in queries.of(holder_kind, holder_id):
        remove(attachment=each, by=by, role=role, at=at)


def forget(*, holder_kind: str, holder_ids: list[int]) -> None:
    """Drop the rows of holders nobody but their author ever knew of: drafts thrown away."""
    db.session.execute(
        delete(Attachment).where(Attachment.holder_kind == holder_kind, Attachment.holder_id.in_(holder_ids))
    )


def carry(*, holder_kind: str, holder_id: int, to_id: int, keep: set[int] | None = None) -> None:
    """Give the next text of a thing the files of the one before.

    Args:
        keep: the numbers of those it keeps; None keeps all.
    """
    for each in queries.of(holder_kind, holder_id):
        if keep is None or each.id in keep:
            db.session.add(
                Attachment(
                    holder_kind=holder_kind, holder_id=to_id, position=each.position, key=each.key,
                    stored_digest=each.stored_digest, digest=each.digest, name=each.name, media_type=each.media_type,
                    size=each.size, description=each.description, audience=each.audience, by_id=each.by_id,
                    created_at=each.created_at,
                )
            )  # fmt: skip
    db.session.flush()


def _journal(action: str, attachment: Attachment, by: Account | None, role: str, at: datetime) -> None:
    journal.record(
        action=action,
        object_kind="attachment",
        object_id=attachment.id,
        by=by,
        role=role,
        at=at,
        detail={
            "holder": f"{attachment.holder_kind}:{attachment.holder_id}",
            "digest": attachment.stored_digest,
            "size": attachment.size,
        },
    )


def verify() -> list[tuple[Attachment, str]]:
    """Every file whose content is «missing» from the storage, or «changed» since it was kept."""
    kept, found = storage(), []
    for each in queries.every():
        try:
            with kept.open(each.key) as file:
                digest = hashlib.sha256(file.read()).hexdigest()
        except NoSuchFile:
            found.append((each, "missing"))
            continue
        if digest != each.stored_digest:
            found.append((each, "changed"))
    return found


def sweep(*, age: timedelta = ORPHAN_AGE) -> int:
    """Delete what is kept and belongs to nothing any more: how many files."""
    kept, gone = storage(), 0
    keys = list(kept.keys(older_than=age))
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        for key in set(some) - queries.known_keys(some):
            kept.delete(key)
            gone += 1
    return gone
