"""What the platform holds about a person: each room names its tables, gives their rows, and says what erasing does.

A room fills the place `account.data` with a list of `Holding`, one a table. A test walks every table that points at
an account or a contributor and fails where no holding covers the column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from cocreation.accounts.models import Account, Contributor
from cocreation.core.db import Base, db
from cocreation.core.i18n import N_
from cocreation.core.places import places

# What becomes of a table's rows when the person erases their account.
GONE = N_("Deleted.")
UNSIGNED = N_("Stays, without your name and without any link to you.")
ANSWERABLE = N_("Stays: who decided for the public remains answerable, under a number, without name or address.")

# The data dictionary: what a column says, wherever it stands.
COLUMN_WORDS: dict[str, str] = {
    "id": N_("Number of the row"),
    "email": N_("E-mail address"),
    "old_email": N_("E-mail address before"),
    "new_email": N_("E-mail address after"),
    "name": N_("Name"),
    "acronym": N_("Acronym"),
    "summary": N_("What was said"),
    "language": N_("Language"),
    "state": N_("State"),
    "kind": N_("Kind"),
    "role": N_("Role"),
    "duty": N_("What the invitation gives"),
    "manages": N_("Whether the role manages other representatives"),
    "scope_kind": N_("What the role is limited to"),
    "scope_id": N_("Number of what the role is limited to"),
    "organisation_id": N_("Number of the organisation"),
    "contributor_id": N_("Number of the name signed with"),
    "proposal_id": N_("Number of the proposal"),
    "thread_id": N_("Number of the discussion"),
    "comment_id": N_("Number of the comment"),
    "object_kind": N_("Kind of the thing concerned"),
    "object_id": N_("Number of the thing concerned"),
    "holder_kind": N_("Kind of the thing concerned"),
    "holder_id": N_("Number of the thing concerned"),
    "about_version": N_("Version spoken of"),
    "voice": N_("Who speaks: a citizen, an association, an administration"),
    "external_key": N_("Mark of the author in an imported file"),
    "reference": N_("Reference"),
    "region": N_("Region"),
    "channel": N_("Channel"),
    "number": N_("Number of the version"),
    "title": N_("Title"),
    "problem": N_("The problem"),
    "body": N_("The proposal"),
    "content": N_("Content"),
    "source": N_("Text"),
    "words": N_("Text"),
    "text": N_("Text"),
    "note": N_("Text"),
    "answer": N_("Answer"),
    "outcome": N_("Outcome"),
    "why": N_("Why the text changed"),
    "reason": N_("Reason"),
    "reason_code": N_("Code of the reason"),
    "code": N_("Code of the decision"),
    "side": N_("For, against, to clarify"),
    "gate": N_("Where the first sift sent it"),
    "marks": N_("Marks"),
    "percentage": N_("Percentage"),
    "before": N_("Marks before"),
    "comment": N_("Text"),
    "saved_at": N_("Recorded on"),
    "subject": N_("Subject"),
    "message": N_("Message"),
    "path": N_("Page concerned"),
    "values": N_("Details"),
    "own": N_("When mails on your own contributions leave"),
    "followed": N_("When mails on what you follow leave"),
    "pace": N_("When its mails leave"),
    "stopped_at": N_("No mail since"),
    "last_at": N_("Last time"),
    "device": N_("Kind of browser"),
    "method": N_("By password or by link"),
    "paused": N_("Whether it is paused"),
    "media_type": N_("Type of the file"),
    "size": N_("Size in bytes"),
    "description": N_("Description of the image"),
    "action": N_("What was done"),
    "acting_role": N_("Role in which it was done"),
    "from_state": N_("State before"),
    "to_state": N_("State after"),
    "at": N_("Date"),
    "created_at": N_("Recorded on"),
    "recorded_at": N_("Recorded on"),
    "process_at": N_("Date in the process"),
    "confirmed_at": N_("Address confirmed on"),
    "signed_in_at": N_("Last sign-in"),
    "seen_at": N_("Last used"),
    "asked_at": N_("Asked on"),
    "done_at": N_("Done on"),
    "made_at": N_("Made on"),
    "received_at": N_("Received on"),
    "published_at": N_("Published on"),
    "decided_at": N_("Decided on"),
    "written_at": N_("Written on"),
    "proposed_at": N_("Proposed on"),
    "resolution": N_("What came of it"),
    "reply": N_("Reply"),
    "resolved_at": N_("Settled on"),
    "answered_at": N_("Answered on"),
    "expires_at": N_("Valid until"),
    "due_at": N_("Answer due on"),
    "read_at": N_("Read on"),
    "sent_at": N_("Sent on"),
    "starts_at": N_("Beginning"),
    "ends_at": N_("End"),
}


@dataclass(frozen=True)
class Erasure:
    """One erasure while it is done: whose, the names they signed with, whether texts are withdrawn, when."""

    account: Account
    contributors: tuple[int, ...]
    withdraw: bool
    at: datetime


@dataclass(frozen=True)
class Holding:
    """One table that holds something about people.

    Args:
        name: the section of the file a person takes away. words: its title (a msgid).
        give: the columns given. links: the columns it answers for, as «table.column».
        rows: the person's rows. fate: what erasing does to them (a msgid). erase: does it; None leaves them.
    """

    name: str
    words: str
    give: tuple[str, ...]
    links: tuple[str, ...]
    rows: Callable[[Account], Sequence[Mapping[str, Any]]]
    fate: str
    erase: Callable[[Erasure], None] | None = None

    def given(self, account: Account) -> list[dict[str, Any]]:
        """The person's rows as JSON knows them."""
        return [{name: _plain(value) for name, value in row.items()} for row in self.rows(account)]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def signed_as(account: Account) -> tuple[int, ...]:
    """The numbers of the names a person signs with."""
    return tuple(db.session.scalars(select(Contributor.id).where(Contributor.account_id == account.id)))


