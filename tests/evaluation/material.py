"""A plan with sifted ideas, a group, a draft commitment, and a workshop with its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction

from cocreation.accounts.models import Account
from cocreation.clustering.models import Group, GroupingRun, Membership
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.cycles.models import Cycle
from cocreation.evaluation import deciding, grids, queries, scoring, sifting, workshops
from cocreation.evaluation.deciding import Verdict
from cocreation.evaluation.models import Grid, Item, Seat, Workshop
from cocreation.proposals import services as proposals
from cocreation.proposals.models import DraftCommitment, Proposal
from tests.proposals.material import NOW, make_body, make_cycle, make_person, post_draft, publish, send

HELD = datetime(2020, 12, 3, 9, tzinfo=UTC)
PLAN = workshops.Plan(
    title=OfficialText(fr="Atelier d’évaluation", ar="ورشة التقييم"), place=OfficialText(fr="Rabat"), link="",
    starts_at=HELD, minimum=2, marks_public=False,
)  # fmt: skip
WHY = OfficialText(fr="Le plus utile", ar="الأكثر نفعا")


@dataclass
class World:
    """What the tests of this room begin with."""

    cycle: Cycle
    secretariat: Account
    second: Account
    ideas: list[Proposal]
    group: Group
    draft: DraftCommitment
    authors: list[Account]


def make_world() -> World:
    """Make four published ideas, two of them in a group, and a draft commitment; all ideas past the first sift."""
    cycle = make_cycle()
    authors = [make_person(name) for name in ("amina", "brahim", "chama", "driss")]
    ideas = [
        publish(send(cycle, None, author, title=f"Publier le registre numéro {place}"))
        for place, author in enumerate(authors)
    ]
    body = make_body()
    agent = make_person("agent", "agent", organisation=body)
    draft = post_draft(cycle, body, agent)
    proposals.submit_draft(draft=draft, by=agent, at=NOW)
    proposals.decide_draft(draft=draft, to="published", by=None, role="moderator", at=NOW, opens_at=NOW, closes_at=None)
    people = [make_person(name, "administrator") for name in ("secretariat", "second")]
    world = World(cycle, *people, ideas, _group(cycle, ideas[:2]), draft, authors)
    sifting.sift(
        cycle=cycle, ideas=ideas, gate="linked", reason_code="access", note="", link="", by=world.secretariat, at=HELD
    )
    db.session.commit()
    return world


def _group(cycle: Cycle, ideas: list[Proposal]) -> Group:
    run = GroupingRun(
        cycle_id=cycle.id, state="published", corpus_sha256="0" * 64, asked_at=now(), process_at=NOW, published_at=NOW
    )
    db.session.add(run)
    db.session.flush()
    group = Group(run_id=run.id, name="g1", title="Registres publics", terms={}, size=len(ideas))
    db.session.add(group)
    db.session.flush()
    for rank, idea in enumerate(ideas):
        db.session.add(
            Membership(run_id=run.id, group_id=group.id, proposal_id=idea.id, version_number=1, rank=rank, why=[])
        )
    db.session.flush()
    return group


def adopted(world: World) -> Grid:
    """Have the grid offered adopted by two administrators."""
    grid = grids.begin(cycle=world.cycle, by=world.secretariat, at=HELD)
    grids.propose(grid=grid, by=world.secretariat, at=HELD)
    grids.adopt(grid=grid, by=world.second, at=HELD)
    return grid


def prepared(world: World, evaluators: int = 3) -> Workshop:
    """Prepare a workshop of four items with a chair and some evaluators."""
    workshop = workshops.prepare(cycle=world.cycle, plan=PLAN, by=world.secretariat, at=HELD)
    workshops.add_items(
        workshop=workshop, things=[world.group, *world.ideas[2:], world.draft], by=world.secretariat, at=HELD
    )
    for place in range(evaluators):
        seat(world, workshop, make_person(f"evaluator{place}"), side="civil" if place % 2 else "public")
    seat(world, workshop, make_person("chair"), duty="chair")
    db.session.commit()
    return workshop


def seat(world: World, workshop: Workshop, account: Account, *, duty: str = "evaluator", side: str = "public") -> Seat:
    """Name somebody, for no body."""
    return workshops.name(
        workshop=workshop, account=account, duty=duty, side=side, organisation=None, by=world.secretariat, at=HELD
    )


def opened(world: World, evaluators: int = 3) -> Workshop:
    """Prepare a workshop and open its individual round."""
    adopted(world)
    workshop = prepared(world, evaluators)
    workshops.open_round(workshop=workshop, by=world.second, at=HELD)
    db.session.commit()
    return workshop


def items(workshop: Workshop) -> list[Item]:
    """The items in their order."""
    return list(queries.items(workshop.id))


def mark(seat: Seat, item: Item, value: int, reason: str = "") -> None:
    """Give an item the same mark for every criterion."""
    grid = seat.workshop.grid
    assert grid is not None
    marks = {one.id: Fraction(value) for one in grid.criteria}
    scoring.save(seat=seat, item=item, marks=marks, comment="", reason=reason, at=HELD)


def mark_all(workshop: Workshop, seat: Seat, value: int) -> None:
    """Mark every item alike and send."""
    for item in scoring.to_do(seat):
        mark(seat, item, value)
    scoring.send(seat=seat, at=HELD)


def discussed(world: World) -> Workshop:
    """Bring a workshop to its discussion: three evaluators have sent their marks."""
    workshop = opened(world)
    for place, seat in enumerate(workshop.evaluators):
        mark_all(workshop, seat, place + 1)
    db.session.commit()
    return workshop


def decide(workshop: Workshop, item: Item, outcome: str = "retained", **more: object) -> None:
    """Have the chair decide of an item."""
    verdict = Verdict(outcome, WHY, **more)  # type: ignore[arg-type]
    deciding.decide(item=item, verdict=verdict, chair=workshop.chairs[0], at=HELD)


def closed(world: World, outcome: str = "retained") -> Workshop:
    """Bring a workshop to its closing, with one decision for every item."""
    workshop = discussed(world)
    for item in items(workshop):
        decide(workshop, item, outcome)
    deciding.close(workshop=workshop, by=workshop.chairs[0].account, at=HELD)
    db.session.commit()
    return workshop
