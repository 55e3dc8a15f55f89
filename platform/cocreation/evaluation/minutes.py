"""The minutes of a closed workshop (procès-verbal): who sat, what was found, every decision with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from fractions import Fraction

from cocreation.core.clock import to_local
from cocreation.core.i18n import N_, translator
from cocreation.evaluation import presenting, results
from cocreation.evaluation.models import DUTIES, OUTCOMES, RECUSAL_SOURCES, SEAT_SIDES, Seat, Workshop
from cocreation.evaluation.presenting import Line
from cocreation.synthesis.rendering.blocks import (
    RIGHT_TO_LEFT,
    Block,
    Caption,
    Facts,
    Heading,
    Prose,
    Said,
    Story,
    Table,
    anchored,
    captioned,
    named,
    plain,
    said,
)

# What the figures of a workshop mean, on its page as in its minutes.
FIGURES = N_(
    "The score is the mean of the evaluators’ scores, from 0 to 100. The rank stays within the bounds shown whatever"
    " weights move by up to a fifth. The decision is the workshop’s."
)
# A line to sign on.
TO_SIGN = "\n\u00a0"
# The languages of the minutes, and the files they come as: {extension: media type}.
LANGUAGES = ("fr", "ar")
FILES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def drawn(workshop: Workshop, language: str, extension: str) -> bytes:
    """The minutes of a closed workshop as a file; the renderers of the report are loaded only here."""
    story, day = story_of(workshop, language), closed_on(workshop)
    if extension == "docx":
        from cocreation.synthesis.rendering.docx import as_docx

        return as_docx(story, day, 1)
    from cocreation.synthesis.rendering.typesetting import as_pdf

    return as_pdf("report.typ", asdict(story), day)


def closed_on(workshop: Workshop) -> date:
    """The day of the closing, in Morocco."""
    if workshop.closed_at is None:
        raise LookupError("the minutes are those of a closed workshop")
    return to_local(workshop.closed_at).date()


def story_of(workshop: Workshop, language: str) -> Story:
    """The minutes as a printed story, in one language."""
    words = translator(language)
    return Story(
        language=language,
        direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
        kicker=words.gettext("Co-creation of the national action plan for open government"),
        title=words.gettext("Minutes of the workshop"),
        cycle=said(workshop.title.shown(language)[0], "", within=language),
        dated=words.day(closed_on(workshop)),
        version=plain(workshop.cycle.title.shown(language)[0]),
        mark="",
        mark_note="",
        contents=words.gettext("Contents"),
        page=words.gettext("Page"),
        fingerprint=workshop.grid.digest if workshop.grid else "",
        fingerprint_note=words.gettext("Fingerprint of the grid"),
        blocks=tuple(
            anchored(captioned(_Minutes(workshop, language).blocks(), words.gettext("Table"), words.gettext("Figure")))
        ),
    )


class _Minutes:
    """Writes the minutes, part after part."""

    def __init__(self, workshop: Workshop, language: str) -> None:
        self.workshop = workshop
        self.language = language
        self.words = translator(language)
        self.say = self.words.gettext
        self.results = results.of(workshop)
        self.lines = presenting.lines_of(workshop, self.results)
        self.seats = (*workshop.chairs, *workshop.evaluators)
        self.part = 0

    def blocks(self) -> Iterator[Block]:
        yield self.opening(N_("The workshop"))
        yield self.facts()
        yield from self.reopenings()
        yield self.opening(N_("Who sits in it"))
        yield self.people()
        yield self.opening(N_("The grid"))
        yield self.grid()
        yield self.opening(N_("Results"))
        yield Prose((self.own(self.say(FIGURES)),))
        yield self.ranking()
        yield self.opening(N_("Decisions and their reasons"))
        yield self.decisions()
        if self.results.effects:
            yield self.opening(N_("Conflicts of interest, and what they change"))
            yield self.conflicts()
        yield self.opening(N_("Signatures"))
        yield self.signatures()

    def own(self, text: str) -> Said:
        return Said(plain(text).strip(), self.language, "rtl" if self.language in RIGHT_TO_LEFT else "ltr")

    def opening(self, message: str) -> Heading:
        self.part += 1
        return Heading(1, self.own(self.say(message)), self.words.number(self.part))

    def caption(self, message: str) -> Caption:
        return Caption(self.say(message))

    def heads(self, *messages: str) -> tuple[str, ...]:
        return tuple(map(self.say, messages))

    def points(self, value: Fraction) -> str:
        return self.words.number(round(float(value), 1))

    def body(self, seat: Seat) -> str:
        if seat.organisation is None:
            return self.say("Internal team of the ministry")
        return named(seat.organisation.name.shown(self.language)[0], within=self.language)

    def facts(self) -> Facts:
        workshop = self.workshop
        sides = [seat.side for seat in workshop.evaluators]
        rows = (
            (N_("Day and hour"), self.words.moment(workshop.starts_at)),
            (N_("Place"), workshop.place.shown(self.language)[0] or workshop.link),
            (N_("Items"), self.words.number(len(self.results.items))),
            (N_("Evaluators whose marks count"), self.words.number(len(self.results.voters))),
            (N_("Public bodies"), self.words.number(sides.count("public"))),
            (N_("Civil society"), self.words.number(sides.count("civil"))),
        )
        return Facts(self.caption(N_("The workshop")), tuple((self.say(label), plain(value)) for label, value in rows))

    def reopenings(self) -> Iterator[Block]:
        for one in self.workshop.reopenings:
            if one.agreed_at is not None:
                label = self.say("Opened again on %(day)s", day=self.words.day(one.agreed_at))
                yield Prose((self.own(one.note.shown(self.language)[0]),), label)

    def people(self) -> Table:
        rows = ((self.body(seat), self.say(DUTIES[seat.duty]), self.say(SEAT_SIDES[seat.side])) for seat in self.seats)
        heads = self.heads(N_("Sits for"), N_("Part in the workshop"), N_("Counts for"))
        return Table(self.caption(N_("Who sits in it")), heads, tuple(rows), narrow=(1, 2))

    def signatures(self) -> Table:
        rows = ((self.body(seat), self.say(DUTIES[seat.duty]), TO_SIGN) for seat in self.seats)
        heads = self.heads(N_("Sits for"), N_("Part in the workshop"), N_("Name and signature"))
        return Table(self.caption(N_("Signatures")), heads, tuple(rows), narrow=(1,))

    def grid(self) -> Table:
        criteria = self.workshop.grid.criteria if self.workshop.grid else []
        rows = (
            (
                named(one.title.shown(self.language)[0], within=self.language),
                self.words.number(one.weight),
                plain(one.guidance.shown(self.language)[0]),
            )
            for one in criteria
        )
        heads = self.heads(N_("Criterion"), N_("Weight"), N_("What it asks"))
        return Table(self.caption(N_("The grid")), heads, tuple(rows), (1,), narrow=(1,))

    def name(self, line: Line) -> str:
        return named(line.shown.title, within=self.language)

    def ranking(self) -> Table:
        heads = self.heads(
            N_("Item"), N_("Title"), N_("Rank"), N_("Bounds"), N_("Score"), N_("Median"), N_("Disagreement")
        )
        rows = tuple(self.ranked(line) for line in self.lines)
        figures = (2, 3, 4, 5, 6)
        return Table(self.caption(N_("Items by rank")), heads, rows, figures, narrow=(0, *figures))

    def ranked(self, line: Line) -> tuple[str, ...]:
        number, found = self.words.number(line.shown.item.position), line.standing
        if found is None:
            return (number, self.name(line), "–", "–", "–", "–", "–")
        return (
            number,
            self.name(line),
            self.words.number(found.rank),
            found.bounds,
            self.points(found.score),
            self.points(found.middle),
            self.words.percent(float(found.disagreement)),
        )

    def decisions(self) -> Table:
        heads = self.heads(N_("Item"), N_("Decision"), N_("Reason"))
        rows = tuple(self.decided(line) for line in self.lines if line.shown.item.outcome)
        return Table(self.caption(N_("Decisions and their reasons")), heads, rows, narrow=(0,))

    def decided(self, line: Line) -> tuple[str, ...]:
        item = line.shown.item
        parts = [self.say(OUTCOMES[item.outcome or ""])]
        if line.into is not None:
            parts.append(f"→ {named(line.into.title, within=self.language)}")
        if line.departs:
            parts.append(self.say("Departs from the ranking"))
        reason = plain(item.reason.shown(self.language)[0]) if item.reason else ""
        why = f"{reason} {item.link}" if item.link else reason
        return (self.words.number(item.position), f"{self.name(line)}\n{' · '.join(parts)}", why)

    def conflicts(self) -> Table:
        seats = {seat.id: seat for seat in self.results.voters}
        places = {line.shown.item.id: self.words.number(line.shown.item.position) for line in self.lines}
        rows = (
            (
                places[one.item_id],
                self.body(seats[one.seat_id]),
                self.say(RECUSAL_SOURCES[one.source]),
                *map(self.rank, (found.rank, found.with_marks, found.without_evaluator)),
            )
            for one, found in zip(self.results.recusals, self.results.effects, strict=True)
        )
        heads = self.heads(
            N_("Item"), N_("Evaluator"), N_("Conflict of interest"), N_("Rank"),
            N_("Rank with the marks set aside"), N_("Rank without this evaluator at all"),
        )  # fmt: skip
        return Table(self.caption(N_("Conflicts of interest")), heads, tuple(rows), (0, 3, 4, 5))

    def rank(self, rank: int | None) -> str:
        return "–" if rank is None else self.words.number(rank)
