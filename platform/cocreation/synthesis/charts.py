"""The drawings of a report as SVG, each with words and a table that say the same.

A drawing stands alone: it has its own colours and no style sheet, and is the same on the web and in print. It is laid
out for the direction of the report: what comes first stands at the start side. North and the map of ideas do not turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from math import dist, hypot

from cocreation.core.regions import SHAPES
from cocreation.synthesis.document import Count, Group, ReportDocument, Spot
from cocreation.synthesis.rendering.blocks import RIGHT_TO_LEFT, plain
from cocreation.synthesis.rendering.labels import Labels

WIDTH = 720
EDGE = 10
INK, SOFT, LINE, PAPER = "#1d1b18", "#5b554b", "#d9d2c3", "#ffffff"
GREEN, BLUE = "#0b5d3b", "#1f4e79"
# Enough for every voice; neighbours differ in darkness, so that they part without colour as well.
COLOURS = (GREEN, "#d3a95a", BLUE, "#8fbfa6", "#8a5a00", "#a9c4de", SOFT, "#cfc8ba")
SHADES = ("#f5f0e6", "#d5e6dc", "#9cc7b0", "#5b9c7d", GREEN)
# More bars than these would be too small to read on a page; all groups stand in the table.
LARGEST = 48
# The numbers on the map are round spots of this width; so often they are moved apart at most.
SPOT, MOVES = 23.0, 80
SIZE = 13
# The width of a letter, in parts of its height.
LETTER = 0.52


@dataclass(frozen=True)
class Drawing:
    """A drawing with its title, what it shows in words, and its table; `numbers` are the columns of figures.

    `note` says how to read it.
    """

    title: str
    svg: str
    alt: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    note: str = ""


def drawings(document: ReportDocument, labels: Labels) -> dict[str, Drawing]:
    """Every drawing the figures of a report allow: «weeks», «crossed», «regions», «sizes», «map»."""
    made: dict[str, Callable[[ReportDocument, Labels], Drawing | None]] = {
        "weeks": weeks, "crossed": crossed, "regions": regions, "sizes": sizes, "map": ideas_map,
    }  # fmt: skip
    return {name: found for name, draw in made.items() if (found := draw(document, labels))}


class _Sheet:
    """An SVG being drawn, its places counted from the start side."""

    def __init__(self, labels: Labels, height: float) -> None:
        self.rtl = labels.language in RIGHT_TO_LEFT
        self.language = labels.language
        self.height = height
        self.parts: list[str] = []

    def across(self, x: float, width: float = 0) -> float:
        """The left edge of what begins `x` from the start side and is `width` wide."""
        return WIDTH - x - width if self.rtl else x

    def bar(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled box that begins `x` from the start side."""
        self.parts.append(
            f'<rect x="{self.across(x, width):.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
            f'fill="{colour}"/>'
        )

    def line(self, points: Iterable[tuple[float, float]], colour: str) -> None:
        """A line through points."""
        found = " ".join(f"{self.across(x):.1f},{y:.1f}" for x, y in points)
        self.parts.append(f'<polyline points="{found}" fill="none" stroke="{colour}"/>')

    def dot(self, x: float, y: float, radius: float, colour: str, edge: str = "none") -> None:
        """A round spot."""
        self.parts.append(
            f'<circle cx="{self.across(x):.1f}" cy="{y:.1f}" r="{radius:g}" fill="{colour}" stroke="{edge}"/>'
        )

    def write(
        self,
        x: float,
        y: float,
        words: str,
        anchor: str = "start",
        colour: str = INK,
        size: int = SIZE,
        bold: bool = False,
    ) -> None:
        """Words at a place; `anchor` is «start», «middle» or «end» in the direction of the report."""
        if self.rtl:
            anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
        weight = ' font-weight="700"' if bold else ""
        self.parts.append(
            f'<text x="{self.across(x):.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" '
            f'font-size="{size}"{weight}>{escape(plain(words))}</text>'
        )

    def done(self, alt: str) -> str:
        """The whole drawing."""
        wide, high = WIDTH + 2 * EDGE, self.height + 2 * EDGE
        # The family of most letters first: what draws for print looks for the others in one family alone.
        fonts = ("Noto Sans Arabic", "Noto Sans") if self.rtl else ("Noto Sans", "Noto Sans Arabic")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-EDGE} {-EDGE} {wide} {high:g}" direction="ltr" '
            f'role="img" lang="{self.language}" aria-label="{escape(alt)}" font-family="{", ".join(fonts)}">'
            f'<rect x="{-EDGE}" y="{-EDGE}" width="{wide}" height="{high:g}" fill="{PAPER}"/>'
            f"{''.join(self.parts)}</svg>"
        )


