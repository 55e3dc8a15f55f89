"""A plan whose workshop is closed, and answers written and published for it."""

from __future__ import annotations

from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.evaluation import answering, answers, deciding, publishing
from cocreation.evaluation.answer_models import AnswersPublication, PublishedAnswer
from tests.evaluation.material import HELD, World, discussed, items

WHY = OfficialText(fr="Le motif de l’atelier", ar="تعليل الورشة")
PRESS = OfficialText(fr="Communiqué", ar="بلاغ", en="Press text")
NONE = OfficialText()


def decided(world: World, outcome: str = "retained") -> None:
    """Have a workshop decide every item alike and close."""
    workshop = discussed(world)
    for item in items(workshop):
        deciding.decide(item=item, verdict=deciding.Verdict(outcome, WHY), chair=workshop.chairs[0], at=HELD)
    deciding.close(workshop=workshop, by=workshop.chairs[0].account, at=HELD)
    db.session.commit()


def written(world: World) -> None:
    """Write every answer with the reason it was given."""
    answering.write_many(subjects=answers.subjects(world.cycle.id), words=None, by=world.secretariat, at=HELD)
    db.session.commit()


def published(world: World, note: OfficialText = NONE) -> AnswersPublication:
    """Propose and publish what is written."""
    made = publishing.propose(cycle=world.cycle, note=note, press=PRESS, by=world.secretariat, at=HELD)
    publishing.publish(publication=made, by=world.second, at=HELD)
    db.session.commit()
    return made


def answered(world: World) -> PublishedAnswer:
    """Bring a plan to its published answers; the answer to its first idea."""
    decided(world)
    written(world)
    published(world)
    found = answers.published_answer(world.ideas[0].id)
    assert found is not None
    return found
