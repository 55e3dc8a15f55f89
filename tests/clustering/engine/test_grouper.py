"""The estimator: every id once, sensible results for strange corpora, the same bytes for the same texts."""

import doctest
import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cocreation.clustering.engine.grouper as grouper_module
from cocreation.clustering.engine import Document, Grouper, RepeatedId
from tests.clustering.engine.corpus import SUBJECTS, documents, ids_once


def test_texts_on_one_subject_stand_together() -> None:
    grouper = Grouper(n_groups=len(SUBJECTS)).fit(documents())
    pairs = {"right": 0, "all": 0}
    for group in grouper.grouping_.groups:
        subjects = [key.split("-")[0] for key in group.members]
        pairs["all"] += len(subjects)
        pairs["right"] += max((subjects.count(name) for name in subjects), default=0)
    assert pairs["right"] / pairs["all"] >= 0.8


def test_labels_follow_the_order_given() -> None:
    given_documents = documents()[::-1]
    grouper = Grouper().fit(given_documents)
    members = {group.id: group.members for group in grouper.grouping_.groups}
    for document, label in zip(given_documents, grouper.labels_, strict=True):
        listed = members[grouper.groups_[label]] if label >= 0 else grouper.grouping_.ungrouped
        assert document.id in listed


@settings(max_examples=12, deadline=None)
@given(order=st.permutations(range(30)), seed=st.integers(0, 2**32 - 1))
def test_order_of_documents_never_counts(order: list[int], seed: int) -> None:
    texts = documents()
    one = Grouper(seed=seed).fit(texts).grouping_
    other = Grouper(seed=seed).fit([texts[place] for place in order]).grouping_
    assert one.dumps() == other.dumps()
    assert ids_once(one) == sorted(document.id for document in texts)


ODD = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["", "le la les", "😀😀", "مُدَرِّس", "صـــحة", "eau", "\ud800", "a\u0000b", "ⴰ ⵉ", "‮abc", "2015"]),
)


@settings(max_examples=40, deadline=None)
@given(texts=st.lists(st.tuples(ODD, ODD), max_size=12), seed=st.integers(0, 5))
def test_any_texts_keep_every_id_once(texts: list[tuple[str, str]], seed: int) -> None:
    grouping = Grouper(seed=seed).fit([Document(str(n), *text) for n, text in enumerate(texts)]).grouping_
    assert ids_once(grouping) == sorted(str(n) for n in range(len(texts)))
    assert json.loads(grouping.dumps())["schema"] == "cocreation/grouping/1"


def test_no_document() -> None:
    grouping = Grouper().fit([]).grouping_
    assert (grouping.groups, grouping.ungrouped, grouping.map) == ([], [], [])
    assert grouping.quality["warnings"] == ["empty"]


def test_one_document_fits_nowhere() -> None:
    grouping = Grouper().fit([Document("a", "Publier le budget")]).grouping_
    assert grouping.ungrouped == ["a"]
    assert grouping.quality["warnings"] == ["one_document"]


def test_ten_identical_ideas_are_one_group_with_a_warning() -> None:
    texts = [Document(f"i{n}", "Publier le budget", "Publier le budget de la commune.") for n in range(10)]
    grouping = Grouper().fit(texts).grouping_
    assert [len(group.members) for group in grouping.groups] == [10]
    assert grouping.duplicates == [[f"i{n}" for n in range(10)]]
    assert grouping.quality["warnings"] == ["all_copies"]
    assert grouping.groups[0].title == "Publier le budget"
    assert 1 <= len(grouping.groups[0].terms["fr"]) <= 5


def test_only_stop_words_are_ungrouped() -> None:
    texts = [Document(str(n), "le la les de", "et ou 😀") for n in range(5)]
    grouping = Grouper().fit(texts).grouping_
    assert sorted(grouping.ungrouped) == [str(n) for n in range(5)]


def test_a_text_without_a_word_is_ungrouped_among_others() -> None:
    grouping = Grouper().fit([*documents(), Document("zz", "de la", "!!!")]).grouping_
    assert "zz" in grouping.ungrouped