def _cut(words: str, width: float, size: int, rtl: bool) -> str:
    """Words that fit in a width, cut at a space; the dots are those every family has."""
    most = int(width / (size * LETTER))
    if len(words) <= most:
        return words
    kept = words[: most - 2].rsplit(" ", 1)[0]
    # A drawing reads from left to right: before Arabic words the dots stand where these end.
    return f"...{kept}" if rtl else f"{kept}..."


def _legend(sheet: _Sheet, y: float, entries: Sequence[tuple[str, str]]) -> float:
    """Colours with their words on as many lines as they need; the height they take."""
    x, top = 0.0, y
    for colour, words in entries:
        width = 26 + len(words) * SIZE * LETTER + 14
        if x and x + width > WIDTH:
            x, y = 0.0, y + 20
        sheet.bar(x, y - 10, 12, 12, colour)
        sheet.write(x + 18, y, words)
        x += width
    return y - top + 20


def _step(most: int) -> int:
    """A round distance between the lines of a scale, at most five of them."""
    for unit in (1, 10, 100, 1_000, 10_000, 100_000):
        for times in (1, 2, 5):
            if most <= 5 * unit * times:
                return unit * times
    return most


def weeks(document: ReportDocument, labels: Labels) -> Drawing | None:
    """Ideas and comments week by week."""
    ideas, said = ({row.key: row for row in document.table(key).rows} for key in ("week", "comment_week"))
    keys = sorted({*ideas, *said})
    if not all(_is_day(key) for key in keys) or not keys:
        return None
    pairs = [(_number(ideas, key), _number(said, key)) for key in keys]
    busiest = max(ideas.values(), key=lambda row: row.count, default=Count(key="", label="", count=0))
    alt = labels.gettext(
        "Ideas and comments received week by week. Most ideas: %(week)s (%(number)s).",
        week=busiest.label, number=labels.number(busiest.count),
    )  # fmt: skip
    names = (labels.gettext("Ideas"), labels.gettext("Comments"))
    head = (labels.gettext("Week"), *names)
    rows = tuple(
        ((ideas.get(key) or said[key]).label, labels.number(idea), labels.number(comment))
        for key, (idea, comment) in zip(keys, pairs, strict=True)
    )
    title = labels.gettext("Participation over time")
    return Drawing(title, _columns(labels, keys, pairs, names, alt), alt, head, rows, frozenset({1, 2}))


def _is_day(key: str) -> bool:
    try:
        date.fromisoformat(key)
    except ValueError:
        return False
    return True


def _number(rows: dict[str, Count], key: str) -> int:
    return rows[key].count if key in rows else 0


