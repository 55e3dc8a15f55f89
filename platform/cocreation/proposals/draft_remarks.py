"""The table of remarks and answers of a draft commitment: what everyone said, and what the administration answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from markupsafe import Markup

from cocreation.accounts.presenting import name_shown, voice_shown
from cocreation.comments import answers
from cocreation.comments.models import SIDES, Answer, Comment
from cocreation.comments.showing import lang_of, reason_shown
from cocreation.core.clock import to_local
from cocreation.core.html import as_markup, plain_text
from cocreation.core.i18n import N_, current_language, direction, here
from cocreation.core.spreadsheets import Column, Sheet
from cocreation.core.web import public_address
from cocreation.proposals.models import DraftCommitment

# Where a remark stands for the administration.
STANDING: dict[str, str] = {
    "answered": N_("Answered"),
    "unanswered": N_("Not answered yet"),
    "hidden": N_("Hidden by a moderator"),
    "withdrawn": N_("Withdrawn by its author"),
    "statement": N_("Said by the administration"),
}


@dataclass(frozen=True)
class Said:
    """An answer: the words, when, and the number by which the others it was given to are found."""

    html: Markup
    lang: str | None
    at: datetime
    by: str
    answer_id: int | None = None
    given_to: int = 1


@dataclass(frozen=True)
class Remark:
    """One row of the table; what was hidden or withdrawn keeps its row, with the reason and without the words."""

    comment_id: int
    reference: str
    at: datetime
    author: str
    voice: str
    side: str
    version: int
    standing: str
    reason: str
    html: Markup
    lang: str | None
    answers: Sequence[Said]

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return here().gettext(STANDING[self.standing])


def remarks(draft: DraftCommitment, comments: Sequence[Comment]) -> list[Remark]:
    """Rows of the table, in a few statements however many they are."""
    ids = [comment.id for comment in comments]
    given = answers.answers_to(ids)
    replies = answers.replies_of_body(ids, organisation_id=draft.organisation_id)
    return [_remark(draft, comment, given.get(comment.id, []), replies.get(comment.id, [])) for comment in comments]


def _remark(
    draft: DraftCommitment, comment: Comment, given: Sequence[answers.GivenAnswer], replies: Sequence[Comment]
) -> Remark:
    said = [_answer(one) for one in given] + [_reply(reply) for reply in replies]
    shown, withdrawn = comment.state == "visible", comment.state == "withdrawn"
    own = comment.contributor.organisation_id == draft.organisation_id
    standing = comment.state if not shown else "statement" if own else "answered" if said else "unanswered"
    return Remark(
        comment_id=comment.id,
        reference=f"{draft.reference}/{comment.id}",
        at=comment.received_at,
        author="" if withdrawn else name_shown(comment.contributor),
        voice="" if withdrawn else voice_shown(comment.contributor),
        side=here().gettext(SIDES[comment.side]) if comment.side and not withdrawn else "",
        version=comment.about_version,
        standing=standing,
        reason=reason_shown("hide", comment.reason_code) if comment.state == "hidden" else "",
        html=as_markup(comment.html if shown else ""),
        lang=lang_of(comment.language),
        answers=sorted(said, key=lambda one: one.at),
    )


def _answer(given: answers.GivenAnswer) -> Said:
    answer: Answer = given.answer
    by = name_shown(answer.contributor)
    return Said(as_markup(answer.html), lang_of(answer.language), answer.answered_at, by, answer.id, given.given_to)


def _reply(reply: Comment) -> Said:
    return Said(as_markup(reply.html), lang_of(reply.language), reply.received_at, name_shown(reply.contributor))


def sums(draft: DraftCommitment) -> dict[str, int]:
    """How many remarks there are by where they stand, and in all: the parts make the whole."""
    if draft.thread_id is None:
        return {"answered": 0, "unanswered": 0, "hidden": 0, "withdrawn": 0, "total": 0}
    found = answers.counts(thread_id=draft.thread_id, organisation_id=draft.organisation_id)
    return {**found, "total": sum(found.values())}


def sheet(draft: DraftCommitment, at: datetime) -> Sheet:
    """The whole table for a spreadsheet, in the language of the page.

    Args:
        at: process time, which the sheet bears.
    """
    words, counted = here(), sums(draft)
    parts = [f"{words.gettext(STANDING[name])}: {words.number(counted[name])}" for name in counted if name != "total"]
    total = words.ngettext("%(num)s remark", "%(num)s remarks", counted["total"])
    heads = [
        (N_("Reference"), 16), (N_("Received on"), 12), (N_("Author"), 18), (N_("Voice"), 13), (N_("Side"), 10),
        (N_("Remark"), 46), (N_("Version"), 9), (N_("State"), 14), (N_("Reason"), 16), (N_("Answer"), 46),
        (N_("Answered on"), 12), (N_("Answered by"), 18),
    ]  # fmt: skip
    rows = answers.all_rows(thread_id=draft.thread_id or 0, organisation_id=draft.organisation_id)
    return Sheet(
        title=words.gettext("Remarks and answers: %(title)s", title=f"{draft.reference} – {draft.current.title}"),
        notes=[f"{draft.organisation.name} · {words.day(at)}", " · ".join([total, *parts])],
        columns=[*(Column(words.gettext(head), width) for head, width in heads),
                 Column(words.gettext("Link"), 16, link=True)],
        rows=[_cells(remark) for remark in remarks(draft, rows)],
        rtl=direction(current_language()) == "rtl",
    )  # fmt: skip


def _cells(remark: Remark) -> list[Any]:
    return [
        remark.reference,
        to_local(remark.at).date().isoformat(),
        remark.author,
        remark.voice,
        remark.side,
        plain_text(remark.html),
        remark.version,
        remark.state,
        remark.reason,
        "\n\n".join(plain_text(answer.html) for answer in remark.answers),
        "\n".join(to_local(answer.at).date().isoformat() for answer in remark.answers),
        "\n".join(dict.fromkeys(answer.by for answer in remark.answers)),
        public_address(url_for("comments.show", comment_id=remark.comment_id)),
    ]
