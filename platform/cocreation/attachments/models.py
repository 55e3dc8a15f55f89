"""Files attached to something: what they are called, what they hold, and whose eyes they are for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cocreation.core.db import Base
from cocreation.core.i18n import N_

AUDIENCES = ("everyone", "team")
# What is taken: media type, the suffixes its name may have, and what it is called.
IMAGE_TYPES: dict[str, tuple[str, ...]] = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/webp": (".webp",),
}
DOCUMENT_TYPES: dict[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.oasis.opendocument.text": (".odt",),
}
TYPES = {**DOCUMENT_TYPES, **IMAGE_TYPES}
TYPE_NAMES: dict[str, str] = {
    "application/pdf": N_("PDF document"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": N_("Word document"),
    "application/vnd.oasis.opendocument.text": N_("OpenDocument text"),
    "image/png": N_("PNG image"),
    "image/jpeg": N_("JPEG image"),
    "image/webp": N_("WebP image"),
}


class Attachment(Base):
    """One file of one holder. The room never knows the holder: a kind and a number, which its room understands.

    A text's next version may keep a file: it then has a row of its own that points at the same stored content.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("audience IN ('everyone', 'team')", name="audience"),
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("position > 0", name="position"),
        # The same content is attached once to one thing.
        UniqueConstraint("holder_kind", "holder_id", "digest"),
        # Two sendings at once cannot pass the number of files a thing may have: both want the same place.
        UniqueConstraint("holder_kind", "holder_id", "position"),
        Index("ix_attachment_key", "key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    holder_kind: Mapped[str] = mapped_column(String(20))
    holder_id: Mapped[int]
    position: Mapped[int]
    # Where the storage keeps it, the SHA-256 of what it keeps, and that of what was sent.
    key: Mapped[str] = mapped_column(String(60))
    stored_digest: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    # What the person called it, made safe to show; what it holds; how large it is, in bytes.
    name: Mapped[str] = mapped_column(String(150))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    # What an image shows, in words, for those who do not see it.
    description: Mapped[str] = mapped_column(String(300), default="")
    audience: Mapped[str] = mapped_column(String(10), default="everyone")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]

    @property
    def is_image(self) -> bool:
        """Whether it is a picture, which wants a description."""
        return self.media_type in IMAGE_TYPES
