"""The groups of a report: the words their ideas share, in whose words, and what comments say for and against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from cocreation.accounts.lists import VOICES
from cocreation.accounts.models import Contributor
from cocreation.comments.models import Comment
from cocreation.core.html import plain_text
from cocreation.proposals.models import Proposal
from cocreation.synthesis.corpus import Corpus, Placed
from cocreation.synthesis.document import Group, Point, Quote, Sides, Terms
from cocreation.text.sentences import ELLIPSIS, excerpt
from cocreation.themes.models import Theme

EXCERPT = 300
QUOTES = 2
EXCERPTS = 3
# The words that name a group or a family, and the concerns its ideas share, at most.
NAMING = 3
SHARED = 4
# A word is shared where this part of the ideas say it, and two of them at least.
SAID_BY, PART = 2, 3


def voice_of(corpus: Corpus, contributor: Contributor) -> str:
    """Who speaks, in the report's language: an organisation by its name, a person by their voice alone."""
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


def quoted(corpus: Corpus, comment: Comment, reference: str, path: str, *, whole: bool = False) -> Quote:
    """A comment as a quotation with its own address; its first sentences, or the `whole` of it."""
    text = plain_text(comment.html)
    words = text if whole else excerpt(text, EXCERPT)
    return Quote(
        text=words,
        reference=reference,
        url=corpus.address(f"{path}?comment={comment.id}#comment-{comment.id}"),
        language=comment.language,
        author=voice_of(corpus, comment.contributor),
        side=comment.side or "none",  # type: ignore[arg-type]
        on=corpus.day(comment.received_at),
        translation=corpus.translation(words, comment.language),
        goes_on=cut(words, text)[1],
    )


def cut(words: str, *texts: str) -> tuple[bool, bool]:
    """Whether the text that words are taken from says more before them, and after them.

    Args:
        texts: it is the first of these that holds the words, however its lines are broken.
    """
    said = " ".join(words.split()).rstrip(ELLIPSIS)
    for text in texts if said else ():
        before, found, after = " ".join(text.split()).partition(said)
        if found:
            return any(map(str.isalnum, before)), any(map(str.isalnum, after))
    return False, False


Said = Sequence[tuple[Comment, Proposal]]


def said_of(corpus: Corpus, members: Sequence[Proposal]) -> Said:
    """The visible comments on some ideas, each with its idea."""
    return [
        (comment, proposal)
        for proposal in members
        if proposal.thread_id
        for comment in corpus.thread_comments.get(proposal.thread_id, [])
    ]


def _taking(corpus: Corpus, said: Said, side: str) -> tuple[Quote, ...]:
    """The fullest comments of one side, at most two, from different authors."""
    chosen: dict[int, tuple[Comment, Proposal]] = {}
    for comment, proposal in sorted(said, key=lambda pair: (-min(len(pair[0].source), EXCERPT), pair[0].id)):
        if comment.side == side and len(chosen) < QUOTES:
            chosen.setdefault(comment.contributor_id, (comment, proposal))
    return tuple(
        quoted(corpus, comment, proposal.reference or "", proposal_path(proposal))
        for comment, proposal in chosen.values()
    )


def _excerpts(corpus: Corpus, placed: Placed) -> tuple[Quote, ...]:
    # A text changed since the grouping is not quoted with words it no longer says.
    same = (one for one in placed.members if one.version_number == one.proposal.version_number)
    found = [member for member in same if member.excerpt][:EXCERPTS]
    return tuple(_excerpt(corpus, member.proposal, member.excerpt or "") for member in found)


def _excerpt(corpus: Corpus, proposal: Proposal, words: str) -> Quote:
    text = proposal.current
    goes_before, goes_on = cut(words, plain_text(text.body_html), text.body, plain_text(text.problem_html))
    return Quote(
        text=words,
        reference=proposal.reference or "",
        url=corpus.address(proposal_path(proposal)),
        language=text.language,
        author=voice_of(corpus, proposal.contributor),
        translation=corpus.translation(words, text.language),
        goes_before=goes_before,
        goes_on=goes_on,
    )


def _shared(corpus: Corpus, placed: Placed, members: Sequence[Proposal]) -> tuple[Point, ...]:
    """What many of a group's ideas say, whatever their language: the group's words, and who says them."""
    points = []
    least = max(SAID_BY, -(-len(members) // PART))
    for words in placed.terms.get(corpus.language, ()):
        saying = corpus.saying(words, corpus.language, members)
        if len(saying) >= least:
            points.append(Point(words=words, language=corpus.language, references=saying))
    return tuple(sorted(points, key=lambda point: -len(point.references))[:SHARED])


def naming(corpus: Corpus, terms: Mapping[str, Sequence[str]]) -> str:
    """The words that name a group or a family, in the report's language where it has some."""
    words = terms.get(corpus.language) or next(iter(terms.values()), [])
    return corpus.words.items(words[:NAMING]) if words else ""


def _heading(corpus: Corpus, placed: Placed) -> str:
    """What names a group in the report's language: its own title, its translation, or the words it turns on."""
    title, language = placed.title, placed.title_language
    if language == corpus.language:
        return title
    return corpus.translation(title, language) or _capital(naming(corpus, placed.terms)) or title


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _terms(corpus: Corpus, found: dict[str, list[str]], spoken: set[str]) -> tuple[Terms, ...]:
    """The words of a group in the report's language first, then in the languages its members wrote in."""
    order = sorted({corpus.language, *spoken} & set(found), key=lambda code: (code != corpus.language, code))
    return tuple(Terms(language=code, words=tuple(found[code])) for code in order if found[code])


def _copies(placed: Placed) -> int:
    texts = {member.copy_of_id or member.proposal_id for member in placed.members}
    return len(placed.members) - len(texts)


def group(corpus: Corpus, placed: Placed, home: Theme | None) -> Group:
    """One group as its chapter tells it; `home` is the theme of that chapter."""
    members = [member.proposal for member in placed.members]
    found = {theme.id: theme for member in members if (theme := corpus.theme_of(member))}
    others = [theme for theme in corpus.themes if theme.id in found and theme is not home]
    said, row = said_of(corpus, members), placed.group
    return Group(
        number=placed.number,
        title=placed.title,
        title_language=placed.title_language,
        heading=_heading(corpus, placed),
        url=corpus.address(f"/groups/{corpus.cycle.slug}/{corpus.scope_of(row)}/{row.name}"),
        family=naming(corpus, placed.family_terms),
        terms=_terms(corpus, placed.terms, {member.current.language for member in members}),
        size=len(members),
        authors=len({member.contributor_id for member in members}),
        other_themes=tuple(corpus.theme_title(theme) for theme in others),
        excerpts=_excerpts(corpus, placed),
        sides=sides_of(comment for comment, _ in said),
        agreement=_taking(corpus, said, "for"),
        disagreement=_taking(corpus, said, "against"),
        members=tuple(member.reference or "" for member in members),
        copies=_copies(placed),
        shared=_shared(corpus, placed, members),
    )
