"""The table of remarks and answers of a draft commitment as a document to print, drawn as the report is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from importlib import import_module

from flask import Blueprint, Response, url_for

from cocreation.comments import answers
from cocreation.core.access import public
from cocreation.core.clock import process_now, to_local
from cocreation.core.errors import NotFound
from cocreation.core.files import content_disposition
from cocreation.core.html import plain_text
from cocreation.core.i18n import gettext, here, written_language
from cocreation.core.limits import hit_person
from cocreation.core.places import Places
from cocreation.core.web import PREFIX, public_address
from cocreation.proposals import draft_remarks
from cocreation.proposals.draft_answers import published_or_404
from cocreation.proposals.draft_remarks import STANDING, Remark
from cocreation.proposals.draft_remarks import Said as Reply
from cocreation.proposals.models import DraftCommitment
from cocreation.synthesis.rendering import FORMATS
from cocreation.synthesis.rendering.blocks import (
    RIGHT_TO_LEFT,
    Answer,
    Block,
    Caption,
    Facts,
    Heading,
    Quoted,
    Quotes,
    Said,
    Story,
    Table,
    anchored,
    captioned,
    said,
)
from cocreation.synthesis.rendering.labels import Labels
from cocreation.synthesis.rendering.story_quotes import Given

bp = Blueprint("remarks", __name__, url_prefix=PREFIX + "/drafts")
# A document is drawn while its reader waits; a longer table is read on the pages and in the spreadsheet.
LONGEST = 1_000


@bp.get("/<reference>/answers.<any(docx, pdf):extension>")
@public
def document(reference: str, extension: str) -> Response:
    """The whole table as a document, in the language of the address."""
    draft, thread = published_or_404(reference)
    hit_person("table")
    rows = answers.all_rows(thread_id=thread.id, organisation_id=draft.organisation_id)
    if len(rows) > LONGEST:
        raise NotFound()
    day = to_local(process_now()).date()
    made = drawn(told(draft, draft_remarks.remarks(draft, rows), day), extension, day)
    answer = Response(made, mimetype=FORMATS[extension].media_type)
    name = f"{draft.reference}-{gettext('remarks')}-{written_language()}.{extension}"
    answer.headers["Content-Disposition"] = content_disposition(name)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def drawn(story: Story, kind: str, day: date) -> bytes:
    """The story as a file, «docx» or «pdf»; what draws it is loaded at the first drawing, as for the report."""
    if kind == "pdf":
        pdf: bytes = import_module("cocreation.synthesis.rendering.pdf").story_as_pdf(story, day)
        return pdf
    docx: bytes = import_module("cocreation.synthesis.rendering.docx").as_docx(story, day)
    return docx


def told(draft: DraftCommitment, remarks: Sequence[Remark], day: date) -> Story:
    """The document of a table: where its remarks stand in figures, then each with what was answered."""
    language, words = written_language(), here()
    return Story(
        language=language,
        direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
        kicker=str(draft.organisation.name),
        title=words.gettext("Remarks and answers"),
        cycle=_official(draft, language),
        dated=words.gettext("State of %(day)s", day=words.day(day)),
        version=draft.reference,
        mark="",
        mark_note="",
        contents=words.gettext("Contents"),
        page=words.gettext("Page"),
        fingerprint="",
        blocks=tuple(anchored(captioned(_blocks(draft, remarks), words.gettext("Table"), words.gettext("Figure")))),
    )


def _official(draft: DraftCommitment, language: str) -> Said:
    title, own = draft.current.title.shown(language)
    return said(title, own, within=language)


def _blocks(draft: DraftCommitment, remarks: Sequence[Remark]) -> Iterator[Block]:
    words, sums = here(), draft_remarks.sums(draft)
    counted = [(words.gettext(STANDING[name]), words.number(sums[name])) for name in sums if name != "total"]
    title = words.gettext("Remarks by where they stand")
    yield _heading(title)
    yield Facts(Caption(title), (*counted, (words.gettext("Remarks"), words.number(sums["total"]))), summed=True)
    for standing in ("answered", "unanswered", "statement"):
        found = [remark for remark in remarks if remark.standing == standing]
        if found:
            yield _heading(words.gettext(STANDING[standing]))
            given = Given(Labels(written_language()), (one.answer_id for remark in found for one in remark.answers))
            yield Quotes("", tuple(_quoted(remark, given) for remark in found))
    yield from _removed([remark for remark in remarks if remark.standing in {"hidden", "withdrawn"}])


def _heading(text: str) -> Heading:
    return Heading(1, said(text, written_language(), within=written_language()))


def _quoted(remark: Remark, given: Given) -> Quoted:
    words, language = here(), written_language()
    parts = (remark.reference, remark.author, remark.voice, words.day(remark.at))
    return Quoted(
        text=said(plain_text(remark.html), remark.lang or "", within=language),
        source=" · ".join(part for part in parts if part),
        url=public_address(url_for("comments.show", comment_id=remark.comment_id)),
        side=remark.side,
        tone="blue" if remark.standing == "statement" else "green",
        answers=tuple(_answer(one, given) for one in remark.answers),
    )


def _answer(one: Reply, given: Given) -> Answer:
    text = said(plain_text(one.html), one.lang or "", within=written_language())
    return given.answer(one.answer_id, f"{one.by} · {here().day(one.at)}", text)


def _removed(remarks: Sequence[Remark]) -> Iterator[Block]:
    """What can no longer be read keeps its line, with the reason."""
    if not remarks:
        return
    words = here()
    title = words.gettext("Remarks that can no longer be read")
    head = (words.gettext("Reference"), words.gettext("Received on"), words.gettext("State"), words.gettext("Reason"))
    rows = tuple((one.reference, words.day(one.at), one.state, one.reason) for one in remarks)
    yield _heading(title)
    yield Table(Caption(title), head, rows, narrow=(0, 1))


def _downloads(draft: DraftCommitment) -> list[dict[str, str]]:
    if draft_remarks.sums(draft)["total"] > LONGEST:
        return []
    labels = {"docx": gettext("Document (DOCX)"), "pdf": gettext("To print (PDF)")}
    return [
        {"label": label, "href": url_for("remarks.document", reference=draft.reference, extension=kind)}
        for kind, label in labels.items()
    ]


def fill(places: Places) -> None:
    """Offer the documents on the page of the table."""
    places.fill("draft.remarks", _downloads)
