"""Names that could be taken for a verified organisation's: the same drawing, the same acronym, or a letter apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from cocreation.accounts.models import Organisation
from cocreation.accounts.names import OfficialName
from cocreation.core.db import db
from cocreation.core.i18n import N_
from cocreation.text.cleaning import skeleton

# How a name resembles another, from the nearest: «same» is refused to whoever registers by themselves.
RESEMBLANCES: dict[str, str] = {
    "same": N_("Drawn the same"),
    "acronym": N_("Same acronym"),
    "near": N_("One or two letters apart"),
}
# Alef with its hamzas and madda, and the hamza carriers, are one letter to the eye that passes over a name.
_ARABIC = str.maketrans("أإآٱؤئ", "ااااوي", "ءًٌٍَُِّْـ")


@dataclass(frozen=True)
class Likeness:
    """One verified organisation a name resembles, and how (a code of RESEMBLANCES)."""

    organisation: Organisation
    how: str


def drawn(name: str) -> str:
    """What is left of a name for the eye: no case, accents, spaces or signs, look-alike letters and digits as one."""
    return "".join(sign for sign in skeleton(name.translate(_ARABIC)) if sign.isalnum())


def apart(one: str, other: str, most: int) -> int:
    """How many letters must be changed, added, dropped or swapped to make one text of the other, up to `most` + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for number, sign in enumerate(one, 1):
        earlier, before, row = before, row, [number]
        for place, letter in enumerate(other, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (sign != letter))
            if number > 1 and place > 1 and sign == other[place - 2] and one[number - 2] == letter:
                cost = min(cost, earlier[place - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def _near(one: str, other: str) -> bool:
    shortest = min(len(one), len(other))
    most = 2 if shortest >= 12 else 1 if shortest >= 5 else 0
    return most > 0 and apart(one, other, most) <= most


def how_alike(names: Iterable[str], acronym: str, others: Iterable[str], others_acronym: str) -> str | None:
    """How the names of one body resemble those of another: a code of RESEMBLANCES, or None."""
    mine, theirs = {drawn(name) for name in names} - {""}, {drawn(name) for name in others} - {""}
    short, other_short = drawn(acronym), drawn(others_acronym)
    if mine & theirs:
        return "same"
    shorts, other_shorts = {short} - {""}, {other_short} - {""}
    if shorts & (other_shorts | theirs) or other_shorts & mine:
        return "acronym"
    return "near" if any(_near(one, other) for one in mine for other in theirs) else None


def verified() -> Sequence[Organisation]:
    """The organisations others are compared with."""
    return db.session.scalars(select(Organisation).where(Organisation.state == "verified")).all()


def like(names: Iterable[str], acronym: str = "", *, but: int | None = None) -> list[Likeness]:
    """The verified organisations a name in its languages resembles, the nearest first.

    Args:
        but: the number of the organisation whose own name it is.
    """
    wanted = list(names)
    order = list(RESEMBLANCES)
    return sorted(_likenesses(wanted, acronym, but), key=lambda found: order.index(found.how))


def _likenesses(names: list[str], acronym: str, but: int | None) -> Iterator[Likeness]:
    for organisation in verified():
        how = how_alike(names, acronym, organisation.name.values(), organisation.acronym)
        if how and organisation.id != but:
            yield Likeness(organisation, how)


def check_person(name: str) -> None:
    """Refuse a person's name or pseudonym that is, or nearly is, that of a verified organisation.

    Raises:
        OfficialName.
    """
    # An acronym is often a first name too («Hatim»): only whole names are kept for their bodies.
    if any(found.how != "acronym" for found in like([name])):
        raise OfficialName()
