"""The method of a report as blocks: dates, what was received and what became of it, how it was grouped."""

from collections.abc import Iterator

from cocreation.core.i18n import N_
from cocreation.synthesis.document import GroupingRun, ReportDocument
from cocreation.synthesis.rendering.blocks import Block, Caption, Facts, Heading, Note, Table, plain, said
from cocreation.synthesis.rendering.labels import Labels
from cocreation.synthesis.rendering.pen import Pen


def method(pen: Pen) -> Iterator[Block]:
    """The facts of the method, each table under its heading."""
    document, labels = pen.document, pen.labels
    yield from _dates(document, labels)
    yield from _received(document, labels)
    yield from _channels(document, labels)
    yield from _decisions(document, labels)
    yield from _groupings(document, labels)
    yield from _snapshot(document, labels)


def _heading(text: str, labels: Labels) -> Heading:
    return Heading(2, said(text, labels.language, within=labels.language))


def _dates(document: ReportDocument, labels: Labels) -> Iterator[Block]:
    phases = document.method.phases
    if phases:
        title = labels.gettext("Dates")
        yield _heading(title, labels)
        rows = ((plain(phase.title), "\n".join(map(plain, (phase.dates, *phase.changes)))) for phase in phases)
        yield Facts(Caption(title), tuple(rows))


def _received(document: ReportDocument, labels: Labels) -> Iterator[Block]:
    facts = document.method
    title = labels.gettext("What was received, and what became of it")
    yield _heading(title, labels)
    alone = sum(len(chapter.lone) for chapter in document.chapters)
    rows = [
        (labels.gettext("Published, in groups of similar ideas"), labels.number(facts.published - alone)),
        (labels.gettext("Published, standing alone"), labels.number(alone)),
    ]
    rows += [(labels.label(count), labels.number(count.count)) for count in facts.outcomes]
    rows.append((labels.gettext("Ideas received"), labels.number(facts.received)))
    yield Facts(Caption(title), tuple(rows), summed=True)
    people = [labels.authors(facts.authors), labels.comments(facts.comments)]
    if facts.organisations:
        some = labels.ngettext("%(num)s organisation", "%(num)s organisations", facts.organisations)
        people.insert(1, some)
    if facts.comments_hidden:
        hidden = labels.ngettext("%(num)s hidden comment", "%(num)s hidden comments", facts.comments_hidden)
        people.append(hidden)
    yield Note(" · ".join(people))


def _channels(document: ReportDocument, labels: Labels) -> Iterator[Block]:
    channels = document.method.channels
    if channels:
        title = labels.gettext("Channels")
        yield _heading(title, labels)
        yield Facts(Caption(title), tuple((labels.label(one), labels.number(one.count)) for one in channels))


def _decisions(document: ReportDocument, labels: Labels) -> Iterator[Block]:
    """What moderators decided, and how often a second look changed it."""
    facts = document.method
    if not facts.decisions:
        return
    title = labels.gettext("What moderators decided")
    columns = (N_("About"), N_("Decision"), N_("Reason"), N_("Number"))
    rows = (
        (plain(one.kind_label), plain(one.decision), plain(one.reason), labels.number(one.count))
        for one in facts.decisions
    )
    yield _heading(title, labels)
    yield Table(Caption(title), tuple(map(labels.gettext, columns)), tuple(rows), (3,))
    if facts.second_looks:
        asked = labels.ngettext("%(num)s second look asked for", "%(num)s second looks asked for", facts.second_looks)
        changed = labels.ngettext(
            "%(num)s decision changed by it", "%(num)s decisions changed by it", facts.second_looks_changed
        )
        yield Note(" · ".join((asked, changed)))


def _groupings(document: ReportDocument, labels: Labels) -> Iterator[Block]:
    if not document.method.groupings:
        return
    title = labels.gettext("How similar ideas were grouped")
    yield _heading(title, labels)
    text = labels.gettext("Groups are proposed by a program from the words of the ideas, then corrected by hand.")
    yield Note(text)
    for run in document.method.groupings:
        yield Facts(Caption(title), tuple(_run(run, labels)))


def _run(run: GroupingRun, labels: Labels) -> Iterator[tuple[str, str]]:
    yield labels.gettext("What was grouped"), plain(run.theme) or labels.gettext("The whole cycle")
    if run.run_on:
        yield labels.gettext("Grouping number and date"), f"{labels.number(run.number)} · {labels.day(run.run_on)}"
    yield labels.gettext("Ideas"), labels.number(run.proposals)
    yield labels.gettext("Groups"), labels.number(run.groups)
    yield labels.gettext("Ideas that stand alone"), labels.number(run.ungrouped)
    if run.duplicates:
        yield labels.gettext("Sets of near-identical texts"), labels.number(run.duplicates)
    if run.copies:
        yield labels.gettext("Near-identical texts folded into another"), labels.number(run.copies)
    yield from ((plain(fact.label), plain(fact.value)) for fact in run.parameters)
    yield from ((plain(fact.label), plain(fact.value)) for fact in run.versions)
    corrections = [f"{labels.label(one)}: {labels.number(one.count)}" for one in run.corrections if one.count]
    yield labels.gettext("Corrections by hand"), " · ".join(corrections) or labels.gettext("No correction")
    if run.corpus_sha256:
        yield labels.gettext("Fingerprint of the texts (SHA-256)"), plain(run.corpus_sha256)


def _snapshot(document: ReportDocument, labels: Labels) -> Iterator[Block]:
    title = labels.gettext("State of the data")
    yield _heading(title, labels)
    rows = [(labels.gettext("Taken on"), labels.day(document.snapshot_on))]
    if document.corpus_sha256:
        rows.append((labels.gettext("Fingerprint of the data (SHA-256)"), plain(document.corpus_sha256)))
    yield Facts(Caption(title), tuple(rows))
