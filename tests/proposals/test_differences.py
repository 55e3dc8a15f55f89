"""Word differences in any script."""

from hypothesis import given
from hypothesis import strategies as st

from cocreation.proposals.differences import changes


def side(pieces, kind: str) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != kind)


@given(st.text(max_size=300), st.text(max_size=300))
def test_both_texts_can_be_read_from_the_pieces(before: str, after: str):
    pieces = changes(before, after)
    assert side(pieces, "ins") == before
    assert side(pieces, "del") == after


def test_words_are_compared_in_both_directions_of_writing():
    found = [(piece.kind, piece.text) for piece in changes("نشر الميزانية كل سنة", "نشر الميزانيات كل سنة")]
    assert found == [("same", "نشر "), ("del", "الميزانية"), ("ins", "الميزانيات"), ("same", " كل سنة")]
    found = [(piece.kind, piece.text) for piece in changes("un bus", "un grand bus")]
    assert found == [("same", "un "), ("ins", "grand "), ("same", "bus")]


def test_long_texts_are_compared_by_sentences():
    before = "Une phrase assez longue pour compter. " * 1_000
    pieces = changes(before, before + "Une de plus.")
    assert [piece.kind for piece in pieces] == ["same", "ins"]
    assert side(pieces, "ins") == before
