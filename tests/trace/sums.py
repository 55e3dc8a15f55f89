"""A plan in which ideas stand at many stations, for the tests of the sums."""

from __future__ import annotations

from dataclasses import dataclass

from cocreation.accounts.models import Account
from cocreation.clustering import services as clustering
from cocreation.clustering.models import GroupingRun, Membership
from cocreation.core.db import db
from cocreation.cycles.models import Cycle
from cocreation.evaluation import deciding, sifting
from cocreation.evaluation.models import Workshop
from cocreation.proposals import services as proposals
from cocreation.proposals.models import Proposal
from cocreation.trace import reckoning
from tests.evaluation.material import HELD, World, discussed, items, make_world
from tests.evaluation.test_standing import WHY
from tests.proposals.material import NOW, make_person, publish, send


@dataclass
class Plan:
    """A workshop closed on a group, two lone ideas and a draft; and ideas that stopped before it."""

    world: World
    workshop: Workshop
    waiting: Proposal
    refused: Proposal
    elsewhere: Proposal
    late: Proposal

    @property
    def cycle(self) -> Cycle:
        """The plan's cycle."""
        return self.world.cycle

    @property
    def ideas(self) -> list[Proposal]:
        """The four that the workshop decided on: retained (two, in a group), not retained, to be reformulated."""
        return self.world.ideas


def published(world: World, alone: list[Proposal]) -> GroupingRun:
    """Publish the grouping of a world through the services, with ideas listed apart, as it was computed."""
    run = db.session.get_one(GroupingRun, world.group.run_id)
    for idea in alone:
        db.session.add(Membership(run_id=run.id, proposal_id=idea.id, version_number=1, why=[]))
    grouped = [idea.reference for idea in world.ideas[:2]]
    run.result = {
        "groups": [{"id": world.group.name, "members": grouped}], "ungrouped": [idea.reference for idea in alone]
    }  # fmt: skip
    run.state = "ready"
    db.session.flush()
    clustering.publish_run(run=run, by=None, at=NOW)
    return run


def refuse(idea: Proposal, to: str = "refused") -> Proposal:
    """Decide on an idea as a moderator would."""
    proposals.decide(proposal=idea, to=to, by=None, role="moderator", at=NOW, reason_code="insult")
    return idea


def make_plan() -> Plan:
    """Make nine ideas: four decided by a workshop, one sifted elsewhere, one too late, three never published."""
    world = make_world()
    author: Account = make_person("emna")
    elsewhere = publish(send(world.cycle, None, author, title="Une pétition"))
    late = publish(send(world.cycle, None, author, title="Après le regroupement"))
    published(world, [*world.ideas[2:], elsewhere])
    sifting.sift(
        cycle=world.cycle, ideas=[elsewhere], gate="other_channel", reason_code="petition", note="", link="",
        by=world.secretariat, at=HELD,
    )  # fmt: skip
    workshop = discussed(world)
    outcomes = ("retained", "not_retained", "reformulate", "retained")
    for item, outcome in zip(items(workshop), outcomes, strict=True):
        deciding.decide(item=item, verdict=deciding.Verdict(outcome, WHY), chair=workshop.chairs[0], at=HELD)
    deciding.close(workshop=workshop, by=workshop.chairs[0].account, at=HELD)
    waiting = send(world.cycle, None, author, title="En attente")
    refused = refuse(send(world.cycle, None, author, title="Refusée"))
    taken_back = send(world.cycle, None, author, title="Retirée")
    proposals.withdraw(proposal=taken_back, by=author, at=NOW)
    db.session.commit()
    return Plan(world, workshop, waiting, refused, elsewhere, late)


def faults(cycle: Cycle) -> set[tuple[str, str]]:
    """What the check finds: (name, kind)."""
    db.session.flush()
    db.session.expire_all()
    return {(fault.name, fault.kind) for fault in (*reckoning.check(cycle), *reckoning.check_chain())}
