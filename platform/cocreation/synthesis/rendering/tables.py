"""Rows of the report for spreadsheets: groups, ideas, participation, remarks on drafts, events, data dictionary.

Every column says where the same stands in the JSON and what it means: the data dictionary is made of that, so it
cannot fall behind.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cocreation.core.i18n import N_
from cocreation.synthesis.document import AnnexRow, Chapter, Commitment, Group, Quote, ReportDocument
from cocreation.synthesis.rendering.blocks import plain, web_address
from cocreation.synthesis.rendering.labels import Labels

Value = str | int | float | None
TEXT, NUMBER, SHARE, DAY, ADDRESS = N_("Text"), N_("Number"), N_("Share"), N_("Date"), N_("Web address")


@dataclass(frozen=True)
class Column:
    """A column: its head, where the same stands in the JSON, its width in characters, what it means and its kind.

    Head, meaning and kind are messages, translated where they are shown.
    """

    head: str
    field: str
    width: int
    meaning: str
    kind: str = TEXT


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook and a file of data: ``key`` names the file, ``title`` the sheet.

    ``bars`` is the place of the column whose numbers are drawn as bars.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    bars: int | None = None


GROUPS = (
    Column(N_("Group"), "chapters.groups.number", 9, N_("Number of the group in this report"), NUMBER),
    Column(N_("Title"), "chapters.groups.heading", 40, N_("Name of the group in the language of the report")),
    Column(
        N_("Title as written"),
        "chapters.groups.title",
        30,
        N_("Its title, in its own language"),
    ),
    Column(N_("Theme"), "chapters.title", 25, N_("Theme in whose chapter the group stands")),
    Column(N_("Family"), "chapters.groups.family", 22, N_("Words that set its family of neighbouring groups apart")),
    Column(N_("Ideas"), "chapters.groups.size", 9, N_("How many ideas the group holds"), NUMBER),
    Column(N_("Authors"), "chapters.groups.authors", 9, N_("How many different authors wrote them"), NUMBER),
    Column(N_("Voices"), "annex.voice", 24, N_("Who wrote them, counted by kind of author")),
    Column(N_("Key words"), "chapters.groups.terms", 28, N_("Words that tell the group from the others")),
    Column(N_("For"), "chapters.groups.sides.pro", 9, N_("Comments in favour"), NUMBER),
    Column(N_("Against"), "chapters.groups.sides.contra", 9, N_("Comments against"), NUMBER),
    Column(N_("To clarify"), "chapters.groups.sides.clarify", 10, N_("Comments that ask to clarify"), NUMBER),
    Column(N_("Link"), "chapters.groups.url", 20, N_("Page of the group"), ADDRESS),
    Column(N_("References"), "chapters.groups.members", 38, N_("References of its ideas")),
)
IDEAS = (
    Column(N_("Reference"), "annex.reference", 13, N_("Reference number, given once and for all")),
    Column(N_("Title"), "annex.title", 40, N_("Title; empty where the text is not public")),
    Column(N_("Problem"), "annex.problem", 50, N_("Problem it answers, in full")),
    Column(N_("Proposal"), "annex.body", 60, N_("What it proposes, in full")),
    Column(N_("Language"), "annex.language", 11, N_("Language it was written in")),
    Column(N_("Theme"), "annex.theme", 25, N_("Theme it stands under")),
    Column(N_("Group"), "annex.group", 9, N_("Number of its group; empty where it stands alone"), NUMBER),
    Column(N_("State"), "annex.state", 16, N_("What became of it")),
    Column(N_("Reason"), "annex.reason", 26, N_("Why, where it is not published")),
    Column(N_("Received on"), "annex.received_on", 13, N_("Day it was received (year-month-day)"), DAY),
    Column(N_("Region"), "annex.region", 18, N_("Region its author gave")),
    Column(N_("Voice"), "annex.voice", 20, N_("Kind of author, never a name")),
    Column(N_("Channel"), "annex.channel", 14, N_("Way it came in")),
    Column(N_("Comments"), "annex.comments", 12, N_("How many comments can be read under it"), NUMBER),
    Column(N_("Unofficial translation"), "annex.translation", 30, N_("Translation of its title by the secretariat")),
    Column(N_("Link"), "annex.url", 20, N_("Page of the idea"), ADDRESS),
)
PARTICIPATION = (
    Column(N_("Table"), "participation.key", 22, N_("What is counted apart")),
    Column(N_("Label"), "participation.rows.label", 40, N_("Row of the table")),
    Column(N_("And"), "crossed.columns.label", 26, N_("Column of a table of two entries; else empty")),
    Column(N_("Number"), "participation.rows.count", 26, N_("Published ideas, or comments where it says so"), NUMBER),
    Column(N_("In percent"), "", 12, N_("Part of the whole table, between 0 and 1"), SHARE),
)
REMARKS = (
    Column(N_("Reference"), "commitments.reference", 13, N_("Reference of the draft commitment")),
    Column(N_("Draft commitment"), "commitments.title", 34, N_("Its title")),
    Column(N_("Organisation"), "commitments.organisation", 26, N_("Administration that proposes it")),
    Column(N_("Side"), "commitments.comments.side", 12, N_("Side the remark takes; empty for none")),
    Column(N_("Text of the comment"), "commitments.comments.text", 60, N_("The remark, in its own language")),
    Column(N_("Author"), "commitments.comments.author", 22, N_("Kind of author or organisation")),
    Column(N_("Language"), "commitments.comments.language", 11, N_("Language it was written in")),
    Column(N_("Answer"), "commitments.comments.answers", 50, N_("What the administration answered")),
    Column(N_("Link"), "commitments.comments.url", 20, N_("Page of the remark, or of the draft"), ADDRESS),
)
EVENTS = (
    Column(N_("Date"), "events.rows.on", 13, N_("Day of the event (year-month-day)"), DAY),
    Column(N_("Event"), "events.rows.title", 50, N_("Meeting or webinar of the process")),
    Column(N_("Place"), "events.rows.place", 30, N_("Where it was held")),
    Column(
        N_("Attendance"),
        "events.rows.attendance",
        14,
        N_("Persons present; empty where it is not shown"),
        NUMBER,
    ),
)
DICTIONARY = (
    Column(N_("Table"), "", 20, N_("Sheet of the workbook, or file of data")),
    Column(N_("Column"), "", 24, N_("Head of the column")),
    Column(N_("Kind"), "", 14, N_("What its cells hold")),
    Column(N_("Meaning"), "", 60, N_("What it means")),
    Column(N_("Field of the JSON"), "", 34, N_("Where the same stands in the JSON")),
)


def sheets(document: ReportDocument, labels: Labels) -> tuple[Sheet, ...]:
    """The sheets of data, the groups first, the data dictionary last."""
    made = tuple(make(document, labels) for make in (groups, ideas, participation, remarks, events))
    return (*made, dictionary(made, labels))


def groups(document: ReportDocument, labels: Labels) -> Sheet:
    """The sheet the workshop scores: a group a row."""
    voices: dict[int | None, Counter[str]] = {}
    for row in document.annex:
        voices.setdefault(row.group, Counter())[plain(row.voice)] += 1
    rows = tuple(
        _group(group, chapter, voices.get(group.number, Counter()), labels)
        for chapter in document.chapters
        for group in chapter.groups
    )
    return Sheet("groups", labels.gettext("Groups"), GROUPS, rows)


def _group(group: Group, chapter: Chapter, voices: Counter[str], labels: Labels) -> tuple[Value, ...]:
    words = " · ".join(plain(word) for terms in group.terms for word in terms.words)
    spoken = " · ".join(
        f"{voice or labels.not_given} {labels.number(number)}" for voice, number in voices.most_common()
    )
    sides = group.sides
    names = (plain(group.heading or group.title), plain(group.title))
    start = (group.number, *names, labels.chapter(chapter), plain(group.family), group.size, group.authors)
    numbers = (sides.pro, sides.contra, sides.clarify)
    return (*start, spoken, words, *numbers, web_address(group.url), " ".join(map(plain, group.members)))


def ideas(document: ReportDocument, labels: Labels) -> Sheet:
    """Every idea with its whole text and what became of it."""
    rows = tuple(_idea(row, labels) for row in document.annex)
    return Sheet("ideas", labels.gettext("Ideas"), IDEAS, rows)


def _idea(row: AnnexRow, labels: Labels) -> tuple[Value, ...]:
    language = labels.language_name(row.language) if row.language else ""
    theme = plain(row.theme) or labels.gettext("Theme not given")
    received = row.received_on.isoformat() if row.received_on else ""
    texts = (plain(row.reference), plain(row.title), plain(row.problem), plain(row.body))
    words = (plain(row.state_label), plain(row.reason), received, plain(row.region), plain(row.voice))
    end = (plain(row.channel), row.comments, plain(row.translation), web_address(row.url))
    return (*texts, language, theme, row.group, *words, *end)


def participation(document: ReportDocument, labels: Labels) -> Sheet:
    """Every table of participation, one below the other, those of two entries last."""
    rows: list[tuple[Value, ...]] = [
        (labels.table(table), labels.label(row), "", row.count, table.share(row))
        for table in document.participation
        for row in table.rows
    ]
    rows += [
        (labels.crossed(table), labels.label(row), labels.label(column), count, None)
        for table in document.crossed
        for row, cells in zip(table.rows, table.cells, strict=True)
        for column, count in zip(table.columns, cells, strict=True)
    ]
    return Sheet("participation", labels.gettext("Participation"), PARTICIPATION, tuple(rows), bars=3)


def remarks(document: ReportDocument, labels: Labels) -> Sheet:
    """Every draft commitment with its remarks: a remark a row, a draft without one has a row too."""
    rows = (row for commitment in document.commitments for row in _draft(commitment, labels))
    return Sheet("remarks", labels.gettext("Draft commitments"), REMARKS, tuple(rows))


def _draft(one: Commitment, labels: Labels) -> Iterator[tuple[Value, ...]]:
    start = (plain(one.reference), plain(one.title), plain(one.organisation))
    if not one.comments:
        yield (*start, "", "", "", "", "", web_address(one.url))
    for comment in one.comments:
        yield (*start, *_remark(comment, labels))


def _remark(comment: Quote, labels: Labels) -> tuple[Value, ...]:
    language = labels.language_name(comment.language) if comment.language else ""
    answers = "\n\n".join(f"{plain(reply.author)}: {plain(reply.text)}" for reply in comment.answers)
    words = (labels.side(comment.side), plain(comment.text), plain(comment.author))
    return (*words, language, answers, web_address(comment.url))


def events(document: ReportDocument, labels: Labels) -> Sheet:
    """The meetings and webinars of the process."""
    rows = (
        (event.on.isoformat(), plain(event.title), plain(event.place), None if event.masked else event.attendance)
        for event in document.events.rows
    )
    return Sheet("events", labels.gettext("Events"), EVENTS, tuple(rows))


def dictionary(made: tuple[Sheet, ...], labels: Labels) -> Sheet:
    """What each column of the other sheets holds."""
    say = labels.gettext
    rows = (
        (sheet.title, say(column.head), say(column.kind), say(column.meaning), column.field)
        for sheet in made
        for column in sheet.columns
    )
    return Sheet("dictionary", say("Data dictionary"), DICTIONARY, tuple(rows))