def test_texts_with_nothing_in_common() -> None:
    texts = [Document("a", "hôpital rural"), Document("b", "budget communal"), Document("c", "eau potable")]
    grouping = Grouper().fit(texts).grouping_
    assert sorted(grouping.ungrouped) == ["a", "b", "c"]
    assert grouping.quality["warnings"] == ["nothing_in_common"]


def test_a_text_of_one_megabyte() -> None:
    long = "Publier le budget de la commune et les dépenses. " * 21_000
    grouping = Grouper().fit([*documents(), Document("long", "Long", long)]).grouping_
    assert len(long) > 1_000_000
    assert "long" in ids_once(grouping)
    assert all(len(excerpt) <= 300 for group in grouping.groups for _, excerpt in group.representatives)


def test_more_groups_wished_than_documents() -> None:
    grouping = Grouper(n_groups=50).fit(documents()).grouping_
    assert ids_once(grouping) == sorted(document.id for document in documents())


def test_a_repeated_id_is_refused() -> None:
    with pytest.raises(RepeatedId, match="'a' stands twice"):
        Grouper().fit([Document("a", "x"), Document("a", "y")])


@pytest.mark.parametrize(
    ("name", "value"),
    [("seed", -1), ("seed", 1.5), ("n_groups", 0), ("smoothing", "2"), ("most_ungrouped", 2), ("n_neighbours", True)],
)
def test_a_faulty_parameter_is_named(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        Grouper().set_params(**{name: value}).fit([])


def test_parameters_are_only_stored() -> None:
    grouper = Grouper(n_groups=7, seed=3)
    assert grouper.get_params()["n_groups"] == 7
    assert [name for name in vars(grouper) if name.endswith("_")] == []
    with pytest.raises(ValueError, match="nothing"):
        grouper.set_params(nothing=1)


def test_fit_forgets_the_past() -> None:
    grouper = Grouper()
    first = grouper.fit(documents()).grouping_.dumps()
    grouper.fit([])
    assert grouper.fit(documents()).grouping_.dumps() == first


def test_progress_rises_and_can_stop_the_run() -> None:
    heard: list[float] = []
    Grouper().fit(documents(), lambda step, share: heard.append(share))
    assert heard == sorted(heard)
    assert 0 <= heard[0] <= heard[-1] <= 1

    class Cancelled(Exception):
        pass

    def stop(step: str, share: float) -> None:
        if step == "partition":
            raise Cancelled

    with pytest.raises(Cancelled):
        Grouper().fit(documents(), stop)


def test_the_hierarchy_is_cut_coarser_and_finer() -> None:
    grouper = Grouper().fit(documents())
    tree, groups = grouper.hierarchy_, [g for g in grouper.grouping_.groups if g.members]
    cut = {tuple(ids) for ids in tree.cut(len(groups))}
    assert cut == {tuple(group.members) for group in groups}
    assert len(tree.cut(2)) == 2
    assert len(tree.cut(10_000)) == len(tree.leaves)
    assert type(tree).from_json_dict(json.loads(json.dumps(tree.to_json_dict()))) == tree


def test_families_hold_no_members_and_are_named_as_parents() -> None:
    grouping = Grouper(n_groups=12).fit(documents()).grouping_
    parents = {group.parent for group in grouping.groups if group.parent}
    families = [group for group in grouping.groups if group.id in parents]
    assert families
    assert all(not group.members and group.parent is None for group in families)
    assert parents == {group.id for group in families}


def test_the_example_of_the_docstring_runs() -> None:
    assert doctest.testmod(grouper_module).attempted >= 1
    assert doctest.testmod(grouper_module).failed == 0


def test_importing_the_engine_does_not_load_scikit_learn() -> None:
    code = (
        "import sys, cocreation.clustering.engine as e; e.Document('a'); e.Grouping; e.Constraint;"
        "sys.exit('sklearn' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
