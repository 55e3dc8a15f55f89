"""What happens to an idea once it is published: a file, a new text, supports; and an idea typed in from paper."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import typst

from cocreation.accounts.models import Account
from cocreation.attachments import services as attachments
from cocreation.core.clock import as_instant
from cocreation.cycles import services as cycles
from cocreation.demo.timeline import Stage, Timeline, draw
from cocreation.moderation import services as moderation
from cocreation.moderation.things import revision_of
from cocreation.proposals import assisting, revising, supporting
from cocreation.proposals.models import Proposal
from cocreation.proposals.policies import can_support

SUPPORTS_TAKEN = "2020-10-01T08:00"
NEW_TEXT = "2020-10-13T18:30"
NEW_TEXT_CHECKED = "2020-10-14T09:30"
SUPPORTED = "2020-10-14T20:00"
TYPED_IN = "2020-10-15T09:00"
TYPED_IN_CHECKED = "2020-10-16T11:00"
STUDY = """#set page(width: 14cm, height: auto)
= Trois guichets, trois horaires
Relevé des horaires affichés dans trois arrondissements en juillet 2020."""


def write(timeline: Timeline) -> None:
    """Write the life of one idea after its publication, and one idea of the market day."""
    timeline.add(as_instant(SUPPORTS_TAKEN), _take_supports)
    timeline.add(as_instant(NEW_TEXT), _propose_text)
    timeline.add(as_instant(NEW_TEXT_CHECKED), _publish_text)
    timeline.add(as_instant(SUPPORTED), _support)
    timeline.add(as_instant(TYPED_IN), _type_in)
    timeline.add(as_instant(TYPED_IN_CHECKED), _publish_typed)


def _author(stage: Stage) -> Account:
    return stage.people["citizen-fr"]


def _idea(stage: Stage) -> Proposal:
    """The first idea the citizen of the demonstration has published."""
    mine = (each for each in stage.proposals.values() if each.contributor.account_id == _author(stage).id)
    return next(each for each in mine if each.state == "published")


def _take_supports(stage: Stage, at: datetime) -> None:
    plan = stage.plan
    cycles.edit_cycle(
        cycle=plan, title=plan.title, question=plan.question, presentation=plan.presentation, state=plan.state,
        supports="on", by=stage.people["administrator-1"], at=at,
    )  # fmt: skip


def _propose_text(stage: Stage, at: datetime) -> None:
    idea, author = _idea(stage), _author(stage)
    text = idea.current
    made = revising.propose(
        proposal=idea, cycle=stage.plan, title=text.title, problem=text.problem,
        body=f"{text.body} Commencer par dix communes volontaires, puis généraliser.", language=text.language,
        why="Propose de commencer par quelques communes, comme demandé dans les commentaires.", by=author, at=at,
    )  # fmt: skip
    attachments.attach(
        holder_kind=revising.FILES, holder_id=made.id, upload=BytesIO(typst.compile(STUDY.encode())),
        filename="Relevé des horaires.pdf", description="", by=author, role="citizen", at=at,
    )  # fmt: skip


def _publish_text(stage: Stage, at: datetime) -> None:
    waiting = _idea(stage).versions[-1]
    moderation.decide(
        kind="revision", object_id=waiting.id, revision_seen=revision_of(waiting), code="publish",
        by=stage.people["moderator-1"], at=at, undo_seconds=0,
    )  # fmt: skip


def _support(stage: Stage, at: datetime) -> None:
    idea = _idea(stage)
    for key, person in list(stage.people.items()):
        if draw(f"support:{key}", 9) == 0 and can_support(person, idea):
            supporting.support(proposal=idea, cycle=stage.plan, by=person, at=at)


def _type_in(stage: Stage, at: datetime) -> None:
    stage.proposals["typed-in"] = assisting.type_in(
        cycle=stage.plan, theme=_idea(stage).theme, title="تعليق ميزانية الجماعة في السوق الأسبوعي",
        problem="أغلب سكان الدوار لا يدخلون إلى الإنترنت ولا يعرفون أين تصرف أموال الجماعة.",
        body="تعليق ملخص الميزانية كل سنة في السوق الأسبوعي وقراءته بصوت مسموع.", language="ar",
        region="draa-tafilalet", channel="paper", source_reference="F-12", received_at=at, voice="citizen",
        name="فاطمة من زاكورة", consent="text_and_name", by=stage.people["moderator-2"], at=at,
    )  # fmt: skip


def _publish_typed(stage: Stage, at: datetime) -> None:
    typed = stage.proposals["typed-in"]
    moderation.decide(
        kind="proposal", object_id=typed.id, revision_seen=revision_of(typed), code="publish",
        by=stage.people["moderator-1"], at=at, undo_seconds=0,
    )  # fmt: skip
