"""Each idea stands at one station, and at every step the sums are those of what was received."""

from __future__ import annotations

import pytest
from flask import Flask

from cocreation.evaluation import standing
from cocreation.proposals.models import STATES
from cocreation.trace import reckoning
from cocreation.trace.balance import FATES, PARTINGS, STATIONS, STEPS, Idea, counted
from tests.trace.sums import make_plan


def test_every_state_and_every_standing_has_its_station() -> None:
    ends = [Idea(1, state) for state in STATES if state not in {"draft", "published"}]
    ends += [Idea(1, "published", station=code) for code in ("to_sift", "linked", "not_linked")]
    ends += [Idea(1, "published", station=code) for code in ("already_done", "other_channel")]
    ends += [Idea(1, "published", station=code, by_item=True) for code in standing.STATIONS if code in AT_ITEMS]
    standing_places = {idea.way[-1] for idea in ends}
    assert standing_places == {code for code, one in STATIONS.items() if one.fate}
    assert {STATIONS[code].fate for code in standing_places} == set(FATES)


AT_ITEMS = {
    "listed", "scored", "retained", "merged", "reformulate", "already_done", "other_channel", "not_retained",
}  # fmt: skip


def test_a_way_visits_the_steps_in_their_order() -> None:
    steps = {code: place for place, step in enumerate(STEPS.values()) for code in step.stations}
    for place in ("", "grouped", "alone", "ungrouped"):
        for station in standing.STATIONS:
            way = Idea(1, "published", place=place, station=station, by_item=station in AT_ITEMS).way
            visited = [steps[code] for code in way]
            assert visited == sorted(set(visited)), way


@pytest.mark.both_databases
def test_the_sums_of_a_plan(app: Flask, session: object) -> None:
    found = reckoning.balance_of(make_plan().cycle)
    assert found.received == found.total == 9
    assert found.is_level
    assert found.standing() == {
        "submitted": 1, "refused": 1, "withdrawn": 1, "sift_other_channel": 1, "to_sift": 1, "retained": 2,
        "not_retained": 1, "reformulate": 1,
    }  # fmt: skip
    assert [(level.step, level.onward, level.here, level.before) for level in found.levels()] == [
        ("received", 9, 0, 0), ("checked", 7, 2, 0), ("published", 6, 1, 2), ("grouped", 6, 0, 3),
        ("sifted", 4, 2, 3), ("assessed", 4, 0, 5), ("decided", 0, 4, 5),
    ]  # fmt: skip
    assert {level.total for level in found.levels()} == {9}
    assert found.flows()["alone", "sift_other_channel"] == 1
    assert found.flows()["ungrouped", "to_sift"] == 1


def test_every_parting_sums_to_the_same(app: Flask, session: object) -> None:
    found = reckoning.balance_of(make_plan().cycle)
    for parting in PARTINGS:
        assert sum(sum(ends.values()) for ends in found.parts[parting].values()) == 9
        assert sum(sum(fates.values()) for fates in found.fates(parting).values()) == 9
    # What was never decided has its language and voice in its text and its signature alone.
    assert found.parts["language"].keys() == {"fr"}
    assert found.parts["voice"].keys() == {"citizen"}
    assert found.fates("region")["oriental"]["retained"] == 2


def test_nothing_received_is_level() -> None:
    found = counted([], 0)
    assert found.is_level
    assert found.levels() == []


def test_ideas_are_chosen_by_station_fate_and_parting() -> None:
    idea = Idea(1, "refused", theme=3, voice="citizen", language="ar", region=None)
    assert idea.meets({"at": "refused", "fate": "refused", "theme": 3, "region": None})
    assert not idea.meets({"at": "refused", "language": "fr"})
    assert idea.meets({})
