"""Each block of the story as Word XML."""

from cocreation.synthesis.rendering import wordml
from cocreation.synthesis.rendering.blocks import (
    Annex,
    Bars,
    Block,
    Entries,
    Facts,
    Figures,
    GroupLine,
    Heading,
    Note,
    Prose,
    Quoted,
    Quotes,
    Said,
    Sided,
    Story,
    web_address,
)
from cocreation.synthesis.rendering.wordml import GREEN, SOFT, WASHES, Cell, Style

# The text of a page is 166 mm wide: 9411 twips.
FACTS, BARS = (3300, 6111), (3000, 4011, 1300, 1100)
ENTRIES, ANNEX = (1700, 7711), (1200, 3061, 1600, 1050, 850, 1650)
FIGURE = 3137
# A row of fewer letters stays on one page; a longer one may not fit on any.
SHORT = 600


class Writer:
    """Writes blocks one after the other; keeps the links and the marks of headings it has given out.

    Args:
        story: gives the language and the direction of the words of the report.
    """

    def __init__(self, story: Story) -> None:
        self.language = story.language
        self.rtl = story.direction == "rtl"
        self.links: dict[str, str] = {}
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
            GroupLine: self.group,
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
        """The runs as a link, when the address leads to the web."""
        if not web_address(url):
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
        return label + "".join(self.spoken(words) for words in block.paragraphs)

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
        return wordml.table(rows, FACTS, rtl=self.rtl)

    def bars(self, block: Bars) -> str:
        """A table with bars."""
        label, count, share = block.head
        bold = Style(bold=True)
        head = tuple(self.cell(text, Style(SOFT, bold=True)) for text in (label, "", count, share))
        rows = [wordml.row(head, BARS, head=True)]
        for one in block.rows:
            colour = wordml.LINE if one.muted else GREEN
            drawn = Cell(wordml.bar(one.share, BARS[1] - 160, colour, rtl=self.rtl))
            name = self.cell(one.label, Style(SOFT) if one.muted else wordml.PLAIN)
            cells = (name, drawn, self.cell(one.count), self.cell(one.percent, Style(SOFT)))
            rows.append(wordml.row(cells, BARS))
        label, total = block.total
        rows.append(wordml.row([self.cell(text, bold) for text in (label, "", total, "")], BARS))
        return wordml.table(rows, BARS, rtl=self.rtl)

    def group(self, block: GroupLine) -> str:
        """The size, the words and the address of a group."""
        colour = wordml.BLUE if block.kind == "administration" else GREEN
        runs = self.link(block.url, self.run(" · ".join(block.meta), Style(colour)))
        xml = wordml.paragraph(runs, rtl=self.rtl, style="ReportNote", keep=True)
        if block.terms:
            dots = self.run("  ·  ")
            words = (self.words(term, Style(GREEN, bold=True)) for term in block.terms)
            xml += wordml.paragraph(dots.join(words), rtl=self.rtl, style="ReportNote", keep=True)
        return xml

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
        """One quote and its source, in one paragraph so that their shade is one box."""
        colour = wordml.COLOURS[quote.tone]
        side = self.run(f"{quote.side} · ", Style(colour, 9, bold=True)) if quote.side else ""
        source = self.link(quote.url, self.run(quote.source, Style(SOFT, 9)))
        content = f"{self.words(quote.text)}<w:r><w:br/></w:r>{side}{source}"
        rtl = quote.text.direction == "rtl"
        return wordml.paragraph(content, rtl=rtl, style="ReportQuote", shade=WASHES[quote.tone]) + wordml.GAP

    def entries(self, block: Entries) -> str:
        """Ideas by reference and title."""
        rows = []
        for entry in block.entries:
            reference = self.link(entry.url, wordml.run(entry.reference, rtl=False, style=Style(GREEN)))
            first = wordml.paragraph(reference, rtl=self.rtl, style="ReportCell")
            cells = (Cell(first), Cell(self.spoken(entry.title, style="ReportCell")))
            rows.append(wordml.row(cells, ENTRIES))
        return self.text(block.title, style="ReportNote") + wordml.table(rows, ENTRIES, rtl=self.rtl)

    def annex(self, block: Annex) -> str:
        """Every proposal; its head is repeated on each page."""
        small = "ReportSmall"
        head = tuple(self.cell(text, Style(SOFT, bold=True), style=small) for text in block.head)
        rows = [wordml.row(head, ANNEX, head=True)]
        for one in block.rows:
            reference = self.link(one.url, wordml.run(one.reference, rtl=False, style=Style(GREEN)))
            state = self.run(one.state, Style(bold=True))
            state += self.run(f"\n{one.reason}", Style(SOFT)) if one.reason else ""
            cells = (
                Cell(wordml.paragraph(reference, rtl=self.rtl, style=small)),
                Cell(self.spoken(one.title, style=small)),
                *(self.cell(text, style=small) for text in (one.theme, one.language, one.group)),
                Cell(wordml.paragraph(state, rtl=self.rtl, style=small)),
            )
            short = len(one.title.text) + len(one.reason) < SHORT
            rows.append(wordml.row(cells, ANNEX, whole=short))
        return wordml.table(rows, ANNEX, rtl=self.rtl)
