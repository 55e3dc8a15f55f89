"""Who sits in a workshop is told of each step, in their own language, and of missing marks once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from cocreation.core.db import db
from cocreation.core.mail import OutgoingMail
from cocreation.evaluation import scoring
from cocreation.evaluation.models import Workshop
from tests.evaluation.material import HELD, World, closed, items, mark, mark_all, opened


def mails(workshop: Workshop, what: str) -> dict[str, OutgoingMail]:
    """The mails of a kind, by the name before the @ of who gets them."""
    found = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == f"workshop.{what}"))
    return {one.recipient.partition("@")[0]: one for one in found}


def test_each_step_is_told_to_those_it_concerns(world: World) -> None:
    workshop = closed(world)
    everyone = {"chair", "evaluator0", "evaluator1", "evaluator2"}
    assert [set(mails(workshop, what)) for what in ("named", "opened", "discussed", "closed")] == [everyone] * 4
    told = mails(workshop, "opened")
    assert "/fr/workshops/pan-test/1/sheet" in told["evaluator0"].body
    assert "/sheet" not in told["chair"].body
    assert "3 décembre 2020" in told["evaluator0"].body
    assert "Évaluateur" in mails(workshop, "named")["evaluator0"].body


def test_it_is_told_in_the_persons_language(world: World) -> None:
    workshop = opened(world)
    workshop.evaluators[0].account.language = "ar"
    db.session.commit()
    for one in workshop.evaluators:
        mark_all(workshop, one, 2)
    told = mails(workshop, "discussed")
    assert told["evaluator0"].language == "ar"
    assert "ورشة التقييم" in told["evaluator0"].subject
    assert "Atelier" in told["evaluator1"].subject


def test_missing_marks_are_asked_for_once_and_only_of_those_who_owe_them(world: World) -> None:
    workshop = opened(world)
    mark_all(workshop, workshop.evaluators[0], 3)
    mark(workshop.evaluators[1], items(workshop)[0], 2)
    scoring.remind(workshop.starts_at - timedelta(days=4))
    assert mails(workshop, "missing") == {}
    for _ in range(2):
        scoring.remind(workshop.starts_at - timedelta(days=3))
    found = mails(workshop, "missing")
    assert set(found) == {"evaluator1", "evaluator2"}
    assert ": 3." in found["evaluator1"].body
    assert ": 4." in found["evaluator2"].body
    count = select(func.count()).select_from(OutgoingMail).where(OutgoingMail.kind == "workshop.missing")
    assert db.session.scalar(count) == 2


def test_after_the_workshop_has_begun_nobody_is_reminded(world: World) -> None:
    workshop = opened(world)
    scoring.remind(workshop.starts_at)
    assert mails(workshop, "missing") == {}


def test_who_leaves_is_told_and_nobody_waits_for_them(world: World) -> None:
    workshop = opened(world)
    for one in workshop.evaluators[:2]:
        mark_all(workshop, one, 3)
    scoring.dismiss(seat=workshop.evaluators[2], by=world.secretariat, at=HELD)
    assert workshop.state == "discussion"
    assert set(mails(workshop, "left")) == {"evaluator2"}
    assert "evaluator2" not in mails(workshop, "discussed")
