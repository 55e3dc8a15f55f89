"""How a report came about: dates and how they moved, what moderators decided and why, how ideas were grouped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from cocreation.clustering import queries as grouping
from cocreation.clustering.models import CORRECTIONS, GroupingRun
from cocreation.comments.models import Comment, Thread
from cocreation.core.db import db
from cocreation.core.i18n import N_, OfficialText
from cocreation.cycles.models import PHASES, Phase, PhaseChange
from cocreation.moderation.models import DECISIONS, Decision, SecondLook, reason_message
from cocreation.proposals.models import CHANNELS, DraftCommitment, Proposal, ProposalVersion
from cocreation.synthesis import document as report
from cocreation.synthesis.corpus import Corpus
from cocreation.synthesis.figures import IDEA_STATES, counts, words_for

# What the parameters of a grouping mean, by the engine's own names for them.
PARAMETERS: dict[str, str] = {
    "n_groups": N_("Number of groups"),
    "seed": N_("Starting number of the draws"),
    "n_dimensions": N_("Directions of meaning kept"),
    "n_neighbours": N_("Nearest ideas each idea is read with"),
    "smoothing": N_("Weight of these nearest ideas"),
    "most_ungrouped": N_("Ideas that may stay apart, at most"),
    "constraints": N_("Instructions of moderators respected"),
    "previous": N_("Groups carried on from the grouping before"),
    "lexicon": N_("Lexicon used (fingerprint)"),
}
VERSIONS: dict[str, str] = {
    "cocreation": N_("Version of the platform"),
    "engine": N_("Version of the grouping"),
    "analyser": N_("Version of the reading of words"),
    "python": "Python",
    "numpy": "NumPy",
    "scipy": "SciPy",
    "scikit-learn": "scikit-learn",
}
KINDS: dict[str, str] = {
    "proposal": N_("Ideas"),
    "revision": N_("New texts of published ideas"),
    "draft": N_("Draft commitments"),
    "comment": N_("Comments"),
}
# What comments are about; those that moderators hid count apart, whatever they were about.
COMMENTS: dict[str, str] = {
    "ideas": N_("On published ideas"),
    "remarks": N_("Remarks on draft commitments"),
    "replies": N_("Comments of administrations under their own drafts"),
    "themes": N_("On the themes"),
    "elsewhere": N_("On ideas that are not published"),
    "hidden": N_("Hidden by moderators"),
}
SHORT = 16


def _dates(corpus: Corpus, phase: Phase) -> str:
    words = corpus.words
    if phase.period:
        return phase.period.format(corpus.language)
    if phase.opens_at and phase.closes_at:
        first, last = words.day(phase.opens_at), words.day(phase.closes_at)
        return words.gettext(N_("%(first)s to %(last)s"), first=first, last=last)
    return words.gettext(N_("dates to be announced"))


def _moved(corpus: Corpus, change: PhaseChange) -> str:
    """How one change moved the dates of a phase, with the reason given in public."""
    told = (
        (N_("On %(day)s the opening moved from %(before)s to %(after)s."), change.opened_before, change.opens_at),
        (N_("On %(day)s the closing moved from %(before)s to %(after)s."), change.closed_before, change.closes_at),
    )
    parts = [_shift(corpus, message, change.at, before, after) for message, before, after in told]
    reason = OfficialText(change.reason).shown(corpus.language)[0]
    return " ".join(part for part in (*parts, reason if any(parts) else "") if part)


def _shift(corpus: Corpus, message: str, at: datetime, before: datetime | None, after: datetime | None) -> str:
    if not before or not after or before == after:
        return ""
    words = corpus.words
    return words.gettext(message, day=words.day(at), before=words.moment(before), after=words.moment(after))


def _phase(corpus: Corpus, phase: Phase) -> report.Phase:
    changes = (_moved(corpus, change) for change in phase.changes)
    return report.Phase(
        key=phase.code,
        title=corpus.words.gettext(PHASES[phase.code]),
        dates=_dates(corpus, phase),
        changes=tuple(change for change in changes if change),
    )


def _parameter(corpus: Corpus, name: str, value: Any) -> str:
    if name == "n_groups" and value is None:
        return corpus.words.gettext(N_("chosen by the program"))
    if name == "most_ungrouped":
        return corpus.words.percent(value)
    if name == "lexicon":
        return str(value)[:SHORT]
    return corpus.words.number(value) if isinstance(value, int | float) else str(value)


def _parameters(corpus: Corpus, values: dict[str, Any]) -> tuple[report.Fact, ...]:
    """The parameters of a grouping in people's words, in the order of their list."""
    names = [name for name in PARAMETERS if name in values] + sorted(set(values) - set(PARAMETERS))
    label: Callable[[str], str] = words_for(corpus, PARAMETERS)
    return tuple(report.Fact(label=label(name), value=_parameter(corpus, name, values[name])) for name in names)


def _versions(corpus: Corpus, values: dict[str, Any]) -> tuple[report.Fact, ...]:
    names = [name for name in VERSIONS if name in values] + sorted(set(values) - set(VERSIONS))
    label: Callable[[str], str] = words_for(corpus, VERSIONS)
    return tuple(report.Fact(label=label(name), value=str(values[name])) for name in names)


