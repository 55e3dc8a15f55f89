"""The drawings of a report: whole SVG, words escaped, laid out for the direction of the report."""

from dataclasses import replace
from itertools import combinations
from math import dist
from xml.etree import ElementTree

import pytest

from cocreation.synthesis.charts import WIDTH, drawings
from cocreation.synthesis.document import Count, Crossed, Participation, ReportDocument, Spot
from cocreation.synthesis.rendering.labels import Labels
from tests.synthesis.rendering.reports import report, with_text

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["weeks", "crossed", "regions", "sizes", "map"]


def rows(*pairs: tuple[str, str, int]) -> tuple[Count, ...]:
    return tuple(Count(key=key, label=label, count=count) for key, label, count in pairs)


def drawable(whole: ReportDocument) -> ReportDocument:
    """The report with the figures every drawing needs."""
    weeks = rows(("2020-10-05", "5 octobre", 9), ("2020-10-12", "12 octobre", 4))
    regions = rows(("oriental", "L’Oriental", 7), ("souss-massa", "Souss-Massa", 3), ("", "", 3))
    themes, voices = rows(("access", "Accès", 8), ("", "", 5)), rows(("citizen", "Citoyen", 9), ("media", "Média", 4))
    return replace(
        whole,
        participation=(
            Participation(key="week", rows=weeks),
            Participation(key="comment_week", rows=weeks[1:]),
            Participation(key="region", rows=regions),
        ),
        crossed=(Crossed(key="theme_voice", rows=themes, columns=voices, cells=((6, 2), (3, 2))),),
        ideas_map=(Spot(reference="PAN2-00001", x=0, y=0, group=1), Spot(reference="PAN2-00002", x=1000, y=500)),
    )


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_each_drawing_is_whole_says_what_it_shows_and_has_its_table(language: str) -> None:
    made = drawings(drawable(report(language)), Labels(language))
    assert list(made) == NAMES
    for name, drawing in made.items():
        svg = ElementTree.fromstring(drawing.svg)
        assert (svg.get("direction"), svg.get("role"), svg.get("aria-label")) == ("ltr", "img", drawing.alt), name
        assert drawing.title
        assert drawing.rows
        assert all(len(row) == len(drawing.head) for row in drawing.rows), name
        assert max(drawing.numbers) < len(drawing.head)


def test_what_comes_first_stands_at_the_start_side() -> None:
    def first_column(language: str) -> float:
        svg = ElementTree.fromstring(drawings(drawable(report(language)), Labels(language))["weeks"].svg)
        days = {found.text: float(found.get("x", "0")) for found in svg.iter(f"{SVG}text")}
        return days["05/10"] - days["12/10"]

    assert first_column("fr") < 0 < first_column("ar")


def test_north_and_the_map_of_ideas_do_not_turn() -> None:
    for name, kind in (("regions", "path"), ("map", "circle")):
        places = []
        for language in ("fr", "ar"):
            svg = ElementTree.fromstring(drawings(drawable(report(language)), Labels(language))[name].svg)
            places.append([(found.get("d"), found.get("cx")) for found in svg.iter(f"{SVG}{kind}")])
        assert places[0] == places[1], name


@pytest.mark.parametrize("text", ['<script>alert("x")</script>', "a\x00b\ufffe & \u202ec", "]]>", '\'" onload="x'])
def test_words_of_people_are_only_words(text: str) -> None:
    svg = drawings(with_text(text), Labels("fr"))["sizes"].svg
    tree = ElementTree.fromstring(svg)
    assert {found.tag for found in tree.iter()} == {f"{SVG}svg", f"{SVG}rect", f"{SVG}text"}
    assert not any(name.startswith("on") for found in tree.iter() for name in found.attrib)


def test_bars_stay_on_the_sheet_and_nothing_is_drawn_of_nothing() -> None:
    made = drawings(drawable(report("ar")), Labels("ar"))
    for drawing in made.values():
        for box in ElementTree.fromstring(drawing.svg).iter(f"{SVG}rect"):
            left, width = float(box.get("x", "0")), float(box.get("width", "0"))
            assert left >= -10
            assert left + width <= WIDTH + 10.1
    assert drawings(replace(report("fr"), chapters=(), participation=(), crossed=()), Labels("fr")) == {}


def test_a_disputed_group_is_told_by_its_colour_and_in_the_title() -> None:
    whole = drawable(report("fr"))
    drawing = drawings(whole, Labels("fr"))["sizes"]
    assert drawing.svg.count('fill="#8a5a00"') == len(whole.disputed) > 0
    assert "ocre" in drawing.title


def test_the_numbers_on_the_map_do_not_stand_over_one_another() -> None:
    near = [(500, 500), (500, 500), (504, 500), (0, 0), (0, 0), (1000, 1000), (1000, 990)]
    spots = tuple(Spot(reference=f"PAN2-{at:05}", x=x, y=y, group=at) for at, (x, y) in enumerate(near, start=1))
    drawing = drawings(replace(drawable(report("fr")), ideas_map=spots), Labels("fr"))["map"]
    circles = [one for one in ElementTree.fromstring(drawing.svg).iter(f"{SVG}circle") if one.get("r") == "10"]
    places = [(float(one.get("cx", "0")), float(one.get("cy", "0"))) for one in circles]
    assert len(places) == len(near)
    assert all(dist(one, two) >= 20 for one, two in combinations(places, 2))
    assert all(0 <= x <= WIDTH for x, _ in places)
    assert drawing.note
