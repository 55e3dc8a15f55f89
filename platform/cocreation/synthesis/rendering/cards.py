"""The groups as cards for the tables of a workshop: four on a sheet of A4, to be cut apart."""

from collections import Counter

from cocreation.synthesis.document import Chapter, Group, Quote, ReportDocument
from cocreation.synthesis.rendering.blocks import RIGHT_TO_LEFT, plain, said, web_address
from cocreation.synthesis.rendering.labels import Labels
from cocreation.synthesis.rendering.pictures import square
from cocreation.synthesis.rendering.typesetting import as_pdf

QUOTES = 2
# More references do not fit on a card; the page of the group, which its square leads to, has them all.
REFERENCES = 12


def render(document: ReportDocument) -> bytes:
    """One card a group, as PDF/UA."""
    labels = Labels(document.language)
    voices: dict[int | None, Counter[str]] = {}
    for row in document.annex:
        voices.setdefault(row.group, Counter())[plain(row.voice) or labels.not_given] += 1
    data = {
        "language": document.language,
        "direction": "rtl" if document.language in RIGHT_TO_LEFT else "ltr",
        "title": f"{labels.gettext('Cards for the workshop')} – {plain(document.cycle)}",
        "running": labels.running(document),
        "marked": bool(labels.mark(document)),
        "empty": labels.gettext("There is no group yet."),
        "cards": [
            _card(group, chapter, voices.get(group.number, Counter()), labels)
            for chapter in document.chapters
            for group in chapter.groups
        ],
    }
    return as_pdf("cards.typ", data, document.dated_on)


def _card(group: Group, chapter: Chapter, voices: Counter[str], labels: Labels) -> dict[str, object]:
    url = web_address(group.url)
    words = next((terms for terms in group.terms if terms.language == labels.language), None)
    given, title = said(group.title, "", within=labels.language), plain(group.heading or group.title).strip()
    rest = len(group.members) - REFERENCES
    more = labels.ngettext("and %(num)s more", "and %(num)s more", rest) if rest > 0 else ""
    return {
        "number": labels.group(group.number),
        "title": vars(said(title or labels.group(group.number), "", within=labels.language)),
        "original": None if title == given.text else vars(given),
        "theme": labels.chapter(chapter),
        "terms": " · ".join(plain(word) for word in words.words[:6]) if words else "",
        "size": [labels.ideas(group.size), labels.authors(group.authors)],
        "voices": " · ".join(f"{voice} {labels.number(count)}" for voice, count in voices.most_common(4)),
        "sides": " · ".join(labels.sides(group.sides)[:3]) if group.sides.total else "",
        "quotes": [_quote(quote, labels) for quote in _told_apart(group)],
        "references": [plain(member) for member in group.members[:REFERENCES]],
        "more": more,
        "url": url,
        "code": {"svg": square(url), "alt": labels.gettext("QR code of the page")},
    }


def _told_apart(group: Group) -> list[Quote]:
    """Two quotes, the second in another language than the first where there is one."""
    first = group.excerpts[:1]
    others = sorted(group.excerpts[1:], key=lambda quote: quote.language == first[0].language)
    return [*first, *others][:QUOTES]


def _quote(quote: Quote, labels: Labels) -> dict[str, object]:
    return {"text": vars(said(quote.text, quote.language, within=labels.language)), "source": plain(quote.reference)}
