"""From a report to its story: the blocks of the printed report, in order, all words in place."""

from collections.abc import Iterator

from cocreation.synthesis.document import Chapter, Commitment, Group, Participation, ReportDocument, Section
from cocreation.synthesis.rendering.blocks import (
    RIGHT_TO_LEFT,
    Bar,
    Bars,
    Block,
    Entries,
    Entry,
    Figures,
    GroupLine,
    Heading,
    Note,
    Prose,
    Said,
    Story,
    plain,
    said,
)
from cocreation.synthesis.rendering.labels import Labels
from cocreation.synthesis.rendering.story_annex import annex
from cocreation.synthesis.rendering.story_method import method
from cocreation.synthesis.rendering.story_quotes import quotes, sided

_PLACED = ("method", "limits", "participation", "commitments", "annex")


def told(document: ReportDocument) -> Story:
    """The printed report of a document: cover, margins and blocks."""
    labels = Labels(document.language)
    return Story(
        language=document.language,
        direction="rtl" if document.language in RIGHT_TO_LEFT else "ltr",
        kicker=labels.gettext("Co-creation of the national action plan for open government"),
        title=labels.title,
        cycle=said(document.cycle, "", within=document.language),
        dated=labels.dated(document),
        version=labels.version(document),
        mark=labels.mark(document),
        mark_note=labels.mark_note(document),
        contents=labels.gettext("Contents"),
        page=labels.gettext("Page"),
        fingerprint=document.corpus_sha256,
        blocks=tuple(_Teller(document, labels).blocks()),
    )


