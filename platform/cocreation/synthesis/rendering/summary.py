"""The report on one page: what was received, from whom, what comes up most, what is disputed, where to read on."""

from cocreation.synthesis.document import Commitment, Group, Participation, ReportDocument
from cocreation.synthesis.rendering.blocks import RIGHT_TO_LEFT, plain, said, web_address
from cocreation.synthesis.rendering.labels import Labels
from cocreation.synthesis.rendering.pictures import square
from cocreation.synthesis.rendering.typesetting import as_pdf
from cocreation.text.sentences import excerpt

# More than these never stand on a page; the page itself leaves out the last ones that do not fit.
GROUPS, DISPUTED, DRAFTS, ROWS = 10, 5, 5, 6
QUOTE = 150


def render(document: ReportDocument) -> bytes:
    """One page of A4 as PDF/UA."""
    return as_pdf("summary.typ", summed_up(document), document.dated_on)


def summed_up(document: ReportDocument) -> dict[str, object]:
    """What the page holds, as JSON can."""
    labels = Labels(document.language)
    facts = document.method
    counted = (
        (facts.received, labels.ngettext("idea received", "ideas received", facts.received)),
        (facts.authors, labels.ngettext("author", "authors", facts.authors)),
        (facts.comments, labels.ngettext("comment", "comments", facts.comments)),
        (len(document.groups), labels.ngettext("group", "groups", len(document.groups))),
    )
    largest = sorted(document.groups, key=lambda group: (-group.size, group.number))
    return {
        "language": document.language,
        "direction": "rtl" if document.language in RIGHT_TO_LEFT else "ltr",
        "title": labels.gettext("The report on one page"),
        "cycle": _spoken(document.cycle, labels),
        "question": plain(document.question),
        "running": labels.running(document),
        "mark": labels.mark(document),
        "paragraphs": _paragraphs(document),
        "figures": [(labels.number(number), label) for number, label in counted],
        "most": {
            "title": labels.gettext("What comes up most"),
            "groups": [_group(group, labels) for group in largest[:GROUPS]],
        },
        "disputed": {
            "title": labels.gettext("What is disputed"),
            "groups": [_disputed(group, labels) for group in document.disputed[:DISPUTED]],
        },
        "drafts": {
            "title": labels.gettext("Draft commitments"),
            "rows": [_draft(one, labels) for one in document.commitments[:DRAFTS]],
        },
        "tables": [_table(one, labels) for one in document.participation if one.key in ("theme", "region", "voice")],
        "outcomes": _outcomes(document, labels),
        "read": labels.gettext("The whole report, every idea and the data:"),
        "url": web_address(document.url),
        "code": {"svg": square(web_address(document.url)), "alt": labels.gettext("QR code of the page")},
    }


def _spoken(text: str, labels: Labels) -> dict[str, str]:
    return vars(said(text, "", within=labels.language))


def _group(group: Group, labels: Labels) -> dict[str, object]:
    counts = (labels.ideas(group.size), labels.authors(group.authors))
    first = group.excerpts[0] if group.excerpts else None
    return {
        "title": _spoken(group.heading or group.title, labels),
        "meta": " · ".join(counts),
        "number": labels.number(group.number),
        "quote": _spoken(excerpt(plain(first.text), QUOTE), labels) if first else None,
        "source": plain(first.reference) if first else "",
    }


def _disputed(group: Group, labels: Labels) -> dict[str, object]:
    counts = labels.sides(group.sides)[:2]
    return {**_group(group, labels), "meta": " · ".join(counts), "quote": None}


def _draft(one: Commitment, labels: Labels) -> dict[str, object]:
    title = vars(said(one.title, one.language, within=labels.language))
    return {"title": title, "meta": plain(one.organisation), "number": plain(one.reference)}


def _paragraphs(document: ReportDocument) -> list[str]:
    """What people wrote to sum up; what the platform writes there is what the tables of the page say."""
    section = document.section("summary")
    return [plain(paragraph) for paragraph in section.paragraphs] if section and section.edited else []


def _table(table: Participation, labels: Labels) -> dict[str, object]:
    """The fullest rows of a table; the others and «not given» in one last row each."""
    given = sorted((row for row in table.rows if row.label), key=lambda row: -row.count)
    rows = [(plain(row.label), row.count) for row in given[:ROWS]]
    others = sum(row.count for row in given[ROWS:])
    if others:
        rows.append((labels.gettext("Others"), others))
    if missing := sum(row.count for row in table.rows if not row.label):
        rows.append((labels.not_given, missing))
    most = max((count for _, count in rows), default=0) or 1
    shown = [{"label": label, "count": labels.number(count), "share": count / most} for label, count in rows]
    return {"title": labels.table(table), "rows": shown}


def _outcomes(document: ReportDocument, labels: Labels) -> str:
    """«411 ideas received: 380 published, 20 refused, 11 withdrawn»."""
    facts = document.method
    parts = [f"{labels.gettext('Published ideas')} {labels.number(facts.published)}"]
    parts += [f"{labels.label(one)} {labels.number(one.count)}" for one in facts.outcomes]
    return f"{labels.gettext('Ideas received')} {labels.number(facts.received)} = " + " + ".join(parts)
