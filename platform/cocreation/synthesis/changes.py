"""What changed between two states of a report, idea by idea and group by group: two versions, or one and today.

Pure: it knows two reports, neither the database nor the web.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from cocreation.core.i18n import N_
from cocreation.synthesis.document import AnnexRow, Group, ReportDocument

Kind = Literal["figure", "text", "group", "idea", "draft"]
SAID: dict[str, str] = {
    "came": N_("new: %(after)s"),
    "gone": N_("no longer there"),
    "became": N_("%(before)s, then %(after)s"),
    "title": N_("«%(before)s», then «%(after)s»"),
    "words": N_("its text changed"),
    "theme": N_("theme: %(before)s, then %(after)s"),
    "group": N_("group: %(before)s, then %(after)s"),
    "reason": N_("reason: %(before)s, then %(after)s"),
    "members": N_("ideas: %(before)s, then %(after)s"),
    "comments": N_("comments: %(before)s, then %(after)s"),
}


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change: of what kind of thing, its name and address, what became of it (a key of SAID)."""

    kind: Kind
    name: str
    how: str
    before: str = ""
    after: str = ""
    title: str = ""
    url: str = ""

    @property
    def what(self) -> tuple[str, dict[str, str]]:
        """The message (a msgid) with its values."""
        return SAID[self.how], {"before": self.before or "—", "after": self.after or "—"}


def changes(old: ReportDocument, new: ReportDocument) -> list[Change]:
    """Everything that is another in the new state than in the old one: figures, texts, groups, ideas, drafts."""
    return [*_figures(old, new), *_texts(old, new), *_groups(old, new), *_ideas(old, new), *_drafts(old, new)]


FIGURES: dict[str, str] = {
    "received": N_("Ideas received"),
    "published": N_("Published ideas"),
    "authors": N_("Authors"),
    "comments": N_("Comments"),
}


def _figures(old: ReportDocument, new: ReportDocument) -> Iterator[Change]:
    for name, label in FIGURES.items():
        before, after = getattr(old.method, name), getattr(new.method, name)
        if before != after:
            yield Change(kind="figure", name=label, how="became", before=str(before), after=str(after))


def _texts(old: ReportDocument, new: ReportDocument) -> Iterator[Change]:
    before, after = ({one.key: one for one in document.sections} for document in (old, new))
    for key in dict.fromkeys([*before, *after]):
        title = (after.get(key) or before[key]).title
        if key not in after:
            yield Change(kind="text", name=title, how="gone")
        elif key not in before or before[key].paragraphs != after[key].paragraphs:
            yield Change(kind="text", name=title, how="words")


def _groups(old: ReportDocument, new: ReportDocument) -> Iterator[Change]:
    before, after = ({group.number: group for group in document.groups} for document in (old, new))
    for number in sorted(before.keys() | after.keys()):
        yield from _group(before.get(number), after.get(number))


def _group(old: Group | None, new: Group | None) -> Iterator[Change]:
    group = new or old
    if group is None:
        return
    name, url = str(group.number), group.url
    if old is None or new is None:
        how = "gone" if new is None else "came"
        yield Change(kind="group", name=name, how=how, after=group.title, title=group.title, url=url)
        return
    if old.title != new.title:
        yield Change(kind="group", name=name, how="title", before=old.title, after=new.title, url=url)
    if set(old.members) != set(new.members):
        before, after = str(len(old.members)), str(len(new.members))
        yield Change(kind="group", name=name, how="members", before=before, after=after, title=new.title, url=url)


def _ideas(old: ReportDocument, new: ReportDocument) -> Iterator[Change]:
    before, after = ({row.reference: row for row in document.annex} for document in (old, new))
    for reference in sorted(before.keys() | after.keys()):
        yield from _idea(before.get(reference), after.get(reference))


def _idea(old: AnnexRow | None, new: AnnexRow | None) -> Iterator[Change]:
    row = new or old
    if row is None:
        return
    if old is None or new is None:
        how = "gone" if new is None else "came"
        yield Change(kind="idea", name=row.reference, how=how, after=row.state_label, title=row.title, url=row.url)
        return
    if old.state != new.state:
        after = " · ".join(part for part in (new.state_label, new.reason) if part)
        yield Change(kind="idea", name=row.reference, how="became", before=old.state_label, after=after, url=row.url)
        return
    for how, before, after in _aspects(old, new):
        if before != after:
            change = Change(kind="idea", name=row.reference, how=how, title=row.title, url=row.url)
            yield change if how == "words" else replace(change, before=before, after=after)


def _aspects(old: AnnexRow, new: AnnexRow) -> Iterator[tuple[str, str, str]]:
    """What can be another of an idea that stands in the same state: its key in SAID, before, after."""
    yield "group", _number(old), _number(new)
    yield "theme", old.theme, new.theme
    yield "reason", old.reason, new.reason
    yield "words", _words(old, old), _words(new, old)
    yield "comments", str(old.comments), str(new.comments)


def _number(row: AnnexRow) -> str:
    return str(row.group) if row.group is not None else ""


def _words(row: AnnexRow, old: AnnexRow) -> str:
    """The text of an idea, as far as the old state holds it: the first versions held titles alone."""
    return "\n".join((row.title, row.problem, row.body)) if old.problem or old.body else row.title


def _drafts(old: ReportDocument, new: ReportDocument) -> Iterator[Change]:
    before, after = ({one.reference: one for one in document.commitments} for document in (old, new))
    for reference in sorted(before.keys() | after.keys()):
        ours, theirs = before.get(reference), after.get(reference)
        one = theirs or ours
        if one is None or ours == theirs:
            continue
        how = "gone" if theirs is None else "came" if ours is None else "words"
        yield Change(kind="draft", name=reference, how=how, after=one.title, title=one.title, url=one.url)
