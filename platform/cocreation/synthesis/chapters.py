"""The chapters of a report: one a theme with its groups, and the draft commitments with what was said of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from cocreation.accounts.lists import VOICES
from cocreation.accounts.models import Contributor
from cocreation.comments.models import Comment
from cocreation.proposals.models import DraftCommitment, Proposal
from cocreation.synthesis.corpus import Corpus, Placed
from cocreation.synthesis.document import Chapter, Commitment, Group, Idea, Quote, Sides, Terms
from cocreation.text.sentences import excerpt
from cocreation.themes.models import Theme

EXCERPT = 300
QUOTES = 2
EXCERPTS = 3


def name_of(corpus: Corpus, contributor: Contributor) -> str:
    """Who signs, in the report's language: the organisation, or the voice; no person's name outlives an erasure."""
    if contributor.organisation:
        return contributor.organisation.name.shown(corpus.language)[0]
    return corpus.words.gettext(VOICES[contributor.voice])


def proposal_path(proposal: Proposal) -> str:
    """The page of a proposal, without language."""
    return f"/proposals/{proposal.reference}"


def sides_of(found: Iterable[Comment]) -> Sides:
    """How many comments stand on each side."""
    count = Counter(comment.side for comment in found)
    return Sides(pro=count["for"], contra=count["against"], clarify=count["clarify"], none=count[None])


def quoted(corpus: Corpus, comment: Comment, reference: str, path: str) -> Quote:
    """A comment as a quotation with its own address."""
    return Quote(
        text=excerpt(comment.source, EXCERPT),
        reference=reference,
        url=corpus.address(f"{path}?comment={comment.id}#comment-{comment.id}"),
        language=comment.language,
        author=name_of(corpus, comment.contributor),
        side=comment.side or "none",  # type: ignore[arg-type]
    )


def _said(corpus: Corpus, members: Sequence[Proposal]) -> list[tuple[Comment, Proposal]]:
    return [
        (comment, proposal)
        for proposal in members
        if proposal.thread_id
        for comment in corpus.thread_comments.get(proposal.thread_id, [])
    ]


def _taking(corpus: Corpus, said: Sequence[tuple[Comment, Proposal]], side: str) -> tuple[Quote, ...]:
    """The fullest comments of one side, at most two, from different authors."""
    chosen: dict[int, tuple[Comment, Proposal]] = {}
    for comment, proposal in sorted(said, key=lambda pair: (-len(pair[0].source), pair[0].id)):
        if comment.side == side and len(chosen) < QUOTES:
            chosen.setdefault(comment.contributor_id, (comment, proposal))
    return tuple(
        quoted(corpus, comment, proposal.reference or "", proposal_path(proposal))
        for comment, proposal in chosen.values()
    )


def _excerpts(corpus: Corpus, placed: Placed) -> tuple[Quote, ...]:
    # A text changed since the grouping is not quoted with the words it no longer says.
    same = (one for one in placed.members if one.version_number == one.proposal.version_number)
    found = [member for member in same if member.excerpt][:EXCERPTS]
    return tuple(
        Quote(
            text=member.excerpt or "",
            reference=member.proposal.reference or "",
            url=corpus.address(proposal_path(member.proposal)),
            language=member.proposal.current.language,
            author=name_of(corpus, member.proposal.contributor),
        )
        for member in found
    )


def home_theme(corpus: Corpus, placed: Placed) -> Theme | None:
    """The theme in whose chapter a group stands: the one of most of its ideas, the first in order for a tie."""
    order: list[Theme | None] = [*corpus.themes, None]
    count = Counter(theme.id if (theme := corpus.theme_of(member.proposal)) else 0 for member in placed.members)
    best = max(count.values(), default=0)
    return next((theme for theme in order if count[theme.id if theme else 0] == best), None)


def _group(corpus: Corpus, placed: Placed) -> Group:
    members = [member.proposal for member in placed.members]
    home = home_theme(corpus, placed)
    found = {theme.id: theme for member in members if (theme := corpus.theme_of(member))}
    others = [theme for theme in corpus.themes if theme.id in found and theme is not home]
    said = _said(corpus, members)
    group = placed.group
    return Group(
        number=placed.number,
        title=placed.title,
        url=corpus.address(f"/groups/{corpus.cycle.slug}/{_scope(corpus, placed)}/{group.name}"),
        family=placed.family,
        terms=_terms(corpus, group.terms, {member.current.language for member in members}),
        size=len(members),
        authors=len({member.contributor_id for member in members}),
        other_themes=tuple(corpus.theme_title(theme) for theme in others),
        excerpts=_excerpts(corpus, placed),
        sides=sides_of(comment for comment, _ in said),
        agreement=_taking(corpus, said, "for"),
        disagreement=_taking(corpus, said, "against"),
        members=tuple(member.reference or "" for member in members),
    )


def _terms(corpus: Corpus, found: dict[str, list[str]], spoken: set[str]) -> tuple[Terms, ...]:
    """The words of a group in the report's language first, then in the languages its members wrote in."""
    order = sorted({corpus.language, *spoken} & set(found), key=lambda code: (code != corpus.language, code))
    return tuple(Terms(language=code, words=tuple(found[code])) for code in order if found[code])


def _scope(corpus: Corpus, placed: Placed) -> str:
    run = next(run for run in corpus.runs if run.id == placed.group.run_id)
    return next((theme.slug for theme in corpus.themes if theme.id == run.theme_id), "all")


def _idea(corpus: Corpus, proposal: Proposal) -> Idea:
    return Idea(
        reference=proposal.reference or "",
        title=proposal.current.title,
        url=corpus.address(proposal_path(proposal)),
        language=proposal.current.language,
    )


def chapter(corpus: Corpus, theme: Theme | None) -> Chapter:
    """The chapter of a theme, or of the ideas without one."""
    own = [proposal for proposal in corpus.published if corpus.theme_of(proposal) is theme]
    groups = [_group(corpus, placed) for placed in corpus.placed if home_theme(corpus, placed) is theme]
    return Chapter(
        key=theme.slug if theme else "none",
        title=corpus.theme_title(theme),
        proposals=len(own),
        authors=len({proposal.contributor_id for proposal in own}),
        comments=len(_said(corpus, own)),
        groups=tuple(sorted(groups, key=lambda group: (-group.size, group.number))),
        lone=tuple(_idea(corpus, proposal) for proposal in corpus.lone if corpus.theme_of(proposal) is theme),
    )


def commitment(corpus: Corpus, draft: DraftCommitment) -> Commitment:
    """A draft commitment with its comments, each counted by side and quoted with its address."""
    title, language = draft.current.title.shown(corpus.language)
    said = corpus.thread_comments.get(draft.thread_id or 0, [])
    return Commitment(
        reference=draft.reference,
        title=title,
        organisation=draft.organisation.name.shown(corpus.language)[0],
        url=corpus.address(f"/drafts/{draft.reference}"),
        language=language,
        problem=draft.current.problem.shown(corpus.language)[0],
        content=draft.current.content.shown(corpus.language)[0],
        result=draft.current.expected_result.shown(corpus.language)[0],
        contact=draft.current.contact,
        opens_on=draft.opens_at.date() if draft.opens_at else None,
        closes_on=draft.closes_at.date() if draft.closes_at else None,
        sides=sides_of(said),
        comments=tuple(quoted(corpus, comment, draft.reference, f"/drafts/{draft.reference}") for comment in said),
    )