def _is_theirs(column: InstrumentedAttribute[Any], account: Account) -> ColumnElement[bool]:
    target = next(iter(column.property.columns[0].foreign_keys)).column.table.name
    return column.in_(signed_as(account)) if target == "contributor" else column == account.id


def _name_of(column: InstrumentedAttribute[Any]) -> str:
    return str(column.property.columns[0])


def held(
    model: type[Base],
    *columns: InstrumentedAttribute[Any],
    give: str,
    words: str,
    fate: str,
    erase: Callable[[Erasure], None] | None = None,
    name: str = "",
) -> Holding:
    """A table whose `columns` point at accounts or contributors; a row is a person's where any of them does.

    Args:
        give: the names of the columns given, with spaces between. name: of the section, where it is not the table's.
    """

    def mine(account: Account) -> ColumnElement[bool]:
        return or_(*(_is_theirs(column, account) for column in columns))

    links = tuple(map(_name_of, columns))
    return held_where(model, mine, give=give, words=words, fate=fate, erase=erase, links=links, name=name)


def held_where(
    model: type[Base],
    mine: Callable[[Account], ColumnElement[bool]],
    *,
    give: str,
    words: str,
    fate: str,
    links: tuple[str, ...] = (),
    erase: Callable[[Erasure], None] | None = None,
    name: str = "",
) -> Holding:
    """A table whose rows of a person are found by a condition of its own."""
    names = tuple(give.split())
    table = Base.metadata.tables[model.__tablename__]

    def rows(account: Account) -> Sequence[Mapping[str, Any]]:
        statement = select(*(table.c[name] for name in names)).where(mine(account)).order_by(*table.primary_key)
        return [dict(row) for row in db.session.execute(statement).mappings()]

    return Holding(name or table.name, words, names, links, rows, fate, erase)


def decided(model: type[Base], *columns: InstrumentedAttribute[Any], give: str, words: str, name: str = "") -> Holding:
    """A table of public decisions: the person's are given to them, and none changes at erasure."""
    return held(model, *columns, give=give, words=words, fate=ANSWERABLE, name=name)


def deleting(model: type[Base], column: InstrumentedAttribute[Any]) -> Callable[[Erasure], None]:
    """Erasing by deleting the rows whose `column` points at the person."""

    def erase(erasure: Erasure) -> None:
        db.session.execute(delete(model).where(_is_theirs(column, erasure.account)))

    return erase


def unlinking(model: type[Base], column: InstrumentedAttribute[Any], **emptied: Any) -> Callable[[Erasure], None]:
    """Erasing by cutting the link, and by giving other columns the values named."""

    def erase(erasure: Erasure) -> None:
        values = {column.key: None, **emptied}
        db.session.execute(update(model).where(_is_theirs(column, erasure.account)).values(values))

    return erase


def holdings() -> Iterator[Holding]:
    """Every holding of every room, lower rooms first."""
    yield from places().values("account.data")
