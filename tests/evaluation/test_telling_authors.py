"""The authors of ideas hear of the first sift and of the list of a workshop, each once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from cocreation.core.db import db
from cocreation.evaluation import sifting, workshops
from cocreation.notifications import events
from cocreation.notifications.models import Notification
from tests.evaluation.material import HELD, World, adopted, prepared


def told(world: World, author: int) -> list[str]:
    events.spread_due()
    asked = select(Notification.kind).where(Notification.account_id == world.authors[author].id)
    kinds = db.session.scalars(asked.order_by(Notification.id))
    return [kind for kind in kinds if kind in {"station.sifted", "station.sifted_away", "station.listed"}]


def elsewhere(world: World, number: int) -> sifting.Sift:
    return sifting.sift(
        cycle=world.cycle, ideas=[world.ideas[number]], gate="other_channel", reason_code="petition", note="", link="",
        by=world.secretariat, at=HELD,
    )  # fmt: skip


@pytest.mark.both_databases
def test_an_author_hears_of_the_sift_and_of_the_list(world: World) -> None:
    adopted(world)
    elsewhere(world, 1)
    workshop = prepared(world)
    assert told(world, 0) == ["station.sifted"]
    workshops.open_round(workshop=workshop, by=world.second, at=HELD)
    db.session.commit()
    assert told(world, 0) == ["station.sifted", "station.listed"]
    # Its group is on the list; the idea itself was sent elsewhere.
    assert told(world, 1) == ["station.sifted", "station.sifted_away"]


def test_a_sift_undone_before_it_was_told_is_not_told(world: World) -> None:
    act = elsewhere(world, 2)
    sifting.undo(sift=act, by=world.secretariat, at=HELD)
    db.session.commit()
    assert told(world, 2) == ["station.sifted"]
