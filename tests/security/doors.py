"""The table of doors: who may use which address on whose thing, as the committed table says and as the doors answer."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.security.house import ROLES, House
from tests.security.things import THINGS

TABLE = Path(__file__).with_name("doors.csv")
# What the table says: the door opens (a form may still be refused for what is in it), one is sent to sign in, one is
# refused, there is nothing to be known, or a link is used up. A thing of nobody has no owner: «-».
YES, SIGN_IN, NO, NOTHING, GONE, NOBODY = "yes", "sign-in", "no", "404", "gone", "-"


@dataclass(frozen=True)
class Line:
    """One line of the table: an address, a method, a thing, and what each role is answered."""

    endpoint: str
    method: str
    thing: str
    answers: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.endpoint} {self.method} {self.thing}".strip().replace(" ", "-")


def lines() -> list[Line]:
    """The committed table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [
            Line(row["endpoint"], row["method"], row["thing"], tuple(row[role] for role in ROLES))
            for row in csv.DictReader(file)
        ]


def doors(app: Flask) -> Iterator[tuple[str, str]]:
    """Every endpoint with every method it takes."""
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield rule.endpoint, method


def rule_of(app: Flask, endpoint: str, given: set[str]) -> Rule:
    """The rule of an endpoint that takes the most of the given values."""
    fitting = [rule for rule in app.url_map.iter_rules(endpoint) if rule.arguments - {"language"} <= given]
    return max(fitting, key=lambda rule: len(rule.arguments))


def address_of(house: House, line: Line) -> str:
    """The address of a line on a house, in French."""
    values = THINGS[line.thing].filled(house)
    rule = rule_of(house.app, line.endpoint, set(values))
    needed = {key: value for key, value in {**values, "language": "fr"}.items() if key in rule.arguments}
    with house.app.test_request_context():
        built = rule.build(needed, append_unknown=False)
    assert built is not None, rule
    return built[1]


def knock(house: House, line: Line, role: str) -> str:
    """What a role is answered at the door of a line."""
    owner = THINGS[line.thing].owner
    if role == "owner" and not owner:
        return NOBODY
    client = house.as_(owner if role == "owner" else role)
    response = client.open(address_of(house, line), method=line.method)
    if line.method == "POST" and response.status_code < 400:
        house.put_back()
    return said(response)


def said(response: TestResponse) -> str:
    """An answer in the words of the table."""
    status = response.status_code
    response.close()
    if status == 401 or (status == 303 and "/account/sign-in" in response.headers.get("Location", "")):
        return SIGN_IN
    if status in {200, 302, 303, 409, 422}:
        return YES
    return {403: NO, 404: NOTHING, 410: GONE}.get(status, str(status))
