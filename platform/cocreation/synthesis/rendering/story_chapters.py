"""The chapter of a theme as blocks: its families, its groups, the ideas that stand alone."""

from collections.abc import Iterator

from cocreation.synthesis.document import Chapter, Group, Idea, Point
from cocreation.synthesis.rendering.blocks import (
    Block,
    Caption,
    Entries,
    Entry,
    GroupLine,
    Heading,
    Note,
    Points,
    Prose,
    Said,
    Shared,
    Source,
    Table,
    named,
    plain,
    said,
    web_address,
)
from cocreation.synthesis.rendering.pen import Pen
from cocreation.synthesis.rendering.story_quotes import quotes, sided


def chapter(pen: Pen, one: Chapter) -> Iterator[Block]:
    """What stands under the opening of a chapter."""
    labels = pen.labels
    of_theme = labels.ngettext("%(num)s idea of this theme", "%(num)s ideas of this theme", one.proposals)
    held = labels.ngettext("%(num)s idea in this chapter", "%(num)s ideas in this chapter", one.held)
    counts = (
        of_theme,
        labels.authors(one.authors),
        labels.comments(one.comments),
        labels.ngettext("%(num)s group", "%(num)s groups", len(one.groups)),
        held,
    )
    yield Note(" · ".join(counts))
    yield from pen.written(f"chapter:{one.key}")
    yield from _families(pen, one)
    for group in one.groups:
        yield from _group(pen, group)
    yield from _lone(pen, one)


def _families(pen: Pen, one: Chapter) -> Iterator[Block]:
    if len(one.families) < 2:
        return
    labels = pen.labels
    # No name holds for all the groups of a family: these words only tell it from the others.
    head = (labels.gettext("Words that set the family apart"), labels.gettext("Groups"), labels.gettext("Ideas"))
    rows = (
        (
            named(family.title, within=pen.language),
            labels.items([labels.number(number) for number in family.groups]),
            labels.number(family.ideas),
        )
        for family in one.families
    )
    yield Table(Caption(labels.gettext("Families of groups")), head, tuple(rows), (2,))


def _group(pen: Pen, group: Group) -> Iterator[Block]:
    labels = pen.labels
    title = said(group.heading or group.title, "", within=pen.language)
    yield Heading(2, title, labels.group(group.number), anchor=f"group-{group.number}")
    # A word that several languages share stands once.
    languages: dict[str, str] = {}
    for one in group.terms:
        for word in one.words:
            languages.setdefault(word, one.language)
    terms = (said(word, language, within=pen.language) for word, language in languages.items())
    lead = labels.gettext("See the group")
    original = said(group.title, "", within=pen.language) if title.text != plain(group.title).strip() else None
    yield GroupLine(tuple(_meta(pen, group)), tuple(terms), web_address(group.url), lead, original)
    if group.shared:
        points = (Shared(_said_by(pen, group, point), *_sources(pen, group, point)) for point in group.shared)
        yield Points(labels.gettext("Words these ideas share most"), tuple(points))
    yield from quotes(group.excerpts, labels.gettext("In their words"), labels)
    yield from sided(group.sides, labels.comments(group.sides.total), labels)
    yield from quotes(group.agreement, labels.gettext("Arguments for"), labels)
    yield from quotes(group.disagreement, labels.gettext("Arguments against"), labels, tone="ochre")
    if group.members:
        yield Prose((), labels.gettext("Every idea of this group"), pen.sources(group.members))


def _sources(pen: Pen, group: Group, point: Point) -> tuple[tuple[Source, ...], str]:
    """The ideas that say a word, and how many more; none where all of the group do, which stand together at its end."""
    return pen.resting(point.references) if set(point.references) < set(group.members) else ((), "")


def _said_by(pen: Pen, group: Group, point: Point) -> Said:
    """«archives (4 of 7)»: a word, and how many of the ideas say it."""
    numbers = {"some": pen.labels.number(len(point.references)), "all": pen.labels.number(group.size)}
    words = named(point.words, within=pen.language)
    return pen.own(pen.labels.gettext("%(words)s (%(some)s of %(all)s)", words=words, **numbers))


def _meta(pen: Pen, group: Group) -> Iterator[str]:
    labels = pen.labels
    yield labels.ideas(group.size)
    yield labels.authors(group.authors)
    if group.copies:
        yield labels.ngettext("of which %(num)s near-copy", "of which %(num)s near-copies", group.copies)
    if group.other_themes:
        themes = labels.items([plain(theme) for theme in group.other_themes])
        yield labels.gettext("Also about: %(themes)s", themes=themes)


def _lone(pen: Pen, one: Chapter) -> Iterator[Block]:
    if not one.lone:
        return
    labels = pen.labels
    yield pen.heading(labels.gettext("Ideas that stand alone"))
    notable = [idea for idea in one.lone if idea.reasons]
    if notable:
        yield Entries(labels.gettext("To be read first:"), tuple(_entry(pen, idea) for idea in notable))
    rest = [idea for idea in one.lone if not idea.reasons]
    if rest:
        intro = labels.gettext(
            "The calculation found no other idea close enough; they count as much as those that are grouped."
        )
        yield Entries(intro, tuple(_entry(pen, idea) for idea in rest))


def _entry(pen: Pen, idea: Idea) -> Entry:
    labels = pen.labels
    notes = [named(idea.author, within=pen.language), *map(plain, idea.reasons)]
    if idea.later:
        notes.append(labels.gettext("published after the grouping"))
    return Entry(
        reference=plain(idea.reference),
        title=said(idea.title, idea.language, within=pen.language),
        url=web_address(idea.url),
        note=" · ".join(note for note in notes if note),
        excerpt=said(idea.excerpt + " […]" * idea.goes_on, idea.language, within=pen.language)
        if idea.excerpt
        else None,
        translation=pen.own(idea.translation) if idea.translation else None,
        translation_label=labels.gettext("Unofficial translation:") if idea.translation else "",
    )
