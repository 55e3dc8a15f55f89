"""Whatever people do, in whatever order, every idea stands at one station and the journal says the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cocreation.clustering.models import Membership
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.evaluation import deciding, queries, sifting, workshops
from cocreation.evaluation.models import GATE_REASONS, OUTCOMES
from cocreation.moderation import services as moderation
from cocreation.proposals import services as proposals
from cocreation.proposals.models import Proposal
from cocreation.trace import reckoning
from cocreation.trace.balance import STATIONS
from tests.evaluation.material import HELD, PLAN, World, adopted, make_world, mark_all, seat
from tests.evaluation.test_standing import WHY
from tests.proposals.material import NOW, make_person, send
from tests.trace.sums import faults, published

REASONS = {"refused": "insult", "other_channel": "petition", "out_of_scope": "other_policy", "correction": "unclear"}


class Acts:
    """What people can do to the ideas of a plan; what the rules refuse changes nothing."""

    def __init__(self, world: World) -> None:
        self.world, self.author = world, make_person("ghita")
        self.chair, self.evaluators = make_person("chair"), [make_person(f"evaluator{place}") for place in (1, 2)]
        adopted(world)
        published(world, world.ideas[2:])

    @property
    def ideas(self) -> list[Proposal]:
        """Every idea sent, in order."""
        return list(db.session.query(Proposal).filter_by(cycle_id=self.world.cycle.id).order_by(Proposal.id))

    def submit(self, number: int) -> None:
        """Somebody sends an idea."""
        send(self.world.cycle, None, self.author, title=f"Idée {number}")

    def decide(self, number: int) -> None:
        """A moderator decides, or decides anew."""
        idea = self.ideas[number % len(self.ideas)]
        to = ["published", *REASONS][number % 5]
        reason = REASONS.get(to)
        proposals.decide(proposal=idea, to=to, by=None, role="moderator", at=NOW, reason_code=reason)

    def withdraw(self, number: int) -> None:
        """An author takes an idea back."""
        proposals.withdraw(proposal=self.ideas[number % len(self.ideas)], by=self.author, at=NOW)

    def undo(self, number: int) -> None:
        """A moderator publishes an idea and takes that back."""
        idea = self.ideas[number % len(self.ideas)]
        made = moderation.decide(
            kind="proposal", object_id=idea.id, revision_seen=None, code="publish", by=None, at=NOW, undo_seconds=60
        )
        moderation.undo(decision=made, by=None, at=NOW)

    def sift(self, number: int) -> None:
        """A moderator sends some ideas through a gate."""
        gate = list(GATE_REASONS)[number % len(GATE_REASONS)]
        ideas = [idea for idea in self.ideas if idea.state == "published"][number % 3 :: 3]
        sifting.sift(
            cycle=self.world.cycle, ideas=ideas, gate=gate, reason_code=next(iter(GATE_REASONS[gate])), note="",
            link="https://example.org", by=None, at=HELD,
        )  # fmt: skip

    def unsift(self, number: int) -> None:
        """A moderator takes an answer of the sift back."""
        acts = queries.sifts(self.world.cycle.id)
        if acts:
            sifting.undo(sift=acts[number % len(acts)], by=None, at=HELD)

    def group(self, _number: int) -> None:
        """The grouping is made again, with every idea published since listed apart."""
        members = {one.proposal_id for one in db.session.query(Membership)}
        alone = [idea for idea in self.ideas if idea.state == "published" and idea.id not in members]
        known = [idea for idea in self.ideas if idea.id in members and idea.id not in self.grouped]
        for idea in known:
            db.session.query(Membership).filter_by(proposal_id=idea.id).delete()
        published(self.world, [*known, *alone])

    @property
    def grouped(self) -> set[int]:
        """The ideas of the one group."""
        return {idea.id for idea in self.world.ideas[:2]}

    def meet(self, number: int) -> None:
        """A workshop is prepared, opened, scored and closed, or left at one of these steps."""
        by, world = self.world.secretariat, self.world
        workshop = workshops.prepare(cycle=world.cycle, plan=PLAN, by=by, at=HELD)
        things = workshops.candidates(workshop, [world.group, *self.ideas[2:], world.draft])
        workshops.add_items(workshop=workshop, things=things[: 1 + number % 4], by=by, at=HELD)
        for account in self.evaluators:
            seat(world, workshop, account)
        seat(world, workshop, self.chair, duty="chair")
        if number % 4:
            workshops.open_round(workshop=workshop, by=world.second, at=HELD)
        if number % 4 > 1:
            for one in workshop.evaluators:
                mark_all(workshop, one, 2)
        if number % 4 > 2:
            for place, item in enumerate(deciding.undecided(workshop)):
                outcome = [code for code in OUTCOMES if code != "merged"][(number + place) % 5]
                verdict = deciding.Verdict(outcome, WHY, link="https://example.org")
                deciding.decide(item=item, verdict=verdict, chair=workshop.chairs[0], at=HELD)
            deciding.close(workshop=workshop, by=self.chair, at=HELD)


NAMES = ("submit", "decide", "withdraw", "undo", "sift", "unsift", "group", "meet")


@pytest.fixture
def acts(app: Flask, session: object) -> Acts:
    """A plan to act in."""
    made = Acts(make_world())
    db.session.commit()
    return made


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 99)), min_size=1, max_size=10))
def test_any_sequence_of_acts_balances(acts: Acts, sequence: list[tuple[str, int]]) -> None:
    with db.session.begin_nested() as whole:
        for name, number in sequence:
            act: Callable[[int], None] = getattr(acts, name)
            try:
                with db.session.begin_nested():
                    act(number)
            except Refused:
                db.session.expire_all()
        found = reckoning.balance_of(acts.world.cycle)
        assert found.is_level
        assert found.total == len(acts.ideas)
        assert all(STATIONS[code].fate for code in found.standing())
        assert {level.total for level in found.levels()} == {found.received}
        assert faults(acts.world.cycle) == set(), sequence
        whole.rollback()
    db.session.expire_all()
