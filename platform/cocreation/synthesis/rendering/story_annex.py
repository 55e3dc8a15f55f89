"""The end of the report as blocks: what went elsewhere, and every proposal with its group, state and reason."""

from collections.abc import Iterator
from typing import Literal

from cocreation.core.i18n import N_
from cocreation.synthesis.document import AnnexRow, Group
from cocreation.synthesis.rendering.blocks import (
    RIGHT_TO_LEFT,
    Annex,
    Block,
    Caption,
    Entries,
    Entry,
    Note,
    Prose,
    Row,
    Said,
    Source,
    named,
    plain,
    said,
    web_address,
)
from cocreation.synthesis.rendering.labels import Labels
from cocreation.synthesis.rendering.pen import Pen

ANNEX = (N_("Reference"), N_("Title"), N_("Theme and group"), N_("State and reason"))


def redirected(pen: Pen) -> Iterator[Block]:
    """Each reason for which ideas left the plan, where they were directed, and which."""
    for one in pen.document.redirected:
        yield pen.heading(" · ".join(part for part in (plain(one.state), plain(one.reason)) if part))
        if one.place:
            address = web_address(one.address)
            leads = (Source(address, address),) if address else ()
            yield Prose((pen.own(one.place),), pen.labels.gettext("Directed to"), leads)
        rows = (pen.rows[reference] for reference in one.references)
        yield Entries(pen.labels.ideas(len(one.references)), tuple(_gone(pen, row) for row in rows))


def _gone(pen: Pen, row: AnnexRow) -> Entry:
    """An idea that went elsewhere: its title, and what was written to its author."""
    unofficial = pen.labels.gettext("Unofficial translation:")
    return Entry(
        reference=plain(row.reference),
        title=said(row.title or "—", row.language, within=pen.language),
        url=web_address(row.url),
        note=f"{unofficial} {plain(row.note_translation)}" if row.note_translation else "",
        excerpt=said(row.note, row.note_language, within=pen.language) if row.note else None,
        translation=pen.own(row.translation) if row.translation else None,
        translation_label=unofficial if row.translation else "",
    )


def annex(pen: Pen) -> Annex:
    """The table of every proposal."""
    labels = pen.labels
    return Annex(
        caption=Caption(labels.gettext("Every proposal and its state")),
        head=tuple(map(labels.gettext, ANNEX)),
        rows=tuple(_row(row, labels) for row in pen.document.annex),
    )


def index(pen: Pen) -> Iterator[Block]:
    """Each subject with the groups and the ideas that speak of it, in whatever chapter they stand."""
    labels = pen.labels
    note = labels.gettext(
        "What concerns the same subject in every chapter, whatever words and language it is said in. An idea stands "
        "with its group where a third of the group speak of the subject."
    )
    yield Note(note)
    groups = {group.number: group for group in pen.document.groups}
    for subject in pen.document.subjects:
        yield pen.heading(subject.label)
        yield from (_within(pen, groups[one.group], one.references) for one in subject.groups)
        if subject.others:
            yield Prose((), labels.gettext("Other ideas"), pen.sources(subject.others))


def _within(pen: Pen, group: Group, references: tuple[str, ...]) -> Prose:
    words = pen.labels.gettext(
        "%(group)s, %(heading)s (%(some)s of %(all)s)",
        group=pen.labels.group(group.number),
        heading=named(group.heading or group.title, within=pen.language),
        some=pen.labels.number(len(references)),
        all=pen.labels.number(group.size),
    )
    return Prose((), words, pen.sources(references))


def _row(row: AnnexRow, labels: Labels) -> Row:
    theme = plain(row.theme) or labels.gettext("Theme not given")
    return Row(
        reference=plain(row.reference),
        url=web_address(row.url),
        title=said(row.title or "—", row.language, within=labels.language),
        language=labels.language_name(row.language) if row.language else "",
        place=theme if row.group is None else f"{theme} · {labels.group(row.group)}",
        state=plain(row.state_label),
        reason=tuple(_reason(row.reason, labels.language)),
    )


def _reason(reason: str, language: str) -> Iterator[Said]:
    """The reason part by part: the first is the report's own, the next may be a moderator's in another language."""
    direction: Literal["rtl", "ltr"] = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    for place, part in enumerate(reason.split(" · ") if reason else ()):
        yield said(part, language, within=language) if place else Said(plain(part), language, direction)
