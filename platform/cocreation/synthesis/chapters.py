"""The chapters of a report: one a theme with its groups, and the draft commitments with what was said of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from cocreation.comments import answers
from cocreation.comments.models import Answer, Comment
from cocreation.core.html import plain_text
from cocreation.core.i18n import N_
from cocreation.proposals.draft_remarks import STANDING
from cocreation.proposals.models import DraftCommitment, Proposal
from cocreation.synthesis.corpus import Corpus, Placed
from cocreation.synthesis.document import Chapter, Commitment, Count, Family, Group, Idea, Quote, Reply
from cocreation.synthesis.groups import cut, group, naming, proposal_path, quoted, said_of, sides_of, voice_of
from cocreation.text.sentences import excerpt
from cocreation.themes.models import Theme

IDEA = 220
# Why an idea that fits no group deserves to be read; the rare concern names its words.
NOTABLE: dict[str, str] = {
    "argued": N_("argued at length"),
    "discussed": N_("much discussed"),
    "rare": N_("a concern hardly anybody else has: %(words)s"),
}


def home_theme(corpus: Corpus, placed: Placed) -> Theme | None:
    """The theme in whose chapter a group stands: the one of most of its ideas, the first in order for a tie."""
    order: list[Theme | None] = [*corpus.themes, None]
    count = Counter(theme.id if (theme := corpus.theme_of(member.proposal)) else 0 for member in placed.members)
    best = max(count.values(), default=0)
    return next((theme for theme in order if count[theme.id if theme else 0] == best), None)


def _families(corpus: Corpus, placed: Sequence[Placed]) -> list[tuple[Family, list[Placed]]]:
    """The groups of a chapter under their families, the largest first; groups without one stand last."""
    found: dict[int, list[Placed]] = {}
    for one in sorted(placed, key=lambda one: (-len(one.members), one.number)):
        found.setdefault(one.group.parent_id or 0, []).append(one)
    told = [
        (
            Family(
                title=naming(corpus, groups[0].family_terms),
                groups=tuple(one.number for one in groups),
                ideas=sum(len(one.members) for one in groups),
            ),
            groups,
        )
        for groups in found.values()
    ]
    return sorted(told, key=lambda pair: (not pair[0].title, -pair[0].ideas, pair[0].groups))


def _idea(corpus: Corpus, proposal: Proposal) -> Idea:
    """An idea listed apart, with the reasons why it deserves to be read where there are some."""
    member, text = corpus.alone.get(proposal.id), proposal.current
    notable = (member.notable if member else None) or {}
    words = corpus.words.items(notable.get("words") or [""])
    told = plain_text(text.body_html or text.problem_html)
    short = excerpt(told, IDEA)
    return Idea(
        reference=proposal.reference or "",
        title=text.title,
        url=corpus.address(proposal_path(proposal)),
        language=text.language,
        author=voice_of(corpus, proposal.contributor),
        excerpt=short,
        reasons=tuple(corpus.words.gettext(NOTABLE[code], words=words) for code in notable.get("reasons", ())),
        comments=proposal.thread.visible_count if proposal.thread else 0,
        later=member is None,
        translation=corpus.translation(text.title, text.language),
        goes_on=cut(short, told)[1],
    )


def _lone(corpus: Corpus, theme: Theme | None) -> tuple[Idea, ...]:
    """The ideas of a theme that stand in no group: those worth reading first, those that came later last."""
    own = [proposal for proposal in corpus.lone if corpus.theme_of(proposal) is theme]
    ranks = {one.id: corpus.alone[one.id].rank for one in own if one.id in corpus.alone}
    ideas = [(_idea(corpus, one), ranks.get(one.id, 0)) for one in own]
    return tuple(idea for idea, _ in sorted(ideas, key=lambda pair: (pair[0].later, not pair[0].reasons, pair[1])))


def chapter(corpus: Corpus, theme: Theme | None) -> Chapter:
    """The chapter of a theme, or of the ideas without one."""
    own = [proposal for proposal in corpus.published if corpus.theme_of(proposal) is theme]
    families = _families(corpus, [one for one in corpus.placed if home_theme(corpus, one) is theme])
    groups: list[Group] = [group(corpus, one, theme) for _, placed in families for one in placed]
    return Chapter(
        key=theme.slug if theme else "none",
        title=corpus.theme_title(theme),
        proposals=len(own),
        authors=len({proposal.contributor_id for proposal in own}),
        comments=len(said_of(corpus, own)),
        groups=tuple(groups),
        lone=_lone(corpus, theme),
        families=tuple(family for family, _ in families),
    )


def _replies(corpus: Corpus, draft: DraftCommitment, ids: Sequence[int]) -> dict[int, list[Reply]]:
    """What the administration answered to each comment, by an answer or by a reply, oldest first."""
    found: dict[int, list[Reply]] = {}
    given = answers.answers_to(ids)
    replied = answers.replies_of_body(ids, organisation_id=draft.organisation_id)
    times = Counter(one.answer.id for number in ids for one in given.get(number, []))
    joint = {answer_id: place for place, answer_id in enumerate((one for one in times if times[one] > 1), start=1)}
    for number in ids:
        said = [
            (one.answer.answered_at, _reply(corpus, one.answer, joint.get(one.answer.id, 0)))
            for one in given.get(number, [])
        ]
        said += [(one.received_at, _reply(corpus, one)) for one in replied.get(number, [])]
        found[number] = [replace(reply, on=corpus.day(at)) for at, reply in sorted(said, key=lambda pair: pair[0])]
    return found


def _reply(corpus: Corpus, said: Answer | Comment, number: int = 0) -> Reply:
    """An answer in words; `number` is the one it bears where it was given to several remarks."""
    words = plain_text(said.html)
    return Reply(
        number=number,
        text=words,
        author=voice_of(corpus, said.contributor),
        language=said.language,
        translation=corpus.translation(words, said.language),
    )


def _standing(corpus: Corpus, draft: DraftCommitment) -> tuple[Count, ...]:
    counted = answers.counts(thread_id=draft.thread_id or 0, organisation_id=draft.organisation_id)
    return tuple(Count(key=key, label=corpus.words.gettext(STANDING[key]), count=counted[key]) for key in counted)


def _remarks(corpus: Corpus, draft: DraftCommitment, said: Sequence[Comment]) -> tuple[Quote, ...]:
    """The comments on a draft in full, each with what the administration answered."""
    replies = _replies(corpus, draft, [one.id for one in said])
    path = f"/drafts/{draft.reference}"
    return tuple(
        replace(quoted(corpus, one, draft.reference, path, whole=True), answers=tuple(replies[one.id])) for one in said
    )


def commitment(corpus: Corpus, draft: DraftCommitment) -> Commitment:
    """A draft commitment with its comments, each counted by side and quoted with its address."""
    title, language = draft.current.title.shown(corpus.language)
    found = corpus.thread_comments.get(draft.thread_id or 0, [])
    # What the administration says itself is no remark: it stands as an answer under what it replies to.
    said = [one for one in found if one.contributor.organisation_id != draft.organisation_id]
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
        opens_on=corpus.day(draft.opens_at),
        closes_on=corpus.day(draft.closes_at),
        sides=sides_of(said),
        comments=_remarks(corpus, draft, said),
        standing=_standing(corpus, draft),
    )
