"""What goes upward, and nothing else: the named places and the rooms that fill them, as the plan lists them."""

import re

from flask import Flask

from cocreation.core.places import PLACES, places
from tests.architecture.tree import ROOT


def listed() -> dict[str, str]:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    table = text.split("| place | filled by |")[1].split("\n\n")[0]
    return dict(re.findall(r"^\| `([a-z.]+)` \| ([a-z, –]+) \|$", table, flags=re.MULTILINE))


def test_the_plan_lists_every_place_and_who_fills_it(app: Flask) -> None:
    with app.app_context():
        registry = places()
        filled = {name: {filler.__module__.split(".")[1] for filler in registry.fillers(name)} for name in PLACES}
    assert listed() == {name: ", ".join(sorted(found)) or "–" for name, found in filled.items()}
