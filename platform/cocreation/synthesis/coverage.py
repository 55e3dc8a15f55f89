"""Whether a report holds every idea that was received, each exactly once: counted from the journal, placed here.

Pure: it knows a report and the references the journal has received, neither the database nor the web.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cocreation.core.i18n import N_
from cocreation.synthesis.document import ReportDocument

# What can be wrong with an idea: what is said of it, and what to do.
FAULTS: dict[str, tuple[str, str]] = {
    "unnamed": (
        N_("The journal has received it; the report does not name it."),
        N_("Its row is missing. Compare the database with its last backup."),
    ),
    "unknown": (
        N_("The report names it; the journal never received it."),
        N_("Its row came in by another door. Run «cocreation journal verify», then take the row away."),
    ),
    "received_again": (
        N_("The journal has received it several times."),
        N_("Run «cocreation journal verify»: a line was added."),
    ),
    "named_again": (
        N_("The list of proposals names it several times."),
        N_("Its row is doubled. Compare the database with its last backup."),
    ),
    "placed_again": (
        N_("It stands in several places: %(places)s."),
        N_("Publish one grouping that holds it once."),
    ),
    "unplaced": (
        N_("It is published, but stands neither in a group nor among the ideas that stand alone."),
        N_("Publish a grouping made again."),
    ),
    "misplaced": (
        N_("It stands among the published ideas, but is not one of them."),
        N_("Publish a grouping made again."),
    ),
    "lost": (
        N_("The published grouping was made with it, but no longer holds it."),
        N_("Its place is missing. Publish a grouping made again."),
    ),
    "without_reason": (
        N_("It was set aside without a reason."),
        N_("Open it at the moderators’ desk and give the reason."),
    ),
    "cited": (
        N_("A passage cites it, but the report does not list it."),
        N_("Correct the reference in that text."),
    ),
    "text": (
        N_("The text «%(title)s» names a figure there is not, or cites an idea nobody can read."),
        N_("Open it under «Write the texts» and mend it."),
    ),
    "uncounted": (
        N_("The outcomes add up to %(sum)s, the journal has received %(received)s."),
        N_("Settle the ideas named here; the sums then agree."),
    ),
}
# States that say by themselves why an idea is set aside.
PLAIN = frozenset({"submitted", "correction", "withdrawn"})


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong with one idea (or, without a reference, with a text or the sums): a key of FAULTS, its values."""

    kind: str
    reference: str = ""
    values: tuple[tuple[str, str], ...] = ()

    @property
    def what(self) -> tuple[str, dict[str, str]]:
        """The message (a msgid) with its values."""
        return FAULTS[self.kind][0], dict(self.values)

    @property
    def what_to_do(self) -> str:
        """What to do about it (a msgid)."""
        return FAULTS[self.kind][1]


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Where each idea received stands: in a group, alone, or set aside (by state); and what does not agree."""

    received: int
    grouped: int = 0
    alone: int = 0
    aside: tuple[tuple[str, int], ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the report may be published."""
        return not self.faults


def covered(document: ReportDocument, received: Sequence[str], lost: Iterable[str] = ()) -> Coverage:
    """Compare a report with what the journal has received.

    Args:
        received: a reference for each receipt in the journal, doubled where it is there twice.
        lost: references of a published grouping's ideas that have no place in it any more.
    """
    places = _places(document)
    states = Counter(row.state for row in document.annex)
    faults = [*_receipts(document, received), *_placing(document, places), *_citing(document)]
    faults += [Fault(kind="lost", reference=reference) for reference in lost]
    return Coverage(
        received=len(received),
        grouped=sum(len(group.members) for group in document.groups),
        alone=sum(len(chapter.lone) for chapter in document.chapters),
        aside=tuple(sorted((state, count) for state, count in states.items() if state != "published")),
        faults=(*_sums(document, len(received)), *sorted(faults, key=lambda fault: (fault.reference, fault.kind))),
    )


def _places(document: ReportDocument) -> dict[str, list[str]]:
    """Where the chapters put each idea: {reference: [number of a group, or «—» for alone]}."""
    found: dict[str, list[str]] = {}
    for chapter in document.chapters:
        for group in chapter.groups:
            for reference in group.members:
                found.setdefault(reference, []).append(str(group.number))
        for idea in chapter.lone:
            found.setdefault(idea.reference, []).append("—")
    return found


def _receipts(document: ReportDocument, received: Sequence[str]) -> Iterator[Fault]:
    receipts, named = Counter(received), Counter(row.reference for row in document.annex)
    kinds: dict[str, Iterable[str]] = {
        "unnamed": receipts.keys() - named.keys(),
        "unknown": named.keys() - receipts.keys(),
        "received_again": [reference for reference, count in receipts.items() if count > 1],
        "named_again": [reference for reference, count in named.items() if count > 1],
    }
    for kind, references in kinds.items():
        yield from (Fault(kind=kind, reference=reference) for reference in references)


def _placing(document: ReportDocument, places: dict[str, list[str]]) -> Iterator[Fault]:
    published = {row.reference for row in document.annex if row.state == "published"}
    for reference, found in places.items():
        if len(found) > 1:
            yield Fault(kind="placed_again", reference=reference, values=(("places", ", ".join(found)),))
    yield from (Fault(kind="unplaced", reference=reference) for reference in published - places.keys())
    yield from (Fault(kind="misplaced", reference=reference) for reference in places.keys() - published)
    for row in document.annex:
        if row.state not in PLAIN | {"published"} and not row.reason:
            yield Fault(kind="without_reason", reference=row.reference)


def _citing(document: ReportDocument) -> Iterator[Fault]:
    listed = {row.reference for row in document.annex} | {one.reference for one in document.commitments}
    yield from (Fault(kind="cited", reference=reference) for reference in document.references() - listed)


def _sums(document: ReportDocument, received: int) -> Iterator[Fault]:
    method = document.method
    told = method.published + sum(outcome.count for outcome in method.outcomes)
    if not told == method.received == received == len(document.annex):
        yield Fault(kind="uncounted", values=(("sum", str(told)), ("received", str(received))))
