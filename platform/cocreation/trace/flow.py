"""The flow of ideas as shapes: steps as columns on a wide page, as one river with its branches on a narrow one. Pure.

Widths are proportional to numbers; what is too small to be seen is drawn as a line.  Places are counted from the start
side: where the page is read from the right, everything is turned, words and numbers excepted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import wrap

WIDE, TALL = 1160.0, 344.0
# Of the wide drawing: how high everything received stands, how wide a bar is, what the last column's words take.
HIGH, BAR, LAST, GAP = 300.0, 14.0, 140.0, 14.0
# Of the narrow one: how wide everything received flows, and where the branches end and the words begin.
BROAD, REACH, WORDS = 92.0, 112.0, 128.0
# The height of a line of words, and the width of a letter.
LINE, LETTER = 17.0, 7.4
LEAST = 1.5


@dataclass(frozen=True)
class Box:
    """A station to draw: its number, in words too, its label and its tone (on, wait, kept, refused, end)."""

    code: str
    label: str
    value: int
    number: str
    tone: str


@dataclass(frozen=True)
class Ribbon:
    """What flows: the path of its outline, and the tone of the station it reaches."""

    path: str
    tone: str


@dataclass(frozen=True)
class Bar:
    """A station as a bar: its left edge, top, width and height."""

    x: float
    y: float
    width: float
    height: float
    tone: str


@dataclass(frozen=True)
class Words:
    """Words at a place: the number, then the lines of the label; `anchor` as SVG says it."""

    x: float
    y: float
    anchor: str
    number: str
    lines: tuple[str, ...]
    is_main: bool = False


@dataclass
class Picture:
    """A drawing: its size, and what stands in it."""

    width: float
    height: float = 0.0
    rtl: bool = False
    ribbons: list[Ribbon] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)

    def across(self, x: float, width: float = 0) -> float:
        """The left edge of what begins `x` from the start side and is `width` wide."""
        return round(self.width - x - width if self.rtl else x, 1)

    def bar(self, x: float, y: float, width: float, height: float, tone: str) -> None:
        """A bar that begins `x` from the start side."""
        self.bars.append(Bar(self.across(x, width), round(y, 1), round(width, 1), round(height, 1), tone))

    def write(self, x: float, y: float, box: Box, width: float, *, is_main: bool = False) -> float:
        """The words of a station, cut into lines of a width; gives the height they take."""
        lines = lines_of(box.label, width)
        anchor = "end" if self.rtl else "start"
        self.words.append(Words(self.across(x), round(y, 1), anchor, box.number, lines, is_main))
        return LINE * (1 + len(lines))

    def flow(self, start: tuple[float, float, float], end: tuple[float, float, float], tone: str) -> None:
        """A ribbon from an edge that stands upright to another; each is (x, top, height)."""
        (x, top, high), (to_x, to_top, to_high) = start, end
        a, b, c = self.across(x), self.across((x + to_x) / 2), self.across(to_x)
        self.ribbons.append(
            Ribbon(
                f"M{a} {top:.1f}C{b} {top:.1f} {b} {to_top:.1f} {c} {to_top:.1f}V{to_top + to_high:.1f}"
                f"C{b} {to_top + to_high:.1f} {b} {top + high:.1f} {a} {top + high:.1f}Z",
                tone,
            )
        )

    def run_down(self, y: float, height: float, width: float) -> None:
        """The river between two stations, along the start side."""
        a, b = self.across(0), self.across(width)
        self.ribbons.append(Ribbon(f"M{a} {y:.1f}H{b}V{y + height:.1f}H{a}Z", "on"))

    def branch(self, x: float, y: float, width: float, end: tuple[float, float, float], tone: str) -> None:
        """A ribbon that leaves downwards, `width` wide at (x, y), and ends sideways at (x, top, height)."""
        to_x, top, high = end
        a, b, c = self.across(x), self.across(x + width), self.across(to_x)
        self.ribbons.append(
            Ribbon(
                f"M{a} {y:.1f}C{a} {top + high:.1f} {a} {top + high:.1f} {c} {top + high:.1f}V{top:.1f}"
                f"C{b} {top:.1f} {b} {top:.1f} {b} {y:.1f}Z",
                tone,
            )
        )


def lines_of(label: str, width: float) -> tuple[str, ...]:
    """A label cut at its spaces into lines of a width."""
    return tuple(wrap(label, max(6, int(width / LETTER)), break_long_words=False, break_on_hyphens=False))


def wide(columns: Sequence[Sequence[Box]], flows: Mapping[tuple[str, str], int], *, rtl: bool) -> Picture:
    """Each step a column, from the start side to the end.

    Args:
        columns: the stations of each step, from the top. flows: how many went from one to another, by their codes.
    """
    made = Picture(WIDE, rtl=rtl)
    step = (WIDE - LAST - BAR) / max(1, len(columns) - 1)
    scale = HIGH / max(1, sum(box.value for box in columns[0]))
    places: dict[str, tuple[float, float]] = {}
    for number, column in enumerate(columns):
        y = LINE
        for box in column:
            places[box.code] = (number * step, y)
            y += _station(made, box, number * step, y, scale, (LAST if step < LAST else step) - BAR - 14) + GAP
        made.height = max(made.height, y)
    _ribbons(made, columns, flows, places, scale)
    return made


def _station(made: Picture, box: Box, x: float, y: float, scale: float, width: float) -> float:
    high = max(LEAST, box.value * scale)
    made.bar(x, y, BAR, high, box.tone)
    return max(high, made.write(x + BAR + 6, y + 13, box, width, is_main=box.tone == "on"))


def _ribbons(
    made: Picture,
    columns: Sequence[Sequence[Box]],
    flows: Mapping[tuple[str, str], int],
    places: Mapping[str, tuple[float, float]],
    scale: float,
) -> None:
    order = {box.code: (number, place) for number, column in enumerate(columns) for place, box in enumerate(column)}
    tones = {box.code: box.tone for column in columns for box in column}
    left: dict[str, float] = {}
    came: dict[str, float] = {}
    for (begin, end), value in sorted(flows.items(), key=lambda flow: (order[flow[0][0]], order[flow[0][1]])):
        high = max(LEAST, value * scale)
        (x, y), (to_x, to_y) = places[begin], places[end]
        start = (x + BAR, y + left.get(begin, 0.0), high)
        made.flow(start, (to_x, to_y + came.get(end, 0.0), high), tones[end])
        left[begin], came[end] = left.get(begin, 0.0) + value * scale, came.get(end, 0.0) + value * scale


def tall(columns: Sequence[Sequence[Box]], *, rtl: bool) -> Picture:
    """One river from the top to the bottom; what stays behind branches off to its words, what goes on flows on."""
    made = Picture(TALL, rtl=rtl)
    whole = max(1, sum(box.value for box in columns[0]))
    broad, y = BROAD, 4.0
    for column in columns:
        stays = [box for box in column if box.tone != "on"]
        goes_on = [box for box in column if box.tone == "on"]
        for box in stays:
            y = _branch(made, box, y, broad, BROAD * box.value / whole)
            broad -= BROAD * box.value / whole
        y = _banks(made, goes_on, y, broad, whole)
    made.height = y
    return made


def _branch(made: Picture, box: Box, y: float, broad: float, width: float) -> float:
    """One station where ideas stay: the river narrows by its width."""
    thick = max(LEAST, width)
    words = made.write(WORDS, y + 18, box, TALL - WORDS)
    high = max(words + 12, thick + 12)
    rest = max(0.0, broad - width)
    if rest > 0.1:
        made.run_down(y, high, rest)
    made.branch(max(0.0, broad - thick), y, thick, (REACH, y + 8, thick), box.tone)
    made.bar(REACH, y + 8, 6, max(thick, 6), box.tone)
    return y + high


def _banks(made: Picture, boxes: Sequence[Box], y: float, broad: float, whole: int) -> float:
    """The stations where all go on: one is the river itself, several are its parts, shown one under the other."""
    x = 0.0
    for box in boxes:
        width = max(LEAST, BROAD * box.value / whole)
        high = made.write(WORDS, y + 18, box, TALL - WORDS, is_main=True) + 12
        made.run_down(y, high, broad)
        made.bar(x, y, width, high - 4, "on")
        x += BROAD * box.value / whole
        y += high
    return y
