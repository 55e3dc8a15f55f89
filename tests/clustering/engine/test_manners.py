"""The manners of a scikit-learn estimator: parameters, learnt attributes, clones, copies of itself, examples."""

import copy
import doctest
import importlib
import inspect
import pkgutil
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

import cocreation.clustering.engine as engine
from cocreation.clustering.engine import Constraint, Document, Grouper
from cocreation.clustering.engine.grouper import LEARNT
from cocreation.clustering.engine.parameters import CHECKS, FaultyParameter
from tests.clustering.engine.corpus import documents, ids_once

MODULES = sorted(module.name for module in pkgutil.iter_modules(engine.__path__))
OTHER = {
    "n_groups": 7, "seed": 3, "n_dimensions": 5, "n_neighbours": 4, "smoothing": 0.5, "most_ungrouped": 0.2,
    "constraints": (Constraint("together", ("eau-0", "eau-1")),), "previous": {"g1": ("eau-0",)},
}  # fmt: skip


@pytest.fixture(scope="module")
def fitted() -> Grouper:
    return Grouper(n_groups=6).fit(documents())


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("n_groups", 0, "between 1 and 100000"),
        ("n_groups", 2.0, "whole number"),
        ("n_groups", "many", "whole number"),
        ("n_groups", True, "whole number"),
        ("seed", -1, "between 0 and"),
        ("seed", 2**32, "between 0 and"),
        ("seed", None, "whole number"),
        ("seed", float("nan"), "whole number"),
        ("n_dimensions", 0, "between 1 and 1000"),
        ("n_dimensions", [40], "whole number"),
        ("n_neighbours", 1001, "between 1 and 1000"),
        ("n_neighbours", "20", "whole number"),
        ("smoothing", -0.1, "between 0"),
        ("smoothing", float("nan"), "between 0"),
        ("smoothing", float("inf"), "between 0"),
        ("smoothing", "2", "a number"),
        ("smoothing", True, "a number"),
        ("most_ungrouped", 1.01, "between 0"),
        ("most_ungrouped", None, "a number"),
        ("constraints", None, "sequence of Constraint"),
        ("constraints", "lock", "sequence of Constraint"),
        ("constraints", [("together", "a", "b")], "only Constraint"),
        ("previous", [("g1", ["a"])], "map"),
        ("previous", {1: ["a"]}, "as text"),
        ("previous", {"g1": "a"}, "sequence of ids"),
        ("previous", {"g1": [1]}, "sequence of ids"),
    ],
)
def test_a_faulty_parameter_is_named_when_it_learns(name: str, value: object, said: str) -> None:
    grouper = Grouper().set_params(**{name: value})
    assert grouper.get_params()[name] is value
    with pytest.raises(FaultyParameter, match=f"^{name} .*{said}") as fault:
        grouper.fit(documents())
    assert isinstance(fault.value, ValueError)
    assert isinstance(fault.value, TypeError)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("a text", "a document is a Document, not 'a text'"),
        ({"id": "a"}, "a document is a Document"),
        (Document(5), "the id of document 5 is not text"),  # type: ignore[arg-type]
        (Document(None), "the id of document None is not text"),  # type: ignore[arg-type]
        (Document("a", title=None), "the title of document 'a' is not text"),  # type: ignore[arg-type]
        (Document("a", comments=-1), "the comments of document 'a' are not a whole number"),
        (Document("a", comments=float("nan")), "the comments of document 'a'"),  # type: ignore[arg-type]
        (Document("a", body=b"eau"), "the body of document 'a' is not text"),  # type: ignore[arg-type]
        (Document("a", language=3), "the language of document 'a'"),  # type: ignore[arg-type]
        (Document("a", author=object()), "the author of document 'a'"),  # type: ignore[arg-type]
        (Document("a", theme=["x"]), "the theme of document 'a'"),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_document_of_text_is_named(document: Any, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        Grouper().fit([*documents(), document])


def test_parameters_are_stored_as_given_and_nothing_else_is() -> None:
    grouper = Grouper(**OTHER)
    assert vars(grouper) == OTHER
    assert list(inspect.signature(Grouper).parameters) == list(CHECKS) == list(Grouper().get_params())
    assert Grouper().set_params(**OTHER).get_params() == OTHER
    with pytest.raises(ValueError, match="no parameter 'nothing'"):
        grouper.set_params(nothing=1)


def test_it_is_shown_with_what_is_not_usual() -> None:
    assert repr(Grouper()) == "Grouper()"
    assert repr(Grouper(n_groups=7, smoothing=0.5)) == "Grouper(n_groups=7, smoothing=0.5)"


@pytest.mark.parametrize("name", LEARNT)
def test_what_is_not_learnt_yet_says_so(name: str) -> None:
    assert not hasattr(Grouper(), name)
    with pytest.raises(NotFittedError, match=f"no {name} yet: call fit first"):
        getattr(Grouper(), name)
    with pytest.raises(AttributeError, match="no attribute 'other'"):
        Grouper().other  # noqa: B018  (reading it is what is tried)


def test_what_is_learnt_ends_with_an_underscore(fitted: Grouper) -> None:
    assert {name for name in vars(fitted) if name not in CHECKS} == set(LEARNT)
    assert fitted.labels_.shape == (len(documents()),)
    assert set(fitted.labels_.tolist()) <= set(range(-1, len(fitted.groups_)))


def test_learning_gives_the_estimator_and_changes_no_parameter(fitted: Grouper) -> None:
    assert fitted.get_params() == Grouper(n_groups=6).get_params()
    assert Grouper(n_groups=6).fit_predict(documents()).tolist() == fitted.labels_.tolist()
    grouper = Grouper()
    assert grouper.fit(documents()) is grouper


def test_a_clone_has_the_parameters_and_has_learnt_nothing(fitted: Grouper) -> None:
    other = clone(fitted)
    assert other.get_params() == fitted.get_params()
    assert not hasattr(other, "grouping_")
    assert other.fit(documents()).grouping_.dumps() == fitted.grouping_.dumps()


@pytest.mark.parametrize("copied", [copy.deepcopy, copy.copy])
def test_a_copy_holds_what_was_learnt(copied: Any, fitted: Grouper) -> None:
    other = copied(fitted)
    assert other.grouping_.dumps() == fitted.grouping_.dumps()
    assert other.hierarchy_ == fitted.hierarchy_
    assert not hasattr(copied(Grouper()), "grouping_")


def test_learning_twice_gives_the_same_bytes(fitted: Grouper) -> None:
    once = fitted.grouping_.dumps()
    grouper = Grouper(n_groups=6).fit(documents())
    assert grouper.fit(documents()).grouping_.dumps() == once


def test_what_is_given_stays_as_it_was() -> None:
    texts, previous = documents(), {"g1": ["eau-0", "eau-1"]}
    constraints = [Constraint("apart", ("eau-0", "budget-0"))]
    Grouper(constraints=constraints, previous=previous).fit(texts)
    assert texts == documents()
    assert previous == {"g1": ["eau-0", "eau-1"]}
    assert constraints == [Constraint("apart", ("eau-0", "budget-0"))]


def test_documents_may_come_one_by_one_and_numbers_from_numpy(fitted: Grouper) -> None:
    grouper = Grouper(n_groups=np.int64(6), smoothing=np.float32(2.0)).fit(iter(documents()))  # type: ignore[arg-type]
    assert grouper.grouping_.groups == fitted.grouping_.groups
    assert grouper.grouping_.dumps() == fitted.grouping_.dumps()


@pytest.mark.parametrize("n_documents", [0, 1, 2, 3])
def test_hardly_any_document(n_documents: int) -> None:
    texts = documents()[:n_documents]
    grouper = Grouper().fit(texts)
    assert ids_once(grouper.grouping_) == sorted(document.id for document in texts)
    assert len(grouper.labels_) == n_documents


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_the_docstrings_run(name: str) -> None:
    module = importlib.import_module(f"{engine.__name__}.{name}")
    assert doctest.testmod(module).failed == 0


def test_the_estimator_and_the_index_show_an_example() -> None:
    for name in ("grouper", "nearest", "duplicates"):
        assert doctest.testmod(importlib.import_module(f"{engine.__name__}.{name}")).attempted >= 2


@pytest.mark.parametrize("name", MODULES)
def test_every_public_function_says_what_it_does(name: str) -> None:
    module = importlib.import_module(f"{engine.__name__}.{name}")
    public = [
        thing
        for key, thing in vars(module).items()
        if not key.startswith("_") and getattr(thing, "__module__", "") == module.__name__ and callable(thing)
    ]
    assert all(inspect.getdoc(thing) for thing in [module, *public])
