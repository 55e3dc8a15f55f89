"""The drawings of the flow: widths are numbers, nothing stands on anything else, and from the right all is turned."""

from __future__ import annotations

from cocreation.trace import flow
from cocreation.trace.flow import BAR, HIGH, TALL, WIDE, Box

COLUMNS = [
    [Box("received", "Received", 100, "100", "on")],
    [Box("checked", "Checked", 90, "90", "on"), Box("submitted", "Waiting to be checked", 10, "10", "wait")],
    [Box("published", "Published", 60, "60", "on"), Box("refused", "Refused by the moderators", 30, "30", "refused")],
]
FLOWS = {
    ("received", "checked"): 90, ("received", "submitted"): 10, ("checked", "published"): 60,
    ("checked", "refused"): 30,
}  # fmt: skip


def test_heights_are_proportional_to_numbers() -> None:
    bars = flow.wide(COLUMNS, FLOWS, rtl=False).bars
    assert [round(bar.height) for bar in bars] == [round(HIGH * share) for share in (1, 0.9, 0.1, 0.6, 0.3)]
    assert {bar.x for bar in bars} == {0.0, 503.0, 1006.0}


def test_bars_of_a_column_do_not_touch_and_words_stay_inside() -> None:
    made = flow.wide(COLUMNS, FLOWS, rtl=False)
    for one, next_one in zip(made.bars[1:], made.bars[2:], strict=False):
        assert one.x != next_one.x or one.y + one.height < next_one.y
    assert all(bar.y + bar.height <= made.height for bar in made.bars)
    assert all(words.y + flow.LINE * len(words.lines) <= made.height for words in made.words)


def test_read_from_the_right_everything_is_turned() -> None:
    left, right = (flow.wide(COLUMNS, FLOWS, rtl=rtl) for rtl in (False, True))
    assert [bar.x for bar in right.bars] == [round(WIDE - bar.x - BAR, 1) for bar in left.bars]
    assert {words.anchor for words in left.words} == {"start"}
    assert {words.anchor for words in right.words} == {"end"}
    assert [words.lines for words in left.words] == [words.lines for words in right.words]


def test_the_river_narrows_by_what_stays_behind() -> None:
    made = flow.tall(COLUMNS, rtl=False)
    river = [bar.width for bar in made.bars if bar.tone == "on"]
    assert river == [round(flow.BROAD * share, 1) for share in (1, 0.9, 0.6)]
    assert [words.number for words in made.words] == ["100", "10", "90", "30", "60"]
    assert made.width == TALL
    assert len(made.ribbons) == 7


def test_long_words_are_cut_at_spaces() -> None:
    assert flow.lines_of("Waiting to be checked", 60) == ("Waiting", "to be", "checked")
    assert flow.lines_of("Anticonstitutionnellement", 60) == ("Anticonstitutionnellement",)
