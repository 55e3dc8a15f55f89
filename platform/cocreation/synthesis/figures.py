"""The figures of a report: how it came about, who took part, and the annex that names every proposal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from cocreation.accounts.lists import REGIONS, VOICES
from cocreation.clustering import queries as grouping
from cocreation.clustering.models import CORRECTIONS, GroupingRun
from cocreation.core.clock import to_local, week_of
from cocreation.core.i18n import N_
from cocreation.cycles.models import PHASES, Phase
from cocreation.moderation.models import REASONS
from cocreation.proposals.models import CHANNELS, STATES, Proposal
from cocreation.synthesis import document as report
from cocreation.synthesis.chapters import proposal_path
from cocreation.synthesis.corpus import Corpus
from cocreation.synthesis.rendering.labels import LANGUAGES

WITHOUT_TEXT = ("refused", "withdrawn")


def _dates(corpus: Corpus, phase: Phase) -> str:
    words = corpus.words
    if phase.period:
        return phase.period.format(corpus.language)
    if phase.opens_at and phase.closes_at:
        return words.gettext(
            N_("%(first)s to %(last)s"), first=words.day(phase.opens_at), last=words.day(phase.closes_at)
        )
    return words.gettext(N_("dates to be announced"))


def _counts(keys: Iterable[str], label: Callable[[str], str], order: Sequence[str] = ()) -> tuple[report.Count, ...]:
    """Counted keys, in the order given, «not given» (an empty key) last."""
    counted = Counter(keys)
    places = {key: place for place, key in enumerate(order)}
    known = sorted((key for key in counted if key), key=lambda key: (places.get(key, len(places)), key))
    shown = [*known, *([""] if counted[""] else [])]
    return tuple(report.Count(key=key, label=label(key) if key else "", count=counted[key]) for key in shown)


def _words(corpus: Corpus, names: dict[str, str]) -> Callable[[str], str]:
    return lambda key: corpus.words.gettext(names[key]) if key in names else key


def _facts(values: dict[str, Any]) -> tuple[report.Fact, ...]:
    return tuple(report.Fact(label=name, value=str(value)) for name, value in sorted(values.items()))


def _run(corpus: Corpus, run: GroupingRun) -> report.GroupingRun:
    result = run.result or {}
    made = [found for found in grouping.corrections(run.id) if found.undone_at is None]
    groups = [placed for placed in corpus.placed if placed.group.run_id == run.id]
    theme = next((found for found in corpus.themes if found.id == run.theme_id), None)
    return report.GroupingRun(
        theme=corpus.theme_title(theme),
        number=run.id,
        run_on=to_local(run.process_at).date(),
        proposals=sum(len(placed.members) for placed in groups) + len(grouping.alone([run.id])),
        groups=len(groups),
        ungrouped=len(grouping.alone([run.id])),
        duplicates=sum(len(copies) for copies in result.get("duplicates", [])),
        parameters=_facts({key: value for key, value in result.get("parameters", {}).items() if value is not None}),
        versions=_facts(result.get("versions", {})),
        corrections=_counts((found.kind for found in made), _words(corpus, CORRECTIONS), list(CORRECTIONS)),
        corpus_sha256=run.corpus_sha256 or "",
    )


def method(corpus: Corpus) -> report.Method:
    """How the report came about."""
    outcomes = [proposal.state for proposal in corpus.proposals if proposal.state != "published"]
    contributors = {proposal.contributor_id: proposal.contributor for proposal in corpus.proposals}
    visible = sum(len(found) for found in corpus.thread_comments.values())
    return report.Method(
        phases=tuple(
            report.Phase(title=corpus.words.gettext(PHASES[phase.code]), dates=_dates(corpus, phase))
            for phase in corpus.cycle.phases
        ),
        channels=_counts((found.channel for found in corpus.proposals), _words(corpus, CHANNELS), list(CHANNELS)),
        received=len(corpus.receipts),
        published=len(corpus.published),
        outcomes=_counts(outcomes, _words(corpus, STATES), list(STATES)),
        authors=len(contributors),
        organisations=len({one.organisation_id for one in contributors.values() if one.organisation_id}),
        comments=visible + corpus.hidden_comments,
        comments_hidden=corpus.hidden_comments,
        groupings=tuple(_run(corpus, run) for run in corpus.runs),
    )


def _week(corpus: Corpus) -> Callable[[str], str]:
    return lambda key: corpus.words.gettext(N_("week of %(day)s"), day=corpus.words.day(date.fromisoformat(key)))


def participation(corpus: Corpus) -> tuple[report.Participation, ...]:
    """Who took part: published ideas by theme, language, region, voice, week and channel."""
    found = corpus.published
    titles = {theme.slug: corpus.theme_title(theme) for theme in corpus.themes}
    themes = (theme.slug if (theme := corpus.theme_of(one)) else "" for one in found)
    weeks = (week_of(one.received_at).isoformat() if one.received_at else "" for one in found)
    tables = (
        ("theme", _counts(themes, lambda key: titles[key], list(titles))),
        ("language", _counts((one.current.language for one in found), _words(corpus, LANGUAGES), list(LANGUAGES))),
        ("region", _counts((one.region or "" for one in found), _words(corpus, REGIONS), list(REGIONS))),
        ("voice", _counts((one.contributor.voice for one in found), _words(corpus, VOICES), list(VOICES))),
        ("week", _counts(weeks, _week(corpus))),
        ("channel", _counts((one.channel for one in found), _words(corpus, CHANNELS), list(CHANNELS))),
    )
    return tuple(report.Participation(key=key, rows=rows) for key, rows in tables)


def _reason(corpus: Corpus, proposal: Proposal) -> str:
    decision = {"refused": "refuse"}.get(proposal.state, proposal.state)
    words = REASONS.get(decision, {}).get(proposal.reason_code or "")
    parts = [corpus.words.gettext(words)] if words else []
    if proposal.duplicate_of:
        parts.append(proposal.duplicate_of.reference or "")
    # A refused text is not shown, nor is what was written to its author about it.
    if proposal.reason_note and proposal.state not in WITHOUT_TEXT:
        parts.append(proposal.reason_note)
    return " · ".join(parts)


def annex_row(corpus: Corpus, proposal: Proposal) -> report.AnnexRow:
    """One proposal in the annex: everyone can see what became of it."""
    theme = corpus.theme_of(proposal)
    hidden = proposal.state in (*WITHOUT_TEXT, "submitted", "correction")
    return report.AnnexRow(
        reference=proposal.reference or "",
        title="" if hidden else proposal.current.title,
        url=corpus.address(proposal_path(proposal)),
        state=proposal.state,
        state_label=corpus.words.gettext(STATES[proposal.state]),
        language=proposal.current.language,
        theme=corpus.theme_title(theme),
        group=corpus.number_of.get(proposal.id),
        reason=_reason(corpus, proposal),
        received_on=to_local(proposal.received_at).date() if proposal.received_at else None,
        region=corpus.words.gettext(REGIONS[proposal.region]) if proposal.region else "",
        voice=corpus.words.gettext(VOICES[proposal.contributor.voice]),
        channel=corpus.words.gettext(CHANNELS[proposal.channel]),
        comments=proposal.thread.visible_count if proposal.thread else 0,
    )
