"""Figures in the texts of a report: written {received}, they stay true until the report is frozen.

A text names its figures between braces; `{{` and `}}` are braces themselves. Filling a text gives its words, and
what they rest on: the ideas of the groups it names, and the references it cites.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from cocreation.core.i18n import N_
from cocreation.synthesis.document import Chapter, Group, ReportDocument
from cocreation.synthesis.rendering.labels import Labels

_MARK = re.compile(r"\{\{|\}\}|\{([A-Za-z0-9_]*)\}|[{}]")
# Proposals whose page shows no text, by state: nothing rests on them.
WITHOUT_TEXT = frozenset({"refused", "withdrawn", "submitted", "correction"})
OUTCOMES: dict[str, str] = {
    "submitted": N_("Ideas that wait to be checked"),
    "correction": N_("Ideas sent back for correction"),
    "refused": N_("Ideas refused"),
    "other_channel": N_("Ideas directed to another channel"),
    "out_of_scope": N_("Ideas out of scope"),
    "duplicate": N_("Ideas already proposed"),
    "withdrawn": N_("Ideas withdrawn by their author"),
}


def literal(words: str) -> str:
    """Words in which no brace names a figure."""
    return words.replace("{", "{{").replace("}", "}}")


@dataclass(frozen=True)
class Field:
    """A figure a text can name: its value as shown, what it is, its number if it is one, the ideas it counts.

    ``part`` is the key of the text it is about; empty for the whole report.
    """

    value: str
    label: str
    number: int | None = None
    sources: tuple[str, ...] = ()
    part: str = ""


@dataclass(frozen=True)
class Filled:
    """A text with its figures in place, and what it rests on; `unknown` are the marks that name no figure."""

    words: str
    sources: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Faults:
    """What is wrong with a text: figures that do not exist, references nobody has, references without a text."""

    fields: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.fields or self.missing or self.closed)


@dataclass(frozen=True)
class Figures:
    """The figures of a report by name, and the references its texts may cite."""

    fields: Mapping[str, Field]
    prefix: str
    public: frozenset[str] = field(default=frozenset())
    known: frozenset[str] = field(default=frozenset())

    def cited(self, text: str) -> tuple[str, ...]:
        """The references a text cites, each once, in order."""
        return tuple(dict.fromkeys(re.findall(rf"\b{re.escape(self.prefix)}-\d+\b", text)))

    def fill(self, text: str) -> Filled:
        """The text with its figures in place; an unknown mark stays as it was written."""
        sources: dict[str, None] = {}
        unknown: dict[str, None] = {}

        def put(match: re.Match[str]) -> str:
            mark = match.group()
            if mark in ("{{", "}}"):
                return mark[0]
            found = self.fields.get(match.group(1) or "")
            if found is None:
                unknown.setdefault(mark)
                return mark
            sources.update(dict.fromkeys(found.sources))
            return found.value

        words = _MARK.sub(put, text)
        sources.update(dict.fromkeys(reference for reference in self.cited(words) if reference in self.public))
        return Filled(words, tuple(sources), tuple(unknown))

    def faults(self, text: str) -> Faults:
        """What must be mended before the text can stand in a report."""
        cited = self.cited(text)
        return Faults(
            fields=self.fill(text).unknown,
            missing=tuple(reference for reference in cited if reference not in self.known),
            closed=tuple(reference for reference in cited if reference in self.known - self.public),
        )


def figures_of(document: ReportDocument) -> Figures:
    """The figures of a report, in its language."""
    labels = Labels(document.language)
    drafts = {one.reference for one in document.commitments}
    rows = {row.reference for row in document.annex}
    public = {row.reference for row in document.annex if row.state not in WITHOUT_TEXT}
    return Figures(
        fields=dict(_all(document, labels)),
        prefix=document.prefix,
        public=frozenset(public | drafts),
        known=frozenset(rows | drafts),
    )


def _all(document: ReportDocument, labels: Labels) -> Iterator[tuple[str, Field]]:
    yield from _whole(document, labels)
    yield from _dates(document, labels)
    yield from _shares(document, labels)
    for chapter in document.chapters:
        own = [*_chapter(chapter, labels), *(pair for group in chapter.groups for pair in _group(group, labels))]
        yield from ((name, replace(found, part=f"chapter:{chapter.key}")) for name, found in own)


def _counted(labels: Labels, label: str, number: int, sources: tuple[str, ...] = ()) -> Field:
    return Field(labels.number(number), labels.gettext(label), number, sources)


def _whole(document: ReportDocument, labels: Labels) -> Iterator[tuple[str, Field]]:
    """The figures of the whole report."""
    facts, groups = document.method, document.groups
    standing: Counter[str] = Counter()
    for one in document.commitments:
        standing.update({count.key: count.count for count in one.standing})
    outcomes = {count.key: count.count for count in facts.outcomes}
    named = {
        "received": (N_("Ideas received"), facts.received),
        "published": (N_("Ideas published"), facts.published),
        "authors": (N_("Authors"), facts.authors),
        "organisations": (N_("Organisations that speak"), facts.organisations),
        "comments": (N_("Comments"), facts.comments),
        "comments_hidden": (N_("Comments hidden"), facts.comments_hidden),
        "authors_published": (N_("Authors of published ideas"), facts.authors_published),
        "second_looks": (N_("Second looks asked for"), facts.second_looks),
        "second_looks_changed": (N_("Second looks that changed a decision"), facts.second_looks_changed),
        "groups": (N_("Groups of similar ideas"), len(groups)),
        "grouped": (N_("Ideas in a group"), sum(group.size for group in groups)),
        "alone": (N_("Ideas that stand alone"), sum(len(one.lone) for one in document.chapters)),
        "disputed": (N_("Groups of which comments disagree"), len(document.disputed)),
        "copies": (N_("Texts nearly identical to another"), sum(run.copies for run in facts.groupings)),
        "corrections": (
            N_("Corrections made by hand"),
            sum(count.count for run in facts.groupings for count in run.corrections),
        ),
        "commitments": (N_("Draft commitments"), len(document.commitments)),
        "remarks": (N_("Remarks on draft commitments"), standing.total()),
        "answered": (N_("Remarks answered"), standing["answered"]),
        "unanswered": (N_("Remarks without an answer"), standing["unanswered"]),
        "remarks_closed": (N_("Remarks hidden or withdrawn"), standing["hidden"] + standing["withdrawn"]),
        "events": (N_("Meetings and webinars"), len(document.events.rows)),
        **{code: (label, outcomes.get(code, 0)) for code, label in OUTCOMES.items()},
    }
    for name, (label, number) in named.items():
        yield name, _counted(labels, label, number)
    if document.events.total is not None:
        yield "attendance", _counted(labels, N_("People who came to meetings and webinars"), document.events.total)


def _dates(document: ReportDocument, labels: Labels) -> Iterator[tuple[str, Field]]:
    yield "cycle", Field(document.cycle, labels.gettext("Plan"))
    if document.question:
        yield "question", Field(document.question, labels.gettext("Question asked to people"))
    yield "snapshot_on", Field(labels.day(document.snapshot_on), labels.gettext("Taken on"))
    for phase in document.method.phases:
        if phase.key:
            yield phase.key, Field(phase.dates, labels.gettext("Dates: %(phase)s", phase=phase.title))


def _shares(document: ReportDocument, labels: Labels) -> Iterator[tuple[str, Field]]:
    """Each row of the tables of participation: how many ideas, and which part of all."""
    for table in document.participation:
        for row in table.rows:
            name = f"{table.key}_{(row.key or 'not_given').replace('-', '_')}"
            label = f"{labels.table(table)}: {labels.label(row)}"
            yield name, Field(labels.number(row.count), label, row.count, part="participation")
            yield f"{name}_share", Field(labels.percent(table.share(row)), f"{label} (%)", part="participation")


def _chapter(chapter: Chapter, labels: Labels) -> Iterator[tuple[str, Field]]:
    base = f"theme_{chapter.key.replace('-', '_')}"
    title = labels.chapter(chapter)
    yield f"{base}_title", Field(title, labels.gettext("Theme"))
    named = {
        "ideas": (N_("Ideas"), chapter.proposals),
        "authors": (N_("Authors"), chapter.authors),
        "comments": (N_("Comments"), chapter.comments),
        "groups": (N_("Groups"), len(chapter.groups)),
        "held": (N_("Ideas in this chapter"), chapter.held),
        "alone": (N_("Ideas that stand alone"), len(chapter.lone)),
    }
    for name, (label, number) in named.items():
        sources = tuple(idea.reference for idea in chapter.lone) if name == "alone" else ()
        yield (
            f"{base}_{name}",
            Field(labels.number(number), f"{title}: {labels.gettext(label)}", number, sources),
        )


def _group(group: Group, labels: Labels) -> Iterator[tuple[str, Field]]:
    base, name = f"g{group.number}", labels.group(group.number)
    yield base, Field(name, name, None, group.members)
    yield (
        f"{base}_heading",
        Field(group.heading or group.title, f"{name}: {labels.gettext('Title')}", None, group.members),
    )
    sides = group.sides
    named = {
        "ideas": (N_("Ideas"), group.size),
        "authors": (N_("Authors"), group.authors),
        "copies": (N_("Texts nearly identical to another"), group.copies),
        "comments": (N_("Comments"), sides.total),
        "for": (N_("For"), sides.pro),
        "against": (N_("Against"), sides.contra),
        "clarify": (N_("To clarify"), sides.clarify),
    }
    for key, (label, number) in named.items():
        yield f"{base}_{key}", Field(labels.number(number), f"{name}: {labels.gettext(label)}", number, group.members)
