"""A filter of the list that an upper room brings, in the place «proposal.filters»: the group of an idea."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select


@dataclass(frozen=True)
class Choice:
    """One choice of a filter: its words, and their language where it is not the page's."""

    label: str
    lang: str | None = None


@dataclass(frozen=True)
class Facet:
    """A filter by something a lower room does not know.

    Attributes:
        name: how an address names it. label: its words, a msgid.
        choices: what can be chosen, by the value the address has, in their order.
        within: the ids of the proposals of a choice, as a SELECT.
        counts: how many of some proposals (their ids, as a SELECT) each choice has.
    """

    name: str
    label: str
    choices: Mapping[str, Choice]
    within: Callable[[str], Select[Any]]
    counts: Callable[[Select[Any]], Mapping[str, int]]
