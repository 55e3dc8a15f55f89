"""Two moderators at the same moment, each with their own connection, on both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from cocreation.accounts.models import Account
from cocreation.core.db import db
from cocreation.core.mail import OutgoingMail
from cocreation.journal.services import verify
from cocreation.moderation import services
from cocreation.moderation.models import Decision
from cocreation.moderation.things import kind_of, load, revision_of
from tests.moderation.material import scene, waiting_comment, waiting_draft, waiting_proposal
from tests.proposals.material import NOW

pytestmark = pytest.mark.both_databases

MAKERS = {"proposal": waiting_proposal, "draft": waiting_draft, "comment": waiting_comment}
CODES = {"proposal": "refuse", "draft": "refuse", "comment": "hide"}


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_one_decides_and_the_other_is_told_who_and_why(app: Flask, kind: str) -> None:
    with app.app_context():
        on = scene()
        thing = MAKERS[kind](on)
        seen, object_id, names = revision_of(thing), thing.id, {on.moderator.id: "Driss", on.second.id: "Hajar"}
        moderators = [on.moderator.id, on.second.id]
        db.session.commit()
    together = threading.Barrier(2, timeout=20)

    def decide(account_id: int) -> str:
        with app.app_context():
            together.wait()
            try:
                services.decide(
                    kind=kind, object_id=object_id, revision_seen=seen, code=CODES[kind], reason_code="insult",
                    note=f"Décidé par {names[account_id]}.", by=db.session.get(Account, account_id), at=NOW,
                )  # fmt: skip
                db.session.commit()
            except services.AlreadyDecided as refusal:
                told = f"{refusal.decision.by.name}: {refusal.decision.note}"
                db.session.rollback()
                return told
            return "decided"

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(decide, moderators))
    assert sorted(answers)[1] == "decided"
    winner = names[moderators[answers.index("decided")]]
    assert sorted(answers)[0] == f"{winner}: Décidé par {winner}."
    with app.app_context():
        assert db.session.scalar(select(func.count(Decision.id))) == 1
        told = select(func.count(OutgoingMail.id)).where(OutgoingMail.kind.startswith("decision."))
        assert db.session.scalar(told) == 1
        found = load(kind, object_id)
        assert found is not None
        assert kind_of(found) == kind
        assert found.state in {"refused", "hidden"}
        assert verify() is None
