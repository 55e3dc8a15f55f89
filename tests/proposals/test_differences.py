"""Word differences in any script."""

import time

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
    found = [(piece.kind, piece.text) for piece in changes("un bus.", "un grand bus.")]
    assert found == [("same", "un"), ("ins", " grand"), ("same", " bus.")]
    found = [(piece.kind, piece.text) for piece in changes("Il vient.", "Il vient demain.")]
    assert found == [("same", "Il vient"), ("ins", " demain"), ("same", ".")]


def test_a_vocalised_word_is_one_piece():
    assert [piece.kind for piece in changes("مُدَرِّس", "مُدَرِّسة")] == ["del", "ins"]


def test_hostile_texts_are_compared_in_a_moment():
    start = time.perf_counter()
    pairs = [("! a " * 25_000, "! b " * 25_000), ("a. " * 30_000, "a. " * 29_000), ("x " * 9_000, "x" * 9_000)]
    for one, other in pairs:
        pieces = changes(one, other)
        assert side(pieces, "ins") == one
        assert side(pieces, "del") == other
    assert time.perf_counter() - start < 5
