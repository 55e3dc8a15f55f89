"""From a report to its story: the blocks of the printed report, in order, all words in place."""

from collections.abc import Iterable, Iterator

from cocreation.core.i18n import N_
from cocreation.synthesis.document import ReportDocument, Section
from cocreation.synthesis.rendering.blocks import (
    RIGHT_TO_LEFT,
    Block,
    Caption,
    Figures,
    Heading,
    Story,
    Table,
    anchored,
    captioned,
    named,
    said,
)
from cocreation.synthesis.rendering.labels import Labels
from cocreation.synthesis.rendering.pen import Pen
from cocreation.synthesis.rendering.story_annex import annex, index, redirected
from cocreation.synthesis.rendering.story_chapters import chapter
from cocreation.synthesis.rendering.story_commitments import commitment
from cocreation.synthesis.rendering.story_method import method
from cocreation.synthesis.rendering.story_participation import participation

# The texts that stand in a part of their own name; every other one is a part by itself.
_PLACED = ("summary", "method", "limits", "participation", "events", "commitments", "redirected", "annex")
LARGEST = 10
# The drawings of all groups, with their headings.
SIDE_BY_SIDE = {"sizes": N_("Size of the groups"), "map": N_("Map of the ideas")}


def told(document: ReportDocument) -> Story:
    """The printed report of a document: cover, margins and blocks."""
    labels = Labels(document.language)
    return Story(
        language=document.language,
        direction="rtl" if document.language in RIGHT_TO_LEFT else "ltr",
        kicker=labels.gettext("Kingdom of Morocco · Co-creation of the national action plan for open government"),
        title=labels.title,
        cycle=said(document.cycle, "", within=document.language),
        dated=labels.dated(document),
        version=labels.version(document),
        mark=labels.mark(document),
        mark_note=labels.mark_note(document),
        contents=labels.gettext("Contents"),
        page=labels.gettext("Page"),
        fingerprint=document.corpus_sha256,
        contents_note=labels.gettext(
            "Each line leads to its part. To see page numbers in Word, click on the contents and press F9."
        ),
        fingerprint_note=labels.gettext("Fingerprint of the data: the same for two reports on the same ideas."),
        blocks=tuple(_finished(_Teller(document, labels).blocks(), labels)),
    )


def _finished(blocks: Iterable[Block], labels: Labels) -> Iterator[Block]:
    return anchored(captioned(blocks, labels.gettext("Table"), labels.gettext("Figure")))


