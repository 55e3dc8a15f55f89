"""Differences as a moderator reads them."""

from cocreation.moderation.presenting import readable
from cocreation.proposals.differences import changes


def read(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in readable(changes(before, after))]


def test_words_changed_side_by_side_are_one_change() -> None:
    assert read("un deux trois quatre", "un six sept quatre") == [
        ("same", "un "), ("del", "deux trois"), ("ins", "six sept"), ("same", " quatre"),
    ]  # fmt: skip


def test_nothing_is_lost_on_either_side() -> None:
    texts = ["", " a", "a b c", "نشر البرنامج كل أسبوع", "نشر كل برنامج\n\nفي موعده ", "a  b\nc", "x y z"]
    for before in texts:
        for after in texts:
            pieces = read(before, after)
            assert "".join(text for kind, text in pieces if kind != "ins") == before
            assert "".join(text for kind, text in pieces if kind != "del") == after
