"""Reads of reasoned answers: what is written, what is published, and what waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from cocreation.core.db import db
from cocreation.core.i18n import LANGUAGES, N_, OfficialText, translator
from cocreation.core.web import configured
from cocreation.evaluation import standing
from cocreation.evaluation.answer_models import (
    CHECKED_OUT,
    AnswersPublication,
    PublishedAnswer,
    Reaction,
    ReasonedAnswer,
)
from cocreation.evaluation.models import GATE_REASONS, Item, Sift
from cocreation.evaluation.standing import Stand
from cocreation.moderation.models import CHANNEL_LINKS, reason_message
from cocreation.proposals.models import Proposal
from cocreation.text.scripts import script_of

# Every answer is published in these languages; English where it is given.
NEEDED = ("fr", "ar")
# How many ids one statement asks for: every database takes as many.
ROWS = 500


@dataclass(frozen=True)
class Subject:
    """What one answer is written for: an item of a workshop or an act of the first sift, with the ideas it answers."""

    kind: str
    of: Item | Sift
    outcome: str
    ideas: tuple[int, ...]
    answer: ReasonedAnswer | None

    @property
    def key(self) -> str:
        """Its name in forms and addresses."""
        return f"{self.kind}-{self.of.id}"

    @property
    def words(self) -> OfficialText:
        """What is written; empty where nobody has written it."""
        return self.answer.words if self.answer else OfficialText()

    @property
    def lacks(self) -> tuple[str, ...]:
        """The languages it must be in and is not."""
        return tuple(code for code in NEEDED if not self.words.get(code))

    @property
    def offered(self) -> OfficialText:
        """What the writing begins with: the reason the workshop or the first sift gave."""
        return self.of.reason or OfficialText() if isinstance(self.of, Item) else _of_sift(self.of)


@dataclass(frozen=True)
class Ready:
    """What would be published of one idea, now."""

    proposal_id: int
    outcome: str
    words: OfficialText
    own_words: OfficialText
    item_id: int | None = None
    merged_into_id: int | None = None
    link: str = ""


@dataclass(frozen=True)
class Faults:
    """Why the answers cannot be published: references of ideas without a last word, or without an answer."""

    undecided: Sequence[str]
    unanswered: Mapping[str, Sequence[str]]

    def __bool__(self) -> bool:
        return bool(self.undecided or any(self.unanswered.values()))


def _said(message: str, **values: object) -> OfficialText:
    return OfficialText({code: translator(code).gettext(message, **values) for code in LANGUAGES})


def _joined(*texts: OfficialText) -> OfficialText:
    return OfficialText({code: " ".join(text[code] for text in texts if text.get(code)) for code in LANGUAGES})


def _of_sift(sift: Sift) -> OfficialText:
    reason = OfficialText({code: f"{text}." for code, text in _said(GATE_REASONS[sift.gate][sift.reason_code]).items()})
    # The note was typed in one language: it is offered in that one.
    note = (
        OfficialText({"ar" if script_of(sift.note) == "arabic" else "fr": sift.note}) if sift.note else OfficialText()
    )
    return _joined(reason, note)


def subjects(cycle_id: int) -> list[Subject]:
    """Everything that is answered at once, in the order of workshops and items, then of sifts."""
    written = {_key(one): one for one in _written(cycle_id)}
    ideas: dict[str, list[int]] = {}
    stands: dict[str, Stand] = {}
    for idea, stand in standing.of_ideas(cycle_id).items():
        if stand.is_final:
            key = f"item-{stand.item.id}" if stand.item else f"sift-{stand.sift.id if stand.sift else 0}"
            ideas.setdefault(key, []).append(idea)
            stands[key] = stand
    found = [
        Subject(key.partition("-")[0], of, stand.station, tuple(ideas[key]), written.get(key))
        for key, stand in stands.items()
        if (of := stand.item or stand.sift) is not None
    ]
    return sorted(found, key=_place)


def _place(subject: Subject) -> tuple[int, int, int]:
    of = subject.of
    return (of.workshop.number, of.position, 0) if isinstance(of, Item) else (10_000, 0, of.id)


def subject(cycle_id: int, key: str) -> Subject | None:
    """One of them, by its key."""
    return next((one for one in subjects(cycle_id) if one.key == key), None)


def _key(answer: ReasonedAnswer) -> str:
    return f"item-{answer.item_id}" if answer.item_id else f"sift-{answer.sift_id}"


def _written(cycle_id: int) -> Sequence[ReasonedAnswer]:
    return db.session.scalars(
        select(ReasonedAnswer).where(ReasonedAnswer.cycle_id == cycle_id, ReasonedAnswer.proposal_id.is_(None))
    ).all()


def adapted(cycle_id: int) -> dict[int, ReasonedAnswer]:
    """What is written for single ideas: {proposal_id: answer}."""
    rows = db.session.scalars(
        select(ReasonedAnswer).where(ReasonedAnswer.cycle_id == cycle_id, ReasonedAnswer.proposal_id.is_not(None))
    )
    return {row.proposal_id: row for row in rows if row.proposal_id is not None}


def checked_out(cycle_id: int) -> Sequence[Proposal]:
    """The ideas received whose checking had the last word."""
    return db.session.scalars(
        select(Proposal)
        .where(
            Proposal.cycle_id == cycle_id,
            Proposal.state.in_((*CHECKED_OUT, "other_channel")),
            Proposal.received_at.is_not(None),
        )
        .order_by(Proposal.reference)
    ).all()


def _of_checking(proposal: Proposal) -> OfficialText:
    if proposal.duplicate_of is not None:
        first = proposal.duplicate_of.reference
        return _said(N_("The same idea is published as %(reference)s, and is answered there."), reference=first)
    if proposal.state == "withdrawn":
        return _said(N_("Its author withdrew it."))
    message = reason_message(proposal.state, proposal.reason_code)
    words = _said(message) if message else OfficialText()
    return OfficialText({code: f"{text}." for code, text in words.items()})


def ready(cycle_id: int) -> dict[int, Ready]:
    """What would be published of each idea that has its last word: {proposal_id: ready}."""
    own = {idea: answer.words for idea, answer in adapted(cycle_id).items()}
    found: dict[int, Ready] = {}
    for subject_ in subjects(cycle_id):
        for idea in subject_.ideas:
            found[idea] = _ready(subject_, idea, own.get(idea, OfficialText()))
    for proposal in checked_out(cycle_id):
        link = CHANNEL_LINKS.get(proposal.reason_code or "", "") if proposal.state == "other_channel" else ""
        words = own.get(proposal.id, OfficialText())
        found[proposal.id] = Ready(proposal.id, proposal.state, _of_checking(proposal), words, link=link)
    return found


def _ready(subject_: Subject, idea: int, own_words: OfficialText) -> Ready:
    of = subject_.of
    item_id, into = (of.id, of.merged_into_id) if isinstance(of, Item) else (None, None)
    return Ready(idea, subject_.outcome, subject_.words, own_words, item_id, into, of.link)


def faults(cycle_id: int) -> Faults:
    """What is missing before the answers of a plan can be published."""
    stands, found = standing.of_ideas(cycle_id), ready(cycle_id)
    references = _references([*stands, *found])
    undecided = [references[idea] for idea, stand in stands.items() if not stand.is_final]
    unanswered = {
        code: [references[idea] for idea, one in found.items() if not (one.words.get(code) or one.own_words.get(code))]
        for code in NEEDED
    }
    return Faults(sorted(undecided), {code: sorted(lacking) for code, lacking in unanswered.items()})


def _references(ids: Iterable[int]) -> dict[int, str]:
    wanted, found = sorted(set(ids)), {}
    for start in range(0, len(wanted), ROWS):
        rows = db.session.execute(
            select(Proposal.id, Proposal.reference).where(Proposal.id.in_(wanted[start : start + ROWS]))
        )
        found.update({number: reference or "" for number, reference in rows})
    return found


def publications(cycle_id: int) -> Sequence[AnswersPublication]:
    """The publications of a plan, newest first."""
    return db.session.scalars(
        select(AnswersPublication)
        .where(AnswersPublication.cycle_id == cycle_id, AnswersPublication.state == "published")
        .order_by(AnswersPublication.number.desc())
    ).all()


def publication(cycle_id: int, number: int) -> AnswersPublication | None:
    """One publication, published or proposed."""
    return db.session.scalar(
        select(AnswersPublication).where(AnswersPublication.cycle_id == cycle_id, AnswersPublication.number == number)
    )


def proposed(cycle_id: int) -> AnswersPublication | None:
    """The publication that waits for a second yes."""
    return db.session.scalar(
        select(AnswersPublication).where(
            AnswersPublication.cycle_id == cycle_id, AnswersPublication.state == "proposed"
        )
    )


def published_answers(proposal_ids: Iterable[int]) -> dict[int, PublishedAnswer]:
    """The answer that stands for each idea that has one, the last published: {proposal_id: answer}."""
    wanted, found = sorted(proposal_ids), {}
    for start in range(0, len(wanted), ROWS):
        rows = db.session.scalars(
            select(PublishedAnswer)
            .where(PublishedAnswer.proposal_id.in_(wanted[start : start + ROWS]))
            .order_by(PublishedAnswer.id)
        )
        found.update({row.proposal_id: row for row in rows})
    return found


def published_answer(proposal_id: int) -> PublishedAnswer | None:
    """The answer that stands for one idea; None before the answers of its plan are published."""
    return published_answers([proposal_id]).get(proposal_id)


def history(proposal_id: int) -> Sequence[PublishedAnswer]:
    """Every answer published to one idea, newest first."""
    return db.session.scalars(
        select(PublishedAnswer).where(PublishedAnswer.proposal_id == proposal_id).order_by(PublishedAnswer.id.desc())
    ).all()


def of_publication(publication_id: int) -> Sequence[PublishedAnswer]:
    """What one publication holds, in the order of the references."""
    return db.session.scalars(
        select(PublishedAnswer)
        .join(Proposal, Proposal.id == PublishedAnswer.proposal_id)
        .where(PublishedAnswer.publication_id == publication_id)
        .order_by(Proposal.reference)
    ).all()


def of_cycle(cycle_id: int) -> list[PublishedAnswer]:
    """The answers that stand in a plan, in the order of the references."""
    rows = db.session.scalars(
        select(PublishedAnswer)
        .join(Proposal, Proposal.id == PublishedAnswer.proposal_id)
        .where(Proposal.cycle_id == cycle_id)
        .order_by(Proposal.reference, PublishedAnswer.id)
    )
    return list({row.proposal_id: row for row in rows}.values())


def not_out(cycle_id: int) -> int:
    """How many ideas were received and are still with the moderators or their authors: answered later."""
    counted = select(func.count()).where(Proposal.cycle_id == cycle_id, Proposal.state.in_(("submitted", "correction")))
    return db.session.scalar(counted) or 0


def reactions(cycle_id: int) -> Sequence[Reaction]:
    """Every reaction to the answers of a plan, oldest first."""
    return db.session.scalars(
        select(Reaction)
        .join(PublishedAnswer, PublishedAnswer.id == Reaction.published_answer_id)
        .join(AnswersPublication, AnswersPublication.id == PublishedAnswer.publication_id)
        .where(AnswersPublication.cycle_id == cycle_id)
        .order_by(Reaction.at, Reaction.id)
    ).all()


def reaction_to(published_answer_id: int) -> Reaction | None:
    """The reaction to one published answer."""
    return db.session.scalar(select(Reaction).where(Reaction.published_answer_id == published_answer_id))


def open_until(publication: AnswersPublication) -> datetime:
    """Until when authors may react to what a publication holds."""
    begun = publication.published_at or publication.proposed_at
    return begun + timedelta(days=configured("REACTION_DAYS"))


def sent_on(cycle_id: int) -> dict[int, datetime]:
    """The ideas that a reaction sent to the next workshop, and when: {proposal_id: moment}."""
    return {
        one.answer.proposal_id: one.resolved_at
        for one in reactions(cycle_id)
        if one.resolution == "next_workshop" and one.resolved_at is not None
    }
