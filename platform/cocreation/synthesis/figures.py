"""The figures of a report: who took part, the map of ideas, and the annex that names every proposal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from urllib.parse import urlsplit

from cocreation.accounts.lists import REGIONS, VOICES
from cocreation.clustering.models import Membership
from cocreation.core.clock import week_of
from cocreation.core.i18n import N_
from cocreation.moderation.models import CHANNEL_LINKS, reason_message
from cocreation.proposals.models import CHANNELS, Proposal
from cocreation.synthesis import document as report
from cocreation.synthesis.corpus import Corpus
from cocreation.synthesis.groups import proposal_path
from cocreation.synthesis.rendering.labels import LANGUAGES
from cocreation.text.scripts import script_of

WITHOUT_TEXT = ("refused", "withdrawn")
NOT_PUBLIC = (*WITHOUT_TEXT, "submitted", "correction")
REDIRECTED = ("other_channel", "out_of_scope")
# The states of an idea as a list of ideas says them.
IDEA_STATES: dict[str, str] = {
    "submitted": N_("Idea waiting to be checked"),
    "correction": N_("Idea sent back for correction"),
    "published": N_("Idea published"),
    "refused": N_("Idea refused"),
    "other_channel": N_("Idea directed to another channel"),
    "out_of_scope": N_("Idea out of scope"),
    "duplicate": N_("Idea already proposed"),
    "withdrawn": N_("Idea withdrawn by its author"),
}
SIDE = 1000
WEEK = timedelta(weeks=1)


def counts(keys: Iterable[str], label: Callable[[str], str], order: Sequence[str] = ()) -> tuple[report.Count, ...]:
    """Counted keys, in the order given, «not given» (an empty key) last."""
    counted = Counter(keys)
    places = {key: place for place, key in enumerate(order)}
    known = sorted((key for key in counted if key), key=lambda key: (places.get(key, len(places)), key))
    shown = [*known, *([""] if counted[""] else [])]
    return tuple(report.Count(key=key, label=label(key) if key else "", count=counted[key]) for key in shown)


def words_for(corpus: Corpus, names: dict[str, str]) -> Callable[[str], str]:
    """What says a code of a closed list in the report's language."""
    return lambda key: corpus.words.gettext(names[key]) if key in names else key


def _theme_key(corpus: Corpus, proposal: Proposal) -> str:
    theme = corpus.theme_of(proposal)
    return theme.slug if theme else ""


def _weeks(corpus: Corpus, days: Iterable[date | None]) -> tuple[report.Count, ...]:
    """How many things came each week, from the first to the last, weeks without any included."""
    counted = Counter(day for day in days if day)
    week, last = min(counted, default=None), max(counted, default=None)
    found = []
    while week is not None and last is not None and week <= last:
        label = corpus.words.gettext(N_("week of %(day)s"), day=corpus.words.day(week))
        found.append(report.Count(key=week.isoformat(), label=label, count=counted[week]))
        week += WEEK
    return tuple(found)


def participation(corpus: Corpus) -> tuple[report.Participation, ...]:
    """Who took part: published ideas by theme, language, region, voice, week and channel; comments by week."""
    found = corpus.published
    titles = {theme.slug: corpus.theme_title(theme) for theme in corpus.themes}
    voices = (one.contributor.voice for one in found)
    threads = (*corpus.thread_comments.values(), [comment for comment, _ in corpus.other_comments])
    said = (week_of(one.received_at) for thread in threads for one in thread)
    tables = (
        ("theme", counts((_theme_key(corpus, one) for one in found), lambda key: titles[key], list(titles))),
        ("language", counts((one.current.language for one in found), words_for(corpus, LANGUAGES), list(LANGUAGES))),
        ("region", counts((one.region or "" for one in found), words_for(corpus, REGIONS), list(REGIONS))),
        ("voice", counts(voices, words_for(corpus, VOICES), list(VOICES))),
        ("week", _weeks(corpus, (week_of(one.received_at) if one.received_at else None for one in found))),
        ("channel", counts((one.channel for one in found), words_for(corpus, CHANNELS), list(CHANNELS))),
        ("comment_week", _weeks(corpus, said)),
    )
    return tuple(report.Participation(key=key, rows=rows) for key, rows in tables)


def crossed(corpus: Corpus, tables: Sequence[report.Participation]) -> tuple[report.Crossed, ...]:
    """Published ideas by theme and voice."""
    by_key = {table.key: table.rows for table in tables}
    rows, columns = by_key["theme"], by_key["voice"]
    pairs = Counter((_theme_key(corpus, one), one.contributor.voice) for one in corpus.published)
    cells = tuple(tuple(pairs[row.key, column.key] for column in columns) for row in rows)
    return (report.Crossed(key="theme_voice", rows=rows, columns=columns, cells=cells),) if rows else ()


def _scaled(values: Sequence[float]) -> list[int]:
    low, high = min(values), max(values)
    return [round((value - low) / ((high - low) or 1.0) * SIDE) for value in values]


