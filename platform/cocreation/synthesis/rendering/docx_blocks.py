"""Each block of the story as Word XML."""

from collections.abc import Iterable, Sequence

from cocreation.synthesis.rendering import wordml
from cocreation.synthesis.rendering.blocks import (
    Annex,
    Answer,
    Bars,
    Block,
    Caption,
    Chart,
    Entries,
    Entry,
    Facts,
    Figures,
    GroupLine,
    Heading,
    Note,
    Points,
    Prose,
    Quoted,
    Quotes,
    Said,
    Sided,
    Source,
    Story,
    Table,
)
from cocreation.synthesis.rendering.pictures import drawn, size_of
from cocreation.synthesis.rendering.wordml import GREEN, SOFT, WASHES, Cell, Style

# The text of a page is 166 mm wide: 9411 twips.
FACTS, BARS = (3300, 6111), (3000, 3711, 1500, 1200)
# 170 mm: a tall drawing leaves room for its heading on the same page.
TALLEST = 9638
ENTRIES, ANNEX = (1700, 7711), (1250, 2700, 1900, 3561)
FIGURE, PAGE, NUMBER = 3137, 9411, 1300
EMU = 635  # a twip
SMALL = Style(SOFT, 8.5)
# A row of fewer letters stays on one page; a longer one may not fit on any.
SHORT = 600


