"""The report as a Word document: real headings, contents, links, and both directions of writing."""

from datetime import date, datetime, time
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE

from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.rendering import wordml
from cocreation.synthesis.rendering.archive import restamped
from cocreation.synthesis.rendering.blocks import Heading, Story
from cocreation.synthesis.rendering.docx_blocks import Writer
from cocreation.synthesis.rendering.docx_styles import dress
from cocreation.synthesis.rendering.story import told


def render(document: ReportDocument) -> bytes:
    """The report as DOCX; the same report gives the same bytes."""
    return as_docx(told(document), document.dated_on, document.version)


def as_docx(story: Story, day: date, revision: int = 1) -> bytes:
    """A story as DOCX, dated to that day; the same story gives the same bytes."""
    word = Document()
    dress(word, language=story.language, rtl=story.direction == "rtl")
    _properties(word, story, day, revision)
    writer = Writer(story)
    _margins(word, story, writer)
    xml = _cover(story, writer) + _contents(story, writer) + "".join(map(writer.block, story.blocks))
    _relate(word, writer)
    _fill(word, xml)
    saved = BytesIO()
    word.save(saved)
    return restamped(saved.getvalue(), day)


def _fill(word: WordDocument, xml: str) -> None:
    # One body for the other: to move thousands of elements one by one takes minutes.
    body = word.element.body
    filled = wordml.body(xml)
    filled.append(body.sectPr)
    word.element.replace(body, filled)


def _properties(word: WordDocument, story: Story, day: date, revision: int) -> None:
    """Title, language and dates of the file; python-docx would put its own name and the hour."""
    properties = word.core_properties
    properties.title = f"{story.title} – {story.cycle.text}"[:255]
    properties.subject, properties.comments = " · ".join((story.version, story.dated))[:255], ""
    properties.author = properties.last_modified_by = ""
    properties.language, properties.revision = wordml.LOCALES[story.language], revision
    properties.created = properties.modified = datetime.combine(day, time(12))


def _margins(word: WordDocument, story: Story, writer: Writer) -> None:
    """The header marks each page with the state and the version; the footer counts the pages."""
    section = word.sections[0]
    head = " · ".join((story.title, story.cycle.text[:120]))
    state = " · ".join(part for part in (story.mark, story.version, story.dated) if part)
    lines = writer.text(head, style="ReportNote", look=wordml.Style(size=8))
    colour = wordml.OCHRE if story.mark else wordml.SOFT
    lines += writer.text(state, style="ReportNote", look=wordml.Style(colour, 8, bold=bool(story.mark)))
    _replace(section.header, lines)
    soft = wordml.Style(wordml.SOFT, 8)
    parts = (
        wordml.run(f"{story.page} ", rtl=writer.rtl, style=soft),
        wordml.field("PAGE", rtl=writer.rtl),
        wordml.run(" / ", rtl=writer.rtl, style=soft),
        wordml.field("NUMPAGES", rtl=writer.rtl),
    )
    _replace(section.footer, wordml.paragraph("".join(parts), rtl=writer.rtl, style="ReportNote"))


def _replace(part: object, xml: str) -> None:
    element = part._element  # type: ignore[attr-defined]
    for old in list(element):
        element.remove(old)
    for new in list(wordml.body(xml)):
        element.append(new)


def _cover(story: Story, writer: Writer) -> str:
    xml = wordml.bar(1, 0, wordml.GREEN, rtl=writer.rtl)
    xml += writer.text(story.kicker, style="ReportKicker")
    xml += writer.text(story.title, style="Title") + writer.spoken(story.cycle, style="Subtitle")
    xml += writer.text(story.dated, look=wordml.Style(size=12))
    xml += writer.text(story.version, look=wordml.Style(wordml.SOFT, 12))
    if story.mark:
        mark = wordml.run(f"{story.mark}\n", rtl=writer.rtl, style=wordml.Style(wordml.OCHRE, 15, bold=True))
        mark += wordml.run(story.mark_note, rtl=writer.rtl)
        xml += wordml.paragraph(mark, rtl=writer.rtl, style="ReportMark", shade=wordml.WASHES["ochre"])
    return xml


def _contents(story: Story, writer: Writer) -> str:
    """A real table of contents, filled with links: it reads well before Word brings it up to date."""
    if not story.contents:
        return ""
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
    begin += 'TOC \\o "1-2" \\h \\z \\u</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    title = wordml.Style(wordml.INK, 20, bold=True)
    words = writer.run(story.contents, title)
    xml = wordml.paragraph(words, rtl=writer.rtl, start="<w:pageBreakBefore/>")
    # Only Word knows its pages: numbers put in here would be wrong, and to ask for them as it opens stops the reader.
    xml += writer.text(story.contents_note, style="ReportNote") if story.contents_note else ""
    headings = [block for block in story.blocks if isinstance(block, Heading)]
    for place, heading in enumerate(headings):
        line = f'<w:hyperlink w:anchor="part{place + 1}">{writer.heading_runs(heading)}</w:hyperlink>'
        line = begin + line if place == 0 else line
        line = line + end if place == len(headings) - 1 else line
        xml += wordml.paragraph(line, rtl=writer.rtl, style=f"TOC{heading.level}")
    return xml


def _relate(word: WordDocument, writer: Writer) -> None:
    # The template of python-docx brings a picture of an empty page and a second set of styles.
    for rels, kind in ((word.part.package.rels, "/thumbnail"), (word.part.rels, "/stylesWithEffects")):
        for name in [name for name, rel in rels.items() if rel.reltype.endswith(kind)]:
            del rels[name]
    for url, identifier in writer.links.items():
        word.part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, url, identifier, is_external=True)
    for identifier, content in writer.pictures.items():
        image = word.part.package.get_or_add_image_part(BytesIO(content))
        word.part.rels.add_relationship(RELATIONSHIP_TYPE.IMAGE, image, identifier)