def ideas_map(corpus: Corpus) -> tuple[report.Spot, ...]:
    """Every grouped idea on a plane where near ideas use near words; none where each theme has a plane of its own."""
    if len(corpus.runs) != 1:
        return ()
    placed = [(member, one.number) for one in corpus.placed for member in one.members]
    found = [*placed, *((member, None) for member in corpus.alone.values() if member.proposal.state == "published")]
    if not found:
        return ()
    across, down = _scaled([member.x for member, _ in found]), _scaled([-member.y for member, _ in found])
    return tuple(
        report.Spot(reference=member.proposal.reference or "", x=x, y=y, group=number)
        for (member, number), x, y in zip(found, across, down, strict=True)
    )


def redirected(corpus: Corpus) -> tuple[report.Redirected, ...]:
    """What went out of the plan, reason by reason: where people were directed, and which ideas."""
    found: dict[tuple[str, str], list[str]] = {}
    for proposal in corpus.proposals:
        if proposal.state in REDIRECTED:
            reasons = found.setdefault((proposal.state, proposal.reason_code or ""), [])
            reasons.append(proposal.reference or "")
    return tuple(
        report.Redirected(
            state=corpus.words.gettext(IDEA_STATES[state]),
            reason=corpus.words.gettext(reason_message(state, code)),
            place=urlsplit(CHANNEL_LINKS.get(code, "")).netloc.removeprefix("www."),
            address=CHANNEL_LINKS.get(code, ""),
            references=tuple(references),
        )
        for (state, code), references in sorted(found.items())
    )


def _why(corpus: Corpus, proposal: Proposal) -> str:
    """Why a published idea stands where it does: the words it shares with its group, or that it shares none."""
    words = corpus.words
    member = corpus.membership_of(proposal)
    if member is None:
        return words.gettext(N_("Came after the grouping.")) if corpus.runs else ""
    if member.group_id is None:
        return words.gettext(N_("Listed apart: the calculation found no other idea close enough."))
    if member.by_hand:
        return words.gettext(N_("Placed in this group by a moderator."))
    if shared := member.why or _said_with(corpus, proposal, member):
        return words.gettext(N_("Words shared with its group: %(words)s"), words=words.terms(shared))
    return words.gettext(N_("Brought here by the ideas nearest to it: it shares no word with the group itself."))


def _said_with(corpus: Corpus, proposal: Proposal, member: Membership) -> list[str]:
    """The words of its group that an idea says in any language, where it has none of them as they are written."""
    placed = next(one for one in corpus.placed if one.group.id == member.group_id)
    terms = placed.terms.get(corpus.language, ())
    return [term for term in terms if corpus.saying(term, corpus.language, [proposal])]


def _reason(corpus: Corpus, proposal: Proposal) -> str:
    if proposal.state == "published":
        return _why(corpus, proposal)
    parts = [corpus.words.gettext(reason_message(proposal.state, proposal.reason_code))]
    if proposal.duplicate_of:
        parts.append(proposal.duplicate_of.reference or "")
    if note := _note(proposal):
        translation = corpus.translation(note, _language_of(note, proposal))
        said = f"{corpus.words.gettext(N_('Unofficial translation:'))} {translation}" if translation else ""
        parts += [note, said]
    return " · ".join(part for part in parts if part)


def _note(proposal: Proposal) -> str:
    """What a moderator wrote of an idea set aside; not of a refused one, whose text is not shown either."""
    return "" if proposal.state in ("published", *NOT_PUBLIC) else proposal.reason_note or ""


def _language_of(note: str, proposal: Proposal) -> str:
    """The language of what a moderator wrote: that of the idea, unless its letters say otherwise."""
    language = proposal.current.language
    if script_of(note) == "arabic":
        return "ar"
    return "fr" if language == "ar" else language


def annex_row(corpus: Corpus, proposal: Proposal) -> report.AnnexRow:
    """One proposal in the annex: everyone can see what became of it."""
    hidden, text, note = proposal.state in NOT_PUBLIC, proposal.current, _note(proposal)
    return report.AnnexRow(
        reference=proposal.reference or "",
        title="" if hidden else text.title,
        url=corpus.address(proposal_path(proposal)),
        state=proposal.state,
        state_label=corpus.words.gettext(IDEA_STATES[proposal.state]),
        language=text.language,
        theme=corpus.theme_title(corpus.theme_of(proposal)),
        group=corpus.number_of.get(proposal.id),
        reason=_reason(corpus, proposal),
        received_on=corpus.day(proposal.received_at),
        region=corpus.words.gettext(REGIONS[proposal.region]) if proposal.region else "",
        voice=corpus.words.gettext(VOICES[proposal.contributor.voice]),
        channel=corpus.words.gettext(CHANNELS[proposal.channel]),
        comments=proposal.thread.visible_count if proposal.thread else 0,
        translation="" if hidden else corpus.translation(text.title, text.language),
        problem="" if hidden else text.problem,
        body="" if hidden else text.body,
        note=note,
        note_language=_language_of(note, proposal) if note else "",
        note_translation=corpus.translation(note, _language_of(note, proposal)) if note else "",
    )
