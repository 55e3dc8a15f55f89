"""Comments as the page of the search shows them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from cocreation.accounts.presenting import is_administration, name_shown, voice_shown
from cocreation.comments import finding
from cocreation.comments.models import Comment
from cocreation.core.html import plain_text
from cocreation.core.i18n import N_, here
from cocreation.core.search import Hit, Source


def hits(ids: Sequence[int]) -> dict[int, Hit]:
    """The public comments among these, with what is shown of each."""
    return {number: _hit(comment) for number, comment in finding.public_among(ids).items()}


def _hit(comment: Comment) -> Hit:
    words, thread = here(), comment.thread
    if thread.about_kind == "theme":
        title = words.gettext("Comment on a theme")
    else:
        title = words.gettext("Comment on %(reference)s", reference=thread.about_reference)
    return Hit(
        title=title,
        href=url_for("comments.show", comment_id=comment.id),
        text=plain_text(comment.html),
        lang=None if comment.language == "und" else comment.language,
        said=(name_shown(comment.contributor), voice_shown(comment.contributor), words.day(comment.received_at)),
        admin=is_administration(comment.contributor),
    )


SOURCE = Source(N_("Comments"), finding.things, hits, order=30)