class _Teller:
    """Goes through the report from the first figures to the annex, and numbers its parts."""

    def __init__(self, document: ReportDocument, labels: Labels) -> None:
        self.document = document
        self.labels = labels
        self.part = 0

    def blocks(self) -> Iterator[Block]:
        yield from self.glance()
        yield from self.texts_before()
        yield self.opening(self.labels.gettext("Method"))
        yield from self.section_text("method")
        yield from method(self.document, self.labels)
        yield from self.limits()
        yield from self.participation()
        for chapter in self.document.chapters:
            yield from self.chapter(chapter)
        yield from self.commitments()
        yield from self.texts_after()
        yield self.opening(self.labels.gettext("Annex: every proposal and its state"))
        yield from self.section_text("annex")
        yield annex(self.document, self.labels)

    def own(self, text: str) -> Said:
        """Words of the report itself, which read in its direction whatever their letters."""
        language = self.document.language
        return Said(plain(text).strip(), language, "rtl" if language in RIGHT_TO_LEFT else "ltr")

    def opening(self, text: str, *, breaks: bool = True) -> Heading:
        self.part += 1
        return Heading(1, self.own(text), self.labels.number(self.part), breaks=breaks)

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

    def paragraphs(self, section: Section) -> Prose:
        lines = (part for paragraph in section.paragraphs for part in plain(paragraph).split("\n"))
        return Prose(tuple(self.own(line) for line in lines if line.strip()))

    def section_text(self, key: str) -> Iterator[Block]:
        section = self.document.section(key)
        if section and any(paragraph.strip() for paragraph in section.paragraphs):
            yield self.paragraphs(section)

    def texts_before(self) -> Iterator[Block]:
        """The introduction, and what is written before the method."""
        yield from self.free_texts(after=False)

    def texts_after(self) -> Iterator[Block]:
        """The conclusion, and every other text that has no place of its own."""
        yield from self.free_texts(after=True)

    def free_texts(self, *, after: bool) -> Iterator[Block]:
        keys = [section.key for section in self.document.sections]
        border = keys.index("method") if "method" in keys else sum(key == "introduction" for key in keys)
        for place, section in enumerate(self.document.sections):
            free = section.key not in _PLACED and not section.key.startswith("chapter:")
            if free and (place >= border) is after and any(section.paragraphs):
                yield self.opening(section.title, breaks=False)
                yield self.paragraphs(section)

    def limits(self) -> Iterator[Block]:
        section = self.document.section("limits")
        if section and any(section.paragraphs):
            yield Heading(2, self.own(section.title or self.labels.gettext("Limits")))
            yield self.paragraphs(section)

    def participation(self) -> Iterator[Block]:
        yield self.opening(self.labels.gettext("Participation"))
        yield from self.section_text("participation")
        for table in self.document.participation:
            yield Heading(2, self.own(self.labels.table(table)))
            yield self.bars(table)

    def bars(self, table: Participation) -> Bars:
        labels = self.labels
        longest = max((row.count for row in table.rows), default=0) or 1
        rows = (
            Bar(
                labels.label(row),
                labels.number(row.count),
                labels.percent(table.share(row)),
                row.count / longest,
                not row.label,
            )
            for row in table.rows
        )
        head = (labels.column(table), labels.gettext("Ideas"), labels.gettext("In percent"))
        return Bars(head, tuple(rows), (labels.gettext("Total"), labels.number(table.total)))

    def chapter(self, chapter: Chapter) -> Iterator[Block]:
        labels = self.labels
        yield self.opening(labels.chapter(chapter))
        yield Note(
            " · ".join(
                (
                    labels.ideas(chapter.proposals),
                    labels.authors(chapter.authors),
                    labels.comments(chapter.comments),
                    labels.ngettext("%(num)s group", "%(num)s groups", len(chapter.groups)),
                )
            )
        )
        yield from self.section_text(f"chapter:{chapter.key}")
        for group in chapter.groups:
            yield from self.group(group)
        yield from self.lone(chapter)

    def group(self, group: Group) -> Iterator[Block]:
        labels, language = self.labels, self.document.language
        title = said(group.title, "", within=language)
        yield Heading(2, title, labels.group(group.number))
        meta = [labels.ideas(group.size), labels.authors(group.authors)]
        if group.family:
            meta.append(labels.gettext("Family: %(title)s", title=plain(group.family)))
        if group.other_themes:
            themes = labels.items([plain(theme) for theme in group.other_themes])
            meta.append(labels.gettext("Also about: %(themes)s", themes=themes))
        terms = (said(word, one.language, within=language) for one in group.terms for word in one.words)
        yield GroupLine(tuple(meta), tuple(terms), group.url)
        yield from quotes(group.excerpts, "", labels)
        yield from sided(group.sides, labels)
        yield from quotes(group.agreement, labels.gettext("What people agree with"), labels)
        yield from quotes(group.disagreement, labels.gettext("What people disagree with"), labels, tone="ochre")

    def lone(self, chapter: Chapter) -> Iterator[Block]:
        if not chapter.lone:
            return
        yield Heading(2, self.own(self.labels.gettext("Ideas that stand alone")))
        intro = self.labels.gettext("They resemble no other, and count as much as those that are grouped.")
        language = self.document.language
        entries = (
            Entry(plain(idea.reference), said(idea.title, idea.language, within=language), idea.url)
            for idea in chapter.lone
        )
        yield Entries(intro, tuple(entries))

    def commitments(self) -> Iterator[Block]:
        if not self.document.commitments:
            return
        yield self.opening(self.labels.gettext("Draft commitments of the administrations"))
        yield from self.section_text("commitments")
        for commitment in self.document.commitments:
            yield from self.commitment(commitment)

    def commitment(self, one: Commitment) -> Iterator[Block]:
        labels, language = self.labels, self.document.language
        yield Heading(2, said(one.title, one.language, within=language), plain(one.reference))
        yield GroupLine((plain(one.organisation), *self.window(one)), (), one.url, kind="administration")
        texts = (
            (labels.gettext("Problem"), one.problem),
            (labels.gettext("Content"), one.content),
            (labels.gettext("Expected result"), one.result),
            (labels.gettext("Contact"), one.contact),
        )
        for label, text in texts:
            if text.strip():
                yield Prose((said(text, one.language, within=language),), label)
        yield from sided(one.sides, labels)
        yield from quotes(one.comments, "", labels, tone="blue")

    def window(self, one: Commitment) -> tuple[str, ...]:
        if not (one.opens_on and one.closes_on):
            return ()
        opens, closes = self.labels.day(one.opens_on), self.labels.day(one.closes_on)
        return (self.labels.gettext("Open to comment from %(first)s to %(last)s", first=opens, last=closes),)
