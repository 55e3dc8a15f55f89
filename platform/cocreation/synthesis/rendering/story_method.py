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
    yield from _authors(document, labels)
    yield from _comments(document, labels)


def _authors(document: ReportDocument, labels: Labels) -> Iterator[Block]:
    """How many authors there are: of what was received, of what is published, and how many organisations."""
    facts = document.method
    people = [
        labels.ngettext("%(num)s author of the ideas received", "%(num)s authors of the ideas received", facts.authors)
    ]
    if facts.authors_published:
        some = facts.authors_published
        people.append(
            labels.ngettext("%(num)s author of the ideas published", "%(num)s authors of the ideas published", some)
        )
    if facts.organisations:
        people.append(
            labels.ngettext(
                "%(num)s organisation writes from its own account (anyone may also write as an association or company)",
                "%(num)s organisations write from their own accounts (anyone may also write as an association or "
                "company)",
                facts.organisations,
            )
        )
    yield Note(" · ".join(people))


def _comments(document: ReportDocument, labels: Labels) -> Iterator[Block]:
    """The comments by what they are about; a version of before this table was made gives their sum alone."""
    facts = document.method
    if not facts.comments_by:
        hidden = labels.ngettext("%(num)s hidden comment", "%(num)s hidden comments", facts.comments_hidden)
        yield Note(" · ".join((labels.comments(facts.comments), *([hidden] if facts.comments_hidden else []))))
        return
    title = labels.gettext("Comments, by what they are about")
    rows = [(labels.label(count), labels.number(count.count)) for count in facts.comments_by]
    rows.append((labels.gettext("Total"), labels.number(facts.comments)))
    yield _heading(title, labels)
    yield Facts(Caption(title), tuple(rows), summed=True)
    yield from _answers(document, labels)


def _answers(document: ReportDocument, labels: Labels) -> Iterator[Block]:
    """Why answers are neither as many as the remarks answered, nor as the comments of administrations."""
    answered = sum(one.count for found in document.commitments for one in found.standing if one.key == "answered")
    given = sum(one.answers for one in document.commitments)
    if given:
        yield Note(
            labels.gettext(
                "%(remarks)s, by %(answers)s: one answer can be given to several remarks, and a remark can have "
                "several answers. Answers given from the table of remarks are no comments and are not counted here.",
                remarks=labels.ngettext("%(num)s remark answered", "%(num)s remarks answered", answered),
                answers=labels.ngettext("%(num)s answer", "%(num)s answers", given),
            )
        )


def _channels(document: ReportDocument, labels: Labels) -> Iterator[Block]:
    """How ideas came: those received, and of them those published."""
    channels = document.method.channels
    if not channels:
        return
    title = labels.gettext("Channels")
    published = {row.key: row.count for row in document.table("channel").rows}
    counted = [(labels.label(one), one.count, published.get(one.key, 0)) for one in channels]
    counted.append((labels.gettext("Total"), sum(one.count for one in channels), sum(published.values())))
    rows = ((label, labels.number(received), labels.number(shown)) for label, received, shown in counted)
    columns = (N_("Channel"), N_("Ideas received"), N_("Published ideas"))
    yield _heading(title, labels)
    yield Table(Caption(title), tuple(map(labels.gettext, columns)), tuple(rows), (1, 2), summed=True)


def _decisions(document: ReportDocument, labels: Labels) -> Iterator[Block]:
    """What moderators decided, and how often a second look changed it."""
    facts = document.method
    if not facts.decisions:
        return
    title = labels.gettext("What moderators decided")
    columns = (N_("About"), N_("Decision"), N_("Reason"), N_("How many"))
    rows = (
        (plain(one.kind_label), plain(one.decision), plain(one.reason), labels.number(one.count))
        for one in facts.decisions
    )
    yield _heading(title, labels)
    yield Table(Caption(title), tuple(map(labels.gettext, columns)), tuple(rows), (3,))
    yield Note(
        labels.gettext(
            "Each decision counts, not each idea: an idea published after a correction, refused again or withdrawn "
            "since has several. What became of each idea stands above."
        )
    )
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
    yield Note(
        labels.gettext(
            "Groups are proposed by a program from the words of the ideas; moderators can correct them by hand."
        )
    )
    for run in document.method.groupings:
        yield Facts(Caption(title), tuple(_run(run, labels)))
        if checks := tuple(_checks(run, labels)):
            yield Facts(Caption(labels.gettext("To make the same grouping again")), checks)
    later = sum(idea.later for chapter in document.chapters for idea in chapter.lone)
    if later:
        yield Note(
            labels.ngettext(
                "%(num)s idea was published after the grouping: it stands with those that stand alone, without having "
                "been compared.",
                "%(num)s ideas were published after the grouping: they stand with those that stand alone, without "
                "having been compared.",
                later,
            )
        )


def _run(run: GroupingRun, labels: Labels) -> Iterator[tuple[str, str]]:
    yield labels.gettext("What was grouped"), plain(run.theme) or labels.gettext("The whole cycle")
    if run.run_on:
        yield labels.gettext("Grouping number and date"), f"{labels.number(run.number)} · {labels.day(run.run_on)}"
    yield labels.gettext("Ideas compared"), labels.number(run.proposals)
    yield labels.gettext("Groups"), labels.number(run.groups)
    yield labels.gettext("Ideas that stand alone, of those compared"), labels.number(run.ungrouped)
    if run.duplicates:
        yield labels.gettext("Sets of near-identical texts"), labels.number(run.duplicates)
    if run.copies:
        yield labels.gettext("Near-identical texts folded into another"), labels.number(run.copies)
    corrections = [f"{labels.label(one)}: {labels.number(one.count)}" for one in run.corrections if one.count]
    yield labels.gettext("Corrections by hand"), " · ".join(corrections) or labels.gettext("No correction")


def _checks(run: GroupingRun, labels: Labels) -> Iterator[tuple[str, str]]:
    """What somebody needs who runs the program again on the same texts."""
    yield from ((plain(fact.label), plain(fact.value)) for fact in (*run.parameters, *run.versions))
    if run.corpus_sha256:
        yield labels.gettext("Fingerprint of the texts (SHA-256)"), plain(run.corpus_sha256)


def _snapshot(document: ReportDocument, labels: Labels) -> Iterator[Block]:
    title = labels.gettext("State of the data")
    yield _heading(title, labels)
    rows = [(labels.gettext("Taken on"), labels.day(document.snapshot_on))]
    if document.corpus_sha256:
        rows.append((labels.gettext("Fingerprint of the data (SHA-256)"), plain(document.corpus_sha256)))
    yield Facts(Caption(title), tuple(rows))
