"""The grouping as it leaves the engine: format ``cocreation/grouping/1``."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from cocreation.clustering.engine.documents import encode

SCHEMA = "cocreation/grouping/1"


@dataclass(frozen=True)
class Group:
    """A group of ideas, or a family (then ``members`` is empty and other groups name it as ``parent``).

    ``terms`` maps a language code to its words; ``representatives`` are ``(id, excerpt)`` pairs from
    different authors; ``why`` maps a member's id to the words it shares with the group.
    """

    id: str
    parent: str | None
    title: str
    terms: dict[str, list[str]]
    members: list[str]
    representatives: list[tuple[str, str]] = field(default_factory=list)
    why: dict[str, list[str]] = field(default_factory=dict)
    fixed: bool = False

    def to_json_dict(self) -> dict[str, Any]:
        """Return the group as JSON values."""
        return {
            "id": self.id,
            "parent": self.parent,
            "title": self.title,
            "terms": self.terms,
            "members": self.members,
            "representatives": [{"id": key, "excerpt": text} for key, text in self.representatives],
            "why": self.why,
            "fixed": self.fixed,
        }


@dataclass(frozen=True)
class Notable:
    """An idea of no group that deserves to be read.

    ``score`` lies between 0 and 1. ``reasons`` are one or more of ``argued`` (``n_words`` different words of
    meaning, as many as half of the ideas have), ``discussed`` (``n_comments``, three at least) and ``rare``
    (``words`` of its title, as written, which it says again and hardly anybody else does).
    """

    id: str
    score: float
    reasons: list[str]
    words: list[str]
    n_words: int
    n_comments: int


@dataclass(frozen=True)
class Merge:
    """One step of the stored hierarchy: at ``height``, ``parts`` become one (numbers of leaves or steps)."""

    parts: tuple[int, int]
    height: float


@dataclass(frozen=True)
class Hierarchy:
    """A tree over small leaves of ideas, from which any number of groups is cut at once.

    ``leaves`` are lists of ids; step ``i`` of ``merges`` makes the node ``len(leaves) + i``.
    """

    leaves: list[list[str]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)

    def cut(self, n_groups: int) -> list[list[str]]:
        """Return the ids in at most ``n_groups`` groups, largest first; at least one group a root."""
        n_leaves = len(self.leaves)
        nodes = dict(enumerate(self.leaves))
        for step in range(min(len(self.merges), max(0, n_leaves - max(1, n_groups)))):
            one, other = self.merges[step].parts
            nodes[n_leaves + step] = sorted(nodes.pop(one) + nodes.pop(other))
        return sorted(nodes.values(), key=lambda ids: (-len(ids), ids[:1]))

    def to_json_dict(self) -> dict[str, Any]:
        """Return the hierarchy as JSON values."""
        return {
            "leaves": self.leaves,
            "merges": [[*merge.parts, merge.height] for merge in self.merges],
        }

    @classmethod
    def from_json_dict(cls, value: dict[str, Any]) -> Hierarchy:
        """Read back what ``to_json_dict`` wrote."""
        merges = [Merge((int(one), int(other)), float(height)) for one, other, height in value["merges"]]
        return cls([list(leaf) for leaf in value["leaves"]], merges)


@dataclass(frozen=True)
class Grouping:
    """The whole result; every id stands once in the members of groups and ``ungrouped`` together.

    ``notable`` ranks those of ``ungrouped`` that deserve to be read; groupings stored before it have none.
    """

    corpus_sha256: str
    parameters: dict[str, Any]
    versions: dict[str, str]
    groups: list[Group] = field(default_factory=list)
    ungrouped: list[str] = field(default_factory=list)
    notable: list[Notable] = field(default_factory=list)
    duplicates: list[list[str]] = field(default_factory=list)
    map: list[tuple[str, float, float]] = field(default_factory=list)
    quality: dict[str, Any] = field(default_factory=dict)

    def to_json_dict(self) -> dict[str, Any]:
        """Return the grouping as JSON values."""
        return {
            "schema": SCHEMA,
            "corpus_sha256": self.corpus_sha256,
            "parameters": self.parameters,
            "versions": self.versions,
            "groups": [group.to_json_dict() for group in self.groups],
            "ungrouped": self.ungrouped,
            "notable": [asdict(idea) for idea in self.notable],
            "duplicates": self.duplicates,
            "map": [{"id": key, "x": x, "y": y} for key, x, y in self.map],
            "quality": self.quality,
        }

    def dumps(self) -> bytes:
        """Return the grouping as UTF-8 JSON, the same bytes for the same grouping."""
        return encode(self.to_json_dict()) + b"\n"