class _Teller:
    """Goes through the report from the first figures to the annex, and numbers its parts."""

    def __init__(self, document: ReportDocument, labels: Labels) -> None:
        self.document = document
        self.labels = labels
        self.pen = Pen(document, labels)
        self.part = 0

    def blocks(self) -> Iterator[Block]:
        yield from self.glance()
        yield from self.free_texts(after=False)
        yield self.opening(self.labels.gettext("Method"))
        yield from self.pen.written("method")
        yield from method(self.pen)
        yield from self.limits()
        yield self.opening(self.labels.gettext("Participation"))
        yield from self.pen.written("participation")
        yield from participation(self.pen)
        yield from self.groups()
        for one in self.document.chapters:
            yield self.opening(self.labels.chapter(one))
            yield from chapter(self.pen, one)
        yield from self.commitments()
        yield from self.redirected()
        yield from self.free_texts(after=True)
        yield self.opening(self.labels.gettext("Annex: every proposal and its state"))
        yield from self.pen.written("annex")
        yield annex(self.pen)
        if self.document.subjects:
            yield self.opening(self.labels.gettext("Index by subject"))
            yield from index(self.pen)

    def opening(self, text: str, *, breaks: bool = True) -> Heading:
        self.part += 1
        return Heading(1, self.pen.own(text), self.labels.number(self.part), breaks=breaks)

    def glance(self) -> Iterator[Block]:
        facts, labels = self.document.method, self.labels
        yield self.opening(labels.gettext("At a glance"))
        groups, commitments = len(self.document.groups), len(self.document.commitments)
        counted = (
            (facts.received, labels.ngettext("idea received", "ideas received", facts.received)),
            (facts.published, labels.ngettext("idea published", "ideas published", facts.published)),
            (facts.authors, labels.ngettext("author", "authors", facts.authors)),
            (facts.comments, labels.ngettext("comment", "comments", facts.comments)),
            (groups, labels.ngettext("group of similar ideas", "groups of similar ideas", groups)),
            (commitments, labels.ngettext("draft commitment", "draft commitments", commitments)),
        )
        yield Figures(tuple((labels.number(number), label) for number, label in counted))
        yield from self.pen.written("summary")
        yield from self.largest()
        yield from self.disputed()

    def largest(self) -> Iterator[Block]:
        """The groups of the most ideas, for those who read one page alone."""
        if not self.document.groups:
            return
        labels = self.labels
        themes = {group.number: labels.chapter(one) for one in self.document.chapters for group in one.groups}
        first = sorted(self.document.groups, key=lambda group: (-group.size, group.number))[:LARGEST]
        columns = (N_("Group"), N_("Title"), N_("Theme"), N_("Ideas"), N_("Authors"))
        rows = (
            (
                labels.number(group.number),
                named(group.heading or group.title, within=labels.language),
                themes[group.number],
                labels.number(group.size),
                labels.number(group.authors),
            )
            for group in first
        )
        yield self.pen.heading(labels.gettext("What comes up most"))
        caption = Caption(
            labels.ngettext("The group of the most ideas", "The %(num)s groups of the most ideas", len(first))
        )
        yield Table(caption, tuple(map(labels.gettext, columns)), tuple(rows), (3, 4), narrow=(0,))

    def disputed(self) -> Iterator[Block]:
        """Where comments disagree: the groups with at least two comments on each side."""
        if not self.document.disputed:
            return
        labels = self.labels
        columns = (N_("Group"), N_("Title"), N_("For"), N_("Against"), N_("To clarify"))
        rows = (
            (
                labels.number(group.number),
                named(group.heading or group.title, within=labels.language),
                *map(labels.number, (group.sides.pro, group.sides.contra, group.sides.clarify)),
            )
            for group in self.document.disputed
        )
        yield self.pen.heading(labels.gettext("What is disputed"))
        caption = Caption(labels.gettext("Groups with two comments for and two against at least"))
        yield Table(caption, tuple(map(labels.gettext, columns)), tuple(rows), (2, 3, 4), narrow=(0,))

    def groups(self) -> Iterator[Block]:
        """All the groups side by side: how large each is, and how near they stand."""
        if self.document.groups:
            yield self.opening(self.labels.gettext("The groups side by side"))
            for name in SIDE_BY_SIDE:
                if drawing := self.pen.drawings.get(name):
                    yield self.pen.heading(self.labels.gettext(SIDE_BY_SIDE[name]))
                    yield from self.pen.drawing(name)
                    if name == "sizes":
                        caption = Caption(self.labels.gettext("Ideas and authors of each group"))
                        yield Table(caption, drawing.head, drawing.rows, tuple(sorted(drawing.numbers)))

    def free_texts(self, *, after: bool) -> Iterator[Block]:
        """The texts that are a part by themselves: those before the method, or those after it."""
        keys = [section.key for section in self.document.sections]
        border = keys.index("method") if "method" in keys else sum(key == "introduction" for key in keys)
        for place, section in enumerate(self.document.sections):
            if _is_free(section) and (place >= border) is after:
                yield self.opening(section.title, breaks=False)
                yield from self.pen.written(section.key)

    def limits(self) -> Iterator[Block]:
        section = self.document.section("limits")
        if section and any(section.paragraphs):
            yield self.pen.heading(section.title or self.labels.gettext("Limits"))
            yield from self.pen.written("limits")

    def commitments(self) -> Iterator[Block]:
        if self.document.commitments:
            yield self.opening(self.labels.gettext("Draft commitments of the administrations"))
            yield from self.pen.written("commitments")
            for one in self.document.commitments:
                yield from commitment(self.pen, one)

    def redirected(self) -> Iterator[Block]:
        if self.document.redirected:
            yield self.opening(self.labels.gettext("What went elsewhere, and where"))
            yield from self.pen.written("redirected")
            yield from redirected(self.pen)


def _is_free(section: Section) -> bool:
    return section.key not in _PLACED and not section.key.startswith("chapter:") and any(section.paragraphs)
