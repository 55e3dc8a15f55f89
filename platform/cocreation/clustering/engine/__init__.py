"""Grouping of similar ideas, pure: documents in, grouping out; no web, no database.

Names are loaded on first use, because scikit-learn behind ``Grouper`` must not enter a web process.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cocreation.clustering.engine.constraints import Constraint, ContradictoryConstraints
    from cocreation.clustering.engine.documents import Document, RepeatedId
    from cocreation.clustering.engine.files import FaultyLine, group_file, group_lines, main_group
    from cocreation.clustering.engine.grouper import Grouper
    from cocreation.clustering.engine.nearest import NearestIndex, Neighbour
    from cocreation.clustering.engine.schema import Group, Grouping, Hierarchy

_HOMES = {
    "Constraint": "constraints",
    "ContradictoryConstraints": "constraints",
    "Document": "documents",
    "FaultyLine": "files",
    "Group": "schema",
    "Grouper": "grouper",
    "Grouping": "schema",
    "Hierarchy": "schema",
    "NearestIndex": "nearest",
    "Neighbour": "nearest",
    "RepeatedId": "documents",
    "group_file": "files",
    "group_lines": "files",
    "main_group": "files",
}

__all__ = [
    "Constraint",
    "ContradictoryConstraints",
    "Document",
    "FaultyLine",
    "Group",
    "Grouper",
    "Grouping",
    "Hierarchy",
    "NearestIndex",
    "Neighbour",
    "RepeatedId",
    "group_file",
    "group_lines",
    "main_group",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its module."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