def _run(corpus: Corpus, run: GroupingRun) -> report.GroupingRun:
    result = run.result or {}
    made = [found for found in grouping.corrections(run.id) if found.undone_at is None]
    groups = [placed for placed in corpus.placed if placed.group.run_id == run.id]
    apart = [one for one in corpus.alone.values() if one.run_id == run.id]
    sets = result.get("duplicates", [])
    theme = next((found for found in corpus.themes if found.id == run.theme_id), None)
    return report.GroupingRun(
        theme=corpus.theme_title(theme),
        number=run.id,
        run_on=corpus.day(run.process_at),
        proposals=sum(len(placed.members) for placed in groups) + len(apart),
        groups=len(groups),
        ungrouped=len(apart),
        duplicates=len(sets),
        copies=sum(len(copies) - 1 for copies in sets),
        parameters=_parameters(corpus, result.get("parameters", {})),
        versions=_versions(corpus, result.get("versions", {})),
        corrections=counts((found.kind for found in made), words_for(corpus, CORRECTIONS), list(CORRECTIONS)),
        corpus_sha256=run.corpus_sha256 or "",
    )


def _of_cycle(kind: str, cycle_id: int) -> Select[Any]:
    """The ids of the things of one kind that moderators decide on in a cycle."""
    if kind == "comment":
        return select(Comment.id).join(Thread, Thread.id == Comment.thread_id).where(Thread.cycle_id == cycle_id)
    if kind == "revision":
        versions = select(ProposalVersion.id).join(Proposal, Proposal.id == ProposalVersion.proposal_id)
        return versions.where(Proposal.cycle_id == cycle_id)
    if kind == "draft":
        return select(DraftCommitment.id).where(DraftCommitment.cycle_id == cycle_id)
    return select(Proposal.id).where(Proposal.cycle_id == cycle_id)


def decisions(corpus: Corpus) -> tuple[report.Decided, ...]:
    """How often moderators decided what, and for which reason; what was undone at once does not count."""
    return tuple(
        _decided(corpus, kind, code, reason or "", number)
        for kind in KINDS
        for code, reason, number in sorted(_decisions(kind, corpus.cycle.id), key=_rank)
    )


def _decisions(kind: str, cycle_id: int) -> list[tuple[str, str | None, int]]:
    asked = (
        select(Decision.code, Decision.reason_code, func.count())
        .where(
            Decision.object_kind == kind,
            Decision.object_id.in_(_of_cycle(kind, cycle_id)),
            Decision.undone_at.is_(None),
        )
        .group_by(Decision.code, Decision.reason_code)
    )
    return [(code, reason, number) for code, reason, number in db.session.execute(asked)]


def _rank(row: tuple[str, str | None, int]) -> tuple[int, str]:
    return list(DECISIONS).index(row[0]), row[1] or ""


def _decided(corpus: Corpus, kind: str, code: str, reason: str, number: int) -> report.Decided:
    words = corpus.words
    return report.Decided(
        kind=kind,
        kind_label=words.gettext(KINDS[kind]),
        decision=words.gettext(DECISIONS[code]),
        reason=words.gettext(reason_message(code, reason)),
        count=number,
    )


def _looks(corpus: Corpus) -> Counter[str]:
    """The second looks authors asked for, by what came of them."""
    found: Counter[str] = Counter()
    for kind in ("proposal", "draft", "comment"):
        asked = select(SecondLook.state, func.count()).where(
            SecondLook.object_kind == kind, SecondLook.object_id.in_(_of_cycle(kind, corpus.cycle.id))
        )
        found.update(dict(db.session.execute(asked.group_by(SecondLook.state)).all()))
    return found


def _comments(corpus: Corpus) -> tuple[report.Count, ...]:
    """The comments by what they are about, as chapters, draft commitments and moderators count them."""
    bodies = {draft.thread_id: draft.organisation_id for draft in corpus.drafts}

    def about(comment: Comment) -> str:
        if comment.thread_id not in bodies:
            return "ideas"
        return "replies" if comment.contributor.organisation_id == bodies[comment.thread_id] else "remarks"

    keys = [about(comment) for found in corpus.thread_comments.values() for comment in found]
    keys += ["themes" if kind == "theme" else "elsewhere" for _, kind in corpus.other_comments]
    return counts([*keys, *["hidden"] * corpus.hidden_comments], words_for(corpus, COMMENTS), list(COMMENTS))


def _channels(corpus: Corpus) -> tuple[report.Count, ...]:
    """How ideas came: every channel that was open, also those by which none came."""
    came = Counter(proposal.channel for proposal in corpus.proposals)
    label = words_for(corpus, CHANNELS)
    return tuple(report.Count(key=key, label=label(key), count=came[key]) for key in CHANNELS)


def method(corpus: Corpus) -> report.Method:
    """How the report came about."""
    outcomes = [proposal.state for proposal in corpus.proposals if proposal.state != "published"]
    contributors = {proposal.contributor_id: proposal.contributor for proposal in corpus.proposals}
    comments = _comments(corpus)
    looks = _looks(corpus)
    return report.Method(
        phases=tuple(_phase(corpus, phase) for phase in corpus.cycle.phases),
        channels=_channels(corpus),
        received=len(corpus.receipts),
        published=len(corpus.published),
        outcomes=counts(outcomes, words_for(corpus, IDEA_STATES), list(IDEA_STATES)),
        authors=len(contributors),
        organisations=len({one.organisation_id for one in contributors.values() if one.organisation_id}),
        comments=sum(count.count for count in comments),
        comments_hidden=corpus.hidden_comments,
        groupings=tuple(_run(corpus, run) for run in corpus.runs),
        decisions=decisions(corpus),
        second_looks=looks.total(),
        second_looks_changed=looks["changed"],
        authors_published=len({proposal.contributor_id for proposal in corpus.published}),
        comments_by=comments,
    )
