"""Rows of the report for spreadsheets: the scoring grid, proposals, participation, comments on drafts."""

from collections.abc import Iterator
from dataclasses import dataclass

from cocreation.synthesis.document import AnnexRow, Chapter, Commitment, Group, Quote, ReportDocument
from cocreation.synthesis.rendering.blocks import plain, web_address
from cocreation.synthesis.rendering.labels import Labels

Value = str | int | float | None


@dataclass(frozen=True)
class Column:
    """A column: its head, its width in characters, and whether its texts are addresses of the web."""

    head: str
    width: int
    link: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook; ``bars`` is the place of the column whose numbers are drawn as bars."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    bars: int | None = None
    percents: int | None = None


def grid(document: ReportDocument, labels: Labels) -> Sheet:
    """The sheet the scoring grid needs: a group a row, with title, size and links."""
    columns = (
        Column(labels.gettext("Group"), 12),
        Column(labels.gettext("Title"), 40),
        Column(labels.gettext("Theme"), 25),
        Column(labels.gettext("Ideas"), 12),
        Column(labels.gettext("Authors"), 17),
        Column(labels.gettext("Key words"), 28),
        Column(labels.gettext("For"), 9),
        Column(labels.gettext("Against"), 9),
        Column(labels.gettext("To clarify"), 11),
        Column(labels.gettext("Link"), 20, link=True),
        Column(labels.gettext("References"), 38),
    )
    rows = (_group(group, chapter, labels) for chapter in document.chapters for group in chapter.groups)
    return Sheet(labels.gettext("Scoring grid"), columns, tuple(rows))


def _group(group: Group, chapter: Chapter, labels: Labels) -> tuple[Value, ...]:
    words = " · ".join(plain(word) for terms in group.terms for word in terms.words)
    sides = group.sides
    numbers = (sides.pro, sides.contra, sides.clarify)
    start = (group.number, plain(group.title), labels.chapter(chapter), group.size, group.authors, words)
    return (*start, *numbers, web_address(group.url), " ".join(plain(member) for member in group.members))


def proposals(document: ReportDocument, labels: Labels) -> Sheet:
    """Every proposal and its state."""
    columns = (
        Column(labels.gettext("Reference"), 13),
        Column(labels.gettext("Title"), 48),
        Column(labels.gettext("Language"), 11),
        Column(labels.gettext("Theme"), 25),
        Column(labels.gettext("Group"), 12),
        Column(labels.gettext("State"), 16),
        Column(labels.gettext("Reason"), 26),
        Column(labels.gettext("Received on"), 13),
        Column(labels.gettext("Region"), 18),
        Column(labels.gettext("Voice"), 20),
        Column(labels.gettext("Channel"), 14),
        Column(labels.gettext("Comments"), 12),
        Column(labels.gettext("Link"), 20, link=True),
    )
    rows = tuple(_proposal(row, labels) for row in document.annex)
    return Sheet(labels.gettext("Proposals"), columns, rows)


def _proposal(row: AnnexRow, labels: Labels) -> tuple[Value, ...]:
    language = labels.language_name(row.language) if row.language else ""
    theme = plain(row.theme) or labels.gettext("Theme not given")
    received = row.received_on.isoformat() if row.received_on else ""
    words = (plain(row.state_label), plain(row.reason), received, plain(row.region), plain(row.voice))
    start = (plain(row.reference), plain(row.title), language, theme, row.group)
    return (*start, *words, plain(row.channel), row.comments, web_address(row.url))


def participation(document: ReportDocument, labels: Labels) -> Sheet:
    """Every table of participation, one below the other."""
    columns = (
        Column(labels.gettext("Table"), 22),
        Column(labels.gettext("Label"), 44),
        Column(labels.gettext("Ideas"), 28),
        Column(labels.gettext("In percent"), 12),
    )
    rows = (
        (labels.table(table), labels.label(row), row.count, table.share(row))
        for table in document.participation
        for row in table.rows
    )
    return Sheet(labels.gettext("Participation"), columns, tuple(rows), bars=2, percents=3)


def drafts(document: ReportDocument, labels: Labels) -> Sheet:
    """Every draft commitment with its comments: a comment a row, a draft without one has a row too."""
    columns = (
        Column(labels.gettext("Reference"), 13),
        Column(labels.gettext("Draft commitment"), 34),
        Column(labels.gettext("Organisation"), 26),
        Column(labels.gettext("Side"), 12),
        Column(labels.gettext("Text of the comment"), 60),
        Column(labels.gettext("Author"), 22),
        Column(labels.gettext("Language"), 11),
        Column(labels.gettext("Comment reference"), 18),
        Column(labels.gettext("Link"), 20, link=True),
    )
    rows = (row for commitment in document.commitments for row in _draft(commitment, labels))
    return Sheet(labels.gettext("Draft commitments"), columns, tuple(rows))


def _draft(one: Commitment, labels: Labels) -> Iterator[tuple[Value, ...]]:
    start = (plain(one.reference), plain(one.title), plain(one.organisation))
    if not one.comments:
        yield (*start, "", "", "", "", "", web_address(one.url))
    for comment in one.comments:
        yield (*start, *_comment(comment, labels))


def _comment(comment: Quote, labels: Labels) -> tuple[Value, ...]:
    language = labels.language_name(comment.language) if comment.language else ""
    words = (labels.side(comment.side), plain(comment.text), plain(comment.author))
    return (*words, language, plain(comment.reference), web_address(comment.url))


def sheets(document: ReportDocument, labels: Labels) -> tuple[Sheet, ...]:
    """The sheets of the workbook, the scoring grid first."""
    return tuple(make(document, labels) for make in (grid, proposals, participation, drafts))