class Writer:
    """Writes blocks one after the other; keeps the links, the pictures and the marks it has given out.

    Args:
        story: gives the language and the direction of the words of the report.
    """

    def __init__(self, story: Story) -> None:
        self.language = story.language
        self.rtl = story.direction == "rtl"
        self.links: dict[str, str] = {}
        self.pictures: dict[str, bytes] = {}
        self.parts = 0

    def block(self, block: Block) -> str:
        """The XML of a block."""
        writers = {
            Heading: self.heading,
            Prose: self.prose,
            Note: self.note,
            Figures: self.figures,
            Facts: self.facts,
            Bars: self.bars,
            Table: self.table,
            Chart: self.chart,
            GroupLine: self.group,
            Points: self.points,
            Sided: self.sides,
            Quotes: self.quotes,
            Entries: self.entries,
            Annex: self.annex,
        }
        xml: str = writers[type(block)](block)  # type: ignore[operator]
        return xml

    def run(self, text: str, look: Style = wordml.PLAIN) -> str:
        """Words of the report itself."""
        return wordml.run(text, rtl=self.rtl, language=self.language, style=look)

    def text(self, text: str, *, style: str = "", look: Style = wordml.PLAIN, properties: str = "") -> str:
        """A paragraph of words of the report itself."""
        return wordml.paragraph(self.run(text, look), rtl=self.rtl, style=style, properties=properties)

    def words(self, words: Said, look: Style = wordml.PLAIN) -> str:
        """A run of words of somebody, in their language and direction."""
        return wordml.run(words.text, rtl=words.direction == "rtl", language=words.language, style=look)

    def spoken(self, words: Said, *, style: str = "", look: Style = wordml.PLAIN) -> str:
        """A paragraph of words of somebody."""
        return wordml.paragraph(self.words(words, look), rtl=words.direction == "rtl", style=style)

    def link(self, url: str, runs: str) -> str:
        """The runs as a link, when there is an address."""
        if not url:
            return runs
        identifier = self.links.setdefault(url, f"rIdWeb{len(self.links) + 1}")
        return f'<w:hyperlink r:id="{identifier}">{runs}</w:hyperlink>'

    def heading_runs(self, heading: Heading) -> str:
        """The number of a heading and its words."""
        if not heading.number:
            return self.words(heading.text)
        gap = "  " if heading.level == 1 else " · "
        return self.run(f"{heading.number}{gap}", Style(GREEN)) + self.words(heading.text)

    def heading(self, block: Heading) -> str:
        """A heading that the contents lead to."""
        self.parts += 1
        mark = f'<w:bookmarkStart w:id="{self.parts}" w:name="part{self.parts}"/>'
        content = f'{mark}{self.heading_runs(block)}<w:bookmarkEnd w:id="{self.parts}"/>'
        start = "<w:pageBreakBefore/>" if block.breaks else ""
        above = "" if block.level == 2 or block.breaks else '<w:spacing w:before="480"/>'
        return wordml.paragraph(content, rtl=self.rtl, style=f"Heading{block.level}", start=start, properties=above)

    def prose(self, block: Prose) -> str:
        """Paragraphs, under their label if any."""
        label = self.label(block.label) if block.label else ""
        return label + "".join(self.spoken(words) for words in block.paragraphs) + self.sources(block)

    def sources(self, block: Prose) -> str:
        """The references a passage rests on, each leading to its idea."""
        if not block.sources:
            return ""
        return wordml.paragraph(self.referring(block.sources, block.more), rtl=self.rtl, style="ReportNote")

    def referring(self, sources: Iterable[Source], more: str) -> str:
        """References in small letters, each leading to its idea, and how many more there are."""
        links = [self.link(one.url, wordml.run(one.reference, rtl=False, style=SMALL)) for one in sources]
        return self.run("   ", SMALL).join([*links, self.run(more, SMALL)] if more else links)

    def caption(self, caption: Caption, *, keep: bool = True) -> str:
        """The caption of a table or a drawing, its number a field of Word."""
        title = self.run(caption.title)
        if caption.number:
            number = wordml.field(f"SEQ {caption.label} \\* ARABIC", rtl=self.rtl, shown=caption.number)
            title = self.run(f"{caption.label} ") + number + self.run(" · ") + title
        return wordml.paragraph(title, rtl=self.rtl, style="Caption", keep=keep)

    def label(self, text: str) -> str:
        """A small title that stays with what follows."""
        return wordml.paragraph(self.run(text), rtl=self.rtl, style="ReportLabel", keep=True)

    def note(self, block: Note) -> str:
        """A line in soft ink."""
        return self.text(block.text, style="ReportNote")

    def cell(self, text: str, look: Style = wordml.PLAIN, *, style: str = "ReportCell", shade: str = "") -> Cell:
        """A cell of one paragraph."""
        return Cell(self.text(text, style=style, look=look), shade)

    def figures(self, block: Figures) -> str:
        """Large numbers, three a row."""
        cells = [
            Cell(self.text(value, look=Style(GREEN, 24, bold=True)) + self.text(label, style="ReportNote"))
            for value, label in block.items
        ]
        widths = (FIGURE,) * 3
        rows = (wordml.row(cells[at : at + 3], widths) for at in range(0, len(cells), 3))
        return wordml.table(rows, widths, rtl=self.rtl)

    def facts(self, block: Facts) -> str:
        """Names and values."""
        rows = []
        for place, (name, value) in enumerate(block.rows):
            last = block.summed and place == len(block.rows) - 1
            shade = WASHES["green"] if last else ""
            look = Style(bold=True) if last else Style(SOFT)
            cells = (self.cell(name, look, shade=shade), self.cell(value, Style(bold=last), shade=shade))
            rows.append(wordml.row(cells, FACTS))
        return self.titled(block.caption, rows, FACTS)

    def titled(self, caption: Caption, rows: Iterable[str], widths: Sequence[int]) -> str:
        """A table under its caption."""
        return self.caption(caption) + wordml.table(rows, widths, rtl=self.rtl, title=caption.text)

    def table(self, block: Table) -> str:
        """A plain table; columns of figures are narrow, the others share what is left."""
        small = {*block.numbers, *block.narrow}
        number = min(NUMBER, PAGE * 3 // 4 // max(len(small), 1))
        wide = (PAGE - number * len(small)) // max(len(block.head) - len(small), 1)
        widths = [number if place in small else wide for place in range(len(block.head))]
        soft, small_head = Style(SOFT, bold=True), "ReportSmall" if number < NUMBER else "ReportCell"
        rows = [wordml.row(self.aligned(block.head, block.numbers, soft, small_head), widths, head=True)]
        for place, row in enumerate(block.rows):
            look = Style(bold=block.summed and place == len(block.rows) - 1)
            short = sum(map(len, row)) < SHORT
            rows.append(wordml.row(self.aligned(row, block.numbers, look), widths, whole=short))
        return self.titled(block.caption, rows, widths)

    def aligned(self, row: Sequence[str], numbers: Sequence[int], look: Style, style: str = "ReportCell") -> list[Cell]:
        """Cells whose figures stand unit under unit: at the right, which is the start of a line in Arabic."""
        places = ("" if self.rtl or at not in numbers else '<w:jc w:val="right"/>' for at in range(len(row)))
        pairs = zip(row, places, strict=True)
        return [Cell(self.text(text, style=style, look=look, properties=place)) for text, place in pairs]

    def chart(self, block: Chart) -> str:
        """A drawing as a picture as wide as the text, said in words for those who do not see it."""
        content = drawn(block.svg, self.language)
        relation = f"rIdPicture{len(self.pictures) + 1}"
        self.pictures[relation] = content
        wide, high = size_of(content)
        across = min(PAGE, TALLEST * wide // high)
        size = (across * EMU, across * EMU * high // wide)
        run = wordml.picture(relation, len(self.pictures), size, block.alt)
        return wordml.paragraph(run, rtl=self.rtl, keep=True) + self.caption(block.caption, keep=False)

    def bars(self, block: Bars) -> str:
        """A table with bars."""
        label, count, share = block.head
        bold = Style(bold=True)
        head = self.aligned((label, "", count, share), (2, 3), Style(SOFT, bold=True))
        rows = [wordml.row(head, BARS, head=True)]
        for one in block.rows:
            colour = wordml.LINE if one.muted else GREEN
            drawn = Cell(wordml.bar(one.share, BARS[1] - 160, colour, rtl=self.rtl))
            name = self.cell(one.label, Style(SOFT) if one.muted else wordml.PLAIN)
            figures = self.aligned((one.count, one.percent), (0, 1), wordml.PLAIN)
            cells = (name, drawn, *figures)
            rows.append(wordml.row(cells, BARS))
        label, total = block.total
        rows.append(wordml.row(self.aligned((label, "", total, ""), (2,), bold), BARS))
        return self.titled(block.caption, rows, BARS)

    def group(self, block: GroupLine) -> str:
        """The size, the words and the address of a group."""
        colour = wordml.BLUE if block.kind == "administration" else GREEN
        runs = self.link(block.url, self.run(" · ".join(block.meta), Style(colour)))
        xml = wordml.paragraph(runs, rtl=self.rtl, style="ReportNote", keep=True)
        if block.original:
            xml += self.spoken(block.original, style="ReportNote")
        if block.terms:
            dots = self.run("  ·  ")
            words = (self.words(term, Style(GREEN, bold=True)) for term in block.terms)
            xml += wordml.paragraph(dots.join(words), rtl=self.rtl, style="ReportNote", keep=True)
        return xml

    def points(self, block: Points) -> str:
        """What ideas have in common, and which."""
        rows = []
        for point in block.points:
            links = self.referring(point.sources, point.more)
            second = wordml.paragraph(links, rtl=self.rtl, style="ReportSmall")
            first = self.spoken(point.words, style="ReportCell", look=Style(bold=True))
            rows.append(wordml.row((Cell(first), Cell(second)), ENTRIES))
        return self.label(block.title) + wordml.table(rows, ENTRIES, rtl=self.rtl, title=block.title)

    def sides(self, block: Sided) -> str:
        """How comments divide, in words and colour."""
        parts = (
            self.run("■ ", Style(wordml.COLOURS[side.tone])) + self.run(f"{side.label}     ") for side in block.sides
        )
        line = wordml.paragraph("".join(parts), rtl=self.rtl, style="ReportNote")
        return self.label(block.title) + line

    def quotes(self, block: Quotes) -> str:
        """Quotes under their title."""
        title = self.label(block.title) if block.title else ""
        return title + "".join(self.quote(quote) for quote in block.quotes)

    def quote(self, quote: Quoted) -> str:
        """One quote, its translation and its source, paragraphs of one shade so that they are one box."""
        colour, shade = wordml.COLOURS[quote.tone], WASHES[quote.tone]
        side = self.run(f"{quote.side} · ", Style(colour, 9, bold=True)) if quote.side else ""
        source = side + self.link(quote.url, self.run(quote.source, Style(SOFT, 9)))
        rtl = self.rtl if quote.translation else quote.text.direction == "rtl"
        return (
            wordml.paragraph(
                self.words(quote.text), rtl=quote.text.direction == "rtl", style="ReportQuote", shade=shade, keep=True
            )
            + self.translation(quote, "ReportQuote", shade)
            + wordml.paragraph(source, rtl=rtl, style="ReportQuote", shade=shade)
            + wordml.GAP
            + "".join(map(self.answer, quote.answers))
        )

    def answer(self, answer: Answer) -> str:
        """What an administration replied, set in from the remark."""
        author = self.run(answer.author, Style(wordml.BLUE, 9, bold=True))
        style, shade, words = "ReportAnswer", WASHES["blue"], answer.text
        xml = wordml.paragraph(author, rtl=self.rtl, style=style, shade=shade, keep=words is not None)
        if words:
            xml += self.translation(answer, style, shade)
            xml += wordml.paragraph(self.words(words), rtl=words.direction == "rtl", style=style, shade=shade)
        return xml + wordml.GAP

    def translation(self, said: Quoted | Answer, style: str, shade: str) -> str:
        """The translation the secretariat gave, said to be one; nothing where there is none."""
        if said.translation is None:
            return ""
        label = self.run(f"{said.translation_label} ", Style(SOFT, 9))
        words = label + self.words(said.translation, Style(size=9.5))
        return wordml.paragraph(words, rtl=self.rtl, style=style, shade=shade, keep=True)

    def entries(self, block: Entries) -> str:
        """Ideas by reference and title, with what is said of each."""
        rows = []
        for entry in block.entries:
            reference = self.link(entry.url, wordml.run(entry.reference, rtl=False, style=Style(GREEN)))
            first = wordml.paragraph(reference, rtl=self.rtl, style="ReportCell")
            rows.append(wordml.row((Cell(first), Cell(self.entry(entry))), ENTRIES))
        return self.text(block.title, style="ReportNote") + wordml.table(rows, ENTRIES, rtl=self.rtl, title=block.title)

    def entry(self, entry: Entry) -> str:
        """The title of an idea, its translation, how it begins, and a note."""
        xml = self.spoken(entry.title, style="ReportCell", look=Style(bold=bool(entry.excerpt)))
        if entry.translation:
            words = self.run(f"{entry.translation_label} ", Style(SOFT, 9)) + self.words(entry.translation)
            xml += wordml.paragraph(words, rtl=self.rtl, style="ReportCell")
        if entry.excerpt:
            xml += self.spoken(entry.excerpt, style="ReportCell")
        return xml + (self.text(entry.note, style="ReportCell", look=Style(SOFT, 9)) if entry.note else "")

    def annex(self, block: Annex) -> str:
        """Every proposal; its head is repeated on each page."""
        small = "ReportSmall"
        head = tuple(self.cell(text, Style(SOFT, bold=True), style=small) for text in block.head)
        rows = [wordml.row(head, ANNEX, head=True)]
        for one in block.rows:
            reference = self.link(one.url, wordml.run(one.reference, rtl=False, style=Style(GREEN)))
            state = self.run(one.state, Style(bold=True))
            state += "".join(self.run(" · ", Style(SOFT)) + self.words(part, Style(SOFT)) for part in one.reason)
            cells = (
                Cell(wordml.paragraph(reference, rtl=self.rtl, style=small) + self.text(one.language, style=small)),
                Cell(self.spoken(one.title, style=small)),
                self.cell(one.place, style=small),
                Cell(wordml.paragraph(state, rtl=self.rtl, style=small)),
            )
            short = sum(len(part.text) for part in (one.title, *one.reason)) < SHORT
            rows.append(wordml.row(cells, ANNEX, whole=short))
        return self.titled(block.caption, rows, ANNEX)
