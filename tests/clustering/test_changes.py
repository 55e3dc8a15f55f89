"""What changed between two groupings, in groups and in ideas."""

from cocreation.clustering.changes import State, between


def state(name: str, ideas: str, title: str = "") -> State:
    return State(name, title or f"Titre {name}", "fr", frozenset(ideas))


def states(*found: State) -> dict[str, State]:
    return {one.name: one for one in found}


NONE: frozenset[str] = frozenset()


def test_the_same_grouping_has_not_changed() -> None:
    same = states(state("g1", "abc"), state("g2", "de"))
    assert between(same, same, frozenset("x"), frozenset("x")).is_empty


def test_groups_that_grow_shrink_and_change_their_title_live_on() -> None:
    found = between(
        states(state("g1", "abc"), state("g2", "de")),
        states(state("g1", "ab"), state("g2", "dec", "Un autre")),
        NONE,
        NONE,
    )
    first, second = found.changed
    assert (first.came, first.left, first.title_before) == (NONE, frozenset("c"), None)
    assert (second.came, second.left) == (frozenset("c"), NONE)
    assert second.title_before is not None
    assert second.title_before.title == "Titre g2"
    (moved,) = found.moved
    assert moved.before is not None
    assert moved.now is not None
    assert (moved.reference, moved.before.name, moved.now.name) == ("c", "g1", "g2")


def test_what_was_merged_and_split_says_into_what_and_from_what() -> None:
    merged = between(states(state("g1", "abc"), state("g2", "de")), states(state("g1", "abcde")), NONE, NONE)
    ((gone, into),) = merged.gone
    assert (gone.name, into.name if into else None) == ("g2", "g1")
    split = between(states(state("g1", "abcde")), states(state("g1", "abc"), state("g7", "de")), NONE, NONE)
    ((new, origin),) = split.new
    assert (new.name, origin.name if origin else None) == ("g7", "g1")


def test_a_group_of_ideas_from_everywhere_comes_from_none() -> None:
    found = between(
        states(state("g1", "ab"), state("g2", "cd"), state("g3", "ef")),
        states(state("g9", "ace"), state("g1", "b"), state("g2", "d"), state("g3", "f")),
        NONE,
        NONE,
    )
    assert found.new[0][1] is None


def test_ideas_that_came_left_or_stand_apart_now() -> None:
    found = between(states(state("g1", "abc")), states(state("g1", "abn")), frozenset("x"), frozenset("c"))
    assert (found.came, found.left) == (frozenset("n"), frozenset("x"))
    assert [(one.reference, one.now) for one in found.moved] == [("c", None)]