def _columns(
    labels: Labels, keys: Sequence[str], pairs: Sequence[tuple[int, int]], names: tuple[str, str], alt: str
) -> str:
    sheet = _Sheet(labels, 330)
    left, top, high = 44.0, 46.0, 230.0
    step = _step(max(max(pair) for pair in pairs) or 1)
    scale = step * max(1, -(-max(max(pair) for pair in pairs) // step))
    _legend(sheet, 16, ((GREEN, names[0]), (BLUE, names[1])))
    for value in range(0, scale + 1, step):
        y = top + high - high * value / scale
        sheet.line(((left, y), (WIDTH, y)), LINE)
        sheet.write(left - 8, y + 4, labels.number(value), "end", SOFT, 12)
    width = (WIDTH - left) / len(keys)
    every = -(-len(keys) // 14)
    for place, (key, pair) in enumerate(zip(keys, pairs, strict=True)):
        x, bar = left + place * width, min(34.0, width * 0.36)
        for side, (value, colour) in enumerate(zip(pair, (GREEN, BLUE), strict=True)):
            tall = high * value / scale
            sheet.bar(x + width / 2 + (side - 1) * bar, top + high - tall, bar - 2, tall, colour)
        if place % every == 0:
            day = date.fromisoformat(key)
            sheet.write(x + width / 2, top + high + 20, f"{day:%d/%m}", "middle", SOFT, 12)
    sheet.write(left, top + high + 42, labels.gettext("Weeks, by their Monday"), "start", SOFT, 12)
    return sheet.done(alt)


def crossed(document: ReportDocument, labels: Labels) -> Drawing | None:
    """Ideas by theme and voice, a bar a theme."""
    found = next((one for one in document.crossed if one.key == "theme_voice"), None)
    if found is None or not found.rows:
        return None
    names = [labels.label(column) for column in found.columns]
    heads = [plain(row.label) or labels.gettext("Theme not given") for row in found.rows]
    alt = labels.gettext(
        "Ideas by theme; the parts of each bar are the voices: %(voices)s.", voices=labels.items(names)
    )
    most = max((sum(row) for row in found.cells), default=1) or 1
    sheet = _Sheet(labels, 80 + 46 * len(found.rows))
    top = 24 + _legend(sheet, 16, list(zip(COLOURS, names, strict=False)))
    for place, (head, cells) in enumerate(zip(heads, found.cells, strict=True)):
        y = top + place * 46
        sheet.write(0, y + 4, head)
        x = 0.0
        for value, colour in zip(cells, COLOURS, strict=False):
            width = (WIDTH - 50) * value / most
            sheet.bar(x, y + 10, max(0.0, width - 1), 18, colour)
            x += width
        sheet.write(x + 6, y + 24, labels.number(sum(cells)), "start", INK, SIZE, bold=True)
    sheet.height = top + 46 * len(found.rows)
    rows = tuple(
        (head, *(labels.number(cell) for cell in cells), labels.number(sum(cells)))
        for head, cells in zip(heads, found.cells, strict=True)
    )
    columns = (labels.gettext("Theme"), *names, labels.gettext("Total"))
    title = labels.gettext("Themes and voices")
    return Drawing(title, sheet.done(alt), alt, columns, rows, frozenset(range(1, len(columns))))


def regions(document: ReportDocument, labels: Labels) -> Drawing | None:
    """Ideas by region on a map, north up in every language."""
    table = document.table("region")
    if not any(row.key in SHAPES for row in table.rows):
        return None
    counted = {row.key: row for row in table.rows}
    most = max(row.count for row in table.rows if row.key in SHAPES)
    first = sorted((row for row in table.rows if row.key), key=lambda row: -row.count)[:3]
    alt = labels.gettext(
        "Map of the twelve regions with the number of ideas of each. Most ideas: %(list)s.",
        list=labels.items([f"{labels.label(row)} ({labels.number(row.count)})" for row in first]),
    )
    sheet = _Sheet(labels, 520)
    for code, (path, x, y) in SHAPES.items():
        count = counted[code].count if code in counted else 0
        level = 0 if not count else 1 + min(3, 4 * count // (most + 1))
        colour = PAPER if level == 4 else INK
        sheet.parts.append(
            f'<g transform="translate(120 4) scale(1.5)"><path d="{path}" fill="{SHADES[level]}" stroke="{PAPER}"/>'
            f'<text x="{x}" y="{y}" text-anchor="middle" font-size="10" font-weight="700" fill="{colour}">'
            f"{labels.number(count)}</text></g>"
        )
    rows = tuple((labels.label(row), labels.number(row.count), labels.percent(table.share(row))) for row in table.rows)
    head = (labels.gettext("Region"), labels.gettext("Ideas"), labels.gettext("In percent"))
    return Drawing(labels.gettext("Regions heard"), sheet.done(alt), alt, head, rows, frozenset({1, 2}))


def sizes(document: ReportDocument, labels: Labels) -> Drawing | None:
    """The groups, a bar each, the largest first."""
    found = sorted(document.groups, key=lambda group: (-group.size, group.number))
    if not found:
        return None
    shown = found[:LARGEST]
    first = shown[0]
    alt = labels.gettext(
        "Size of the groups. The largest: %(title)s (%(ideas)s).",
        title=_name(first, labels), ideas=labels.ideas(first.size),
    )  # fmt: skip
    sheet = _Sheet(labels, 12 + 18 * len(shown))
    side = 390.0
    for place, group in enumerate(shown):
        y = 14 + place * 18
        # The number stands apart: in one line with Arabic words it would change sides.
        sheet.write(24, y + 2, labels.number(group.number), "end", SOFT, 12)
        sheet.write(32, y + 2, _cut(group.heading or group.title, side - 42, 12, sheet.rtl), "start", INK, 12)
        width = (WIDTH - side - 36) * group.size / first.size
        sheet.bar(side, y - 8, width, 12, "#8a5a00" if group.disputed else GREEN)
        sheet.write(side + width + 6, y + 2, labels.number(group.size), "start", INK, 12, bold=True)
    rows = tuple((_name(group, labels), labels.number(group.size), labels.number(group.authors)) for group in found)
    head = (labels.gettext("Group"), labels.gettext("Ideas"), labels.gettext("Authors"))
    title = labels.gettext("Size of the groups; those of which comments disagree stand in ochre")
    if len(shown) < len(found):
        title = labels.gettext(
            "Size of the %(number)s largest groups; those of which comments disagree stand in ochre",
            number=labels.number(len(shown)),
        )
    return Drawing(title, sheet.done(alt), alt, head, rows, frozenset({1, 2}))


def _name(group: Group, labels: Labels) -> str:
    return f"{labels.number(group.number)} · {plain(group.heading or group.title)}"


def ideas_map(document: ReportDocument, labels: Labels) -> Drawing | None:
    """The map of ideas: near points use near words; each group's number stands in its middle."""
    if not document.ideas_map:
        return None
    alt = labels.gettext(
        "Map of the ideas: each point is an idea, near points use near words, each number is that of a group."
    )
    sheet = _Sheet(labels, 500)
    # The map has no first and no last: it is the same in every language.
    sheet.rtl = False
    numbers = sorted({spot.group for spot in document.ideas_map if spot.group is not None})
    for number in [None, *numbers]:
        own = [spot for spot in document.ideas_map if spot.group == number]
        colour = COLOURS[numbers.index(number) % len(COLOURS)] if number is not None else LINE
        for spot in own:
            sheet.dot(*_place(spot), 3, colour)
    middles = [_middle([spot for spot in document.ideas_map if spot.group == number]) for number in numbers]
    for number, middle, (x, y) in zip(numbers, middles, _apart(middles), strict=True):
        sheet.line((middle, (x, y)), SOFT)
        sheet.dot(x, y, 10, PAPER, INK)
        sheet.write(x, y + 4, labels.number(number), "middle", INK, 11, bold=True)
    head = (labels.gettext("Group"), labels.gettext("Ideas"))
    rows = tuple((_name(group, labels), labels.number(group.size)) for group in document.groups)
    note = labels.gettext(
        "Each point is an idea; points that stand near each other use near words. A number in a circle is that of a "
        "group and stands in the middle of its ideas, which share a colour; several groups have the same one. Grey "
        "points are ideas that stand alone. Directions mean nothing, and the size of a distance says little."
    )
    return Drawing(labels.gettext("Map of the ideas"), sheet.done(alt), alt, head, rows, frozenset({1}), note)


def _place(spot: Spot) -> tuple[float, float]:
    return 20 + spot.x * (WIDTH - 40) / 1000, 20 + spot.y * 460 / 1000


def _middle(spots: Sequence[Spot]) -> tuple[float, float]:
    places = [_place(spot) for spot in spots]
    return sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places)


def _apart(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The places with none over another: those too near are pushed from one another, always in the same way."""
    found = list(places)
    for _ in range(MOVES):
        pairs = [(one, two) for two in range(len(found)) for one in range(two)]
        near = [(one, two) for one, two in pairs if dist(found[one], found[two]) < SPOT]
        if not near:
            break
        for one, two in near:
            (left, top), (x, y) = found[one], found[two]
            across, down = (x - left, y - top) if found[one] != found[two] else (1.0, 0.0)
            share = max(0.0, SPOT + 0.5 - hypot(across, down)) / 2 / hypot(across, down)
            found[one] = _inside(left - across * share, top - down * share)
            found[two] = _inside(x + across * share, y + down * share)
    return found


def _inside(x: float, y: float) -> tuple[float, float]:
    return min(max(x, 10.0), WIDTH - 10.0), min(max(y, 10.0), 490.0)
